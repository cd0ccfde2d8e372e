"""Reads cost a constant number of statements, end in time, never write, and see one revision."""

import asyncio
import time
from dataclasses import replace
from datetime import datetime

import pytest

from graph.errors import DeadlineExceeded
from graph.model import CaseQuery, Facts, Plan
from graph.store import bolt, cypher
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract import facts as some
from tests.contract.ground import Ground

pytestmark = pytest.mark.anyio

ENDLESS = cypher.Read("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(a) AS n")


async def test_a_load_costs_five_statements_however_large_the_district(
    store: Store, district: str, now: datetime, statements: list[str]
) -> None:
    reads = [cypher.REVISION, cypher.LOAD_ACTORS, cypher.LOAD_LINKS, cypher.LOAD_CHANGES, cypher.REVISION]
    for revision, count in enumerate((1, 500)):
        plan = Plan(district, some.people(district, now, revision, count))
        await store.commit(plan, revision, some.receipt(now, district, str(revision)))
        statements.clear()
        await store.load(district)
        assert statements == reads


async def test_counters_cost_one_statement(store: Store, statements: list[str]) -> None:
    await store.revisions()
    assert statements == [cypher.REVISIONS]


async def test_a_load_during_a_write_begins_again(
    store: Store, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    await store.commit(Plan(district, some.people(district, now, 0, 1)), 0, some.receipt(now, district))
    facts = bolt.BoltStore._facts
    moved: list[int] = []

    async def interrupted(self: bolt.BoltStore, code: str, revision: int, hidden: frozenset[str]) -> Facts:
        found = await facts(self, code, revision, hidden)
        if not moved:
            moved.append(await store.commit(Plan(code, some.people(code, now, 1, 1)), 1, some.receipt(now, code, "2")))
        return found

    monkeypatch.setattr(bolt.BoltStore, "_facts", interrupted)
    loaded = await store.load(district)
    assert (moved, loaded.revision, len(loaded.actors)) == ([2], 2, 2)
    assert statements.count(cypher.LOAD_ACTORS) == 2


async def test_a_writer_sees_its_own_write_at_once_and_so_does_another(
    config: StoreConfig, store: Store, district: str, now: datetime
) -> None:
    async with open_store(config) as other:
        for revision in range(10):
            plan = Plan(district, some.people(district, now, revision, 1))
            await store.commit(plan, revision, some.receipt(now, district, str(revision)))
            loads = await asyncio.gather(store.load(district), other.load(district))
            assert [(facts.revision, len(facts.actors)) for facts in loads] == [(revision + 1, revision + 1)] * 2


async def test_readers_beside_a_writer_see_whole_revisions(config: StoreConfig, store: Store, district: str, now: datetime) -> None:
    """D8: no torn read."""

    async def read(reader: Store) -> None:
        while not writing.done():
            facts = await reader.load(district)
            assert len(facts.actors) == 20 * facts.revision

    async def write() -> None:
        for revision in range(20):
            plan = Plan(district, some.people(district, now, 20 * revision, 20))
            await store.commit(plan, revision, some.receipt(now, district, str(revision)))

    async with open_store(config) as other:
        writing = asyncio.create_task(write())
        await asyncio.gather(writing, read(other), read(other))


async def test_reads_leave_the_graph_as_it_is(store: Store, ground: Ground, district: str, now: datetime) -> None:
    """D14: every method of the read face."""
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    before = await ground.digest(district)
    await store.load(district)
    await store.revisions()
    assert await store.healthy()
    query = CaseQuery((district,), now.date())
    await store.cases(query)
    await store.cases(replace(query, known_at=now))
    await store.cases_by_place(query, [district])
    await store.count_states(query)
    await store.case_files("甲", [district])
    assert (await store.ledger_facts(district, ["Case一"])).actors
    assert await store.import_facts(some.receipt(now, district).import_id)
    assert await ground.digest(district) == before


async def test_a_read_beyond_its_deadline_is_stopped_and_the_store_goes_on(config: StoreConfig, district: str) -> None:
    """D11."""
    async with open_store(config) as store:
        assert isinstance(store, bolt.BoltStore)
        store._config = replace(store._config, read_seconds=0.5)
        began = time.monotonic()
        with pytest.raises(DeadlineExceeded) as caught:
            await store._read(ENDLESS)
        assert caught.value.fields == {"seconds": 0.5}
        assert time.monotonic() - began < 5
        assert await store.healthy()
        assert (await store.load(district)).revision == 0
