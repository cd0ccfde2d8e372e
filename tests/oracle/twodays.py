"""Two days compared, by looking at both and at every day between them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tests.oracle.days import ONE_DAY
from tests.oracle.overtime import Asked, OverTime, choices
from tests.oracle.rates import IN_FORCE

LINKED = Asked("LINKAGE", "STRICT")


class Came(NamedTuple):
    """Somebody who is effective in a seat from that day on, or no more."""

    name: str
    day: date


class TwoDays:
    """One district on an earlier day and a later one."""

    def __init__(self, over_time: OverTime, earlier: date, later: date) -> None:
        self._over_time, self._rates = over_time, over_time.rates
        self.earlier, self.later = earlier, later
        self._then, self._now = (over_time.covered(LINKED, day) for day in (earlier, later))

    def completed(self) -> frozenset[str]:
        return self._now - self._then

    def broken(self) -> frozenset[str]:
        there = self._rates.communities(self.earlier), self._rates.communities(self.later)
        return (self._then - self._now) | (there[1] - there[0] - self._now)

    def moved(self) -> frozenset[str]:
        return frozenset(c for c in self._then & self._now if self._groups(c, self.earlier) - self._groups(c, self.later) or self._left(c))

    def gone(self, community: str) -> frozenset[Came]:
        """Those whose going broke the groups that linked a community, where it is there and these serve it still."""
        if community not in self._then & self._rates.communities(self.later):
            return frozenset()
        served = self._groups(community, self.earlier) & {*self._rates.groups(community, self.later)}
        return frozenset(came for g in served for kind in self._over_time.blamed(LINKED, g, self.later) for came in self._lost(g, kind))

    def come(self, community: str) -> frozenset[Came]:
        """Those whose coming made whole the groups that link a community now."""
        linking = self._groups(community, self.later)
        return frozenset(came for g in linking for kind in self._over_time.blamed(LINKED, g, self.earlier) for came in self._won(g, kind))

    def _groups(self, community: str, day: date) -> frozenset[str]:
        """The groups that link it."""
        return frozenset(g for g in self._rates.groups(community, day) if not self._over_time.blamed(LINKED, g, day))

    def _left(self, community: str) -> bool:
        kinds = {kind for choice in choices(LINKED, self._rates.rule(self.earlier)) for kind in choice}
        groups = self._groups(community, self.earlier) & self._groups(community, self.later)
        return any(self._in(g, kind, self.earlier) - self._in(g, kind, self.later) for g in groups for kind in kinds)

    def _in(self, group: str, kind: str, day: date) -> frozenset[str]:
        return self._rates.people(group, kind, day, IN_FORCE) if kind in self._rates.rule(day) else frozenset()

    def _lost(self, group: str, kind: str) -> Iterator[Came]:
        for person in self._in(group, kind, self.earlier) - self._rates.people(group, kind, self.later, IN_FORCE):
            yield self._turned(group, kind, person)

    def _won(self, group: str, kind: str) -> Iterator[Came]:
        for person in self._in(group, kind, self.later) - self._rates.people(group, kind, self.earlier, IN_FORCE):
            yield self._turned(group, kind, person)

    def _turned(self, group: str, kind: str, person: str) -> Came:
        """The last day on which it was otherwise than on the day before."""
        day = self.later
        last = person in self._rates.people(group, kind, day, IN_FORCE)
        while (person in self._rates.people(group, kind, day - ONE_DAY, IN_FORCE)) is last:
            day -= ONE_DAY
        return Came(self._rates.holders.name(person), day)
