"""The two servers on which every contract test runs, and what is said of them at the end."""

import asyncio
import itertools
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from neo4j import AsyncManagedTransaction, AsyncSession

from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract.embedded import embedded_server, open_once
from tests.contract.ground import Ground, ground_of
from tests.neo4j import server as neo4j_server

SERVERS = ("embedded", "neo4j")
_passed: Counter[str] = Counter()
_districts = itertools.count(900_001)


@pytest.fixture(scope="session", params=SERVERS)
def config(request: pytest.FixtureRequest) -> StoreConfig:
    """Where a running server is. Each is started once, in whatever order the tests come."""
    found: StoreConfig = request.getfixturevalue(f"{request.param}_config")
    return found


@pytest.fixture(scope="session")
def embedded_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreConfig]:
    with embedded_server(tmp_path_factory.mktemp("embedded") / "data") as found:
        yield found


@pytest.fixture(scope="session")
def neo4j_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreConfig]:
    with _neo4j(tmp_path_factory.mktemp("neo4j")) as found:
        yield found


@contextmanager
def _neo4j(folder: Path) -> Iterator[StoreConfig]:
    data = folder / "data"
    data.mkdir()
    try:
        with neo4j_server.running(folder / "home") as found:
            place = StoreConfig(data, found.uri, found.user, found.password, wait_seconds=5)
            asyncio.run(open_once(place))
            yield place
    except neo4j_server.Missing as why:
        if os.environ.get("LIANDONG_TEST_REQUIRE_NEO4J") == "1":
            pytest.fail(f"LIANDONG_TEST_REQUIRE_NEO4J=1, but {why}")
        pytest.skip(str(why))


@pytest.fixture
async def store(config: StoreConfig) -> AsyncIterator[Store]:
    async with open_store(config) as opened:
        yield opened


@pytest.fixture
def district() -> str:
    """A district that no other test knows: each test has the database to itself."""
    return str(next(_districts))


@pytest.fixture
async def ground(config: StoreConfig) -> AsyncIterator[Ground]:
    """The database behind the store's back, by a plain driver."""
    async with ground_of(config) as found:
        yield found


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that any store sends from now on."""
    sent: list[str] = []

    def counted(kind: type[AsyncManagedTransaction] | type[AsyncSession]) -> None:
        run = kind.run

        async def noting(self, query, *args, **kwargs):  # type: ignore[no-untyped-def]
            sent.append(str(query))
            return await run(self, query, *args, **kwargs)

        monkeypatch.setattr(kind, "run", noting)

    counted(AsyncManagedTransaction)
    counted(AsyncSession)
    return sent


@pytest.fixture
def now() -> datetime:
    return datetime(2020, 2, 6, 9, 30, 15, 123456, tzinfo=UTC)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed and report.nodeid.startswith("tests/contract/"):
        _passed.update(server for server in SERVERS if f"[{server}" in report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = ", ".join(f"{_passed[server]} on {server}" for server in SERVERS)
    terminalreporter.write_line(f"contract tests passed: {told}")
