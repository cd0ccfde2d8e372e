"""What is written is what is read: every kind of node, link and change, every precision, and the graph as people browse it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from neo4j.time import Date, DateTime

from graph.errors import BadRecord
from graph.history import History, empty
from graph.model import Change, Facts, Plan, Ref
from graph.store.port import Store
from graph.vocabulary import LINKS, NODES
from tests.contract import facts as some
from tests.contract.ground import Ground

pytestmark = pytest.mark.anyio


def expected(plan: Plan, before: Facts | None = None) -> Facts:
    """What a load gives after a plan: all of it but the ledger, which is no part of a history."""
    history = empty(plan.district) if before is None else History(before)
    facts = history.after(plan).facts
    hot = {label for label, kind in NODES.items() if not kind.ledger}
    actors = tuple(actor for actor in facts.actors if actor.kind in hot)
    links = tuple(link for link in facts.links if not LINKS[link.type].ledger)
    return some.ordered(replace(facts, actors=actors, links=links))


async def test_a_district_without_records_is_empty(store: Store, district: str) -> None:
    assert await store.load(district) == Facts(district, 0)


async def test_every_kind_and_precision_comes_back_as_written(store: Store, district: str, now: datetime) -> None:
    plan = some.everything(district, now)
    assert await store.commit(plan, 0, some.receipt(now, district)) == 1
    assert some.ordered(await store.load(district)) == expected(plan)


async def test_the_precision_of_instants_and_the_words_of_sources_are_kept(store: Store, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    loaded = await store.load(district)
    assert {actor.recorded_at for actor in loaded.actors} == {now}
    assert {str(link.interval.since.raw) for link in loaded.links if link.interval.since} == {"", "2019年5月", "不详", "5月中旬"}
    assert {change.source for change in loaded.changes} == {some.SOURCE}


async def test_two_districts_may_use_the_same_keys(store: Store, district: str, now: datetime) -> None:
    other = f"{int(district) - 500_000}"
    for code in (district, other):
        await store.commit(some.everything(code, now), 0, some.receipt(now, code))
    assert some.ordered(await store.load(other)) == expected(some.everything(other, now))
    assert {fact.district for fact in (await store.load(district)).links} == {district}


async def test_a_retraction_changes_the_type_and_keeps_the_link(store: Store, ground: Ground, district: str, now: datetime) -> None:
    first = some.everything(district, now)
    await store.commit(first, 0, some.receipt(now, district))
    before = await store.load(district)
    filling = next(link for link in before.links if link.type == "FILLS")
    later = now + timedelta(days=1)
    gone = replace(filling, retracted_at=later, reason="更正", retracted_by=f"{district}-2")
    anew = replace(filling, number=2, recorded_at=later, properties={"isHead": False})
    second = Plan(district, links=(anew,), retractions=(gone,))
    await store.commit(second, 1, some.receipt(later, district, "2"))
    assert some.ordered(await store.load(district)) == expected(second, before)
    rows = await ground.rows(
        "MATCH (:Person {districtCode: $district})-[r]->(:Seat) RETURN type(r) AS type, r.fillId AS key, r.id AS id, "
        "r.retractedReason AS reason ORDER BY r.number",
        district=district,
    )
    key = f"{district}/{filling.key}"
    assert rows == [
        {"type": "FILLS_RETRACTED", "key": key, "id": f"{key}#1", "reason": "更正"},
        {"type": "FILLS", "key": key, "id": f"{key}#2", "reason": None},
    ]


async def test_a_retraction_that_says_nothing_is_its_receipts(store: Store, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    serves = next(link for link in (await store.load(district)).links if link.type == "SERVES")
    later = now + timedelta(hours=1)
    await store.commit(Plan(district, retractions=(serves,)), 1, some.receipt(later, district, "2"))
    (gone,) = (x for x in (await store.load(district)).links if x.type == "SERVES")
    assert (gone.retracted_at, gone.retracted_by) == (later, f"{district}-2")


async def test_a_node_is_labelled_changed_unlinked_and_linked_by_one_plan(store: Store, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    before = await store.load(district)
    newcomer = some.people(district, now, 0, 1)[0]
    await store.commit(Plan(district, (newcomer,)), 1, some.receipt(now, district, "2"))
    before = await store.load(district)
    holding = next(x for x in before.links if x.type == "HOLDS")
    plan = Plan(
        district,
        changes=(Change("name@2020", newcomer.ref, district, "name", "人0", "新名", date(2020, 1, 1), now, some.SOURCE),),
        links=(replace(holding, key="new", start=newcomer.ref),),
        retractions=(replace(holding, retracted_at=now, reason="更正", retracted_by=f"{district}-3"),),
        relabels=((newcomer.ref, "DistrictLeader"), (newcomer.ref, "PartyMember"), (newcomer.ref, "PartyMember")),
    )
    await store.commit(plan, 2, some.receipt(now, district, "3"))
    assert some.ordered(await store.load(district)) == expected(plan, before)


async def test_a_label_that_a_node_bears_already_is_no_fault(store: Store, district: str, now: datetime) -> None:
    person = replace(some.people(district, now, 0, 1)[0], extra=("Leader",))
    await store.commit(Plan(district, (person,)), 0, some.receipt(now, district))
    await store.commit(Plan(district, relabels=((person.ref, "Leader"),)), 1, some.receipt(now, district, "2"))
    assert (await store.load(district)).actors == (person,)


async def test_dates_are_native_and_instants_have_a_zone(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    node = (await ground.rows("MATCH (n:District {code: $district}) RETURN n.recordedAt AS at", district=district))[0]
    link = (
        await ground.rows(
            "MATCH (:Subdistrict {districtCode: $district})-[r:IN_DISTRICT]->() RETURN r.recordedAt AS at, r.since AS since",
            district=district,
        )
    )[0]
    assert isinstance(node["at"], DateTime)
    assert node["at"].to_native().utcoffset() == timedelta(0)
    assert link["at"].to_native().astimezone(UTC) == now
    assert link["since"] == Date(2017, 1, 1)


async def test_a_change_is_an_event_and_the_node_has_the_new_value(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    rows = await ground.rows(
        "MATCH (c:ChangeEvent {districtCode: $district, field: 'name'})-[:CHANGES]->(n:Community) "
        "RETURN c.from AS old, c.to AS new, c.on AS on, n.name AS name, n.code AS code",
        district=district,
    )
    code = some.key_of("Community", district)
    assert rows == [{"old": "甲", "new": "乙", "on": Date(2019, 6, 1), "name": "乙", "code": code}]


async def test_coarse_dates_can_be_browsed(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    row = (
        await ground.rows(
            "MATCH (n:Community {districtCode: $district}) RETURN n.since AS since, n.sincePrecision AS precision, n.sinceRaw AS raw, "
            "n.until AS until, n.untilPrecision AS untilPrecision, n.untilRaw AS untilRaw, n.sinceUnknown AS unknown",
            district=district,
        )
    )[0]
    assert row == {
        "since": Date(2019, 5, 1),
        "precision": "MONTH",
        "raw": "2019年5月",
        "until": Date(2021, 6, 1),
        "untilPrecision": "MONTH",
        "untilRaw": "2021年6月",
        "unknown": None,
    }


async def test_an_unknown_start_is_no_date(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    row = (
        await ground.rows(
            "MATCH (n:Organization {districtCode: $district}) "
            "RETURN n.since AS since, n.sinceUnknown AS unknown, n.sinceBy AS latest, n.sinceRaw AS raw",
            district=district,
        )
    )[0]
    assert row == {"since": None, "unknown": True, "latest": Date(2020, 2, 6), "raw": "不详"}


async def test_nothing_but_things_links_and_bookkeeping_is_stored(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    rows = await ground.rows(
        "MATCH (n {districtCode: $district}) RETURN labels(n) AS labels, COUNT { (n)--() } AS degree", district=district
    )
    kinds = {actor.kind for actor in some.actors(district, now)} | {"ChangeEvent"}
    assert [row for row in rows if not kinds & set(row["labels"]) and not all(label.startswith("_") for label in row["labels"])] == []
    assert {tuple(row["labels"]) for row in rows if row["degree"] == 0} == {("_Import",), ("_Revision",)}


async def test_a_day_at_either_end_of_the_calendar_is_kept(store: Store, district: str, now: datetime) -> None:
    person = replace(some.people(district, now, 0, 1)[0], properties={"first": date.min, "last": date.max})
    await store.commit(Plan(district, (person,)), 0, some.receipt(now, district))
    assert (await store.load(district)).actors == (person,)
    assert person.ref == Ref("Person", "p0")


@pytest.mark.parametrize(
    ("by_hand", "record", "lacks"),
    [
        (
            "MATCH (a:Person {districtCode: $d}) MATCH (b:Post {districtCode: $d}) CREATE (a)-[:HOLDS]->(b)",
            "-[HOLDS]->(Post Post一)",
            "districtCode",
        ),
        ("CREATE (:Person {districtCode: $d, personId: 'p'})", "Person p", "recordedAt"),
        ("MATCH (c:ChangeEvent {districtCode: $d, field: 'name'}) REMOVE c.field", "-[CHANGES]->(Community", "field"),
        ("MATCH (a:Person {districtCode: $d}) CREATE (a)-[:HOLDS]->(:Something)", "-[HOLDS]->(Something ?)", "districtCode"),
    ],
    ids=["a link", "a node", "a change", "a link to nothing of ours"],
)
async def test_a_record_that_is_not_ours_is_named(
    store: Store, ground: Ground, district: str, now: datetime, by_hand: str, record: str, lacks: str
) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    await ground.rows(f"{by_hand} RETURN 1 AS one", d=district)
    try:
        with pytest.raises(BadRecord) as caught:
            await store.load(district)
        assert record in caught.value.fields["record"]
        assert caught.value.fields["lacks"] == lacks
    finally:
        await ground.rows("MATCH (n) WHERE n.districtCode = $d OR n:Something DETACH DELETE n RETURN 1 AS one", d=district)
