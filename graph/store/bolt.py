"""The store over Bolt: the official driver, one adapter for Neo4j and for the embedded server.

Reads go through managed read transactions, writes through one managed write transaction that begins by a compare-and-set of the
district's counters and ends with the receipt, whose id is unique: a write of unknown outcome is repeated and happens once. A plan too
large for one transaction goes in by parts that nobody sees before the last one is there; what breaks off is swept away by the next
write, or resumed where the same receipt comes again.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession, unit_of_work
from neo4j.exceptions import ConstraintError, DriverError, IncompleteCommit, Neo4jError

from graph.errors import Conflict, GovernanceError, StoreFailed, TooLarge
from graph.model import (
    Actor,
    CaseFile,
    CasePage,
    CaseQuery,
    CaseText,
    Change,
    Closing,
    Counters,
    Facts,
    ImportFacts,
    Link,
    Plan,
    Receipt,
    Ref,
)
from graph.store import codec, cypher, ledger, parts, script
from graph.store.failures import translated
from graph.store.locks import SUPPORTED, exclusive
from graph.store.port import StoreConfig
from graph.store.transactions import Order, Repeated, Unfinished, run, sweep, write_last, write_part, write_whole

T = TypeVar("T")
F = TypeVar("F", Actor, Link, Change)
Record = dict[str, Any]

_UNHEARD = logging.NullHandler()
_REPEATS = 5
_RETRY_SECONDS = 3.0
_POOL_SECONDS = 2.0
_HEALTH_SECONDS = 2.0
_SCHEMA_SECONDS = 120.0


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

    async def revisions(self) -> Mapping[str, Counters]:
        rows = await self._read(cypher.REVISIONS)
        return {row["district"]: Counters(row["structure"], row["ledger"]) for row in rows}

    async def load(self, district: str) -> Facts:
        async with _bounded(self._config.read_seconds):
            while True:
                before = await self._counters(district)
                facts = await self._facts(district, before["structure"], frozenset(before["hidden"]))
                if await self._counters(district) == before:
                    return facts

    async def _facts(self, district: str, revision: int, hidden: frozenset[str]) -> Facts:
        actors = map(_actor, await self._read(cypher.LOAD_ACTORS, district=district))
        links = map(_link, await self._read(cypher.LOAD_LINKS, district=district))
        changes = map(_change, await self._read(cypher.LOAD_CHANGES, district=district))
        return Facts(district, revision, _shown(actors, hidden), _shown(links, hidden), _shown(changes, hidden))

    async def _counters(self, district: str) -> Record:
        (row,) = await self._read(cypher.REVISION, district=district)
        return row

    async def import_facts(self, import_id: str) -> ImportFacts | None:
        rows = await self._read(cypher.IMPORT, importId=import_id)
        return await ledger.import_facts(self._read, codec.imported(rows[0]["properties"])) if rows else None

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
        return await self._unmoved(query.districts, lambda: ledger.cases(self._read, query))

    async def cases_by_place(self, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
        return await self._unmoved(query.districts, lambda: ledger.cases_by_place(self._read, query, codes))

    async def case_files(self, number: str, districts: Sequence[str]) -> Sequence[CaseFile]:
        return await self._unmoved(districts, lambda: ledger.case_files(self._read, number, districts))

    async def _unmoved(self, districts: Sequence[str], read: Callable[[], Awaitable[T]]) -> T:
        """What several statements read while no counter of these districts moved: read again if one did."""
        async with _bounded(self._config.read_seconds):
            before = await self.revisions()
            while True:
                found, now = await read(), await self.revisions()
                if all(before.get(district) == now.get(district) for district in districts):
                    return found
                before = now

    async def count_states(self, query: CaseQuery) -> Mapping[str, int]:
        return await ledger.count_states(self._read, query)

    async def count_cases(self, query: CaseQuery, asked: Sequence[CaseQuery]) -> Sequence[int]:
        return await ledger.count_cases(self._read, query, asked)

    async def case_texts(self, query: CaseQuery) -> Sequence[CaseText]:
        return await ledger.case_texts(self._read, query)

    async def closings(self, query: CaseQuery, codes: Sequence[str], since: date, until: date) -> Sequence[Closing]:
        return await ledger.closings(self._read, query, codes, since, until)

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
        order = Order(plan, expected, ledger, receipt)
        split = parts.split(plan, script.LIMIT)
        async with self.writing():
            for _ in range(_REPEATS):
                try:
                    return await self._in_parts(order, split) if len(split) > 1 else await self._once(write_whole, order)
                except Repeated as repeated:
                    return repeated.revision
                except Unfinished as left:
                    for import_id in left.imports:
                        await self._sweep(plan.district, import_id)
            raise Conflict(district=plan.district)

    async def _in_parts(self, order: Order, split: Sequence[Plan]) -> int:
        digest = parts.digest(split)
        first = await self._next_part(order, digest)
        try:
            for number in range(first, len(split) - 1):
                await self._once(write_part, order, split[number], number, digest)
            return await self._once(write_last, order, split[-1], len(split) - 1)
        except (Conflict, StoreFailed, TooLarge):
            await self._sweep(order.district, order.receipt.import_id)
            raise

    async def _next_part(self, order: Order, digest: str) -> int:
        """Where to begin: 0, or further on where the same plan broke off. Errors: Repeated, Unfinished."""
        (row,) = await self._read(cypher.JOURNAL, district=order.district, importId=order.receipt.import_id)
        if row["revision"] is not None:
            raise Repeated(row["revision"])
        ours = order.receipt.import_id
        begun = [one["done"] for one in row["unfinished"] if (one["importId"], one["digest"]) == (ours, digest) and one["done"] > 0]
        if left := {one["importId"] for one in row["unfinished"]} - ({ours} if begun else set()):
            raise Unfinished(tuple(sorted(left)))
        return begun[0] if begun else 0

    async def _sweep(self, district: str, import_id: str) -> None:
        """Remove what an import that broke off has brought, and the import itself last; nothing where it is done after all."""
        if not await self._once(sweep, cypher.ABANDON, district, import_id):
            return
        for statement in (*cypher.SWEEP, cypher.FORGET):
            while await self._once(sweep, statement, district, import_id) == script.BATCH:
                pass

    async def refresh(self) -> None:
        async with self.writing():
            await self._once(run, cypher.REFRESH)

    async def _once(self, work: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        """A write transaction within the deadline; repeated where it was not confirmed or lost the race to make a node: the receipt
        makes it happen once."""
        body = unit_of_work(timeout=self._config.write_seconds)(work)
        async with _bounded(self._config.write_seconds):
            for repeats_left in reversed(range(_REPEATS)):
                try:
                    async with self._session(WRITE_ACCESS) as session:
                        return await session.execute_write(body, *arguments)
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
                await session.execute_write(run, statement)

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


def _actor(row: Record) -> Actor:
    return codec.actor(row["kind"], row["labels"], row["properties"])


def _link(row: Record) -> Link:
    start = Ref(row["startKind"], row["start"])
    return codec.link(row["type"], start, codec.ref(row["endLabels"], cypher.KEYS, row["endKeys"]), row["properties"])


def _change(row: Record) -> Change:
    return codec.change(Ref(row["kind"], row["subject"]), row["properties"], row["retractedAt"], row["retractedBy"])


def _shown(facts: Iterable[F], hidden: frozenset[str]) -> tuple[F, ...]:
    """The facts without those of imports that are not done."""
    return tuple(fact for fact in facts if fact.source.import_id not in hidden) if hidden else tuple(facts)
