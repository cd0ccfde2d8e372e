"""Findings about cases: chosen and counted by the ledger, one list with those of structure, read a page at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from graph.analysis.findings import RULES
from graph.analysis.rules.cases import CASE_RULES
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.lifecycle import LONGEST_CIRCLE
from graph.model import Actor, CaseQuery, Link, Plan, Ref, Scalar, Source
from tests import paper
from tests.loaders.clerk import Clerk
from tests.loaders.ledgers import ledger
from tests.loaders.test_organizations import unit, units
from tests.paper import PaperLedger
from tests.schema.asking import ask, nodes

QUERY = """query (
  $rules: [String!], $first: Int, $after: String, $last: Int, $before: String, $within: [String!], $day: Date = "2020-02-06"
) { asOf(date: $day) { findings(rules: $rules, first: $first, after: $after, last: $last, before: $before, within: $within) {
    totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    edges { node { id key rule severity message since firstSeen evidence { title cell } subject { __typename key } } }
    rules { rule checked passed found muted unknown } } } }"""
CLOSED = {"分流时间": "2019-05-02", "三事分类": "大事", "主办单位": "民政局", "交办时间": "2019-05-03", "办结时间": "2019-05-20"}
TOLD = {"反馈时间": "2019-05-22"}
JUDGED = {**TOLD, "群众评价": "满意", "评价时间": "2019-05-25"}
DAY = "2020-02-06"


def clerk(*rows: dict[str, Any], effective: str = "2020-02-01") -> Clerk:
    """Cases N1, N2 and so on."""
    found = Clerk(units(unit("甲社区居委会", "居委会", "块", "990101001001", level=""), unit("民政局", "区级部门", "条", "", level="")))
    found.take(ledger(*({"问题编号": f"N{n}", **row} for n, row in enumerate(rows, 1))), effective=effective)
    return found


def audit(history: History, *rules: str, **variables: Any) -> Any:
    """What these rules find, of all where none is named."""
    asked = list(rules) or [*RULES, *CASE_RULES]
    return ask(paper.view(history), QUERY, PaperLedger(history), rules=asked, **variables)["asOf"]["findings"]


def told(history: History, *rules: str, **variables: Any) -> list[str]:
    return [" ".join((f["rule"], f["subject"]["key"], f["since"] or "-")) for f in nodes_of(audit(history, *rules, **variables))]


def nodes_of(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def counts(history: History, rule: str, **variables: Any) -> tuple[int, ...]:
    (count,) = audit(history, rule, **variables)["rules"]
    return tuple(count[name] for name in ("checked", "passed", "found", "muted", "unknown"))


def test_open_and_overdue_by_more_than_thirty_days() -> None:
    found = clerk({"办理时限": "2020-01-06"}, {"办理时限": "2020-01-07"}, {}, {**CLOSED, "办理时限": "2019-06-01"}).history
    assert told(found, "OVERDUE") == ["OVERDUE N1 2020-02-06"]
    assert counts(found, "OVERDUE") == (3, 1, 1, 0, 1)
    assert told(found, "OVERDUE", day="2020-02-05") == []
    (finding,) = nodes_of(audit(found, "OVERDUE"))
    assert (finding["severity"], finding["subject"]["__typename"]) == ("ERROR", "Case")
    assert finding["message"] == "甲社区问题 N1 逾期 31 天未办结(时限 2020-01-06)"


@pytest.mark.parametrize(
    ("matter", "lead", "rule"),
    [
        ("大事", "甲社区居委会", "V11"),
        ("小事", "民政局", "V11_SMALL"),
        ("私事", "民政局", "V11_PRIVATE"),
        ("私事", "甲社区居委会", "V11_PRIVATE"),
    ],
)
def test_led_by_the_wrong_kind_of_unit(matter: str, lead: str, rule: str) -> None:
    told_ = {"分流时间": "2019-05-02", "三事分类": matter, "交办时间": "2019-05-03"}
    struck = {"办结时间": "2019-05-20", **JUDGED, "销号时间": "2019-06-01"}
    found = clerk({**told_, "主办单位": lead}, {**told_, "主办单位": lead, **struck}, told_).history
    assert told(found, "V11", "V11_SMALL", "V11_PRIVATE") == [f"{rule} N1 2019-05-03", f"{rule} N2 2019-05-03"]
    assert counts(found, rule) == (3, 0, 2, 0, 1)


def test_the_right_kind_of_unit_leads() -> None:
    found = clerk(CLOSED, {**CLOSED, "三事分类": "小事", "主办单位": "甲社区居委会"}).history
    assert told(found, "V11", "V11_SMALL", "V11_PRIVATE") == []


@pytest.mark.parametrize(("raised", "found"), [("2020-01-31", True), ("2020-02-01", True), ("2020-02-02", True), ("2020-02-03", False)])
def test_not_triaged_for_more_than_three_workdays(raised: str, found: bool) -> None:
    """Thursday the 6th: from Friday to Sunday on four workdays have passed, from Monday on three."""
    history = clerk({"收集时间": raised}, {"收集时间": raised, "分流时间": "2020-02-05", "三事分类": "大事"}).history
    assert told(history, "UNTRIAGED") == (["UNTRIAGED N1 2020-02-06"] if found else [])
    assert counts(history, "UNTRIAGED") == (1, int(not found), int(found), 0, 0)
    weekend = clerk({"收集时间": "2020-01-30"}).history  # Thursday; by Tuesday Friday, Monday and Tuesday have passed
    assert told(weekend, "UNTRIAGED", day="2020-02-04") == []
    assert told(weekend, "UNTRIAGED", day="2020-02-05") == ["UNTRIAGED N1 2020-02-05"]


def test_closed_without_feedback_or_evaluation() -> None:
    found = clerk(CLOSED, {**CLOSED, **TOLD}, {**CLOSED, **JUDGED}, {**CLOSED, "销号时间": "2019-06-01"}, {}).history
    assert told(found, "NO_FEEDBACK") == ["NO_FEEDBACK N1 2019-05-20", "NO_FEEDBACK N4 2019-05-20"]
    assert told(found, "NO_EVALUATION") == [f"NO_EVALUATION N{n} 2019-05-20" for n in (1, 2, 4)]
    assert counts(found, "NO_FEEDBACK") == (4, 2, 2, 0, 0)
    assert told(found, "NO_FEEDBACK", day="2019-05-19") == []


def test_reopened_twice() -> None:
    twice = clerk({**CLOSED, "重办时间": "2019-06-01"}, {**CLOSED, "重办时间": "2019-06-01"})
    assert told(twice.history, "REOPENED") == []
    twice.take(ledger({"问题编号": "N2", **CLOSED, "重办时间": "2019-07-01"}), effective="2020-02-01")
    assert told(twice.history, "REOPENED") == ["REOPENED N2 2019-07-01"]
    assert counts(twice.history, "REOPENED") == (2, 1, 1, 0, 0)
    assert counts(twice.history, "RETURNED") == (2, 2, 0, 0, 0)


def test_evaluated_by_who_handled_it() -> None:
    """By the lead; by another unit; by nobody who is named; and before a reopening."""
    rows = [{**CLOSED, **JUDGED, "评价人": unit} for unit in ("民政局", "甲社区居委会", "")]
    found = clerk(*rows, {**rows[0], "重办时间": "2019-06-01"}, {**CLOSED, **TOLD}).history
    assert told(found, "V13") == ["V13 N1 2019-05-25"]
    assert counts(found, "V13") == (3, 1, 1, 0, 1)
    assert counts(found, "V13", day="2019-05-31") == (4, 1, 2, 0, 1)
    (finding,) = nodes_of(audit(found, "V13"))
    assert finding["message"] == "甲社区问题 N1 由办理人民政局自己评价"
    assert [e["cell"] for e in finding["evidence"]] == ["D2", "G2", "K2", "K2"]


def test_evaluated_by_who_closed_it_though_another_leads() -> None:
    found = clerk({**CLOSED, **JUDGED, "评价人": "甲社区居委会"})
    events = {e.text("type"): e for e in found.history.of("CaseEvent")}
    (judge,) = (x.end for x in found.history.out("BY", events["EVALUATED"].ref))
    assert told(found.history, "V13") == []
    assert told(by_hand(found, ("BY", events["RESOLVED"].ref, judge)), "V13") == ["V13 N1 2019-05-25"]


def test_events_out_of_order() -> None:
    """No import lets them in: a second 办结 after 反馈 is written by hand. A month that the other day may lie in, and the ledger's own day,
    are no disorder."""
    found = clerk(*({**CLOSED, **TOLD} for _ in range(4)))
    days = (PartialDate.day(date(2019, 5, 23)), PartialDate.month(2019, 5), PartialDate.by(date(2019, 6, 1)))
    nodes_ = [*(happened(found, f"N{n}", on) for n, on in enumerate(days, 1)), happened(found, "N4", days[0], {"undated": True})]
    history = by_hand(found, *(("HAS_EVENT", Ref("Case", f"N{n}"), node.ref) for n, node in enumerate(nodes_, 1)), actors=nodes_)
    assert told(found.history, "V10") == []
    assert told(history, "V10") == ["V10 N1 2019-05-23"]
    assert counts(history, "V10") == (4, 3, 1, 0, 0)
    assert told(history, "V10", day="2019-05-22") == []
    (finding,) = nodes_of(audit(history, "V10"))
    assert (finding["severity"], finding["message"]) == ("ERROR", "甲社区问题 N1 “办结”(2019-05-23)晚于“反馈”(2019-05-22)")
    assert [(e["title"], e["cell"]) for e in finding["evidence"]][-2:] == [("问题台账", "J2"), ("hand", None)]


@pytest.mark.parametrize("type_", ["DUPLICATE_OF", "INSTANCE_OF"])
@pytest.mark.parametrize("length", [1, 2, LONGEST_CIRCLE, LONGEST_CIRCLE + 1])
def test_cases_that_come_back_to_themselves(type_: str, length: int) -> None:
    """A circle of so many cases, and one more that leads into it; as long as is looked for at the most."""
    found = clerk(*({} for _ in range(length + 2)))
    cases = [Ref("Case", f"N{n}") for n in range(1, length + 2)]
    ways = [(type_, case, cases[(n + 1) % length]) for n, case in enumerate(cases)]
    in_circle = length if length <= LONGEST_CIRCLE else 0
    history = by_hand(found, *ways)
    assert told(history, "V12_CASES") == [f"V12_CASES N{n} -" for n in range(1, in_circle + 1)]
    assert counts(history, "V12_CASES") == (length + 1, length + 1 - in_circle, in_circle, 0, 0)
    evidence = [[e["title"] for e in f["evidence"]] for f in nodes_of(audit(history, "V12_CASES"))]
    assert evidence == [["问题台账", *["hand"] * length]] * in_circle


def test_a_circle_is_found_again_by_its_id_and_seen_from_the_link_that_closed_it() -> None:
    found = clerk({}, {})
    first, second = Ref("Case", "N1"), Ref("Case", "N2")
    history = by_hand(found, ("DUPLICATE_OF", first, second), ("DUPLICATE_OF", second, first))
    finding = nodes_of(audit(history, "V12_CASES"))[0]
    assert finding["message"] == "甲社区问题 N1 经“重复于”回到自身(N1 → N2 → N1)"
    assert finding["firstSeen"] == max(x.recorded_at for x in history.links).isoformat()
    query = "query ($id: ID!) { node(id: $id) { ... on Finding { key } } }"
    assert ask(paper.view(history), query, PaperLedger(history), id=finding["id"])["node"] == {"key": finding["key"]}
    mixed = by_hand(found, ("DUPLICATE_OF", first, second), ("INSTANCE_OF", second, first))
    assert told(mixed, "V12_CASES") == []


def by_hand(found: Clerk, *links: tuple[str, Ref, Ref], actors: Sequence[Actor] = ()) -> History:
    """Links that somebody wrote straight into the graph, each a minute after the one before."""
    at, district = max(x.recorded_at for x in found.history.links), found.history.district
    made = (
        Link(type_, f"hand-{n}", start, end, district, at + timedelta(minutes=n), Source("hand"))
        for n, (type_, start, end) in enumerate(links, 1)
    )
    return found.history.after(Plan(district, tuple(actors), links=tuple(made)))


def happened(found: Clerk, case: str, on: PartialDate, beside: Mapping[str, Scalar] | None = None) -> Actor:
    """A second 办结 of a case."""
    at = max(x.recorded_at for x in found.history.links)
    said: dict[str, Scalar] = {"type": "RESOLVED", "order": 9, **(beside or {})}
    return Actor("CaseEvent", f"{case}|hand", found.history.district, at, Source("hand"), Interval(on), said)


def everything() -> Clerk:
    rows = [{"办理时限": "2019-06-01"}, {**CLOSED, "主办单位": "甲社区居委会"}, CLOSED, {**CLOSED, **TOLD}, {"村(社区)": "丙社区"}]
    return clerk(*rows)


def test_one_list_with_the_findings_of_structure_page_by_page() -> None:
    history = everything().history
    whole = audit(history, first=100)
    assert len(whole["edges"]) == whole["totalCount"] == sum(count["found"] for count in whole["rules"])
    assert {f["rule"] for f in nodes_of(whole)} >= {"NO_GROUP", "OVERDUE", "V11", "UNTRIAGED", "NO_FEEDBACK"}
    severities = [f["severity"] for f in nodes_of(whole)]
    assert severities == sorted(severities, key=["ERROR", "WARN", "INFO"].index)
    assert all(c["checked"] == c["passed"] + c["found"] + c["muted"] + c["unknown"] for c in whole["rules"])
    keys, after, more = [], None, True
    while more:
        page = audit(history, first=3, after=after)
        keys += nodes(page, "key")
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert keys == nodes(whole, "key")
    assert len(set(keys)) == len(keys)


def test_the_same_list_from_its_end() -> None:
    history = everything().history
    every, keys, before, more = nodes(audit(history, first=100), "key"), list[str](), None, True
    while more:
        page = audit(history, last=3, before=before)
        keys = nodes(page, "key") + keys
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]
    assert keys == every


def test_only_the_cases_of_the_page_are_read_and_none_where_no_rule_asks() -> None:
    history = everything().history
    books = PaperLedger(history)
    ask(paper.view(history), QUERY, books, rules=["NO_GROUP", "GHOST"])
    assert books.calls == []
    ask(paper.view(history), QUERY, books, rules=["NO_EVALUATION"], first=2)
    asked = [q for name, q, *_ in books.calls if name == "cases" and isinstance(q, CaseQuery)]
    assert ([(q.skip, q.limit) for q in asked], books.asked.count("count_cases")) == ([(0, 2)], 1)
    second = ask(paper.view(history), QUERY, books := PaperLedger(history), rules=["NO_EVALUATION"], last=2)
    (query,) = (q for name, q, *_ in books.calls if name == "cases")
    assert (query.skip, query.limit) == (second["asOf"]["findings"]["totalCount"] - 2, 2)


def test_all_rules_are_asked_where_none_is_named_and_the_cases_are_counted_at_once() -> None:
    history = everything().history
    books = PaperLedger(history)
    counted = ask(paper.view(history), QUERY, books, first=1)["asOf"]["findings"]["rules"]
    assert {count["rule"] for count in counted} == {*RULES, *CASE_RULES}
    assert books.asked.count("count_cases") == 1


def test_within_narrows_the_cases_too() -> None:
    history = everything().history
    assert told(history, "UNTRIAGED", within=["990101101"]) == ["UNTRIAGED N5 2019-05-07"]
    assert counts(history, "UNTRIAGED", within=["990101001"])[0] == 1


def test_a_finding_about_a_case_is_found_again_by_its_id_and_null_when_it_is_over() -> None:
    history = everything().history
    (finding,) = nodes_of(audit(history, "V11"))
    assert finding["key"] == "V11:990101:Case:N2"
    query = "query ($id: ID!) { node(id: $id) { ... on Finding { key message } } }"
    again = ask(paper.view(history), query, PaperLedger(history), id=finding["id"])
    assert again["node"] == {"key": finding["key"], "message": "甲社区问题 N2 属大事,由甲社区居委会主办"}
    mended = everything()
    mended.take(ledger({"问题编号": "N2", **CLOSED}), effective="2020-02-01")
    assert told(mended.history, "V11") == []
    assert ask(paper.view(mended.history), query, PaperLedger(mended.history), id=finding["id"]) == {"node": None}


def test_a_finding_about_a_case_is_seen_from_the_import_that_showed_it() -> None:
    late = clerk(CLOSED, {**CLOSED, **TOLD})
    first = nodes_of(audit(late.history, "NO_FEEDBACK"))[0]["firstSeen"]
    late.take(ledger({"问题编号": "N1", **CLOSED, "办理时限": "2019-06-01"}), effective="2020-02-01")
    assert nodes_of(audit(late.history, "NO_FEEDBACK"))[0]["firstSeen"] == first
    late.take(ledger({"问题编号": "N2", **CLOSED, **TOLD, "重办时间": "2019-06-01"}), effective="2020-02-01")
    late.take(ledger({"问题编号": "N2", **CLOSED, **TOLD, "重办时间": "2019-07-01"}), effective="2020-02-01")
    (reopened,) = nodes_of(audit(late.history, "REOPENED"))
    assert reopened["firstSeen"] > first
