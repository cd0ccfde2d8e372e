"""Cases, read by a constant number of bounded statements: which they are, then everything that hangs on those of a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from graph.interval import Precision
from graph.lifecycle import CYCLE, OPEN, EventType, rank
from graph.model import Actor, CaseFile, CasePage, CaseQuery, CaseSort, CaseText, Change, Closing, Facts, Imported, ImportFacts, Link, Ref
from graph.store import codec, cypher
from graph.vocabulary import NODES, AssignmentRole, CaseState

V = TypeVar("V", date, str)
Row = dict[str, Any]
Key = tuple[str, str]
Hidden = Collection[str]

_AT_ONCE = 2_000
"""Cases whose files one statement reads at most."""
_LONGEST_TEXT = 500
"""So much of a case's text is compared."""


class Reads(Protocol):
    """One read statement, as the store carries it out."""

    async def __call__(self, statement: cypher.Read, seconds: float | None = None, **parameters: Any) -> list[Row]: ...


async def cases(read: Reads, query: CaseQuery) -> CasePage:
    """The port's `cases`."""
    shape = _shape(query)
    statement = cypher.CASES_NUMBERED[shape] if query.number else cypher.CASES[shape, query.sort]
    rows = await read(statement, **_parameters(query))
    if not rows:
        return CasePage(0, ())
    return CasePage(rows[0]["total"], await _files(read, _keys(rows[0]["page"]), rows[0]["hidden"]))


