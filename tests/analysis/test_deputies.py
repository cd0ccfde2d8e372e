"""With deputies: a B角 in force stands in for a holder on paper only, if they qualify themselves."""

import pytest

from graph.analysis.coverage import coverage
from graph.vocabulary import SeatKind
from tests.analysis.reading import fraction, name
from tests.world import World, world

C1 = "001001"
LEADER = SeatKind.DISTRICT_LEADER


def ghost() -> World:
    """Complete, but for a district leader who left office on 2019-03-01 and is still on the roster."""
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, holds="2017-01-01..2019-03-01")
    return books.post("丙", "区委", "DISTRICT_LEADER")


def with_deputies(books: World, day: str = "2019-06-30") -> dict[str, str]:
    return {name(m): fraction(m.with_deputies) for m in coverage(books.view(day)).measures}


def test_a_deputy_who_qualifies_stands_in_for_a_ghost() -> None:
    books = ghost().deputy("丙", f"区领导{C1}")
    rows = with_deputies(books)
    assert (rows["SEAT DISTRICT_LEADER"], rows["LINKAGE STRICT"], rows["FULL_COMPOSITION"]) == ("1/1", "1/1", "1/1")
    effective = {name(m): fraction(m.effective) for m in coverage(books.view("2019-06-30")).measures}
    assert (effective["SEAT DISTRICT_LEADER"], effective["LINKAGE STRICT"]) == ("0/1", "0/1")


@pytest.mark.parametrize(
    ("deputy", "days"),
    [("丁", "2018-01-01.."), ("丙", "2018-01-01..2019-06-30"), ("丙", "2019-07-01.."), ("丙", "2019..")],
    ids=["unqualified", "no longer", "not yet", "undecided"],
)
def test_a_deputy_without_a_post_or_out_of_force_does_not(deputy: str, days: str) -> None:
    assert with_deputies(ghost().deputy(deputy, f"区领导{C1}", days))["SEAT DISTRICT_LEADER"] == "0/1"


def test_a_vacant_seat_has_no_deputy() -> None:
    books = world().staffed(C1, but=[LEADER]).post("丙", "区委", "DISTRICT_LEADER").deputy("丙", f"区领导{C1}")
    assert with_deputies(books)["SEAT DISTRICT_LEADER"] == "0/1"


def test_a_deputy_takes_part_in_the_matching_once() -> None:
    """The deputy already holds the department's seat of the group: one person makes one seat."""
    member = f"部门领导{C1}"
    books = ghost().post(member, "区委", "DISTRICT_LEADER").deputy(member, f"区领导{C1}")
    rows = with_deputies(books)
    assert (rows["SEAT DISTRICT_LEADER"], rows["LINKAGE STRICT"], rows["LINKAGE LENIENT"]) == ("1/1", "0/1", "1/1")


def test_a_deputy_of_somebody_effective_adds_nothing() -> None:
    books = world().staffed(C1).post("丙", "区委", "DISTRICT_LEADER").deputy("丙", f"区领导{C1}")
    assert set(with_deputies(books).values()) == {"1/1", "-", "0/0 NO_POPULATION:1"}


def test_nothing_is_said_where_no_deputies_are_known_of_and_never_of_groups() -> None:
    assert set(with_deputies(ghost()).values()) == {"-"}
    assert with_deputies(ghost().deputy("丙", "甲"))["GROUP"] == "-"
