"""区划变更: mergers, splits, renamings, ends and beginnings; what succeeds what; and the groups that stay as they are."""

from datetime import date

import pytest

from graph import courtyards
from graph.model import Ref, Severity
from graph.snapshot import Snapshot
from loaders.report import Bad
from loaders.sheets import Cell, Value
from loaders.territory_changes import share
from tests.loaders.clerk import (
    BING,
    DAPING_EAST,
    DAPING_WEST,
    DING,
    DIVISION_HEADERS,
    EAST,
    JIA,
    WEST,
    YI,
    Clerk,
    Rows,
    codes,
    days,
    errors,
    line,
)

HEADERS = ("日期", "类型", "原区划", "新区划", "份额", "文号")
NEW, OTHER = f"{EAST}011", f"{EAST}012"


def sheet(*rows: tuple[Value, ...]) -> Rows:
    return (HEADERS, *((*row, *([None] * (6 - len(row)))) for row in rows))


def lives(clerk: Clerk) -> dict[str, str]:
    """The communities that did not hold throughout."""
    return {a.key: days(a.interval) for a in clerk.history.of("Community") if days(a.interval) != "2017-01-01.."}


def became(clerk: Clerk) -> set[tuple[str, str, str, object]]:
    links = [x for x in clerk.history.links if x.type == "SUCCEEDED_BY"]
    return {(x.start.key, x.end.key, f"{x.text('event')} {days(x.interval)}", x.properties.get("share")) for x in links}


def name_on(clerk: Clerk, code: str, day: date) -> str:
    return clerk.history.on(Ref("Community", code), day).text("name")


# ---- the five kinds


def test_a_merger_ends_the_old_and_opens_the_new() -> None:
    clerk = Clerk(sheet(("2019-05-01", "合并", "甲社区、乙社区", f"{NEW} 新社区")))
    assert lives(clerk) == {JIA: "2017-01-01..2019-05-01", YI: "2017-01-01..2019-05-01", NEW: "2019-05-01.."}
    assert became(clerk) == {(old, NEW, "MERGE 2019-05-01..", None) for old in (JIA, YI)}
    assert clerk.actor("Community", NEW).text("shortName") == "新社区"
    assert clerk.links("IN_SUBDISTRICT") >= {("甲社区", "东街道", "2017-01-01..2019-05-01"), ("新社区", "东街道", "2019-05-01..")}


@pytest.mark.parametrize("rows", [(("合并", JIA, YI),), (("合并", JIA, YI), ("合并", YI, YI)), (("合并", f"{JIA}、{YI}", YI),)])
def test_what_takes_in_another_goes_on(rows: tuple[tuple[str, str, str], ...]) -> None:
    clerk = Clerk(sheet(*(("2019-05-01", *row) for row in rows)))
    assert lives(clerk) == {JIA: "2017-01-01..2019-05-01"}
    assert became(clerk) == {(JIA, YI, "MERGE 2019-05-01..", None)}


def test_a_split_ends_the_old_and_keeps_the_shares() -> None:
    rows = (("2019-05-01", "分设", "甲社区", f"新社区({NEW})", "40%"), ("2019-05-01", "分设", "甲社区", f"{OTHER} 又一社区", 0.6))
    clerk = Clerk(sheet(*rows))
    assert lives(clerk) == {JIA: "2017-01-01..2019-05-01", NEW: "2019-05-01..", OTHER: "2019-05-01.."}
    assert became(clerk) == {(JIA, NEW, "SPLIT 2019-05-01..", 0.4), (JIA, OTHER, "SPLIT 2019-05-01..", 0.6)}


@pytest.mark.parametrize("new", [(f"{NEW} 新社区", "30%"), (f"{NEW} 新社区、甲社区", None)])
def test_a_split_that_leaves_a_part_ends_nothing(new: tuple[str, str | None]) -> None:
    clerk = Clerk(sheet(("2019-05-01", "分设", "甲社区", *new)))
    assert lives(clerk) == {NEW: "2019-05-01.."}
    assert {(old, end) for old, end, _, _ in became(clerk)} == {(JIA, NEW)}


