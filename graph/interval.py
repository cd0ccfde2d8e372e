"""Half-open validity in civil dates (Asia/Shanghai), with dates that keep the precision they came with.

Every test has three outcomes: True, False, or None where the source is too coarse to decide.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a source gave a date."""

    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A boundary known to lie on one of the days `earliest` … `latest`. `raw` is the source's own text."""

    earliest: date
    latest: date
    precision: Precision = Precision.DAY
    raw: str = field(default="", compare=False)

    @classmethod
    def day(cls, day: date, raw: str = "") -> "PartialDate":
        return cls(day, day, Precision.DAY, raw)

    @classmethod
    def month(cls, year: int, month: int, raw: str = "") -> "PartialDate":
        last = calendar.monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last), Precision.MONTH, raw)

    @classmethod
    def year(cls, year: int, raw: str = "") -> "PartialDate":
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, raw)

    @classmethod
    def by(cls, day: date, raw: str = "") -> "PartialDate":
        """An unknown day, reached on `day` at the latest: a blank start of a sheet of that day."""
        return cls(date.min, day, Precision.UNKNOWN, raw)

    @property
    def anchor(self) -> date:
        """The day that stands for this one where an order is needed: the first possible; of an unknown one the last."""
        return self.latest if self.precision is Precision.UNKNOWN else self.earliest

    def reached(self, day: date) -> bool | None:
        """Does this boundary lie on or before `day`? None: some of its possible days do and some do not."""
        if self.latest <= day:
            return True
        return False if self.earliest > day else None

    def days(self) -> tuple[date, ...]:
        """The days on which `reached` can change its answer."""
        return (self.latest,) if self.earliest == date.min else (self.earliest, self.latest)

    def __str__(self) -> str:
        """As the source gave it: 2019-05-12, 2019-05, 2019; empty if unknown."""
        if self.precision is Precision.UNKNOWN:
            return ""
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]
        return self.earliest.isoformat()[:length]


@dataclass(frozen=True, slots=True)
class Interval:
    """[since, until). `since` None: throughout, from before all records. `until` None: still."""

    since: PartialDate | None = None
    until: PartialDate | None = None

    @classmethod
    def days(cls, since: date | None, until: date | None = None) -> "Interval":
        """An interval between two exact days."""
        return cls(PartialDate.day(since) if since else None, PartialDate.day(until) if until else None)

    def holds(self, day: date) -> bool | None:
        """Is `day` within? None where a boundary is too coarse to tell."""
        since, until = self.since, self.until
        if (since is not None and since.earliest > day) or (until is not None and until.latest <= day):
            return False
        coarse = (since is not None and since.latest > day) or (until is not None and until.earliest <= day)
        return None if coarse else True

    def boundaries(self) -> tuple[date, ...]:
        """The days on which `holds` can change its answer."""
        return tuple(d for b in (self.since, self.until) if b is not None for d in b.days())

    @property
    def empty(self) -> bool:
        """True where no day can lie within (since on or after until): refused as V1."""
        return self.since is not None and self.until is not None and self.since.earliest >= self.until.latest

    @property
    def start(self) -> date:
        """The day that stands for `since` where an order is needed."""
        return date.min if self.since is None else self.since.anchor

    @property
    def end(self) -> date:
        """The day that stands for `until` where an order is needed; `date.max` if open."""
        return date.max if self.until is None else self.until.anchor

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end

    def joins(self, other: "Interval") -> bool:
        """True where the two overlap or adjoin, so that their union is one interval."""
        return self.start <= other.end and other.start <= self.end

    def union(self, other: "Interval") -> "Interval":
        """The interval over both; they must join."""
        first = min(self, other, key=lambda i: i.start)
        last = max(self, other, key=lambda i: i.end)
        return Interval(first.since, last.until)

    def minus(self, other: "Interval") -> tuple["Interval", ...]:
        """What of this one lies outside the other: none, one or two intervals."""
        if not self.overlaps(other):
            return (self,)
        before = (Interval(self.since, other.since),) if self.start < other.start else ()
        after = (Interval(other.until, self.until),) if other.end < self.end else ()
        return before + after


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The union as the fewest intervals, in order."""
    out: list[Interval] = []
    for interval in sorted(intervals, key=lambda i: (i.start, i.end)):
        if out and out[-1].joins(interval):
            out[-1] = out[-1].union(interval)
        else:
            out.append(interval)
    return tuple(out)


def outside(interval: Interval, others: Iterable[Interval]) -> tuple[Interval, ...]:
    """What of `interval` lies outside all of the others."""
    rest: tuple[Interval, ...] = (interval,)
    for other in others:
        rest = tuple(part for piece in rest for part in piece.minus(other))
    return rest
