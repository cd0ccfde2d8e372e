"""Plans over GraphQL."""

from typing import Any

from tests.schema import queries
from tests.schema.asking import ask, district, nodes, refused

VIEW = district().post("副局长", "部门001001", "DEPT_LEADERSHIP").view()
DAY = "2019-06-30"


def person(name: str) -> str:
    found = ask(VIEW, "{ people(first: 100) { edges { node { id name } } } }")["people"]
    return str(dict(zip(nodes(found, "name"), nodes(found, "id"), strict=True))[name])


def plan(**asked: Any) -> Any:
    return ask(VIEW, queries.Q12, date=DAY, **asked)["asOf"]["reassignment"]


def test_q12_who_takes_over_from_somebody_who_leaves() -> None:
    found = plan(absent=[person("部门领导001001")], limits={"seatKinds": ["DEPARTMENT_LEADER"]})
    assert (found["before"]["numerator"], found["after"]["numerator"], found["after"]["denominator"]) == (1, 3, 5)
    assert nodes(found["moves"], "from", "to", "workGroupCount") == [
        ({"name": "部门领导001001"}, {"name": "副局长"}, 1),
        ({"name": "部门领导001002"}, {"name": "接任者"}, 1),
    ]
    first = found["moves"]["edges"][0]["node"]
    assert first["seat"] == {"kind": "DEPARTMENT_LEADER", "workGroup": {"name": "001001服务群众工作组"}}
    assert [part["name"] for part in first["parts"]] == ["LOAD", "OTHER_SUBDISTRICT", "MISMATCH", "CHANGE", "ORDER"]
    assert first["cost"] == sum(part["cost"] for part in first["parts"])
    assert found["cost"] == sum(nodes(found["moves"], "cost"))
    assert nodes(found["loads"], "person", "workGroupCount") == [({"name": name}, 1) for name in ("副局长", "接任者", "部门领导002002")]
    unfilled = {"kind": "DEPARTMENT_LEADER", "workGroup": {"serves": [{"code": "990101001003"}]}}
    assert [(e["node"]["seat"], e["node"]["limit"]) for e in found["infeasible"]["edges"]] == [(unfilled, "NOBODY_QUALIFIES")]


def test_nothing_is_written() -> None:
    before = ask(VIEW, queries.Q1, date=DAY)
    plan(absent=[person("区领导001001")])
    assert ask(VIEW, queries.Q1, date=DAY) == before


def test_an_organisation_that_is_gone() -> None:
    units = ask(VIEW, "{ organizations(first: 100) { edges { node { id name } } } }")["organizations"]
    office = dict(zip(nodes(units, "name"), nodes(units, "id"), strict=True))["办事处001"]
    found = plan(absent=[office], within=["990101001001"])
    assert nodes(found["infeasible"], "limit") == ["NOBODY_QUALIFIES"]
    assert (found["before"]["numerator"], found["before"]["denominator"], found["moves"]["totalCount"]) == (0, 1, 0)


def test_moves_and_capacity_bind() -> None:
    none = plan(limits={"moves": 0})
    assert (nodes(none["infeasible"], "limit"), none["cost"]) == (["MOVES", "NOBODY_QUALIFIES"], 0)
    full = plan(limits={"capacity": 0})
    assert nodes(full["infeasible"], "limit") == ["CAPACITY", "NOBODY_QUALIFIES"]


def test_what_is_refused() -> None:
    ask_ = "query ($limits: ReassignmentLimits, $absent: [ID!]! = []) { reassignment(absent: $absent, limits: $limits) { cost } }"
    bad = [("reassignment", "BAD_USER_INPUT")]
    assert refused(VIEW, ask_, limits={"moves": -1}) == bad
    assert refused(VIEW, ask_, limits={"moves": 101}) == bad
    assert refused(VIEW, ask_, limits={"capacity": -1}) == bad
    assert refused(VIEW, ask_, limits={"stay": ["no id"]}) == bad
    assert refused(VIEW, ask_, absent=["no id"]) == bad
    group = ask(VIEW, "{ workGroups { edges { node { id } } } }")["workGroups"]["edges"][0]["node"]["id"]
    assert refused(VIEW, ask_, absent=[group]) == bad
    assert refused(VIEW, '{ reassignment(within: ["990101009"]) { cost } }') == [("reassignment", "UNKNOWN_DIVISION")]
