"""On whom linkage rests, and what would be lost: asked in full over GraphQL of a district whose breaks are known."""

from typing import Any

import pytest

from graph.view import View
from tests.loaders.clerk import EAST, WEST
from tests.schema import queries
from tests.schema.asking import ask, district, nodes, refused
from tests.schema.network import books, id_of, inquire


def impact(**asked: Any) -> dict[str, tuple[Any, ...]]:
    rows = nodes(inquire(queries.Q13, **asked)["resilience"]["impact"], "person", "seatCount", "lost", "openCases", "backups")
    return {
        person["name"]: (seats, [c["name"] for c in lost], cases, [b["name"] for b in backups])
        for person, seats, lost, cases, backups in rows
    }


def places(connection: Any) -> list[str]:
    return [node["name"] for node in (edge["node"] for edge in connection["edges"])]


# ---- Q13


def test_q13_whose_departure_breaks_most() -> None:
    assert impact() == {
        "局长": (2, ["甲社区居民委员会", "丙社区居民委员会"], 2, []),
        "社主任": (2, ["乙社区居民委员会", "丁村村民委员会"], 1, []),
        "东主任": (2, ["甲社区居民委员会", "乙社区居民委员会"], 2, []),
        "西主任": (2, ["丙社区居民委员会", "丁村村民委员会"], 1, []),
        "区领导乙": (2, ["丙社区居民委员会", "丁村村民委员会"], 1, []),
        "甲书记": (1, ["甲社区居民委员会"], 1, []),
        "乙书记": (1, ["乙社区居民委员会"], 1, []),
        "丙书记": (1, ["丙社区居民委员会"], 1, []),
        "丁书记": (1, ["丁村村民委员会"], 0, []),
    }, "区领导丙 stands in for 区领导甲"


def test_within_a_subdistrict_and_leniently() -> None:
    assert impact(within=[WEST])["局长"] == (1, ["丙社区居民委员会"], 1, [])
    lenient = impact(strictness="LENIENT")
    assert set(lenient) == {"东主任", "西主任", "甲书记", "乙书记", "丙书记", "丁书记"}


def test_a_deputy_without_the_post_is_told_and_does_not_help() -> None:
    view = district().deputy("代", "镇街领导001001").view()
    rows = nodes(ask(view, queries.Q13)["resilience"]["impact"], "person", "lost", "backups", "population")
    found = {person["name"]: rest for person, *rest in rows}
    assert found["镇街领导001001"] == [[{"name": "南湖社区居民委员会", "population": 100}], [{"name": "代"}], 100]


def test_who_rests_on_one_person_linked_or_not() -> None:
    whole = inquire(queries.Q13)["resilience"]
    assert (whole["singlePoints"]["numerator"], whole["singlePoints"]["denominator"], whole["articulation"]["edges"]) == (4, 6, [])
    answer = ask(district().view(), queries.Q13)["resilience"]
    assert (answer["singlePoints"]["numerator"], answer["singlePoints"]["denominator"]) == (3, 4)
    assert places(answer["fragile"]) == ["南湖社区居民委员会", "990101001002", "990101001003"]


def test_the_open_cases_of_all_rows_are_one_question_to_the_ledger() -> None:
    view, told = books()
    ask(view, queries.Q13, told)
    assert told.asked == ["cases_by_place"]


# ---- Q15


def test_q15_the_fewest_who_break_all() -> None:
    east = inquire(queries.Q15, within=[EAST], worst=2)["resilience"]
    assert east["cutSet"] == {"people": [{"name": "东主任"}], "size": 1, "lowerBound": 1, "optimal": True}
    assert [(p["absent"], p["linked"], p["low"], p["high"]) for p in east["robustness"]["worst"]] == [(1, 0, 0, 0), (2, 0, 0, 0)]
    whole = inquire(queries.Q15)["resilience"]
    names = {person["name"] for person in whole["cutSet"]["people"]}
    assert (names, whole["cutSet"]["size"]) in [(pair, 2) for pair in ({"局长", "社主任"}, {"东主任", "西主任"}, {"东主任", "区领导乙"})]
    assert [p["linked"] for p in whole["robustness"]["worst"]] == [2, 0, 0, 0, 0]


def test_on_average_and_within_bounds() -> None:
    """Eleven people: of one who leaves, five break two communities, four break one, 区领导甲 and the deputy none."""
    points = inquire(queries.Q15, worst=1)["resilience"]["robustness"]["random"]
    assert [(p["absent"], round(p["linked"], 6), p["low"] <= p["linked"] <= p["high"]) for p in points] == [
        (1, round(4 - 14 / 11, 6), True)
    ]


