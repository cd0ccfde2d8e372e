"""Since when: the first day of an unbroken run, found on the finitely many days on which a fact begins or ends."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from graph.history import History
from graph.interval import PartialDate
from graph.model import Link, Ref
from graph.qualification import Verdict, best, serves, stretches, turning_days, verdict
from graph.snapshot import Snapshot, best_status
from graph.vocabulary import FillStatus, SeatKind


def run_start(day: date, turning: Iterable[date], holds: Callable[[date], bool | None]) -> date | None:
    """The first day of the unbroken run of days up to `day` on which `holds` is true; it can change on `turning` days only.

    None where it is not true on `day`, or the run reaches back before all records or into days that are undecided.
    """
    start: date | None = None
    for first in stretches(turning, day):
        true = holds(first)
        if not true:
            return start if true is False else None
        start = first
    return None


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken run of days that has not ended: its first day, and the days since. None where that cannot be told."""

    since: PartialDate | None = None
    days: int | None = None

    @classmethod
    def up_to(cls, day: date, turning: Iterable[date], holds: Callable[[date], bool | None]) -> "Run":
        start = run_start(day, turning, holds)
        return UNTOLD if start is None else cls(PartialDate.day(start), (day - start).days)


UNTOLD = Run()


class Seated(NamedTuple):
    """Somebody in the books for a seat on some day, and how he stood."""

    link: Link
    verdict: Verdict


class Service:
    """One group's service of one community: on which days, and who sat in which kind of seat."""

    def __init__(self, snapshot: Snapshot, community: Ref, group: Ref) -> None:
        self.community = community
        self.group = group
        self._history: History = snapshot.history
        self._day = snapshot.day
        self._seen: dict[tuple[SeatKind, date], tuple[Seated, ...]] = {}

    @property
    def seats(self) -> tuple[Ref, ...]:
        """The group's seats of every kind, on any day."""
        return tuple(x.end for x in self._history.out("HAS_SEAT", self.group))

    def on(self, day: date) -> bool | None:
        """Did the group exist and serve the community?"""
        return best(serves(self._history, x, day) for x in self._links)

    def seated(self, kind: SeatKind, day: date) -> tuple[Seated, ...]:
        """Everybody in the books for a kind of seat on a day, or perhaps in them."""
        if (kind, day) not in self._seen:
            self._seen[kind, day] = tuple(self._seated(kind, day))
        return self._seen[kind, day]

    def effective(self, kind: SeatKind, day: date) -> tuple[Link, ...]:
        """The fillings that were effective on a day, the earliest first."""
        links = (s.link for s in self.seated(kind, day) if s.verdict.status is FillStatus.EFFECTIVE)
        return tuple(sorted(links, key=lambda x: (x.interval.start, x.id)))

    def lacking(self, kind: SeatKind, minimum: int, day: date) -> FillStatus | None:
        """The best status of those who are not effective, VACANT without any; None where enough are effective."""
        if len({x.start for x in self.effective(kind, day)}) >= minimum:
            return None
        return best_status(s.verdict.status for s in self.seated(kind, day) if s.verdict.status is not FillStatus.EFFECTIVE)

    def run(self, turning: Iterable[date], condition: Callable[[date], bool]) -> Run:
        """The run of days of service on which a condition is true."""
        return Run.up_to(self._day, self._own_days.union(turning), lambda d: self.on(d) and condition(d))

    def lacking_run(self, kind: SeatKind, minimum: int) -> Run:
        """The run of what is lacking today."""
        today = self.lacking(kind, minimum, self._day)
        return self.run(self.turning(kind), lambda d: self.lacking(kind, minimum, d) is today)

    def vacant_run(self, kind: SeatKind) -> Run:
        """The run of days with nobody in the books."""
        return self.run(self.turning(kind), lambda d: not self.seated(kind, d))

    def empty_run(self, kind: SeatKind) -> Run:
        """The run of days without any effective holder."""
        return self.run(self.turning(kind), lambda d: not self.effective(kind, d))

    def last_effective(self, kind: SeatKind) -> Link | None:
        """The filling that was effective last and is so no more; of several the one that began first."""
        now = {x.id for x in self.effective(kind, self._day)}
        days = (d for d in stretches(self._own_days | self.turning(kind), self._day) if self.on(d))
        return next((x for d in days for x in self.effective(kind, d) if x.id not in now), None)

    def turning(self, kind: SeatKind) -> frozenset[date]:
        """The days on which the holders of a kind of seat, or how they stand, can change."""
        fillings = [x for seat in self._seats(kind) for x in self._history.into("FILLS", seat.end)]
        days = {d for x in (*self._seats(kind), *fillings) for d in x.interval.boundaries()}
        return frozenset(days.union(*(turning_days(self._history, x.start, x.end, self.group) for x in fillings)))

    def _seated(self, kind: SeatKind, day: date) -> Iterator[Seated]:
        for seat in self._seats(kind):
            if seat.interval.holds(day) is not False:
                for link in self._history.into("FILLS", seat.end):
                    if link.interval.holds(day) is not False:
                        yield Seated(link, verdict(self._history, link, kind, self.group, day))

    def _seats(self, kind: SeatKind) -> tuple[Link, ...]:
        links = self._history.out("HAS_SEAT", self.group)
        return tuple(x for x in links if self._history.actors[x.end].text("kind") == kind)

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        return tuple(x for x in self._history.out("SERVES", self.group) if x.end == self.community)

    @cached_property
    def _own_days(self) -> frozenset[date]:
        intervals = (self._history.actors[self.group].interval, *(x.interval for x in self._links))
        return frozenset(d for interval in intervals for d in interval.boundaries())
