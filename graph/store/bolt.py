"""The store over Bolt: the official driver, one adapter for Neo4j and for the embedded server.

Reads go through managed read transactions, writes through one managed write transaction that begins by a compare-and-set of the
district's counter and ends with the receipt, whose id is unique: a write of unknown outcome is repeated and happens once.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession, unit_of_work
from neo4j.exceptions import ConstraintError, DriverError, IncompleteCommit, Neo4jError

from graph.errors import Conflict, GovernanceError, StoreFailed, TooLarge
from graph.model import Actor, CaseFile, CasePage, CaseQuery, Change, Facts, Link, Plan, Receipt, Ref
from graph.store import codec, cypher, ledger, script
from graph.store.failures import is_out_of_memory, translated
from graph.store.locks import SUPPORTED, exclusive
from graph.store.port import StoreConfig

T = TypeVar("T")
Record = dict[str, Any]
Counters = tuple[int, int | None]

_UNHEARD = logging.NullHandler()
_REPEATS = 5
_RETRY_SECONDS = 3.0
_POOL_SECONDS = 2.0
_HEALTH_SECONDS = 2.0
_SCHEMA_SECONDS = 120.0


class _Repeated(Exception):
    """This receipt has been written before; carries the district's counter, and undoes the transaction."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


def connect(uri: str, user: str, password: str, retry_seconds: float = _RETRY_SECONDS, **options: Any) -> AsyncDriver:
    """A driver that waits for nothing long, and whose own log goes where the application sends it or nowhere.

    `retry_seconds`: how long it begins a transaction anew after an error that may pass, such as a cluster's change of leader.
    """
    logging.getLogger("neo4j").addHandler(_UNHEARD)
    return AsyncGraphDatabase.driver(
        uri,
        auth=(user, password),
        connection_acquisition_timeout=_POOL_SECONDS,
        connection_timeout=_POOL_SECONDS,
        max_transaction_retry_time=retry_seconds,
        **options,
    )


