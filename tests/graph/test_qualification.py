"""Who qualifies for a seat on a day: the status of a holder, and why."""

from datetime import date

import pytest

from graph.model import Ref
from graph.qualification import best, ever_qualified, every, last_qualifying, negated
from graph.vocabulary import SeatKind
from tests.world import World, seat, world

C1, C2, FAR = "001001", "001002", "002001"
LEADER, DEPARTMENT, SUBDISTRICT, CADRE, LOCAL = SeatKind


def standing(books: World, day: str, kind: SeatKind, community: str = C1) -> list[str]:
    """The holders of a seat with status and, where it says more, reason."""
    found = books.snapshot(day).seat(seat(books.code(community), kind))
    assert found is not None
    return [" ".join(dict.fromkeys((f.person.key, f.verdict.status, f.verdict.reason or f.verdict.status))) for f in found.fillings]


def group(kind: SeatKind, person: str, fills: str = "2018-01-01..") -> World:
    """A group with one person in the books, who has no post so far."""
    books = world().community(C1).community(C2).community(FAR).group(C1).fill(C1, kind, person, fills)
    books.unit("区委", "PARTY_COMMITTEE").unit("民政局", "DEPARTMENT").unit("水利局", "DEPARTMENT")
    return books.unit("东街办", governs="001").unit("西街办", governs="002").unit("甲居委会", governs=C1).unit("乙居委会", governs=C2)


# ---- what each seat asks for


@pytest.mark.parametrize(
    ("kind", "unit", "rank", "status"),
    [
        (LEADER, "区委", "DISTRICT_LEADER", "EFFECTIVE"),
        (LEADER, "民政局", "DEPT_LEADERSHIP", "GHOST"),
        (DEPARTMENT, "民政局", "DEPT_LEADERSHIP", "EFFECTIVE"),
        (DEPARTMENT, "民政局", "DEPT_CADRE", "GHOST"),
        (DEPARTMENT, "区委", "DISTRICT_LEADER", "GHOST"),
        (SUBDISTRICT, "东街办", "SUBDISTRICT_LEADERSHIP", "EFFECTIVE"),
        (SUBDISTRICT, "东街办", "CADRE", "GHOST"),
        (SUBDISTRICT, "西街办", "SUBDISTRICT_LEADERSHIP", "GHOST WRONG_SUBDISTRICT"),
        (CADRE, "东街办", "CADRE", "EFFECTIVE"),
        (CADRE, "东街办", "SUBDISTRICT_LEADERSHIP", "EFFECTIVE"),
        (CADRE, "西街办", "CADRE", "GHOST WRONG_SUBDISTRICT"),
        (LOCAL, "甲居委会", "COMMUNITY_SECRETARY", "EFFECTIVE"),
        (LOCAL, "甲居委会", "COMMUNITY_CADRE", "EFFECTIVE"),
        (LOCAL, "乙居委会", "COMMUNITY_SECRETARY", "GHOST WRONG_UNIT"),
        (LOCAL, "东街办", "CADRE", "GHOST"),
    ],
)
def test_a_seat_asks_for_a_post_of_its_kind_in_its_own_unit(kind: SeatKind, unit: str, rank: str, status: str) -> None:
    assert standing(group(kind, "张三").post("张三", unit, rank), "2019-05-01", kind) == [f"张三 {status}"]


@pytest.mark.parametrize(("rank", "team", "status"), [("DEPT_LEADERSHIP", False, "GHOST"), ("DEPT_CADRE", True, "EFFECTIVE")])
def test_what_the_sheet_says_of_the_team_beats_the_rank(rank: str, team: bool, status: str) -> None:
    books = group(DEPARTMENT, "张三").post("张三", "民政局", rank, team=team)
    assert standing(books, "2019-05-01", DEPARTMENT) == [f"张三 {status}"]


def test_the_department_is_the_one_that_the_seat_represents() -> None:
    books = group(DEPARTMENT, "张三").post("张三", "水利局", "DEPT_LEADERSHIP").represents(C1, "民政局")
    assert standing(books, "2019-05-01", DEPARTMENT) == ["张三 GHOST WRONG_UNIT"]


def test_a_unit_that_a_seat_represents_need_not_be_listed_as_a_department() -> None:
    books = group(DEPARTMENT, "张三").post("张三", "区委", "DEPT_LEADERSHIP").represents(C1, "区委")
    assert standing(books, "2019-05-01", DEPARTMENT) == ["张三 EFFECTIVE"]


def test_a_seat_may_come_to_represent_another_department() -> None:
    books = group(DEPARTMENT, "张三").post("张三", "民政局", "DEPT_LEADERSHIP")
    books.represents(C1, "民政局", "..2019-05-01").represents(C1, "水利局", "2019-05-01..")
    assert [standing(books, day, DEPARTMENT) for day in ("2019-04-30", "2019-05-01")] == [["张三 EFFECTIVE"], ["张三 GHOST"]]


