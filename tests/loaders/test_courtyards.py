"""院坝名册: courtyards and their communities, heads by election and term, linking members, what is dropped, what is only warned of."""

from datetime import date

import pytest

from graph import courtyards
from graph.interval import PartialDate
from graph.model import Ref, Severity
from graph.snapshot import Snapshot
from graph.vocabulary import FillStatus, StationFunction
from loaders import terms
from loaders.courtyards import functions
from loaders.report import Bad
from loaders.sheets import Cell, Value
from tests.loaders.books import table
from tests.loaders.clerk import DING, EAST, JIA, Clerk, Rows, codes, errors, post

HEADERS = (
    "村(社区)",
    "院坝编号",
    "院坝名称",
    "户数",
    "院坝长",
    "推选日期",
    "任期",
    "联系党员",
    "联系起始",
    "功能站",
    "类型",
    "设立日期",
    "撤销日期",
)
YARD = f"{DING}001"


def row(code: str = YARD, name: str = "李家院坝", **cells: Value) -> tuple[Value, ...]:
    """A row. Cells: community, households, head, elected, term, linker, linked, functions, kind, since, until."""
    order = ("households", "head", "elected", "term", "linker", "linked", "functions", "kind", "since", "until")
    return (cells.get("community"), code, name or None, *(cells.get(c) for c in order))


def sheet(*rows: tuple[Value, ...]) -> Rows:
    return (HEADERS, *rows)


def one(**cells: Value) -> Rows:
    return sheet(row(**cells))  # type: ignore[arg-type]


def status(clerk: Clerk, day: str) -> list[tuple[str, FillStatus]]:
    heads = courtyards.heads(Snapshot(clerk.history, date.fromisoformat(day)), Ref("Courtyard", YARD))
    return [(head.person.text("name"), head.verdict.status) for head in heads]


# ---- the courtyard


def test_a_courtyard_lies_in_the_community_that_its_code_begins_with() -> None:
    clerk = Clerk(one(households=12, functions="宣传站、民情站\n调解", community="丁村"))
    yard = clerk.actor("Courtyard", YARD)
    assert dict(yard.properties) == {
        "name": "李家院坝",
        "kind": "COURTYARD",
        "households": 12,
        "functions": ("PUBLICITY", "OPINION", "MEDIATION"),
    }
    assert clerk.links("IN_COMMUNITY") == {("李家院坝", "丁村", "..")}


def test_the_kind_is_told_or_a_courtyard() -> None:
    clerk = Clerk(sheet(row(), row(f"{DING}002", "二号", kind="小区"), row(f"{DING}003", "三号", kind="BUILDING")))
    assert {a.key[-3:]: a.text("kind") for a in clerk.history.of("Courtyard")} == {"001": "COURTYARD", "002": "ESTATE", "003": "BUILDING"}


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"code": None}, "NO_CODE", "2"),
        ({"code": DING}, "BAD_CODE", "2"),
        ({"code": f"{EAST}999001"}, "UNKNOWN_PLACE", "2"),
        ({"community": "甲社区"}, "CODE_NAME_CONFLICT", "2"),
        ({"kind": "社区"}, "BAD_CHOICE", "11"),
        ({"functions": "篮球场"}, "BAD_CHOICE", "10"),
        ({"since": "2019-01-01", "until": "2018-01-01"}, "V1", "13"),
        ({"head": "李四", "elected": "2019-01-01", "term": "至2018-12-31"}, "V1", "7"),
        ({"term": "99年", "head": "李四"}, "BAD_TERM", "7"),
    ],
)
def test_what_is_wrong_keeps_the_row_out(cells: dict[str, str], code: str, column: str) -> None:
    problem = errors(Clerk().plan(one(**cells)))[0]
    assert (problem.code, problem.cell and ord(problem.cell[0]) - 64) == (code, int(column))


def test_a_code_of_another_community_than_the_row_names_is_a_problem() -> None:
    rows = (("院坝编号", "院坝名称", "区划代码"), (YARD, "李家院坝", JIA))
    assert codes(Clerk().plan(rows), Severity.ERROR) == ["V8"]


def test_a_row_of_a_place_that_has_ended_goes_in_and_is_told() -> None:
    clerk = Clerk()
    clerk.take((("区划代码", "名称", "镇街", "区县名称"), (f"{DING[:9]}001", "丙社区居民委员会", "西镇", "某区")), effective="2019-06-01")
    assert codes(clerk.take(one()), Severity.WARN) == ["ENDED_PLACE"]
    for day, listed in ((date(2019, 5, 31), 1), (date(2019, 6, 1), 0)):
        assert len(courtyards.courtyards(Snapshot(clerk.history, day), Ref("Community", DING))) == listed


