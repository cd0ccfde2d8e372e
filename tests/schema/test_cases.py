"""Cases over the API: as they were on a day, filtered as of the day, found again by number and id; what a cursor of them carries."""

from dataclasses import replace
from typing import Any

import pytest

from graph.history import empty
from schema.ids import read
from tests import paper
from tests.loaders.clerk import DIVISION_HEADERS, JIA, YI, Clerk
from tests.loaders.ledgers import ledger
from tests.paper import PaperLedger
from tests.schema.asking import answered, ask, nodes, refused
from tests.schema.caseload import YARD, books, caseload, inquire
from tests.schema.test_ids import made_up

CASE = """{ number key label state matter handlingMode category channel description householdsAffected solvedLevel raised accepted due
  resolved fedBack evaluated struckOff community { code } courtyard { code } lead { name } firstReceiver { name } }"""
LISTED = "query ($day: Date!, $filter: CaseFilter) { asOf(date: $day) { cases(filter: $filter) { totalCount edges { node { number } } } } }"


def case(number: str, day: str = "2020-02-06") -> Any:
    return inquire(
        f"query ($day: Date!, $number: String!) {{ asOf(date: $day) {{ case(number: $number) {CASE} }} }}", day=day, number=number
    )["asOf"]["case"]


def listed(day: str, **filter_: Any) -> list[str]:
    cases = inquire(LISTED, day=day, filter=filter_)["asOf"]["cases"]
    found: list[str] = nodes(cases, "number")
    assert cases["totalCount"] == len(found)
    return found


# ---- a case on a day


def test_a_case_as_it_is_today() -> None:
    assert case("N1") == {
        "number": "N1", "key": "N1", "label": "N1", "state": "EVALUATED", "matter": "BIG", "handlingMode": "RESPONSIBLE",
        "category": "房屋",
        "channel": "走访", "description": "屋顶漏水", "householdsAffected": 12, "solvedLevel": "DISTRICT", "raised": "2019-05-12",
        "accepted": "2019-05-12", "due": "2019-06-30", "resolved": "2019-05-20", "fedBack": "2019-05-22", "evaluated": "2019-05-25",
        "struckOff": None, "community": {"code": JIA}, "courtyard": {"code": YARD}, "lead": {"name": "民政局"},
        "firstReceiver": {"name": "周书记"},
    }  # fmt: skip


def test_a_case_on_the_day_it_was_raised() -> None:
    then = case("N1", "2019-05-12")
    assert (then["state"], then["raised"], then["lead"], then["community"]) == ("ACCEPTED", "2019-05-12", None, {"code": JIA})
    assert {then[name] for name in ("matter", "handlingMode", "solvedLevel", "resolved", "fedBack", "evaluated")} == {None}
    assert case("N1", "2019-05-11") is None


def test_an_extension_shows_from_the_day_it_was_granted() -> None:
    assert [case("N2", day)["due"] for day in ("2019-06-09", "2019-06-10", "2020-02-06")] == ["2019-06-30", "2019-07-31", "2019-07-31"]


# ---- filters as of the day


def test_lists_are_of_the_day() -> None:
    assert listed("2019-04-30") == []
    assert listed("2019-05-11") == ["N2", "N3"]
    assert listed("2020-02-06") == ["N4", "N1", "N2", "N3"]


def test_a_matter_is_not_known_before_the_triage() -> None:
    assert (listed("2019-05-31", matters=["BIG"]), listed("2019-06-01", matters=["BIG"])) == (["N1"], ["N1", "N2"])
    assert (listed("2019-05-19", matters=["PRIVATE"]), listed("2019-05-20", matters=["PRIVATE"])) == ([], ["N3"])


def test_what_is_overdue_goes_by_the_due_day_of_the_day() -> None:
    assert listed("2019-07-10", overdue=True) == [], "extended by then"
    assert listed("2019-08-01", overdue=True) == ["N2"]
    assert (listed("2019-06-09", dueUntil="2019-06-30"), listed("2019-06-10", dueUntil="2019-06-30")) == (["N2"], [])
    assert listed("2019-06-10", dueUntil="2019-07-31") == ["N2"]


def test_states_openness_categories_and_places() -> None:
    assert listed("2019-05-20", states=["RESOLVED"]) == ["N1"]
    assert listed("2019-05-19", states=["ASSIGNED"]) == ["N1"]
    assert (listed("2020-02-06", open=False), listed("2020-02-06", open=True)) == (["N1"], ["N4", "N2", "N3"])
    assert listed("2020-02-06", categories=["道路"], open=True) == ["N4", "N2"]
    query = "query ($within: [String!]) { cases(within: $within) { edges { node { number } } } }"
    assert [nodes(inquire(query, within=[code])["cases"], "number") for code in (JIA, YI, YARD, "990101001")] == [
        *(["N1", "N2"], ["N4", "N3"]),
        *(["N1"], ["N4", "N1", "N2", "N3"]),
    ]