async def cases_by_place(read: Reads, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
    """The port's `cases_by_place`."""
    asked = replace(query, within=tuple(codes))
    rows = await read(cypher.CASES_BY_PLACE[_shape(asked), asked.sort], **_parameters(asked))
    pages = {row["place"]: (row["total"], _keys(row["page"])) for row in rows}
    keys = dict.fromkeys(key for _, page in pages.values() for key in page)
    found = await _files(read, keys, rows[0]["hidden"] if rows else ())
    by_key = {(file.case.district, file.case.key): file for file in found}
    empty: tuple[int, list[Key]] = (0, [])
    return {code: CasePage(total, tuple(by_key[key] for key in page)) for code in codes for total, page in [pages.get(code, empty)]}


async def case_files(read: Reads, number: str, districts: Sequence[str]) -> tuple[CaseFile, ...]:
    """The port's `case_files`."""
    rows = await read(cypher.CASES_OF_NUMBER, number=number, districts=list(districts))
    keys = sorted((row["district"], row["key"]) for row in rows)
    return await _files(read, keys, rows[0]["hidden"] if rows else ())


async def count_states(read: Reads, query: CaseQuery) -> Mapping[str, int]:
    """The port's `count_states`."""
    rows = await read(cypher.CASE_STATES[_shape(query)], **_parameters(query))
    return {row["state"]: row["number"] for row in rows}


async def count_cases(read: Reads, query: CaseQuery, asked: Sequence[CaseQuery]) -> Sequence[int]:
    """The port's `count_cases`."""
    due, raised = _each(q.due_until for q in asked), _each(q.raised_until for q in asked)
    told: Row = {
        "asked": [{**_mark(one, due, raised), "place": place} for place, one in enumerate(asked)],
        "dueDays": due,
        "raisedDays": raised,
        "lackings": _each(q.lacking for q in asked),
        "agains": _each(q.again for q in asked),
    }
    telling = {*told["lackings"], *told["agains"], EventType.REOPENED.value, EventType.TRIAGED.value}
    shape = _shape(query)._replace(dated=True)
    rows = await read(cypher.CASE_COUNTS[shape, any(q.trait for q in asked)], telling=sorted(telling), **told, **_parameters(query))
    found = {row["place"]: row["number"] for row in rows}
    return [found.get(place, 0) for place in range(len(asked))]


async def case_texts(read: Reads, query: CaseQuery) -> tuple[CaseText, ...]:
    """The port's `case_texts`."""
    rows = await read(cypher.CASE_TEXTS[_shape(query)], longest=_LONGEST_TEXT, **_parameters(query))
    return tuple(map(_text, rows))


async def closings(read: Reads, query: CaseQuery, codes: Sequence[str], since: date, until: date) -> tuple[Closing, ...]:
    """The port's `closings`."""
    asked = replace(query, within=tuple(codes))
    rows = await read(cypher.CLOSINGS[_shape(asked)], since=since, until=until, resolved=EventType.RESOLVED.value, **_parameters(asked))
    return tuple(_closing(row["community"], row["dates"]) for row in rows)


async def ledger_facts(read: Reads, district: str, keys: Sequence[str]) -> Facts:
    """The port's `ledger_facts`: the counter first, so that what is written meanwhile is noticed when it is compared."""
    (counters,) = await read(cypher.REVISION, district=district)
    found = await _files(read, [(district, key) for key in keys], counters["hidden"])
    return _facts(district, counters["ledger"], found)


async def import_facts(read: Reads, imported: Imported) -> ImportFacts:
    """The port's `import_facts`, of an import that is in the books."""
    district, import_id = imported.district, imported.import_id
    about = await read(cypher.CASES_OF_IMPORT, district=district, importId=import_id)
    on_it = await read(cypher.CASES_ON_IMPORT, district=district, importId=import_id)
    books = sorted((codec.imported(row["properties"]) for row in await read(cypher.IMPORTS, district=district)), key=lambda i: i.at)
    facts = await ledger_facts(read, district, [row["key"] for row in about])
    done = {one.import_id for one in books}
    return ImportFacts(imported, facts, tuple(sorted(row["importId"] for row in on_it if row["importId"] in done)), tuple(books))


# ---- files


async def _files(read: Reads, keys: Iterable[Key], hidden: Hidden) -> tuple[CaseFile, ...]:
    """Cases with everything that hangs on them, in the order of their keys: one statement, another one for those that are withdrawn."""
    wanted = list(keys)
    held: dict[Key, CaseFile] = {}
    for statement in (cypher.CASE_FILES, cypher.WITHDRAWN_CASE_FILES):
        missing = [key for key in wanted if key not in held]
        for first in range(0, len(missing), _AT_ONCE):
            some = missing[first : first + _AT_ONCE]
            rows = await read(statement, keys=[[*key, codec.former(key[0], Ref("Case", key[1]))] for key in some])
            held |= _filed(rows, hidden)
    return tuple(held[key] for key in wanted if key in held)


def _filed(rows: Iterable[Row], hidden: Hidden) -> dict[Key, CaseFile]:
    """Rows sorted into the files of their cases."""
    nodes: dict[Key, list[Actor]] = {}
    links: dict[Key, list[Link]] = {}
    changes: dict[Key, list[Change]] = {}
    for row in rows:
        key = (row["case"][0], row["case"][1])
        if row["properties"].get("importId") in hidden:
            continue
        if row["type"] is None:
            nodes.setdefault(key, []).append(codec.actor(_kind(row["labels"]), row["labels"], row["properties"]))
        elif row["endLabels"] is None:
            changes.setdefault(key, []).append(codec.change(Ref("Case", row["start"]), row["properties"], *row["endKeys"]))
        else:
            links.setdefault(key, []).append(_link(row))
    return {key: _file(found, links.get(key, []), changes.get(key, [])) for key, found in nodes.items()}


def _file(nodes: Iterable[Actor], links: Iterable[Link], changes: Iterable[Change]) -> CaseFile:
    by_ref = {actor.ref: actor for actor in nodes}
    (case,) = (actor for actor in by_ref.values() if actor.kind == "Case")
    events = tuple(sorted((actor for actor in by_ref.values() if actor is not case), key=lambda actor: actor.key))
    found = sorted(links, key=lambda x: (x.type, x.id))
    of_it = tuple(x for x in found if x.start in by_ref)
    return CaseFile(case, events, of_it, tuple(sorted(changes, key=lambda c: c.key)), tuple(x for x in found if x.start not in by_ref))


def _link(row: Row) -> Link:
    start = Ref(_kind(row["labels"]), row["start"])
    return codec.link(row["type"], start, codec.ref(row["endLabels"], cypher.KEYS, row["endKeys"]), row["properties"])


def _kind(labels: Iterable[str]) -> str:
    return next(label for label in labels if label in NODES)


def _facts(district: str, revision: int, found: Iterable[CaseFile]) -> Facts:
    """The files as facts; a link between two cases is of both, and told once."""
    actors: dict[Ref, Actor] = {}
    links: dict[tuple[str, str], Link] = {}
    changes: dict[str, Change] = {}
    for file in found:
        actors |= {actor.ref: actor for actor in (file.case, *file.events)}
        links |= {(link.type, link.id): link for link in file.links}
        changes |= {change.key: change for change in file.changes}
    return Facts(district, revision, tuple(actors.values()), tuple(links.values()), tuple(changes.values()))


# ---- cases without their files


def _text(row: Row) -> CaseText:
    return CaseText(
        row["district"],
        row["key"],
        row["community"],
        row["state"],
        row["category"],
        row["text"] or "",
        row["households"],
        row["level"],
        tuple(sorted(row["common"])),
    )


def _closing(community: str, dates: Row) -> Closing:
    told = {name: value for name, value in dates.items() if value is not None}
    resolved = codec.boundary("since", told)
    assert resolved is not None, "the statement leaves out what has no day"
    return Closing(community, codec.boundary("raised", told), resolved)


# ---- parameters


_WORDS = {
    "leadRole": AssignmentRole.LEAD.value,
    "struckOff": CaseState.STRUCK_OFF.value,
    "triaged": EventType.TRIAGED.value,
    "evaluating": EventType.EVALUATED.value,
    "resolving": EventType.RESOLVED.value,
    "reopening": EventType.REOPENED.value,
    "ranks": {type_.value: rank(type_) for type_ in EventType},
    "places": {type_.value: place for place, type_ in enumerate(EventType)},
    "beside": len(CYCLE),
    "extend": EventType.EXTEND.value,
    "exact": Precision.DAY.value,
    "units": {p.value: p.value.lower() for p in Precision if p is not Precision.UNKNOWN},
}
"""What statements say in words."""


_MARKS = frozenset({"states", "matters", "leadKinds", "open", "overdue", "lacking", "again", "trait"})
"""What questions that are counted together may differ in, beside their days."""


def _shape(query: CaseQuery) -> cypher.Shape:
    by_due_day = query.sort is CaseSort.DUE or query.overdue is not None or query.due_until is not None
    return cypher.Shape("NOW" if query.known_at is None else "THEN", by_due_day, query.trait, query.within is not None)


def _parameters(query: CaseQuery) -> Row:
    lists = {
        "districts": query.districts,
        "within": query.within,
        "openStates": sorted(OPEN),
        "fields": cypher.ALL_FIELDS,
    }
    plain = {
        "day": query.day,
        "knownAt": query.known_at,
        "lengths": sorted({len(code) for code in query.within or ()}),
        "ofPerson": "/Person/",
        "ofUnit": "/Organization/",
        "skip": query.skip,
        "limit": query.limit,
        "fromEnd": query.from_end,
    }
    listed = {name: _listed(value) for name, value in lists.items()}
    return _filters(query) | listed | plain | _days(query.day) | _begun(query.number or "") | _WORDS


def _filters(query: CaseQuery) -> Row:
    """What narrows a query beside its places, its day and its moment."""
    lists = {
        "states": query.states,
        "matters": query.matters,
        "categories": query.categories,
        "ledBy": query.led_by,
        "leadKinds": query.lead_kinds,
    }
    plain = {
        "open": query.open,
        "overdue": query.overdue,
        "lead": query.lead,
        "dueUntil": query.due_until,
        "raisedUntil": query.raised_until,
        "lacking": query.lacking,
        "again": query.again,
        "trait": query.trait,
    }
    return {name: _listed(value) for name, value in lists.items()} | plain


def _mark(query: CaseQuery, due: Sequence[date], raised: Sequence[date]) -> Row:
    """What narrows one of several questions that are counted together: a day by how many of the days asked for are not before it."""
    ranks = {
        "dueRank": None if query.due_until is None else len(due) - due.index(query.due_until),
        "raisedRank": None if query.raised_until is None else len(raised) - raised.index(query.raised_until),
    }
    return {name: value for name, value in _filters(query).items() if name in _MARKS} | ranks


def _each(values: Iterable[V | None]) -> list[V]:
    """Those that are given, each once and in order."""
    return sorted({value for value in values if value is not None})


def _days(day: date) -> Row:
    """The day after, and before which day a month and a year must begin that are over with the day."""
    after = day + timedelta(days=1)
    return {"dayAfter": after, "before": {Precision.MONTH.value: after.replace(day=1), Precision.YEAR.value: after.replace(month=1, day=1)}}


def _begun(number: str) -> Row:
    """How a number may begin: letters in either case."""
    return {"number": number, "upper": number.upper(), "lower": number.lower()}


def _keys(page: Iterable[Sequence[str]]) -> list[Key]:
    return [(district, key) for district, key in page]


def _listed(values: Iterable[str] | None) -> list[str] | None:
    return None if values is None else list(values)
