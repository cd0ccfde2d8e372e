"""D2: kill -9 at any moment of an import, of the importing process and of the server: afterwards nothing of the file is there, or all.

What an import by parts leaves behind is seen by nobody, and the next writer takes it away or goes on with it. The full series, twenty
kills of each on the embedded server and three on Neo4j: `pytest -m long tests/store/test_killed_imports.py`.
"""

import asyncio
import itertools
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from graph.store.folder import Folder
from graph.store.locks import SUPPORTED
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract import facts as some
from tests.contract.embedded import embedded_server, open_once
from tests.contract.ground import ground_of
from tests.contract.test_ledger import HEADERS, ask, ledger_lines
from tests.loaders.books import workbook
from tests.loaders.clerk import DIVISION_HEADERS, ROSTER_HEADERS, line
from tests.neo4j import server as neo4j_server
from tests.store.importer import Order, arguments, take_in
from tests.store.test_kills import gone

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not SUPPORTED, reason="there is no embedded server")]

ROOT = Path(__file__).parents[2]
PART = 120
"""Nodes and links of a part, where an import goes in by parts."""

_SETTLED_SECONDS = 0.3
"""A commit that the dead process had asked for is over by then."""

Victim = str


class Site(Protocol):
    """A server that can be killed and comes back."""

    config: StoreConfig

    async def kill(self) -> None: ...

    async def restart(self) -> None: ...


@dataclass
class Embedded:
    config: StoreConfig

    async def kill(self) -> None:
        presence = Folder(self.config.data).presence()
        assert presence is not None
        os.kill(presence.pid, signal.SIGKILL)
        await gone(self.config.data)

    async def restart(self) -> None:
        """The next user starts it."""


@dataclass
class Neo4j:
    config: StoreConfig
    own: neo4j_server.Own

    async def kill(self) -> None:
        await asyncio.to_thread(self.own.kill)

    async def restart(self) -> None:
        await asyncio.to_thread(self.own.start)


@contextmanager
def embedded(folder: Path) -> Iterator[Site]:
    with embedded_server(folder / "data") as config:
        yield Embedded(config)


@contextmanager
def neo4j(folder: Path) -> Iterator[Site]:
    data = folder / "data"
    data.mkdir()
    try:
        own = neo4j_server.Own(folder / "home")
        own.start()
    except neo4j_server.Missing as why:
        pytest.skip(str(why))
    try:
        config = StoreConfig(data, own.server.uri, own.server.user, own.server.password)
        asyncio.run(open_once(config))
        yield Neo4j(config, own)
    finally:
        own.kill()


@dataclass
class Tally:
    """What was there after the kills: nothing of the file, all of it, or parts that nobody saw. `moments`: shares of its statements."""

    nothing: int = 0
    all: int = 0
    unseen: int = 0
    moments: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        first, last = min(self.moments), max(self.moments)
        return f"nothing {self.nothing}, all {self.all}, unseen parts {self.unseen}; killed at {first:.0%} to {last:.0%} of its length"


@dataclass
class Series:
    """Kills of one kind in imports of one kind, each in a district of its own; all districts are alike but for their code."""

    site: Site
    folder: Path
    cases: int
    limit: int
    districts: Iterator[int]
    tally: Tally = field(default_factory=Tally)
    whole: str = ""
    statements: int = 0

    async def measure(self) -> None:
        """What an import writes that nobody disturbs, the same in parts as whole, and by how many statements."""
        for order in (replace(self.order(), limit=0), self.order()):
            await self.divide(order)
            async with importing(self.site.config, order) as process:
                lines = [one async for one in saying(process)]
            *_, last = lines
            assert last == {"written": order.import_id}
            self.statements = len(lines) - 1
            assert self.whole in ("", await self.digest(order))
            self.whole = await self.digest(order)

    def order(self) -> Order:
        district = str(next(self.districts))
        return Order(str(self.write(district)), district, f"{district}-killed", self.limit)

    def write(self, district: str) -> Path:
        roster = [line(f"第{n}社区", leader=f"领{n % 4}", team=f"干{n % 3}", local=f"村{n}") for n in range(1, 11)]
        lines = ledger_lines(district, self.cases)
        return workbook(self.folder / f"{district}.xlsx", (ROSTER_HEADERS, *roster), (HEADERS, *lines))

    async def divide(self, order: Order) -> None:
        district = order.district
        rows = [(f"{district}0010{n:02}", f"第{n}社区居民委员会", "某街道", "某区") for n in range(1, 11)]
        path = workbook(self.folder / f"{district}-divisions.xlsx", (DIVISION_HEADERS, *rows))
        async with open_store(self.site.config) as store:
            await take_in(store, Order(str(path), district, f"{district}-divisions"))

    async def digest(self, order: Order) -> str:
        async with ground_of(self.site.config) as ground:
            return await ground.digest(order.district, IMPORT=order.import_id, DISTRICT=order.district)

    async def kill(self, victim: Victim, moment: float, again: str) -> None:
        """One kill, and what is there afterwards; then the same file once more, under the same id or under `again`."""
        order = self.order()
        await self.divide(order)
        before = await self.digest(order)
        async with open_store(self.site.config) as store:
            seen_before = await seen(store, order)
        async with importing(self.site.config, order) as process:
            await self.far(process, moment)
            if victim == "server":
                await self.site.kill()
            elif process.returncode is None:
                process.kill()
            await process.wait()
            await asyncio.sleep(_SETTLED_SECONDS)
        if victim == "server":
            await self.site.restart()
        self.tally.moments.append(moment)
        async with open_store(self.site.config) as store:
            await self._hold(order, before, await seen(store, order) == seen_before)
            anew = replace(order, import_id=f"{order.district}-{again}")
            outcome = await take_in(store, anew)
        written = anew if outcome.import_id else order
        assert await self.digest(written) == self.whole

    async def far(self, process: asyncio.subprocess.Process, moment: float) -> None:
        """Return when the process is so far in its import, or just before, or when it is done; somewhere within a statement."""
        statement = round(moment * self.statements)
        if statement:
            async for one in saying(process):
                if one.get("statement") == statement:
                    break
        await asyncio.sleep(random.uniform(0, 0.02))

    async def _hold(self, order: Order, before: str, unseen: bool) -> None:
        there = await self.digest(order)
        if there == before:
            self.tally.nothing += 1
        elif there == self.whole:
            self.tally.all += 1
        else:
            self.tally.unseen += 1
            assert unseen
            assert self.limit
        assert unseen == (there != self.whole)


