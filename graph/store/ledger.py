"""Cases, read by a constant number of bounded statements: which they are, then everything that hangs on those of a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from graph.lifecycle import OPEN, EventType
from graph.model import Actor, CaseFile, CasePage, CaseQuery, Change, Facts, Link, Ref
from graph.store import codec, cypher
from graph.vocabulary import NODES, AssignmentRole

Row = dict[str, Any]
Key = tuple[str, str]


class Reads(Protocol):
    """One read statement, as the store carries it out."""

    async def __call__(self, statement: cypher.Read, seconds: float | None = None, **parameters: Any) -> list[Row]: ...


async def cases(read: Reads, query: CaseQuery) -> CasePage:
    """The port's `cases`."""
    rows = await read(cypher.CASES[_when(query), query.sort], within=_listed(query.within), **_parameters(query))
    keys = [tuple(key) for key in rows[0]["page"]] if rows else []
    return CasePage(rows[0]["total"] if rows else 0, await files(read, keys))


async def cases_by_place(read: Reads, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
    """The port's `cases_by_place`."""
    rows = await read(cypher.CASES_BY_PLACE[_when(query), query.sort], codes=list(codes), **_parameters(query))
    pages = {row["place"]: (row["total"], [tuple(key) for key in row["page"]]) for row in rows}
    found = await files(read, dict.fromkeys(key for _, page in pages.values() for key in page))
    by_key = {(file.case.district, file.case.key): file for file in found}
    return {code: CasePage(total, tuple(by_key[key] for key in page)) for code, (total, page) in pages.items()}


async def case_files(read: Reads, number: str, districts: Sequence[str]) -> tuple[CaseFile, ...]:
    """The port's `case_files`."""
    rows = await read(cypher.CASES_OF_NUMBER, number=number, districts=list(districts))
    return await files(read, sorted((row["district"], row["key"]) for row in rows))


async def count_states(read: Reads, query: CaseQuery) -> Mapping[str, int]:
    """The port's `count_states`."""
    rows = await read(cypher.CASE_STATES[_when(query)], within=_listed(query.within), **_parameters(query))
    return {row["state"]: row["number"] for row in rows}


async def ledger_facts(read: Reads, district: str, keys: Sequence[str]) -> Facts:
    """The port's `ledger_facts`: the counter first, so that what is written meanwhile is noticed when it is compared."""
    revision = await read(cypher.LEDGER_REVISION, district=district)
    pairs: list[Key] = [(district, key) for key in keys]
    found = await files(read, pairs)
    changes = [codec.change(Ref(r["kind"], r["subject"]), r["properties"]) for r in await read(cypher.CASE_CHANGES, keys=_lists(pairs))]
    return _facts(district, revision[0]["revision"] if revision else 0, found, changes)


async def files(read: Reads, keys: Iterable[Key]) -> tuple[CaseFile, ...]:
    """Cases with everything that hangs on them, in the order of their keys; one statement, none for no keys."""
    wanted = list(keys)
    if not wanted:
        return ()
    nodes: dict[Key, list[Actor]] = {key: [] for key in wanted}
    links: dict[Key, list[Link]] = {key: [] for key in wanted}
    for row in await read(cypher.CASE_FILES, keys=_lists(wanted)):
        key = (row["case"][0], row["case"][1])
        if row["type"] is None:
            nodes[key].append(codec.actor(_kind(row["labels"]), row["labels"], row["properties"]))
        else:
            links[key].append(_link(row))
    return tuple(_file(nodes[key], links[key]) for key in wanted if nodes[key])


def _file(nodes: list[Actor], links: list[Link]) -> CaseFile:
    events = {actor.key: actor for actor in nodes if actor.kind == "CaseEvent"}
    (case,) = (actor for actor in nodes if actor.kind == "Case")
    return CaseFile(case, tuple(events[key] for key in sorted(events)), tuple(sorted(links, key=lambda x: (x.type, x.id))))


def _link(row: Row) -> Link:
    start = Ref(_kind(row["labels"]), row["start"])
    return codec.link(row["type"], start, codec.ref(row["endLabels"], cypher.KEYS, row["endKeys"]), row["properties"])


def _kind(labels: Iterable[str]) -> str:
    return next(label for label in labels if label in NODES)


def _facts(district: str, revision: int, found: Iterable[CaseFile], changes: Iterable[Change]) -> Facts:
    """The files as facts; a link between two cases is of both, and told once."""
    actors: dict[Ref, Actor] = {}
    links: dict[str, Link] = {}
    for file in found:
        actors |= {actor.ref: actor for actor in (file.case, *file.events)}
        links |= {f"{link.type}/{link.id}": link for link in file.links}
    return Facts(district, revision, tuple(actors.values()), tuple(links.values()), tuple(changes))


def _when(query: CaseQuery) -> str:
    return "NOW" if query.known_at is None else "THEN"


def _parameters(query: CaseQuery) -> Row:
    filters = {
        "districts": query.districts,
        "states": query.states,
        "matters": query.matters,
        "categories": query.categories,
        "types": [type_.value for type_ in EventType],
        "openStates": sorted(OPEN),
    }
    plain = {
        "day": query.day,
        "knownAt": query.known_at,
        "open": query.open,
        "overdue": query.overdue,
        "lead": query.lead,
        "leadRole": AssignmentRole.LEAD.value,
        "dueUntil": query.due_until,
        "skip": query.skip,
        "limit": query.limit,
    }
    return {name: _listed(value) for name, value in filters.items()} | plain


def _listed(values: Iterable[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _lists(keys: Iterable[Key]) -> list[list[str]]:
    return [list(key) for key in keys]
