"""Undo on both servers: what is browsed, what is loaded, what cases are told, and what was known before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from graph.actions.drafting import Draft, Stamp
from graph.archive import Archive
from graph.errors import AlreadyUndone, NotFound, RestedOn, UndoTooLarge
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Actor, Link, Plan, Receipt, Ref, Source
from graph.store import script
from graph.store.bolt import BoltStore
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract.ground import Ground
from tests.contract.test_ledger import HEADERS, TODAY, ask, filled, import_, numbers, table

pytestmark = pytest.mark.anyio
PERSON, POST, OTHER = Ref("Person", "张三"), Ref("Post", "书记"), Ref("Post", "主任")
SOURCE = Source("干部任职表", "posts.xlsx", "任职", "C5")


@pytest.fixture
def archive(store: Store) -> Archive:
    clock = (datetime.now(UTC) + timedelta(microseconds=n) for n in count(step=1000))
    return Archive(store, lambda: TODAY, lambda: next(clock))


async def write(archive: Archive, district: str, name: str, edit: Callable[[Draft], None]) -> str:
    """An import that edits a draft; returns its id."""
    history = await archive.history(district)
    draft = Draft(history, Stamp(archive.now(), f"{district}-{name}"))
    edit(draft)
    receipt = Receipt(draft.stamp.import_id, draft.stamp.at, "tester", (f"{name}.xlsx",))
    await archive.commit(draft.plan(), history.facts.revision, receipt)
    return receipt.import_id


def appoint(draft: Draft) -> None:
    draft.ensure(PERSON, SOURCE, {"name": "张三"})
    draft.ensure(POST, SOURCE, {"title": "书记", "rank": "DISTRICT_LEADER"})
    draft.put("HOLDS", "任职", PERSON, POST, SOURCE, Interval.days(date(2019, 1, 1)))


def move(draft: Draft) -> None:
    """Close the one holding, open another one, and rename the person from a day on."""
    draft.until(draft.out("HOLDS", PERSON)[0], PartialDate.month(2019, 6, "2019年6月"), SOURCE)
    draft.ensure(OTHER, SOURCE, {"title": "主任"}, Interval(PartialDate.by(TODAY, "不详")))
    draft.put("HOLDS", "新任", PERSON, OTHER, SOURCE, Interval.days(date(2019, 6, 1)))
    draft.change(PERSON, "name", "张三丰", date(2019, 6, 1), SOURCE)
    draft.change(PERSON, "until", PartialDate.year(2030, "2030"), None, SOURCE)


def told(history: History) -> tuple[object, ...]:
    """What a history says, whoever told it and however often."""
    actors = sorted((a.ref, sorted(a.properties.items()), str(a.interval), a.extra) for a in history.actors.values())
    links = sorted((x.type, x.key, x.start, x.end, str(x.interval)) for x in history.links)
    return (actors, links, sorted((c.subject, c.name, str(c.new)) for c in history.changes(PERSON)))


async def test_an_undone_import_leaves_what_was_there(archive: Archive, store: Store, ground: Ground, district: str) -> None:
    await write(archive, district, "1", appoint)
    before, at = told(await archive.history(district)), archive.now()
    second = await write(archive, district, "2", move)
    between, moment = told(await archive.history(district)), archive.now()
    assert between != before
    plan = await archive.undo(second, "tester")
    assert plan.undone == second
    history = await archive.history(district)
    assert told(history) == before
    assert told(History(history.facts, moment)) == between
    assert told(History(history.facts, at)) == before
    rows = await ground.rows("MATCH (n:_Retracted {districtCode: $district}) RETURN labels(n) AS labels, n.former AS it", district=district)
    assert {tuple(row["labels"]) for row in rows} == {("_Retracted",)}
    assert f"{district}/Post/主任" in {row["it"] for row in rows}
    assert await ground.rows("MATCH (c:ChangeEvent {districtCode: $district}) RETURN c.field AS field", district=district) == []


async def test_a_browser_sees_why_and_by_what(archive: Archive, ground: Ground, district: str) -> None:
    await write(archive, district, "1", appoint)
    second = await write(archive, district, "2", move)
    await archive.undo(second, "tester")
    links = await ground.rows(
        "MATCH (:Person {districtCode: $district})-[r:HOLDS|HOLDS_RETRACTED]->() RETURN type(r) AS type, r.number AS number, "
        "r.retractedBy AS by, r.importId AS of ORDER BY r.holdingId, r.number",
        district=district,
    )
    assert sorted(links, key=str) == sorted(
        (
            {"type": "HOLDS_RETRACTED", "number": 1, "by": second, "of": f"{district}-1"},
            {"type": "HOLDS_RETRACTED", "number": 2, "by": f"undo-{second}", "of": second},
            {"type": "HOLDS", "number": 3, "by": None, "of": f"{district}-1"},
            {"type": "HOLDS_RETRACTED", "number": 1, "by": f"undo-{second}", "of": second},
        ),
        key=str,
    )
    states = await ground.rows("MATCH (i:_Import {districtCode: $district}) RETURN i.importId AS id, i.state AS state", district=district)
    assert {row["id"]: row["state"] for row in states} == {f"{district}-1": "DONE", second: "UNDONE", f"undo-{second}": "DONE"}


async def test_what_was_undone_can_be_imported_again(archive: Archive, ground: Ground, district: str) -> None:
    first = await write(archive, district, "1", appoint)
    before, at = told(await archive.history(district)), archive.now()
    await archive.undo(first, "tester")
    gap = archive.now()
    assert told(await archive.history(district)) == told(History((await archive.history(district)).facts, datetime(2000, 1, 1, tzinfo=UTC)))
    await write(archive, district, "3", appoint)
    history = await archive.history(district)
    assert told(history) == before
    assert told(History(history.facts, at)) == before
    assert told(History(history.facts, gap))[0] == []
    rows = await ground.rows("MATCH (n:Person {districtCode: $district}) RETURN labels(n) AS labels, n.former AS it", district=district)
    assert [(sorted(row["labels"]), row["it"]) for row in rows] == [(["DistrictLeader", "Person"], None)]


async def test_what_others_rest_on_is_named(archive: Archive, ground: Ground, district: str) -> None:
    first = await write(archive, district, "1", appoint)
    second = await write(archive, district, "2", move)
    before = await ground.digest(district)
    with pytest.raises(RestedOn) as caught:
        await archive.undo(first, "tester")
    assert str(caught.value.fields["by"]) == f"{second} (2.xlsx)"
    with pytest.raises(NotFound):
        await archive.undo("nothing", "tester")
    assert await ground.digest(district) == before
    for import_id in (second, first):
        await archive.undo(import_id, "tester")
    with pytest.raises(AlreadyUndone):
        await archive.undo(first, "tester")


async def test_an_undo_that_is_too_large_says_what_to_do_and_leaves_all(
    archive: Archive, ground: Ground, district: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never split: what it takes back would be seen part by part."""
    first = await write(archive, district, "1", appoint)
    before = await ground.digest(district)
    monkeypatch.setattr(script, "LIMIT", 2)
    with pytest.raises(UndoTooLarge) as caught:
        await archive.undo(first, "tester")
    assert caught.value.fields == {"size": 3, "limit": 2, "import_id": first}
    assert await ground.digest(district) == before
    monkeypatch.setattr(script, "LIMIT", 3)
    await archive.undo(first, "tester")
    assert told(await archive.history(district))[:2] == ([], [])


