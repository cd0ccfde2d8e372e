"""What a case is on a day and as known, and its two chains: on the day it was raised, on that of handling, and now."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from graph.analysis.cases import CaseAnswer, CaseChains, answer, answers, chains
from graph.analysis.chains import ChainAt
from graph.history import History
from graph.model import CaseFile, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import LINKS, NODES
from tests.analysis.reading import hops
from tests.loaders.clerk import JIA, TODAY, YI, Clerk, line, name, post
from tests.loaders.ledgers import ledger
from tests.loaders.test_organizations import unit, units

WHOLE: dict[str, Any] = {
    "受理时间": "2019-05-02", "分流时间": "2019-05-03", "三事分类": "大事", "办理方式": "负责办", "办结时间": "2019-05-20",
    "反馈时间": "2019-05-22", "群众评价": "满意", "评价时间": "2019-05-25", "销号时间": "2019-06-01", "解决层级": "区级",
    "公开答复": "已修好", "办理时限": "2019-06-30", "跟进时间": "2019-05-10",
}  # fmt: skip


def case_file(clerk: Clerk, key: str = "N1") -> CaseFile:
    """The case with all that hangs on it, as a store would give it."""
    facts = clerk.history.facts
    ref = Ref("Case", key)
    events = {x.end for x in facts.links if x.type == "HAS_EVENT" and x.start == ref}
    of = {ref, *events}
    links = tuple(x for x in facts.links if x.start in of)
    changes = tuple(c for c in facts.changes if c.subject in of)
    return CaseFile(clerk.history.actors[ref], tuple(a for a in facts.actors if a.ref in events), links, changes)


def structure(clerk: Clerk, on: str = TODAY.isoformat(), known_at: Any = None) -> Snapshot:
    """A snapshot of the district without its cases, as a load gives it."""
    facts = clerk.history.facts
    actors = tuple(a for a in facts.actors if not NODES[a.kind].ledger)
    links = tuple(x for x in facts.links if not LINKS[x.type].ledger)
    return Snapshot(History(replace(facts, actors=actors, links=links), known_at), date.fromisoformat(on))


def on(clerk: Clerk, day: str, key: str = "N1") -> CaseAnswer:
    found = answer(case_file(clerk, key), structure(clerk, day))
    assert found is not None
    return found


def taken(*rows: dict[str, Any], **options: Any) -> Clerk:
    clerk = Clerk()
    clerk.take(ledger(*rows), **options)
    return clerk


# ---- a case on a day

DATES = ("raised", "accepted", "triaged", "followed_up", "resolved", "fed_back", "evaluated", "struck_off")


def test_a_date_is_there_from_its_day_on() -> None:
    clerk = taken(WHOLE)
    days = ["05-01", "05-02", "05-03", "05-10", "05-20", "05-22", "05-25", "06-01"]
    for place, day in enumerate(days):
        before = on(clerk, f"2019-{day}")
        assert [getattr(before, name) is not None for name in DATES] == [n <= place for n in range(len(DATES))]
    assert [str(getattr(on(clerk, "2020-02-06"), name)) for name in DATES] == [f"2019-{day}" for day in days]


def test_what_a_case_is_shows_once_it_was_so() -> None:
    clerk = taken(WHOLE)

    def said(day: str) -> tuple[Any, ...]:
        found = on(clerk, day)
        return found.matter, found.handling_mode, found.solved_level, found.public_reply, found.satisfaction

    assert said("2019-05-02") == (None, None, None, None, None)
    assert said("2019-05-03") == ("BIG", "RESPONSIBLE", None, None, None)
    assert said("2019-05-20") == ("BIG", "RESPONSIBLE", "DISTRICT", "已修好", None)
    assert said("2019-05-25") == ("BIG", "RESPONSIBLE", "DISTRICT", "已修好", 4)


def test_a_matter_without_a_day_of_triage_is_known_throughout() -> None:
    assert on(taken({"三事分类": "私事", "私事办法": "互助"}), "2019-05-01").private_path == "MUTUAL_AID"


def test_a_case_is_accepted_on_the_day_it_was_raised_where_nothing_else_is_known() -> None:
    assert str(on(taken({}), "2019-05-01").accepted) == "2019-05-01"
    assert str(on(taken({"办理进展": "未启动"}), "2020-02-06").accepted) == "2019-05-01"
    assert on(taken({"受理时间": "2019-05-05"}), "2019-05-04").accepted is None


def test_a_reopening_takes_back_what_followed_the_handling() -> None:
    clerk = taken({**WHOLE, "重办时间": "2019-07-01"})
    found = on(clerk, "2019-07-01")
    assert (found.state, found.reopened, found.is_open) == ("REOPENED", 1, True)
    assert [getattr(found, name) is not None for name in DATES] == [True] * 4 + [False] * 4
    assert on(clerk, "2019-06-30").state == "STRUCK_OFF"


def test_a_day_that_no_source_gives_is_none() -> None:
    found = on(taken({"办理进展": "已办结", "收集时间": "不详"}), "2020-02-06")
    assert (found.state, found.raised, found.resolved) == ("RESOLVED", None, None)


@pytest.mark.parametrize(
    ("day", "due", "overdue"),
    [("2019-06-09", "2019-06-30", False), ("2019-06-10", "2019-07-31", False), ("2019-07-31", "2019-07-31", False),
     ("2019-08-01", "2019-07-31", True)],
)  # fmt: skip
def test_an_extension_counts_from_the_day_it_was_granted(day: str, due: str, overdue: bool) -> None:
    found = on(taken({"办理时限": "2019-06-30", "延期至": "2019-07-31", "延期批准时间": "2019-06-10"}), day)
    assert (str(found.due), found.overdue) == (due, overdue)


@pytest.mark.parametrize("late", [{"延期批准时间": "2019-07-01"}, {}])
def test_an_extension_that_was_granted_too_late_does_not_count(late: dict[str, str]) -> None:
    found = on(taken({"办理时限": "2019-06-30", "延期至": "2019-07-31", **late}), "2020-02-06")
    assert (str(found.due), found.overdue) == ("2019-06-30", True)


def test_a_month_is_over_with_its_last_day() -> None:
    clerk = taken({"办理时限": "2019-06"})
    assert [(str(on(clerk, day).due), on(clerk, day).overdue) for day in ("2019-06-30", "2019-07-01")] == [
        ("2019-06", False),
        ("2019-06", True),
    ]


def test_a_handled_case_is_never_overdue() -> None:
    assert not on(taken({"办理时限": "2019-05-10", "办结时间": "2019-05-20"}), "2020-02-06").overdue


def test_where_and_to_whom() -> None:
    clerk = Clerk()
    clerk.take((("村(社区)", "院坝编号", "院坝名称"), ("甲社区", f"{JIA}001", "花园一村")))
    clerk.take(ledger({"小区/院坝": "花园一村", "首接人": "赵六", "重复于": "N2", "共性问题": "N2"}, {"问题编号": "N2"}))
    found = on(clerk, "2020-02-06")
    assert (found.community, found.courtyard) == (Ref("Community", JIA), Ref("Courtyard", f"{JIA}001"))
    assert found.first_receiver is not None
    assert name(clerk.history, found.first_receiver) == "赵六"
    assert (found.duplicate_of, found.common_problem) == (Ref("Case", "N2"), Ref("Case", "N2"))
    assert [a.number for a in answers([case_file(clerk, key) for key in ("N2", "N1")], structure(clerk))] == ["N2", "N1"]


def test_todays_lead_is_not_copied_backwards() -> None:
    clerk = taken({"主办单位": "民政局"}, effective="2019-06-01")
    assert on(clerk, "2019-05-01").lead is None
    assert on(clerk, "2019-06-01").lead == Ref("Organization", "民政局")


def test_the_last_lead_of_a_case_that_is_struck_off() -> None:
    assert on(taken({**WHOLE, "主办单位": "民政局"}), "2020-02-06").lead == Ref("Organization", "民政局")


def test_a_case_is_none_before_it_was_raised() -> None:
    clerk = taken({})
    assert answer(case_file(clerk), structure(clerk, "2019-04-30")) is None
    assert chains(case_file(clerk), structure(clerk, "2019-04-30")) is None


def test_a_case_as_known_before() -> None:
    clerk = taken({"办理进展": "办理中", "三事分类": "大事", "主办单位": "民政局"}, effective="2019-06-01")
    at = clerk.history.last_recorded
    assert at is not None
    clerk.take(ledger({"办结时间": "2019-05-20", "三事分类": "小事", "主办单位": "应急局"}), effective="2019-09-01")
    before = answer(case_file(clerk), structure(clerk, "2020-02-06", at))
    assert before is not None
    assert (before.state, before.resolved, before.matter, before.lead) == ("IN_PROGRESS", None, "BIG", Ref("Organization", "民政局"))
    now = on(clerk, "2020-02-06")
    assert (now.state, str(now.resolved), now.matter, now.lead) == ("RESOLVED", "2019-05-20", "SMALL", Ref("Organization", "应急局"))
    assert answer(case_file(clerk), structure(clerk, "2020-02-06", at - timedelta(days=1))) is None


# ---- who handles it


def handling(clerk: Clerk, chain: ChainAt | None) -> list[str]:
    """Role, whom, status, reason, level."""
    assert chain is not None
    return [
        " ".join((h.role, name(clerk.history, h.person or h.organization or h.link.end), h.status, h.reason or "-", h.level or "-"))
        for h in chain.handling
    ]


def both(clerk: Clerk, day: str = "2020-02-06") -> CaseChains:
    found = chains(case_file(clerk), structure(clerk, day))
    assert found is not None
    return found


def handled() -> Clerk:
    clerk = Clerk(units(unit("旧局", until="2019-06-01"), unit("区政府", "政府", "块", "990101", level="")))
    clerk.posts(
        post("李七", "区委", "区级领导"),
        post("王五", "旧局", "部门干部", "2018-01-01", "2019-06-01"),
        post("孙九", "民政局", "部门干部", "2019-12", "2020"),
    )
    clerk.take(ledger({
        "主办单位": "旧局", "责任人": "王五", "协办单位": "甲社区居委会", "首接人": "赵六", "牵头领导": "李七", "交办时间": "2019-05-04",
        "上报时间": "2019-05-10", "上报单位": "区政府",
    }), effective="2019-05-15")  # fmt: skip
    return clerk


def test_the_handling_chain_in_its_order() -> None:
    clerk = handled()
    assert handling(clerk, both(clerk, "2019-05-15").now) == [
        "FIRST_RECEIVER 赵六 UNVERIFIED UNVERIFIED -",
        "LEAD 旧局 EFFECTIVE - DISTRICT",
        "LEAD 王五 EFFECTIVE - DISTRICT",
        "ASSIST 甲社区居委会 EFFECTIVE - COMMUNITY",
        "ESCALATION 区政府 EFFECTIVE - DISTRICT",
        "SPONSOR 李七 EFFECTIVE - DISTRICT",
    ]


def test_a_unit_that_is_no_more_and_a_post_that_is_over_are_ghosts() -> None:
    clerk = handled()
    assert handling(clerk, both(clerk, "2019-06-01").now)[1:3] == ["LEAD 旧局 GHOST GHOST DISTRICT", "LEAD 王五 GHOST GHOST -"]


def test_on_the_day_it_was_raised_nobody_knows_who_led_without_a_day() -> None:
    clerk = taken({"主办单位": "民政局", "首接人": "赵六", "牵头领导": "李七"}, effective="2019-06-01")
    found = both(clerk)
    assert handling(clerk, found.raised) == [
        "FIRST_RECEIVER 赵六 UNVERIFIED UNVERIFIED -", "LEAD 民政局 UNKNOWN UNKNOWN DISTRICT", "SPONSOR 李七 UNKNOWN UNKNOWN -",
    ]  # fmt: skip
    assert handling(clerk, found.now)[1] == "LEAD 民政局 EFFECTIVE - DISTRICT"
    assert found.raised is not None
    assert found.raised.handling[1].source.sheet == "Sheet1"


def test_a_lead_with_a_day_leads_from_that_day() -> None:
    clerk = handled()
    assert handling(clerk, both(clerk).raised) == [
        "FIRST_RECEIVER 赵六 UNVERIFIED UNVERIFIED -", "SPONSOR 李七 UNKNOWN UNKNOWN DISTRICT",
    ]  # fmt: skip


def test_a_post_with_coarse_dates_is_unknown() -> None:
    clerk = handled()
    clerk.take(ledger({"问题编号": "N2", "主办单位": "民政局", "责任人": "孙九", "交办时间": "2019-05-04"}))
    for day, status in (("2019-11-30", "GHOST"), ("2019-12-05", "UNKNOWN"), ("2019-12-31", "EFFECTIVE"), ("2020-01-05", "UNKNOWN")):
        found = chains(case_file(clerk, "N2"), structure(clerk, day))
        assert found is not None
        assert [h.status for h in found.now.handling if h.person] == [status], day


def test_nobody_handles_a_case_that_is_struck_off() -> None:
    clerk = taken({**WHOLE, "主办单位": "民政局", "首接人": "赵六"})
    found = both(clerk)
    assert handling(clerk, found.now) == []
    assert handling(clerk, found.resolved)[1] == "LEAD 民政局 EFFECTIVE - DISTRICT"


def test_one_who_turned_out_to_be_another_is_the_other() -> None:
    clerk = taken({"首接人": "赵六"})
    clerk.posts(post("赵六", "甲社区", "村(社区)干部", number="9"))
    (handler,) = both(clerk).now.handling
    assert handler.person is not None
    assert (clerk.history.actors[handler.person].text("personnelNo"), handler.status) == ("9", "EFFECTIVE")


# ---- who answers for its place


def with_group() -> Clerk:
    clerk = Clerk()
    clerk.posts(
        post("张三", "区委", "区级领导", "2018-01-01", "2019-05-10"),
        post("李四", "区委", "区级领导", "2018-01-01"),
        post("周书记", "甲社区", "村(社区)书记", "2018-01-01"),
    )
    clerk.roster(
        line("甲社区", "2018-01-01", "2019-05-15", leader="张三", local="周书记"),
        line("甲社区", "2019-05-15", "", leader="李四", local="周书记"),
    )
    return clerk


def leaders(chain: ChainAt | None) -> list[str]:
    return [text.partition(" p-")[0] for text in hops(chain) if text.startswith("DISTRICT_LEADER")]


def test_the_standing_chain_of_each_day() -> None:
    clerk = with_group()
    clerk.take(ledger(WHOLE))
    found = both(clerk)
    assert found.raised is not None
    assert found.resolved is not None
    assert [chain.date.isoformat() for chain in (found.raised, found.resolved, found.now)] == ["2019-05-01", "2019-05-20", "2020-02-06"]
    (then,), (handled_then,), (now,) = (
        [h.holders[0].person.text("name") for h in chain.standing if h.role == "DISTRICT_LEADER"]
        for chain in (found.raised, found.resolved, found.now)
    )
    assert (then, handled_then, now) == ("张三", "李四", "李四")
    assert all(chain.exact for chain in (found.raised, found.resolved, found.now))


def test_a_ghost_breaks_the_chain_of_its_days() -> None:
    clerk = with_group()
    clerk.take(ledger({"收集时间": "2019-05-12"}))
    found = both(clerk)
    assert found.raised is not None
    assert leaders(found.raised) == ["DISTRICT_LEADER GHOST GHOST"]
    assert leaders(found.now) == ["DISTRICT_LEADER EFFECTIVE -"]
    assert found.resolved is None


def test_a_coarse_day_gives_the_chain_of_its_first_day() -> None:
    clerk = with_group()
    clerk.take(ledger({"收集时间": "2019-05", "办结时间": "2019"}))
    found = both(clerk)
    assert found.raised is not None
    assert found.resolved is not None
    assert [(c.date.isoformat(), c.exact) for c in (found.raised, found.resolved, found.now)] == [
        ("2019-05-01", False), ("2019-05-01", False), ("2020-02-06", True),
    ]  # fmt: skip


def test_a_case_of_a_courtyard_begins_with_who_links_and_heads_it() -> None:
    clerk = with_group()
    headers = ("村(社区)", "院坝编号", "院坝名称", "院坝长", "推选日期", "任期", "联系党员")
    clerk.take((headers, ("甲社区", f"{JIA}001", "花园一村", "钱十", "2019-01-01", "3", "吴党员")))
    clerk.take(ledger({"小区/院坝": "花园一村"}))
    now = both(clerk).now
    assert [h.role for h in now.standing][:3] == ["LINKING_MEMBER", "COURTYARD_HEAD", "COMMUNITY_CADRE"]


def test_a_community_that_merged_since_is_followed() -> None:
    clerk = with_group()
    clerk.take(ledger({}))
    clerk.take((("日期", "类型", "原区划", "新区划"), ("2019-10-01", "合并", JIA, YI)))
    found = both(clerk)
    assert found.raised is not None
    assert found.raised.successions == ()
    (step,) = found.now.successions
    assert (step.place, step.became, str(step.on), step.event) == (Ref("Community", JIA), (Ref("Community", YI),), "2019-10-01", "MERGE")
    assert {h.reason for h in found.now.standing} == {"NO_GROUP"}


def test_a_place_that_was_not_there_yet_has_no_standing_chain() -> None:
    clerk = Clerk()
    clerk.take((("日期", "类型", "原区划", "新区划"), ("2019-10-01", "设立", "", "990101001009 新社区")))
    clerk.take(ledger({"村(社区)": None, "区划代码": "990101001009"}))
    found = both(clerk)
    assert found.raised is not None
    assert (found.raised.standing, found.raised.first_broken) == ((), None)
    assert found.now.standing
