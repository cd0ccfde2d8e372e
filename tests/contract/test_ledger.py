"""Cases on both servers: counted, filtered, ordered and paged in the database, as of a day and as known at a moment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from graph.actions.drafting import Stamp
from graph.archive import Archive
from graph.casebook import opened
from graph.history import History
from graph.lifecycle import OPEN
from graph.model import CaseFile, CaseQuery, CaseSort, Ref
from graph.store import cypher
from graph.store.bolt import BoltStore
from graph.store.port import Store
from graph.vocabulary import CaseState
from loaders.columns import tables
from loaders.desk import Options
from loaders.intake import planned
from loaders.sheets import Cell, Row, Sheet
from tests.contract import facts as some

pytestmark = pytest.mark.anyio
TODAY = date(2020, 2, 6)
DAYS = [TODAY - timedelta(days=n) for n in (0, 1, 20, 45, 60, 75, 200)]
HEADERS = (
    "问题编号",
    "区划代码",
    "收集时间",
    "受理时间",
    "分流时间",
    "三事分类",
    "主办单位",
    "办理时限",
    "办结时间",
    "问题类别",
    "问题描述",
)


def table(name: str, headers: Iterable[str], lines: Iterable[Iterable[str]]) -> Sheet:
    rows = (tuple(headers), *map(tuple, lines))
    return Sheet(name, None, [Row(n, tuple(Cell(text or None, n, c) for c, text in enumerate(line, 1))) for n, line in enumerate(rows, 1)])


def ledger_lines(district: str, number: int) -> list[tuple[str, ...]]:
    """So many cases in two communities: raised day after day backwards, each third handled, each fifth undue."""
    lines: list[tuple[str, ...]] = []
    for n in range(number):
        raised = TODAY - timedelta(days=n % 100)
        handled = str(raised + timedelta(days=2)) if n % 3 == 0 and n % 100 > 1 else ""
        due = str(raised + timedelta(days=10)) if n % 5 else ""
        matter, unit = ("大事", "区民政局") if n % 2 else ("小事", "区城管局")
        code = f"{district}00100{1 + n % 2}"
        lines.append((f"A{n:05}", code, str(raised), str(raised), str(raised), matter, unit, due, handled, f"类{n % 4}", f"问题{n}"))
    return lines


async def import_(
    archive: Archive, store: Store, district: str, sheet: Sheet, keys: Iterable[str] = (), effective: date = date(2017, 1, 1)
) -> int:
    """One sheet, as the intake takes it in."""

    recorded = await store.ledger_facts(district, list(keys))
    history = (await archive.history(district)).beside(recorded)
    found, _ = tables([sheet])
    ids = count()
    stamp = Stamp(archive.now(), f"{district}-{archive.now():%H%M%S%f}")
    plan = planned(found, history, Options(TODAY, effective, district), stamp, lambda: f"p-{district}-{next(ids)}")
    assert not plan.refused, [p.en for p in plan.problems]
    if not plan.empty:
        receipt = replace(some.receipt(stamp.at, district), import_id=stamp.import_id)
        await archive.commit(plan, history.facts.revision, receipt, recorded.revision)
    return plan.size


@pytest.fixture
def archive(store: Store) -> Archive:
    clock = (datetime.now(UTC) + timedelta(microseconds=n) for n in count(step=1000))
    return Archive(store, lambda: TODAY, lambda: next(clock))


async def filled(archive: Archive, store: Store, district: str, number: int) -> list[tuple[str, ...]]:
    codes = ((f"{district}00100{n}", f"第{n}社区居民委员会", "某街道") for n in (1, 2))
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), codes))
    lines = ledger_lines(district, number)
    await import_(archive, store, district, table("台账.csv", HEADERS, lines), [line[0] for line in lines])
    return lines


def ask(district: str, day: date = TODAY, **filters: Any) -> CaseQuery:
    return replace(CaseQuery((district,), day, limit=1_000), **filters)


def state(file: CaseFile, day: date) -> str | None:
    book = opened(file)
    found = book and book.state(day)
    return found.value if found else None


def numbers(files: Iterable[CaseFile]) -> list[str]:
    return [file.case.text("number") for file in files]


@pytest.mark.long_on_neo4j
async def test_every_case_in_its_state_of_the_day(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 60)
    for day in DAYS:
        page = await store.cases(ask(district, day))
        there = {line[0] for line in lines if date.fromisoformat(line[2]) <= day}
        assert (page.total, set(numbers(page.files))) == (len(there), there), day
        states = [state(file, day) for file in page.files]
        assert await store.count_states(ask(district, day)) == {s: states.count(s) for s in set(states)}, day
        for wanted in set(states):
            some_ = await store.cases(ask(district, day, states=(wanted,)))
            assert some_.total == states.count(wanted), (day, wanted)


@pytest.mark.long_on_neo4j
async def test_filters_leave_what_they_say(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 60)
    everything = {file.case.text("number"): file for file in (await store.cases(ask(district))).files}
    by_number = {line[0]: line for line in lines}

    async def found(**filters: Any) -> set[str]:
        return set(numbers((await store.cases(ask(district, **filters))).files))

    is_open = {n for n, file in everything.items() if state(file, TODAY) in OPEN}
    due = {n: date.fromisoformat(line[7]) for n, line in by_number.items() if line[7]}
    assert await found(open=True) == is_open
    assert await found(open=False) == everything.keys() - is_open
    assert await found(overdue=True) == {n for n in is_open if n in due and due[n] < TODAY}
    assert await found(due_until=TODAY) == {n for n in is_open if n in due and due[n] <= TODAY}
    assert await found(matters=("BIG",)) == {n for n, line in by_number.items() if line[5] == "大事"}
    assert await found(categories=("类1", "类2")) == {n for n, line in by_number.items() if line[9] in ("类1", "类2")}
    assert await found(within=(f"{district}001001",)) == {n for n, line in by_number.items() if line[1].endswith("1")}
    assert await found(within=(f"{district}001",)) == everything.keys()


async def test_led_by_one_of_several_units_or_people(archive: Archive, store: BoltStore, district: str) -> None:
    """A unit's cases, those of somebody in charge, and both; in their own district, and as known before."""
    await filled(archive, store, district, 1)
    headers = ("问题编号", "区划代码", "收集时间", "分流时间", "三事分类", "主办单位", "责任人", "交办时间")
    row = (f"{district}001001", "2020-01-02", "2020-01-03", "大事")
    lines = (("B1", *row, "区民政局", "", ""), ("B2", *row, "区城管局", "甲", ""), ("B3", *row, "区城管局", "乙", ""))
    before = archive.now()
    await import_(archive, store, district, table("台账二.csv", headers, lines), ["B1", "B2", "B3"])
    files = (await store.cases(ask(district))).files
    leads = {f.case.text("number"): [x.end for x in f.links if x.type == "ASSIGNED_TO" and x.text("role") == "LEAD"] for f in files}
    unit = next(end for end in leads["B1"] if end.kind == "Organization")
    person = next(end for end in leads["B2"] if end.kind == "Person")

    async def found(*of: Ref, of_district: str = district, **filters: Any) -> set[str]:
        led_by = tuple(f"{of_district}/{end.kind}/{end.key}" for end in of)
        return set(numbers((await store.cases(ask(district, led_by=led_by, **filters))).files)) & {"B1", "B2", "B3"}

    assert await found(unit) == {"B1"}
    assert await found(person) == {"B2"}
    assert await found(unit, person) == {"B1", "B2"}
    assert await found(Ref("Organization", person.key)) == await found() == await found(unit, of_district="000000") == set()
    assert await found(unit, person, known_at=archive.now()) == {"B1", "B2"}
    assert await found(unit, person, known_at=before) == set()
    assert await store.count_states(ask(district, led_by=(f"{district}/Person/{person.key}",))) == {"TRIAGED": 1}


