"""What an import would make otherwise about who sits where: fillings added, removed and changed, each with why and with what right.

Pure: a plan, the history before it and the history after it. On every day that somebody sits in a seat before or after and not both,
one of these tells so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from graph.history import History
from graph.interval import Interval
from graph.model import Actor, Link, Plan, Ref, Source
from graph.snapshot import Snapshot
from graph.vocabulary import FillStatus, GapReason, SeatKind, Term


class Fate(StrEnum):
    """What becomes of a filling."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


class Why(StrEnum):
    """Why, by who else sits in the same seat."""

    REPLACES = "REPLACES"
    FILLS_VACANCY = "FILLS_VACANCY"
    JOINS = "JOINS"
    REPLACED = "REPLACED"
    VACATED = "VACATED"
    OTHERS_STAY = "OTHERS_STAY"
    LEFT_OUT = "LEFT_OUT"
    DATES = "DATES"
    DETAILS = "DETAILS"


FATES = {Fate.ADDED: Term("新增", "added"), Fate.REMOVED: Term("移除", "removed"), Fate.CHANGED: Term("变更", "changed")}
REASONS = {
    Why.REPLACES: Term("接替他人", "takes over from somebody"),
    Why.FILLS_VACANCY: Term("填补空缺", "fills an empty seat"),
    Why.JOINS: Term("增补", "joins others"),
    Why.REPLACED: Term("由他人接替", "somebody takes over"),
    Why.VACATED: Term("席位空出", "the seat is empty now"),
    Why.OTHERS_STAY: Term("其他人留任", "others stay"),
    Why.LEFT_OUT: Term("工作组不再联系", "the group serves nobody now"),
    Why.DATES: Term("起止不同", "other dates"),
    Why.DETAILS: Term("职务、牵头等不同", "another title, head or document"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A filling that an import makes otherwise. `before` and `after`: its periods; `day`: on which `status` is that of the filling
    (None: a removed one has none); `status_reason`: why it is not in effect; `source`: the cell, None for one that is only removed."""

    fate: Fate
    why: Why
    person: Actor
    seat: SeatKind
    group: Actor
    communities: tuple[Actor, ...]
    before: tuple[Interval, ...]
    after: tuple[Interval, ...]
    day: date
    status: FillStatus | None
    status_reason: GapReason | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class _Touched:
    """One person and one seat, before and after."""

    person: Ref
    seat: Ref
    before: tuple[Link, ...]
    after: tuple[Link, ...]


def of_fillings(plan: Plan, before: History, after: History, day: date) -> tuple[Difference, ...]:
    """The fillings that a plan makes otherwise, by group, seat and person. `day`: on which the newcomers' right is looked at, or the
    first day on which they sit, if that is later."""
    pairs = dict.fromkeys((x.start, x.end) for x in (*plan.retractions, *plan.links) if x.type == "FILLS")
    touched = [_touched(pair, before, after) for pair in sorted(pairs, key=lambda pair: (pair[1], pair[0]))]
    teller = _Teller([t for t in touched if _is_other(t)], after, day)
    return tuple(teller.differences())


def _touched(pair: tuple[Ref, Ref], before: History, after: History) -> _Touched:
    person, seat = pair
    was, now = (tuple(x for x in history.out("FILLS", person) if x.end == seat) for history in (before, after))
    return _Touched(person, seat, was, now)


def _is_other(touched: _Touched) -> bool:
    """Is anything said otherwise, or only learnt from elsewhere?"""
    told = [sorted((str(x.interval), sorted(map(str, x.properties.items()))) for x in links) for links in (touched.before, touched.after)]
    return told[0] != told[1]


def _fate(touched: _Touched) -> Fate:
    """By the end: who sat there for good and no longer does is removed, whatever is left of the time before."""
    if not touched.before:
        return Fate.ADDED
    stays = any(x.interval.until is None for x in touched.after) or all(x.interval.until is not None for x in touched.before)
    return Fate.CHANGED if touched.after and stays else Fate.REMOVED


class _Teller:
    """Tells of touched fillings, each beside the others of its seat."""

    def __init__(self, touched: list[_Touched], after: History, day: date) -> None:
        self._touched = [(t, _fate(t)) for t in touched]
        self._fates: dict[Ref, set[Fate]] = {}
        for one, fate in self._touched:
            self._fates.setdefault(one.seat, set()).add(fate)
        self._after = after
        self._day = day
        self._on = cache(lambda on: Snapshot(after, on))

    def differences(self) -> Iterator[Difference]:
        for touched, fate in self._touched:
            group = next(x.start for x in self._after.into("HAS_SEAT", touched.seat))
            day = self._looked_at(touched)
            status, reason = self._right(touched, day) if fate is not Fate.REMOVED else (None, None)
            actors = self._after.actors
            yield Difference(
                fate,
                self._why(touched, fate, group, day),
                actors[touched.person],
                SeatKind(actors[touched.seat].text("kind")),
                actors[group],
                self._served(group),
                _periods(touched.before),
                _periods(touched.after),
                day,
                status,
                reason,
                None if fate is Fate.REMOVED else max(touched.after, key=lambda x: x.recorded_at).source,
            )

    def _served(self, group: Ref) -> tuple[Actor, ...]:
        """The communities that the group serves, on any day."""
        return tuple(self._after.actors[ref] for ref in dict.fromkeys(x.end for x in self._after.out("SERVES", group)))

    def _looked_at(self, touched: _Touched) -> date:
        """The day asked for, or the first day on which this person sits."""
        return max(self._day, min((x.interval.start for x in touched.after), default=self._day))

    def _right(self, touched: _Touched, day: date) -> tuple[FillStatus | None, GapReason | None]:
        seat = self._on(day).seat(touched.seat)
        found = next((f for f in seat.fillings if f.person.ref == touched.person), None) if seat else None
        return (found.verdict.status, found.verdict.reason) if found else (None, None)

    def _why(self, touched: _Touched, fate: Fate, group: Ref, day: date) -> Why:
        fates = self._fates[touched.seat]
        if fate is Fate.CHANGED:
            return Why.DETAILS if _periods(touched.before) == _periods(touched.after) else Why.DATES
        others = any(x.start != touched.person and x.interval.holds(day) for x in self._after.into("FILLS", touched.seat))
        if fate is Fate.ADDED:
            return Why.REPLACES if Fate.REMOVED in fates else Why.JOINS if others else Why.FILLS_VACANCY
        if not any(x.interval.end > day for x in self._after.out("SERVES", group)):
            return Why.LEFT_OUT
        return Why.REPLACED if Fate.ADDED in fates else Why.OTHERS_STAY if others else Why.VACATED


def _periods(links: Iterable[Link]) -> tuple[Interval, ...]:
    return tuple(sorted((x.interval for x in links), key=lambda i: (i.start, i.end)))
