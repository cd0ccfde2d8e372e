"""Findings over GraphQL: the composition rules that groups break, ghosts, pages, filters, counts, and ids."""

from typing import Any

from schema.ids import read
from tests.schema import queries
from tests.schema.asking import ask, district, nodes, refused
from tests.world import world

VIEW = district().view()


def test_q6_which_groups_break_the_composition_rule() -> None:
    broken = world().staffed("001001", but=["DEPARTMENT_LEADER"]).staffed("001002", "002001", but=["SUBDISTRICT_LEADER"]).staffed("001003")
    broken.post("乙", "区委", "DISTRICT_LEADER").fill("001003", "DISTRICT_LEADER", "乙", "2019-04-01..")
    broken.holder("SUBDISTRICT_LEADER", "002001", fills=None).fill("001002", "SUBDISTRICT_LEADER", "镇街领导002001", "2019-01-01..")
    broken.fill("001003", "SUBDISTRICT_CADRE", "书记001003", "2019-05-01..")
    found = ask(broken.view(), queries.Q6, rules=["VACANT", "V2", "WRONG_SUBDISTRICT", "WRONG_UNIT", "V14"])["findings"]
    told = [(f["rule"], f["severity"], f["subject"]["__typename"], f["subject"]["key"], f["since"]) for f in nodes_of(found)]
    assert told == [
        ("V2", "ERROR", "WorkGroup", "990101001003", "2019-04-01"),
        ("V14", "ERROR", "WorkGroup", "990101001003", "2019-05-01"),
        ("WRONG_SUBDISTRICT", "ERROR", "Seat", "990101001002/SUBDISTRICT_LEADER", "2019-01-01"),
        ("VACANT", "WARN", "WorkGroup", "990101001001", "2018-01-01"),
        ("VACANT", "WARN", "WorkGroup", "990101002001", "2018-01-01"),
    ]
    assert found["edges"][3]["node"]["message"] == "001001服务群众工作组的“区级部门领导班子成员”席位空缺(代表部门001001)"
    assert found["edges"][3]["node"]["english"].startswith("001001服务群众工作组: nobody is in the books as")
    counts = {c["rule"]: (c["checked"], c["passed"], c["found"], c["muted"], c["unknown"]) for c in found["rules"]}
    assert counts["VACANT"] == (16, 14, 2, 0, 0)
    assert found["edges"][0]["node"]["evidence"][0] == {"title": "test", "recordedAt": "2017-01-01T00:00:00+00:00"}


def nodes_of(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def test_q3_ghosts_are_findings_that_say_who_came_after() -> None:
    (ghost,) = nodes_of(ask(VIEW, queries.Q6, rules=["GHOST"])["findings"])
    assert (ghost["subject"]["key"], ghost["since"]) == ("990101001002/DEPARTMENT_LEADER", "2019-05-01")
    assert ghost["message"].endswith("空挂:部门001002DEPT_LEADERSHIP一职至 2019-05-01,现由接任者担任")
    fillings = ask(VIEW, queries.Q3)["fillings"]
    assert fillings["totalCount"] == 1
    assert fillings["edges"][0]["node"]["lastPost"]["until"] == ghost["since"]


def test_pages_of_findings_are_parts_of_one_list() -> None:
    query = """query ($first: Int, $after: String) { findings(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage }
        edges { node { key } } } }"""
    whole = nodes(ask(VIEW, query)["findings"], "key")
    parts, after, more = [], None, True
    while more:
        page = ask(VIEW, query, first=2, after=after)["findings"]
        parts += nodes(page, "key")
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert parts == whole
    assert len(whole) == len(set(whole)) == page["totalCount"] > 4


def test_filters_and_the_day() -> None:
    query = """{ errors: findings(severities: [ERROR]) { edges { node { severity } } rules { severity } }
        town: findings(within: ["990101002"]) { edges { node { rule } } }
        then: asOf(date: "2019-04-30") { findings(rules: ["GHOST"]) { totalCount rules { checked found } } }
        muted: findings(muted: true) { totalCount rules { found muted } } whole: findings { totalCount } }"""
    data = ask(VIEW, query)
    assert {f["severity"] for f in nodes_of(data["errors"])} == {c["severity"] for c in data["errors"]["rules"]} == {"ERROR"}
    assert [f["rule"] for f in nodes_of(data["town"])] == ["NO_GROUP", "ORPHANED_GROUP"]
    assert data["then"]["findings"] == {"totalCount": 0, "rules": [{"checked": 19, "found": 0}]}
    assert data["muted"]["totalCount"] == sum(c["muted"] for c in data["muted"]["rules"]) == 0
    assert sum(c["found"] for c in data["muted"]["rules"]) == data["whole"]["totalCount"]


def test_an_unknown_rule_or_division_is_an_error() -> None:
    assert refused(VIEW, '{ findings(rules: ["V99"]) { totalCount } }') == [("findings", "BAD_USER_INPUT")]
    assert refused(VIEW, '{ findings(within: ["990109"]) { totalCount } }') == [("findings", "UNKNOWN_DIVISION")]


def test_a_finding_is_found_again_by_its_id_on_its_own_day() -> None:
    query = '{ asOf(date: "2019-06-30") { findings { edges { node { id key rule } } } } }'
    found = nodes_of(ask(VIEW, query)["asOf"]["findings"])
    again = ask(VIEW, "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Finding { id key rule } } }", ids=[f["id"] for f in found])
    assert again["nodes"] == found
    assert {str(read(f["id"]).day) for f in found} == {"2019-06-30"}


def test_a_finding_that_is_over_is_null_and_a_made_up_id_an_error() -> None:
    query = '{ asOf(date: "2019-06-30") { findings(rules: ["GHOST"]) { edges { node { id } } } } }'
    (ghost,) = nodes_of(ask(VIEW, query)["asOf"]["findings"])
    key = read(ghost["id"])
    before = str(type(key)(key.type, key.district, key.key, key.day and key.day.replace(month=4)))
    assert ask(VIEW, "query ($id: ID!) { node(id: $id) { id } }", id=before) == {"node": None}
    for bad in ("", "[]", '["GHOST"]', "7"):
        made_up = str(type(key)("Finding", "990101", bad))
        assert refused(VIEW, "query ($id: ID!) { node(id: $id) { id } }", id=made_up) == [("node", "BAD_USER_INPUT")]
    for nothing in ('["GHOST", "Seat", "990101001002/DEPARTMENT_LEADER", ""]', '["V99", "Seat", "x", ""]'):
        assert ask(VIEW, "query ($id: ID!) { node(id: $id) { id } }", id=str(type(key)("Finding", "990101", nothing))) == {"node": None}