def test_a_renaming_is_a_change_of_the_day_and_ends_nothing() -> None:
    clerk = Clerk(sheet(("2019-05-01", "更名", "甲社区", "新名社区")))
    assert (name_on(clerk, JIA, date(2019, 4, 30)), name_on(clerk, JIA, date(2019, 5, 1))) == ("甲社区居民委员会", "新名社区")
    assert clerk.actor("Community", JIA).text("shortName") == "新名社区"
    assert (lives(clerk), became(clerk)) == ({}, set())


def test_a_renaming_with_another_code_is_a_succession() -> None:
    clerk = Clerk(sheet(("2019-05-01", "更名", JIA, f"{NEW} 新名社区")))
    assert lives(clerk) == {JIA: "2017-01-01..2019-05-01", NEW: "2019-05-01.."}
    assert became(clerk) == {(JIA, NEW, "RENAME 2019-05-01..", None)}


def test_an_end_and_a_beginning() -> None:
    clerk = Clerk(sheet(("2019-05-01", "撤销", "甲社区"), ("2019-06-01", "设立", None, f"{NEW} 新社区")))
    assert lives(clerk) == {JIA: "2017-01-01..2019-05-01", NEW: "2019-06-01.."}
    assert became(clerk) == set()


def test_a_subdistrict_may_be_renamed_and_a_courtyard_moved() -> None:
    yard, moved = f"{JIA}001", f"{YI}001"
    clerk = Clerk((("院坝编号", "院坝名称"), (yard, "李家院坝")))
    clerk.take(
        sheet(("2019-05-01", "更名", "东街道", "新街道"), ("2019-05-01", "合并", "甲社区", "乙社区"), ("2019-05-01", "合并", yard, moved))
    )
    assert clerk.history.on(Ref("Subdistrict", EAST), date(2019, 5, 1)).text("name") == "新街道"
    assert (yard, moved, "MERGE 2019-05-01..", None) in became(clerk)
    before, after = (Snapshot(clerk.history, day) for day in (date(2019, 4, 30), date(2019, 5, 1)))
    assert [a.key for c in (JIA, YI) for a in courtyards.courtyards(before, Ref("Community", c))] == [yard]
    assert [a.key for c in (JIA, YI) for a in courtyards.courtyards(after, Ref("Community", c))] == [moved]


def test_courtyards_end_with_their_community() -> None:
    clerk = Clerk((("院坝编号", "院坝名称"), (f"{JIA}001", "李家院坝")), sheet(("2019-05-01", "合并", "甲社区", "乙社区")))
    assert str(courtyards.life(clerk.history, Ref("Courtyard", f"{JIA}001")).until) == "2019-05-01"


# ---- what stays, and what is told


def test_a_group_stays_and_is_told_where_it_loses_its_community() -> None:
    clerk = Clerk()
    clerk.roster(line("甲社区"), line("乙社区"))
    assert codes(clerk.take(sheet(("2019-05-01", "合并", "甲社区", "乙社区"))), Severity.WARN) == ["ORPHANED_GROUP"]
    assert ("甲社区服务群众工作组", "甲社区", "2018-01-01..") in clerk.links("SERVES")


def test_the_same_sheet_again_changes_nothing() -> None:
    rows = sheet(
        ("2019-05-01", "合并", f"{JIA}、{YI}", f"{NEW} 新社区"),
        ("2019-06-01", "分设", DING, f"{WEST}202 戊村、{DING}", "30%"),
        ("2019-07-01", "更名", BING, "新名社区"),
    )
    assert Clerk(rows).plan(rows).empty


def test_a_row_may_name_what_an_earlier_day_made() -> None:
    rows = (("2019-07-01", "更名", "新社区", "更新社区"), ("2019-05-01", "合并", "甲社区、乙社区", f"{NEW} 新社区"))
    clerk = Clerk(sheet(*rows))
    assert (name_on(clerk, NEW, date(2019, 6, 1)), name_on(clerk, NEW, date(2019, 7, 1))) == ("新社区", "更新社区")