def test_in_the_month_of_such_a_change_nothing_is_decided() -> None:
    books = group(DEPARTMENT, "张三").post("张三", "民政局", "DEPT_LEADERSHIP")
    books.represents(C1, "民政局", "..2019-05").represents(C1, "水利局", "2019-05..")
    days = ("2019-04-30", "2019-05-01", "2019-05-30", "2019-05-31")
    assert [standing(books, day, DEPARTMENT)[0] for day in days] == ["张三 EFFECTIVE", "张三 UNKNOWN", "张三 UNKNOWN", "张三 GHOST"]


# ---- succession of units


def heirs(since: str) -> World:
    books = group(DEPARTMENT, "张三").unit("扶贫办", "DEPARTMENT", exists="..2019-03-01").unit("乡村振兴局", "DEPARTMENT")
    return books.represents(C1, "扶贫办").succeeded("扶贫办", "乡村振兴局", since)


def test_the_heir_of_a_department_counts_from_its_day_on() -> None:
    books = heirs("2019-03-01..").post("张三", "乡村振兴局", "DEPT_LEADERSHIP")
    assert [standing(books, day, DEPARTMENT) for day in ("2019-02-28", "2019-03-01")] == [["张三 GHOST"], ["张三 EFFECTIVE"]]


def test_a_post_in_a_department_that_is_gone_counts_no_more() -> None:
    books = heirs("2019-03-01..").post("张三", "扶贫办", "DEPT_LEADERSHIP")
    assert [standing(books, day, DEPARTMENT) for day in ("2019-02-28", "2019-03-01")] == [["张三 EFFECTIVE"], ["张三 GHOST"]]


def test_a_succession_of_unknown_day_is_undecided() -> None:
    books = heirs("2019-03..").post("张三", "乡村振兴局", "DEPT_LEADERSHIP")
    assert [standing(books, day, DEPARTMENT)[0] for day in ("2019-03-15", "2019-03-31")] == ["张三 UNKNOWN", "张三 EFFECTIVE"]


def test_an_heir_s_heir_is_as_uncertain_as_the_first() -> None:
    books = heirs("2019-03..").unit("农业农村委", "DEPARTMENT").succeeded("乡村振兴局", "农业农村委", "2019-01-01..")
    books.post("张三", "农业农村委", "DEPT_LEADERSHIP")
    assert [standing(books, day, DEPARTMENT)[0] for day in ("2019-03-15", "2019-03-31")] == ["张三 UNKNOWN", "张三 EFFECTIVE"]


def test_units_that_succeed_each_other_in_a_circle_end() -> None:
    books = heirs("2019-03-01..").succeeded("乡村振兴局", "扶贫办", "2019-04-01..").post("张三", "乡村振兴局", "DEPT_LEADERSHIP")
    assert standing(books, "2019-05-01", DEPARTMENT) == ["张三 EFFECTIVE"]


# ---- time


def test_who_loses_the_post_stays_as_a_ghost() -> None:
    books = group(LEADER, "张三").post("张三", "区委", "DISTRICT_LEADER", "..2019-03-01")
    assert [standing(books, day, LEADER) for day in ("2019-02-28", "2019-03-01")] == [["张三 EFFECTIVE"], ["张三 GHOST"]]


def test_at_a_hand_over_one_goes_and_one_comes() -> None:
    books = group(LEADER, "张三", "..2019-03-01").fill(C1, LEADER, "李四", "2019-03-01..")
    books.post("张三", "区委", "DISTRICT_LEADER").post("李四", "区委", "DISTRICT_LEADER")
    assert [standing(books, day, LEADER) for day in ("2019-02-28", "2019-03-01")] == [["张三 EFFECTIVE"], ["李四 EFFECTIVE"]]


def test_of_whom_no_post_is_known_is_unverified_even_on_coarse_days() -> None:
    books = group(LEADER, "张三", "2019-05..")
    assert [standing(books, day, LEADER) for day in ("2019-05-15", "2019-06-01")] == [["张三 UNVERIFIED"], ["张三 UNVERIFIED"]]


@pytest.mark.parametrize(("fills", "holds"), [("2019-05..", ""), ("2018-01-01..", "2019-05.."), ("2019-05..", "2019-05..")])
def test_a_month_leaves_a_holder_undecided_until_its_last_day(fills: str, holds: str) -> None:
    books = group(LEADER, "张三", fills).post("张三", "区委", "DISTRICT_LEADER", holds)
    assert [standing(books, day, LEADER)[0] for day in ("2019-05-01", "2019-05-30", "2019-05-31")] == [
        "张三 UNKNOWN",
        "张三 UNKNOWN",
        "张三 EFFECTIVE",
    ]


