"""Divisions: editions that open, close and rename; codes that nest; short names; which rows of which district."""

from datetime import date

import pytest

from graph.model import Ref, Severity
from loaders.desk import Options
from loaders.divisions import districts
from tests.loaders.books import table
from tests.loaders.clerk import (
    BING,
    DAPING_EAST,
    DAPING_WEST,
    DING,
    DISTRICT,
    DIVISION_HEADERS,
    DIVISIONS,
    EAST,
    JIA,
    TODAY,
    WEST,
    YI,
    Clerk,
    Rows,
    codes,
    days,
    errors,
)


def east(*rows: tuple[str, str]) -> Rows:
    """A later edition of the eastern subdistrict."""
    return (DIVISION_HEADERS, *((code, name, "东街道", "某区") for code, name in rows))


def test_the_first_edition_holds_from_its_day() -> None:
    clerk = Clerk()
    assert {(a.key, a.text("shortName"), days(a.interval)) for a in clerk.history.of("Community")} == {
        (JIA, "甲社区", "2017-01-01.."),
        (YI, "乙社区", "2017-01-01.."),
        (DAPING_EAST, "东街道大坪村", "2017-01-01.."),
        (BING, "丙社区", "2017-01-01.."),
        (DING, "丁村", "2017-01-01.."),
        (DAPING_WEST, "西镇大坪村", "2017-01-01.."),
    }
    assert {(a.key, a.text("name"), a.text("kind")) for a in clerk.history.of("Subdistrict")} == {
        (EAST, "东街道", "SUBDISTRICT"),
        (WEST, "西镇", "TOWN"),
    }
    assert clerk.actor("District", DISTRICT).text("name") == "某区"
    assert clerk.links("IN_DISTRICT") == {("东街道", "某区", "2017-01-01.."), ("西镇", "某区", "2017-01-01..")}
    assert ("东街道大坪村", "东街道", "2017-01-01..") in clerk.links("IN_SUBDISTRICT")


def test_the_same_edition_again_says_nothing() -> None:
    plan = Clerk().plan(DIVISIONS, effective="2017-01-01")
    assert plan.empty
    assert plan.problems == ()


def test_a_later_edition_opens_closes_and_renames_in_the_subdistricts_that_it_names() -> None:
    clerk = Clerk()
    plan = clerk.take(east((JIA, "甲新社区居民委员会"), (f"{EAST}009", "戊社区居民委员会")), effective="2019-06-01")
    lives = {a.key: days(a.interval) for a in clerk.history.of("Community")}
    assert lives == {
        JIA: "2017-01-01..",
        YI: "2017-01-01..2019-06-01",
        DAPING_EAST: "2017-01-01..2019-06-01",
        f"{EAST}009": "2019-06-01..",
        **dict.fromkeys((BING, DING, DAPING_WEST), "2017-01-01.."),
    }
    assert [(p.code, p.value) for p in plan.problems] == [("PLACE_CLOSED", YI), ("PLACE_CLOSED", DAPING_EAST)]
    assert ("乙社区", "东街道", "2017-01-01..2019-06-01") in clerk.links("IN_SUBDISTRICT")
    renamed = Ref("Community", JIA)
    assert [clerk.history.on(renamed, date(2019, 5, n)).text("name") for n in (30, 31)] == ["甲社区居民委员会"] * 2
    assert clerk.history.on(renamed, date(2019, 6, 1)).text("name") == "甲新社区居民委员会"


def test_a_short_name_stands_alone_again_where_its_namesake_has_ended() -> None:
    clerk = Clerk()
    clerk.take(east((JIA, "甲社区居民委员会"), (YI, "乙社区居民委员会")), effective="2019-06-01")
    west = clerk.history
    clerk.take((DIVISION_HEADERS, *DIVISIONS[4:]), effective="2019-07-01")
    assert west.actors[Ref("Community", DAPING_WEST)].text("shortName") == "大坪村"
    assert clerk.actor("Community", DAPING_WEST).text("shortName") == "大坪村"
    assert clerk.actor("Community", DAPING_EAST).text("shortName") == "东街道大坪村"
    assert clerk.history.on(Ref("Community", DAPING_WEST), date(2019, 5, 31)).text("shortName") == "西镇大坪村"


def test_a_division_that_returns_is_told() -> None:
    clerk = Clerk()
    clerk.take(east((JIA, "甲社区居民委员会"), (DAPING_EAST, "大坪村村民委员会")), effective="2019-06-01")
    plan = clerk.take(east((JIA, "甲社区居民委员会"), (DAPING_EAST, "大坪村村民委员会"), (YI, "乙社区居民委员会")), effective="2019-09-01")
    assert [(p.severity, p.code, p.cell, p.value) for p in plan.problems] == [(Severity.WARN, "PLACE_RETURNED", "B4", YI)]
    assert days(clerk.actor("Community", YI).interval) == "2017-01-01.."
    assert {on for who, _, on in clerk.links("IN_SUBDISTRICT") if who == "乙社区"} == {"2017-01-01..2019-06-01", "2019-09-01.."}


