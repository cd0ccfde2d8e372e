"""What a ledger says of a case without a day: struck off or not (是否销号), a duplicate, how it gets on (办理进展).

Dates come before 是否销号, which comes before 办理进展; what contradicts is left, and told. A case aside (duplicate, out of scope,
withdrawn) is so from the day it was raised, one to be handled again is open throughout, and any other state holds from the ledger's
own day on, which is not before the last day that it gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from graph.interval import PartialDate, Precision
from graph.lifecycle import ASIDE, HANDLED, OPEN, STATE_AFTER, Event, EventType, cycle, last_state, stays
from graph.vocabulary import CaseState as S

_STAGES: tuple[frozenset[S], ...] = (
    frozenset({S.RAISED}),
    frozenset({S.ACCEPTED}),
    frozenset({S.TRIAGED}),
    frozenset({S.ASSIGNED, S.RETURNED, S.REOPENED}),
    frozenset({S.IN_PROGRESS}),
    frozenset({S.SUSPENDED, S.GUIDED}),
    frozenset({S.RESOLVED}),
    frozenset({S.FED_BACK}),
    frozenset({S.EVALUATED}),
    frozenset({S.STRUCK_OFF}),
)
_LEADING_TO = {state: type_ for type_, state in STATE_AFTER.items() if type_ is not EventType.RESUMED}


class Word(StrEnum):
    """What of a row says something without a day."""

    STRUCK = "STRUCK"
    DUPLICATE = "DUPLICATE"
    PROGRESS = "PROGRESS"


@dataclass(frozen=True, slots=True)
class Said:
    """The undated words of a row: 是否销号, is it a duplicate (重复于), the state of 办理进展.

    `beside`: states told beside those, fed back (反馈方式) and evaluated (群众评价); they make no case handled that is not.
    """

    struck: bool | None = None
    beside: tuple[S, ...] = ()
    duplicate: bool = False
    progress: S | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """All events of a case, `undated` those whose day no source gives; and which words contradict what comes before them."""

    events: tuple[Event, ...]
    undated: frozenset[tuple[EventType, int]]
    contradictions: tuple[Word, ...]


def settled(dated: Iterable[Event], earlier: Iterable[Event], said: Said, own_day: date) -> Settled:
    """The events that dates and words make together. `earlier`: undated ones that were recorded before; they keep their day."""
    case = _Case(tuple(dated), own_day)
    case.remember(tuple(earlier), closed=said.struck is True or said.progress in HANDLED)
    if said.duplicate:
        case.take(S.DUPLICATE, Word.DUPLICATE)
    if said.struck and case.state not in ASIDE:
        case.claim(S.STRUCK_OFF)
    if said.struck is False and case.state is S.STRUCK_OFF:
        case.contradictions.append(Word.STRUCK)
    twice = said.duplicate and case.state is S.DUPLICATE and said.progress not in (None, S.DUPLICATE)
    if twice or (said.progress is S.STRUCK_OFF and said.struck is False):
        case.contradictions.append(Word.PROGRESS)
    elif said.progress:
        case.take(said.progress, Word.PROGRESS)
    for state in said.beside if case.state in HANDLED else ():
        case.claim(state)
    return case.settled()


class _Case:
    """The events of one case while its words are read one after another."""

    def __init__(self, dated: tuple[Event, ...], own_day: date) -> None:
        self.own_day = max(own_day, *(e.on.anchor for e in dated if e.state))
        self.contradictions: list[Word] = []
        self._events = [replace(e, leads=False) if _is_late_return(e, dated) else e for e in dated]
        self._undated: dict[tuple[EventType, int], None] = {}
        self._raised = next(e.on for e in dated if e.type is EventType.RAISED)
        self._before: dict[EventType, Event] = {}
        self._state: S | None = None

    def remember(self, earlier: tuple[Event, ...], closed: bool) -> None:
        """Go on from the undated events that were recorded before. `closed`: by now the case is said to be handled."""
        self._before = {e.type: e for e in earlier if e.state in ASIDE or e.type is EventType.REOPENED}
        for event in sorted(earlier, key=lambda e: e.place):
            if event.type not in self._before and not self._overtaken(event):
                self._add(event)
        for event in self._before.values():
            if event.type is not EventType.REOPENED and event.state:
                self._put_aside(event.state, None)
            elif not closed:
                self._reopen(None)
            elif not self._overtaken(event):
                self._add(event)

    @property
    def state(self) -> S:
        if self._state is None:
            self._state = last_state(self._events)
        assert self._state is not None
        return self._state

    def take(self, state: S, word: Word) -> None:
        """A word says the state: it is known, or a claim, or contradicts."""
        if state in ASIDE:
            self._put_aside(state, word)
        elif state is S.REOPENED:
            self._reopen(word)
        elif self.state in HANDLED and state in OPEN:
            self.contradictions.append(word)
        else:
            self.claim(state)

    def claim(self, state: S) -> None:
        """The state holds from the ledger's own day, unless an event tells when; one that others have overtaken holds on no day."""
        now = self.state
        behind = _stage(state) < _stage(now) or (_stage(state) == _stage(now) and (state is now or now not in OPEN))
        if behind and (state in OPEN or now not in HANDLED):
            return
        type_ = _LEADING_TO[state]
        if not any(e.type is type_ for e in self._current()):
            self._add(self._claimed(type_))

    def _claimed(self, type_: EventType) -> Event:
        """On the ledger's own day; on the next where what happened on it would come after."""
        event = Event(type_, PartialDate.day(self.own_day), order=self._free(type_))
        last = max(e.place for e in self._events if e.state and not self._follows(e, event))
        return replace(event, on=PartialDate.day(self.own_day + timedelta(days=1))) if event.place < last else event

    def settled(self) -> Settled:
        """What has become of the case; undated events each on their day, the last first."""
        for event in sorted((e for e in self._events if self._is_undated(e) and e.state in HANDLED), key=_stage_of, reverse=True):
            self._events[self._events.index(event)] = self._placed(event)
        return Settled(tuple(self._events), frozenset(self._undated), tuple(self.contradictions))

    # ---- states that do not wait for the ledger's own day

    def _put_aside(self, state: S, word: Word | None) -> None:
        if any(e.state in HANDLED or e.type is EventType.REOPENED for e in self._events):
            self._contradict(word)
        elif self.state is not state:
            self._silence(e for e in self._events if e.on.anchor > self._raised.anchor)
            self._add(Event(_LEADING_TO[state], self._raised, order=self._free(_LEADING_TO[state])))

    def _reopen(self, word: Word | None) -> None:
        reopened = any(e.type is EventType.REOPENED for e in self._events)
        if self.state is S.STRUCK_OFF or (reopened and self.state in HANDLED):
            self._contradict(word)
        elif not reopened:
            first = next((stay.since for stay in stays(self._events) if stay.state in HANDLED), None)
            on = PartialDate.day(first.anchor) if first else self._raised
            self._silence(e for e in self._events if e.state in HANDLED and e.on.anchor > on.anchor)
            self._add(Event(EventType.REOPENED, on, order=self._free(EventType.REOPENED)))

    def _contradict(self, word: Word | None) -> None:
        if word:
            self.contradictions.append(word)

    def _silence(self, events: Iterable[Event]) -> None:
        """These lead to no state; of those without a day nothing is left."""
        quiet, self._state = tuple(events), None
        self._events = [replace(e, leads=False) if e in quiet else e for e in self._events if not (e in quiet and self._is_undated(e))]

    # ---- undated events

    def _add(self, event: Event) -> None:
        self._state = None
        self._events.append(event)
        self._undated[event.type, event.order] = None

    def _is_undated(self, event: Event) -> bool:
        return (event.type, event.order) in self._undated

    def _overtaken(self, event: Event) -> bool:
        """Is an earlier word no longer of use: dated by now, or of an open state that the dates say was over on its day?"""
        same = any(e.type is event.type and cycle(e.on, self._events) == cycle(event.on, self._events) for e in self._events)
        closed = [s for s in stays(self._events) if s.state in HANDLED and s.until is None and s.since.anchor <= event.on.anchor]
        return same or (event.state in OPEN and event.type is not EventType.REOPENED and bool(closed))

    def _placed(self, event: Event) -> Event:
        """On its day; where events that come after it are dated no later, at some day before them, and so in force on none."""
        first = min((e.on.anchor for e in self._current() if self._follows(e, event)), default=None)
        unknown = event.on.precision is Precision.UNKNOWN
        if first is not None and (unknown or first <= event.on.anchor):
            return replace(event, on=PartialDate.by(first))
        return replace(event, on=PartialDate.day(event.on.anchor)) if unknown else event

    def _follows(self, later: Event, event: Event) -> bool:
        """Does the one come after the other where a case is handled?"""
        return later.state in HANDLED and event.state in HANDLED and _stage_of(later) > _stage_of(event)

    def _current(self) -> list[Event]:
        """The events since the case was reopened last."""
        last = max((e.place for e in self._events if e.type is EventType.REOPENED), default=None)
        return [e for e in self._events if last is None or e.place > last]

    def _free(self, type_: EventType) -> int:
        """The number of a further event of a type; that which it had before, if it had one."""
        if type_ in self._before:
            return self._before[type_].order
        return max((e.order + 1 for e in self._events if e.type is type_), default=0)


def _is_late_return(event: Event, events: Iterable[Event]) -> bool:
    """A return after the case was handled, which nothing reopened, leaves the state."""
    if event.type is not EventType.RETURNED:
        return False
    return any(e.state in HANDLED and e.place < event.place and cycle(e.on, events) == cycle(event.on, events) for e in events)


def _stage_of(event: Event) -> int:
    return _stage(event.state) if event.state else -1


def _stage(state: S) -> int:
    """How far a case has come; one aside nowhere."""
    return next((place for place, states in enumerate(_STAGES) if state in states), -1)
