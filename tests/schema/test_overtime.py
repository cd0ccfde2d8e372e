"""Questions of coverage over time, asked over GraphQL."""

from typing import Any

import pytest

from tests.schema import queries
from tests.schema.asking import ask, district, nodes, refused

VIEW = district().view()


def rate(of: dict[str, Any]) -> tuple[int, int]:
    return of["numerator"], of["denominator"]


def test_q4_who_lost_the_complete_linkage_in_2019_and_for_how_long() -> None:
    answer = ask(VIEW, queries.Q4, since="2019-01-01", until="2020-01-01")["coverageTimeline"]
    assert (answer["since"], answer["until"], rate(answer["whole"])) == ("2019-01-01", "2020-01-01", (819, 1794))
    found = {where["code"]: (days, spans) for where, days, spans in nodes(answer["broken"], "community", "days", "spans")}
    assert found["990101001002"] == (245, [span("2019-05-01", None, 245)])
    assert found["990101001003"] == (365, [span("2019-01-01", None, 365)])
    days, (missing,) = found["990101002001"]
    assert (days, missing["levels"], len(missing["seatKinds"])) == (365, ["DISTRICT", "SUBDISTRICT", "COMMUNITY"], 4)
    assert sum(days for days, _ in found.values()) == 1794 - 819


def span(since: str, until: str | None, days: int) -> dict[str, Any]:
    return {"since": since, "until": until, "days": days, "levels": ["DISTRICT"], "seatKinds": ["DEPARTMENT_LEADER"]}


def test_q5_by_quarter_and_subdistrict_as_a_matrix_of_rates_and_days() -> None:
    answer = ask(VIEW, queries.Q5, since="2019-01-01", until="2020-01-01")["coverageTimeline"]
    assert [(step["since"], rate(step["ratio"])) for step in answer["steps"]] == [
        ("2019-01-01", (270, 450)),
        ("2019-04-01", (212, 455)),
        ("2019-07-01", (184, 460)),
        ("2019-10-01", (153, 429)),
    ]
    parts = {part["key"]: part for part in answer["breakdown"]}
    assert {key: (part["label"], part["place"]["code"], rate(part["whole"])) for key, part in parts.items()} == {
        "990101001": ("990101001", "990101001", (485, 1095)),
        "990101002": ("990101002", "990101002", (334, 699)),
    }
    for number, step in enumerate(answer["steps"]):
        cells = [rate(part["steps"][number]["ratio"]) for part in parts.values()]
        assert tuple(map(sum, zip(*cells, strict=True))) == rate(step["ratio"])


def test_a_timeline_by_kind_of_place_and_from_the_view_of_another_day() -> None:
    query = """{ asOf(date: "2018-06-30") { coverageTimeline(since: "2019-01-01", until: "2019-02-01", groupBy: PLACE_KIND, kpi: GROUP) {
        knownAt steps { until }
        breakdown { key label english: label(language: EN) place { code } whole { numerator denominator } } } } }"""
    answer = ask(VIEW, query)["asOf"]["coverageTimeline"]
    assert answer["steps"] == [{"until": "2019-02-01"}]
    assert answer["breakdown"] == [
        {"key": "COMMUNITY", "label": "社区(居)", "english": "Community", "place": None, "whole": {"numerator": 124, "denominator": 155}}
    ]


def test_a_timeline_is_found_again_by_its_id() -> None:
    query = """query ($id: ID!) { node(id: $id) { id ... on CoverageTimeline { since until whole { numerator denominator } } } }"""
    asked = '{ coverageTimeline(since: "2019-01-01", until: "2019-02-01", within: ["990101001"], basis: NOMINAL, groupBy: COMMUNITY) '
    timeline = ask(VIEW, asked + "{ id since until whole { numerator denominator } } }")["coverageTimeline"]
    assert rate(timeline["whole"]) == (62, 93)
    assert ask(VIEW, query, id=timeline["id"])["node"] == timeline