def test_within_one_community_closes_nothing() -> None:
    clerk = Clerk()
    assert clerk.plan(east((JIA, "甲社区居民委员会")), effective="2019-06-01", within=JIA).empty
    closing = clerk.plan(east((JIA, "甲社区居民委员会")), effective="2019-06-01", within=EAST)
    assert codes(closing) == ["PLACE_CLOSED", "PLACE_CLOSED"]


def test_an_edition_before_one_already_loaded_is_refused() -> None:
    plan = Clerk().plan(DIVISIONS, effective="2016-12-31")
    assert [(p.code, p.value) for p in errors(plan)] == [("OLD_EDITION", "2016-12-31")]
    assert plan.empty


@pytest.mark.parametrize(
    ("row", "code", "cell", "value"),
    [
        ((f"{EAST}900", "己社区", "东街道", "某区"), "V9", "A2", f"{EAST}900"),
        ((f"{DISTRICT}900001", "己社区", "北街道", "某区"), "V9", "A2", f"{DISTRICT}900001"),
        ((f"{EAST}00", "己社区", "东街道", "某区"), "BAD_CODE", "A2", f"{EAST}00"),
        (("9.90101E+11", "己社区", "东街道", "某区"), "LOST_DIGITS", "A2", "9.90101E+11"),
        ((None, "己社区", "东街道", "某区"), "NO_CODE", "A2", None),
        ((JIA, None, "东街道", "某区"), "NO_NAME", "B2", None),
    ],
)
def test_a_bad_row_names_its_cell_and_writes_nothing(row: tuple[str | None, ...], code: str, cell: str, value: str | None) -> None:
    plan = Clerk().plan((DIVISION_HEADERS, row, (YI, "乙社区居民委员会", "东街道", "某区")), effective="2019-01-01")
    (problem,) = errors(plan)
    assert (problem.code, problem.file, problem.sheet, problem.cell, problem.value) == (code, "book.xlsx", "Sheet1", cell, value)
    assert problem.zh.endswith("。")
    assert problem.en.endswith(".")
    assert plan.refused
    assert plan.empty


def test_codes_nest_and_kinds_agree() -> None:
    headers = ("code", "name", "subdistrict_code", "subdistrict_name", "subdistrict_kind", "kind")
    rows: Rows = (headers, (JIA, "甲社区", WEST, "东街道", "镇", "村"))
    assert [(p.code, p.cell) for p in errors(Clerk().plan(rows))] == [("V8", "C2"), ("V9", "F2"), ("V9", "E2")]
    sound: Rows = (headers, (JIA, "甲社区", EAST, "东街道", "街道", "社区"))
    assert not errors(Clerk().plan(sound, within=JIA))


def test_a_districts_own_sheet_may_list_subdistricts_as_well() -> None:
    clerk = Clerk()
    rows: Rows = (
        DIVISION_HEADERS,
        (DISTRICT, "某区", None, "某区"),
        (f"{DISTRICT}002000", "南街道", None, "某区"),
        (f"{DISTRICT}002001", "辛社区", "南街道", "某区"),
    )
    clerk.take(rows, effective="2019-01-01")
    assert ("南街道", "某区", "2019-01-01..") in clerk.links("IN_DISTRICT")
    assert clerk.actor("Community", f"{DISTRICT}002001").text("shortName") == "辛社区"
    assert clerk.plan(rows, effective="2019-01-01").empty


def test_a_name_of_another_kind_than_the_code_is_told() -> None:
    plan = Clerk().plan(east((JIA, "甲村村民委员会"), (YI, "乙社区居民委员会"), (DAPING_EAST, "大坪社区居委会")), effective="2019-01-01")
    assert [(p.severity, p.code, p.cell) for p in plan.problems] == [
        (Severity.INFO, "NAME_CODE_MISMATCH", "B2"),
        (Severity.INFO, "NAME_CODE_MISMATCH", "B4"),
    ]


def test_a_code_stands_once_in_a_sheet() -> None:
    clerk = Clerk()
    twice = clerk.plan((*DIVISIONS, DIVISIONS[1]))
    assert [(p.severity, p.code, p.cell, p.value) for p in twice.problems] == [(Severity.WARN, "REPEATED_ROW", "A8", JIA)]
    other = clerk.plan((*DIVISIONS, (JIA, "己社区居民委员会", "东街道", "某区")))
    assert [(p.code, p.cell, p.value) for p in errors(other)] == [("TWO_NAMES", "A8", JIA)]
    outer = clerk.plan((*DIVISIONS, (f"{EAST}009", "己社区居民委员会", "东镇", "某区")))
    assert [(p.code, p.cell, p.value) for p in errors(outer)] == [("TWO_NAMES", "C8", "东镇")]


