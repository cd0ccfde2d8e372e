"""What is missing, since when, and who was there last."""

import time
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.gaps import OrphanedGroup, community_gaps, gaps, orphaned_groups
from graph.analysis.runs import Run
from graph.interval import PartialDate
from graph.model import Ref
from graph.snapshot import Snapshot
from graph.vocabulary import GapReason, SeatKind
from tests.analysis.reading import told
from tests.world import DISTRICT, World, boundary, world

C1, C2 = "001001", "001002"
LEADER, DEPARTMENT, SUBDISTRICT, CADRE, LOCAL = SeatKind


def missing(books: World, day: str = "2019-06-30") -> list[str]:
    return told(gaps(books.view(day)))


def but(kind: SeatKind, fills: str | None = "2018-01-01..", holds: str | None = "") -> World:
    """A complete group but for one seat, whose standard holder has these spans."""
    return world().staffed(C1, but=[kind]).holder(kind, C1, fills, holds)


def test_a_complete_district_has_none() -> None:
    assert missing(world().staffed(C1, C2)) == []


# ---- without a group


def test_a_community_that_no_roster_ever_named() -> None:
    [gap] = gaps(world().community(C1, "2017-05-01..").view("2017-05-31"))
    assert told([gap]) == ["001001 NO_GROUP - 2017-05-01 2017-05-01"]
    assert (gap.run.days, gap.without_effective.days, gap.ever_in_roster, gap.group, gap.seats) == (30, 30, False, None, ())


def test_a_community_whose_group_is_gone() -> None:
    [gap] = gaps(world().staffed(C1, serves="2018-01-01..2019-03-01").view("2019-03-01"))
    assert told([gap]) == ["001001 NO_GROUP - 2019-03-01 2019-03-01"]
    assert (gap.run.days, gap.ever_in_roster) == (0, True)


def test_a_group_that_has_not_begun_for_certain_is_none() -> None:
    books = world().staffed(C1, serves="2019-06..")
    assert missing(books, "2019-06-15") == ["001001 NO_GROUP - 2017-01-01 2017-01-01"]
    assert missing(books, "2019-06-30") == []


def test_of_a_community_of_unknown_start_the_run_cannot_be_told() -> None:
    assert missing(world().community(C1, "?2019-01-01..")) == ["001001 NO_GROUP - - -"]
    assert missing(world().community(C1, "")) == ["001001 NO_GROUP - - -"]


# ---- seats


def test_a_seat_vacant_from_the_first_day_of_the_group() -> None:
    [gap] = gaps(but(LEADER, fills=None).view("2018-01-31"))
    assert told([gap]) == ["001001 VACANT DISTRICT_LEADER 2018-01-01 2018-01-01"]
    assert (gap.run.days, gap.group, gap.last_holder) == (30, Ref("WorkGroup", DISTRICT + C1), None)
    assert gap.seats == (Ref("Seat", f"{DISTRICT}{C1}/{LEADER}"),)


def test_a_seat_vacated_names_who_was_there_last() -> None:
    books = but(LEADER, fills="2018-01-01..2019-03-01")
    [gap] = gaps(books.view("2019-06-30"))
    assert told([gap]) == ["001001 VACANT DISTRICT_LEADER 2019-03-01 2019-03-01"]
    assert (gap.run.days, gap.holders, gap.last_holder and gap.last_holder.person.key) == (121, (), "区领导001001")
    assert missing(books, "2019-02-28") == []


def test_a_ghost_is_a_gap_since_the_post_ended() -> None:
    [gap] = gaps(but(LEADER, holds="..2019-03-01").view("2019-06-30"))
    assert told([gap]) == ["001001 GHOST DISTRICT_LEADER 2019-03-01 2019-03-01"]
    assert [f.person.key for f in gap.holders] == ["区领导001001"]
    assert gap.last_holder in gap.holders


def test_a_ghost_beside_an_effective_holder_is_none() -> None:
    assert missing(but(LOCAL).fill(C1, LOCAL, "旧人").post("旧人", "居委会001001", "COMMUNITY_CADRE", "..2019-03-01")) == []


