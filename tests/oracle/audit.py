"""What an audit finds on a day, rule by rule: everything that a rule looks at, and how it stands to it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from tests.oracle.days import ONE_DAY, Truth
from tests.oracle.gaps import Gaps
from tests.oracle.holders import GHOST, UNKNOWN, UNVERIFIED, WRONG_SUBDISTRICT, WRONG_UNIT
from tests.oracle.rates import AT_BEST, IN_FORCE
from tests.oracle.rule import least, levels
from tests.oracle.sheets import SEATS, Sheets


class Seen(NamedTuple):
    """A thing that a rule looks at: the community or the group, and what of it. A person in a seat is the kind and the name."""

    rule: str
    about: str
    part: str = ""


class Audit:
    """The findings of one district."""

    def __init__(self, sheets: Sheets) -> None:
        self._first = min(sheets.days())
        self._gaps = Gaps(sheets)
        self._rates = self._gaps.rates
        self._holders = self._rates.holders
        self.outcomes = cache(self._outcomes)

    def _outcomes(self, day: date) -> dict[Seen, Truth]:
        """True: it fails; None: that cannot be told."""
        groups = sorted({g for c in self._rates.communities(day) for g in self._rates.groups(c, day)})
        told = [*self._places(day), *self._services(groups, day)]
        return dict([*told, *(pair for group in groups for pair in (*self._seats(group, day), *self._people(group, day)))])

    def since(self, seen: Seen, day: date) -> date | None:
        """The first day of the unbroken run on which it fails; None where there is none, or where that cannot be told."""
        while self.outcomes(day).get(seen, False) is True:
            day -= ONE_DAY
            if day < self._first:
                return None
        return None if self.outcomes(day).get(seen, False) is None else day + ONE_DAY

    def _places(self, day: date) -> Iterator[tuple[Seen, Truth]]:
        for code in self._rates.communities(day):
            certain, possible = self._rates.groups(code, day), self._rates.groups(code, day, AT_BEST)
            yield Seen("NO_GROUP", code), None if possible and not certain else not certain
            yield Seen("TWO_GROUPS", code), _told(len(certain) > 1, len(possible) > 1)
            for level, kinds in levels(self._rates.rule(day)).items() if certain else ():
                held = any(self._rates.held(g, kinds, day, IN_FORCE) for g in certain)
                perhaps = any(self._rates.held(g, kinds, day, AT_BEST) for g in possible)
                yield Seen("LEVEL_BROKEN", code, level), _told(not held and not perhaps, not held)

    def _services(self, groups: list[str], day: date) -> Iterator[tuple[Seen, Truth]]:
        rosters, orphans = self._holders.rosters, self._gaps.orphans(day)
        for group in rosters.groups:
            serves = {code: rosters.serves(group, code, day) for code in rosters.ever(group, "SERVES")}
            for code, held in serves.items():
                if held is not False:
                    gone = self._rates.exists(code, day) is False and self._rates.began(code, day)
                    yield Seen("ORPHANED_GROUP", group, code), _told((group, code) in orphans, gone)
            certain = [c for c, held in serves.items() if held and self._rates.exists(c, day)]
            possible = [c for c, held in serves.items() if held is not False and self._rates.exists(c, day) is not False]
            if group in groups:
                yield Seen("TWO_COMMUNITIES", group), _told(len(certain) > 1, len(possible) > 1)

    def _seats(self, group: str, day: date) -> Iterator[tuple[Seen, Truth]]:
        for kind, asked in self._rates.rule(day).items():
            possible = self._holders.seated(group, kind, day)
            if least(self._rates.rule(day), kind) >= 1:
                certain = self._holders.on_paper(group, kind, day)
                yield Seen("VACANT", group, kind), _told(len(possible) < asked.least, len(certain) < asked.least)
            if asked.most is not None:
                perhaps = len(self._rates.people(group, kind, day, AT_BEST)) > asked.most
                yield Seen("V2", group, kind), _told(self._rates.crowded(group, kind, day), perhaps)

    def _people(self, group: str, day: date) -> Iterator[tuple[Seen, Truth]]:
        kinds = [kind for kind in SEATS if kind in self._rates.rule(day)]
        seats = {kind: self._holders.seated(group, kind, day) for kind in kinds}
        doubled = self._rates.doubled(group, day)
        for person in {person for seated in seats.values() for person in seated}:
            several = sum(person in seated for seated in seats.values()) > 1
            yield Seen("V14", group, person), _told(person in doubled, several)
        for kind, seated in seats.items():
            for person, status in seated.items():
                yield from self._holder(group, kind, person, status, day)

    def _holder(self, group: str, kind: str, person: str, status: str, day: date) -> Iterator[tuple[Seen, Truth]]:
        reason, part = self._holders.reason(group, kind, person, day), f"{kind} {person}"
        vague, leads = status in (UNKNOWN, UNVERIFIED), kind == "SUBDISTRICT_LEADER"
        yield Seen("UNVERIFIED", group, part), status == UNVERIFIED
        yield Seen("GHOST", group, part), None if vague else status == GHOST and reason == GHOST
        elsewhere = (WRONG_UNIT,) if leads else (WRONG_UNIT, WRONG_SUBDISTRICT)
        yield Seen("WRONG_UNIT", group, part), None if vague else reason in elsewhere
        if leads:
            yield Seen("WRONG_SUBDISTRICT", group, part), None if vague else reason == WRONG_SUBDISTRICT

    def name(self, seen: Seen) -> Seen:
        """The same with people called by their names: the graph and this page have other keys for them."""
        kind, _, person = seen.part.rpartition(" ")
        people = seen.rule in ("V14", "UNVERIFIED", "GHOST", "WRONG_UNIT", "WRONG_SUBDISTRICT")
        return seen._replace(part=f"{kind} {self._holders.name(person)}".strip()) if people else seen


def _told(certain: bool, possible: bool) -> Truth:
    return True if certain else None if possible else False