async def test_pages_in_each_order(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 23)
    raised = {line[0]: line[2] for line in lines}
    due = {line[0]: line[7] or "9999" for line in lines}
    expected = {
        CaseSort.RAISED: sorted(raised, key=lambda n: (raised[n], n)),
        CaseSort.RAISED_DESC: sorted(sorted(raised), key=lambda n: raised[n], reverse=True),
        CaseSort.DUE: sorted(due, key=lambda n: (due[n], n)),
    }
    for sort, order in expected.items():
        pages = [await store.cases(ask(district, sort=sort, skip=skip, limit=10)) for skip in (0, 10, 20, 30)]
        assert [n for page in pages for n in numbers(page.files)] == order
        assert {page.total for page in pages} == {23}


async def test_statements_do_not_grow_with_the_cases(archive: Archive, store: BoltStore, district: str, statements: list[str]) -> None:
    await filled(archive, store, district, 40)
    statements.clear()
    await store.cases(ask(district, limit=5))
    small = len(statements)
    await store.cases(ask(district, limit=40))
    assert (small, len(statements)) == (4, 8)
    statements.clear()
    codes = [f"{district}00100{n}" for n in (1, 2)]
    pages = await store.cases_by_place(ask(district, limit=3), codes)
    assert len(statements) == 4
    for code in codes:
        alone = await store.cases(ask(district, within=(code,), limit=3))
        assert (pages[code].total, numbers(pages[code].files)) == (alone.total, numbers(alone.files))


