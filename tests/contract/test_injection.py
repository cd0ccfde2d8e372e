"""D15: no text of a user is ever part of a statement: each one sent is one of the constants, and what was written is what is read."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any

import pytest
from graphql import (
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_argument,
)

from graph.archive import Archive
from graph.model import Counters
from graph.store.bolt import BoltStore
from schema.root import schema
from tests.contract.ground import Ground
from tests.contract.test_ledger import HEADERS, TODAY, import_, table
from tests.schema.asking import answering
from tests.store.test_cypher import statements as constants

pytestmark = [pytest.mark.anyio, pytest.mark.long_on_neo4j]

_BREAKS = ("'", '"', "`", "``", "\\u0060", "\\u0027", "\\'", "')", "'})", "`)", "]", "}", "*/", "/*", "//", "$", ";", "\n")
_ATTACKS = (
    "{} DETACH DELETE n //",
    "{} MATCH (n) DETACH DELETE n RETURN 1 AS one //",
    "{} OR 1=1 //",
    "{} UNION MATCH (n) RETURN n AS n //",
    "{} LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row //",
    "{} LOAD CSV FROM 'http://127.0.0.1:9/' AS row RETURN row //",
    "{} CALL db.labels() YIELD label //",
    "{} SET n:Admin //",
    "{} CREATE (:Person {{personId: 'x'}}) //",
    "{} RETURN $district //",
    "{} FOREACH (x IN [1] | CREATE (:X)) //",
)
PAYLOADS = tuple(attack.format(mark) for attack, mark in product(_ATTACKS, _BREAKS))


NUMBERS = tuple(f"A{n}{payload}" for n, payload in enumerate(PAYLOADS))
"""Numbers of people and cases, of which quotation marks at either end count for nothing."""


def test_there_are_two_hundred_payloads_or_so() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 198


@pytest.fixture
def archive(store: BoltStore) -> Archive:
    clock = (datetime.now(UTC) + timedelta(microseconds=n) for n in count(step=1000))
    return Archive(store, lambda: TODAY, lambda: next(clock))


# ---- cells


def rows(district: str) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Sheets of which every cell of free text holds a payload: file, headers, rows."""
    texts, numbers = list(map(_line, PAYLOADS)), list(map(_line, NUMBERS))
    community, unit = f"{district}001001", "某局"
    yield "区划.csv", ("code", "name", "subdistrict_name", "来源"), [(community, "某社区居民委员会", "某街道", texts[0])]
    yield "单位.csv", ("单位名称", "单位类别", "单位编码"), [(unit, "区级部门", ""), *((t, "其他", f"k{t}") for t in texts)]
    yield "任职.csv", ("人员编号", "姓名", "单位", "职务"), [(number, "甲乙", unit, t) for number, t in zip(numbers, texts, strict=True)]
    yield (
        "名册.csv",
        ("区划代码", "村(社区)", "联系区级领导", "村(社区)书记", "备注"),
        [(community, "某社区", texts[1], texts[2], texts[3])],
    )
    yield "文件.csv", ("名称", "文号", "机关"), [(t, t, unit) for t in texts]
    line = ("", community, "2020-01-01", "2020-01-01", "2020-01-02", "小事", unit, "", "", "", "")
    yield "台账.csv", HEADERS, [(number, *line[1:9], t, t) for number, t in zip(numbers, texts, strict=True)]


def _line(text: str) -> str:
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    """Without white space, which readers of cells fold."""
    return "".join(text.split())


async def test_a_cell_is_a_value(archive: Archive, store: BoltStore, ground: Ground, district: str, statements: list[str]) -> None:
    other = f"{int(district) - 400_000}"
    line = (f"{other}001001", "他社区居民委员会", "他街道")
    await import_(archive, store, other, table("区划.csv", ("code", "name", "subdistrict_name"), [line]))
    before, known = await ground.digest(other), set(constants())
    statements.clear()
    for file, headers, lines in rows(district):
        assert await import_(archive, store, district, table(file, headers, lines), [line[0] for line in lines]) > 0, file
    assert [text for text in statements if text not in known] == []
    history = await archive.history(district)
    for kind, name in (("Organization", "name"), ("Person", "personnelNo"), ("Post", "title"), ("Document", "name")):
        told = {_squeezed(actor.text(name)) for actor in history.of(kind)}
        assert set(map(_squeezed, NUMBERS if kind == "Person" else PAYLOADS)) - told == set(), kind
    for text in NUMBERS[::20]:
        assert [_squeezed(file.case.text("number")) for file in await store.case_files(_squeezed(text), [district])] == [_squeezed(text)]
    assert await ground.digest(other) == before