def test_an_undecided_filling_is_unknown_whatever_the_post() -> None:
    books = group(LEADER, "张三", "2019-05..").post("张三", "区委", "DISTRICT_LEADER", "..2019-03-01")
    assert [standing(books, day, LEADER) for day in ("2019-05-15", "2019-05-31")] == [["张三 UNKNOWN"], ["张三 GHOST"]]


def test_a_rank_that_changes_counts_by_the_day() -> None:
    books = group(DEPARTMENT, "张三").post("张三", "民政局", "DEPT_LEADERSHIP", title="副局长")
    books.changed("Post", "民政局/副局长", "rank", "DEPT_CADRE", "DEPT_LEADERSHIP", "2019-03-01")
    assert [standing(books, day, DEPARTMENT) for day in ("2019-02-28", "2019-03-01")] == [["张三 GHOST"], ["张三 EFFECTIVE"]]


def test_the_community_is_the_one_served_on_the_day() -> None:
    books = world().community(C1).community(C2).unit("乙居委会", governs=C2).post("张三", "乙居委会", "COMMUNITY_CADRE")
    books.group(C1, "2018-01-01..2019-03-01", key=books.code(C1)).group(C2, "2019-03-01..2019-06-01", key=books.code(C1))
    books.fill(C1, LOCAL, "张三")
    assert [standing(books, day, LOCAL) for day in ("2019-02-28", "2019-03-01")] == [["张三 GHOST"], ["张三 EFFECTIVE"]]


def test_outside_its_service_a_group_stands_by_all_it_ever_served() -> None:
    books = (
        group(LOCAL, "张三", "2018-01-01..").group(C2, "2019-03-01..2019-06-01", key="流动组").fill("流动组", LOCAL, "李四", "2019-01-01..")
    )
    books.post("李四", "乙居委会", "COMMUNITY_CADRE")
    found = books.snapshot("2019-07-01").seat(seat("流动组", LOCAL))
    assert found is not None
    assert found.status == "EFFECTIVE"


# ---- why a ghost


def test_who_once_qualified_for_this_very_seat_is_a_plain_ghost() -> None:
    books = group(DEPARTMENT, "张三").represents(C1, "民政局")
    books.post("张三", "民政局", "DEPT_LEADERSHIP", "..2019-03-01").post("张三", "水利局", "DEPT_LEADERSHIP", "2019-03-01..")
    assert standing(books, "2019-05-01", DEPARTMENT) == ["张三 GHOST"]


def test_who_will_qualify_some_day_is_a_plain_ghost() -> None:
    books = group(DEPARTMENT, "张三").represents(C1, "民政局")
    books.post("张三", "水利局", "DEPT_LEADERSHIP", "..2019-09-01").post("张三", "民政局", "DEPT_LEADERSHIP", "2019-09-01..")
    assert standing(books, "2019-05-01", DEPARTMENT) == ["张三 GHOST"]


def test_the_unit_is_wrong_only_while_the_post_there_lasts() -> None:
    books = group(DEPARTMENT, "张三").represents(C1, "民政局").post("张三", "水利局", "DEPT_LEADERSHIP", "..2019-03-01")
    days = ("2019-02-28", "2019-03-01")
    assert [standing(books, day, DEPARTMENT) for day in days] == [["张三 GHOST WRONG_UNIT"], ["张三 GHOST"]]


def test_the_last_qualifying_holding_is_found_on_its_own_days() -> None:
    books = group(DEPARTMENT, "张三").represents(C1, "民政局")
    books.post("张三", "民政局", "DEPT_LEADERSHIP", "2017-01-01..2018-01-01", "副局长")
    history = books.post("张三", "民政局", "DEPT_LEADERSHIP", "2018-06-01..2019-03-01", "局长").history()
    [deputy, chief] = history.out("HOLDS", Ref("Person", "张三"))
    place = seat(books.code(C1), DEPARTMENT)
    asked = (history, chief.start, place, DEPARTMENT, history.into("HAS_SEAT", place)[0].start)
    days = (date(2016, 1, 1), date(2017, 6, 1), date(2018, 3, 1), date(2018, 6, 1), date(2020, 1, 1))
    assert [last_qualifying(*asked, day) for day in days] == [None, deputy, deputy, chief, chief]
    assert ever_qualified(*asked)


# ---- three-valued logic


def test_three_outcomes() -> None:
    assert [every((True, None)), every((None, False)), every((True,)), every(())] == [None, False, True, True]
    assert [best((False, None)), best((None, True)), best((False,)), best(())] == [None, True, False, False]
    assert [negated(True), negated(None), negated(False)] == [False, None, True]
