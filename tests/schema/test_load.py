"""Loads over GraphQL."""

from tests.schema import queries
from tests.schema.asking import ask, district, nodes, refused

VIEW = district().staffed("001004").fill("001004", "SUBDISTRICT_LEADER", "镇街领导001001").view()


def test_q11_who_carries_how_many_groups() -> None:
    load = ask(VIEW, queries.Q11, date="2019-06-30", kind="SUBDISTRICT_LEADER")["asOf"]["load"]
    assert (load["date"], load["seatKind"]) == ("2019-06-30", "SUBDISTRICT_LEADER")
    assert (load["holderCount"], load["workGroupCount"], load["idleCount"], load["maximum"]) == (5, 6, 0, 2)
    assert (load["mean"], load["limit"], load["lowerBound"], load["fewest"]) == (1.2, 3, 2, 3)
    assert round(load["gini"], 4) == 0.1333
    assert load["overloaded"]["totalCount"] == 0
    assert nodes(load["room"], "room") == [2, 2, 2, 2, 1]
    first = load["entries"]["edges"][0]["node"]
    assert (first["person"], first["organization"], first["workGroupCount"]) == ({"name": "镇街领导001001"}, {"name": "办事处001"}, 2)
    assert [group["name"] for group in first["workGroups"]] == ["001001服务群众工作组", "001004服务群众工作组"]
    assert (round(first["overMean"], 4), first["room"], first["seatKind"]) == (0.6667, 1, "SUBDISTRICT_LEADER")
    assert sum(nodes(load["entries"], "workGroupCount")) == load["workGroupCount"]
    units = nodes(load["organizations"], "person", "organization", "workGroupCount", "room")
    assert units == [(None, {"name": "办事处001"}, 4, None), (None, {"name": "办事处002"}, 1, None)]


def test_above_a_limit_of_ones_own() -> None:
    load = ask(VIEW, queries.Q11, date="2019-06-30", kind="SUBDISTRICT_LEADER", limit=1)["asOf"]["load"]
    assert load["limit"] == 1
    assert nodes(load["overloaded"], "person", "room") == [({"name": "镇街领导001001"}, -1)]


def test_within_a_subdistrict_and_with_nobody() -> None:
    load = ask(VIEW, queries.Q11, date="2019-06-30", kind="SUBDISTRICT_LEADER", within=["990101002"])["asOf"]["load"]
    assert (load["holderCount"], load["workGroupCount"], load["lowerBound"]) == (1, 1, 2)
    nobody = ask(VIEW, queries.Q11, date="2017-01-01", kind="COMMUNITY_CADRE", within=["990101002001"])["asOf"]["load"]
    assert (nobody["holderCount"], nobody["maximum"], nobody["mean"], nobody["gini"], nobody["limit"]) == (0, None, None, None, None)


def test_a_load_is_found_again_by_its_id() -> None:
    query = "query ($id: ID!) { node(id: $id) { id ... on Load { date seatKind limit workGroupCount } } }"
    for asked in ({"kind": "DISTRICT_LEADER"}, {"kind": "SUBDISTRICT_LEADER", "within": ["990101001"], "limit": 1}):
        load = ask(VIEW, queries.Q11, date="2019-06-30", **asked)["asOf"]["load"]
        again = ask(VIEW, query, id=load["id"])["node"]
        assert again == {name: load[name] for name in ("id", "date", "seatKind", "limit", "workGroupCount")}


def test_what_is_refused() -> None:
    assert refused(VIEW, "{ load(seatKind: DISTRICT_LEADER, limit: -1) { date } }") == [("load", "BAD_USER_INPUT")]
    assert refused(VIEW, '{ load(seatKind: DISTRICT_LEADER, within: ["990101009"]) { date } }') == [("load", "UNKNOWN_DIVISION")]