def test_the_lead_is_that_of_the_day_and_its_id_of_any_day() -> None:
    query = """query ($lead: ID!) { now: cases(filter: {lead: $lead}) { edges { node { number } } }
      then: asOf(date: "2019-05-13") { cases(filter: {lead: $lead}) { totalCount } } }"""
    unit = "{ organizations(kinds: [DEPARTMENT]) { edges { node { name id } } } }"
    ids = dict(nodes(inquire(unit)["organizations"], "name", "id"))
    ids |= {
        f"{name} then": id_ for name, id_ in nodes(inquire(f'{{ asOf(date: "2019-05-20") {unit} }}')["asOf"]["organizations"], "name", "id")
    }
    for name in ("民政局", "民政局 then"):
        found = inquire(query, lead=ids[name])
        assert (nodes(found["now"], "number"), found["then"]["cases"]["totalCount"]) == (["N1"], 0)
    assert nodes(inquire(query, lead=ids["应急局"])["now"], "number") == ["N2"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("RAISED", ["N2", "N3", "N1", "N4"]), ("RAISED_DESC", ["N4", "N1", "N2", "N3"]), ("DUE", ["N1", "N2", "N4", "N3"])],
)
def test_orders(order: str, expected: list[str]) -> None:
    assert nodes(inquire(f"{{ cases(orderBy: {order}) {{ edges {{ node {{ number }} }} }} }}")["cases"], "number") == expected


def test_a_wrong_argument_is_an_error() -> None:
    view, ledger_ = books()
    lead = made_up("Person", "990101", "x")
    for arguments, code in (
        ('within: ["999"]', "UNKNOWN_DIVISION"),
        (f'filter: {{lead: "{lead}"}}', "BAD_USER_INPUT"),
        ('filter: {lead: "x"}', "BAD_USER_INPUT"),
        ("first: 101", "BAD_USER_INPUT"),
        ('after: "x"', "BAD_CURSOR"),
    ):
        assert refused(view, f"{{ cases({arguments}) {{ totalCount }} date }}", ledger_) == [("cases", code)]
    assert ledger_.calls == [], "nothing was asked of the ledger"


# ---- numbers and ids


def other_district() -> Clerk:
    """A district of another code, that numbers its cases alike."""
    clerk = Clerk(history=empty("990202"))
    clerk.take((DIVISION_HEADERS, ("990202001001", "戊社区居民委员会", "南街道", "邻区")), effective="2017-01-01")
    clerk.take(ledger({"村(社区)": None, "区划代码": "990202001001"}))
    return clerk


def test_a_number_of_two_districts_is_an_error_that_names_both() -> None:
    histories = caseload().history, other_district().history
    view, ledger_ = paper.view(*histories), PaperLedger(*histories)
    for query in ('case(number: "N1") { id }', 'responsibilityChain(of: {case: "N1"}) { now { date } }'):
        result = answered(view, f"{{ it: {query} }}", ledger_)
        assert [e.path for e in result.errors or []] == [["it"]]
        assert "990101, 990202" in str(result.errors)
    data = ask(
        view, '{ case(number: "N2") { number } search(text: "N1") { edges { node { entity { id } } } } cases { totalCount } }', ledger_
    )
    assert (data["case"], data["cases"]["totalCount"]) == ({"number": "N2"}, 5)
    ids = [entity["id"] for entity in nodes(data["search"], "entity")]
    found = ask(view, "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Case { number community { code } } } }", ledger_, ids=ids)
    assert found["nodes"] == [{"number": "N1", "community": {"code": code}} for code in (JIA, "990202001001")]


ASSIGNED = """{ asOf(date: "2019-05-21") { case(number: "N1") { id } responsibilityChain(of: {case: "N1"}) { now {
  handling { role holders { __typename id } } } raised { handling { holders { __typename id } } } } } }"""


def assignments(chain: Any) -> list[str]:
    return [h["id"] for hop in chain["handling"] for h in hop["holders"] if h["__typename"] == "Assignment"]


def test_ids_of_cases_and_assignments_are_found_again_on_their_own_day() -> None:
    then = inquire(ASSIGNED)["asOf"]
    of_now, of_raised = assignments(then["responsibilityChain"]["now"]), assignments(then["responsibilityChain"]["raised"])
    ids = [then["case"]["id"], *of_now, *of_raised]
    assert [str(read(id_).day) for id_ in ids] == ["2019-05-21"] * (1 + len(of_now)) + ["2019-05-12"] * len(of_raised)
    assert (len(of_now), len(of_raised)) == (4, 2)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Case { state } ... on Assignment { role status person { name } } } }"
    found = inquire(query, ids=ids)["nodes"]
    assert [node["id"] for node in found] == ids
    assert found[0]["state"] == "RESOLVED"
    assert [node["role"] for node in found[1:]] == ["FIRST_RECEIVER", "LEAD", "ASSIST", "SPONSOR", "FIRST_RECEIVER", "SPONSOR"]


