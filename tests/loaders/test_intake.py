"""From files to the record: which district, what is counted, what is too much at once, which rows are left out, each file whole or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from graph.archive import Archive
from graph.errors import Conflict
from graph.history import History, empty
from graph.model import Counters, Facts, Plan, Receipt, Ref, Severity
from loaders.desk import Options
from loaders.intake import Counts, Intake, Outcome, counted, districts_of
from tests.api.fakes import EmptyStore
from tests.loaders.books import table, workbook
from tests.loaders.clerk import (
    BING,
    DIVISION_HEADERS,
    DIVISIONS,
    EAST,
    JIA,
    POST_HEADERS,
    ROSTER_HEADERS,
    TODAY,
    UNIT_HEADERS,
    YI,
    Clerk,
    Rows,
    codes,
    errors,
    line,
    post,
)

# ---- what is counted


def test_what_is_added_changed_and_closed_is_counted_by_kind() -> None:
    clerk = Clerk((ROSTER_HEADERS, line("甲社区", leader="张三", local="钱七"), line("乙社区", local="钱八")))
    plan = clerk.plan((ROSTER_HEADERS, line("甲社区", "2019-01-01", leader="李四", local="钱七"), line("乙社区", local="钱八")))
    assert counted(plan) == {"FILLS": Counts(added=1, closed=1), "Person": Counts(added=1)}


def test_a_stretch_cut_in_two_is_changed_and_added() -> None:
    clerk = Clerk((ROSTER_HEADERS, line("甲社区", local="钱七")))
    plan = clerk.plan((ROSTER_HEADERS, line("甲社区", "2019-01-01", "2019-02-01")))
    assert counted(plan) == {"FILLS": Counts(added=1, changed=1)}
    clerk.history = clerk.history.after(plan)
    joined = clerk.plan((ROSTER_HEADERS, line("甲社区", "2019-01-01", "2019-02-01", local="钱七")))
    assert counted(joined) == {"FILLS": Counts(changed=1, closed=1)}


def test_nodes_are_counted_once_however_many_of_their_properties_change() -> None:
    clerk = Clerk()
    rows: Rows = ((*DIVISION_HEADERS, "户数"), (JIA, "新甲社区", "东街道", "某区", 9), (f"{EAST}208", "大坪村", "东街道", "某区", None))
    assert counted(clerk.plan(rows, effective="2019-01-01")) == {
        "Community": Counts(changed=2, closed=1),
        "IN_SUBDISTRICT": Counts(closed=1),
    }


def test_nothing_is_counted_of_a_file_that_says_nothing_new() -> None:
    assert counted(Clerk().plan(DIVISIONS, effective="2017-01-01")) == {}


# ---- too much at once


def divisions(number: int) -> Rows:
    return (DIVISION_HEADERS, *((f"{EAST}{n:03d}", f"第{n}社区", "东街道", "某区") for n in range(101, 101 + number)))


@pytest.mark.parametrize(
    ("before", "lost", "refused"), [(40, 4, False), (40, 5, True), (30, 3, False), (39, 4, True), (6, 3, False), (6, 4, True)]
)
def test_more_than_a_tenth_and_more_than_three_is_too_much(before: int, lost: int, refused: bool) -> None:
    clerk = Clerk(history=empty("990101"))
    clerk.take(divisions(before), effective="2017-01-01")
    plan = clerk.plan(divisions(before - lost), effective="2019-01-01")
    assert [p.code for p in errors(plan)] == ["MASS_REMOVAL"] * refused
    assert not errors(clerk.plan(divisions(before - lost), effective="2019-01-01", allow_shrink=True))
    if refused:
        (problem,) = errors(plan)
        assert f"{before} 个村(社区)中的 {lost} 个" in problem.zh
        assert "--allow-shrink" in problem.en


def test_seats_left_empty_are_counted_on_the_day_when_they_are() -> None:
    clerk = Clerk(
        (ROSTER_HEADERS, line("甲社区", leader="张三", team="王五", local="钱七"), line("乙社区", leader="张三", team="王五", local="钱八"))
    )
    later = (ROSTER_HEADERS, line("甲社区", "2021-01-01"), line("乙社区", "2021-01-01", leader="张三"))
    assert ["有人的席位" in p.zh for p in errors(clerk.plan(later))] == [True]
    swapped = (ROSTER_HEADERS, line("甲社区", "2019-01-01", leader="李四", team="王六", local="钱九"))
    assert not errors(clerk.plan(swapped))


def test_units_and_posts_count_as_well() -> None:
    units = tuple((None, f"第{n}局", "区级部门") for n in range(4))
    gone = tuple((*unit, None, None, None, None, "2019-01-01") for unit in units)
    clerk = Clerk((UNIT_HEADERS[:3], *units))
    assert ["4 个单位" in p.zh for p in errors(clerk.plan((UNIT_HEADERS[:8], *gone)))] == [True]
    held = [post(f"人{n}", f"第{n}局", "部门干部") for n in range(4)]
    left = [post(f"人{n}", f"第{n}局", "部门干部", until="2019-01-01") for n in range(4)]
    clerk.posts(*held)
    assert ["职务" in p.zh for p in errors(clerk.plan((POST_HEADERS, *left)))] == [True]


# ---- rows left out


def test_bad_rows_are_left_out_and_told() -> None:
    clerk = Clerk()
    rows = (POST_HEADERS, post("张三", "民政局", "局级"), post("李四", "民政局", "部门干部", "2019.13"), post("王五", "民政局", "部门干部"))
    assert len(errors(clerk.plan(rows))) == 2
    plan = clerk.take(rows, skip_bad_rows=True)
    assert [(p.severity, p.code, p.cell) for p in plan.problems if p.code.startswith("BAD")] == [
        (Severity.WARN, "BAD_CHOICE", "E2"),
        (Severity.WARN, "BAD_DATE", "G3"),
    ]
    assert "不导入" in plan.problems[0].zh
    assert set(clerk.named("Person")) == {"王五"}


def test_what_only_bad_rows_speak_of_is_not_taken_for_left_out() -> None:
    clerk = Clerk((ROSTER_HEADERS, line("甲社区", local="钱七"), line("乙社区", local="钱八")))
    bad = (ROSTER_HEADERS, line("甲社区", local="钱七"), line("乙社区", "2019.13", local="钱八"))
    plan = clerk.plan(bad, skip_bad_rows=True, allow_shrink=True)
    assert plan.empty
    edition = (DIVISION_HEADERS, DIVISIONS[1], (f"{EAST}0", "乙社区", "东街道", "某区"))
    assert clerk.plan(edition, effective="2019-01-01", skip_bad_rows=True, within="990101").empty


def test_what_is_wrong_with_the_file_as_a_whole_stays_wrong() -> None:
    assert codes(Clerk().plan(DIVISIONS, effective="2016-01-01", skip_bad_rows=True), Severity.ERROR) == ["OLD_EDITION"]


# ---- which district


@pytest.mark.parametrize(
    ("rows", "within", "known", "found"),
    [
        (DIVISIONS, None, [], ["990101"]),
        ((*DIVISIONS, ("880101001001", "外", "外街道", "外区")), None, [], ["880101", "990101"]),
        ((*DIVISIONS, ("880101001001", "外", "外街道", "外区")), "880101001", [], ["880101"]),
        ((DIVISION_HEADERS, ("?", "外", "外街道", "外区")), None, ["990101"], ["990101"]),
        ((ROSTER_HEADERS, line("甲社区")), None, ["990101"], ["990101"]),
        ((ROSTER_HEADERS, line("甲社区")), None, [], []),
        ((ROSTER_HEADERS, line("甲社区")), None, ["880101", "990101"], []),
        ((ROSTER_HEADERS, line("甲社区", code=JIA)), None, ["880101", "990101"], ["990101"]),
        ((ROSTER_HEADERS, line("甲社区")), "990101001", [], ["990101"]),
    ],
)
def test_the_district_of_a_file(rows: Rows, within: str | None, known: list[str], found: list[str]) -> None:
    assert list(districts_of([table(*rows)], Options(TODAY, within=within), known)) == found


# ---- files


@dataclass
class Memory(EmptyStore):
    """A store in memory. `moving`: how often somebody else writes first."""

    facts: dict[str, Facts] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    moving: int = 0

    async def revisions(self) -> Mapping[str, Counters]:
        return {district: Counters(facts.revision) for district, facts in self.facts.items()}

    async def load(self, district: str) -> Facts:
        return self.facts.get(district, Facts(district, 0))

    async def commit(self, plan: Plan, expected: int, receipt: Receipt, ledger: int | None = None) -> int:
        self.moving -= 1
        facts = await self.load(plan.district)
        if self.moving >= 0 or expected != facts.revision:
            raise Conflict(district=plan.district)
        self.facts[plan.district] = History(facts).after(plan).facts
        self.receipts.append(receipt)
        return facts.revision + 1


def intake(store: Memory, told: list[str] | None = None) -> Intake:
    clock = count()
    archive = Archive(store, lambda: TODAY, lambda: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(seconds=next(clock)))
    return Intake(archive, "somebody", (told if told is not None else []).append)


def files(folder: Path) -> tuple[Path, Path, Path]:
    posts = (POST_HEADERS, post("钱七", "甲社区", "村(社区)书记"))
    books = [(ROSTER_HEADERS, line("甲社区", local="钱七")), posts, DIVISIONS]
    return tuple(workbook(folder / f"{n}.xlsx", rows) for n, rows in enumerate(books))  # type: ignore[return-value]


def brief(outcomes: tuple[Outcome, ...]) -> list[tuple[str, str | None, bool, bool]]:
    """File, district, refused, written."""
    return [(o.file, o.district, o.refused, o.import_id is not None) for o in outcomes]


@pytest.mark.anyio
async def test_files_go_in_by_kind_in_whatever_order_they_are_given(tmp_path: Path) -> None:
    store, told = Memory(), list[str]()
    outcomes = await intake(store, told).run(files(tmp_path), Options(TODAY, date(2018, 1, 1)))
    assert brief(outcomes) == [(f"{n}.xlsx", "990101", False, True) for n in (2, 1, 0)]
    history = History(store.facts["990101"])
    assert len(history.of("Person")) == 1
    assert len(history.of("WorkGroup")) == 1
    assert [(r.import_id, r.files, r.title, r.actor) for r in store.receipts] == [
        (o.import_id, (o.file,), title, "somebody")
        for o, title in zip(outcomes, ["区划(一区)", "干部任职表", "服务群众工作组名册"], strict=True)
    ]
    assert {o.import_id for o in outcomes} == {x.source.import_id for x in history.facts.links}
    assert {"0.xlsx", "1.xlsx", "2.xlsx"} <= set(told)


@pytest.mark.anyio
async def test_a_file_that_says_nothing_new_is_not_written_and_does_not_stop_the_next(tmp_path: Path) -> None:
    store = Memory()
    roster, posts, places = files(tmp_path)
    options = Options(TODAY, date(2018, 1, 1))
    await intake(store).run([places], options)
    outcomes = await intake(store).run([places, posts, roster], options)
    assert brief(outcomes) == [("2.xlsx", "990101", False, False), ("1.xlsx", "990101", False, True), ("0.xlsx", "990101", False, True)]


@pytest.mark.anyio
async def test_a_dry_run_writes_nothing_and_builds_on_itself(tmp_path: Path) -> None:
    store = Memory()
    outcomes = await intake(store).run(files(tmp_path), Options(TODAY, date(2018, 1, 1)), dry_run=True)
    assert brief(outcomes) == [(f"{n}.xlsx", "990101", False, False) for n in (2, 1, 0)]
    assert outcomes[2].counts["FILLS"] == Counts(added=1)
    assert outcomes[2].counts.get("Person") is None
    assert store.facts == {}


@pytest.mark.anyio
async def test_a_bad_file_is_told_and_the_others_go_in(tmp_path: Path) -> None:
    store = Memory()
    roster, _, places = files(tmp_path)
    bad = workbook(tmp_path / "bad.xlsx", (POST_HEADERS, post("张三", "甲社区", "村(社区)书记"), post("李四", "甲社区", "局级")))
    headless = workbook(tmp_path / "headless.xlsx", (("姓名", "职务"), ("张三", "书记")))
    text = tmp_path / "text.csv"
    text.write_bytes(b"\xff\xff\x00")
    ragged = tmp_path / "ragged.csv"
    ragged.write_text(
        "人员编号,姓名,单位,职务\n" + "".join(f"{n},人{n},民政局,干事\n" for n in range(20)) + '"不成对,李四\n', encoding="utf-8"
    )
    outcomes = await intake(store).run([bad, headless, text, ragged, roster, places], Options(TODAY, date(2018, 1, 1)))
    by_file = {o.file: o for o in outcomes}
    assert {name: o.refused for name, o in by_file.items()} == {
        **dict.fromkeys(("bad.xlsx", "headless.xlsx", "text.csv", "ragged.csv"), True),
        **dict.fromkeys(("0.xlsx", "2.xlsx"), False),
    }
    assert [p.code for p in by_file["bad.xlsx"].problems if p.severity is Severity.ERROR] == ["BAD_CHOICE"]
    assert [p.code for p in by_file["text.csv"].problems] == [p.code for p in by_file["ragged.csv"].problems] == ["BAD_FILE"]
    assert {a.text("name") for a in History(store.facts["990101"]).of("Person")} == {"钱七"}


@pytest.mark.anyio
async def test_a_file_of_no_district_or_of_several_is_refused(tmp_path: Path) -> None:
    roster, _, _ = files(tmp_path)
    two = workbook(tmp_path / "two.xlsx", (*DIVISIONS, ("880101001001", "外", "外街道", "外区")))
    outcomes = await intake(Memory()).run([roster, two], Options(TODAY))
    assert [(o.file, [p.code for p in o.problems], o.refused) for o in outcomes] == [
        ("two.xlsx", ["WHICH_DISTRICT"], True),
        ("0.xlsx", ["WHICH_DISTRICT"], True),
    ]
    assert all("--within" in p.zh and "--within" in p.en for o in outcomes for p in o.problems)


@pytest.mark.anyio
async def test_who_is_overtaken_plans_again_and_gives_up_in_the_end(tmp_path: Path) -> None:
    store = Memory(moving=3)
    _, _, places = files(tmp_path)
    assert brief(await intake(store).run([places], Options(TODAY, date(2018, 1, 1)))) == [("2.xlsx", "990101", False, True)]
    with pytest.raises(Conflict):
        await intake(Memory(moving=9)).run([places], Options(TODAY, date(2018, 1, 1)))


@pytest.mark.anyio
async def test_sheets_of_one_workbook_are_one_import(tmp_path: Path) -> None:
    store = Memory()
    posts = (POST_HEADERS, post("钱七", "甲社区", "村(社区)书记"))
    book = workbook(tmp_path / "all.xlsx", (ROSTER_HEADERS, line("甲社区", local="钱七")), posts, DIVISIONS)
    (outcome,) = await intake(store).run([book], Options(TODAY, date(2018, 1, 1)))
    assert (outcome.refused, len(store.receipts)) == (False, 1)
    assert outcome.counts["Person"] == outcome.counts["WorkGroup"] == Counts(added=1)
    history = History(store.facts["990101"])
    assert history.actors[Ref("Community", YI)].text("shortName") == "乙社区"
    assert {x.source.sheet for x in history.links} == {"Sheet1", "Sheet2", "Sheet3"}
    assert BING in {a.key for a in history.of("Community")}
