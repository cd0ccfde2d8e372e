"""The view of one day: what exists, who serves whom, which seats the rule asks for."""

from datetime import date

from graph.model import Ref
from graph.snapshot import existed
from graph.vocabulary import SeatKind
from tests.world import DISTRICT, World, seat, span, world

C1, C2, C3 = (DISTRICT + short for short in ("001001", "001002", "101201"))
LEADER, DEPARTMENT, SUBDISTRICT, CADRE, LOCAL = SeatKind


def serving(books: World, day: str) -> tuple[list[str], list[str]]:
    """The keys of the groups that serve the first community, for certain and perhaps."""
    snapshot = books.snapshot(day)
    community = Ref("Community", C1)
    return [g.key for g in snapshot.groups(community)], [g.key for g in snapshot.possible_groups(community)]


def test_communities_exist_from_their_first_day_to_the_day_before_their_end() -> None:
    books = world().community(C1, "2017-01-01..2019-03-01").community(C2, "2019-03-01..")
    found = [[c.key for c in books.snapshot(day).communities] for day in ("2016-12-31", "2019-02-28", "2019-03-01")]
    assert found == [[], [C1], [C2]]


def test_a_community_of_unknown_start_is_neither_there_nor_gone() -> None:
    snapshot = world().community(C1, "?2020-01-01..").community(C2).snapshot("2019-06-30")
    assert ([c.key for c in snapshot.communities], [c.key for c in snapshot.undated_communities]) == ([C2], [C1])


def test_a_group_serves_from_the_first_day_of_its_roster() -> None:
    books = world().community(C1).group(C1, "2018-05-10..2019-05")
    days = ("2018-05-09", "2018-05-10", "2019-05-15", "2019-05-31")
    assert [serving(books, day) for day in days] == [([], []), ([C1], []), ([], [C1]), ([], [])]


def test_a_group_that_does_not_exist_serves_nobody() -> None:
    books = world().community(C1).group(C1, "", exists="..2019-05")
    assert [serving(books, day) for day in ("2019-04-30", "2019-05-15", "2019-05-31")] == [([C1], []), ([], [C1]), ([], [])]


def test_groups_stand_in_the_order_of_their_keys() -> None:
    books = (
        world()
        .community(C1)
        .group(C1, key="乙组")
        .group(C1, key="甲组")
        .group(C1, "..2019-06", key="丙组")
        .group(C1, "..2019-06", key="丁组")
    )
    assert serving(books, "2019-06-15") == (["乙组", "甲组"], ["丁组", "丙组"])


def test_a_group_named_by_two_rows_is_one() -> None:
    books = world().community(C1).group(C1, "2018-01-01..2019-06-01").group(C1, "2019-01-01..")
    assert serving(books, "2019-03-01") == ([C1], [])


def test_a_place_lies_in_its_parent_even_after_its_end() -> None:
    snapshot = world().community(C1, "2017-01-01..2018-01-01").snapshot("2019-01-01")
    parent = Ref("Subdistrict", C1[:9])
    assert [snapshot.parent(place) for place in (Ref("Community", C1), parent, Ref("District", DISTRICT))] == [
        parent,
        Ref("District", DISTRICT),
        None,
    ]


def test_seats_follow_the_rule_of_the_day() -> None:
    books = world().community(C1).group(C1).rule("..2019-01-01", COMMUNITY_CADRE=(1, None), DISTRICT_LEADER=(1, 1))
    books.rule("2019-01-01..", SUBDISTRICT_LEADER=(1, 2))
    group = Ref("WorkGroup", C1)
    kinds = [[s.kind for s in books.snapshot(day).seats(group)] for day in ("2018-12-31", "2019-01-01")]
    assert kinds == [[LEADER, LOCAL], [SUBDISTRICT]]
    assert books.snapshot("2019-01-01").rule[SUBDISTRICT].maximum == 2
    assert books.snapshot("2018-12-31").seat(seat(C1, SUBDISTRICT)) is None


def test_the_best_holder_stands_first_and_gives_the_seat_its_status() -> None:
    books = world().staffed(C1).fill(C1, LOCAL, "幽灵").unit("区委").post("幽灵", "区委", "CADRE").fill(C1, LOCAL, "生人")
    found = books.snapshot("2019-01-01").seat(seat(C1, LOCAL))
    assert found is not None
    assert ([f.person.key for f in found.fillings], found.status) == ([f"书记{C1}", "生人", "幽灵"], "EFFECTIVE")
    assert [f.person.key for f in found.effective] == [f"书记{C1}"]


def test_a_filling_that_has_ended_stands_as_on_its_last_day() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, fills="2018-01-01..2019-03-01", holds="..2019-06-01")
    [link] = books.history().out("FILLS", Ref("Person", f"区领导{C1}"))
    days = ("2019-02-28", "2019-05-01", "2019-07-01")
    found = [books.snapshot(day).filling(link) for day in days]
    assert [f and (f.verdict.status, f.on_paper) for f in found] == [("EFFECTIVE", True), ("EFFECTIVE", False), ("EFFECTIVE", False)]


def test_a_filling_still_in_the_books_stands_as_today() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, holds="..2019-03-01")
    [link] = books.history().out("FILLS", Ref("Person", f"区领导{C1}"))
    found = books.snapshot("2019-05-01").filling(link)
    assert found is not None
    assert (found.verdict.status, found.on_paper, found.post) == ("GHOST", True, None)


def test_other_days_show_the_same_history() -> None:
    snapshot = world().community(C1).snapshot("2019-01-01")
    assert snapshot.on(date(2019, 1, 1)) is snapshot
    assert snapshot.on(date(2016, 1, 1)).communities == ()


def test_what_has_begun_has_existed() -> None:
    assert [existed(span("2019-05..2019-06-01"), date(2019, *day)) for day in ((4, 30), (5, 15), (6, 30))] == [False, True, True]