def importing(config: StoreConfig, order: Order) -> "Importing":
    return Importing(arguments(config, order))


@dataclass
class Importing:
    """A process that imports, from the moment when it begins."""

    asked: str
    process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> asyncio.subprocess.Process:
        command = [sys.executable, "-m", "tests.store.importer", self.asked]
        pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        self.process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=none, env=environment)
        assert "begun" in await told(self.process)
        return self.process

    async def __aexit__(self, *_: object) -> None:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()


async def saying(process: asyncio.subprocess.Process) -> AsyncIterator[dict[str, Any]]:
    """What it says until it ends."""
    assert process.stdout is not None
    async for text in process.stdout:
        yield dict(json.loads(text))


async def told(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    return dict(json.loads(await process.stdout.readline()))


async def seen(store: Store, order: Order) -> object:
    """All that a user of the store sees of a district."""
    facts = some.ordered(await store.load(order.district))
    return facts, await store.cases(ask(order.district)), await store.count_states(ask(order.district))


async def killed(series: Series, victim: Victim, numbers: Sequence[int], of: int) -> Tally:
    """The kills of these numbers, of so many in all, at moments spread over the whole length of an import."""
    chance = random.Random(f"{victim}{series.limit}{numbers}")
    await series.measure()
    for number in numbers:
        await series.kill(victim, (number + chance.random()) / of, ("killed", "again")[number // 2 % 2])
    assert sum((series.tally.nothing, series.tally.all, series.tally.unseen)) == len(numbers)
    return series.tally


_districts = itertools.count(910_001)


async def test_a_kill_of_the_server(common: StoreConfig, tmp_path: Path) -> None:
    """In short: within an import by parts. For a kill of the process see test_processes."""
    series = Series(Embedded(common), tmp_path, cases=20, limit=PART, districts=_districts, statements=36)
    order = replace(series.order(), limit=0)
    await series.divide(order)
    async with open_store(common) as store:
        await take_in(store, order)
    series.whole = await series.digest(order)
    await series.kill("server", 0.6, "again")
    assert series.tally.unseen == 1


@pytest.mark.long
@pytest.mark.parametrize("limit", [0, PART], ids=["whole", "parts"])
@pytest.mark.parametrize("victim", ["process", "server"])
@pytest.mark.parametrize(
    ("server", "numbers", "of"),
    [*((embedded, range(first, 20, 4), 20) for first in range(4)), (neo4j, range(3), 3)],
    ids=["embedded-1", "embedded-2", "embedded-3", "embedded-4", "neo4j"],
)
def test_a_series_of_kills(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], server: Callable[[Path], Any], numbers: range, of: int, victim: Victim, limit: int
) -> None:
    with server(tmp_path) as site:
        tally = asyncio.run(killed(Series(site, tmp_path, 100, limit, _districts), victim, numbers, of))
    with capsys.disabled():
        sys.stdout.write(f"\n{len(numbers)} kills of the {victim}, {'by parts' if limit else 'whole'}, {server.__name__}: {tally}\n")