def test_a_ghost_after_whom_the_seat_stood_empty() -> None:
    books = but(LEADER, fills="2018-01-01..2019-05-01", holds="..2019-03-01")
    assert missing(books) == ["001001 VACANT DISTRICT_LEADER 2019-05-01 2019-03-01"]
    [gap] = gaps(books.view("2019-06-30"))
    assert gap.last_holder is not None
    assert gap.last_holder.person.key == "区领导001001"


def test_a_run_is_broken_by_an_effective_holder_between() -> None:
    books = but(LEADER, holds="..2019-03-01").post("区领导001001", "区委", "DISTRICT_LEADER", "2019-04-01..2019-05-01", "再任")
    assert [missing(books, day) for day in ("2019-03-15", "2019-04-15", "2019-06-30")] == [
        ["001001 GHOST DISTRICT_LEADER 2019-03-01 2019-03-01"],
        [],
        ["001001 GHOST DISTRICT_LEADER 2019-05-01 2019-05-01"],
    ]


def test_of_whom_nothing_is_known_is_unverified() -> None:
    assert missing(but(LOCAL, holds=None)) == ["001001 UNVERIFIED COMMUNITY_CADRE 2018-01-01 2018-01-01"]


def test_an_undecided_holder_is_unknown_until_the_month_is_over() -> None:
    books = but(LOCAL, holds="2019-06..")
    assert [missing(books, day) for day in ("2019-06-15", "2019-06-30")] == [["001001 UNKNOWN COMMUNITY_CADRE 2019-06-01 2018-01-01"], []]


def test_a_run_that_reaches_into_an_undecided_start_cannot_be_told() -> None:
    books = world().staffed(C1, serves="?2019-01-01..", but=[LEADER])
    assert missing(books) == ["001001 VACANT DISTRICT_LEADER - -"]


def test_a_run_that_reaches_back_before_all_records_cannot_be_told() -> None:
    assert missing(world().staffed(C1, serves="", but=[LEADER])) == ["001001 VACANT DISTRICT_LEADER - -"]


def test_a_leader_of_another_subdistrict() -> None:
    books = but(SUBDISTRICT, holds=None).staffed("101201").unit("东镇", governs="101")
    books.post("镇街领导001001", "东镇", "SUBDISTRICT_LEADERSHIP", "2019-02-01..")
    assert missing(books, "2019-01-31") == ["001001 GHOST SUBDISTRICT_LEADER 2018-01-01 2018-01-01"]
    assert missing(books) == ["001001 WRONG_SUBDISTRICT SUBDISTRICT_LEADER 2018-01-01 2018-01-01"]


def test_a_member_of_another_department() -> None:
    books = but(DEPARTMENT, holds=None).unit("水利局", "DEPARTMENT").post("部门领导001001", "水利局", "DEPT_LEADERSHIP")
    assert missing(books) == ["001001 WRONG_UNIT DEPARTMENT_LEADER 2018-01-01 2018-01-01"]


def test_a_group_that_moves_here_brings_its_vacancy_from_that_day() -> None:
    books = world().community(C1, "2017-01-01..2019-03-01").staffed(C1, but=[LEADER], serves="2018-01-01..2019-03-01").community(C2)
    books.group(C2, "2019-03-01..", key=books.code(C1)).rule(DISTRICT_LEADER=(1, 1))
    assert missing(books, "2019-02-28") == [
        "001001 VACANT DISTRICT_LEADER 2018-01-01 2018-01-01",
        "001002 NO_GROUP - 2017-01-01 2017-01-01",
    ]
    assert missing(books) == ["001002 VACANT DISTRICT_LEADER 2019-03-01 2019-03-01"]


def test_with_too_few_of_two_the_best_of_the_others_is_the_reason() -> None:
    books = but(LOCAL).rule(COMMUNITY_CADRE=(2, None))
    assert missing(books) == ["001001 VACANT COMMUNITY_CADRE 2018-01-01 -"]
    books.fill(C1, LOCAL, "委员", "2019-01-01..").post("委员", "居委会001001", "COMMUNITY_CADRE", "..2019-05-01")
    assert [missing(books, day) for day in ("2019-04-30", "2019-05-01")] == [[], ["001001 GHOST COMMUNITY_CADRE 2019-05-01 -"]]
    [gap] = gaps(books.view("2019-05-01"))
    assert gap.last_holder is not None
    assert gap.last_holder.person.key == "委员"


