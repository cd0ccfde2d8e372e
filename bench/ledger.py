"""What a question about cases costs on 5,208 and on 200,000 of them: the statements, which must be as many, and the time.

`python -m bench ledger`, or `python -m bench.ledger NUMBER …` for other numbers of cases. They are written straight to the store, each
with its community, its lead and two events; the questions are asked of the schema, with the view at hand.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from neo4j import AsyncManagedTransaction
from rich.console import Console
from rich.table import Table
from strawberry.types import ExecutionResult

from bench.imports import archive, imported
from bench.servers import Server, fresh
from graph.interval import Interval, PartialDate
from graph.lifecycle import EventType
from graph.model import Actor, Link, Plan, Receipt, Ref, Scalar, Source
from graph.view import View
from graph.vocabulary import AssignmentRole, CaseState, Matter
from loaders.sample import NANAN, write
from schema.context import Context
from schema.root import schema

DISTRICT = "500108"
SIZES = (5_208, 200_000)
_AT_ONCE = 10_000
_ROUNDS = 5
_NOW = datetime(2020, 2, 6, tzinfo=UTC)
_SOURCE = Source("synthetic", import_id="bench")
_PAGE = "totalCount edges { node { number state due raised community { shortName } lead { name } } }"
QUESTIONS = {
    "a filtered page, with names": f'{{ cases(filter: {{states: [ASSIGNED], categories: ["类3"]}}, first: 50) {{ {_PAGE} }} }}',
    "a page of one subdistrict, by due day": f'{{ cases(within: ["500108001"], orderBy: DUE, first: 50) {{ {_PAGE} }} }}',
    "how many are open and overdue": "{ cases(filter: {overdue: true}, first: 1) { totalCount } }",
    "open cases of every community": "{ communities(first: 200) { edges { node { cases(filter: {open: true}) { totalCount } } } } }",
    "the same as known at a moment": (
        'query ($at: DateTime!) { asOf(date: "2020-02-06", knownAt: $at) { communities(first: 200) { '
        "edges { node { cases(filter: {open: true}) { totalCount } } } } } }"
    ),
    "what the audit finds, in figures": "{ findings(first: 1) { rules { rule checked found unknown } } }",
    "the chain of a case": '{ responsibilityChain(of: {case: "C77"}) { now { standing { role status } handling { role status } } } }',
}


# ---- cases


def cases(number: int, view: View) -> Iterator[Plan]:
    """So many cases as plans of some thousands each: raised day after day, nine in ten handled."""
    (snapshot,) = view.snapshots
    places = [actor.ref for actor in snapshot.history.of("Community")]
    units = [actor.ref for actor in snapshot.history.of("Organization") if actor.text("kind") == "DEPARTMENT"]
    for first in range(0, number, _AT_ONCE):
        made = [_case(n, places[n % len(places)], units[n % len(units)]) for n in range(first, min(first + _AT_ONCE, number))]
        yield Plan(DISTRICT, actors=tuple(a for actors, _ in made for a in actors), links=tuple(x for _, links in made for x in links))


def _case(n: int, place: Ref, unit: Ref) -> tuple[tuple[Actor, ...], tuple[Link, ...]]:
    case, raised = Ref("Case", f"C{n}"), NANAN.as_of - timedelta(days=n % 900)
    after = EventType.ASSIGNED if n % 10 == 0 else EventType.RESOLVED
    said: dict[str, Scalar] = {
        "number": case.key,
        "raised": raised,
        "due": raised + timedelta(days=30),
        "category": f"类{n % 7}",
        "matter": Matter.BIG.value,
        "communityCode": place.key,
    }
    turned = raised + timedelta(days=1 + n % 20)
    first, second = _event(case, EventType.RAISED, raised, turned), _event(case, after, turned, None)
    links = (
        _link("RAISED_IN", case, place, raised),
        _link("ASSIGNED_TO", case, unit, raised, role=AssignmentRole.LEAD.value),
        *(_link("HAS_EVENT", case, event.ref, raised) for event in (first, second)),
    )
    return (Actor("Case", case.key, DISTRICT, _NOW, _SOURCE, properties=said), first, second), links


def _event(case: Ref, type_: EventType, since: date, until: date | None) -> Actor:
    said: dict[str, Scalar] = {"type": type_.value, "state": CaseState(type_.value).value, "order": 0}
    return Actor("CaseEvent", f"{case.key}|{type_.value}|0", DISTRICT, _NOW, _SOURCE, Interval.days(since, until), said)


def _link(type_: str, start: Ref, end: Ref, since: date, **said: str) -> Link:
    key = f"{start.key}|{type_}|{end.key}"
    return Link(type_, key, start, end, DISTRICT, _NOW, _SOURCE, Interval(PartialDate.day(since)), said)


async def _fill(server: Server, number: int) -> float:
    view = await archive(server).view()
    structure = (await server.store.revisions())[DISTRICT].structure
    start = time.perf_counter()
    for count, plan in enumerate(cases(number, view)):
        await server.store.commit(plan, structure, Receipt(f"bench-{number}-{count}", _NOW, "bench"))
    return time.perf_counter() - start


# ---- questions


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements that any store sends meanwhile."""
    sent: list[str] = []
    run = AsyncManagedTransaction.run

    async def noting(self: AsyncManagedTransaction, query: str, *args: Any, **kwargs: Any) -> Any:
        sent.append(query)
        return await run(self, query, *args, **kwargs)

    AsyncManagedTransaction.run = noting  # type: ignore[method-assign, assignment]
    try:
        yield sent
    finally:
        AsyncManagedTransaction.run = run  # type: ignore[method-assign]


async def _asked(server: Server, view: View, query: str) -> tuple[int, float, Any]:
    """Statements, seconds and the answer."""
    with _counted() as sent:
        start = time.perf_counter()
        result = await schema.execute(query, {"at": datetime.now(UTC).isoformat()}, Context(view, server.store, "zh"))
        seconds = time.perf_counter() - start
    assert isinstance(result, ExecutionResult)
    assert result.errors is None, result.errors
    return len(sent), seconds, result.data


async def _questions(server: Server) -> dict[str, tuple[int, float]]:
    """Question → statements, and the best time of some rounds."""
    view = await archive(server).view()
    found = {}
    for name, query in QUESTIONS.items():
        rounds = [await _asked(server, view, query) for _ in range(_ROUNDS)]
        assert rounds[0][2], name
        found[name] = (max(statements for statements, _, _ in rounds), min(seconds for _, seconds, _ in rounds))
    return found


async def _measured(sizes: Sequence[int], console: Console) -> None:
    found: dict[int, dict[str, tuple[int, float]]] = {}
    with TemporaryDirectory() as folder:
        paths = write(Path(folder), cases=0)
        for size in sizes:
            async with fresh() as server:
                await imported(server, paths)
                console.print(f"{size:,} cases written in {await _fill(server, size):.0f} s", markup=False)
                found[size] = await _questions(server)
    table = Table("Question", *(column for size in sizes for column in (f"{size:,}: statements", "seconds")), "As many?")
    for name in QUESTIONS:
        measured = [found[size][name] for size in sizes]
        same = "yes" if len({statements for statements, _ in measured}) == 1 else "NO"
        table.add_row(name, *(text for statements, seconds in measured for text in (str(statements), f"{seconds:.3f}")), same)
    console.print(table)


def main(sizes: Sequence[int] = SIZES) -> None:
    asyncio.run(_measured(sizes, Console(width=160, highlight=False)))


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or SIZES)
