"""What happened to a case: the events that a row gives, beside those that are recorded, and the states that they make together.

An event's place in the ledger is its type and a number. Where a later row tells its day or what it says otherwise, the old record of
it is retracted and a new one made. When its state ended is derived from the other events.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph.actions.drafting import Draft, joined
from graph.actions.undated import Said, Word, settled
from graph.casebook import event_of
from graph.interval import Interval, PartialDate
from graph.lifecycle import STATE_AFTER, Event, EventType, Stay, cycle, disorder, narrowed, stays
from graph.model import Actor, Ref, Scalar, Source

REPEATABLE = frozenset({EventType.FOLLOW_UP, EventType.RETURNED, EventType.ESCALATE, EventType.EXTEND, EventType.REOPENED})
"""Of these a further day is a further event; of the others it corrects the one of its cycle."""
_OWN = frozenset({"type", "state", "order", "undated"})


@dataclass(frozen=True, slots=True)
class Given:
    """A day that a row gives: of what, what else it says of it, and where. `undated`: the day is the ledger's own."""

    type: EventType
    on: PartialDate
    source: Source
    said: Mapping[str, Scalar] = field(default_factory=dict)
    by: Ref | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a case once a row is written: its events and states, pairs that are out of order (V10), words that contradict."""

    events: tuple[Event, ...]
    stays: tuple[Stay, ...]
    disorder: tuple[tuple[Event, Event], ...]
    contradictions: tuple[Word, ...]

    def last(self, type_: EventType) -> Event | None:
        """The latest event of a type; None where there is none."""
        return max((e for e in self.events if e.type is type_), key=lambda e: e.place, default=None)


def write(
    draft: Draft, case: Ref, given: Iterable[Given], said: Said, own_day: date, source: Source, beside: Iterable[Given] = ()
) -> Course:
    """Write the events of a case; that it was raised is one of them. `beside` describes events without giving their day.

    Nothing is written where events are out of order.
    """
    book = _Book(draft, case, source)
    for one in sorted(given, key=lambda one: one.type is not EventType.REOPENED):
        book.take(one)
    found = settled(book.dated(), book.undated(), said, own_day)
    events = narrowed(found.events)
    wrong = tuple(disorder(e for e in events if (e.type, e.order) not in found.undated))
    course = Course(events, stays(events), wrong, found.contradictions)
    for one in beside:
        if event := course.last(one.type):
            book.describe(event, one)
    if not wrong:
        book.write(course, found.undated)
    return course


class _Book:
    """The events of one case as recorded, and as a row would have them."""

    def __init__(self, draft: Draft, case: Ref, source: Source) -> None:
        self._draft = draft
        self._case = case
        self._source = source
        self._recorded: dict[tuple[EventType, int], Actor] = {}
        self._given: dict[tuple[EventType, int], Given] = {}
        self._events: dict[tuple[EventType, int], Event] = {}
        for link in draft.out("HAS_EVENT", case):
            if node := draft.actor(link.end):
                event = event_of(node)
                self._recorded[event.type, event.order] = node
                self._events[event.type, event.order] = event

    # ---- reading

    def take(self, given: Given) -> None:
        """A day that the row gives takes the place of the recorded one that it corrects, if there is one."""
        same = [e for e in self._events.values() if e.type is given.type and self._corrects(given, e)]
        order = same[0].order if same else max((n + 1 for t, n in self._events if t is given.type), default=0)
        slot = (given.type, order)
        if given.undated and same:
            given = replace(given, on=same[0].on, undated=bool(self._recorded[slot].flag("undated")))
        self._given[slot] = given
        self._events[slot] = Event(given.type, given.on, order=order)

    def describe(self, event: Event, given: Given) -> None:
        """What a row says of an event beside its day."""
        self._given[event.type, event.order] = replace(given, on=event.on, undated=self._is_undated((event.type, event.order)))

    def _corrects(self, given: Given, event: Event) -> bool:
        recorded = self._recorded.get((event.type, event.order))
        vague = recorded is not None and recorded.flag("undated")
        if given.type not in REPEATABLE:
            return vague or cycle(given.on, self._events.values()) == cycle(event.on, self._events.values())
        if given.undated or vague:
            return recorded is not None and all(recorded.properties.get(name) == value for name, value in given.said.items())
        return given.on == event.on

    def dated(self) -> tuple[Event, ...]:
        """The events whose day a source gives, and those that leave the state."""
        return tuple(e if e.leads else replace(e, leads=True) for slot, e in self._events.items() if not self._is_undated(slot))

    def undated(self) -> tuple[Event, ...]:
        """Recorded events that led to a state without a day of their own."""
        return tuple(e for slot, e in self._events.items() if self._is_undated(slot))

    def _is_undated(self, slot: tuple[EventType, int]) -> bool:
        recorded = self._recorded.get(slot)
        return slot not in self._given and slot[0] in STATE_AFTER and (recorded is None or recorded.flag("undated"))

    # ---- writing

    def write(self, course: Course, undated: frozenset[tuple[EventType, int]]) -> None:
        """Make the record say what the course is."""
        ends = {(stay.event.type, stay.event.order): stay.until for stay in course.stays}
        kept = {(e.type, e.order) for e in course.events}
        for event in course.events:
            slot = (event.type, event.order)
            self._record(event, ends.get(slot), slot in undated)
        for link in self._draft.out("HAS_EVENT", self._case) if self._recorded.keys() - kept else ():
            if (node_ := self._draft.actor(link.end)) and (EventType(node_.text("type")), node_.whole("order") or 0) not in kept:
                self._draft.drop(link, "overtaken")

    def _record(self, event: Event, end: PartialDate | None, undated: bool) -> None:
        slot = (event.type, event.order)
        recorded, given = self._recorded.get(slot), self._given.get(slot)
        properties = self._properties(event, recorded, given, undated)
        if recorded is not None and _says(recorded, event.on, properties):
            node = recorded.ref
        else:
            node = self._node(event, end, properties, given.source if given else self._source)
        self._draft.end(node, end)
        if given and given.by:
            for link in self._draft.out("BY", node):
                if link.end != given.by:
                    self._draft.drop(link, "changed")
            self._draft.put("BY", joined(node.key, "BY", given.by.key), node, given.by, given.source, Interval(event.on))

    def _properties(self, event: Event, recorded: Actor | None, given: Given | None, undated: bool) -> dict[str, Scalar]:
        before = {name: value for name, value in recorded.properties.items() if name not in _OWN} if recorded else {}
        vague = undated or (given.undated if given else recorded is not None and recorded.flag("undated"))
        own: dict[str, Scalar] = {"type": event.type.value, "order": event.order}
        own |= {"state": event.state.value} if event.state else {}
        own |= {"undated": True} if vague else {}
        return before | (dict(given.said) if given else {}) | own

    def _node(self, event: Event, end: PartialDate | None, properties: Mapping[str, Scalar], source: Source) -> Ref:
        """The node of a record of an event: another one for each way in which it was told."""
        key = joined(self._case.key, event.type.value, str(event.order))
        number, ref = 1, Ref("CaseEvent", key)
        while (there := self._draft.actor(ref)) is not None and not _says(there, event.on, properties):
            number += 1
            ref = Ref("CaseEvent", joined(key, str(number)))
        self._draft.ensure(ref, source, properties, Interval(event.on, end))
        self._draft.put("HAS_EVENT", key, self._case, ref, source, Interval(event.on))
        return ref


def _says(node: Actor, on: PartialDate, properties: Mapping[str, Scalar]) -> bool:
    return node.interval.since == on and dict(node.properties) == dict(properties)
