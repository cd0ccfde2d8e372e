"""What is missing on a day, since when, and the standing chain of a community."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from tests.oracle.days import ONE_DAY, Truth
from tests.oracle.holders import EFFECTIVE, GHOST, UNKNOWN, UNVERIFIED, VACANT
from tests.oracle.rates import IN_FORCE, Rates
from tests.oracle.rule import Rule, least
from tests.oracle.sheets import COMMUNITY, DEPARTMENT, LEADER, SEATS, SUBDISTRICT, SUBDISTRICT_CADRE, Sheets

NO_GROUP, TWO_GROUPS, SAME_PERSON, OVER_MAX = "NO_GROUP", "TWO_GROUPS", "SAME_PERSON", "OVER_MAX"
_BEST_FIRST = (EFFECTIVE, UNVERIFIED, UNKNOWN, GHOST)
HOPS = (COMMUNITY, SUBDISTRICT_CADRE, SUBDISTRICT, DEPARTMENT, LEADER)


class Gap(NamedTuple):
    """`reasons`: one of these; a seat of several ghosts may be told by any of them. `since` None: it cannot be told."""

    reasons: frozenset[str]
    community: str
    group: str | None = None
    seats: frozenset[str] = frozenset()
    since: date | None = None
    without_effective_since: date | None = None
    ever_in_roster: bool = True


class Hop(NamedTuple):
    """One hop of the standing chain, through one group."""

    kind: str
    group: str | None
    status: str


class Gaps:
    """The gaps and chains of one district."""

    def __init__(self, sheets: Sheets) -> None:
        self._first = min(sheets.days())
        self.rates = Rates(sheets)
        self._holders = self.rates.holders

    def gaps(self, day: date) -> Iterator[Gap]:
        """All gaps of the communities that exist that day."""
        for community in sorted(self.rates.communities(day)):
            groups = self.rates.groups(community, day)
            if not groups:
                yield self._no_group(community, day)
            if len(groups) > 1:
                since = self._run(day, partial(self._two_groups, community))
                yield Gap(frozenset({TWO_GROUPS}), community, since=since)
            for group in groups:
                yield from self._of_group(community, group, day)

    def orphans(self, day: date) -> frozenset[tuple[str, str]]:
        """Groups that serve a community abolished by that day."""
        served = {(g, c) for g in self._holders.rosters.groups for c in self._holders.rosters.ever(g, "SERVES")}
        ended = (pair for pair in served if self.rates.exists(pair[1], day) is False and self.rates.began(pair[1], day))
        return frozenset(pair for pair in ended if self._holders.rosters.serves(*pair, day) is True)

    def seat_status(self, group: str, kind: str, day: date) -> str:
        """That of its best holder."""
        statuses = self._holders.seated(group, kind, day).values()
        return next((status for status in _BEST_FIRST if status in statuses), VACANT)

    def chain(self, community: str, day: date) -> tuple[Hop, ...]:
        """The hops through every group, from the community upwards, by the seats that the rule chooses."""
        groups, kinds = self.rates.groups(community, day), [kind for kind in HOPS if kind in self.rates.rule(day)]
        if not groups:
            return tuple(Hop(kind, None, VACANT) for kind in kinds)
        return tuple(Hop(kind, group, self.seat_status(group, kind, day)) for kind in kinds for group in groups)

    def first_broken(self, community: str, day: date) -> Hop | None:
        """The first required seat that is vacant or held by a ghost."""
        rule = self.rates.rule(day)
        return next((hop for hop in self.chain(community, day) if hop.status in (VACANT, GHOST) and least(rule, hop.kind)), None)

    def _two_groups(self, community: str, day: date) -> bool:
        return len(self.rates.groups(community, day)) > 1

    def _doubled(self, group: str, person: str, day: date) -> bool:
        return person in self.rates.doubled(group, day)

    def _of_group(self, community: str, group: str, day: date) -> Iterator[Gap]:
        rule, served = self.rates.rule(day), partial(self._in_service, group, community)
        for kind in SEATS:
            if len(self.rates.people(group, kind, day, IN_FORCE)) < least(rule, kind):
                yield self._unfilled(community, group, kind, day, rule)
            if self.rates.crowded(group, kind, day):
                since = self._run(day, served(partial(self.rates.crowded, group, kind)))
                yield Gap(frozenset({OVER_MAX}), community, group, frozenset({kind}), since)
        for person, kinds in self.rates.doubled(group, day).items():
            since = self._run(day, served(partial(self._doubled, group, person)))
            yield Gap(frozenset({SAME_PERSON}), community, group, kinds, since)

    def _unfilled(self, community: str, group: str, kind: str, day: date, rule: Rule) -> Gap:
        needed = least(rule, kind)
        status = self._lacking(group, kind, day, needed)
        served = partial(self._in_service, group, community)
        since = self._run(day, served(lambda d: self._lacking(group, kind, d, needed) == status))
        empty = self._run(day, served(lambda d: not self.rates.people(group, kind, d, IN_FORCE)))
        return Gap(self._reasons(group, kind, day, status), community, group, frozenset({kind}), since, empty)

    def _lacking(self, group: str, kind: str, day: date, needed: int) -> str | None:
        """The status of the best holder who is not effective, where the effective ones are too few; else None."""
        if len(self.rates.people(group, kind, day, IN_FORCE)) >= needed:
            return None
        statuses = self._holders.seated(group, kind, day).values()
        return next((status for status in _BEST_FIRST[1:] if status in statuses), VACANT)

    def _reasons(self, group: str, kind: str, day: date, status: str | None) -> frozenset[str]:
        seated = self._holders.seated(group, kind, day).items()
        reasons = frozenset(self._holders.reason(group, kind, person, day) for person, s in seated if s == status)
        return reasons or frozenset({VACANT})

    def _no_group(self, community: str, day: date) -> Gap:
        since = self._run(day, lambda d: _while(self.rates.exists(community, d), not self.rates.groups(community, d)))
        rosters = self._holders.rosters
        ever = any(community in rosters.ever(group, "SERVES") for group in rosters.groups)
        return Gap(frozenset({NO_GROUP}), community, None, frozenset(), since, since, ever)

    def _in_service(self, group: str, community: str, holds: Callable[[date], bool]) -> Callable[[date], Truth]:
        """What holds, while the group serves the community."""
        return lambda day: _while(self._holders.rosters.serves(group, community, day), holds(day))

    def _run(self, day: date, holds: Callable[[date], Truth]) -> date | None:
        """The first day of the unbroken run up to `day`; None where there is no run, or where it cannot be told when it began."""
        if holds(day) is not True:
            return None
        while holds(day) is True:
            day -= ONE_DAY
            if day < self._first:
                return None
        return None if holds(day) is None else day + ONE_DAY


def _while(condition: Truth, holds: bool) -> Truth:
    """Something that is asked only under a condition: where that is undecided, so is all else."""
    return holds if condition is True else condition
