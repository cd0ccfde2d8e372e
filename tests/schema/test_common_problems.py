"""Which complaints became common problems, asked in full of a ledger of a few lines."""

from functools import cache
from typing import Any

import pytest

from graph.view import View
from schema.limits import MOST_ITEMS
from tests import paper
from tests.loaders.clerk import DING, JIA, YI, Clerk
from tests.loaders.ledgers import ledger
from tests.paper import PaperLedger
from tests.schema import queries
from tests.schema.asking import ask, nodes, refused

HANDLED = {"办理进展": "已办结", "办结时间": "2019-07-01"}
LINES: tuple[dict[str, Any], ...] = (
    {"问题编号": "E4", "问题描述": "屋顶再次漏水", "涉及户数": "1052", "解决层级": "区级", "收集时间": "2019-05-12", **HANDLED},
    {"问题编号": "N1", "村(社区)": "乙社区", "问题描述": "外墙渗水", "共性问题": "E4", "涉及户数": "6", "收集时间": "2019-05-20"},
    {"问题编号": "N2", "村(社区)": "丁村", "问题描述": "屋面开裂", "共性问题": "E4", "收集时间": "2019-06-03"},
    {"问题编号": "N3", "问题描述": "三号楼门前路灯不亮", "收集时间": "2019-05-02", "问题类别": "市政", "解决层级": "镇街", **HANDLED},
    {
        "问题编号": "N4",
        "村(社区)": "乙社区",
        "问题描述": "四号楼门前路灯不亮",
        "收集时间": "2019-05-03",
        "问题类别": "市政",
        "解决层级": "镇街",
        **HANDLED,
    },
    {"问题编号": "N5", "村(社区)": "丁村", "问题描述": "五号楼门前路灯不亮", "收集时间": "2019-05-04", "问题类别": "市政"},
    {"问题编号": "N6", "问题描述": "四号楼门前路灯不亮", "问题类别": "交通"},
    {"问题编号": "N7", "问题描述": "四号楼门前路灯不亮", "问题类别": "市政", "重复于": "N4", "办理进展": "重复"},
)


@cache
def history() -> Any:
    clerk = Clerk()
    clerk.take(ledger(*({"问题类别": "住房", **line} for line in LINES)))
    return clerk.history


def books() -> tuple[View, PaperLedger]:
    return paper.view(history()), PaperLedger(history())


def problems(date: str = "2020-02-06", **variables: Any) -> Any:
    view, told = books()
    return ask(view, queries.Q39, told, date=date, **variables)["asOf"]["commonProblems"]


def test_q39_what_became_a_common_problem_and_where_it_was_solved() -> None:
    found = problems()
    assert (found["totalCount"], found["compared"], found["leftOut"]) == (2, 7, 0), "a duplicate is no complaint of its own"
    roofs, lamps = (edge["node"] for edge in found["edges"])
    assert roofs["case"] == {
        "number": "E4",
        "category": "住房",
        "description": "屋顶再次漏水",
        "householdsAffected": 1052,
        "community": {"shortName": "甲社区"},
    }
    assert (roofs["caseCount"], roofs["communityCount"], roofs["households"], roofs["solvedLevel"]) == (3, 3, 1058, "DISTRICT")
    assert [edge["node"]["number"] for edge in roofs["cases"]["edges"]] == ["E4", "N2", "N1"]
    assert (lamps["caseCount"], lamps["households"], lamps["solvedLevel"]) == (3, None, "SUBDISTRICT")
    assert {edge["node"]["community"]["code"] for edge in lamps["cases"]["edges"]} == {JIA, YI, DING}


def test_q39_obeys_the_day_and_the_divisions() -> None:
    assert [edge["node"]["case"]["number"] for edge in problems("2019-06-02")["edges"]] == ["N3"], (
        "the third of the roofs is not raised yet"
    )
    assert [edge["node"]["solvedLevel"] for edge in problems("2019-06-30", communities=3)["edges"]] == [None, None]
    assert problems(within=[JIA])["totalCount"] == 0
    within = problems(within=[JIA, YI], cases=2)
    assert [(edge["node"]["caseCount"], edge["node"]["communityCount"]) for edge in within["edges"]] == [(2, 2), (2, 2)]


@pytest.mark.parametrize(
    ("variables", "code"), [({"cases": 0}, "BAD_USER_INPUT"), ({"within": ["990109"]}, "UNKNOWN_DIVISION")], ids=["none", "unknown"]
)
def test_wrong_arguments_are_refused(variables: dict[str, Any], code: str) -> None:
    view, told = books()
    assert refused(view, queries.Q39, told, date="2020-02-06", **variables) == [("asOf.commonProblems", code)]


def test_it_takes_one_question_to_the_ledger_and_one_for_the_cases_shown() -> None:
    view, told = books()
    ask(view, queries.Q39, told, date="2020-02-06")
    assert told.asked == ["case_texts", "ledger_facts"]
    view, told = books()
    counted = ask(view, "{ commonProblems { edges { node { caseCount cases { totalCount } } } } }", told)["commonProblems"]
    assert nodes(counted, "caseCount", "cases") == [(3, {"totalCount": 3}), (3, {"totalCount": 3})]
    assert told.asked == ["case_texts"]


def test_what_was_too_much_to_compare_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.common_problems.MOST_ITEMS", 4)
    found = problems(cases=2)
    assert (found["compared"], found["leftOut"]) == (4, 3)
    assert nodes(found, "caseCount") == [3]
    assert MOST_ITEMS > 4
