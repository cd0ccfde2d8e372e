"""How often a request asks the ledger: by the levels of the query, never by its rows."""

import asyncio
from typing import Any

import pytest

from schema import limits
from tests import paper
from tests.loaders.clerk import YI, Clerk
from tests.loaders.ledgers import ledger
from tests.paper import PaperLedger
from tests.schema.asking import answered, ask, nodes
from tests.schema.caseload import books, caseload
from tests.schema.test_ids import made_up


def busy(cases: int) -> Clerk:
    """The small district with so many cases in each of two communities."""
    rows = [
        {"问题编号": f"M{n}", "村(社区)": name, "收集时间": f"2019-0{n % 9 + 1}-15", "主办单位": "民政局"}
        for name in ("乙社区", "丙社区")
        for n in (range(cases) if name == "乙社区" else range(cases, 2 * cases))
    ]
    return Clerk(ledger(*rows))


def asked(query: str, clerk: Clerk | None = None, **variables: Any) -> list[str]:
    """The names of the questions to the ledger that a query made; it must have no error."""
    history = (clerk or caseload()).history
    ledger_ = PaperLedger(history)
    ask(paper.view(history), query, ledger_, **variables)
    return ledger_.asked


def test_structure_asks_nothing_of_the_ledger() -> None:
    query = """{ communities { edges { node { name workGroups { seats { fillings { person { name } } } } } } } coverage { measures { kpi } }
      responsibilityChain(of: {community: "%s"}) { now { standing { role } handling { role } } } }"""
    assert asked(query % YI) == []


@pytest.mark.parametrize("cases", [1, 5, 40])
def test_a_page_of_cases_is_one_call_however_long(cases: int) -> None:
    query = """{ cases(first: 100) { totalCount edges { node { number state due lead { name } community { name } courtyard { name }
      firstReceiver { name } } } } }"""
    assert asked(query, busy(cases)) == ["cases"]


@pytest.mark.parametrize("cases", [1, 5, 40])
def test_the_cases_of_many_communities_are_one_call(cases: int) -> None:
    query = (
        """{ communities { edges { node { code cases(filter: {open: true}) { totalCount edges { node { number lead { name } } } } } } } }"""
    )
    history = busy(cases).history
    ledger_ = PaperLedger(history)
    communities = nodes(ask(paper.view(history), query, ledger_)["communities"], "code", "cases")
    assert {code: page["totalCount"] for code, page in communities if page["totalCount"]} == {YI: cases, "990101101001": cases}
    ((name, _, codes),) = ledger_.calls
    assert (name, sorted(codes)) == ("cases_by_place", sorted(code for code, _ in communities))


def test_each_level_is_one_call_more() -> None:
    """Cases, the cases of their communities, of these again, and so on; the same page is asked for once."""
    other = same = "number"
    for depth in range(1, 4):
        other = f"number community {{ cases(first: {depth}0) {{ edges {{ node {{ {other} }} }} }} }}"
        same = f"number community {{ cases {{ edges {{ node {{ {same} }} }} }} }}"
        assert asked(f"{{ cases {{ edges {{ node {{ {other} }} }} }} }}", busy(3)) == ["cases"] + ["cases_by_place"] * depth
        assert asked(f"{{ cases {{ edges {{ node {{ {same} }} }} }} }}", busy(3)) == ["cases", "cases_by_place"]


def test_different_questions_of_one_level_are_a_call_each() -> None:
    query = """{ communities { edges { node {
      open: cases(filter: {open: true}) { totalCount } again: cases(filter: {open: true}) { totalCount }
      closed: cases(filter: {open: false}) { totalCount } } } } }"""
    assert asked(query, busy(3)) == ["cases_by_place"] * 2


def test_only_the_length_is_asked_for_where_no_item_is() -> None:
    view, ledger_ = books()
    ask(view, "{ a: cases { totalCount } b: cases { ...page } } fragment page on CaseConnection { edges { cursor } }", ledger_)
    assert [query.limit for _, query in ledger_.calls] == [0, 50]


def test_ids_of_cases_and_assignments_are_one_call_a_district() -> None:
    ids = [made_up("Case", "990101", f"N{n}") for n in range(1, 5)]
    ids += [made_up("Assignment", "990101", f'["N{n}","ASSIGNED_TO","x"]') for n in range(1, 5)]
    ids += [made_up("Case", "990101", f"N{n}", "2019-06-01") for n in range(1, 5)]
    assert asked("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids) == ["ledger_facts"]


def test_the_chain_of_a_case_is_one_call() -> None:
    query = """{ responsibilityChain(of: {case: "N1"}) { subject { ... on Case { state lead { name } } }
      raised { ...chain } resolved { ...chain } now { ...chain } } }
      fragment chain on ChainAt { standing { holders { person { name } } } handling { holders { person { name } } } }"""
    assert asked(query) == ["case_files"]


def test_a_list_is_not_longer_than_one_request_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may be too much is refused before the ledger is asked."""
    history = busy(3).history
    query = "{ communities { edges { node { cases(first: 10) { edges { node { number } } } } } } }"
    monkeypatch.setattr(limits, "MOST_ITEMS", 6 + 6 * 10)
    assert ask(paper.view(history), query, PaperLedger(history))
    monkeypatch.setattr(limits, "MOST_ITEMS", 6 * 10 - 1)
    ledger_ = PaperLedger(history)
    result = answered(paper.view(history), query, ledger_)
    assert {(e.extensions or {})["code"] for e in result.errors or []} == {"COST_LIMIT"}
    assert ledger_.calls == []


def test_items_of_pages_of_cases_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    view, ledger_ = books()
    monkeypatch.setattr(limits, "MOST_ITEMS", 7)
    result = answered(view, "{ a: cases { edges { cursor } } b: cases { edges { cursor } } }", ledger_)
    assert [(e.path, (e.extensions or {})["code"]) for e in result.errors or []] == [(["b"], "COST_LIMIT")]


def test_a_failing_ledger_takes_only_its_own_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> Any:
        raise RuntimeError("bolt://root:hunter2@db")

    view, ledger_ = books()
    monkeypatch.setattr(ledger_, "cases", broken)
    result = answered(view, "{ date cases { totalCount } }", ledger_)
    assert result.data == {"date": "2020-02-06", "cases": None}
    assert [(e.extensions or {})["code"] for e in result.errors or []] == ["INTERNAL"]
    assert "hunter2" not in str(result.errors)
    assert asyncio.run(ledger_.case_files("N1", ["990101"])), "the others go on"
