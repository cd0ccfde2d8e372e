"""Who is who comes out the same whichever sheet came first: by hand, and for all orders of random small sheets."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.history import History
from graph.model import Severity
from graph.snapshot import Snapshot
from tests.loaders.clerk import POST_HEADERS, ROSTER_HEADERS, TODAY, Clerk, Line, Rows, codes, days, errors, line, people, post

CADRE, SECRETARY, TEAM = "村(社区)干部", "村(社区)书记", "镇街班子成员"


def posts(*rows: Line) -> Rows:
    return (POST_HEADERS, *rows)


def roster(*rows: Line) -> Rows:
    return (ROSTER_HEADERS, *rows)


def in_all_orders(*sheets: Rows) -> list[History]:
    """What comes of the sheets in every order of commands, and in one command."""
    histories = [Clerk(*order).history for order in permutations(sheets)]
    clerk = Clerk()
    clerk.take(*sorted(sheets, key=lambda rows: rows[0] == ROSTER_HEADERS))
    return [*histories, clerk.history]


def names(histories: list[History]) -> list[str]:
    """Everybody's name; the people and how they stand in their seats are the same in all histories."""
    first, *others = (people(history) for history in histories)
    assert others == [first] * len(others)
    standing, *elsewhere = (statuses(history) for history in histories)
    assert elsewhere == [standing] * len(elsewhere)
    return sorted(name for name, *_ in first.elements())


def statuses(history: History) -> Counter[tuple[str, str, str, str]]:
    """Who sits where today, and with what right."""
    today = Snapshot(history, TODAY)
    seats = (seat for group in history.of("WorkGroup") for seat in today.seats(group.ref))
    fillings = (f for seat in seats for f in seat.fillings)
    return Counter((f.seat.group.key, f.seat.kind, f.person.text("name"), f"{f.verdict.status} {f.verdict.reason}") for f in fillings)


def test_name_and_unit_find_a_person_whichever_sheet_came_first() -> None:
    histories = in_all_orders(posts(post("钱七", "甲社区居委会", SECRETARY)), roster(line("甲社区", local="钱七")))
    assert names(histories) == ["钱七"]
    assert {len(history.of("Person")) for history in histories} == {1}


def test_the_only_one_of_the_name_whom_the_cell_suits() -> None:
    sheets = posts(post("钱七", "丙社区居委会", CADRE)), roster(line("甲社区", local="钱七"), line("乙社区", local="钱七"))
    histories = in_all_orders(*sheets)
    assert names(histories) == ["钱七"]
    assert all(x.flag("matchedByName") for history in histories for x in history.links if x.type == "FILLS")


def test_a_leader_in_the_wrong_subdistrict_beside_the_right_one() -> None:
    sheets = posts(post("王五", "西镇党委", TEAM)), roster(line("甲社区", team="王五"), line("丙社区", team="王五"))
    assert names(in_all_orders(*sheets)) == ["王五"]


@pytest.mark.parametrize(
    ("rows", "cell", "count"),
    [
        ((post("钱七", "丙社区", CADRE), post("钱七", "丁村", CADRE)), {"local": "钱七"}, 3),
        ((post("钱七", "民政局", "部门班子成员"),), {"local": "钱七"}, 2),
        ((post("钱七", "民政局", "部门干部"),), {"member": "钱七", "department": "水利局"}, 2),
        ((post("钱七", "民政局", "部门班子成员"),), {"member": "钱七", "department": "水利局"}, 1),
        ((post("钱七", "区委", "区级领导"),), {"leader": "钱七"}, 1),
        ((post("钱七", "西镇党委", "镇街干部"),), {"team": "钱七", "local": "钱七"}, 2),
    ],
)
def test_the_name_alone_needs_exactly_one_post_that_suits(rows: tuple[Line, ...], cell: dict[str, str], count: int) -> None:
    assert names(in_all_orders(posts(*rows), roster(line("甲社区", **cell)))) == ["钱七"] * count


def test_who_turns_out_not_to_be_the_only_one_is_let_go_again() -> None:
    one, other = posts(post("钱七", "丙社区", CADRE)), posts(post("钱七", "丁村", CADRE))
    histories = in_all_orders(one, other, roster(line("甲社区", local="钱七")))
    assert names(histories) == ["钱七"] * 3


def test_a_post_in_the_cells_own_unit_beats_the_name_alone() -> None:
    far, near = posts(post("钱七", "丙社区", CADRE)), posts(post("钱七", "甲社区", CADRE))
    histories = in_all_orders(far, near, roster(line("甲社区", local="钱七")))
    assert names(histories) == ["钱七"] * 2
    assert not any(x.flag("matchedByName") for history in histories for x in history.links)


def test_a_number_in_a_cell_beats_the_name_alone() -> None:
    headers, cells = list(ROSTER_HEADERS), list(line("甲社区", "2019-01-01", local="钱七"))
    place = headers.index("村(社区)干部") + 1
    numbered: Rows = ((*headers[:place], "人员编号", *headers[place:]), (*cells[:place], "7", *cells[place:]))
    unnumbered = roster(line("甲社区", "2018-01-01", "2019-01-01", local="钱七"))
    histories = [Clerk(*order).history for order in permutations((posts(post("钱七", "丙社区", CADRE)), unnumbered, numbered))]
    assert names(histories) == ["钱七"] * 2
    assert {(a.text("personnelNo"), days(x.interval)) for a in histories[0].of("Person") for x in histories[0].out("FILLS", a.ref)} == {
        ("7", "2018-01-01..")
    }


