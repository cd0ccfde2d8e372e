"""Errors: a code and fields for what the caller can mend, a number for all else, and limits before anything runs."""

import logging
from dataclasses import dataclass
from typing import Any, cast

import pytest
from graphql import get_introspection_query

from graph.view import View
from schema import limits
from schema.context import Context
from schema.fields import MOST_LISTED
from schema.limits import MOST_DAYS
from schema.operation import DEEPEST, MOST_ALIASES, MOST_TOKENS
from tests.nocases import NoCases
from tests.schema.asking import answered, ask, district, refused
from tests.world import world

VIEW = district().view()


@dataclass(frozen=True, eq=False)
class Broken(View):
    """A view that fails with a secret in its message."""

    def place(self, code: str) -> Any:
        raise RuntimeError("bolt://root:hunter2@db 居民某某")


def broken() -> View:
    return cast(View, Broken(*(getattr(VIEW, name) for name in View.__dataclass_fields__)))


@pytest.mark.parametrize(("language", "message"), [("zh", "没有区划代码 999"), ("en", "No division has the code 999")])
def test_our_own_errors_carry_code_and_fields_in_the_callers_language(language: str, message: str) -> None:
    result = answered(VIEW, '{ coverage(within: ["999"]) { communities } }', language=language)
    assert result.errors is not None
    error = result.errors[0]
    assert error.message.startswith(message)
    assert (error.path, error.extensions) == (["coverage"], {"code": "UNKNOWN_DIVISION", "fields": {"value": "999"}})


def test_all_other_errors_are_masked_under_a_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        result = answered(broken(), '{ community(code: "990101001001") { code } date }')
    assert result.errors is not None
    error = result.errors[0]
    assert result.data == {"community": None, "date": "2020-02-06"}
    assert "hunter2" not in str(error.formatted)
    assert error.original_error is None
    assert error.extensions is not None
    number = error.extensions["id"]
    assert (error.extensions["code"], number in error.message) == ("INTERNAL", True)
    logged = "\n".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert (number in logged, "RuntimeError" in logged, "place" in logged) == (True, True, True)
    assert "hunter2" not in logged
    assert "居民某某" not in logged


def test_what_is_wrong_with_the_document_is_told() -> None:
    assert refused(VIEW, "{ nothing }") == [("", "Cannot query field 'nothing' on type 'Query'.")]
    assert refused(VIEW, "{ fillings(statuses: [GONE]) { totalCount } }")[0][1].startswith("Value 'GONE' does not exist in 'FillStatus'")
    assert "Syntax Error" in refused(VIEW, "{")[0][1]


@pytest.mark.parametrize("day", ["2019-13-01", "20190101", "2019-01-01T00:00", "", "昨天", "2019-W01-1"])
def test_a_wrong_day_is_told(day: str) -> None:
    assert "2020-02-06" in refused(VIEW, f'{{ asOf(date: "{day}") {{ date }} }}')[0][1]
    assert "2020-02-06" in refused(VIEW, "query ($day: Date!) { asOf(date: $day) { date } }", day=day)[0][1]


@pytest.mark.parametrize("moment", ["2019-01-01", "2019-01-01T00:00:00", "x"])
def test_an_instant_without_its_zone_is_told(moment: str) -> None:
    query = 'query ($at: DateTime) { asOf(date: "2019-01-01", knownAt: $at) { date } }'
    assert "+08:00" in refused(VIEW, query, at=moment)[0][1]
    assert refused(VIEW, query, at=f"{moment[:10]}T00:00:00Z") == [] or moment == "x"


def test_exactly_one_subject_of_a_chain() -> None:
    query = "query ($of: ChainOf!) { responsibilityChain(of: $of) { now { date } } }"
    for of in ({}, {"case": "1", "community": "2"}, {"community": None}):
        assert [where for where, _ in refused(VIEW, query, of=of)] == [""]


def nested(levels: int) -> str:
    return '{ community(code: "990101001001") ' + "{ parent " * levels + "{ id }" + " }" * levels + " }"


def test_a_document_is_not_too_deep() -> None:
    assert ask(VIEW, nested(DEEPEST - 2))["community"] is not None
    assert "depth" in refused(VIEW, nested(20))[0][1]


def test_a_document_has_not_too_many_aliases() -> None:
    def aliased(count: int) -> str:
        return "{ " + " ".join(f"a{i}: date" for i in range(count)) + " }"

    assert len(ask(VIEW, aliased(MOST_ALIASES))) == MOST_ALIASES
    assert "aliases" in refused(VIEW, aliased(MOST_ALIASES + 1))[0][1]


def test_aliases_count_where_fragments_are_spread() -> None:
    doubled = " ".join(f"fragment F{i} on Community {{ a{i}: parent {{ ...F{i + 1} }} b{i}: parent {{ ...F{i + 1} }} }}" for i in range(7))
    query = f'{{ community(code: "990101001001") {{ ...F0 }} }} {doubled} fragment F7 on Community {{ id }}'
    assert any("aliases" in message for _, message in refused(VIEW, query))


def test_a_document_has_not_too_many_tokens() -> None:
    assert "tokens" in refused(VIEW, "{ " + "date " * MOST_TOKENS + "}")[0][1]


def test_the_whole_schema_may_be_asked_for() -> None:
    assert ask(VIEW, get_introspection_query())["__schema"]["queryType"]["name"] == "Query"


def test_lists_within_lists_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    query = "{ communities { edges { node { subdistrict { communities { edges { node { workGroups { id } } } } } } } } }"
    view = world().staffed("001001", "001002").view()
    assert refused(view, query) == []
    monkeypatch.setattr(limits, "MOST_ITEMS", 2 + 2 * 2 + 2 * 2 - 1)
    assert {code for _, code in refused(view, query)} == {"COST_LIMIT"}
    assert "totalCount" in ask(view, "{ communities { totalCount } }")["communities"]


@pytest.mark.parametrize(
    ("field", "type_", "items"),
    [
        ("nodes(ids: $list) { id }", "[ID!]!", "x"),
        ("coverage(within: $list) { communities }", "[String!]", "990101"),
        ("people(within: $list) { totalCount }", "[String!]", "990101"),
        ("cases(filter: {categories: $list}) { totalCount }", "[String!]", "x"),
        ("communities(filter: {reasons: $list}) { totalCount }", "[GapReason!]", "GHOST"),
    ],
)
def test_a_list_that_goes_in_is_not_too_long(field: str, type_: str, items: str) -> None:
    query = f"query ($list: {type_}) {{ it: {field} }}"
    assert refused(VIEW, query, list=[items] * (MOST_LISTED + 1)) == [("it", "BAD_USER_INPUT")]
    assert "it" not in [where for where, _ in refused(VIEW, query, list=[items] * MOST_LISTED)]


def test_a_request_opens_only_so_many_days() -> None:
    def days(count: int) -> str:
        return "{ " + " ".join(f'd{i}: asOf(date: "2019-01-{i + 1:02}") {{ date }}' for i in range(count)) + " }"

    assert len(ask(VIEW, days(MOST_DAYS))) == MOST_DAYS
    assert refused(VIEW, days(MOST_DAYS + 1)) == [(f"d{MOST_DAYS}", "BAD_USER_INPUT")]


def test_a_day_is_opened_once_in_a_request() -> None:
    context = Context(VIEW, NoCases())
    day = VIEW.day.replace(month=1)
    assert context.open(day) is context.open(day)