def test_q40_turnover_tenure_and_who_came_back_year_by_year() -> None:
    w = district().fill("001003", "DEPARTMENT_LEADER", "部门领导001001", "2018-03-01..2018-06-01")
    w.fill("001003", "DEPARTMENT_LEADER", "部门领导001001", "2019-03-01..")
    years = ask(w.view(), queries.Q40, since="2017-01-01", until="2020-02-01")["turnover"]
    assert [(y["since"], y["before"], y["joined"], y["left"], y["after"], y["returned"], y["undated"]) for y in years] == [
        ("2017-01-01", 0, 0, 0, 0, 0, 0),
        ("2018-01-01", 0, 20, 1, 19, 0, 0),
        ("2019-01-01", 19, 1, 5, 15, 1, 0),
        ("2020-01-01", 15, 0, 0, 15, 0, 0),
    ]
    assert [y["meanTenureDays"] for y in years] == [None, 92.0, 699.0, None]
    assert [y["meanAssignments"] for y in years] == [None, 1.0, 21 / 20, 16 / 15]
    assert (years[0]["rate"], years[3]["rate"]) == (None, 0.0)
    assert round(years[1]["rate"], 3) == round(365 / (19 * 365 + 92), 3)
    within = ask(w.view(), queries.Q40, since="2019-01-01", until="2019-07-01", within=["990101001003"], step="QUARTER")["turnover"]
    assert [(q["until"], q["joined"], q["returned"]) for q in within] == [("2019-04-01", 1, 1), ("2019-07-01", 0, 0)]


def test_two_days_with_what_made_the_difference() -> None:
    w = district().staffed("001004", but=["DISTRICT_LEADER"]).holder("DISTRICT_LEADER", "001004", "2018-01-01..2019-04-01")
    w.post("新领导", "区委", "DISTRICT_LEADER", title="新").fill("001004", "DISTRICT_LEADER", "新领导", "2019-04..")
    w.staffed("001005", serves="2019-03-01..")
    found = ask(w.view(), queries.COMPARISON, date="2019-12-31", other="2019-01-01")["asOf"]["comparison"]
    assert (found["earlier"], found["later"], rate(found["before"]), rate(found["after"])) == ("2019-01-01", "2019-12-31", (4, 7), (3, 6))
    assert {name: nodes(found[name], "community") for name in ("completed", "broken", "moved")} == {
        "completed": [{"code": "990101001005"}],
        "broken": [{"code": "990101001002"}, {"code": "990101002002"}],
        "moved": [{"code": "990101001004"}],
    }
    ghost, gone = nodes(found["broken"], "causes")
    assert ghost == [
        {
            "kind": "POST_ENDED",
            "on": "2019-05-01",
            "label": "免职 · 部门领导001002 · DEPT_LEADERSHIP · 区级部门领导班子成员 · 2019-05-01",
            "person": {"name": "部门领导001002"},
            "post": {"title": "DEPT_LEADERSHIP"},
            "seat": {"kind": "DEPARTMENT_LEADER"},
            "workGroup": {"key": "990101001002"},
        }
    ]
    assert [(c["kind"], c["on"], c["person"]) for c in gone] == [("PLACE_ENDED", "2019-12-01", None)]
    (moved,) = nodes(found["moved"], "causes")
    assert [(c["kind"], c["on"], c["person"]["name"]) for c in moved] == [
        ("FILLING_BEGAN", "2019-04", "新领导"),
        ("FILLING_ENDED", "2019-04-01", "区领导001004"),
    ]
    within = ask(w.view(), queries.COMPARISON, date="2019-12-31", within=["990101001002"], other="2019-01-01")["asOf"]["comparison"]
    assert (rate(within["before"]), rate(within["after"]), within["completed"]["totalCount"]) == ((1, 1), (0, 1), 0)
    assert refused(w.view(), '{ comparison(with: "2020-02-07") { earlier } }') == [("comparison", "DATE_OUT_OF_RANGE")]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('since: "2019-02-01", until: "2019-02-01"', "BAD_USER_INPUT"),
        ('since: "2019-02-01", until: "2020-02-08"', "DATE_OUT_OF_RANGE"),
        ('since: "2016-02-01", until: "2019-02-01"', "DATE_OUT_OF_RANGE"),
        ('since: "2019-02-01", until: "2019-03-01", kpi: SEAT', "BAD_USER_INPUT"),
        ('since: "2019-02-01", until: "2019-03-01", within: ["990101009"]', "UNKNOWN_DIVISION"),
    ],
)
def test_what_is_refused(arguments: str, code: str) -> None:
    assert refused(VIEW, f"{{ coverageTimeline({arguments}) {{ since }} }}") == [("coverageTimeline", code)]
