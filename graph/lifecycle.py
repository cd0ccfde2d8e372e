"""The life of a case as data: what each event makes of it, from which states, and the state on a day from the events known.

`RAISED → ACCEPTED → TRIAGED → ASSIGNED → IN_PROGRESS → RESOLVED → FED_BACK → EVALUATED → STRUCK_OFF`; TRANSITIONS decides, and every
pair that it lacks is refused. Some events leave the state as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.interval import PartialDate
from graph.vocabulary import CaseState as S
from graph.vocabulary import HandlingMode, Matter


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


# ---- from events to states


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the ledger tells it: the day it counts on, as exact as given; `order` parts events of one type and day."""

    type: EventType
    on: PartialDate
    key: str = ""
    order: int = 0

    @property
    def place(self) -> tuple[date, int, int, str]:
        """Where it stands among the events of its case."""
        return self.on.anchor, list(EventType).index(self.type), self.order, self.key


@dataclass(frozen=True, slots=True)
class Stay:
    """A state from the event that led to it until the next one that leads to another; `until` None: still."""

    state: S
    since: PartialDate
    until: PartialDate | None
    event: str


def stays(events: Iterable[Event]) -> tuple[Stay, ...]:
    """The states of a case, in order. An event on a day counts on that day."""
    leading = [e for e in sorted(events, key=lambda e: e.place) if e.type in STATE_AFTER]
    ends: list[PartialDate | None] = [*(e.on for e in leading[1:]), None]
    return tuple(Stay(STATE_AFTER[e.type], e.on, end, e.key) for e, end in zip(leading, ends, strict=False))


def state_on(events: Iterable[Event], day: date) -> S | None:
    """The state when the day is over; None before the first event."""
    begun = [stay for stay in stays(events) if stay.since.anchor <= day]
    return begun[-1].state if begun else None


def reopenings(events: Iterable[Event], day: date) -> int:
    return sum(e.type is EventType.REOPENED and e.on.anchor <= day for e in events)