def test_nothing_linked_has_an_empty_cut() -> None:
    cut = inquire(queries.Q15, within=[f"{EAST}208"])["resilience"]
    assert cut["cutSet"] == {"people": [], "size": 0, "lowerBound": 0, "optimal": True}
    assert cut["robustness"] == {"worst": [], "random": []}


def test_it_is_found_again_by_its_id() -> None:
    view, told = books()
    query = "query ($id: ID!) { node(id: $id) { id ... on Resilience { date cutSet { size } } } }"
    for asked, size in (({"within": [EAST]}, 1), ({}, 2)):
        found = ask(view, queries.Q13, told, **asked)["resilience"]
        assert ask(view, query, id=found["id"])["node"] == {"id": found["id"], "date": found["date"], "cutSet": {"size": size}}


# ---- Q14


def seats(answer: Any) -> list[tuple[str, str]]:
    return [(edge["node"]["workGroup"]["serves"][0]["name"], edge["node"]["kind"]) for edge in answer["seats"]["edges"]]


def test_q14_a_department_is_abolished() -> None:
    answer = inquire(queries.Q14, of=[id_of("Organization", "民政局")])["absence"]
    assert (answer["people"], answer["organizations"]) == ([], [{"name": "民政局", "succeededBy": []}])
    assert (answer["before"], answer["after"]) == ({"numerator": 4, "denominator": 6}, {"numerator": 2, "denominator": 6})
    assert places(answer["lost"]) == ["甲社区居民委员会", "丙社区居民委员会"]
    assert nodes(answer["levels"], "level", "community") == [("DISTRICT", {"name": name}) for name in places(answer["lost"])]
    assert seats(answer) == [(name, "DEPARTMENT_LEADER") for name in places(answer["lost"])]
    assert sorted(nodes(answer["cases"], "number")) == ["N1", "N4"], "N3 is handled"
    assert answer["seats"]["edges"][0]["node"]["represents"] == {"name": "民政局"}


def test_q14_a_department_is_merged_into_another() -> None:
    answer = inquire(queries.Q14, of=[id_of("Organization", "供销社")])["absence"]
    assert places(answer["lost"]) == ["乙社区居民委员会", "丁村村民委员会"]
    assert nodes(answer["cases"], "number") == [], "the successor, which the books have begin in March, takes them over"


def test_q12_a_person_leaves_and_the_day_stays_as_it_was() -> None:
    answer = inquire(queries.Q14, of=[id_of("Person", "社主任"), id_of("Person", "区领导甲")])["absence"]
    assert {person["name"] for person in answer["people"]} == {"社主任", "区领导甲"}
    assert places(answer["lost"]) == ["乙社区居民委员会", "丁村村民委员会"], "in 甲社区 the deputy stands in"
    assert len(seats(answer)) == 4
    assert answer["seats"]["edges"][0]["node"]["fillings"], "the seat is shown as it is today"
    assert nodes(answer["cases"], "number") == ["N2"]


def test_the_absence_of_nobody_changes_nothing_and_asks_no_ledger() -> None:
    view, told = books()
    answer = ask(view, queries.Q14, told, of=[])["absence"]
    assert answer["before"] == answer["after"]
    assert [answer[name]["edges"] for name in ("lost", "levels", "seats", "cases")] == [[], [], [], []]
    assert told.calls == []


# ---- what is refused


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ resilience(within: ["990101009"]) { date } }', "UNKNOWN_DIVISION"),
        ("{ resilience { robustness(worst: 0) { worst { absent } } } }", "BAD_USER_INPUT"),
        ("{ resilience { robustness(worst: 21) { worst { absent } } } }", "BAD_USER_INPUT"),
        ('{ absence(of: ["x"]) { before { value } } }', "BAD_USER_INPUT"),
    ],
)
def test_what_is_refused(query: str, code: str) -> None:
    view: View = books()[0]
    assert [told for _, told in refused(view, query)] == [code]


def test_what_is_no_person_or_organisation_and_what_there_is_not() -> None:
    view = books()[0]
    place = ask(view, f'{{ community(code: "{EAST}001") {{ id }} }}')["community"]["id"]
    elsewhere = ask(district().view(), '{ search(text: "区领导001001") { edges { node { entity { id } } } } }')
    stranger = elsewhere["search"]["edges"][0]["node"]["entity"]["id"]
    query = "query ($of: [ID!]!) { absence(of: $of) { before { value } } }"
    assert refused(view, query, of=[place]) == [("absence", "BAD_USER_INPUT")]
    assert refused(view, query, of=[stranger]) == [("absence", "NOT_FOUND")]