# ---- arguments


@dataclass(frozen=True)
class Place:
    """An argument of text in the schema, and how to come to its field: the fields on the way, each with what it must be given."""

    way: tuple[str, ...]
    field: str
    argument: str
    type: GraphQLInputType
    inner: str | None
    beside: str
    leaf: bool

    def __str__(self) -> str:
        return ".".join((*(step.split("(")[0] for step in self.way), self.field, self.argument, *filter(None, [self.inner])))

    def document(self) -> str:
        asked = f"{self.field}({self.argument}: $it, {self.beside}){'' if self.leaf else ' { __typename }'}"
        for step in reversed(self.way):
            asked = f"{step} {{ {asked} }}"
        return f"query ($it: {self.type}) {{ {asked} }}"

    def value(self, payload: str) -> Any:
        if self.inner is None:
            return _filled(self.type, payload)
        return _filled(self.type, {self.inner: _filled(_fields(self.type)[self.inner].type, payload)})


def _fields(type_: GraphQLInputType) -> Mapping[str, GraphQLInputField]:
    named = get_named_type(type_)
    return named.fields if isinstance(named, GraphQLInputObjectType) else {}


def _filled(type_: Any, value: Any) -> Any:
    bare = type_.of_type if is_non_null_type(type_) else type_
    return [value] if is_list_type(bare) else value


def places(given: Mapping[str, str]) -> Iterator[Place]:
    """Every argument of text, of an identifier or of an enumeration; each field reached once, by a shortest way."""
    types = build_schema(schema.as_str())
    assert types.query_type is not None
    waiting: deque[tuple[GraphQLObjectType, tuple[str, ...]]] = deque([(types.query_type, ())])
    met = {types.query_type.name}
    while waiting:
        type_, way = waiting.popleft()
        for name, field in type_.fields.items():
            result = get_named_type(field.type)
            leaf = not hasattr(result, "fields") and not hasattr(result, "types")
            needed = [argument for argument, taken in field.args.items() if is_required_argument(taken)]
            for argument, taken in field.args.items():
                beside = _given((name for name in needed if name != argument), given)
                yield from (Place(way, name, argument, taken.type, inner, beside, leaf) for inner in _of_text(taken.type))
            if is_object_type(result) and result.name not in met and given.keys() >= set(needed):
                met.add(result.name)
                waiting.append((result, (*way, f"{name}({arguments})" if (arguments := _given(needed, given)) else name)))


def _given(needed: Iterable[str], given: Mapping[str, str]) -> str:
    return ", ".join(f"{argument}: {given[argument]}" for argument in needed if argument in given)


def _of_text(type_: GraphQLInputType) -> list[str | None]:
    """Whether an argument holds text: by itself (None), or in which fields of its object."""
    named = get_named_type(type_)
    if fields := _fields(type_):
        return [name for name, field in fields.items() if _of_text(field.type)]
    return [None] if is_enum_type(named) or named.name in ("String", "ID", "Date", "DateTime") else []


async def test_an_argument_is_a_value(
    archive: Archive, store: BoltStore, ground: Ground, district: str, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"{district}001001"
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), [(code, "某社区居民委员会", "某街道")]))
    await import_(archive, store, district, table("台账.csv", HEADERS, [("A1", code, *["2020-01-01"] * 2, *[""] * 7)]), ["A1"])

    counters = await store.revisions()

    async def only() -> Mapping[str, Counters]:
        return {district: counters[district]}

    monkeypatch.setattr(store, "revisions", only)
    view, known, before = await archive.view(), set(constants()), await ground.digest(district)
    given = {
        "code": f'"{code}"',
        "date": '"2020-02-06"',
        "number": '"A1"',
        "of": f'{{community: "{code}"}}',
        "text": '"某"',
        "from": '"x"',
        "to": '"x"',
    }
    payloads, reached = count(), set[str]()
    statements.clear()
    for place in places(given):
        reached.add(str(place))
        payload = PAYLOADS[next(payloads) * 7 % len(PAYLOADS)]
        result = await answering(view, place.document(), store, it=place.value(payload))
        codes = [(error.extensions or {}).get("code") for error in result.errors or []]
        assert "INTERNAL" not in codes, (str(place), payload)
    assert [text for text in statements if text not in known] == []
    assert await ground.digest(district) == before
    assert {"cases.filter.categories", "case.number", "node.id", "search.text", "community.code"} <= reached
    assert len(reached) > 100
    assert len(statements) > 15
