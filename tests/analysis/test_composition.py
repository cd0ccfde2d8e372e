"""What a rule asks, and whether different people can hold all seats at once."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.composition import Holders, Needs, Question, questions, seated
from graph.analysis.terms import CoverageKpi, Strictness
from graph.model import Ref
from graph.vocabulary import DEFAULT_RULE, Level, SeatKind

LEADER, DEPARTMENT, SUBDISTRICT, CADRE, LOCAL = SeatKind
PEOPLE = [Ref("Person", name) for name in "甲乙丙丁"]
USUAL = questions({spec.kind: spec for spec in DEFAULT_RULE})


def test_strict_linkage_asks_for_all_seats_and_lenient_for_one_of_the_district() -> None:
    others = {SUBDISTRICT: 1, LOCAL: 1}
    assert USUAL[Question(CoverageKpi.LINKAGE, strictness=Strictness.STRICT)] == ({LEADER: 1, DEPARTMENT: 1, **others},)
    assert USUAL[Question(CoverageKpi.LINKAGE, strictness=Strictness.LENIENT)] == ({LEADER: 1, **others}, {DEPARTMENT: 1, **others})


def test_a_level_asks_for_its_own_seats_only() -> None:
    assert USUAL[Question(CoverageKpi.LEVEL, level=Level.SUBDISTRICT)] == ({SUBDISTRICT: 1},)
    assert USUAL[Question(CoverageKpi.LEVEL, level=Level.DISTRICT, strictness=Strictness.LENIENT)] == ({LEADER: 1}, {DEPARTMENT: 1})


def test_where_nothing_is_required_a_group_is_enough() -> None:
    asked = questions({spec.kind: spec for spec in DEFAULT_RULE if spec.minimum == 0})
    linkage = [Question(CoverageKpi.LINKAGE, strictness=strictness) for strictness in Strictness]
    people = [Question(CoverageKpi.POPULATION_LINKAGE, strictness=strictness) for strictness in Strictness]
    assert asked == dict.fromkeys([Question(CoverageKpi.GROUP), *linkage, *people, Question(CoverageKpi.FULL_COMPOSITION)], ({},))
    assert seated({}, {})


NEEDS = st.dictionaries(st.sampled_from(SeatKind), st.integers(1, 2), max_size=4)
HOLDERS = st.dictionaries(st.sampled_from(SeatKind), st.frozensets(st.sampled_from(PEOPLE)))


@given(NEEDS, HOLDERS)
def test_seats_are_held_where_some_assignment_gives_everyone_one_place(needs: Needs, holders: Holders) -> None:
    places = [holders.get(kind, frozenset()) for kind, count in needs.items() for _ in range(count)]
    assert seated(needs, holders) is any(len(set(people)) == len(people) for people in product(*places))