@pytest.mark.long
async def test_what_one_transaction_brought_one_takes_back(config: StoreConfig, district: str) -> None:
    """At the limit of a transaction's size."""
    count_ = script.LIMIT // 2
    async with open_store(replace(config, write_seconds=900, read_seconds=300)) as store:
        clock = (datetime.now(UTC) + timedelta(microseconds=n) for n in count(step=1000))
        archive = Archive(store, lambda: TODAY, lambda: next(clock))
        receipt = Receipt(f"{district}-large", archive.now(), "tester")
        source = replace(SOURCE, import_id=receipt.import_id)
        people = tuple(Actor("Person", f"p{n}", district, receipt.at, source, properties={"name": f"人{n}"}) for n in range(count_))
        links = tuple(Link("DEPUTISES_FOR", x.key, x.ref, people[n - 1].ref, district, receipt.at, source) for n, x in enumerate(people))
        assert Plan(district, people, links=links).size == script.LIMIT
        await archive.commit(Plan(district, people, links=links), 0, receipt)
        await archive.undo(receipt.import_id, "tester")
        history = await archive.history(district)
        assert (len(history.actors), len(history.links), len(history.withdrawn)) == (0, 0, count_)


# ---- cases


async def imports(ground: Ground, district: str) -> list[str]:
    rows = await ground.rows("MATCH (i:_Import {districtCode: $district}) RETURN i.importId AS id ORDER BY i.at", district=district)
    return [row["id"] for row in rows]


async def test_a_corrected_ledger_is_as_it_was(archive: Archive, store: BoltStore, ground: Ground, district: str) -> None:
    lines = await filled(archive, store, district, 12)
    states = await store.count_states(ask(district))
    structure = (await store.revisions())[district].structure
    first = next(line for line in lines if not line[8])
    handled = (*first[:8], str(TODAY), "别类", *first[10:])
    await import_(archive, store, district, table("更正.csv", HEADERS, [handled]), [first[0]])
    corrected, at = await store.count_states(ask(district)), archive.now()
    assert corrected != states
    *_, last = await imports(ground, district)
    await archive.undo(last, "tester")
    assert await store.count_states(ask(district)) == states
    assert await store.count_states(ask(district, known_at=at)) == corrected
    assert numbers((await store.cases(ask(district, known_at=at, categories=("别类",)))).files) == [first[0]]
    assert (await store.cases(ask(district, categories=("别类",)))).total == 0
    assert (await store.revisions())[district].structure == structure
    assert await import_(archive, store, district, table("台账.csv", HEADERS, lines), [line[0] for line in lines]) == 0


async def test_a_ledger_comes_and_goes_and_comes_again(archive: Archive, store: BoltStore, ground: Ground, district: str) -> None:
    lines = await filled(archive, store, district, 8)
    divisions, ledger = await imports(ground, district)
    states, at = await store.count_states(ask(district)), archive.now()
    files = (await store.cases(ask(district))).files
    with pytest.raises(RestedOn, match=ledger):
        await archive.undo(divisions, "tester")
    await archive.undo(ledger, "tester")
    assert (await store.cases(ask(district))).total == 0
    assert await store.count_states(ask(district, known_at=at)) == states
    then = await store.cases(ask(district, known_at=at))
    assert (then.total, numbers(then.files)) == (8, numbers(files))
    assert await store.case_files(lines[0][0], [district]) == ()
    await import_(archive, store, district, table("台账.csv", HEADERS, lines), [line[0] for line in lines])
    assert await store.count_states(ask(district)) == states
    assert await store.count_states(ask(district, known_at=at)) == states
    again = (await store.cases(ask(district))).files
    assert [sorted(dict(file.case.properties).items()) for file in again] == [sorted(dict(file.case.properties).items()) for file in files]
