"""The life of a case as data: what each event makes of it, from which states, and the state on a day from the events known.

`RAISED → ACCEPTED → TRIAGED → ASSIGNED → IN_PROGRESS → RESOLVED → FED_BACK → EVALUATED → STRUCK_OFF`; TRANSITIONS decides, and every
pair that it lacks is refused. Some events leave the state as it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise
from typing import TypeVar

from graph.interval import PartialDate, Precision
from graph.vocabulary import CaseState as S
from graph.vocabulary import HandlingMode, Matter, OrganizationKind, Term


class EventType(StrEnum):
    """What can happen to a case, in the order in which events of one day are read."""

    RAISED = "RAISED"
    ACCEPTED = "ACCEPTED"
    TRIAGED = "TRIAGED"
    ASSIGNED = "ASSIGNED"
    SPONSOR = "SPONSOR"
    STARTED = "STARTED"
    GUIDED = "GUIDED"
    ESCALATE = "ESCALATE"
    EXTEND = "EXTEND"
    SUPERVISE = "SUPERVISE"
    RETURNED = "RETURNED"
    SUSPENDED = "SUSPENDED"
    RESUMED = "RESUMED"
    RELIEF = "RELIEF"
    RESOLVED = "RESOLVED"
    FOLLOW_UP = "FOLLOW_UP"
    FED_BACK = "FED_BACK"
    EVALUATED = "EVALUATED"
    STRUCK_OFF = "STRUCK_OFF"
    REOPENED = "REOPENED"
    DUPLICATE = "DUPLICATE"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    WITHDRAWN = "WITHDRAWN"


_PLACE = {type_: place for place, type_ in enumerate(EventType)}

OPEN = frozenset({S.RAISED, S.ACCEPTED, S.TRIAGED, S.ASSIGNED, S.IN_PROGRESS, S.RETURNED, S.SUSPENDED, S.GUIDED, S.REOPENED})
HANDLED = frozenset({S.RESOLVED, S.FED_BACK, S.EVALUATED, S.STRUCK_OFF})
"""办结 or later; a reopened case is not handled."""
ASIDE = frozenset({S.DUPLICATE, S.OUT_OF_SCOPE, S.WITHDRAWN})

STATE_AFTER: Mapping[EventType, S] = {
    **{EventType(state.value): state for state in S if state.value in EventType.__members__},
    EventType.STARTED: S.IN_PROGRESS,
    EventType.RESUMED: S.IN_PROGRESS,
}
"""The state that an event leads to; an event that is not here leaves the state."""

_ANY = frozenset(OPEN)

TRANSITIONS: Mapping[EventType, frozenset[S]] = {
    EventType.ACCEPTED: frozenset({S.RAISED}),
    EventType.OUT_OF_SCOPE: frozenset({S.RAISED, S.ACCEPTED}),
    EventType.DUPLICATE: frozenset({S.RAISED, S.ACCEPTED, S.TRIAGED, S.ASSIGNED}),
    EventType.WITHDRAWN: _ANY,
    EventType.TRIAGED: frozenset({S.RAISED, S.ACCEPTED, S.TRIAGED, S.ASSIGNED, S.RETURNED, S.REOPENED}),
    EventType.GUIDED: frozenset({S.TRIAGED}),
    EventType.ASSIGNED: frozenset({S.TRIAGED, S.ASSIGNED, S.IN_PROGRESS, S.RETURNED, S.REOPENED}),
    EventType.STARTED: frozenset({S.ASSIGNED}),
    EventType.RETURNED: frozenset({S.ASSIGNED, S.IN_PROGRESS}),
    EventType.SUSPENDED: frozenset({S.IN_PROGRESS}),
    EventType.RESUMED: frozenset({S.SUSPENDED}),
    EventType.ESCALATE: frozenset({S.TRIAGED, S.ASSIGNED, S.IN_PROGRESS, S.RETURNED, S.SUSPENDED}),
    EventType.EXTEND: _ANY,
    EventType.SUPERVISE: _ANY,
    EventType.SPONSOR: _ANY,
    EventType.FOLLOW_UP: _ANY | {S.RESOLVED},
    EventType.RELIEF: frozenset({S.GUIDED}),
    EventType.RESOLVED: frozenset({S.TRIAGED, S.ASSIGNED, S.IN_PROGRESS, S.GUIDED}),
    EventType.FED_BACK: frozenset({S.RESOLVED}),
    EventType.EVALUATED: frozenset({S.FED_BACK}),
    EventType.STRUCK_OFF: frozenset({S.EVALUATED}),
    EventType.REOPENED: frozenset(HANDLED),
}


def allowed(event: EventType, state: S, matter: Matter | None, mode: HandlingMode | None) -> bool:
    """May a command bring this event about? The table, with what it says of private and of immediate matters."""
    if state not in TRANSITIONS.get(event, frozenset()):
        return False
    if event is EventType.GUIDED:
        return matter is Matter.PRIVATE
    if event is EventType.ASSIGNED and state is S.TRIAGED:
        return matter is not Matter.PRIVATE
    return not (event is EventType.RESOLVED and state is S.TRIAGED) or mode is HandlingMode.IMMEDIATE


_PUBLIC = frozenset(
    {OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GOVERNMENT, OrganizationKind.DEPARTMENT, OrganizationKind.SUBDISTRICT_OFFICE}
)
MISLED: Mapping[Matter, frozenset[OrganizationKind]] = {
    Matter.BIG: frozenset({OrganizationKind.COMMITTEE, OrganizationKind.SOCIAL_ORGANIZATION, OrganizationKind.COOPERATIVE}),
    Matter.SMALL: _PUBLIC,
    Matter.PRIVATE: _PUBLIC | {OrganizationKind.COMMITTEE},
}


def misled(matter: Matter | None, lead: OrganizationKind) -> bool:
    """V11: a big matter is led by Party organs and government, a small one by the residents' committee and its partners; of a private
    one they guide, and lead nothing."""
    return matter is not None and lead in MISLED[matter]


# ---- from events to states


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the ledger tells it: the day it counts on, as exact as given; `order` parts events of one type and day.

    `leads` False: it leads to no state, though its type would.
    """

    type: EventType
    on: PartialDate
    key: str = ""
    order: int = 0
    leads: bool = True

    @property
    def state(self) -> S | None:
        """The state that it leads to; None where it leaves the state."""
        return STATE_AFTER.get(self.type) if self.leads else None

    @property
    def place(self) -> tuple[date, int, int, str]:
        """Where it stands among the events of its case."""
        return self.on.anchor, _PLACE[self.type], self.order, self.key


