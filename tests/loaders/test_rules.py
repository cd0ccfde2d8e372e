"""组成规则: the seats that a rule asks for, one rule of a seat at a time."""

import pytest

from graph.model import Scalar, Severity
from tests.loaders.clerk import RULE_HEADERS, Clerk, Line, Rows, days, errors, line


def rules(*rows: Line) -> Rows:
    return (RULE_HEADERS, *rows)


LEADER = ("在职区级领导", "挂联领导", 1, 1, "否", None, None)
CADRE = ("村(社区)干部", None, 2, "不限", "否", "2018-01-01", "2019-01-01")


def asked(clerk: Clerk) -> set[tuple[Scalar, ...]]:
    """Kind, name, minimum, maximum, whether it stands for a unit, days."""
    said = ("kind", "name", "minimum", "maximum", "represents")
    return {(*(x.properties.get(n) for n in said), days(x.interval)) for x in clerk.history.links if x.type == "ASKS_FOR"}


def test_a_row_asks_for_a_seat() -> None:
    clerk = Clerk(rules(LEADER))
    assert asked(clerk) == {("DISTRICT_LEADER", "挂联领导", 1, 1, False, "..")}
    assert asked(Clerk(rules(CADRE))) == {("COMMUNITY_CADRE", "村(社区)干部", 2, None, False, "2018-01-01..2019-01-01")}


def test_the_same_rule_again_says_nothing_and_other_numbers_replace() -> None:
    clerk = Clerk(rules(LEADER, CADRE))
    assert clerk.plan(rules(LEADER, CADRE)).empty
    clerk.take(rules(("在职区级领导", "挂联领导", 1, 2, "是", None, None)))
    assert ("DISTRICT_LEADER", "挂联领导", 1, 2, True, "..") in asked(clerk)


@pytest.mark.parametrize("turned", [False, True])
def test_an_open_rule_ends_where_the_next_begins_in_whatever_order(turned: bool) -> None:
    rows = [("镇街干部", None, 0, None, None, "2017-01-01", None), ("镇街干部", None, 1, 2, None, "2019-06-01", None)]
    clerk = Clerk(rules(*(reversed(rows) if turned else rows)))
    assert {on for _, _, on in clerk.links("ASKS_FOR")} == {"2017-01-01..2019-06-01", "2019-06-01.."}
    again = Clerk(rules(rows[0]), rules(rows[1]))
    assert again.links("ASKS_FOR") == clerk.links("ASKS_FOR")


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("席位甲", None, 1, 1, None, None, None), "BAD_CHOICE", "A3"),
        ((None, "名", 1, 1, None, None, None), "BLANK", "A3"),
        (("镇街干部", None, None, 1, None, None, None), "BLANK", "C3"),
        (("镇街干部", None, "几", 1, None, None, None), "BAD_NUMBER", "C3"),
        (("镇街干部", None, 2, 1, None, None, None), "BAD_BOUNDS", "D3"),
        (("镇街干部", None, 0, 0, None, None, None), "BAD_BOUNDS", "D3"),
        (("镇街干部", None, 0, 1, "也许", None, None), "BAD_FLAG", "E3"),
        (("镇街干部", None, 0, 1, None, "2019-01-01", "2018-01-01"), "V1", "G3"),
        (("村(社区)干部", None, 1, 1, None, "2018-06-01", "2018-09-01"), "RULES_OVERLAP", "F3"),
    ],
)
def test_a_bad_row_names_its_cell_and_writes_nothing(row: Line, code: str, cell: str) -> None:
    plan = Clerk().plan(rules(CADRE, row))
    (problem,) = errors(plan)
    assert (problem.severity, problem.code, problem.cell) == (Severity.ERROR, code, cell)
    assert plan.refused


def test_groups_get_the_seats_that_a_rule_asks_for_whichever_came_first() -> None:
    rule, roster = rules(LEADER, ("镇街干部", None, 1, 2, None, None, None)), line("甲社区", local="王五")
    late, early = Clerk(), Clerk(rule)
    late.roster(roster)
    late.take(rule)
    early.roster(roster)
    for clerk in (early, late):
        seats = {seat for _, seat, _ in clerk.links("HAS_SEAT")}
        assert {"甲社区/DISTRICT_LEADER", "甲社区/SUBDISTRICT_CADRE", "甲社区/COMMUNITY_CADRE"} <= seats
