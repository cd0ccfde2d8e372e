"""Linkage beside closure (Q38), asked in full of a ledger of a few lines."""

from functools import cache
from typing import Any

import pytest

from graph.view import View
from tests import paper
from tests.loaders.clerk import JIA, YI, Clerk, line, post
from tests.loaders.ledgers import ledger
from tests.paper import PaperLedger
from tests.schema import queries
from tests.schema.asking import ask, nodes, refused

LINES: tuple[dict[str, Any], ...] = (
    {"问题编号": "N1", "收集时间": "2019-05-01", "办结时间": "2019-05-11"},
    {"问题编号": "N2", "收集时间": "2019-04-30", "办结时间": "2019-05-31"},
    {"问题编号": "N3", "收集时间": "2019-05-20", "办结时间": "2019-06-01"},
    {"问题编号": "N4", "收集时间": "2019-05", "办结时间": "2019-06-20"},
    {"问题编号": "N5", "收集时间": "2019-05-02", "办结时间": "2019-06"},
    {"问题编号": "N6", "收集时间": "2019-05-02", "办结时间": "2019"},
    {"问题编号": "N7", "收集时间": "2019-05-02", "办结时间": "2019-06-03", "重办时间": "2019-08-01"},
    {"问题编号": "N8", "村(社区)": "乙社区", "收集时间": "2019-06-01", "办结时间": "2019-06-01"},
)


@cache
def history() -> Any:
    """甲社区 is linked from 2019-05-11 on: before, its district leader has no post."""
    clerk = Clerk()
    clerk.posts(
        post("张三", "区委", "区级领导", "2019-05-11"),
        post("局长", "民政局", "部门班子成员", "2018-01-01"),
        post("主任", "东街道", "镇街班子成员", "2018-01-01"),
        post("书记", "甲社区", "村(社区)书记", "2018-01-01"),
    )
    clerk.roster(line("甲社区", "2018-01-01", "", leader="张三", department="民政局", member="局长", team="主任", local="书记"))
    clerk.take(ledger(*LINES))
    return clerk.history


def books() -> tuple[View, PaperLedger]:
    return paper.view(history()), PaperLedger(history())


def panel(since: str, until: str, date: str = "2020-02-06", **variables: Any) -> Any:
    view, told = books()
    return ask(view, queries.Q38, told, date=date, since=since, until=until, **variables)["asOf"]["panel"]


def told(found: Any) -> list[tuple[str, str, str, int, float | None]]:
    """Community, month, days linked of those there were, closed, median."""
    return [
        (
            row["community"]["code"],
            row["month"],
            f"{row['linked']['numerator']}/{row['linked']['denominator']}",
            row["closed"],
            row["medianDays"],
        )
        for row in (edge["node"] for edge in found["edges"])
    ]


def test_q38_linkage_beside_closure_by_community_and_month() -> None:
    assert told(panel("2019-04-01", "2019-07-01", within=[JIA, YI])) == [
        (JIA, "2019-04-01", "0/30", 0, None),
        (JIA, "2019-05-01", "21/31", 2, 20.5),
        (JIA, "2019-06-01", "30/30", 3, 12.0),
        (YI, "2019-04-01", "0/30", 0, None),
        (YI, "2019-05-01", "0/31", 0, None),
        (YI, "2019-06-01", "0/30", 1, 0.0),
    ]


def test_q38_months_at_the_ends_may_be_cut() -> None:
    assert told(panel("2019-05-11", "2019-06-21", within=[JIA])) == [
        (JIA, "2019-05-01", "21/21", 2, 20.5),
        (JIA, "2019-06-01", "20/20", 2, 12.0),
    ], "of what was handled some day in June nobody knows whether it was before the 21st"
    assert told(panel("2019-05-12", "2019-06-20", within=[JIA]))[0][3:] == (1, 31.0)


def test_q38_obeys_the_day() -> None:
    assert told(panel("2019-06-01", "2019-07-01", date="2019-07-31", within=[JIA])) == [(JIA, "2019-06-01", "30/30", 4, 22.0)], (
        "not reopened yet"
    )
    view, ledger_ = books()
    later = {"date": "2019-06-29", "since": "2019-06-01", "until": "2019-07-01"}
    assert refused(view, queries.Q38, ledger_, **later) == [("asOf.panel", "DATE_OUT_OF_RANGE")]


def test_q38_page_by_page() -> None:
    whole = panel("2018-01-01", "2019-07-01")
    assert (whole["totalCount"], len(whole["edges"])) == (6 * 18, 50)
    first = panel("2018-01-01", "2019-07-01", first=17)
    rest = panel("2018-01-01", "2019-07-01", first=33, after=first["pageInfo"]["endCursor"])
    assert told(first) + told(rest) == told(whole)


def test_q38_takes_one_question_to_the_ledger_about_what_is_shown() -> None:
    view, ledger_ = books()
    ask(view, queries.Q38, ledger_, date="2020-02-06", since="2019-05-01", until="2019-07-01", first=3)
    ((name, _, codes, since, until),) = ledger_.calls
    assert (name, codes, str(since), str(until)) == ("closings", (JIA, YI), "2019-05-01", "2019-07-01")
    ask(view, queries.Q38, ledger_, date="2020-02-06", since="2019-05-01", until="2019-06-01", within=["990101101001"], first=1)
    assert nodes(panel("2019-05-01", "2019-06-01", within=["990101101001"]), "closed") == [0]


@pytest.mark.parametrize(
    ("since", "until", "within", "code"),
    [
        ("2019-06-01", "2019-06-01", None, "BAD_USER_INPUT"),
        ("2016-06-01", "2019-06-01", None, "DATE_OUT_OF_RANGE"),
        ("2019-06-01", "2020-02-08", None, "DATE_OUT_OF_RANGE"),
        ("2019-06-01", "2020-02-07", ["990109"], "UNKNOWN_DIVISION"),
    ],
)
def test_wrong_windows_are_refused(since: str, until: str, within: list[str] | None, code: str) -> None:
    view, told_ = books()
    assert refused(view, queries.Q38, told_, date="2020-02-06", since=since, until=until, within=within) == [("asOf.panel", code)]


def test_too_many_cases_are_an_error_not_a_wrong_median(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.panel.MOST_ITEMS", 1)
    view, told_ = books()
    june = {"date": "2020-02-06", "since": "2019-06-01", "until": "2019-07-01"}
    assert refused(view, queries.Q38, told_, **june) == [("asOf.panel", "COST_LIMIT")]
