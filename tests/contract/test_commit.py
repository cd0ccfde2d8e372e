"""A plan is written whole, once, on the facts that it was made on, by one writer at a time; or not at all."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from neo4j import AsyncSession
from neo4j.exceptions import IncompleteCommit, TransientError

from graph.errors import Busy, Conflict, DeadlineExceeded, StoreFailed, TooLarge
from graph.model import Plan, Receipt
from graph.store import cypher, script
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract import facts as some
from tests.contract.ground import Ground

pytestmark = pytest.mark.anyio


async def test_the_counter_moves_by_one_and_is_told(store: Store, district: str, now: datetime) -> None:
    assert district not in await store.revisions()
    for revision in range(3):
        plan = Plan(district, some.people(district, now, revision, 1))
        assert await store.commit(plan, revision, some.receipt(now, district, str(revision))) == revision + 1
    assert (await store.revisions())[district].structure == 3


async def test_a_moved_counter_is_a_conflict_and_nothing_is_written(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(Plan(district, some.people(district, now, 0, 3)), 0, some.receipt(now, district))
    before = await ground.digest(district)
    for expected in (0, 2):
        with pytest.raises(Conflict) as caught:
            await store.commit(Plan(district, some.people(district, now, 3, 1)), expected, some.receipt(now, district, "2"))
        assert caught.value.fields == {"district": district}
    assert await ground.digest(district) == before


async def test_a_conflict_on_a_new_district_leaves_no_counter(store: Store, ground: Ground, district: str, now: datetime) -> None:
    with pytest.raises(Conflict):
        await store.commit(Plan(district, some.people(district, now, 0, 1)), 7, some.receipt(now, district))
    assert await ground.rows("MATCH (n {districtCode: $district}) RETURN n AS n", district=district) == []


async def test_a_repeated_receipt_returns_the_counter_and_writes_nothing(
    store: Store, ground: Ground, district: str, now: datetime
) -> None:
    plan, receipt = some.everything(district, now), some.receipt(now, district)
    await store.commit(plan, 0, receipt)
    before = await ground.digest(district)
    assert await store.commit(plan, 0, receipt) == 1
    assert await store.commit(Plan(district, some.people(district, now, 0, 1)), 1, receipt) == 1
    assert await ground.digest(district) == before


async def test_the_receipt_says_who_brought_what_and_when(store: Store, ground: Ground, district: str, now: datetime) -> None:
    receipt = some.receipt(now, district)
    await store.commit(some.everything(district, now), 0, receipt)
    row = (await ground.rows("MATCH (n:_Import {importId: $id}) RETURN properties(n) AS it", id=receipt.import_id))[0]["it"]
    assert row.pop("at").to_native() == now
    assert row == {
        "importId": receipt.import_id,
        "districtCode": district,
        "revision": 1,
        "actor": "tester",
        "title": "二级人员名册",
        "files": ["roster.xlsx"],
        "state": "DONE",
        "count_FILLS": 3,
    }


async def test_a_plan_that_fails_midway_leaves_nothing(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    before = await ground.digest(district)
    filling = next(link for link in some.links(district, now) if link.type == "FILLS")
    lost = replace(filling, key="lost", end=some.ref_of("Seat", district)._replace(key="nowhere"))
    retraction = replace(filling, retracted_at=now, reason="x")
    relabel = ((some.ref_of("Person", district), "Leader"),)
    plan = Plan(district, some.people(district, now, 0, 5), (), (lost,), (retraction,), relabels=relabel)
    with pytest.raises(StoreFailed):
        await store.commit(plan, 1, some.receipt(now, district, "2"))
    assert await ground.digest(district) == before
    assert (await store.revisions())[district].structure == 1


async def test_a_key_that_is_taken_fails_the_whole_plan(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    before = await ground.digest(district)
    filling = next(link for link in some.links(district, now) if link.type == "FILLS")
    for plan in (
        Plan(district, (*some.people(district, now, 0, 1), some.actors(district, now)[3])),
        Plan(district, some.people(district, now, 0, 1), links=(filling,)),
    ):
        with pytest.raises(StoreFailed):
            await store.commit(plan, 1, some.receipt(now, district, "2"))
    assert await ground.digest(district) == before


async def test_a_receipt_of_another_district_is_not_taken_for_a_repetition(store: Store, district: str, now: datetime) -> None:
    other, receipt = f"{int(district) - 500_000}", some.receipt(now, district)
    await store.commit(Plan(district, some.people(district, now, 0, 1)), 0, receipt)
    with pytest.raises(StoreFailed):
        await store.commit(Plan(other, some.people(other, now, 0, 1)), 0, receipt)
    assert other not in await store.revisions()


async def test_of_two_at_once_one_wins_and_the_other_may_try_again(config: StoreConfig, store: Store, district: str, now: datetime) -> None:
    async with open_store(config) as rival:
        plans = [Plan(district, some.people(district, now, 10 * n, 10)) for n in range(2)]
        both = zip((store, rival), plans, strict=True)
        tries = [one.commit(plan, 0, some.receipt(now, district, str(n))) for n, (one, plan) in enumerate(both)]
        outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(outcome) for outcome in sorted(outcomes, key=str)] == [int, Conflict]
    loser = next(n for n, outcome in enumerate(outcomes) if isinstance(outcome, Conflict))
    assert await store.commit(plans[loser], 1, some.receipt(now, district, str(loser))) == 2
    assert len((await store.load(district)).actors) == 20


async def test_without_the_lock_too_the_counter_lets_one_through(config: StoreConfig, district: str, now: datetime) -> None:
    """D6: as between machines that share one Neo4j and no data folder."""
    async with open_store(config) as first, open_store(config) as second:
        for store in (first, second):
            store._config = replace(config, data=config.data / "no such folder", database=store._config.database)  # type: ignore[attr-defined]
        for revision in range(5):
            tries = [
                store.commit(
                    Plan(district, some.people(district, now, 100 * revision + 10 * n, 10)), revision, _receipt(now, district, n, revision)
                )
                for n, store in enumerate((first, second))
            ]
            outcomes = await asyncio.gather(*tries, return_exceptions=True)
            assert [type(outcome) for outcome in sorted(outcomes, key=str)] == [int, Conflict]
        assert len((await first.load(district)).actors) == 50


def _receipt(now: datetime, district: str, n: int, revision: int) -> Receipt:
    return some.receipt(now, district, f"{revision}-{n}")


async def test_too_much_to_retract_is_refused_before_the_first_statement(
    store: Store, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(script, "LIMIT", 10)
    gone = tuple(replace(link, retracted_at=now) for link in some.links(district, now)[:6])
    with pytest.raises(TooLarge) as caught:
        await store.commit(Plan(district, retractions=gone), 0, some.receipt(now, district))
    assert caught.value.fields == {"size": 12, "limit": 10}
    assert statements == []


async def test_large_plans_go_in_batches(
    store: Store, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(script, "BATCH", 100)
    await store.commit(Plan(district, some.people(district, now, 0, 250)), 0, some.receipt(now, district))
    assert statements == [cypher.CLAIM, *[cypher.CREATE_NODE["Person", ()]] * 3, cypher.RECEIPT]
    assert len((await store.load(district)).actors) == 250


async def test_an_unconfirmed_write_happens_once(store: Store, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """D3: it is repeated under its receipt."""
    write = AsyncSession.execute_write
    lost: list[int] = []

    async def unconfirmed(self, work, *args):  # type: ignore[no-untyped-def]
        outcome = await write(self, work, *args)
        if not lost:
            lost.append(outcome)
            raise IncompleteCommit("the connection broke while committing")
        return outcome

    monkeypatch.setattr(AsyncSession, "execute_write", unconfirmed)
    assert await store.commit(Plan(district, some.people(district, now, 0, 5)), 0, some.receipt(now, district)) == 1
    assert lost == [1]
    assert len((await store.load(district)).actors) == 5


async def test_out_of_memory_means_too_large_and_is_not_repeated(
    store: Store, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def exhausted(*_: object) -> object:
        tries.append(1)
        raise TransientError._hydrate_neo4j(code="Neo.TransientError.General.MemoryPoolOutOfMemoryError", message="pool")

    monkeypatch.setattr("graph.store.transactions._rows_written", exhausted)
    with pytest.raises(TooLarge):
        await store.commit(Plan(district, some.people(district, now, 0, 1)), 0, some.receipt(now, district))
    assert tries == [1]


async def test_a_writer_that_waits_too_long_is_told_busy(config: StoreConfig, store: Store, district: str, now: datetime) -> None:
    async with open_store(replace(config, wait_seconds=0.2)) as impatient, store.writing():
        with pytest.raises(Busy) as caught:
            await impatient.commit(Plan(district, some.people(district, now, 0, 1)), 0, some.receipt(now, district))
    assert caught.value.fields == {"seconds": 0.2}


async def test_the_holder_of_the_right_to_write_plans_and_commits_in_it(store: Store, district: str, now: datetime) -> None:
    async with store.writing():
        facts = await store.load(district)
        assert await store.commit(Plan(district, some.people(district, now, 0, 1)), facts.revision, some.receipt(now, district)) == 1
    async with store.writing(), store.writing():
        assert await store.commit(Plan(district, some.people(district, now, 1, 1)), 1, some.receipt(now, district, "2")) == 2


async def test_who_waits_gets_in_when_the_other_is_done(config: StoreConfig, store: Store, district: str, now: datetime) -> None:
    async with open_store(config) as second:
        async with store.writing():
            waiting = asyncio.create_task(
                second.commit(Plan(district, some.people(district, now, 0, 1)), 1, some.receipt(now, district, "2"))
            )
            await asyncio.sleep(0.1)
            await store.commit(Plan(district, some.people(district, now, 1, 1)), 0, some.receipt(now, district))
            assert not waiting.done()
        assert await waiting == 2


async def test_a_write_beyond_its_deadline_is_stopped_and_leaves_nothing(
    config: StoreConfig, ground: Ground, district: str, now: datetime
) -> None:
    """D11."""
    plan = Plan(district, some.people(district, now, 0, 20_000))
    async with open_store(config) as store:
        store._config = replace(store._config, write_seconds=0.3)  # type: ignore[attr-defined]
        with pytest.raises(DeadlineExceeded) as caught:
            await store.commit(plan, 0, some.receipt(now, district))
        assert caught.value.fields == {"seconds": 0.3}
        assert district not in await store.revisions()
    assert await ground.rows("MATCH (n:Person {districtCode: $district}) RETURN n AS n LIMIT 1", district=district) == []
