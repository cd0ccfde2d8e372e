"""The questions of those who use the API, asked in full of a small district."""

from typing import Any

from tests.schema import queries
from tests.schema.asking import ask, district, nodes

VIEW = district().view()


def rate(measure: dict[str, Any], side: str = "effective") -> tuple[int, int]:
    return measure[side]["numerator"], measure[side]["denominator"]


def test_q1_every_measure_of_a_day_with_who_fails_it() -> None:
    coverage = ask(VIEW, queries.Q1, date="2019-06-30")["asOf"]["coverage"]
    measures = {(m["kpi"], m["seatKind"], m["level"], m["strictness"]): m for m in coverage["measures"]}
    assert coverage["communities"] == 5
    group = measures["GROUP", None, None, None]
    assert (rate(group), nodes(group["missing"], "key"), group["nominal"]) == ((4, 5), ["990101002001"], None)
    seat = measures["SEAT", "DEPARTMENT_LEADER", None, None]
    assert (rate(seat, "nominal"), rate(seat), rate(seat, "paperGap")) == ((3, 5), (2, 5), (1, 5))
    assert nodes(seat["missing"], "key") == ["990101001002", "990101001003", "990101002001"]
    assert (rate(measures["LEVEL", None, "DISTRICT", "LENIENT"]), rate(measures["LEVEL", None, "DISTRICT", "STRICT"])) == ((4, 5), (2, 5))
    assert (rate(measures["LINKAGE", None, None, "STRICT"]), rate(measures["FULL_COMPOSITION", None, None, None])) == ((2, 5), (2, 5))
    assert seat["label"] == "席位到位率 · 区级部门领导班子成员"


def test_q2_who_has_no_department_member_and_since_when() -> None:
    gaps = ask(VIEW, queries.Q2, date="2019-06-30", seats=["DEPARTMENT_LEADER"])["asOf"]["coverage"]["gaps"]
    told = nodes(gaps, "reason", "since", "days", "everInRoster")
    assert told == [("GHOST", "2019-05-01", 60, True), ("VACANT", "2018-01-01", 545, True), ("NO_GROUP", "2017-01-01", 910, False)]
    ghost, vacant, _ = [edge["node"] for edge in gaps["edges"]]
    assert ghost["holders"] == [{"status": "GHOST", "reason": "GHOST", "person": {"name": "部门领导001002"}}]
    assert ghost["lastHolder"]["person"] == {"name": "部门领导001002"}
    assert (vacant["holders"], vacant["lastHolder"], vacant["community"]["subdistrict"]) == ([], None, {"name": "990101001"})


def test_q3_ghosts_and_who_has_their_post_now() -> None:
    ghosts = ask(VIEW, queries.Q3)["fillings"]
    assert ghosts["totalCount"] == 1
    ghost = ghosts["edges"][0]["node"]
    assert (ghost["person"]["name"], ghost["seat"]["workGroup"]["serves"][0]["code"]) == ("部门领导001002", "990101001002")
    assert ghost["lastPost"] == {
        "until": "2019-05-01",
        "post": {
            "title": "DEPT_LEADERSHIP",
            "organization": {"name": "部门001002"},
            "holdings": [{"since": "2019-05-01", "person": {"name": "接任者"}}],
        },
    }
    assert (ghost["source"]["title"], ghost["source"]["recordedAt"]) == ("test", "2017-01-01T00:00:00+00:00")


def test_q21_the_card_of_a_group_with_its_gaps_and_its_chain() -> None:
    data = ask(VIEW, queries.Q21, code="990101001002")
    seats = {seat["kind"]: seat for seat in data["community"]["workGroups"][0]["seats"]}
    assert {kind: seat["status"] for kind, seat in seats.items()} == {
        "DISTRICT_LEADER": "EFFECTIVE",
        "DEPARTMENT_LEADER": "GHOST",
        "SUBDISTRICT_LEADER": "EFFECTIVE",
        "SUBDISTRICT_CADRE": "EFFECTIVE",
        "COMMUNITY_CADRE": "EFFECTIVE",
    }
    assert (seats["DISTRICT_LEADER"]["minimum"], seats["DISTRICT_LEADER"]["maximum"], seats["SUBDISTRICT_CADRE"]["maximum"]) == (1, 1, None)
    assert seats["DISTRICT_LEADER"]["fillings"][0]["post"] == {"title": "DISTRICT_LEADER", "organization": {"name": "区委"}}
    assert nodes(data["coverage"]["gaps"], "reason", "seatKind") == [("GHOST", "DEPARTMENT_LEADER")]
    chain = data["responsibilityChain"]
    assert (chain["subject"], chain["now"]["firstBroken"]["role"]) == ({"code": "990101001002"}, "DEPARTMENT_LEADER")
    assert [(hop["role"], hop["status"]) for hop in chain["now"]["standing"]] == [
        ("COMMUNITY_CADRE", "EFFECTIVE"),
        ("SUBDISTRICT_CADRE", "EFFECTIVE"),
        ("SUBDISTRICT_LEADER", "EFFECTIVE"),
        ("DEPARTMENT_LEADER", "GHOST"),
        ("DISTRICT_LEADER", "EFFECTIVE"),
    ]


def test_a_chain_without_a_group_and_of_things_that_are_not() -> None:
    query = """{ none: responsibilityChain(of: {community: "990101002001"}) { now { firstBroken { role reason } standing { status } } }
        unknown: responsibilityChain(of: {community: "990101009009"}) { now { date } }
        case: responsibilityChain(of: {case: "1"}) { now { date } } }"""
    data = ask(VIEW, query)
    assert (data["unknown"], data["case"]) == (None, None)
    assert data["none"]["now"]["firstBroken"] == {"role": "COMMUNITY_CADRE", "reason": "NO_GROUP"}
    assert {hop["status"] for hop in data["none"]["now"]["standing"]} == {"VACANT"}


def test_q36_the_children_of_a_place_page_by_page() -> None:
    first = ask(VIEW, queries.Q36, date="2019-06-30", code="990101001")["asOf"]["subdistrict"]
    assert (first["linkage"]["numerator"], first["linkage"]["denominator"], first["communities"]["totalCount"]) == (1, 3, 3)
    assert nodes(first["communities"], "key", "linkage") == [("990101001001", {"value": 1.0}), ("990101001002", {"value": 0.0})]
    after = first["communities"]["pageInfo"]["endCursor"]
    rest = ask(VIEW, queries.Q36, date="2019-06-30", code="990101001", after=after)["asOf"]["subdistrict"]["communities"]
    assert (nodes(rest, "key"), rest["pageInfo"]["hasNextPage"]) == (["990101001003"], False)


def test_q37_coverage_of_each_subdistrict_adds_up_to_the_whole() -> None:
    coverage = ask(VIEW, queries.Q37, date="2019-06-30")["asOf"]["coverage"]
    assert [(p["key"], p["communities"], p["place"]["kind"]) for p in coverage["breakdown"]] == [
        ("990101001", 3, "SUBDISTRICT"),
        ("990101002", 2, "SUBDISTRICT"),
    ]
    for i, measure in enumerate(coverage["measures"]):
        parts = [rate(part["measures"][i]) for part in coverage["breakdown"]]
        assert tuple(map(sum, zip(*parts, strict=True))) == rate(measure)
