"""Which cases an audit looks for: the database chooses the same as the analysis does one by one, now and as known at a moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from graph.archive import Archive
from graph.lifecycle import MISLED, EventType
from graph.model import CaseQuery, CaseSort, CaseTrait
from graph.store.port import Store
from graph.vocabulary import CaseState, Matter
from tests.contract import odd
from tests.contract.test_ledger import TODAY, archive, import_, numbers, table
from tests.paper import PaperLedger

pytestmark = pytest.mark.anyio
__all__ = ["archive"]
HEADERS = (
    "问题编号", "区划代码", "收集时间", "分流时间", "三事分类", "主办单位", "交办时间", "办理时限", "办结时间", "反馈时间", "群众评价",
    "评价时间", "销号时间", "重办时间",
)  # fmt: skip
COUNT = 24


def lines(district: str, reopened: str, first: int, last: int) -> Iterator[tuple[str, ...]]:
    """Cases of every kind: a third led by a committee, some never triaged, some without feedback or evaluation, struck off, reopened."""
    for n in range(first, last):
        raised = date(2019, 6, 1) + timedelta(days=n)
        days = [str(raised + timedelta(days=step)) for step in range(8)]
        code = f"{district}00100{1 + n % 2}"
        lead = ("区民政局", "第1社区居委会", "")[n % 3]
        handled, told, judged, struck = n % 4 > 0, n % 4 > 1 and n % 5 > 0, n % 4 == 3 and n % 7 > 1, n % 8 == 7
        yield (
            f"N{n:02}", code, days[0], days[1] if n % 5 < 4 else "", ("大事", "小事", "私事", "")[n % 4 if n % 6 else 0], lead,
            days[2] if lead else "", days[6],
            days[3] if handled else "", days[4] if told else "", "满意" if judged else "", days[5] if judged else "",
            days[6] if struck else "", reopened if handled and n % 5 == 2 else "",
        )  # fmt: skip


def queries(district: str) -> Iterator[CaseQuery]:
    base = CaseQuery((district,), TODAY, sort=CaseSort.RAISED, limit=100)
    handled = tuple(state.value for state in (CaseState.RESOLVED, CaseState.FED_BACK, CaseState.EVALUATED, CaseState.STRUCK_OFF))
    for day in (TODAY, date(2019, 7, 1), date(2019, 6, 12)):
        on = replace(base, day=day)
        for type_ in (EventType.FED_BACK, EventType.EVALUATED):
            yield replace(on, states=handled, lacking=type_.value)
        for matter in Matter:
            yield replace(on, matters=(matter.value,), lead_kinds=tuple(sorted(MISLED[matter])))
        yield replace(on, raised_until=date(2019, 6, 8))
        yield replace(on, again=EventType.REOPENED.value)
        yield replace(on, again=EventType.RAISED.value)


def due(base: CaseQuery) -> Iterator[CaseQuery]:
    for day in (date(2019, 6, 12), date(2019, 6, 20), date.max):
        yield replace(base, due_until=day)
    yield from (replace(base, open=True), replace(base, overdue=True))


@pytest.mark.long_on_neo4j
async def test_the_database_chooses_as_the_analysis_does(store: Store, archive: Archive, district: str) -> None:
    codes = ((f"{district}00100{n}", f"第{n}社区居民委员会", "某街道") for n in (1, 2))
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), codes))
    keys = [f"N{n:02}" for n in range(COUNT)]
    await import_(archive, store, district, table("一.csv", HEADERS, lines(district, "2019-07-20", 0, COUNT)))
    between = archive.now()
    again = [row for row in lines(district, "2019-08-20", 0, COUNT) if row[-1]]
    await import_(archive, store, district, table("二.csv", HEADERS, again), keys)
    whole = (await archive.history(district)).beside(await store.ledger_facts(district, keys))
    paper, seen = PaperLedger(whole), set[int]()
    for query in (replace(q, known_at=moment) for q in queries(district) for moment in (None, between)):
        page, expected = await store.cases(query), await paper.cases(query)
        told = [file.case.key for file in page.files]
        assert told == [file.case.key for file in expected.files], query
        assert (page.total, sum((await store.count_states(query)).values())) == (expected.total, expected.total)
        seen.add(page.total)
    assert len(seen) > 5
    for base in (CaseQuery((district,), TODAY, moment, within) for moment in (None, between) for within in (None, (f"{district}001001",))):
        asked = [replace(q, known_at=base.known_at, within=base.within) for q in (*queries(district), *due(base)) if q.day == TODAY]
        by_matter = [replace(base, matters=(matter.value,)) for matter in Matter]
        for some in (asked, by_matter):
            assert await store.count_cases(base, some) == await paper.count_cases(base, some)


@pytest.mark.long_on_neo4j
async def test_the_record_of_a_case_is_judged_alike(store: Store, archive: Archive, district: str) -> None:
    """Evaluated by the handler, out of order, in a circle: now, before some of it was taken back, and before it was written."""
    codes = ((f"{district}00100{n}", f"第{n}社区居民委员会", "某街道") for n in (1, 2))
    await import_(archive, store, district, table("区划.csv", ("code", "name", "subdistrict_name"), codes))
    keys = [*(f"N{n:02}" for n in range(COUNT)), "UNDATED"]
    headers = (*HEADERS, "责任人")
    rows = [(*row, ("甲", "乙", "")[n % 3]) for n, row in enumerate(lines(district, "2019-07-20", 0, COUNT))]
    rows.append(("UNDATED", f"{district}001001", "不详", *("" for _ in headers[3:])))
    await import_(archive, store, district, table("一.csv", headers, rows))
    base = CaseQuery((district,), TODAY, sort=CaseSort.RAISED, limit=100)
    moments = [archive.now()]
    links = await odd.written(archive, store, district, (await store.cases(base)).files, "odd")
    moments.append(archive.now())
    await odd.taken_back(archive, store, district, [x for n, x in enumerate(links) if n % 5 == 1], "back")
    paper = PaperLedger((await archive.history(district)).beside(await store.ledger_facts(district, keys)))
    found = dict.fromkeys(CaseTrait, 0)
    for moment in (*moments, None):
        for day in (TODAY, date(2019, 6, 12)):
            on = replace(base, day=day, known_at=moment)
            asked = [replace(on, trait=trait) for trait in CaseTrait]
            counted = await store.count_cases(on, asked)
            assert counted == await paper.count_cases(on, asked), (moment, day)
            found = {trait: found[trait] + number for trait, number in zip(CaseTrait, counted, strict=True)}
            for query in asked if day == TODAY else ():
                page, expected = await store.cases(query), await paper.cases(query)
                assert numbers(page.files) == numbers(expected.files), query
                assert (page.total, sum((await store.count_states(query)).values())) == (expected.total, expected.total)
                if moment is None:
                    assert {f.case.key: f.ties for f in page.files} == {f.case.key: f.ties for f in expected.files}
    assert all(found.values()), found
    assert found[CaseTrait.SIGNED] > found[CaseTrait.SELF_EVALUATED]
    assert found[CaseTrait.TIED] > found[CaseTrait.CIRCULAR]
    assert found[CaseTrait.DISORDERED] < 5 * COUNT