def test_the_national_lists() -> None:
    clerk = Clerk()
    villages: Rows = (
        ("code", "name", "streetCode", "provinceCode", "cityCode", "areaCode"),
        (f"{EAST}010", "龙井村委会", EAST, "99", "9901", DISTRICT),
    )
    clerk.take(villages, effective="2019-01-01", allow_shrink=True)
    assert clerk.actor("Community", f"{EAST}010").text("shortName") == "龙井村"
    assert codes(clerk.plan(villages, effective="2019-01-01", within="880101")) == []
    streets: Rows = (("code", "name", "areaCode", "provinceCode", "cityCode"), (f"{DISTRICT}009", "南路街道", DISTRICT, "99", "9901"))
    clerk.take(streets, effective="2019-01-01")
    assert ("南路街道", "某区", "2019-01-01..") in clerk.links("IN_DISTRICT")
    areas: Rows = (("code", "name", "cityCode", "provinceCode"), (DISTRICT, "新区", "9901", "99"))
    clerk.take(areas, effective="2019-02-01")
    assert clerk.history.on(Ref("District", DISTRICT), date(2019, 1, 31)).text("name") == "某区"
    assert clerk.actor("District", DISTRICT).text("name") == "新区"


def test_a_district_is_its_code_until_its_name_is_known() -> None:
    clerk = Clerk()
    headers, first = ("区划代码", "名称", "镇街"), "990101003001"
    clerk.take((headers, (first, "庚社区居委会", None)), effective="2019-01-01")
    assert clerk.actor("Subdistrict", "990101003").text("name") == "990101003"
    clerk.take((headers, (first, "庚社区居委会", "北街道")), effective="2019-05-01")
    assert clerk.history.on(Ref("Subdistrict", "990101003"), date(2019, 1, 1)).text("name") == "北街道"


def test_residents_and_households_are_of_their_day() -> None:
    clerk = Clerk()
    headers = (*DIVISION_HEADERS, "常住人口", "户数")
    clerk.take((headers, (JIA, "甲社区居民委员会", "东街道", "某区", "25,000", 9000)), effective="2019-05-01", within=JIA)
    clerk.take((headers, (JIA, "甲社区居民委员会", "东街道", "某区", 26000, None)), effective="2020-01-01", within=JIA)
    jia = Ref("Community", JIA)
    assert [clerk.history.on(jia, date(year, 6, 1)).whole("population") for year in (2018, 2019, 2020)] == [None, 25_000, 26_000]
    assert clerk.history.actors[jia].whole("households") == 9_000


# ---- which rows


EDITIONS: Rows = (
    (*DIVISION_HEADERS, "in_nbs_2019", "in_nbs_2023"),
    (JIA, "甲社区居民委员会", "东街道", "某区", 1, 1),
    (YI, "乙社区居民委员会", "东街道", "某区", 1, 0),
    (f"{EAST}009", "己社区居民委员会", "东街道", "某区", 0, 1),
)


@pytest.mark.parametrize(("edition", "listed"), [(2019, [JIA, YI]), (2023, [JIA, f"{EAST}009"])])
def test_an_edition_is_chosen(edition: int, listed: list[str]) -> None:
    (found,), problems = districts(table(*EDITIONS), Options(TODAY, edition=edition))
    assert [record.cell("code").value for record in found.records] == listed
    assert problems == ()


@pytest.mark.parametrize("edition", [None, 2021])
def test_an_edition_must_be_chosen_among_those_there_are(edition: int | None) -> None:
    (problem,) = errors(Clerk().plan(EDITIONS, edition=edition, within=EAST))
    assert (problem.code, problem.value) == ("NO_EDITION", str(edition or ""))
    assert "2019" in problem.en
    assert "2023" in problem.en


def test_the_only_edition_needs_no_choice() -> None:
    single = tuple(row[:5] for row in EDITIONS)
    (found,), problems = districts(table(*single), Options(TODAY))
    assert [record.cell("code").value for record in found.records] == [JIA, YI]
    assert problems == ()


def test_several_districts_need_one_to_be_named() -> None:
    rows: Rows = (*DIVISIONS, ("880101001001", "外社区", "外街道", "外区"))
    assert [p.code for p in errors(Clerk().plan(rows))] == ["SEVERAL_DISTRICTS"]
    assert Clerk().plan(rows, within=DISTRICT, effective="2017-01-01").empty


def test_an_unreadable_code_is_told_with_the_district_that_it_may_be_of() -> None:
    headers = ("区划代码", "名称", "镇街代码", "镇街")
    rows: Rows = (headers, (JIA, "甲社区", EAST, "东街道"), ("甲", "乙社区", EAST, "东街道"), ("?", "外社区", "880101001", "外街道"))
    assert [(p.code, p.cell) for p in errors(Clerk().plan(rows, within=DISTRICT))] == [("BAD_CODE", "A3")]
