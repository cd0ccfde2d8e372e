"""K8 of people, and who stands in for whom, over the API."""

from typing import Any

from tests.schema.asking import ask
from tests.world import World, world

LINKAGE = """{ coverage { measures(kpis: [LINKAGE, POPULATION_LINKAGE, SEAT], seatKinds: [DEPARTMENT_LEADER]) {
  kpi strictness effective { numerator denominator excluded { reason count } } withDeputies { numerator denominator } } }
  community(code: "990101001002") { workGroups { seats { kind status fillings { status deputies { name } } } } } }"""


def ghostly() -> World:
    """001001 is whole; the department's member of 001002 has left the post; 001003 has nobody there, and counts no people."""
    books = world().community("001001", population=100).community("001002", population=300).community("001003")
    return (
        books.staffed("001001")
        .staffed("001002", "001003", but=["DEPARTMENT_LEADER"])
        .holder("DEPARTMENT_LEADER", "001002", holds="..2019-05-01")
    )


def rate(ratio: Any) -> tuple[int, int]:
    return ratio["numerator"], ratio["denominator"]


def measures(books: World) -> dict[tuple[str, str | None], tuple[tuple[int, int], Any]]:
    """(KPI, strictness) → effective, with deputies."""
    found = ask(books.view(), LINKAGE)["coverage"]["measures"]
    return {(m["kpi"], m["strictness"]): (rate(m["effective"]), m["withDeputies"] and rate(m["withDeputies"])) for m in found}


def test_k8_counts_people_and_says_where_their_number_is_missing() -> None:
    found = measures(ghostly())
    assert found["POPULATION_LINKAGE", "STRICT"] == ((100, 400), None)
    assert found["POPULATION_LINKAGE", "LENIENT"] == ((400, 400), None)
    coverage = ask(ghostly().view(), LINKAGE)["coverage"]["measures"]
    told = {m["kpi"]: m["effective"]["excluded"] for m in coverage}
    assert told == {"LINKAGE": [], "SEAT": [], "POPULATION_LINKAGE": [{"reason": "NO_POPULATION", "count": 1}]}


def test_a_deputy_who_qualifies_stands_in_for_a_ghost_and_for_no_vacancy() -> None:
    books = ghostly().post("副手", "部门001002", "DEPT_LEADERSHIP").deputy("副手", "部门领导001002")
    found = measures(books)
    assert found["LINKAGE", "STRICT"] == ((1, 3), (2, 3))
    assert found["POPULATION_LINKAGE", "STRICT"] == ((100, 400), (400, 400))
    assert found["SEAT", None] == ((1, 3), (2, 3))
    (group,) = ask(books.view(), LINKAGE)["community"]["workGroups"]
    (seat,) = [seat for seat in group["seats"] if seat["kind"] == "DEPARTMENT_LEADER"]
    assert (seat["status"], seat["fillings"]) == ("GHOST", [{"status": "GHOST", "deputies": [{"name": "副手"}]}])


def test_a_deputy_without_the_post_or_after_his_time_stands_in_for_nobody() -> None:
    without = ghostly().deputy("副手", "部门领导001002")
    over = ghostly().post("副手", "部门001002", "DEPT_LEADERSHIP").deputy("副手", "部门领导001002", "2018-01-01..2020-02-06")
    for books in (without, over):
        assert measures(books)["LINKAGE", "STRICT"] == ((1, 3), (1, 3))
