"""Coverage over time, day by day: sums of the days' rates, and on each day the seats that broke a community."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from tests.oracle.rates import IN_FORCE, PAPER, STRICT, Look, Measure, Rates, assignable
from tests.oracle.rule import Rule, least, levels
from tests.oracle.sheets import SEATS

GROUP, FULL = "GROUP", "FULL_COMPOSITION"
LEVEL = dict(zip(SEATS, ("DISTRICT", "DISTRICT", "SUBDISTRICT", "SUBDISTRICT", "COMMUNITY"), strict=True))


class Sums(NamedTuple):
    """Over days: yes, all, of unknown start, undecided."""

    numerator: int = 0
    denominator: int = 0
    unknown_start: int = 0
    coarse: int = 0


class Asked(NamedTuple):
    """Which rate, and whether on paper where it has that reading."""

    kpi: str
    strictness: str | None = None
    nominal: bool = False


class OverTime:
    """One district over days."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates

    def measure(self, asked: Asked, day: date) -> Measure:
        return next(row for row in self.rates.measures(day) if (row.kpi, row.strictness) == (asked.kpi, asked.strictness))

    def covered(self, asked: Asked, day: date) -> frozenset[str]:
        row = self.measure(asked, day)
        return row.nominal if asked.nominal and row.nominal is not None else row.effective

    def sums(self, asked: Asked, days: Iterable[date], within: str = "") -> Sums:
        """Of the communities whose code begins so, of each day those that there are."""
        found = [self._sums(asked, day, within) for day in days]
        return Sums(*(sum(column) for column in zip(*found, strict=True)))

    def _sums(self, asked: Asked, day: date, within: str) -> Sums:
        row = self.measure(asked, day)
        coarse = row.nominal_coarse if asked.nominal and row.nominal_coarse is not None else row.coarse
        counted = (self.covered(asked, day), self.rates.communities(day), self.rates.unknown_start(day), coarse)
        return Sums(*(sum(code.startswith(within) for code in codes) for codes in counted))

    def broken(self, asked: Asked, community: str, days: Iterable[date]) -> Iterator[tuple[date, frozenset[str]]]:
        """The days on which it existed and was not covered, each with the seats to blame."""
        for day in days:
            if community in self.rates.communities(day) - self.covered(asked, day):
                yield day, self.to_blame(asked, community, day)

    def to_blame(self, asked: Asked, community: str, day: date) -> frozenset[str]:
        rule, groups = self.rates.rule(day), self.rates.groups(community, day)
        if not groups:
            every = frozenset(kind for choice in choices(asked, rule) for kind in choice)
            return every or frozenset(kind for kind in SEATS if least(rule, kind))
        return _fewest([self.blamed(asked, group, day) for group in groups])

    def blamed(self, asked: Asked, group: str, day: date) -> frozenset[str]:
        """The seats for which a group fails, whomever it serves."""
        rule, look = self.rates.rule(day), PAPER if asked.nominal and asked.kpi != FULL else IN_FORCE
        kinds = _fewest([self._unseated(group, choice, day, look, rule) for choice in choices(asked, rule)])
        if asked.kpi != FULL:
            return kinds
        crowded = {kind for kind in rule if self.rates.crowded(group, kind, day)}
        return kinds.union(crowded, *self.rates.doubled(group, day).values())

    def _unseated(self, group: str, kinds: Sequence[str], day: date, look: Look, rule: Rule) -> frozenset[str]:
        """The seats of every set that fails and of which no smaller part does."""

        def fails(some: Iterable[str]) -> bool:
            return not assignable([self.rates.people(group, kind, day, look) for kind in some for _ in range(least(rule, kind))])

        sets = [set(some) for size in range(len(kinds) + 1) for some in combinations(kinds, size) if fails(some)]
        return frozenset(kind for some in sets if not any(fails(some - {one}) for one in some) for kind in some)


def choices(asked: Asked, rule: Rule) -> Sequence[Sequence[str]]:
    """The seats that are asked for together; of several one will do."""
    if asked.kpi == GROUP:
        return ((),)
    if asked.kpi == FULL:
        return ([kind for kind in SEATS if least(rule, kind)],)
    kinds = [kind for of_level in levels(rule).values() for kind in of_level]
    district = [kind for kind in kinds if LEVEL[kind] == "DISTRICT"]
    if asked.strictness == STRICT or not district:
        return (kinds,)
    return [[kind for kind in kinds if kind == one or kind not in district] for one in district]


def _fewest(found: Sequence[frozenset[str]]) -> frozenset[str]:
    """Of those that hold no other one."""
    return frozenset(kind for kinds in found if not any(other < kinds for other in found) for kind in kinds)
