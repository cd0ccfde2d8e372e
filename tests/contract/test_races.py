"""Several writers at once without the lock that orders those of one machine: as between machines that share one Neo4j."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime

import pytest
from neo4j.exceptions import TransientError

from graph.errors import Conflict
from graph.model import Counters, Plan
from graph.store import cypher
from graph.store.bolt import BoltStore
from graph.store.opening import open_store
from graph.store.port import StoreConfig
from tests.contract import facts as some
from tests.contract.ground import Ground
from tests.store.test_cypher import statements as every_statement

pytestmark = pytest.mark.anyio


@pytest.fixture
async def rivals(config: StoreConfig) -> AsyncIterator[list[BoltStore]]:
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(open_store(config)) for _ in range(4)]
        stores = [store for store in opened if isinstance(store, BoltStore)]
        for store in stores:
            store._config = replace(store._config, data=config.data / "no such folder")
        yield stores


async def test_of_two_open_transactions_on_one_counter_one_goes_through(
    rivals: list[BoltStore], ground: Ground, district: str, now: datetime
) -> None:
    """D5: the other waits, or is told an error of the kind that the driver begins anew after; never another."""
    await rivals[0].commit(Plan(district, some.people(district, now, 0, 1)), 0, some.receipt(now, district))

    async def move() -> None:
        async with ground.transaction() as transaction:
            await transaction.run("MATCH (r:_Revision {districtCode: $d}) SET r.ledger = r.ledger + 1 RETURN 1 AS one", d=district)
            await asyncio.sleep(0.05)

    outcomes = await asyncio.gather(*(move() for _ in range(4)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert [error for error in refused if not (isinstance(error, TransientError) and error.is_retryable())] == []
    (row,) = await ground.rows("MATCH (r:_Revision {districtCode: $d}) RETURN r.ledger AS moves", d=district)
    assert row["moves"] == len(outcomes) - len(refused) > 0


async def test_no_update_is_lost(rivals: list[BoltStore], district: str, now: datetime) -> None:
    """D4, D6: writers read the counter and write on it: as many records as acknowledgements, each revision acknowledged once."""

    async def add(store: BoltStore, writer: int) -> list[int]:
        acknowledged: list[int] = []
        while len(acknowledged) < 8:
            seen = (await store.load(district)).revision
            plan, receipt = (
                Plan(district, some.people(district, now, seen, 1)),
                some.receipt(now, district, f"{writer}-{len(acknowledged)}"),
            )
            try:
                acknowledged.append(await store.commit(plan, seen, receipt))
            except Conflict:
                await asyncio.sleep(0)
        return acknowledged

    told = await asyncio.gather(*(add(store, n) for n, store in enumerate(rivals)))
    assert sorted(revision for some_ in told for revision in some_) == list(range(1, 33))
    facts = await rivals[0].load(district)
    assert (facts.revision, {actor.key for actor in facts.actors}) == (32, {f"p{n}" for n in range(32)})


async def test_many_begin_one_district(rivals: list[BoltStore], ground: Ground, district: str, now: datetime) -> None:
    """D9: who loses the race to make the counter's node begins anew; in the end all are in, on one counter."""

    async def begin(writer: int) -> int:
        while True:
            seen = (await rivals[writer % 4].revisions()).get(district, Counters(0)).structure
            plan = Plan(district, some.people(district, now, 10 * writer, 2))
            try:
                return await rivals[writer % 4].commit(plan, seen, some.receipt(now, district, str(writer)))
            except Conflict:
                await asyncio.sleep(0)

    assert sorted(await asyncio.gather(*map(begin, range(12)))) == list(range(1, 13))
    rows = await ground.rows("MATCH (r:_Revision {districtCode: $d}) RETURN r.structure AS structure", d=district)
    assert rows == [{"structure": 12}]
    assert len((await rivals[0].load(district)).actors) == 24


async def test_one_link_recorded_by_many_is_there_once(rivals: list[BoltStore], ground: Ground, district: str, now: datetime) -> None:
    """D10: links are created under a unique key, on a counter; no statement merges one."""
    await rivals[0].commit(some.everything(district, now), 0, some.receipt(now, district))
    serves = next(link for link in some.links(district, now) if link.type == "SERVES")
    for revision in range(1, 6):
        plan = Plan(district, links=(replace(serves, key=f"new {revision}"),))
        tries = (store.commit(plan, revision, some.receipt(now, district, f"{revision}-{n}")) for n, store in enumerate(rivals))
        outcomes = await asyncio.gather(*tries, return_exceptions=True)
        assert [type(outcome) for outcome in sorted(outcomes, key=str)] == [int, Conflict, Conflict, Conflict]
    rows = await ground.rows("MATCH ()-[r:SERVES {districtCode: $d}]->() RETURN r.id AS id", d=district)
    assert len(rows) == len({row["id"] for row in rows}) == 6


def test_nothing_but_the_counter_is_merged() -> None:
    merges = {text for statement in every_statement() for text in re.findall(r"MERGE \([^)]*\)\S*", statement)}
    assert merges == {"MERGE (r:_Revision {districtCode: $district})"}
    assert sum("MERGE" in statement for statement in every_statement()) == 1
    assert "MERGE" in cypher.CLAIM
