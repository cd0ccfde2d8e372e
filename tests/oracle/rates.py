"""K1, K2, K4, K5 and K6 on a day, as the sets of communities that are counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from tests.oracle.days import Truth, boundary, reached, start, within
from tests.oracle.holders import EFFECTIVE, UNKNOWN, UNVERIFIED, Holders
from tests.oracle.rule import Rule, least, levels, rule_on
from tests.oracle.sheets import SEATS, Row, Sheets

LENIENT, STRICT = "LENIENT", "STRICT"


@dataclass(frozen=True)
class Look:
    """Who is taken for a holder: of these statuses; None: whoever is on paper. `perhaps`: undecided dates are taken for good."""

    statuses: frozenset[str] | None
    perhaps: bool = False


IN_FORCE = Look(frozenset({EFFECTIVE}))
PAPER = Look(None)
AT_BEST = Look(frozenset({EFFECTIVE, UNVERIFIED, UNKNOWN}), perhaps=True)
IF_DATED = Look(frozenset({EFFECTIVE, UNKNOWN}), perhaps=True)
PAPER_IF_DATED = Look(None, perhaps=True)


@dataclass(frozen=True)
class Measure:
    """The communities covered; `coarse`: missing, and covered if the undecided dates were decided well. No paper for K1 and K6."""

    kpi: str
    kind: str | None = None
    level: str | None = None
    strictness: str | None = None
    effective: frozenset[str] = frozenset()
    upper: frozenset[str] = frozenset()
    coarse: frozenset[str] = frozenset()
    nominal: frozenset[str] | None = None
    nominal_coarse: frozenset[str] | None = None


Test = Callable[[str, date, Look, Rule], bool]


class Rates:
    """The rates of one district."""

    def __init__(self, sheets: Sheets) -> None:
        self.holders = Holders(sheets)
        self._divisions = {row["区划代码"]: row for row in sheets.divisions if len(row["区划代码"]) == 12}
        self.rule = cache(partial(rule_on, sheets))
        self.people = cache(self._people)
        self.exists = cache(self._exists)

    def _exists(self, community: str, day: date) -> Truth:
        row: Row = self._divisions[community]
        return within(day, start(row["设立日期"], "9999-12-31"), boundary(row["撤销日期"]))

    def began(self, community: str, day: date) -> bool:
        """Has the community existed for certain, by that day?"""
        return reached(start(self._divisions[community]["设立日期"], "9999-12-31"), day) is True

    def communities(self, day: date) -> frozenset[str]:
        """C(d)."""
        return frozenset(code for code in self._divisions if self.exists(code, day) is True)

    def unknown_start(self, day: date) -> frozenset[str]:
        """Left out of C(d), since their dates do not tell."""
        return frozenset(code for code in self._divisions if self.exists(code, day) is None)

    def groups(self, community: str, day: date, look: Look = IN_FORCE) -> tuple[str, ...]:
        """G(c,d)."""
        rosters = self.holders.rosters
        wanted = (True, None) if look.perhaps else (True,)
        return tuple(group for group in rosters.groups if rosters.serves(group, community, day) in wanted)

    def population(self, communities: frozenset[str]) -> int:
        """How many people live in these, as far as the sheet says."""
        return sum(int(self._divisions[code]["常住人口"] or 0) for code in communities)

    def unpeopled(self, day: date) -> frozenset[str]:
        """The communities of that day of which the sheet gives no population."""
        return frozenset(code for code in self.communities(day) if not self._divisions[code]["常住人口"])

    def asks_for_all(self, day: date) -> bool:
        """Does the rule of the day ask for all three levels, and for both seats of the district?"""
        asked = levels(self.rule(day))
        return len(asked) == 3 and len(asked["DISTRICT"]) == 2

    def measures(self, day: date) -> Iterator[Measure]:
        """Every row of the answer, one for each required seat and level."""
        rule = self.rule(day)
        yield self._counted(day, rule, Measure("GROUP"), lambda *_: True)
        for kind in (kind for kind in SEATS if least(rule, kind)):
            yield self._counted(day, rule, Measure("SEAT", kind=kind), self._seats_of((kind,)), paper=True)
        for level, kinds in levels(rule).items():
            for strictness in (LENIENT, STRICT) if level == "DISTRICT" else (None,):
                test = self._any_of(kinds) if strictness == LENIENT else self._seats_of(kinds)
                yield self._counted(day, rule, Measure("LEVEL", level=level, strictness=strictness), test, paper=True)
        for strictness in (LENIENT, STRICT):
            test = self._linked_strictly if strictness == STRICT else self._linked_leniently
            yield self._counted(day, rule, Measure("LINKAGE", strictness=strictness), test, paper=True)
        yield self._counted(day, rule, Measure("FULL_COMPOSITION"), self._fully_composed)

    def _people(self, group: str, kind: str, day: date, look: Look) -> frozenset[str]:
        """Whom the look takes for holders of the seat."""
        seated = self.holders.seated(group, kind, day)
        if look.statuses is None:
            return frozenset(seated) if look.perhaps else self.holders.on_paper(group, kind, day)
        return frozenset(person for person, status in seated.items() if status in look.statuses)

    def doubled(self, group: str, day: date) -> dict[str, frozenset[str]]:
        """V14: who fills several seats of the group on paper, and which. Seats that the rule of the day does not choose are none."""
        seats = {kind: self.holders.on_paper(group, kind, day) for kind in self.rule(day)}
        people = {person for seated in seats.values() for person in seated}
        found = {person: frozenset(kind for kind, seated in seats.items() if person in seated) for person in people}
        return {person: kinds for person, kinds in found.items() if len(kinds) > 1}

    def _counted(self, day: date, rule: Rule, row: Measure, test: Test, paper: bool = False) -> Measure:
        def covered(look: Look) -> frozenset[str]:
            found = (code for code in self.communities(day) if any(test(g, day, look, rule) for g in self.groups(code, day, look)))
            return frozenset(found)

        effective, nominal = covered(IN_FORCE), covered(PAPER) if paper else None
        return Measure(
            row.kpi,
            row.kind,
            row.level,
            row.strictness,
            effective,
            covered(AT_BEST),
            covered(IF_DATED) - effective,
            nominal,
            None if nominal is None else covered(PAPER_IF_DATED) - nominal,
        )

    def _seats_of(self, kinds: Sequence[str]) -> Test:
        """As many people as all of these seats ask for, each in one of them."""

        def test(group: str, day: date, look: Look, rule: Rule) -> bool:
            return assignable([self.people(group, kind, day, look) for kind in kinds for _ in range(least(rule, kind))])

        return test

    def held(self, group: str, kinds: Sequence[str], day: date, look: Look) -> bool:
        """Are all of these seats held by as many different people as the rule of the day asks for?"""
        return self._seats_of(kinds)(group, day, look, self.rule(day))

    def _any_of(self, kinds: Sequence[str]) -> Test:
        tests = [self._seats_of((kind,)) for kind in kinds]
        return lambda group, day, look, rule: any(test(group, day, look, rule) for test in tests)

    def _linked_strictly(self, group: str, day: date, look: Look, rule: Rule) -> bool:
        return self._seats_of([kind for kinds in levels(rule).values() for kind in kinds])(group, day, look, rule)

    def _linked_leniently(self, group: str, day: date, look: Look, rule: Rule) -> bool:
        """With one of the seats of the district level."""
        asked = levels(rule)
        others = [kind for level, kinds in asked.items() if level != "DISTRICT" for kind in kinds]
        choices = [[kind, *others] for kind in asked.get("DISTRICT", ())] or [others]
        return any(self._seats_of(choice)(group, day, look, rule) for choice in choices)

    def _fully_composed(self, group: str, day: date, look: Look, rule: Rule) -> bool:
        """Every seat with enough holders and, of the effective ones, not too many; nobody in two seats on paper."""
        if self.doubled(group, day):
            return False
        enough = all(len(self.people(group, kind, day, look)) >= asked.least for kind, asked in rule.items())
        return enough and not any(self.crowded(group, kind, day) for kind in rule)

    def crowded(self, group: str, kind: str, day: date) -> bool:
        """More effective holders than the rule of the day bears."""
        asked = self.rule(day).get(kind)
        most = asked.most if asked else None
        return most is not None and len(self.people(group, kind, day, IN_FORCE)) > most


def assignable(slots: Sequence[frozenset[str]]) -> bool:
    """Can every slot have somebody of its own? All assignments are tried."""
    if not slots:
        return True
    return any(assignable([others - {person} for others in slots[1:]]) for person in slots[0])
