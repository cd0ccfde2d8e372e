"""Pages: the laws of Relay, and an error for every wrong argument."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schema.asking import ask, district, nodes, refused
from tests.world import world

VIEW = world().staffed(*(f"001{i:03}" for i in range(1, 12))).view()
CODES = [f"990101001{i:03}" for i in range(1, 12)]
QUERY = """query ($first: Int, $after: String, $last: Int, $before: String) {
    communities(first: $first, after: $after, last: $last, before: $before) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { code } } } }"""


def page(**asked: Any) -> Any:
    return ask(VIEW, QUERY, **asked)["communities"]


def cursor(query: str, view: Any = VIEW) -> str:
    """The cursor of the first item of a list."""
    connection = ask(view, query)
    while "edges" not in connection:
        connection = next(iter(connection.values()))
    return str(connection["edges"][0]["cursor"])


@given(st.integers(1, 13))
def test_walking_forward_gives_each_item_once(size: int) -> None:
    found, after = [], None
    while True:
        now = page(first=size, after=after)
        found += nodes(now, "code")
        assert now["totalCount"] == len(CODES)
        if not now["pageInfo"]["hasNextPage"]:
            break
        after = now["pageInfo"]["endCursor"]
    assert found == CODES


@given(st.integers(1, 13))
def test_walking_backward_gives_each_item_once(size: int) -> None:
    found: list[str] = []
    before = None
    while True:
        now = page(last=size, before=before)
        found = nodes(now, "code") + found
        if not now["pageInfo"]["hasPreviousPage"]:
            break
        before = now["pageInfo"]["startCursor"]
    assert found == CODES


@given(st.integers(0, 10), st.integers(0, 10), st.integers(1, 12))
def test_a_page_between_two_cursors(start: int, end: int, size: int) -> None:
    cursors = [edge["cursor"] for edge in page()["edges"]]
    between = CODES[start + 1 : max(start + 1, end)]
    assert nodes(page(after=cursors[start], before=cursors[end], first=size), "code") == between[:size]
    assert nodes(page(after=cursors[start], before=cursors[end], last=size), "code") == between[-size:]


def test_fifty_where_no_size_is_given() -> None:
    view = world().staffed(*(f"001{i:03}" for i in range(1, 61))).view()
    data = ask(view, "{ communities { totalCount edges { cursor } } people { edges { cursor } } }")
    assert (len(data["communities"]["edges"]), data["communities"]["totalCount"], len(data["people"]["edges"])) == (50, 60, 50)


@pytest.mark.parametrize("size", ["first: 0", "first: -1", "first: 101", "first: 2147483647", "last: 0", "last: 101", "first: 1, last: 1"])
def test_a_wrong_size_is_an_error(size: str) -> None:
    assert refused(VIEW, f"{{ people({size}) {{ totalCount }} date }}") == [("people", "BAD_USER_INPUT")]


@pytest.mark.parametrize("size", ["first: 1000", "last: 1000"])
def test_divisions_groups_and_sides_come_by_the_thousand(size: str) -> None:
    query = f"""{{ communities({size}) {{ totalCount }} workGroups({size}) {{ totalCount }}
        coverage {{ measures {{ covered({size}) {{ totalCount }} missing({size}) {{ totalCount }} }} }} }}"""
    assert refused(VIEW, query) == []
    assert refused(VIEW, query.replace("1000", "1001"))[:2] == [("communities", "BAD_USER_INPUT"), ("workGroups", "BAD_USER_INPUT")]


@pytest.mark.parametrize("text", ["", "x", "WyJ4Il0", "!!!", "é", "WyI", "x" * 9_000])
def test_no_cursor_at_all_is_an_error(text: str) -> None:
    assert refused(VIEW, QUERY, after=text) == [("communities", "BAD_CURSOR")]


@pytest.mark.parametrize(
    "other",
    [
        "{ people { edges { cursor } } }",
        '{ communities(within: ["990101001"]) { edges { cursor } } }',
        '{ asOf(date: "2020-02-05") { communities { edges { cursor } } } }',
        '{ subdistrict(code: "990101001") { communities { edges { cursor } } } }',
        "{ coverage { measures(kpis: [GROUP]) { covered { edges { cursor } } } } }",
    ],
)
def test_a_cursor_of_another_list_is_an_error(other: str) -> None:
    query = other.replace("measures(", "first: measures(")
    found = ask(VIEW, query)
    while not isinstance(found, dict) or "edges" not in found:
        found = found[0] if isinstance(found, list) else next(iter(found.values()))
    assert refused(VIEW, QUERY, after=found["edges"][0]["cursor"]) == [("communities", "BAD_CURSOR")]


def test_a_cursor_of_another_revision_is_an_error() -> None:
    later = replace(VIEW, revision="2")
    assert refused(later, QUERY, after=cursor("{ communities { edges { cursor } } }")) == [("communities", "BAD_CURSOR")]


def test_a_cursor_as_known_at_another_moment_is_an_error() -> None:
    known = '{ asOf(date: "2020-02-06", knownAt: "2019-01-01T00:00:00Z") { communities { edges { cursor } } } }'
    assert refused(VIEW, QUERY, after=cursor(known)) == [("communities", "BAD_CURSOR")]


def test_the_two_sides_of_two_measures_are_different_lists() -> None:
    query = "query ($after: String) { coverage { measures(kpis: [GROUP, SEAT]) { covered(after: $after) { edges { cursor } } } } }"
    measures = ask(VIEW, query)["coverage"]["measures"]
    after = measures[0]["covered"]["edges"][0]["cursor"]
    assert refused(VIEW, query, after=after) == [("coverage.measures.1.covered", "BAD_CURSOR")]


def test_an_empty_page_has_no_cursors() -> None:
    data = ask(
        district().view(), "{ communities(within: []) { totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor } } }"
    )
    assert data["communities"] == {"totalCount": 0, "pageInfo": {"hasNextPage": False, "startCursor": None, "endCursor": None}, "edges": []}