class BoltStore:
    """A Store (see the port) on a driver. Closes the driver with itself."""

    def __init__(self, driver: AsyncDriver, config: StoreConfig) -> None:
        self._driver = driver
        self._config = config
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()
        self._writer: asyncio.Task[Any] | None = None

    # ---- the read face

    async def revisions(self) -> Mapping[str, int]:
        rows = await self._read(cypher.REVISIONS)
        return {row["district"]: row["revision"] for row in rows}

    async def load(self, district: str) -> Facts:
        async with _bounded(self._config.read_seconds):
            while True:
                before = await self._revision(district)
                facts = await self._facts(district, before)
                if await self._revision(district) == before:
                    return facts

    async def _facts(self, district: str, revision: int) -> Facts:
        actors = await self._read(cypher.LOAD_ACTORS, district=district)
        links = await self._read(cypher.LOAD_LINKS, district=district)
        changes = await self._read(cypher.LOAD_CHANGES, district=district)
        return Facts(district, revision, tuple(map(_actor, actors)), tuple(map(_link, links)), tuple(map(_change, changes)))

    async def _revision(self, district: str) -> int:
        rows = await self._read(cypher.REVISION, district=district)
        return rows[0]["revision"] if rows else 0

    async def _read(self, statement: cypher.Read, seconds: float | None = None, **parameters: Any) -> list[Record]:
        """The rows of one statement that cannot write; within `seconds`, else within the configured deadline."""
        deadline = seconds or self._config.read_seconds

        @unit_of_work(timeout=deadline)
        async def work(transaction: AsyncManagedTransaction) -> list[Record]:
            result = await transaction.run(statement, parameters)
            return [dict(record) async for record in result]

        async with _bounded(deadline), self._session(READ_ACCESS) as session:
            return await session.execute_read(work)

    # ---- the read face of cases

    async def cases(self, query: CaseQuery) -> CasePage:
        return await ledger.cases(self._read, query)

    async def cases_by_place(self, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
        return await ledger.cases_by_place(self._read, query, codes)

    async def case_files(self, number: str, districts: Sequence[str]) -> Sequence[CaseFile]:
        return await ledger.case_files(self._read, number, districts)

    async def count_states(self, query: CaseQuery) -> Mapping[str, int]:
        return await ledger.count_states(self._read, query)

    async def ledger_facts(self, district: str, keys: Sequence[str]) -> Facts:
        return await ledger.ledger_facts(self._read, district, keys)

    # ---- the write face

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """The port's promise; between processes of one machine by a lock in the data folder, where there is one.

        It is the task's: another task waits, though this one began it.
        """
        folder = self._config.data
        if self._writer is asyncio.current_task() or not SUPPORTED or not folder.is_dir():
            yield
            return
        async with exclusive(folder / "writer.lock", self._config.wait_seconds):
            self._writer = asyncio.current_task()
            try:
                yield
            finally:
                self._writer = None

    async def commit(self, plan: Plan, expected: int, receipt: Receipt, ledger: int | None = None) -> int:
        size = script.weight(plan)
        if size > script.LIMIT:
            raise TooLarge(size=size, limit=script.LIMIT)
        write = self._transaction(plan, (expected, ledger), receipt)
        async with self.writing(), _bounded(self._config.write_seconds):
            return await self._once(write)

    def _transaction(self, plan: Plan, expected: Counters, receipt: Receipt) -> Callable[[AsyncManagedTransaction], Awaitable[int]]:
        @unit_of_work(timeout=self._config.write_seconds)
        async def work(transaction: AsyncManagedTransaction) -> int:
            revision = await _claim(transaction, plan, expected, receipt)
            for step in script.steps(plan, receipt, revision):
                await _take(transaction, plan, step)
            return revision

        return work

    async def _once(self, write: Callable[[AsyncManagedTransaction], Awaitable[int]]) -> int:
        """Repeat a write that was not confirmed or lost the race to make a node; the receipt makes it happen once."""
        for repeats_left in reversed(range(_REPEATS)):
            try:
                async with self._session(WRITE_ACCESS) as session:
                    return await session.execute_write(write)
            except _Repeated as repeated:
                return repeated.revision
            except (IncompleteCommit, ConstraintError):
                if not repeats_left:
                    raise
            await asyncio.sleep(random.uniform(0.05, 0.2))
        raise AssertionError("unreachable")

    # ---- its life

    async def prepare(self) -> None:
        if await self._is_prepared():
            return
        async with self.writing(), _bounded(_SCHEMA_SECONDS), self._session(WRITE_ACCESS) as session:
            for statement in cypher.SCHEMA:
                await session.execute_write(_run, statement)

    async def _is_prepared(self) -> bool:
        rows = await self._read(cypher.PRESENT_CONSTRAINTS, _SCHEMA_SECONDS)
        return cypher.CONSTRAINTS.keys() <= {row["name"] for row in rows}

    async def healthy(self) -> bool:
        try:
            async with _bounded(_HEALTH_SECONDS):
                return bool(await self._read(cypher.ALIVE))
        except GovernanceError:
            return False

    async def ensure(self) -> None:
        """Nothing to do: the server is not ours."""

    async def close(self) -> None:
        await self._driver.close()

    def _session(self, access: str) -> AsyncSession:
        return self._driver.session(database=self._config.database, default_access_mode=access, bookmark_manager=self._bookmarks)


@asynccontextmanager
async def _bounded(seconds: float) -> AsyncIterator[None]:
    """A deadline, and the driver's errors as ours."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, DriverError, Neo4jError) as error:
        raise translated(error, seconds) from error


async def _run(transaction: AsyncManagedTransaction, statement: cypher.Write) -> None:
    await (await transaction.run(statement)).consume()


async def _claim(transaction: AsyncManagedTransaction, plan: Plan, expected: Counters, receipt: Receipt) -> int:
    """Move the counters of what the plan writes from those expected; returns that of structure. Errors: _Repeated, Conflict."""
    structure, cases = expected
    result = await transaction.run(
        cypher.CLAIM,
        district=plan.district,
        expected=structure,
        ledger=cases,
        structural=script.is_structural(plan),
        onCases=script.is_on_cases(plan),
        importId=receipt.import_id,
    )
    row = await result.single(strict=True)
    if row["repeated"]:
        raise _Repeated(row["revision"])
    if not row["unmoved"]:
        raise Conflict(district=plan.district)
    return int(row["revision"])


async def _take(transaction: AsyncManagedTransaction, plan: Plan, step: script.Step) -> None:
    """Run a step and see that each of its rows was written. Errors: StoreFailed, TooLarge."""
    try:
        written = await _rows_written(transaction, plan.district, step)
    except Neo4jError as error:
        if is_out_of_memory(error):  # the driver would take it for passing, and repeat
            raise TooLarge(size=script.weight(plan), limit=script.LIMIT) from error
        raise
    if written != len(step.rows):
        raise StoreFailed(reason=f"{written}/{len(step.rows)}: {step.statement}")


async def _rows_written(transaction: AsyncManagedTransaction, district: str, step: script.Step) -> int:
    result = await transaction.run(step.statement, district=district, rows=step.rows)
    return int((await result.single(strict=True))["written"])


def _actor(row: Record) -> Actor:
    return codec.actor(row["kind"], row["labels"], row["properties"])


def _link(row: Record) -> Link:
    start = Ref(row["startKind"], row["start"])
    return codec.link(row["type"], start, codec.ref(row["endLabels"], cypher.KEYS, row["endKeys"]), row["properties"])


def _change(row: Record) -> Change:
    return codec.change(Ref(row["kind"], row["subject"]), row["properties"])
