"""The printed schema is committed; everything in it is described in both languages; nothing in it waits."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, build_schema

import schema
from schema.printing import printed
from schema.root import schema as built

BUILT_IN = re.compile(r"__|(String|Int|Float|Boolean|ID)$")
OF_THE_LEDGER = {
    "findings",
    "cases",
    "case",
    "node",
    "nodes",
    "responsibilityChain",
    "path",
    "neighbourhood",
    "commonProblems",
    "panel",
    "openCases",
    "search",
}
"""Fields that may ask the database."""


def descriptions() -> dict[str, str | None]:
    """Everything that can be described, by where it stands."""
    out: dict[str, str | None] = {}
    for name, kind in build_schema(printed()).type_map.items():
        if BUILT_IN.match(name):
            continue
        out[name] = kind.description
        if isinstance(kind, GraphQLEnumType):
            out |= {f"{name}.{value}": told.description for value, told in kind.values.items()}
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            out |= {f"{name}.{field}": told.description for field, told in kind.fields.items()}
            out |= {f"{name}.{f}({a}:)": told.description for f, field in kind.fields.items() for a, told in field.args.items()}
        if isinstance(kind, GraphQLInputObjectType):
            out |= {f"{name}.{field}": told.description for field, told in kind.fields.items()}
    return out


def test_the_committed_schema_is_the_printed_one() -> None:
    assert (Path(schema.__path__[0]) / "schema.graphql").read_text("utf-8") == printed(), "write it anew: liandong schema"


def test_everything_is_described_in_chinese_and_in_english() -> None:
    told = descriptions()
    assert len(told) > 500
    assert [
        where for where, text in told.items() if not re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*\n[^\n]*[A-Za-z][^\n]*", text or "")
    ] == []


def test_a_chain_is_asked_for_by_one_of_three() -> None:
    assert "input ChainOf @oneOf {" in printed()


@pytest.mark.parametrize("name", ["Query", "AsOf"])
def test_query_and_as_of_have_all_fields_of_view(name: str) -> None:
    kinds = build_schema(printed()).type_map
    view, other = kinds["View"], kinds[name]
    assert isinstance(view, GraphQLInterfaceType)
    assert isinstance(other, GraphQLObjectType)
    assert set(view.fields) <= set(other.fields)


def test_only_what_asks_the_ledger_waits() -> None:
    """Structure is in memory: what does not wait cannot ask the database once a row."""
    fields = [f for t in built.schema_converter.type_map.values() for f in getattr(t.definition, "fields", ())]
    names = built.config.name_converter
    assert len(fields) > 200
    assert {names.get_graphql_name(f) for f in fields if f.is_async} == OF_THE_LEDGER
