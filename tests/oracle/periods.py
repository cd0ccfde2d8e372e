"""Who served which community on paper, day by day, and the periods that these days make."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from tests.oracle.days import ONE_DAY, Truth, all_of, any_of
from tests.oracle.rates import Rates
from tests.oracle.sheets import SEATS


class Period(NamedTuple):
    """The days on which it may have begun, and on which it may have been over; None: before all days, or after them."""

    person: str
    community: str
    may_begin: tuple[date | None, date | None]
    may_be_over: tuple[date | None, date | None]


class Periods:
    """One district over the days that tests look at."""

    def __init__(self, rates: Rates, days: Sequence[date]) -> None:
        self._rates, self._rosters, self._days = rates, rates.holders.rosters, days

    def serves(self, person: str, community: str, day: date) -> Truth:
        rosters, rule = self._rosters, self._rates.rule(day)
        pairs = [(group, kind) for group in rosters.groups for kind in SEATS if kind in rule]
        return any_of(
            all_of((self._rates.exists(community, day), rosters.serves(g, community, day), rosters.fills(g, kind, person, day)))
            for g, kind in pairs
        )

    def pairs(self) -> set[tuple[str, str]]:
        """Whoever ever sat in a group, with whatever it ever served."""
        rosters = self._rosters
        everybody = {(g, p) for g in rosters.groups for kind in SEATS for p in rosters.ever(g, kind)}
        return {(person, community) for group, person in everybody for community in rosters.ever(group, "SERVES")}

    def all(self) -> Iterator[Period]:
        """Every stretch of days that are certain or possible, with a certain one among them."""
        for person, community in sorted(self.pairs()):
            told = [(day, self.serves(person, community, day)) for day in self._days]
            for _, stretch in groupby(told, key=lambda pair: pair[1] is not False):
                days = list(stretch)
                sure = [day for day, truth in days if truth is True]
                if sure:
                    first, last = self._begin(days[0][0]), self._end(days[-1][0])
                    yield Period(person, community, (first, self._begin(sure[0])), (self._end(sure[-1]), last))

    def _begin(self, day: date) -> date | None:
        return None if day == self._days[0] else day

    def _end(self, day: date) -> date | None:
        return None if day == self._days[-1] else day + ONE_DAY