@pytest.mark.parametrize("by_place", [False, True])
async def test_a_page_is_of_one_moment(
    archive: Archive, store: BoltStore, district: str, monkeypatch: pytest.MonkeyPatch, by_place: bool
) -> None:
    """D8: what is written between the statements of a page makes it be read again."""
    line = (await filled(archive, store, district, 6))[1]
    late = table("办结.csv", HEADERS, [(*line[:8], str(TODAY), *line[9:])])
    query, read, sent = ask(district, states=("TRIAGED",)), store._read, list[str]()

    async def interrupted(statement: cypher.Read, seconds: float | None = None, **parameters: Any) -> list[dict[str, Any]]:
        sent.append(statement)
        if statement == cypher.CASE_FILES and sent.count(statement) == 1:
            await import_(archive, store, district, late, ["A00001"])
        return await read(statement, seconds, **parameters)

    monkeypatch.setattr(store, "_read", interrupted)
    page = (await store.cases_by_place(query, [district]))[district] if by_place else await store.cases(query)
    assert (page.total, sorted(numbers(page.files))) == (4, ["A00000", "A00002", "A00004", "A00005"])
    books = [book for file in page.files if (book := opened(file, None))]
    assert [book.state(TODAY) for book in books] == [CaseState.TRIAGED] * 4


async def test_a_ledger_moves_its_own_counter(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 6)
    structure = (await store.revisions())[district].structure
    cases = (await store.ledger_facts(district, [])).revision
    later = [(*line[:8], str(TODAY), *line[9:]) for line in lines[1:2]]
    assert await import_(archive, store, district, table("后.csv", HEADERS, later), [later[0][0]]) > 0
    assert (await store.revisions())[district].structure == structure
    assert (await store.ledger_facts(district, [])).revision == cases + 1


async def test_the_same_ledger_again_changes_nothing(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 12)
    again = table("台账.csv", HEADERS, lines)
    assert await import_(archive, store, district, again, [line[0] for line in lines]) == 0


async def test_a_correction_leaves_what_was_known_before(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 12)
    before = archive.now()
    told = await store.count_states(ask(district))
    first = next(line for line in lines if not line[8])
    handled = (*first[:8], str(TODAY), *first[9:])
    await import_(archive, store, district, table("更正.csv", HEADERS, [handled]), [first[0]])
    assert (await store.count_states(ask(district))).get("RESOLVED", 0) == told.get("RESOLVED", 0) + 1
    assert await store.count_states(ask(district, known_at=before)) == told
    then = await store.cases(ask(district, known_at=before, states=("RESOLVED",)))
    assert first[0] not in numbers(then.files)
    (now,) = await store.case_files(first[0], [district])
    assert state(now, TODAY) == "RESOLVED"


async def test_a_file_is_the_history_of_its_case(archive: Archive, store: BoltStore, district: str) -> None:
    lines = await filled(archive, store, district, 3)
    (file,) = await store.case_files(lines[0][0], [district, "999999"])
    assert {link.type for link in file.links} >= {"RAISED_IN", "HAS_EVENT", "ASSIGNED_TO"}
    assert {link.end.key for link in file.links if link.type == "HAS_EVENT"} == {event.key for event in file.events}
    assert await store.case_files("没有", [district]) == ()
    facts = await store.ledger_facts(district, [lines[0][0]])
    assert History(facts).actors.keys() == {file.case.ref, *(event.ref for event in file.events)}
