"""Cases without their files, on both servers: what they are about, and when those of a community were handled."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from graph.archive import Archive
from graph.interval import PartialDate
from graph.model import CaseText, Closing
from graph.store.bolt import BoltStore
from graph.store.port import Store
from tests.contract.test_ledger import TODAY, archive, ask, filled, import_, table

__all__ = ["archive"]
pytestmark = [pytest.mark.anyio, pytest.mark.long_on_neo4j]

HEADERS = (
    "问题编号",
    "区划代码",
    "收集时间",
    "问题类别",
    "问题描述",
    "涉及户数",
    "解决层级",
    "共性问题",
    "办结时间",
    "重办时间",
    "办理进展",
)
LINES = (
    ("B1", "1", "2019-05-02", "房屋", "屋顶漏水", "1052", "区级", "", "2019-06-10", "", ""),
    ("B2", "1", "2019-05-20", "房屋", "屋顶又漏水", "3", "", "B1", "2019-06-25", "", ""),
    ("B3", "2", "2019-06-01", "道路", "路" * 600, "", "", "", "2019-06", "", ""),
    ("B4", "2", "2019-06-03", "", "没有类别", "", "镇街", "", "2019-06-30", "2019-07-05", ""),
    ("B5", "2", "2019-07", "道路", "", "", "", "", "2019-07-01", "", ""),
    ("B6", "2", "2019-07-02", "道路", "不知何日办结", "", "", "", "", "", "已办结"),
)


async def cases(archive: Archive, store: Store, district: str, lines: Sequence[Sequence[str]] = LINES) -> None:
    rows = [(line[0], f"{district}00100{line[1]}", *line[2:]) for line in lines]
    await import_(archive, store, district, table("台账.csv", HEADERS, rows), [key for line in lines for key in (line[0], line[7]) if key])


async def texts(store: BoltStore, district: str, day: date = TODAY, **filters: Any) -> dict[str, CaseText]:
    return {text.key: text for text in await store.case_texts(ask(district, day, **filters))}


async def test_what_cases_are_about(archive: Archive, store: BoltStore, district: str) -> None:
    await filled(archive, store, district, 0)
    await cases(archive, store, district)
    found = await texts(store, district)
    one, two = f"{district}001001", f"{district}001002"
    assert found["B1"] == CaseText(district, "B1", one, "RESOLVED", "房屋", "屋顶漏水", 1052, "DISTRICT")
    assert found["B2"] == CaseText(district, "B2", one, "RESOLVED", "房屋", "屋顶又漏水", 3, None, ("B1",))
    assert (found["B3"].text, found["B3"].community) == ("路" * 500, two)
    assert (found["B4"].category, found["B4"].state, found["B4"].solved_level) == (None, "REOPENED", "SUBDISTRICT")
    assert found["B5"].text == ""
    assert list(found) == ["B6", "B5", "B4", "B3", "B2", "B1"]


async def test_they_obey_the_filters_the_day_and_the_bound(
    archive: Archive, store: BoltStore, district: str, statements: list[str]
) -> None:
    await filled(archive, store, district, 0)
    await cases(archive, store, district)
    statements.clear()
    assert list(await texts(store, district, limit=2)) == ["B6", "B5"]
    assert len(statements) == 1
    assert set(await texts(store, district, within=(f"{district}001001",))) == {"B1", "B2"}
    assert set(await texts(store, district, states=("REOPENED",))) == {"B4"}
    assert set(await texts(store, district, date(2019, 6, 1))) == {"B1", "B2", "B3"}
    assert {key: text.state for key, text in (await texts(store, district, date(2019, 6, 10))).items() if key in ("B1", "B2")} == {
        "B1": "RESOLVED",
        "B2": "RAISED",
    }


async def test_what_was_known_of_them_before(archive: Archive, store: BoltStore, district: str) -> None:
    await filled(archive, store, district, 0)
    await cases(archive, store, district)
    told, before = await texts(store, district), archive.now()
    later = [(*LINES[1][:4], "屋顶还在漏水", "5", "镇街", "", *LINES[1][8:]), ("B7", *LINES[2][1:7], "B3", *LINES[2][8:])]
    await cases(archive, store, district, later)
    now = await texts(store, district)
    assert (now["B2"].text, now["B2"].households, now["B2"].solved_level) == ("屋顶还在漏水", 5, "SUBDISTRICT")
    assert now["B7"].common == ("B3",)
    assert await texts(store, district, known_at=before) == told


async def handled(store: BoltStore, district: str, since: str, until: str, codes: str = "12", **filters: Any) -> list[Closing]:
    """Of the communities 1 and 2."""
    places = [f"{district}00100{code}" for code in codes]
    query = ask(district, **{"states": ("RESOLVED", "FED_BACK", "EVALUATED", "STRUCK_OFF"), **filters})
    return list(await store.closings(query, places, date.fromisoformat(since), date.fromisoformat(until)))


def days(closings: Sequence[Closing]) -> list[tuple[str, str, str]]:
    return [(c.community[-1], str(c.raised), str(c.resolved)) for c in closings]


JUNE = [("1", "2019-05-02", "2019-06-10"), ("1", "2019-05-20", "2019-06-25"), ("2", "2019-06-01", "2019-06")]


async def test_when_cases_were_handled(archive: Archive, store: BoltStore, district: str, statements: list[str]) -> None:
    await filled(archive, store, district, 0)
    await cases(archive, store, district)
    statements.clear()
    june = await handled(store, district, "2019-06-01", "2019-07-01")
    assert (days(june), len(statements)) == (JUNE, 1), "what was reopened is not handled"
    assert june[2].resolved == PartialDate.month(2019, 6)
    assert days(await handled(store, district, "2019-06-01", "2019-07-01", codes="2")) == JUNE[2:]
    assert days(await handled(store, district, "2019-06-10", "2019-06-25")) == JUNE[:1]
    assert days(await handled(store, district, "2019-06-11", "2019-06-26")) == JUNE[1:2]
    assert days(await handled(store, district, "2019-06-01", "2019-07-01", limit=2)) == JUNE[:2]
    assert days(await handled(store, district, "2019-07-01", "2020-03-01")) == [("2", "2019-07", "2019-07-01")]
    assert days(await handled(store, district, "2019-06-01", "2019-07-01", day=date(2019, 7, 4))) == [
        *JUNE,
        ("2", "2019-06-03", "2019-06-30"),
    ]


async def test_when_they_were_handled_as_known_before(archive: Archive, store: BoltStore, district: str) -> None:
    await filled(archive, store, district, 0)
    await cases(archive, store, district)
    before = archive.now()
    corrected = [(*LINES[0][:8], "2019-07-20", *LINES[0][9:])]
    await cases(archive, store, district, corrected)
    assert days(await handled(store, district, "2019-06-01", "2019-07-01")) == JUNE[1:]
    assert days(await handled(store, district, "2019-06-01", "2019-07-01", known_at=before)) == JUNE
