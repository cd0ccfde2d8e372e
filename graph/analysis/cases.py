"""What a case is on a day, as known at a moment; and its two chains: who answers for its place, and who handles it.

Both chains are given for the day it was raised, the day it was handled (办结), and the day of the view.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from graph.analysis.chains import ChainAt, standing_chain
from graph.analysis.handling import Handler, handlers, person_now
from graph.casebook import Casebook, opened
from graph.interval import PartialDate, Precision
from graph.lifecycle import HANDLED, OPEN, Event, EventType, reopenings
from graph.model import Actor, CaseFile, Link, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import AssignmentRole, CaseState, HandlingMode, Level, Matter, PrivatePath

_IN_CYCLE = frozenset({EventType.RESOLVED, EventType.FED_BACK, EventType.EVALUATED, EventType.STRUCK_OFF})
"""What a reopening takes back."""


@dataclass(frozen=True, slots=True, eq=False)
class CaseAnswer:
    """A case on a day. A date is None where nothing of the kind had happened by then, or no source gives its day.

    `leads` are known only where the dates leave no doubt; of a case struck off they are the last ones. `events` are those up to the day.
    """

    book: Casebook
    snapshot: Snapshot
    state: CaseState
    events: tuple[Event, ...]

    @property
    def case(self) -> Actor:
        return self.book.case

    @property
    def number(self) -> str:
        return self.case.text("number") or self.case.key

    # ---- dates

    @property
    def raised(self) -> PartialDate | None:
        return self._on(EventType.RAISED)

    @property
    def accepted(self) -> PartialDate | None:
        """受理时间; the day it was raised where the books know no other."""
        told = any(e.type is EventType.ACCEPTED and not self.undated(e) for e in self.book.events)
        return self._on(EventType.ACCEPTED) if told else self.raised

    @property
    def triaged(self) -> PartialDate | None:
        return self._on(EventType.TRIAGED)

    @property
    def resolved(self) -> PartialDate | None:
        return self._on(EventType.RESOLVED)

    @property
    def fed_back(self) -> PartialDate | None:
        return self._on(EventType.FED_BACK)

    @property
    def evaluated(self) -> PartialDate | None:
        return self._on(EventType.EVALUATED)

    @property
    def struck_off(self) -> PartialDate | None:
        return self._on(EventType.STRUCK_OFF)

    @property
    def followed_up(self) -> PartialDate | None:
        return self._on(EventType.FOLLOW_UP)

    def has(self, type_: EventType) -> bool:
        """Had it happened by this day; of what a reopening takes back, since the last one?"""
        return self.last(type_) is not None

    @property
    def reopened(self) -> int:
        """How often it was reopened."""
        return reopenings(self.events, self.snapshot.day)

    @property
    def due(self) -> PartialDate | None:
        """The day by which it was due on this day: extended where that was granted in time and by then."""
        found = self._first_due()
        for event in self.events:
            to = self.book.node(event).properties.get("due") if event.type is EventType.EXTEND and not self.undated(event) else None
            if isinstance(to, date) and found is not None and event.on.latest <= found.latest:
                found = PartialDate.day(to)
        return found

    @property
    def overdue(self) -> bool:
        """Open after its due day; on that day it is not yet."""
        return self.is_open and self.due is not None and self.due.latest < self.snapshot.day

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def _first_due(self) -> PartialDate | None:
        name = "firstDue" if "firstDue" in self.case.properties else "due"
        day = self.case.properties.get(name)
        if not isinstance(day, date):
            return None
        match self.case.text(f"{name}Precision"):
            case Precision.MONTH:
                return PartialDate.month(day.year, day.month)
            case Precision.YEAR:
                return PartialDate.year(day.year)
            case _:
                return PartialDate.day(day)

    def _on(self, type_: EventType) -> PartialDate | None:
        last = self.last(type_)
        return None if last is None or self.undated(last) or last.on.precision is Precision.UNKNOWN else last.on

    def last(self, type_: EventType) -> Event | None:
        """The latest event of a type; of those that a reopening takes back, since the last one."""
        again = max((e.place for e in self.events if e.type is EventType.REOPENED), default=None)
        fits = (e for e in self.events if e.type is type_ and (again is None or type_ not in _IN_CYCLE or e.place > again))
        return max(fits, key=lambda e: e.place, default=None)

    def undated(self, event: Event) -> bool:
        """Does no source give its day?"""
        return self.book.node(event).flag("undated")

    # ---- what it is

    @property
    def matter(self) -> Matter | None:
        word = self.case.text("matter") if self._is_triaged else ""
        return Matter(word) if word else None

    @property
    def handling_mode(self) -> HandlingMode | None:
        word = self.case.text("handlingMode") if self._is_triaged else ""
        return HandlingMode(word) if word else None

    @property
    def private_path(self) -> PrivatePath | None:
        word = self.case.text("privatePath") if self._is_triaged else ""
        return PrivatePath(word) if word else None

    @property
    def solved_level(self) -> Level | None:
        word = self.case.text("solvedLevel") if self.state in HANDLED else ""
        return Level(word) if word else None

    @property
    def public_reply(self) -> str | None:
        return self.case.text("publicReply") or None if self.state in HANDLED else None

    @property
    def satisfaction(self) -> int | None:
        """The grade of the last evaluation, from 5 to 1."""
        last = self.last(EventType.EVALUATED)
        return self.book.node(last).whole("satisfaction") if last else None

    @property
    def _is_triaged(self) -> bool:
        """Had it been triaged by this day? A case of which the books know no day is taken to have been."""
        return any(e.type is EventType.TRIAGED for e in self.events) or not any(e.type is EventType.TRIAGED for e in self.book.events)

    # ---- where, and who

    @property
    def community(self) -> Ref:
        return self.book.links("RAISED_IN")[-1].end

    @property
    def courtyard(self) -> Ref | None:
        return next((x.end for x in self.book.links("AT")), None)

    @property
    def first_receiver(self) -> Ref | None:
        return next((person_now(self.snapshot, x.end) for x in self.book.links("RECEIVED_BY")), None)

    @property
    def leads(self) -> tuple[Ref, ...]:
        """The organisations that lead, the one that took it on last first."""
        leading = (x for x in self.leading if x.end.kind == "Organization")
        return tuple(x.end for x in sorted(leading, key=_latest, reverse=True))

    @property
    def leading(self) -> tuple[Link, ...]:
        """By which units and people lead."""
        charged = (x for x in self.book.links("ASSIGNED_TO") if x.text("role") == AssignmentRole.LEAD)
        over = self.state is CaseState.STRUCK_OFF
        return tuple(x for x in charged if (not x.text("reason") if over else x.interval.holds(self.snapshot.day)))

    @property
    def lead(self) -> Ref | None:
        """The organisation that leads; of several, the one that took it on last."""
        return next(iter(self.leads), None)

    @property
    def duplicate_of(self) -> Ref | None:
        return next((x.end for x in self.book.links("DUPLICATE_OF")), None)

    @property
    def common_problem(self) -> Ref | None:
        return next((x.end for x in self.book.links("INSTANCE_OF")), None)

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """Who handles it on this day."""
        return handlers(self.book, self.snapshot)


def _latest(link: Link) -> tuple[date, str]:
    return link.interval.start, link.key


def answer(file: CaseFile, snapshot: Snapshot) -> CaseAnswer | None:
    """The case on the snapshot's day, as known at its moment. None: not raised by then, or not known."""
    book = opened(file, snapshot.known_at)
    state = book.state(snapshot.day) if book else None
    if book is None or state is None:
        return None
    return CaseAnswer(book, snapshot, state, tuple(e for e in book.events if e.on.anchor <= snapshot.day))