def test_a_row_is_a_delta_and_what_changes_was_otherwise_before() -> None:
    clerk = Clerk(one(households=12, functions="宣传站", since="2018-01-01"))
    clerk.take(sheet(row(name="", households=15)), effective="2020-01-01")
    ref = Ref("Courtyard", YARD)
    before, after = clerk.history.on(ref, date(2019, 12, 31)), clerk.history.on(ref, date(2020, 1, 1))
    assert (before.whole("households"), after.whole("households")) == (12, 15)
    assert (after.text("name"), after.properties["functions"]) == ("李家院坝", ("PUBLICITY",))
    assert str(after.interval.since) == "2018-01-01"
    assert clerk.links("IN_COMMUNITY") == {("李家院坝", "丁村", "2018-01-01..")}


def test_the_same_sheet_again_changes_nothing() -> None:
    rows = one(households=12, head="李四", elected="2018-01-01", term=3, linker="张三", functions="六站", since="2018-01-01")
    clerk = Clerk(rows)
    assert clerk.plan(rows).empty


def test_hub_households_are_dropped_and_named() -> None:
    found = table((*HEADERS, "中心户"), (*row(), "王某某"))
    (problem,) = found.problems
    assert (problem.severity, problem.code, problem.value) == (Severity.INFO, "DROPPED_COLUMN", "中心户")
    assert "王某某" not in str(list(found.records))


# ---- its head


@pytest.mark.parametrize("term", [3, "3年", "三年", 3.0, "至2020-12-31", "2018-01-01至2020-12-31"])
def test_a_head_is_in_term_from_the_election_on(term: Value) -> None:
    clerk = Clerk(one(head="李四", elected="2018-01-01", term=term))
    assert clerk.links("HEADS") == {("李四", "李家院坝", "2018-01-01..")}
    assert status(clerk, "2017-12-31") == []
    assert status(clerk, "2020-12-31") == [("李四", FillStatus.EFFECTIVE)]
    assert status(clerk, "2021-01-01") == [("李四", FillStatus.GHOST)]


@pytest.mark.parametrize("term", [None, "长期"])
def test_a_term_without_an_end_goes_on(term: Value) -> None:
    assert status(Clerk(one(head="李四", elected="2018-01-01", term=term)), "2030-01-01") == [("李四", FillStatus.EFFECTIVE)]


def test_the_next_election_ends_the_time_of_the_one_before_in_whatever_order_they_come() -> None:
    first, second = one(head="李四", elected="2017-03-01", term=3), one(head="王五", elected="2019-05-01", term=3)
    expected = {("李四", "李家院坝", "2017-03-01..2019-05-01"), ("王五", "李家院坝", "2019-05-01..")}
    assert Clerk(first, second).links("HEADS") == Clerk(second, first).links("HEADS") == expected
    assert Clerk(first, second, first).links("HEADS") == expected


def test_one_elected_again_has_two_times() -> None:
    clerk = Clerk(one(head="李四", elected="2017-03-01", term=2), one(head="李四", elected="2019-05-01", term=2))
    assert clerk.links("HEADS") == {("李四", "李家院坝", "2017-03-01..2019-05-01"), ("李四", "李家院坝", "2019-05-01..")}
    assert len(clerk.history.of("Person")) == 1
    assert [status(clerk, day)[0][1] for day in ("2019-03-01", "2019-05-01")] == [FillStatus.GHOST, FillStatus.EFFECTIVE]


def test_two_heads_of_one_day_stay_two_and_are_told() -> None:
    clerk = Clerk()
    assert codes(clerk.take(one(head="李四、王五", elected="2018-01-01", term=5)), Severity.WARN) == ["V7"]
    assert [s for _, s in status(clerk, "2020-01-01")] == [FillStatus.EFFECTIVE] * 2


def test_a_head_without_a_day_is_known_from_the_sheets_own_day() -> None:
    clerk = Clerk()
    assert codes(clerk.take(one(head="李四", term=3), effective="2019-06-01"), Severity.WARN) == ["NO_ELECTION"]
    assert clerk.links("HEADS") == {("李四", "李家院坝", "?2019-06-01..")}
    assert status(clerk, "2019-05-31") == [("李四", FillStatus.UNKNOWN)]
    assert status(clerk, "2019-06-01") == [("李四", FillStatus.EFFECTIVE)]


def test_a_day_told_later_takes_the_place_of_none_and_none_of_nothing_better() -> None:
    vague, dated = one(head="李四"), one(head="李四", elected="2018-01-01", term=3)
    assert Clerk(vague, dated).links("HEADS") == Clerk(dated, vague).links("HEADS") == {("李四", "李家院坝", "2018-01-01..")}
    assert status(Clerk(dated, vague), "2021-01-01") == [("李四", FillStatus.GHOST)]


def test_a_new_head_without_a_day_ends_the_time_of_the_old_one_on_the_sheets_own_day() -> None:
    clerk = Clerk(one(head="李四", elected="2018-01-01"))
    clerk.take(one(head="王五"), effective="2019-06-01")
    assert clerk.links("HEADS") == {("李四", "李家院坝", "2018-01-01..2019-06-01"), ("王五", "李家院坝", "?2019-06-01..")}


