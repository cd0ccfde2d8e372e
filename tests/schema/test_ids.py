"""Ids: opaque, found again by `node`, and with the day in any view but today's."""

import base64
import json
from typing import Any

import pytest

from schema.ids import read
from tests.schema.asking import ask, district, refused
from tests.world import views, world

EVERYTHING = """{ id __typename date coverage { id __typename }
    district(code: "990101") { id __typename } subdistrict(code: "990101001") { id __typename }
    community(code: "990101001001") { id __typename workGroups { id __typename seats { id __typename represents { id __typename }
        fillings { id __typename person { id __typename holdings { id __typename post { id __typename } } } } } } } }"""
KINDS = {
    *("AsOf", "Coverage", "District", "Subdistrict", "Community", "WorkGroup", "Seat"),
    *("Organization", "Filling", "Person", "Holding", "Post"),
}


def identified(data: Any) -> set[tuple[str, str]]:
    """Every (id, type) anywhere in an answer."""
    if isinstance(data, list):
        return {pair for item in data for pair in identified(item)}
    if not isinstance(data, dict):
        return set()
    own = {(data["id"], data["__typename"])} if "id" in data else set()
    return own.union(*(identified(value) for value in data.values()))


def made_up(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


@pytest.mark.parametrize("known", ["", ', knownAt: "2020-01-01T00:00:00+08:00"'])
def test_node_finds_each_thing_again_on_its_own_day(known: str) -> None:
    view = district().view()
    found = identified(ask(view, f'{{ asOf(date: "2019-03-01"{known}) {EVERYTHING} }}'))
    again = ask(view, "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=[id_ for id_, _ in found])
    assert {(node["id"], node["__typename"]) for node in again["nodes"]} == found
    assert {kind for _, kind in found} == KINDS
    assert {str(read(id_).day) for id_, _ in found} == {"2019-03-01"}


def test_ids_of_today_carry_no_day_and_keys_are_the_same_on_any_day() -> None:
    query = '{ id key } other: asOf(date: "2019-03-01") { community(code: "990101001001") { id key } }'
    data = ask(district().view(), f'{{ community(code: "990101001001") {query} }}')
    today, then = data["community"], data["other"]["community"]
    assert (today["key"], then["key"]) == ("990101001001", "990101001001")
    assert (read(today["id"]).day, str(read(then["id"]).day)) == (None, "2019-03-01")


def test_asking_for_today_by_its_date_gives_the_ids_of_today() -> None:
    query = '{ asOf(date: "2020-02-06") { community(code: "990101001001") { id } } community(code: "990101001001") { id } }'
    data = ask(district().view(), query)
    assert data["asOf"]["community"] == data["community"]


def test_node_answers_of_the_day_that_its_id_carries() -> None:
    view = district().view()
    old = ask(view, '{ asOf(date: "2019-03-01") { community(code: "990101002002") { id } } }')["asOf"]["community"]["id"]
    query = (
        'query ($id: ID!) { node(id: $id) { id ... on Community { name linkage { value } until } } community(code: "990101002002") { id } }'
    )
    data = ask(view, query, id=old)
    assert data == {"node": {"id": old, "name": "旧村", "linkage": {"value": 1.0}, "until": "2019-12-01"}, "community": None}


def test_an_argument_takes_an_id_of_any_view_and_the_view_decides_the_day() -> None:
    view = district().view()
    query = """query ($group: ID!, $person: ID!, $unit: ID!) { date workGroup(id: $group) { id name } person(id: $person) { id name }
        organization(id: $unit) { id name } }"""
    people = ask(
        view,
        """{ asOf(date: "2019-03-01") { community(code: "990101001001") { workGroups { id
            seats { represents { id } fillings { person { id } } } } } } }""",
    )
    group = people["asOf"]["community"]["workGroups"][0]
    unit = next(seat["represents"]["id"] for seat in group["seats"] if seat["represents"])
    person = group["seats"][0]["fillings"][0]["person"]["id"]
    data = ask(view, query, group=group["id"], person=person, unit=unit)
    assert [data[name]["name"] for name in ("workGroup", "person", "organization")] == [
        "001001服务群众工作组",
        "区领导001001",
        "部门001001",
    ]
    assert all(read(data[name]["id"]).day is None for name in ("workGroup", "person", "organization"))


def test_unknown_things_are_null() -> None:
    ids = [made_up("Community", "990101", "990101009009"), made_up("Person", "110101", "x"), made_up("Filling", "990101", "x")]
    ids += [made_up("Seat", "990101", "x"), made_up("Community", "990101", "990101001001", "2017-01-01")]
    data = ask(district().view(), "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert data["nodes"] == [None, None, None, None, {"id": ids[-1]}]


@pytest.mark.parametrize(
    "bad",
    [
        *(
            "",
            "x",
            "é",
            "null",
            base64.urlsafe_b64encode(b"[" * 4_000).decode(),
            "x" * 9_000,
            made_up(),
            made_up("Community"),
            made_up("Community", "990101", 1),
            made_up("Nothing", "1", "2"),
        ),
        *(made_up("Community", "990101", "1", "2019-13-01"), made_up("Community", "990101", "1", "2019-01-01", "2019-01-01T00:00:00")),
        *(
            made_up("Coverage", "", "x"),
            made_up("Coverage", "", '[null,"NO"]'),
            made_up("Coverage", "", "[1]"),
            made_up("Coverage", "", "[5,null]"),
        ),
        made_up("Query", "", ""),
    ],
)
def test_a_malformed_id_is_an_error(bad: str) -> None:
    view = district().view()
    assert refused(view, "query ($id: ID!) { node(id: $id) { id } date }", id=bad) == [("node", "BAD_USER_INPUT")]


def test_a_malformed_id_among_others_takes_only_itself() -> None:
    view = district().view()
    good = ask(view, '{ community(code: "990101001001") { id } }')["community"]["id"]
    future = made_up("Community", "990101", "990101001001", "2030-01-01")
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert refused(view, query, ids=[good, "x", future]) == [("nodes.1", "BAD_USER_INPUT"), ("nodes.2", "DATE_OUT_OF_RANGE")]


def test_an_id_of_another_type_is_an_error() -> None:
    view = district().view()
    community = ask(view, '{ community(code: "990101001001") { id } }')["community"]["id"]
    assert refused(view, "query ($id: ID!) { person(id: $id) { id } }", id=community) == [("person", "BAD_USER_INPUT")]


def test_people_of_two_districts_with_one_key_are_two() -> None:
    w = [world(code).unit("某局").post("同名", "某局", "DEPT_CADRE").community("001001") for code in ("990101", "990202")]
    data = ask(views(*w), "{ people { edges { node { id key } } } }")
    people = [edge["node"] for edge in data["people"]["edges"]]
    assert ({p["key"] for p in people}, len({p["id"] for p in people})) == ({"同名"}, 2)