def answers(files: Iterable[CaseFile], snapshot: Snapshot) -> tuple[CaseAnswer, ...]:
    """The cases that were raised by the snapshot's day, in the order given."""
    return tuple(found for file in files if (found := answer(file, snapshot)))


# ---- chains


@dataclass(frozen=True, slots=True)
class CaseChains:
    """The chains of a case: on the day it was raised, on that of handling, and now. None: not handled, or the day is not known."""

    of: CaseAnswer
    raised: ChainAt | None
    resolved: ChainAt | None
    now: ChainAt


def chains(file: CaseFile, snapshot: Snapshot) -> CaseChains | None:
    """The chains of a case as known on the snapshot's day. None: not raised by then, or not known."""
    found = answer(file, snapshot)
    if found is None:
        return None
    raised, resolved = (_chain_at(found, on) if on else None for on in (found.raised, found.resolved))
    return CaseChains(found, raised, resolved, _chain_at(found, PartialDate.day(snapshot.day)))


def _chain_at(found: CaseAnswer, on: PartialDate) -> ChainAt:
    """Both chains on a day; of a month or a year, on its first day."""
    snapshot = found.snapshot.on(on.earliest)
    standing = standing_chain(snapshot, found.courtyard or found.community)
    return replace(standing, handling=handlers(found.book, snapshot), exact=on.precision is Precision.DAY)