def test_an_id_of_today_carries_no_day() -> None:
    data = inquire('{ case(number: "N1") { id } asOf(date: "2020-02-06") { case(number: "N1") { id } } }')
    assert data["case"] == data["asOf"]["case"]
    assert read(data["case"]["id"]).day is None


def test_what_is_not_there_on_the_day_of_the_id_is_null() -> None:
    lead = next(id_ for id_ in assignments(inquire(ASSIGNED)["asOf"]["responsibilityChain"]["now"]) if "LEAD" in read(id_).key)
    key = read(lead)
    ids = [
        made_up("Case", "990101", "N1", "2019-05-11"),
        made_up("Case", "990101", "none"),
        made_up("Case", "110101", "N1"),
        str(replace(key, day=key.day and key.day.replace(day=13))),
        made_up("Assignment", "990101", '["N1","ASSIGNED_TO","x"]'),
        made_up("Assignment", "990101", '["none","ASSIGNED_TO","x"]'),
        made_up("Assignment", "990101", '["N1","HAS_EVENT","x"]'),
    ]
    assert inquire("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)["nodes"] == [None] * len(ids)


@pytest.mark.parametrize(
    "key", ["", "x", "[]", "{}", "null", '["N1"]', '["N1","ASSIGNED_TO","x","y"]', "[1,2,3]", "[" * 4_000, '[["N1"],"A","B"]', '"abc"']
)
def test_a_made_up_assignment_is_an_error(key: str) -> None:
    view, ledger_ = books()
    bad = made_up("Assignment", "990101", key)
    assert refused(view, "query ($id: ID!) { node(id: $id) { id } date }", ledger_, id=bad) == [("node", "BAD_USER_INPUT")]


# ---- pages

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String) {
  cases(first: $first, after: $after, last: $last, before: $before) {
  totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { number } } } }"""


def test_pages_forward_backward_and_between_cursors() -> None:
    order = ["N4", "N1", "N2", "N3"]
    cursors = [edge["cursor"] for edge in inquire(PAGE)["cases"]["edges"]]
    for size in (1, 2, 3, 5):
        for start in range(-1, 4):
            after = {"after": cursors[start]} if start >= 0 else {}
            page = inquire(PAGE, first=size, **after)["cases"]
            expected = order[start + 1 : start + 1 + size]
            assert nodes(page, "number") == expected
            assert page["pageInfo"]["hasNextPage"] is (start + 1 + size < 4)
            assert page["pageInfo"]["hasPreviousPage"] is (start >= 0)
            assert page["pageInfo"]["endCursor"] == (cursors[start + len(expected)] if expected else None)
            last = inquire(PAGE, last=size, **after)["cases"]
            assert nodes(last, "number") == order[start + 1 :][-size:]
        for end in range(4):
            page = inquire(PAGE, last=size, before=cursors[end])["cases"]
            assert nodes(page, "number") == order[:end][-size:]
            assert page["pageInfo"]["hasPreviousPage"] is (end > size)
            assert page["totalCount"] == 4
    assert nodes(inquire(PAGE, after=cursors[0], before=cursors[3])["cases"], "number") == order[1:3]


def test_a_cursor_from_before_the_ledger_moved_is_refused() -> None:
    view, ledger_ = books()
    view = replace(view, ledger="1")
    data = ask(view, "{ revision cases(first: 1) { edges { cursor } } communities(first: 1) { edges { cursor } } }", ledger_)
    after = data["cases"]["edges"][0]["cursor"]
    assert nodes(ask(view, PAGE, ledger_, after=after)["cases"], "number") == ["N1", "N2", "N3"]
    later = Clerk(ledger({"问题编号": "N0", "收集时间": "2020-01-01"}), history=caseload().history)
    moved, paper_ = replace(paper.view(later.history), ledger="2"), PaperLedger(later.history)
    assert nodes(ask(moved, PAGE, paper_)["cases"], "number") == ["N0", "N4", "N1", "N2", "N3"], "the old place would give N4 twice"
    assert refused(moved, PAGE, paper_, after=after) == [("cases", "BAD_CURSOR")]
    assert ask(moved, "{ revision }")["revision"] != data["revision"]
    structure = data["communities"]["edges"][0]["cursor"]
    assert ask(moved, "query ($after: String) { communities(after: $after) { totalCount } }", after=structure), (
        "no write to the ledger moves it"
    )


def test_a_cursor_is_of_one_filter_order_and_place() -> None:
    view, ledger_ = books()
    after = ask(view, "{ cases { edges { cursor } } }", ledger_)["cases"]["edges"][0]["cursor"]
    for arguments in ("filter: {open: true}", "orderBy: DUE", f'within: ["{JIA}"]'):
        query = f"query ($after: String) {{ cases({arguments}, after: $after) {{ totalCount }} }}"
        assert refused(view, query, ledger_, after=after) == [("cases", "BAD_CURSOR")]