def test_a_kind_of_seat_that_the_group_never_had() -> None:
    books = world().community(C1).group(C1, kinds=["DISTRICT_LEADER"]).rule("2019-03-01..", COMMUNITY_CADRE=(1, None))
    [gap] = gaps(books.view("2019-06-30"))
    assert (told([gap]), gap.seats) == (["001001 VACANT COMMUNITY_CADRE 2018-01-01 2018-01-01"], ())


def test_a_seat_that_the_group_had_later_was_vacant_before() -> None:
    books = world().community(C1).group(C1, seats="2019-03-01..2019-05-01").rule(COMMUNITY_CADRE=(1, None)).holder(LOCAL, C1)
    assert [missing(books, day) for day in ("2019-02-28", "2019-03-01", "2019-06-30")] == [
        ["001001 VACANT COMMUNITY_CADRE 2018-01-01 2018-01-01"],
        [],
        ["001001 VACANT COMMUNITY_CADRE 2019-05-01 2019-05-01"],
    ]


def test_a_post_that_loses_its_rank_makes_a_ghost_from_that_day() -> None:
    books = but(DEPARTMENT).changed("Post", "部门001001/DEPT_LEADERSHIP", "rank", "DEPT_CADRE", "DEPT_LEADERSHIP", "2018-06-01")
    books.changed("Post", "部门001001/DEPT_LEADERSHIP", "rank", "DEPT_LEADERSHIP", "DEPT_CADRE", "2019-03-01")
    books.unit("水利局", "DEPARTMENT").post("部门领导001001", "水利局", "DEPT_LEADERSHIP")
    assert missing(books) == ["001001 GHOST DEPARTMENT_LEADER 2019-03-01 2019-03-01"]


def test_a_seat_of_minimum_none_has_no_gap() -> None:
    assert missing(but(CADRE, fills=None)) == []


# ---- too many, twice, two


def test_two_holders_of_a_seat_for_one() -> None:
    books = but(LEADER).fill(C1, LEADER, "后任", "2019-03-01..2019-06-01").post("后任", "区委", "DISTRICT_LEADER")
    [gap] = gaps(books.view("2019-04-30"))
    assert told([gap]) == ["001001 OVER_MAX DISTRICT_LEADER 2019-03-01 -"]
    assert (gap.run.days, sorted(f.person.key for f in gap.holders)) == (60, ["区领导001001", "后任"])
    assert missing(books, "2019-06-01") == []


def test_too_many_since_the_rule_became_narrow() -> None:
    books = but(LOCAL).fill(C1, LOCAL, "委员").post("委员", "居委会001001", "COMMUNITY_CADRE")
    books.rule("..2019-03-01", COMMUNITY_CADRE=(1, 2)).rule("2019-03-01..", COMMUNITY_CADRE=(1, 1))
    assert [missing(books, day) for day in ("2019-02-28", "2019-06-30")] == [[], ["001001 OVER_MAX COMMUNITY_CADRE 2019-03-01 -"]]


def test_one_person_in_two_seats() -> None:
    books = but(DEPARTMENT).fill(C1, CADRE, "区领导001001", "2019-03-01..")
    [gap] = gaps(books.view("2019-06-30"))
    assert told([gap]) == ["001001 SAME_PERSON DISTRICT_LEADER+SUBDISTRICT_CADRE 2019-03-01 -"]
    assert gap.seats == tuple(Ref("Seat", f"{DISTRICT}{C1}/{kind}") for kind in (LEADER, CADRE))


def test_one_person_perhaps_in_two_seats_is_not_yet() -> None:
    books = but(DEPARTMENT).fill(C1, CADRE, "区领导001001", "2019-03..")
    assert missing(books, "2019-03-15") == []
    assert missing(books) == ["001001 SAME_PERSON DISTRICT_LEADER+SUBDISTRICT_CADRE 2019-03-31 -"]


def test_two_periods_of_one_filling_are_not_two_seats() -> None:
    assert missing(but(LEADER).fill(C1, LEADER, "区领导001001", "2019-01-01..")) == []


def test_two_groups_are_a_gap_of_the_community() -> None:
    books = world().staffed(C1).group(C1, "2019-03-01..", key="第二组", kinds=[]).rule("", COMMUNITY_CADRE=(0, None))
    assert missing(books) == ["001001 TWO_GROUPS - 2019-03-01 -"]