def test_a_coarse_election_keeps_its_precision_and_so_does_the_end_of_its_term() -> None:
    clerk = Clerk(one(head="李四", elected="2017-03", term=3))
    (head,) = courtyards.heads(Snapshot(clerk.history, date(2019, 1, 1)), Ref("Courtyard", YARD))
    assert (str(head.elected_on), str(head.term_end)) == ("2017-03", "2020-03")


def test_an_election_without_a_head_is_not_recorded() -> None:
    clerk = Clerk()
    assert codes(clerk.take(one(head="空缺", elected="2018-01-01")), Severity.WARN) == ["NO_NAME"]
    assert clerk.links("HEADS") == set()


# ---- who links it


def test_links_hold_with_the_courtyard_or_from_their_own_start() -> None:
    clerk = Clerk(sheet(row(linker="张三、赵六", linked="2019-01-01"), row(f"{DING}002", "二号", linker="张三")))
    assert clerk.links("LINKS") == {
        ("张三", "李家院坝", "2019-01-01.."),
        ("赵六", "李家院坝", "2019-01-01.."),
        ("张三", "二号", ".."),
    }
    assert len(clerk.history.of("Person")) == 2


def test_links_that_two_sheets_name_are_one_and_a_start_that_is_told_counts() -> None:
    none, early, late = one(linker="张三"), one(linker="张三", linked="2018-01-01"), one(linker="张三", linked="2019-01-01")
    expected = {("张三", "李家院坝", "2018-01-01..")}
    for order in ((none, early, late), (late, early, none), (early, none, late), (late, none, early)):
        assert Clerk(*order).links("LINKS") == expected


def test_another_linking_member_joins_the_one_before() -> None:
    assert {who for who, _, _ in Clerk(one(linker="张三"), one(linker="赵六")).links("LINKS")} == {"张三", "赵六"}


def test_people_of_the_community_are_known_by_name_and_a_linking_member_bears_the_label() -> None:
    posts = (
        ("人员编号", "姓名", "单位", "职务", "级别", "是否班子成员", "任职时间", "免职时间"),
        post("张三", "丁村", "村(社区)书记", number="7"),
    )
    yards = one(head="张三", elected="2018-01-01", linker="张三")
    for clerk in (Clerk(posts, yards), Clerk(yards, posts)):
        (person,) = (a for a in clerk.history.of("Person") if not a.text("mergedInto"))
        assert person.text("personnelNo") == "7"
        assert {x.type for x in clerk.history.links if x.start == person.ref} == {"HOLDS", "HEADS", "LINKS"}
        assert "PartyMember" in person.extra


def test_a_name_in_another_community_is_another_person() -> None:
    clerk = Clerk(sheet(row(linker="张三"), row(f"{JIA}001", "甲院", linker="张三")))
    assert len(clerk.history.of("Person")) == 2


def test_numbers_beside_the_names_tell_people_apart() -> None:
    headers = ("院坝编号", "院坝名称", "联系党员", "人员编号")
    clerk = Clerk((headers, (YARD, "一", "张三、张三儿", "1、2"), (f"{JIA}001", "二", "张三", "1")))
    assert {a.key: a.text("name") for a in clerk.history.of("Person")} == {"1": "张三", "2": "张三儿"}
    assert codes(Clerk().plan((headers, (YARD, "一", "张三、李四", "1"))), Severity.ERROR) == ["NUMBERS_DIFFER"]


# ---- cells


@pytest.mark.parametrize("written", ["全部", "六站", "宣传站、民情站、调解站、加油站、服务站、文化站"])
def test_all_six_stations(written: str) -> None:
    assert functions(Cell(written)) == tuple(StationFunction)


@pytest.mark.parametrize(
    ("written", "expected"), [("2022-06-30", "2022-06-30"), ("至2022年6月", "2022-07-01"), ("2019.6-2022.6", "2022-07-01")]
)
def test_a_term_may_end_on_a_day(written: str, expected: str) -> None:
    assert str(terms.term(Cell(written))) == expected


@pytest.mark.parametrize("written", ["0", "21", "一届", "很久"])
def test_what_is_no_term(written: str) -> None:
    with pytest.raises(Bad):
        terms.term(Cell(written))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (PartialDate.day(date(2020, 2, 29)), PartialDate.day(date(2023, 3, 1))),
        (PartialDate.day(date(2020, 2, 28)), PartialDate.day(date(2023, 2, 28))),
        (PartialDate.month(2020, 2), PartialDate.month(2023, 2)),
        (PartialDate.year(2020), PartialDate.year(2023)),
    ],
)
def test_years_later(day: PartialDate, later: PartialDate) -> None:
    assert terms.years_later(day, 3) == later
