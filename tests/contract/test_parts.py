"""A plan too large for one transaction: by parts, seen by nobody before its end, swept away or resumed where it broke off."""

from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from neo4j import AsyncSession
from neo4j.exceptions import IncompleteCommit

from graph.errors import Conflict, StoreUnavailable
from graph.interval import Interval
from graph.model import Actor, Link, Plan, Ref, Source
from graph.store import bolt, cypher, parts, script, transactions
from graph.store.bolt import BoltStore
from tests.contract import facts as some
from tests.contract.ground import Ground
from tests.contract.test_ledger import TODAY, ask

pytestmark = pytest.mark.anyio


def large(district: str, now: datetime, import_id: str, people: int) -> Plan:
    """People in pairs of deputies, and a case with one event for every tenth of them."""
    source = Source("大表", import_id=import_id)
    days = Interval.days(TODAY)
    actors = [Actor("Person", f"p{n}", district, now, source, properties={"name": f"人{n}"}) for n in range(people)]
    links = [
        Link("DEPUTISES_FOR", f"d{n}", Ref("Person", f"p{n}"), Ref("Person", f"p{n + 1}"), district, now, source)
        for n in range(0, people - 1, 2)
    ]
    for n in range(0, people, 10):
        case, event = Ref("Case", f"c{n}"), Ref("CaseEvent", f"c{n}|RAISED")
        actors.append(Actor("Case", case.key, district, now, source, properties={"number": f"c{n}", "raised": TODAY}))
        actors.append(Actor("CaseEvent", event.key, district, now, source, days, {"type": "RAISED", "state": "RAISED", "order": 0}))
        links.append(Link("HAS_EVENT", f"h{n}", case, event, district, now, source, days))
    return Plan(district, tuple(actors), links=tuple(links))


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "LIMIT", 60)
    monkeypatch.setattr(script, "BATCH", 25)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of the part before which the next write breaks off, as if the process were killed there."""
    places: list[int] = []
    write_part, write_last = transactions.write_part, transactions.write_last

    async def part(transaction, order, plan, number, digest):  # type: ignore[no-untyped-def]
        if places == [number]:
            raise StoreUnavailable(reason="killed")
        await write_part(transaction, order, plan, number, digest)

    async def last(transaction, order, plan, number):  # type: ignore[no-untyped-def]
        if places and places[0] >= number:
            raise StoreUnavailable(reason="killed")
        return await write_last(transaction, order, plan, number)

    monkeypatch.setattr(bolt, "write_part", part)
    monkeypatch.setattr(bolt, "write_last", last)
    return places


@pytest.mark.usefixtures("small_parts")
async def test_all_of_it_is_there_in_the_end(store: BoltStore, ground: Ground, district: str, now: datetime, statements: list[str]) -> None:
    receipt = some.receipt(now, district)
    plan = large(district, now, receipt.import_id, 200)
    assert len(parts.split(plan, script.LIMIT)) > 5
    assert await store.commit(plan, 0, receipt) == 1
    assert statements.count(cypher.NEXT_PART) == len(parts.split(plan, script.LIMIT))
    facts = await store.load(district)
    assert (len(facts.actors), len(facts.links)) == (200, 100)
    assert (await store.cases(ask(district))).total == 20
    (row,) = await ground.rows("MATCH (i:_Import {districtCode: $district}) RETURN i.state AS state, i.open AS open", district=district)
    assert row == {"state": "DONE", "open": None}
    assert await store.commit(plan, 0, receipt) == 1


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("place", [1, 4, 99])
async def test_what_broke_off_is_seen_by_nobody_and_swept_by_the_next_write(
    store: BoltStore, ground: Ground, district: str, now: datetime, breaking: list[int], place: int
) -> None:
    await store.commit(Plan(district, some.people(district, now, 900, 2)), 0, some.receipt(now, district, "first"))
    before, empty = some.ordered(await store.load(district)), await ground.digest(district)
    receipt = some.receipt(now, district)
    breaking.append(place)
    with pytest.raises(StoreUnavailable):
        await store.commit(large(district, now, receipt.import_id, 200), 1, receipt)
    assert await ground.digest(district) != empty
    assert some.ordered(await store.load(district)) == before
    assert (await store.cases(ask(district))).total == 0
    assert await store.count_states(ask(district)) == {}
    assert await store.count_states(ask(district, known_at=now)) == {}
    assert await store.case_files("c0", [district]) == ()
    assert (await store.ledger_facts(district, ["c0"])).actors == ()
    with pytest.raises(Conflict):
        await store.commit(Plan(district, some.people(district, now, 950, 1)), 7, some.receipt(now, district, "second"))
    assert await ground.digest(district) == empty


@pytest.mark.usefixtures("small_parts")
async def test_the_same_receipt_goes_on_where_it_broke_off(
    store: BoltStore, district: str, now: datetime, breaking: list[int], statements: list[str]
) -> None:
    receipt = some.receipt(now, district)
    plan = large(district, now, receipt.import_id, 200)
    number = len(parts.split(plan, script.LIMIT))
    breaking.append(3)
    with pytest.raises(StoreUnavailable):
        await store.commit(plan, 0, receipt)
    breaking.clear()
    statements.clear()
    assert await store.commit(plan, 0, receipt) == 1
    assert (statements.count(cypher.OPEN_IMPORT), statements.count(cypher.NEXT_PART)) == (0, number - 3)
    assert len((await store.load(district)).actors) == 200


@pytest.mark.usefixtures("small_parts")
async def test_another_plan_under_the_same_receipt_begins_anew(
    store: BoltStore, ground: Ground, district: str, now: datetime, breaking: list[int]
) -> None:
    receipt = some.receipt(now, district)
    breaking.append(3)
    with pytest.raises(StoreUnavailable):
        await store.commit(large(district, now, receipt.import_id, 200), 0, receipt)
    breaking.clear()
    assert await store.commit(large(district, now, receipt.import_id, 100), 0, receipt) == 1
    assert len((await store.load(district)).actors) == 100


@pytest.mark.usefixtures("small_parts")
async def test_what_takes_the_place_of_something_comes_with_the_last_part(store: BoltStore, district: str, now: datetime) -> None:
    first = some.receipt(now, district, "first")
    old = large(district, now, first.import_id, 4)
    await store.commit(old, 0, first)
    receipt = some.receipt(now, district)
    plan = large(district, now, receipt.import_id, 100)
    plan = replace(plan, actors=tuple(a for a in plan.actors if a.ref not in {x.ref for x in old.actors}))
    kept = tuple(x for x in plan.links if x.key not in {y.key for y in old.links})
    anew = replace(old.links[0], number=2, recorded_at=now, properties={"note": "新"}, source=Source("大表", import_id=receipt.import_id))
    gone = replace(old.links[0], retracted_at=now, retracted_by=receipt.import_id)
    plan = replace(plan, links=(anew, *kept), retractions=(gone,))
    *early, last = parts.split(plan, script.LIMIT)
    assert (last.links, last.retractions) == ((anew,), (gone,))
    assert all(anew not in part.links for part in early)
    assert await store.commit(plan, 1, receipt) == 2
    assert [x.number for x in (await store.load(district)).links if x.key == anew.key and not x.retracted_at] == [2]


@pytest.fixture
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The numbers of the write transactions that are carried out but not confirmed; taken away as they come."""
    numbers: set[int] = set()
    tries = count()
    write = AsyncSession.execute_write

    async def lost(self, work, *args):  # type: ignore[no-untyped-def]
        outcome = await write(self, work, *args)
        if (number := next(tries)) in numbers:
            numbers.remove(number)
            raise IncompleteCommit("the connection broke while committing")
        return outcome

    monkeypatch.setattr(AsyncSession, "execute_write", lost)
    return numbers


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("part", [0, 2, -1])
async def test_a_part_that_is_not_confirmed_is_written_once(
    store: BoltStore, district: str, now: datetime, unconfirmed: set[int], part: int
) -> None:
    """D3: the answer to the first part, to one in the middle, to the last is lost."""
    receipt = some.receipt(now, district)
    plan = large(district, now, receipt.import_id, 200)
    unconfirmed.add(part % len(parts.split(plan, script.LIMIT)))
    assert await store.commit(plan, 0, receipt) == 1
    assert unconfirmed == set()
    facts = await store.load(district)
    assert (facts.revision, len(facts.actors), len(facts.links)) == (1, 200, 100)
    assert (await store.cases(ask(district))).total == 20


