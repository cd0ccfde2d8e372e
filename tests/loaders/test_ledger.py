"""问题台账: what a row says of a case, in what state it is on any day, who answers for it, and what is odd about it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.actions.drafting import Draft, Stamp
from graph.history import History
from graph.model import Plan, Ref, Severity
from graph.vocabulary import LINKS, NODES
from loaders import ledger as loader
from loaders.columns import recognise
from loaders.desk import Desk, Options
from loaders.ledger_cells import day, days, due, fed_back, grade, progress
from loaders.report import Bad
from loaders.sheets import Cell
from tests.loaders.books import sheet, table
from tests.loaders.clerk import DAPING_EAST, DAPING_WEST, JIA, TODAY, Clerk, codes, errors, name, post
from tests.loaders.ledgers import book, course, ledger, parties, states
from tests.loaders.test_organizations import unit, units

DATED: dict[str, Any] = {
    "受理时间": "2019-05-02", "分流时间": "2019-05-03", "办结时间": "2019-05-20", "反馈时间/方式": "2019-05-22/电话",
    "群众评价": "满意", "评价时间": "2019-05-25", "是否销号": "是", "销号时间": "2019-06-01", "办理进展": "已办结",
}  # fmt: skip


def warnings(plan: Plan) -> list[str]:
    return codes(plan, Severity.WARN)


def taken(*rows: dict[str, Any], **options: Any) -> Clerk:
    clerk = Clerk()
    clerk.take(ledger(*rows), **options)
    return clerk


# ---- the sheet


def test_a_ledger_is_known_by_its_headers_and_residents_columns_are_dropped() -> None:
    found = recognise(sheet(
        ("序号", "问题编号", "收集时间", "收集渠道", "镇街", "村(社区)", "小区/院坝", "反映人", "联系方式", "问题类别", "问题描述",
         "涉及户数", "三事分类(大事/小事/私事)", "办理方式(马上办/负责办/上报)", "牵头领导(责任领导)", "主办单位(责任单位)", "协办单位",
         "责任人", "首接人", "办理时限", "办理进展", "办结时间", "反馈时间/方式", "群众评价", "是否销号", "销号时间", "备注"),
    ))  # fmt: skip
    assert found is not None
    assert found.kind.key == "ledger"
    assert [(p.code, p.value) for p in found.problems] == [("DROPPED_COLUMN", "反映人"), ("DROPPED_COLUMN", "联系方式")]
    assert len(found.fields) == 25


def test_what_residents_are_called_is_nowhere_in_the_plan() -> None:
    clerk = Clerk()
    plan = clerk.plan(ledger({"反映人": "居民某某某", "联系方式": "13812345678", "评价人": "居民某某某", "群众评价": "满意", **DATED}))
    assert "居民某某某" not in repr(plan)
    assert "13812345678" not in repr(plan)
    assert "EVALUATOR_NOT_KEPT" in codes(plan, Severity.INFO)


# ---- what a case is


def test_a_row_is_a_case() -> None:
    clerk = taken({
        "收集渠道": "服务日", "问题类别": "住房", "涉及户数": "1,052户", "三事分类": "大事", "办理方式": "现场办", "办理时限": "2019-06-30",
        "解决层级": "区级", "公开答复": "已修好", "办理进展": "正在办理,等待材料",
    })  # fmt: skip
    case = book(clerk).case
    assert dict(case.properties) == {
        "number": "N1", "description": "屋顶漏水", "category": "住房", "channel": "SERVICE_DAY", "householdsAffected": 1052,
        "matter": "BIG", "handlingMode": "IMMEDIATE", "solvedLevel": "DISTRICT", "publicReply": "已修好", "progress": "正在办理,等待材料",
        "raised": date(2019, 5, 1), "due": date(2019, 6, 30), "communityCode": JIA,
    }  # fmt: skip
    assert clerk.links("RAISED_IN") == {("N1", "甲社区", "2019-05-01..")}


def test_a_case_without_a_number_is_known_by_place_day_and_text() -> None:
    unnumbered = {"问题编号": None}
    clerk = taken(unnumbered, {**unnumbered, "问题描述": "路灯不亮"}, {**unnumbered, "收集时间": "2019-05"})
    keys = {case.key for case in clerk.history.of("Case")}
    assert {key.rpartition("-")[0] for key in keys} == {f"{JIA}-2019-05-01", f"{JIA}-2019-05"}
    assert len(keys) == 3
    assert {case.text("number") for case in clerk.history.of("Case")} == keys
    assert clerk.plan(ledger({**unnumbered, "问题描述": "屋顶 漏水"})).actors
    assert clerk.plan(ledger(unnumbered)).empty


def test_a_coarse_day_keeps_its_precision() -> None:
    clerk = taken({"收集时间": "2019年5月", "办结时间": "2019.6", "办理时限": "2019-07"})
    case = book(clerk).case
    assert (case.properties["raised"], case.text("raisedPrecision")) == (date(2019, 5, 1), "MONTH")
    assert (case.properties["due"], case.text("duePrecision")) == (date(2019, 7, 31), "MONTH")
    assert course(clerk) == ["RAISED RAISED 2019-05..2019-06", "RESOLVED RESOLVED 2019-06.."]


def test_a_day_that_nobody_knows_is_none() -> None:
    rows = ledger({"收集时间": "不详", "办理进展": "已办结"}, {"问题编号": "N2", "收集时间": "不详", "办结时间": "2019-05-20"})
    clerk = Clerk()
    clerk.take(rows, effective="2020-01-15")
    assert course(clerk) == ["~RAISED RAISED 2020-01-15..2020-01-15", "~RESOLVED RESOLVED 2020-01-15.."]
    assert course(clerk, "N2") == ["~RAISED RAISED ?2019-05-20..2019-05-20", "RESOLVED RESOLVED 2019-05-20.."]
    assert book(clerk).case.text("raisedPrecision") == "UNKNOWN"
    assert clerk.links("RAISED_IN") == {("N1", "甲社区", ".."), ("N2", "甲社区", "..")}
    assert clerk.plan(rows, effective="2020-02-01").empty


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"收集时间": " "}, "BLANK", "收集时间"),
        ({"收集时间": "去年"}, "BAD_DATE", "收集时间"),
        ({"问题编号": "", "问题描述": "无编号"}, "", ""),
        ({"村(社区)": "大坪村"}, "AMBIGUOUS_PLACE", "村(社区)"),
        ({"村(社区)": "戊社区"}, "UNKNOWN_PLACE", "村(社区)"),
        ({"三事分类": "难事"}, "BAD_CHOICE", "三事分类"),
        ({"涉及户数": "许多"}, "BAD_NUMBER", "涉及户数"),
        ({"群众评价": "还行"}, "BAD_GRADE", "群众评价"),
        ({"是否销号": "待定"}, "BAD_FLAG", "是否销号"),
    ],
)
def test_a_bad_cell_is_named(row: dict[str, Any], code: str, column: str) -> None:
    rows = ledger(row)
    plan = Clerk().plan(rows)
    found = [(p.code, p.cell) for p in errors(plan)]
    assert found == ([(code, f"{chr(ord('A') + rows[0].index(column))}2")] if code else [])


def test_two_villages_of_one_name_are_both_named() -> None:
    (problem,) = errors(Clerk().plan(ledger({"村(社区)": "大坪村"})))
    assert DAPING_EAST in problem.zh
    assert DAPING_WEST in problem.zh
    assert taken({"村(社区)": "大坪村", "镇街": "西镇"}).links("RAISED_IN") == {("N1", "西镇大坪村", "2019-05-01..")}


def test_a_case_stands_once_in_a_ledger() -> None:
    (problem,) = errors(Clerk().plan(ledger({}, {"问题描述": "别的"})))
    assert (problem.code, problem.cell) == ("SAME_CASE", "A3")


def test_a_courtyard_is_known_by_code_or_by_name_and_no_other_words_are_kept() -> None:
    clerk = Clerk()
    clerk.take((("村(社区)", "院坝编号", "院坝名称"), ("甲社区", f"{JIA}001", "花园一村"), ("甲社区", f"{JIA}002", "花园二村")))
    clerk.take(ledger({"小区/院坝": "花园一村"}, {"问题编号": "N2", "小区/院坝": f"{JIA}002"}))
    assert clerk.links("AT") == {("N1", "花园一村", "2019-05-01.."), ("N2", "花园二村", "2019-05-01..")}
    assert book(clerk).case.text("courtyardCode") == f"{JIA}001"
    plan = clerk.plan(ledger({"问题编号": "N3", "小区/院坝": "三栋二单元"}))
    assert warnings(plan) == ["UNKNOWN_COURTYARD"]
    assert "三栋二单元" not in repr(plan)


def test_a_case_of_a_place_that_is_no_more_goes_in_with_a_warning() -> None:
    clerk = Clerk()
    rows = ({"村(社区)": "甲社区"}, {"问题编号": "N2"})
    clerk.take((("日期", "类型", "原区划", "新区划"), ("2019-08-01", "撤销", JIA, "")))
    assert warnings(clerk.plan(ledger(*rows))) == ["ENDED_PLACE"]


# ---- what happened


def test_every_dated_column_is_an_event() -> None:
    clerk = taken(DATED)
    assert course(clerk) == [
        "RAISED RAISED 2019-05-01..2019-05-02",
        "ACCEPTED ACCEPTED 2019-05-02..2019-05-03",
        "TRIAGED TRIAGED 2019-05-03..2019-05-20",
        "RESOLVED RESOLVED 2019-05-20..2019-05-22",
        "FED_BACK FED_BACK 2019-05-22..2019-05-25",
        "EVALUATED EVALUATED 2019-05-25..2019-06-01",
        "STRUCK_OFF STRUCK_OFF 2019-06-01..",
    ]
    assert states(clerk, "2019-04-30", "2019-05-01", "2019-05-21", "2020-02-06") == ["None", "RAISED", "RESOLVED", "STRUCK_OFF"]
    notes = {e.type.value: book(clerk).node(e).properties for e in book(clerk).events}
    assert notes["FED_BACK"]["note"] == "电话"
    assert notes["EVALUATED"]["satisfaction"] == 4


def test_events_that_leave_the_state_end_none() -> None:
    clerk = taken({"跟进时间": "2019-05-10、2019-05-12", "上报时间": "2019-05-11", "退单时间": "2019-05-13", "办结时间": "2019-05-20"})
    assert course(clerk) == [
        "RAISED RAISED 2019-05-01..2019-05-13",
        "FOLLOW_UP - 2019-05-10..",
        "ESCALATE - 2019-05-11..",
        "FOLLOW_UP - 2019-05-12..",
        "RETURNED RETURNED 2019-05-13..2019-05-20",
        "RESOLVED RESOLVED 2019-05-20..",
    ]


@pytest.mark.parametrize(
    ("first", "second", "columns"),
    [
        ({"受理时间": "2019-04-30"}, {}, ("收集时间", "受理时间")),
        ({"受理时间": "2019-05-10"}, {"分流时间": "2019-05-09"}, ("受理时间", "分流时间")),
        ({"办结时间": "2019-05-10"}, {"反馈时间/方式": "2019-05-09/上门"}, ("办结时间", "反馈时间/方式")),
        ({"评价时间": "2019-05-10"}, {"销号时间": "2019-05-09"}, ("评价时间", "销号时间")),
        ({"重办时间": "2019-04-01"}, {}, ("收集时间", "重办时间")),
        ({"重办时间": "2019-05-05", "办结时间": "2019-05-20"}, {"反馈时间": "2019-05-10"}, ("办结时间", "反馈时间")),
    ],
)
def test_events_out_of_order_keep_the_file_out_and_both_columns_are_named(
    first: dict[str, Any], second: dict[str, Any], columns: tuple[str, str]
) -> None:
    rows = ledger({**first, **second})
    (problem,) = errors(Clerk().plan(rows))
    assert problem.code == "V10"
    assert all(f"“{column}”" in problem.zh for column in columns)
    assert problem.cell == f"{chr(ord('A') + rows[0].index(columns[1]))}2"


def test_the_day_of_an_event_recorded_before_counts_for_the_order() -> None:
    clerk = taken({"办结时间": "2019-05-10"})
    assert [p.code for p in errors(clerk.plan(ledger({"反馈时间": "2019-05-09"})))] == ["V10"]


# ---- what is told without a day


@pytest.mark.parametrize(
    ("row", "day_before", "own_day"),
    [
        ({"办理进展": "已办结"}, "RAISED", "RESOLVED"),
        ({"办理进展": "完成"}, "RAISED", "RESOLVED"),
        ({"办理进展": "推进中"}, "RAISED", "IN_PROGRESS"),
        ({"办理进展": "正在办理:等待材料"}, "RAISED", "IN_PROGRESS"),
        ({"办理进展": "未启动"}, "RAISED", "ACCEPTED"),
        ({"办理进展": "退单"}, "RAISED", "RETURNED"),
        ({"办理进展": "协调了几次"}, "RAISED", "RAISED"),
        ({"办理进展": "未启动", "分流时间": "2019-05-03"}, "TRIAGED", "TRIAGED"),
        ({"是否销号": "是"}, "RAISED", "STRUCK_OFF"),
        ({"是否销号": "否"}, "RAISED", "RAISED"),
        ({"是否销号": "是", "办理进展": "已办结"}, "RAISED", "STRUCK_OFF"),
        ({"办结时间": "2019-05-20", "群众评价": "满意"}, "RESOLVED", "EVALUATED"),
        ({"办结时间": "2019-05-20", "反馈方式": "电话"}, "RESOLVED", "FED_BACK"),
        ({"办结时间": "2019-05-20", "办理进展": "已销号"}, "RESOLVED", "STRUCK_OFF"),
        ({"反馈时间": "2019-05-20", "办理进展": "已办结"}, "FED_BACK", "FED_BACK"),
        ({"办结时间": "2019-05-20", "重办时间": "2019-06-01", "办理进展": "办理中"}, "REOPENED", "IN_PROGRESS"),
        ({"办结时间": "2019-05-20", "重办时间": "2019-06-01"}, "REOPENED", "REOPENED"),
        ({"办理进展": "不属实"}, "OUT_OF_SCOPE", "OUT_OF_SCOPE"),
        ({"受理时间": "2019-05-03", "办理进展": "撤回"}, "WITHDRAWN", "WITHDRAWN"),
        ({"受理时间": "2019-05-03", "分流时间": "2019-05-04", "重复于": "N0"}, "DUPLICATE", "DUPLICATE"),
        ({"重复于": "N0", "是否销号": "是"}, "DUPLICATE", "DUPLICATE"),
        ({"办理进展": "重办"}, "REOPENED", "REOPENED"),
        ({"办结时间": "2019-05-20", "反馈时间": "2019-05-22", "办理进展": "重办"}, "REOPENED", "REOPENED"),
    ],
)
def test_a_state_without_its_day_holds_from_the_ledgers_own_day(row: dict[str, Any], day_before: str, own_day: str) -> None:
    clerk = Clerk()
    plan = clerk.take(ledger({"问题编号": "N0"}, row), effective="2020-01-15")
    assert warnings(plan) == []
    assert states(clerk, "2020-01-14", "2020-01-15") == [day_before, own_day]
    assert clerk.plan(ledger({"问题编号": "N0"}, row), effective="2020-02-01").empty


@pytest.mark.parametrize("word", ["重复", "不受理", "撤回"])
def test_a_case_aside_without_a_day_is_so_from_the_day_it_was_raised(word: str) -> None:
    clerk = taken({"受理时间": "2019-05-03", "办理进展": word})
    assert len(set(states(clerk, "2019-05-01", "2019-05-02", "2019-05-03", "2020-02-06"))) == 1
    assert states(clerk, "2019-04-30") == ["None"]


def test_a_case_to_be_handled_again_is_open_throughout() -> None:
    clerk = taken({"办结时间": "2019-05-20", "反馈时间": "2019-05-22", "办理进展": "重办"})
    assert states(clerk, "2019-05-19", "2019-05-20", "2019-05-22", "2020-02-06") == ["RAISED", "REOPENED", "REOPENED", "REOPENED"]


@pytest.mark.parametrize(
    ("row", "column", "state"),
    [
        ({"办结时间": "2019-05-20", "办理进展": "办理中"}, "办理进展", "RESOLVED"),
        ({"销号时间": "2019-05-20", "是否销号": "否"}, "是否销号", "STRUCK_OFF"),
        ({"是否销号": "是", "办理进展": "办理中"}, "办理进展", "STRUCK_OFF"),
        ({"是否销号": "否", "办理进展": "已销号"}, "办理进展", "RAISED"),
        ({"办结时间": "2019-05-20", "重复于": "N0"}, "重复于", "RESOLVED"),
        ({"办结时间": "2019-05-20", "办理进展": "不受理"}, "办理进展", "RESOLVED"),
        ({"销号时间": "2019-05-20", "办理进展": "重办"}, "办理进展", "STRUCK_OFF"),
        ({"重办时间": "2019-05-20", "办结时间": "2019-06-20", "办理进展": "重办"}, "办理进展", "RESOLVED"),
    ],
)
def test_dates_come_before_the_flag_and_the_flag_before_the_words(row: dict[str, Any], column: str, state: str) -> None:
    clerk = Clerk()
    rows = ledger({"问题编号": "N0"}, row)
    plan = clerk.take(rows)
    told = [(p.code, p.cell) for p in plan.problems if p.severity is Severity.WARN]
    assert told == [("CONTRADICTION", f"{chr(ord('A') + rows[0].index(column))}3")]
    assert states(clerk, "2020-02-06") == [state]


def test_a_grade_makes_no_open_case_handled() -> None:
    clerk = Clerk()
    assert warnings(clerk.take(ledger({"群众评价": "满意"}))) == ["NOT_HANDLED"]
    assert states(clerk, "2020-02-06") == ["RAISED"]


def test_an_undated_event_is_marked_and_one_that_others_overtook_holds_on_no_day() -> None:
    clerk = taken({"是否销号": "是", "销号时间": "2019-06-01", "群众评价": "满意", "办理进展": "办结"})
    assert course(clerk) == [
        "RAISED RAISED 2019-05-01..2019-06-01",
        "~RESOLVED RESOLVED ?2019-06-01..2019-06-01",
        "~EVALUATED EVALUATED ?2019-06-01..2019-06-01",
        "STRUCK_OFF STRUCK_OFF 2019-06-01..",
    ]
    assert states(clerk, "2019-05-31", "2019-06-01") == ["RAISED", "STRUCK_OFF"]


def test_what_is_kept_up_for_good_falls_due_on_no_day() -> None:
    clerk = Clerk()
    assert warnings(clerk.take(ledger({"办理进展": "长期坚持", "办理时限": "2019-06-30"}))) == ["NO_LIMIT"]
    assert "due" not in book(clerk).case.properties
    assert states(clerk, "2020-02-06") == ["IN_PROGRESS"]


# ---- ledgers one after another


def test_the_same_ledger_again_says_nothing() -> None:
    rows = ledger(
        {**DATED, "主办单位": "民政局", "责任人": "王五", "首接人": "赵六", "牵头领导": "李七", "协办单位": "甲社区、城管局"},
        {"问题编号": "N2", "办理进展": "办理中", "主办单位": "民政局", "上报单位": "区政府", "上报时间": "2019-05-09", "重复于": None},
        {"问题编号": "N3", "重复于": "N1", "共性问题": "N2"},
        {"问题编号": None, "办结时间": "2019-05-20", "群众评价": "不满意", "延期至": "2019-07-01", "办理时限": "2019-06-01"},
    )
    clerk = Clerk(rows)
    assert clerk.plan(rows).empty
    assert clerk.plan(rows, effective="2020-03-01").empty
    assert clerk.plan(rows, effective="2019-12-01").empty


def test_a_later_ledger_goes_on_where_the_earlier_one_left_off() -> None:
    clerk = taken({"办理进展": "办理中"}, effective="2019-07-01")
    clerk.take(ledger({"办理进展": "已办结", "办结时间": "2019-08-01"}), effective="2019-09-01")
    assert course(clerk) == [
        "RAISED RAISED 2019-05-01..2019-07-01",
        "~STARTED IN_PROGRESS 2019-07-01..2019-08-01",
        "RESOLVED RESOLVED 2019-08-01..",
    ]


def test_the_day_that_comes_later_takes_the_place_of_the_ledgers_own() -> None:
    clerk = taken({"办理进展": "已办结"}, effective="2019-07-01")
    plan = clerk.take(ledger({"办结时间": "2019-06-15"}), effective="2019-09-01")
    assert course(clerk) == ["RAISED RAISED 2019-05-01..2019-06-15", "RESOLVED RESOLVED 2019-06-15.."]
    assert [(x.type, x.reason) for x in plan.retractions] == [("HAS_EVENT", "changed")]
    assert [(ref.key, str(until)) for ref, until in plan.ends] == [("N1|RAISED|0", "2019-06-15")]
    assert plan.changes == ()


def test_dates_overtake_what_a_ledger_said_without_a_day() -> None:
    clerk = taken({"办理进展": "办理中"}, effective="2019-07-01")
    clerk.take(ledger({"办结时间": "2019-06-15"}), effective="2019-09-01")
    assert course(clerk) == ["RAISED RAISED 2019-05-01..2019-06-15", "RESOLVED RESOLVED 2019-06-15.."]


def test_a_corrected_day_is_recorded_anew_and_back_again() -> None:
    clerk = taken({"办结时间": "2019-05-20", "反馈时间": "2019-05-22"})
    for on in ("2019-05-21", "2019-05-20"):
        plan = clerk.take(ledger({"办结时间": on}))
        assert len(plan.retractions) == 1
        assert course(clerk)[1:] == [f"RESOLVED RESOLVED {on}..2019-05-22", "FED_BACK FED_BACK 2019-05-22.."]
    numbers = [x.number for x in clerk.history.facts.links if x.type == "HAS_EVENT" and "RESOLVED" in x.key]
    assert sorted(numbers) == [1, 2, 3]


def test_handling_after_a_reopening_is_another_event() -> None:
    clerk = taken({"办结时间": "2019-05-20"})
    clerk.take(ledger({"重办时间": "2019-06-01", "办结时间": "2019-06-10"}))
    assert course(clerk) == [
        "RAISED RAISED 2019-05-01..2019-05-20",
        "RESOLVED RESOLVED 2019-05-20..2019-06-01",
        "REOPENED REOPENED 2019-06-01..2019-06-10",
        "RESOLVED RESOLVED 2019-06-10..",
    ]


def test_what_a_row_leaves_blank_stays_as_it_is_known() -> None:
    clerk = taken({**DATED, "主办单位": "民政局", "三事分类": "大事", "办理时限": "2019-06-30"})
    assert clerk.plan(ledger({})).empty


def test_a_property_that_changes_is_told_as_a_change() -> None:
    clerk = taken({"三事分类": "大事"})
    plan = clerk.take(ledger({"三事分类": "小事"}))
    assert [(c.subject.key, c.name, c.old, c.new) for c in plan.changes] == [("N1", "matter", "BIG", "SMALL")]


# ---- time limits


@pytest.mark.parametrize(
    ("row", "due_day", "told"),
    [
        ({"办理时限": "15天内"}, "2019-05-16", []),
        ({"办理时限": "2019-06-30"}, "2019-06-30", []),
        ({"办理时限": "尽快"}, "None", ["BAD_LIMIT"]),
        ({"办理时限": "15个工作日"}, "None", ["BAD_LIMIT"]),
        ({"办理时限": "2019-06-30", "延期至": "2019-07-31", "延期批准时间": "2019-06-30"}, "2019-07-31", []),
        ({"办理时限": "2019-06-30", "延期至": "2019-07-31", "延期批准时间": "2019-07-01"}, "2019-06-30", ["LATE_EXTENSION"]),
        ({"办理时限": "2019-06-30", "延期至": "2019-07-31"}, "2019-06-30", ["LATE_EXTENSION"]),
        ({"办理时限": "2019-06-30", "延期批准时间": "2019-07-01"}, "2019-06-30", ["NO_LIMIT"]),
        ({"延期至": "2019-07-31", "延期批准时间": "2019-07-01"}, "None", ["LATE_EXTENSION"]),
    ],
)
def test_a_case_falls_due(row: dict[str, Any], due_day: str, told: list[str]) -> None:
    clerk = Clerk()
    plan = clerk.take(ledger(row))
    assert str(book(clerk).case.properties.get("due")) == due_day
    assert warnings(plan) == told
    assert clerk.plan(ledger(row), effective="2020-03-01").empty


def test_an_extension_keeps_the_due_day_before() -> None:
    clerk = taken({"办理时限": "2019-06-30", "延期至": "2019-07-31", "延期批准时间": "2019-06-10"})
    assert book(clerk).case.properties["firstDue"] == date(2019, 6, 30)
    clerk.take(ledger({"延期至": "2019-08-31", "延期批准时间": "2019-07-10"}))
    assert [book(clerk).case.properties[name] for name in ("firstDue", "due")] == [date(2019, 6, 30), date(2019, 8, 31)]


# ---- who


def test_who_has_to_do_with_a_case() -> None:
    clerk = Clerk()
    clerk.posts(post("李七", "区委", "区级领导", number="1"), post("王五", "民政局", "部门干部", number="2"))
    clerk.take(ledger({
        "主办单位": "区民政局", "协办单位": "甲社区居委会、城管局", "责任人": "王五", "首接人": "赵六", "牵头领导": "李七",
        "上报时间": "2019-05-10", "上报单位": "区政府",
    }), effective="2020-01-15")  # fmt: skip
    unknown = "?2020-01-15.."
    assert parties(clerk) == {
        ("RECEIVED_BY", "赵六", "2019-05-01.."),
        ("LEAD", "民政局", unknown),
        ("LEAD", "王五", unknown),
        ("ASSIST", "甲社区居委会", unknown),
        ("ASSIST", "城管局", unknown),
        ("SPONSORED_BY", "李七", unknown),
        ("ESCALATED_TO", "区政府", "2019-05-10.."),
    }
    assert {person.text("personnelNo") for person in clerk.history.of("Person")} == {"1", "2", ""}


def test_kinds_of_units_by_their_columns() -> None:
    clerk = taken({"主办单位": "应急局", "协办单位": "物业公司、甲社区居委会"})
    assert {n: a.text("kind") for n, a in clerk.named("Organization").items()} == {
        "应急局": "DEPARTMENT", "物业公司": "OTHER", "甲社区居委会": "COMMITTEE",
    }  # fmt: skip


def test_a_day_of_assignment_is_known() -> None:
    clerk = taken({"主办单位": "民政局", "交办时间": "2019-05-04"})
    assert parties(clerk) == {("LEAD", "民政局", "2019-05-04..")}
    assert course(clerk)[-1] == "ASSIGNED ASSIGNED 2019-05-04.."


def test_a_charge_lasts_until_the_case_is_struck_off_and_began_before_it_was_handled() -> None:
    clerk = taken({**DATED, "主办单位": "民政局", "牵头领导": "李七"}, effective="2020-01-15")
    assert parties(clerk) == {("LEAD", "民政局", "?2019-05-20..2019-06-01"), ("SPONSORED_BY", "李七", "?2019-05-20..2019-06-01")}


def test_a_case_struck_off_later_ends_its_charges() -> None:
    clerk = taken({"主办单位": "民政局"}, effective="2019-05-10")
    clerk.take(ledger({"销号时间": "2019-06-01"}), effective="2019-07-01")
    assert parties(clerk) == {("LEAD", "民政局", "?2019-05-10..2019-06-01")}


def test_one_who_takes_over_does_so_between_the_ledgers() -> None:
    clerk = taken({"主办单位": "民政局"}, effective="2019-06-01")
    rows = ledger({"主办单位": "应急局"})
    clerk.take(rows, effective="2019-09-01")
    between = "?2019-06-02?2019-09-01"
    assert parties(clerk) == {("LEAD", "民政局", f"?2019-06-01..{between}"), ("LEAD", "应急局", f"{between}..")}
    assert clerk.plan(rows, effective="2019-10-01").empty


def test_one_who_takes_over_on_a_known_day() -> None:
    clerk = taken({"主办单位": "民政局", "交办时间": "2019-05-04"})
    clerk.take(ledger({"主办单位": "应急局", "交办时间": "2019-08-01"}))
    assert parties(clerk) == {("LEAD", "民政局", "2019-05-04..2019-08-01"), ("LEAD", "应急局", "2019-08-01..")}


def test_a_unit_that_leads_again_has_two_periods() -> None:
    clerk = taken({"主办单位": "民政局", "交办时间": "2019-05-04"})
    clerk.take(ledger({"主办单位": "应急局", "交办时间": "2019-08-01"}))
    clerk.take(ledger({"主办单位": "民政局", "交办时间": "2019-10-01"}))
    assert parties(clerk) == {
        ("LEAD", "民政局", "2019-05-04..2019-08-01"), ("LEAD", "应急局", "2019-08-01..2019-10-01"), ("LEAD", "民政局", "2019-10-01.."),
    }  # fmt: skip


def test_another_lead_in_a_ledger_of_the_same_day_corrects_a_mistake() -> None:
    clerk = taken({"主办单位": "民政局"})
    clerk.take(ledger({"主办单位": "应急局"}))
    assert parties(clerk) == {("LEAD", "应急局", "?2020-02-06..")}


def test_the_first_receiver_is_never_overwritten() -> None:
    clerk = taken({"首接人": "赵六"})
    assert warnings(clerk.take(ledger({"首接人": "钱八"}))) == ["OTHER_RECEIVER"]
    assert parties(clerk) == {("RECEIVED_BY", "赵六", "2019-05-01..")}


def test_another_ledger_finds_those_whom_only_ledgers_name() -> None:
    clerk = taken({"首接人": "赵六", "主办单位": "民政局", "责任人": "王五", "牵头领导": "李七"})
    clerk.history = _without_cases(clerk)
    clerk.take(ledger({"问题编号": "N2", "首接人": "赵六", "主办单位": "民政局", "责任人": "王五", "牵头领导": "李七"}))
    assert sorted(a.text("name") for a in clerk.history.of("Person")) == ["李七", "王五", "赵六"]
    clerk.posts(post("王五", "民政局", "部门干部"))
    assert len(clerk.history.of("Person")) == 3


def _without_cases(clerk: Clerk) -> History:
    """What a load gives: the structure alone."""
    facts = clerk.history.facts
    actors = tuple(a for a in facts.actors if not NODES[a.kind].ledger)
    return History(replace(facts, actors=actors, links=tuple(x for x in facts.links if not LINKS[x.type].ledger)))


def test_bare_words_mean_the_rows_own_units() -> None:
    clerk = Clerk(units(unit("甲社区居民委员会", "居委会", "块", JIA), unit("东街道办事处", "街道办事处", "块", "990101001")))
    clerk.take(ledger({"主办单位": "居委会", "协办单位": "街道"}))
    assert {(role, who) for role, who, _ in parties(clerk)} == {("LEAD", "甲社区居民委员会"), ("ASSIST", "东街道办事处")}


def test_a_name_that_stands_twice_means_the_rows_own() -> None:
    clerk = taken({"村(社区)": "大坪村", "镇街": "西镇", "主办单位": "大坪村村委会"})
    assert {place for _, place, _ in clerk.links("GOVERNS")} == {"西镇大坪村"}
    assert [p.code for p in errors(clerk.plan(ledger({"问题编号": "N2", "主办单位": "大坪村村委会"})))] == ["AMBIGUOUS_UNIT"]


# ---- what is odd


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"三事分类": "大事", "主办单位": "甲社区居委会"}, "V11"),
        ({"三事分类": "小事", "主办单位": "民政局"}, "V11"),
        ({"三事分类": "私事", "主办单位": "民政局"}, "V11"),
        ({"主办单位": "民政局", "责任人": "王五", "评价人": "王五", **DATED}, "V13"),
        ({"主办单位": "民政局", "评价人": "区民政局", **DATED}, "V13"),
        ({"主办单位": "旧局"}, "V4"),
    ],
)
def test_what_breaks_a_soft_rule_goes_in_with_a_warning(row: dict[str, Any], code: str) -> None:
    clerk = Clerk(units(unit("旧局", until="2019-01-01"), unit("民政局")))
    assert warnings(clerk.take(ledger(row))) == [code]
    assert clerk.history.of("Case")


def test_an_evaluator_who_leads_by_an_earlier_row_is_told() -> None:
    clerk = taken({"主办单位": "民政局", **DATED})
    assert warnings(clerk.plan(ledger({"评价人": "区民政局", **DATED}))) == ["V13"]


@pytest.mark.parametrize("row", [
    {"三事分类": "大事", "主办单位": "民政局"}, {"三事分类": "小事", "主办单位": "甲社区居委会"}, {"三事分类": "私事", "私事办法": "互助"},
    {"主办单位": "民政局", "责任人": "王五", "评价人": "赵六", "首接人": "赵六", **DATED},
])  # fmt: skip
def test_what_fits_is_not_told(row: dict[str, Any]) -> None:
    assert warnings(Clerk().plan(ledger(row))) == []


def test_an_evaluator_who_is_known_is_kept() -> None:
    clerk = taken({"首接人": "赵六", "评价人": "赵六", **DATED})
    (evaluation,) = [e for e in book(clerk).events if e.type == "EVALUATED"]
    assert [name(clerk.history, ref) for ref in book(clerk).by(evaluation)] == ["赵六"]


def test_a_number_that_moves_to_another_place_is_told() -> None:
    clerk = taken({})
    assert warnings(clerk.take(ledger({"村(社区)": "乙社区"}))) == ["OTHER_PLACE"]
    assert clerk.links("RAISED_IN") == {("N1", "乙社区", "2019-05-01..")}


# ---- between cases


def test_duplicates_and_common_problems_point_at_others_wherever_they_stand() -> None:
    clerk = taken({"重复于": "N2", "共性问题": "N3"}, {"问题编号": "N2"}, {"问题编号": "N3"})
    assert clerk.links("DUPLICATE_OF") == {("N1", "N2", "2019-05-01..")}
    assert clerk.links("INSTANCE_OF") == {("N1", "N3", "2019-05-01..")}


def test_a_case_that_nobody_knows_is_told() -> None:
    clerk = Clerk()
    assert warnings(clerk.take(ledger({"重复于": "N9"}))) == ["UNKNOWN_CASE"]
    assert states(clerk, "2020-02-06") == ["DUPLICATE"]


@pytest.mark.parametrize("rows", [[{"重复于": "N1"}], [{"重复于": "N2"}, {"问题编号": "N2", "重复于": "N1"}]])
def test_a_circle_of_duplicates_is_an_error(rows: list[dict[str, Any]]) -> None:
    assert [p.code for p in errors(Clerk().plan(ledger(*rows)))] == ["V12"]


# ---- what an import has to fetch first


def test_the_keys_of_a_ledger_are_those_of_its_rows_and_of_those_it_points_at() -> None:
    clerk = Clerk()
    rows = ledger({"重复于": "N7"}, {"问题编号": None}, {"问题编号": "N2", "共性问题": "N8"})
    desk = Desk(Draft(clerk.history, Stamp(clerk.history.facts.actors[0].recorded_at, "keys")), Options(TODAY), lambda: "p")
    keys = loader.case_keys(table(*rows).records, desk)
    clerk.take(ledger({"问题编号": "N7"}, {"问题编号": "N8"}))
    clerk.take(rows)
    assert keys == {case.key for case in clerk.history.of("Case")}


# ---- cells


def test_words_of_progress() -> None:
    said = {word: progress(Cell(word)).state for word in ("已办结", "办 结", "未办结", "长期坚持", "已解决。感谢", "RESOLVED", "协调中")}
    assert said == {
        "已办结": "RESOLVED", "办 结": "RESOLVED", "未办结": None, "长期坚持": "IN_PROGRESS", "已解决。感谢": "RESOLVED",
        "RESOLVED": "RESOLVED", "协调中": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "on", "way"),
    [
        ("2019-05-22/电话", "2019-05-22", "电话"), ("2019年5月22日(上门)", "2019-05-22", "上门"), ("2019.5 电话", "2019-05", "电话"),
        ("2019/5/22", "2019-05-22", ""), ("当面", "None", "当面"), (date(2019, 5, 22), "2019-05-22", ""), ("43607", "2019-05-22", ""),
    ],
)  # fmt: skip
def test_a_day_and_a_way_of_feedback_in_one_cell(written: Any, on: str, way: str) -> None:
    found, told = fed_back(Cell(written))
    assert (str(found), told) == (on, way)


def test_cells_that_say_nothing_sensible() -> None:
    for parse, written in ((fed_back, "5月/电话"), (grade, "6"), (due, "尽快"), (days, "2019-05-01、下周"), (day, "下周")):
        with pytest.raises(Bad):
            parse(Cell(written))


def test_the_case_of_a_ledger_is_no_part_of_what_a_district_has_as_places() -> None:
    clerk = taken({})
    assert clerk.history.actors[Ref("Case", "N1")].text("number") == "N1"
    assert clerk.history.first_day == date(2017, 1, 1)