def test_the_day_of_a_change_takes_the_place_of_that_of_an_edition() -> None:
    edition = (DIVISION_HEADERS, (YI, "乙社区居民委员会", "东街道", "某区"), (DAPING_EAST, "大坪村村民委员会", "东街道", "某区"))
    clerk = Clerk()
    clerk.take((*edition, (NEW, "新社区居民委员会", "东街道", "某区")), effective="2019-12-31")
    assert lives(clerk) == {JIA: "2017-01-01..2019-12-31", NEW: "2019-12-31.."}
    clerk.take(sheet(("2019-05-01", "更名", JIA, NEW)))
    assert lives(clerk) == {JIA: "2017-01-01..2019-05-01", NEW: "2019-05-01.."}
    assert clerk.links("IN_SUBDISTRICT") >= {("甲社区", "东街道", "2017-01-01..2019-05-01"), ("新社区", "东街道", "2019-05-01..")}
    assert became(clerk) == {(JIA, NEW, "RENAME 2019-05-01..", None)}


def test_what_had_ended_before_is_told_and_keeps_its_end() -> None:
    clerk = Clerk(sheet(("2018-05-01", "撤销", "甲社区")))
    assert codes(clerk.take(sheet(("2019-05-01", "合并", JIA, "乙社区"))), Severity.WARN) == ["ENDED_PLACE"]
    assert lives(clerk) == {JIA: "2017-01-01..2018-05-01"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("2019-05", "撤销", "甲社区"), "BAD_DATE"),
        (("2019-05-01", "搬迁", "甲社区", "乙社区"), "BAD_CHOICE"),
        ((None, "撤销", "甲社区"), "BLANK"),
        (("2019-05-01", "合并", "甲社区", None), "BLANK"),
        (("2019-05-01", "撤销", None, "甲社区"), "BLANK"),
        (("2019-05-01", "撤销", "戊村"), "UNKNOWN_PLACE"),
        (("2019-05-01", "撤销", "大坪村"), "AMBIGUOUS_PLACE"),
        (("2019-05-01", "合并", "甲社区", "大坪村"), "AMBIGUOUS_PLACE"),
        (("2019-05-01", "合并", "甲社区", "新社区"), "UNKNOWN_PLACE"),
        (("2019-05-01", "合并", "甲社区", "西镇"), "OTHER_LEVEL"),
        (("2019-05-01", "合并", "甲社区", "880101001001 外社区"), "V8"),
        (("2019-05-01", "合并", "甲社区", f"{EAST}999 怪社区"), "V9"),
        (("2019-05-01", "分设", "甲社区", f"{NEW} 新社区", "140%"), "BAD_SHARE"),
        (("2016-05-01", "撤销", "甲社区"), "V1"),
    ],
)
def test_what_is_wrong_keeps_the_row_out(row: tuple[Value, ...], code: str) -> None:
    assert [p.code for p in errors(Clerk().plan(sheet(row)))] == [code]


def test_what_comes_back_to_where_it_began_is_a_problem() -> None:
    rows = (("2019-05-01", "合并", "甲社区", "乙社区"), ("2019-06-01", "更名", YI, JIA))
    assert "V12" in codes(Clerk().plan(sheet(*rows)), Severity.ERROR)


@pytest.mark.parametrize(("written", "expected"), [("40%", 0.4), ("0.40", 0.4), (0.4, 0.4), ("2/5", 0.4), (1, 1.0), (None, None)])
def test_shares(written: Value, expected: float | None) -> None:
    assert share(Cell(written)) == expected


@pytest.mark.parametrize("written", ["0", "1/0", "140%", "大部分"])
def test_what_is_no_share(written: str) -> None:
    with pytest.raises(Bad):
        share(Cell(written))


def test_a_namesake_is_chosen_by_its_code() -> None:
    clerk = Clerk(sheet(("2019-05-01", "撤销", DAPING_WEST)))
    assert lives(clerk) == {DAPING_WEST: "2017-01-01..2019-05-01"}