@dataclass(frozen=True, slots=True)
class Stay:
    """A state from the event that led to it until the next one that leads to another; `until` None: still."""

    state: S
    since: PartialDate
    until: PartialDate | None
    event: Event


def stays(events: Iterable[Event]) -> tuple[Stay, ...]:
    """The states of a case, in order. An event on a day counts on that day."""
    leading = [(e, state) for e in sorted(events, key=lambda e: e.place) if (state := e.state)]
    ends: list[PartialDate | None] = [*(_counted(e.on) for e, _ in leading[1:]), None]
    return tuple(Stay(state, e.on, end, e) for (e, state), end in zip(leading, ends, strict=False))


def _counted(on: PartialDate) -> PartialDate:
    """The day on which an event of unknown day counts is known."""
    return PartialDate.day(on.anchor) if on.precision is Precision.UNKNOWN else on


def last_state(events: Iterable[Event]) -> S | None:
    """The state after all events; None without any."""
    last = max((e for e in events if e.state), key=lambda e: e.place, default=None)
    return last.state if last else None


def state_on(events: Iterable[Event], day: date) -> S | None:
    """The state when the day is over; None before the first event."""
    return last_state(e for e in events if e.on.anchor <= day)


def reopenings(events: Iterable[Event], day: date) -> int:
    """How often a case was reopened by the end of a day."""
    return sum(e.type is EventType.REOPENED and e.on.anchor <= day for e in events)


# ---- the order of events (V10)

CYCLE = (
    EventType.RAISED,
    EventType.ACCEPTED,
    EventType.TRIAGED,
    EventType.ASSIGNED,
    EventType.RESOLVED,
    EventType.FED_BACK,
    EventType.EVALUATED,
    EventType.STRUCK_OFF,
)
"""Each on or after those before it; reopening starts a new cycle."""