@pytest.mark.usefixtures("small_parts")
async def test_nothing_of_an_import_that_is_done_is_ever_swept(store: BoltStore, ground: Ground, district: str, now: datetime) -> None:
    receipt = some.receipt(now, district)
    await store.commit(large(district, now, receipt.import_id, 200), 0, receipt)
    before = await ground.digest(district)
    await store._sweep(district, receipt.import_id)
    for statement in (*cypher.SWEEP, cypher.FORGET):
        assert await store._once(transactions.sweep, statement, district, receipt.import_id) == 0
    assert await ground.digest(district) == before


@pytest.mark.usefixtures("small_parts")
async def test_who_is_swept_while_it_writes_leaves_nothing(
    store: BoltStore, ground: Ground, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by another machine that shares one Neo4j and no data folder: its sweep begins, our next part comes, it goes on."""
    await store.commit(Plan(district, some.people(district, now, 900, 2)), 0, some.receipt(now, district, "first"))
    before = await ground.digest(district)
    receipt = some.receipt(now, district)
    write_part = transactions.write_part

    async def part(transaction, order, plan, number, digest):  # type: ignore[no-untyped-def]
        if number == 2:
            assert await store._once(transactions.sweep, cypher.ABANDON, district, receipt.import_id) == 1
        await write_part(transaction, order, plan, number, digest)

    monkeypatch.setattr(bolt, "write_part", part)
    with pytest.raises(Conflict):
        await store.commit(large(district, now, receipt.import_id, 200), 1, receipt)
    assert await ground.digest(district) == before


@pytest.mark.usefixtures("small_parts")
async def test_a_conflict_at_the_end_leaves_nothing(store: BoltStore, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(Plan(district, some.people(district, now, 900, 2)), 0, some.receipt(now, district, "first"))
    before = await ground.digest(district)
    receipt = some.receipt(now, district)
    with pytest.raises(Conflict):
        await store.commit(large(district, now, receipt.import_id, 200), 0, receipt)
    assert await ground.digest(district) == before


@pytest.mark.long
async def test_sixty_thousand_nodes(store: BoltStore, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "LIMIT", 25_000)
    receipt = some.receipt(now, district)
    plan = large(district, now, receipt.import_id, 50_000)
    assert len(plan.actors) == 60_000
    assert await store.commit(plan, 0, receipt) == 1
    assert len((await store.load(district)).actors) == 50_000
    assert (await store.cases(ask(district, limit=10))).total == 5_000


async def test_refresh_moves_every_counter(store: BoltStore, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(Plan(district, some.people(district, now, 0, 1)), 0, some.receipt(now, district))
    await ground.rows("MATCH (n:Person {districtCode: $district}) SET n.name = '手改' RETURN 1 AS one", district=district)
    ledger = (await store.ledger_facts(district, [])).revision
    await store.refresh()
    assert (await store.revisions())[district].structure == 2
    assert (await store.ledger_facts(district, [])).revision == ledger + 1
    assert [actor.text("name") for actor in (await store.load(district)).actors] == ["手改"]