# ---- asking for some


def test_a_filter_by_seat_keeps_what_concerns_every_seat() -> None:
    books = world().staffed(C1, but=[LEADER, LOCAL]).community(C2).fill(C1, CADRE, "部门领导001001")
    view = books.view("2019-06-30")
    assert [gap.reason for gap in gaps(view, seat_kinds=[LEADER])] == [GapReason.VACANT, GapReason.NO_GROUP]
    assert [gap.reason for gap in gaps(view, seat_kinds=[DEPARTMENT])] == [GapReason.SAME_PERSON, GapReason.NO_GROUP]
    assert told(gaps(view, reasons=[GapReason.VACANT])) == [
        "001001 VACANT DISTRICT_LEADER 2018-01-01 2018-01-01",
        "001001 VACANT COMMUNITY_CADRE 2018-01-01 2018-01-01",
    ]
    assert [gap.community.key for gap in gaps(view, within=[DISTRICT + C2])] == [DISTRICT + C2]


def test_groups_of_abolished_communities_are_orphans_and_have_no_gaps() -> None:
    books = world().staffed(C1).community(C2, "2017-01-01..2019-03-01").staffed(C2)
    found = [orphaned_groups(books.view(day)) for day in ("2019-02-28", "2019-03-01")]
    ended = boundary("2019-03-01")
    assert ended is not None
    assert found == [(), (OrphanedGroup(Ref("WorkGroup", DISTRICT + C2), Ref("Community", DISTRICT + C2), ended),)]
    assert missing(books, "2019-03-01") == []
    perhaps = world().community(C1, "2017-01-01..2019-06").staffed(C1)
    assert [len(orphaned_groups(perhaps.view(day))) for day in ("2019-06-15", "2019-06-30")] == [0, 1]
    assert orphaned_groups(books.view("2019-06-30"), within=[DISTRICT + C1]) == ()


def test_a_district_of_146_communities_is_searched_quickly() -> None:
    books = world()
    for code in (f"{town:03}{number:03}" for town in range(1, 15) for number in range(1, 12)):
        books.staffed(code, but=list(SeatKind))
        for kind in SeatKind:
            books.holder(kind, code, holds="..2019-03-01")
    view = books.view("2019-06-30")
    began = time.perf_counter()
    assert len(gaps(view)) == 154 * 4
    assert time.perf_counter() - began < 3


# ---- the first day of a run, against looking at every day

LIMIT = st.sampled_from(("2019-01-10", "2019-01-20", "2019-01", "2019-02", "2019-02-15", "2019-03-01"))
SPAN = st.tuples(st.just("") | LIMIT, st.just("") | LIMIT).map("..".join)


@given(fills=SPAN, holds=SPAN, serves=SPAN, ago=st.integers(0, 60))
def test_the_run_is_the_one_found_by_looking_at_every_day(fills: str, holds: str, serves: str, ago: int) -> None:
    books = world().staffed(C1, but=list(SeatKind), serves=serves).holder(LEADER, C1, fills, holds)
    today = Snapshot(books.history(), date(2019, 3, 15) - timedelta(days=ago))
    for gap in community_gaps(today).get(Ref("Community", DISTRICT + C1), ()):
        if gap.seat_kind is LEADER:
            days = [today.day - timedelta(days=n) for n in range(120)]
            assert gap.run == _looked_up(days, [_standing(today.on(d)) for d in days])


def _standing(snapshot: Snapshot) -> tuple[bool | None, str]:
    """Does the group serve, and what is the status of its first seat?"""
    community, group = Ref("Community", DISTRICT + C1), Ref("WorkGroup", DISTRICT + C1)
    serves = True if group in snapshot.groups(community) else None if group in snapshot.possible_groups(community) else False
    return serves, snapshot.seats(group)[0].status


def _looked_up(days: list[date], standing: list[tuple[bool | None, str]]) -> Run:
    """The run by the days as they are, the latest first."""
    length = next((n for n, state in enumerate(standing) if state != standing[0]), None)
    if length is None or standing[length][0] is None:
        return Run()
    return Run(PartialDate.day(days[length - 1]), length - 1)
