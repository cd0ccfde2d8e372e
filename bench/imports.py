"""The sample through Intake, against a plain driver that writes the same nodes and links; and a district's cold load, against plain reads.

The plain driver has its rows ready: no file is read, nothing is planned, checked or counted, no counter is moved. Both write by UNWIND
in batches, each to a fresh embedded server with the same constraints and indexes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bench.servers import Server, fresh
from graph.archive import Archive
from graph.model import Receipt
from graph.store import script
from graph.vocabulary import LINKS, NODES
from loaders.desk import Options
from loaders.intake import Intake, Outcome
from loaders.sample import NANAN, write

DISTRICT = "500108"
_OUT = Console(width=160, highlight=False)
_ROUNDS = 3


def archive(server: Server) -> Archive:
    """An archive that holds nothing yet."""
    return Archive(server.store, lambda: NANAN.as_of, lambda: datetime.now(UTC))


async def imported(server: Server, paths: Sequence[Path]) -> tuple[Outcome, ...]:
    """The sample's sheets through Intake, as `serve --sample` has them."""
    intake = Intake(archive(server))
    first = Options(NANAN.as_of, effective=NANAN.territory_since, edition=NANAN.edition)
    divisions = [path for path in paths if path.suffix == ".csv"]
    others = [path for path in paths if path.suffix != ".csv"]
    return (*await intake.run(divisions, first), *await intake.run(others, Options(NANAN.as_of)))


def steps(outcomes: Sequence[Outcome]) -> list[script.Step]:
    """What was written, as statements with their rows."""
    receipt = Receipt("bench", datetime.now(UTC), "bench")
    return [step for outcome in outcomes if outcome.plan for step in script.steps(outcome.plan, receipt)]


async def _plainly(server: Server, ready: Sequence[script.Step]) -> None:
    for step in ready:
        await server.write(step.statement, district=DISTRICT, rows=step.rows, moment=step.moment)


async def _timed(work: Awaitable[object]) -> float:
    start = time.perf_counter()
    await work
    return time.perf_counter() - start


# ---- reads


async def _cold(server: Server) -> None:
    """A district's facts, its history, and the view of today."""
    view = await archive(server).view()
    assert view.snapshots


async def _plain_reads(server: Server) -> None:
    """The same nodes and links, of one label and of one type after another."""
    for label in (kind.label for kind in NODES.values() if not kind.ledger):
        await server.read(f"MATCH (n:{label}) RETURN labels(n) AS labels, properties(n) AS properties")
    for type_ in (kind.type for kind in LINKS.values() if not kind.ledger):
        await server.read(f"MATCH (a)-[r:{type_}]->(b) RETURN labels(a) AS start, labels(b) AS end, properties(r) AS properties")


async def _best(server: Server, reads: Sequence[Callable[[Server], Awaitable[None]]]) -> list[float]:
    """The best of some rounds, in turn."""
    rounds = [[await _timed(read(server)) for read in reads] for _ in range(_ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


# ---- what is printed


def told(name: str, ours: float, plain: float, what: str) -> None:
    _OUT.print(f"{name:<28} {ours:8.2f} s   plain driver {plain:8.2f} s   ratio {ours / plain:5.2f}   {what}", markup=False)


async def _measured(folder: Path) -> None:
    paths = write(folder)
    async with fresh() as server:
        start = time.perf_counter()
        outcomes = await imported(server, paths)
        ours = time.perf_counter() - start
        assert not any(outcome.refused for outcome in outcomes)
        load, reads = await _best(server, (_cold, _plain_reads))
    ready = steps(outcomes)
    async with fresh() as server:
        plain = await _timed(_plainly(server, ready))
    told("import of the sample", ours, plain, f"{sum(len(step.rows) for step in ready):,} nodes and links")
    told("cold load of the district", load, reads, "facts, history and view, without its cases")


def main() -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_measured(Path(folder)))


if __name__ == "__main__":
    main()