def test_where_several_are_at_home_nothing_moves() -> None:
    clerk = Clerk(roster(line("甲社区", local="钱七")), posts(post("钱七", "丙社区", CADRE)))
    before = clerk.links("FILLS")
    clerk.posts(post("钱七", "甲社区", CADRE, number="1"), post("钱七", "甲社区", SECRETARY, number="2"))
    (filling,) = (x for x in clerk.history.links if x.type == "FILLS")
    assert clerk.links("FILLS") == before
    assert filling.flag("matchedByName")
    assert {clerk.history.actors[x.end].text("title") for x in clerk.history.out("HOLDS", filling.start)} == {CADRE}


def test_stretches_that_meet_in_one_person_join() -> None:
    clerk = Clerk(
        roster(line("甲社区", "2018-01-01", "2019-01-01", department="水利局", member="李四")),
        posts(post("李四", "民政局", "部门班子成员")),
        roster(line("甲社区", "2019-01-01", department="民政局", member="李四")),
    )
    assert clerk.seat("甲社区", "DEPARTMENT_LEADER") == {("李四", "2018-01-01..")}


def test_who_is_found_by_name_and_who_may_be_the_same_is_told() -> None:
    clerk = Clerk(roster(line("甲社区", local="钱七")))
    found = clerk.posts(post("钱七", "丙社区", CADRE))
    told = [(p.severity, p.code, p.cell, p.value) for p in found.problems if p.code != "IMPLIED_UNIT"]
    assert told == [(Severity.INFO, "SAME_BY_NAME", "I2", "钱七")]
    other = clerk.posts(post("钱七", "民政局", "部门干部"))
    assert "POSSIBLE_DUPLICATE" in codes(other, Severity.INFO)
    assert clerk.plan(posts(post("钱七", "丙社区", CADRE))).empty
    assert clerk.plan(roster(line("甲社区", local="钱七"))).empty


def test_a_liaison_follows_the_seat() -> None:
    sheets = posts(post("钱七", "丙社区", CADRE)), roster(line("甲社区", local="钱七", liaison="钱七"))
    assert names(in_all_orders(*sheets)) == ["钱七"]


def test_whom_nothing_is_known_of_any_more_exists_on_no_day() -> None:
    clerk = Clerk(roster(line("甲社区", local="钱七"), line("乙社区", local="钱七")), posts(post("钱七", "乙社区", CADRE)))
    (gone,) = [a for a in clerk.history.of("Person") if a.text("mergedInto")]
    assert clerk.history.out("FILLS", gone.ref) == ()
    assert days(gone.interval) == "..1900-01-01"
    assert gone.text("mergedInto") == next(a.key for a in clerk.history.of("Person") if not a.text("mergedInto"))


# ---- all orders of random sheets

NAMES = st.sampled_from(["张三", "李四"])
OFFICES = st.sampled_from(
    [
        ("区委", "区级领导"),
        ("民政局", "部门班子成员"),
        ("水利局", "部门班子成员"),
        ("水利局", "部门干部"),
        ("东街道办事处", "镇街干部"),
        ("西镇党委", TEAM),
        ("西镇人民政府", TEAM),
        ("甲社区", SECRETARY),
        ("丙社区", CADRE),
    ]
)
CELLS = st.just("") | NAMES
TIMES = st.sampled_from(["2018-01-01", "2019-01-01", ""])


@st.composite
def post_lines(draw: st.DrawFn, numbers: str) -> Line:
    """A row; of the numbers, each name has its own two."""
    who, (unit, rank) = draw(NAMES), draw(OFFICES)
    number = draw(st.sampled_from(["", *numbers]))
    return post(who, unit, rank, draw(TIMES), number=number and number + who)


def post_sheets(numbers: str = "") -> st.SearchStrategy[Rows]:
    return st.lists(post_lines(numbers), min_size=1, max_size=4).map(lambda rows: posts(*rows))


@st.composite
def roster_lines(draw: st.DrawFn, community: str) -> Line:
    cells = {cell: draw(CELLS) for cell in ("leader", "member", "team", "cadre", "local", "liaison")}
    department = draw(st.sampled_from(["", "民政局", "水利局"]))
    return line(community, draw(st.sampled_from(["2018-01-01", "2019-01-01"])), department=department, **cells)


def imported(*sheets: Rows) -> Clerk:
    """Commands one after another; those that leave several candidates for a person are of no interest here."""
    clerk = Clerk()
    for rows in sheets:
        plan = clerk.plan(rows)
        assert {p.code for p in errors(plan)} <= {"AMBIGUOUS_PERSON"}
        assume(not plan.refused)
        clerk.history = clerk.history.after(plan)
    return clerk


@given(post_sheets(), post_sheets(), roster_lines("甲社区"), roster_lines("丙社区"))
def test_all_orders_give_the_same_people(first: Rows, second: Rows, here: Line, there: Line) -> None:
    sheets = (first, second, roster(here, there))
    names([imported(*order).history for order in permutations(sheets)])


@given(post_sheets("12"), roster_lines("甲社区"), roster_lines("丙社区"))
def test_numbers_change_nothing_about_that(numbered: Rows, here: Line, there: Line) -> None:
    sheets = (numbered, roster(here), roster(there))
    names([imported(*order).history for order in permutations(sheets)])


@given(post_sheets("12"), st.lists(roster_lines("甲社区"), max_size=1), roster_lines("丙社区"))
def test_the_same_sheets_again_say_nothing(numbered: Rows, here: list[Line], there: Line) -> None:
    sheets = (numbered, roster(*here, there))
    clerk = imported(*sheets)
    assert [clerk.plan(rows).empty for rows in sheets] == [True, True]
