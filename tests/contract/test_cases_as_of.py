"""Lists of cases on past days and as known at earlier moments, on both servers: each list is what the analysis says of each case alone."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from graph.archive import Archive
from graph.model import CaseQuery, CaseSort
from graph.store.bolt import BoltStore
from graph.store.port import StoreConfig
from tests.contract.test_ledger import TODAY, archive, import_, numbers, table
from tests.paper import PaperLedger

__all__ = ["archive"]
pytestmark = [pytest.mark.anyio, pytest.mark.long_on_neo4j]
HEADERS = (
    *("问题编号", "区划代码", "收集时间", "受理时间", "分流时间", "三事分类", "主办单位", "交办时间", "退单时间", "办理时限"),
    *("延期批准时间", "延期至", "办结时间", "反馈时间", "评价时间", "群众评价", "销号时间", "重办时间", "问题类别", "办理进展"),
    "小区/院坝",
)
UNITS = ("民政局", "城管局", "住建委")
_ORDER = ("受理时间", "分流时间", "交办时间", "办结时间", "反馈时间", "评价时间", "销号时间")


class Desk:
    """Writes ledgers by chance, each on its `own_day`, and remembers what it wrote of each case."""

    def __init__(self, district: str, seed: int) -> None:
        self.district = district
        self.chance = random.Random(seed)
        self.rows: dict[str, dict[str, str]] = {}
        self.own_day = TODAY

    def new(self, number: int) -> None:
        for _ in range(number):
            key = f"{self.chance.choice('aA')}{len(self.rows):03}"
            raised = self.own_day - timedelta(days=self.chance.randrange(1, 140))
            self.rows[key] = {"问题编号": key, "收集时间": str(raised), "问题类别": self.chance.choice("甲乙丙")}
            self._place(self.rows[key])
            self.go_on(key)

    def _place(self, row: dict[str, str]) -> None:
        """One of the communities, now and then a courtyard of it."""
        code = f"{self.district}00100{self.chance.choice('12')}"
        row |= {"区划代码": code, "小区/院坝": f"{code}00{self.chance.choice('12')}" if self.chance.random() < 0.4 else ""}

    def go_on(self, key: str) -> None:
        """What has happened to a case since: a few steps further, an extension, another lead, another category, another place."""
        row, chance = self.rows[key], self.chance
        for name in _ORDER[: chance.randrange(len(_ORDER) + 1)]:
            if name not in row:
                last = max(date.fromisoformat(row[n]) for n in ("收集时间", *_ORDER) if n in row)
                if (day := last + timedelta(days=chance.randrange(12))) > self.own_day:
                    break
                row[name] = str(day)
        if chance.random() < 0.6 and "三事分类" not in row:
            row["三事分类"] = chance.choice(["大事", "小事", "私事"])
        if chance.random() < 0.5:
            row["主办单位"] = chance.choice(UNITS)
        if chance.random() < 0.2:
            row["主办单位"] = "、".join(chance.sample(UNITS, 2))
        if chance.random() < 0.2:
            row["问题类别"] = chance.choice("甲乙丙")
        if chance.random() < 0.15:
            self._place(row)
        self._fall_due(row)
        if "销号时间" in row and chance.random() < 0.2:
            row["重办时间"] = str(min(self.own_day, date.fromisoformat(row["销号时间"]) + timedelta(days=3)))

    def _fall_due(self, row: dict[str, str]) -> None:
        chance, raised = self.chance, date.fromisoformat(row["收集时间"])
        if "办理时限" not in row and chance.random() < 0.8:
            due = raised + timedelta(days=chance.randrange(10, 60))
            row["办理时限"] = chance.choice([str(due), str(due), f"{due:%Y-%m}"])
        if chance.random() < 0.5:
            granted = raised + timedelta(days=chance.randrange(5, 70))
            to = granted + timedelta(days=chance.randrange(60))
            row["延期批准时间"] = chance.choice([str(granted), str(granted), f"{granted:%Y-%m}", ""])
            row["延期至"] = str(to)

    def sheet(self) -> Any:
        return table("台账.csv", HEADERS, ([row.get(name, "") for name in HEADERS] for row in self.rows.values()))


async def kept(archive: Archive, store: BoltStore, desk: Desk) -> PaperLedger:
    """The same ledger on paper, as it is recorded."""
    recorded = await store.ledger_facts(desk.district, list(desk.rows))
    return PaperLedger((await archive.history(desk.district)).beside(recorded))


async def written(archive: Archive, store: BoltStore, district: str, seed: int) -> tuple[Desk, list[datetime]]:
    """Three ledgers, one after another; and the moments before the second and the third."""
    desk, moments = Desk(district, seed), list[datetime]()
    codes = ((f"{district}00100{n}", f"第{n}社区居民委员会", "某街道") for n in (1, 2))
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), codes))
    yards = ((f"{district}00100{n}00{m}", f"{district}00100{n}", f"第{m}小区", "小区") for n in (1, 2) for m in (1, 2))
    await import_(archive, store, district, table("院坝.csv", ("院坝编号", "区划代码", "院坝名称", "类型"), yards))
    units = table("单位.csv", ("单位名称", "单位类别"), ((unit, "区级部门") for unit in UNITS))
    await import_(archive, store, district, units)
    for number, ago in ((14, 40), (6, 20), (4, 0)):
        desk.own_day = TODAY - timedelta(days=ago)
        for key in desk.chance.sample(sorted(desk.rows), len(desk.rows) // 2):
            desk.go_on(key)
        desk.new(number)
        await import_(archive, store, district, desk.sheet(), desk.rows, desk.own_day)
        moments.append(archive.now())
    return desk, moments[:-1]


def questions(desk: Desk, day: date) -> list[dict[str, Any]]:
    """Filters and orders that hang on a day."""
    return [
        *({"sort": sort} for sort in CaseSort),
        {"states": ("STRUCK_OFF", "REOPENED")},
        {"open": True, "categories": ("甲", "乙")},
        *({"overdue": yes, "sort": CaseSort.DUE} for yes in (True, False)),
        {"due_until": day},
        *({"matters": (matter,)} for matter in ("BIG", "PRIVATE")),
        *({"lead": unit} for unit in UNITS),
        *({"number": "A00", "within": places} for places in (None, (f"{desk.district}001001",))),
        *({"within": tuple(desk.district + place for place in places)} for places in (("001001001",), ("001001002", "001", "001002"))),
    ]


MOMENTS = [(None, 25), (0, 60)]
"""As known now or before the second or the third ledger, so many days ago."""


async def compared(
    archive: Archive, store: BoltStore, district: str, seed: int, when: Iterable[tuple[int | None, int]], step: int = 1
) -> None:
    """Each question, or every so many, of each of these days and moments."""
    desk, moments = await written(archive, store, district, seed)
    paper = await kept(archive, store, desk)
    told = 0
    for known, ago in when:
        day, known_at = TODAY - timedelta(days=ago), None if known is None else moments[known]
        for question in questions(desk, day)[::step]:
            query = replace(CaseQuery((district,), day, known_at, limit=1_000), **question)
            found, expected = await store.cases(query), await paper.cases(query)
            assert (numbers(found.files), found.total) == (numbers(expected.files), expected.total), (known, day, question)
            told += found.total
        by_place = replace(CaseQuery((district,), day, known_at, limit=3), overdue=False)
        codes = [district + place for place in ("", "001", "001001", "001002", "001001001", "001002002", "001003")]
        pages, expected_pages = await store.cases_by_place(by_place, codes), await paper.cases_by_place(by_place, codes)
        assert [(pages[c].total, numbers(pages[c].files)) for c in codes] == [
            (expected_pages[c].total, numbers(expected_pages[c].files)) for c in codes
        ]
        states = replace(by_place, within=(codes[2], codes[5]))
        assert await store.count_states(states) == await paper.count_states(states)
    assert told * step > 50, "the lists are not empty"


PAST = (
    {
        "问题编号": "A", "收集时间": "2019-11-01", "分流时间": "2019-12-01", "三事分类": "大事", "主办单位": "民政局",
        "交办时间": "2019-12",
        "办理时限": "2019-12-10", "延期批准时间": "2019-12-05", "延期至": "2019-12-31",
    },
    {"问题编号": "B", "收集时间": "2019-11-01", "办理时限": "2019-12-10"},
)  # fmt: skip
LATER = {"问题编号": "B", "收集时间": "2019-11-01", "延期批准时间": "2019-12-08", "延期至": "2020-01-10"}


async def test_a_past_day_knows_nothing_of_what_came_later(archive: Archive, store: BoltStore, district: str) -> None:
    """A was extended on 12-05 and triaged on 12-01; who leads it is told to the month. That B was extended on 12-08 is learnt later."""

    async def take(*rows: dict[str, str]) -> datetime:
        lines = [[{**row, "区划代码": f"{district}001001"}.get(name, "") for name in HEADERS] for row in rows]
        await import_(archive, store, district, table("台账.csv", HEADERS, lines), ("A", "B"), TODAY)
        return archive.now()

    async def listed(day: str, known_at: datetime | None = None, **filters: Any) -> list[str]:
        query = CaseQuery((district,), date.fromisoformat(day), known_at)
        return numbers((await store.cases(replace(query, **filters))).files)

    codes = ((f"{district}001001", "第一社区居民委员会", "某街道"),)
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), codes))
    before = await take(*PAST)
    assert [await listed(day, matters=("BIG",)) for day in ("2019-11-30", "2019-12-01")] == [[], ["A"]]
    assert [await listed(day, due_until=date(2019, 12, 10)) for day in ("2019-12-04", "2019-12-05")] == [["A", "B"], ["B"]]
    assert [await listed(day, sort=CaseSort.DUE) for day in ("2019-12-04", "2019-12-05")] == [["A", "B"], ["B", "A"]]
    assert [await listed(day, overdue=True) for day in ("2019-12-10", "2019-12-11", "2020-01-01")] == [[], ["B"], ["A", "B"]]
    assert [await listed(day, lead="民政局") for day in ("2019-12-30", "2019-12-31")] == [[], ["A"]]
    await take(LATER)
    for known_at, found in ((None, []), (before, ["B"])):
        assert await listed("2019-12-11", known_at, overdue=True) == found
        assert await listed("2019-12-31", known_at, matters=("BIG",), overdue=False, sort=CaseSort.DUE) == ["A"]
        assert await listed("2019-11-30", known_at, matters=("BIG",)) == []


async def test_of_the_events_of_a_day_the_last_one_tells_the_state(archive: Archive, store: BoltStore, district: str) -> None:
    """Raised, triaged and assigned on one day, as known now or at a moment."""
    codes = ((f"{district}001001", "第一社区居民委员会", "某街道"),)
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), codes))
    same = dict.fromkeys(("收集时间", "受理时间", "分流时间", "交办时间"), "2019-11-01")
    row = {"问题编号": "C", "区划代码": f"{district}001001", "三事分类": "小事", "主办单位": "城管局", **same}
    await import_(archive, store, district, table("台账.csv", HEADERS, [[row.get(name, "") for name in HEADERS]]), ("C",), TODAY)
    for known_at in (None, archive.now()):
        assert await store.count_states(CaseQuery((district,), date(2019, 11, 1), known_at)) == {"ASSIGNED": 1}


async def test_each_list_is_what_is_true_of_each_case(archive: Archive, store: BoltStore, config: StoreConfig, district: str) -> None:
    """On Neo4j, which takes a second to plan each statement, fewer of them but in the long run."""
    when, step = (MOMENTS, 1) if config.uri is None else (MOMENTS[1:], 5)
    await compared(archive, store, district, 2, when, step)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_other_ledgers_too(archive: Archive, store: BoltStore, district: str, seed: int) -> None:
    await compared(archive, store, district, seed, product((None, 0, 1), (0, 25, 60, 110)))