def cycle(on: PartialDate, events: Iterable[Event]) -> int:
    """In which cycle a day lies: how many of these events reopened the case before it."""
    return sum(e.type is EventType.REOPENED and e.on.anchor < on.anchor for e in events)


def disorder(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Pairs of which the first must not come after the second, and certainly does (V10)."""
    known = sorted((e for e in events if e.on.precision is not Precision.UNKNOWN), key=_due_place)
    if all(a.on.earliest <= b.on.earliest for a, b in pairwise(known)):
        return
    for first, second in combinations(known, 2):
        if first.on.earliest > second.on.latest and (first.type is EventType.RAISED or _in_order(first, second, known)):
            yield first, second


def narrowed(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events with what their order tells of coarse dates: none lies before those that come before it in its cycle."""
    given = tuple(events)
    if all(e.on.precision is Precision.DAY for e in given):
        return given
    out: list[Event] = []
    for event in sorted(given, key=_due_place):
        first = max((e.on.earliest for e in out if _before(e, event, given)), default=date.min)
        fits = event.on.precision in (Precision.MONTH, Precision.YEAR) and event.on.earliest < first <= event.on.latest
        out.append(replace(event, on=replace(event.on, earliest=first)) if fits else event)
    return tuple(out)


def rank(type_: EventType) -> int:
    """Where events of a type stand in a cycle; those that may come at any time, after all others."""
    return CYCLE.index(type_) if type_ in CYCLE else len(CYCLE)


def _due_place(event: Event) -> tuple[int, date]:
    return rank(event.type), event.on.anchor


def _in_order(first: Event, second: Event, events: Iterable[Event]) -> bool:
    """Are both of one cycle, and of it the first before the second?"""
    both = first.type in CYCLE and second.type in CYCLE and first.type is not second.type
    return both and cycle(first.on, events) == cycle(second.on, events)


def _before(first: Event, second: Event, events: Iterable[Event]) -> bool:
    known = first.on.precision is not Precision.UNKNOWN
    return known and (first.type is EventType.RAISED or _in_order(first, second, events))


# ---- cases that lead to others (V12), and who evaluates (V13)

TIES = ("DUPLICATE_OF", "INSTANCE_OF")
"""The links by which one case leads to another."""
LONGEST_CIRCLE = 6
"""So many steps at the most lead back to a case in a circle that is looked for (V12)."""

T = TypeVar("T")


def judging_themselves(evaluators: Iterable[T], handlers: Iterable[T]) -> frozenset[T]:
    """V13: who evaluates a case of their own. The handlers are those who handled it (RESOLVED), and who lead."""
    return frozenset(evaluators) & frozenset(handlers)


# ---- words

WORDS: Mapping[EventType, Term] = {
    EventType.RAISED: Term("收集", "Raised"),
    EventType.ACCEPTED: Term("受理", "Accepted"),
    EventType.TRIAGED: Term("分流", "Triaged"),
    EventType.ASSIGNED: Term("交办", "Assigned"),
    EventType.SPONSOR: Term("领导包案", "Sponsored"),
    EventType.STARTED: Term("开始办理", "Started"),
    EventType.GUIDED: Term("引导", "Guided"),
    EventType.ESCALATE: Term("上报", "Reported up"),
    EventType.EXTEND: Term("延期", "Extended"),
    EventType.SUPERVISE: Term("督办", "Supervised"),
    EventType.RETURNED: Term("退单", "Returned"),
    EventType.SUSPENDED: Term("挂起", "Suspended"),
    EventType.RESUMED: Term("恢复办理", "Resumed"),
    EventType.RELIEF: Term("救助", "Relief"),
    EventType.RESOLVED: Term("办结", "Resolved"),
    EventType.FOLLOW_UP: Term("跟进", "Followed up"),
    EventType.FED_BACK: Term("反馈", "Fed back"),
    EventType.EVALUATED: Term("评价", "Evaluated"),
    EventType.STRUCK_OFF: Term("销号", "Struck off"),
    EventType.REOPENED: Term("重办", "Reopened"),
    EventType.DUPLICATE: Term("重复", "Duplicate"),
    EventType.OUT_OF_SCOPE: Term("不受理", "Out of scope"),
    EventType.WITHDRAWN: Term("撤回", "Withdrawn"),
}
"""How people name each type of event."""
