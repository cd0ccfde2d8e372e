"""Two days side by side, of districts so small that a hand can count them."""

from collections.abc import Iterable
from datetime import date

import pytest

from graph.analysis.changes import Change
from graph.analysis.comparison import Comparison, Transition, comparison
from graph.errors import DateOutOfRange, UnknownDivision
from tests.analysis.reading import fraction
from tests.world import World, views, world

DEPARTMENT, TEAM, LOCAL = "DEPARTMENT_LEADER", "SUBDISTRICT_LEADER", "COMMUNITY_CADRE"


def compared(w: World, earlier: str, later: str = "2020-02-06", within: tuple[str, ...] | None = None) -> Comparison:
    return comparison(w.view(later), date.fromisoformat(earlier), within)


def told(transitions: Iterable[Transition]) -> dict[str, list[str]]:
    return {t.community.key[6:]: [_change(c) for c in t.causes] for t in transitions}


def _change(change: Change) -> str:
    """POST_ENDED 2019-03-01 somebody."""
    about = change.person or (change.group if change.kind.startswith("GROUP") else None)
    return " ".join([change.kind, str(change.on), *([about.key] if about else [])])


def test_the_rates_of_both_days_and_who_changed() -> None:
    w = world().staffed("001001", "001002").staffed("001003", but=[TEAM])
    w.holder(TEAM, "001003", "2019-05-01..").community("001004")
    found = compared(w, "2019-01-01")
    assert (str(found.earlier), str(found.later), fraction(found.before), fraction(found.after)) == (
        "2019-01-01",
        "2020-02-06",
        "2/4",
        "3/4",
    )
    assert told(found.completed) == {"001003": ["FILLING_BEGAN 2019-05-01 镇街领导001003"]}
    assert (found.broken, found.moved) == ((), ())
    back = compared(w, "2020-02-06", "2019-01-01")
    assert back == found


def test_a_post_that_ended_is_the_cause_where_the_roster_followed_later() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001", "2018-01-01..2019-06-01", "..2019-03-01")
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["POST_ENDED 2019-03-01 部门领导001001"]}


def test_a_seat_left_before_the_post_is_the_cause() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001", "2018-01-01..2019-03-01", "..2019-06-01")
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["FILLING_ENDED 2019-03-01 部门领导001001"]}


def test_the_last_of_several_posts_is_the_one_that_counts() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001", holds="..2019-03-01")
    w.post("部门领导001001", "部门001001", "DEPT_LEADERSHIP", "2019-03-01..2019-06-01", title="副局长")
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["POST_ENDED 2019-06-01 部门领导001001"]}


@pytest.mark.parametrize("later", ["2019-06-01", "2019-07-01"])
def test_of_several_goings_and_comings_the_last_counts(later: str) -> None:
    w = world().staffed("001001", "001002", but=[DEPARTMENT])
    w.holder(DEPARTMENT, "001001", "2018-01-01..2019-03-01").fill("001001", DEPARTMENT, "部门领导001001", "2019-04-01..2019-06-01")
    w.holder(DEPARTMENT, "001002", "2019-03-01..2019-04-01").fill("001002", DEPARTMENT, "部门领导001002", "2019-06-01..")
    found = compared(w, "2019-01-01", later)
    assert told(found.broken) == {"001001": ["FILLING_ENDED 2019-06-01 部门领导001001"]}
    assert told(found.completed) == {"001002": ["FILLING_BEGAN 2019-06-01 部门领导001002"]}


def test_only_the_seat_that_broke_it_is_told() -> None:
    """Somebody in the local seat changed as well, and the cadre of the subdistrict left, whom nobody asks for."""
    w = world().staffed("001001", but=[DEPARTMENT, LOCAL, "SUBDISTRICT_CADRE"])
    w.holder(DEPARTMENT, "001001", "2018-01-01..2019-04-01").holder("SUBDISTRICT_CADRE", "001001", "2018-01-01..2019-04-01")
    w.holder(LOCAL, "001001", "2018-01-01..2019-05-01")
    w.post("新书记", "居委会001001", "COMMUNITY_SECRETARY", title="新").fill("001001", LOCAL, "新书记", "2019-05-01..")
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["FILLING_ENDED 2019-04-01 部门领导001001"]}


def test_what_a_newcomer_needed_is_told_in_full() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001", "2019-06-01..", "2019-05-01..")
    assert told(compared(w, "2019-01-01").completed) == {
        "001001": ["POST_BEGAN 2019-05-01 部门领导001001", "FILLING_BEGAN 2019-06-01 部门领导001001"]
    }
    assert told(compared(w, "2019-05-15").completed) == {"001001": ["FILLING_BEGAN 2019-06-01 部门领导001001"]}


def test_one_leader_after_another_is_a_move() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001", "2018-01-01..2019-03-01")
    w.post("接任", "部门001001", "DEPT_LEADERSHIP", title="接任").fill("001001", DEPARTMENT, "接任", "2019-03-01..")
    found = compared(w, "2019-01-01")
    assert told(found.moved) == {"001001": ["FILLING_BEGAN 2019-03-01 接任", "FILLING_ENDED 2019-03-01 部门领导001001"]}
    assert (found.completed, found.broken) == ((), ())
    assert compared(w, "2019-03-01").moved == ()


def test_who_comes_beside_others_moves_nothing() -> None:
    w = world().staffed("001001").post("又一", "居委会001001", "COMMUNITY_CADRE").fill("001001", LOCAL, "又一", "2019-03-01..")
    assert compared(w, "2019-01-01").moved == ()


def test_another_group_is_a_move() -> None:
    w = world().staffed("001001", serves="2018-01-01..2019-04-01").group("001001", "2019-04-01..", key="乙")
    w.unit("部门001001", "DEPARTMENT").represents("乙", "部门001001")
    for kind, word in (("DISTRICT_LEADER", "区领导"), (DEPARTMENT, "部门领导"), (TEAM, "镇街领导"), (LOCAL, "书记")):
        w.fill("乙", kind, f"{word}001001", "2018-01-01..")
    assert told(compared(w, "2019-01-01").moved) == {"001001": ["GROUP_BEGAN 2019-04-01 乙", "GROUP_ENDED 2019-04-01 990101001001"]}


def test_places_that_begin_and_end() -> None:
    w = world().community("001001", "2017-01-01..2019-06-30").community("001002", "2019-06-30..").community("001003", "2019-06-30..")
    w.staffed("001001").staffed("001002", serves="2019-06-30..").community("001004")
    found = compared(w, "2019-01-01")
    assert (fraction(found.before), fraction(found.after)) == ("1/2", "1/3")
    assert told(found.broken) == {"001001": ["PLACE_ENDED 2019-06-30"], "001003": ["PLACE_BEGAN 2019-06-30"]}
    began = [line.split() for line in told(found.completed)["001002"]]
    assert [words[0] for words in began] == ["FILLING_BEGAN"] * 4 + ["GROUP_BEGAN", "PLACE_BEGAN"]
    assert {words[1] for words in began} == {"2019-06-30"}


def test_a_group_that_ended_breaks_and_one_that_began_completes() -> None:
    w = world().staffed("001001").staffed("001002", serves="2018-01-01..2019-02-01")
    w.community("001003").group("001003", "2019-03..").unit("部门001003", "DEPARTMENT").represents("001003", "部门001003")
    for kind in ("DISTRICT_LEADER", DEPARTMENT, TEAM, LOCAL):
        w.holder(kind, "001003")
    found = compared(w, "2019-01-01")
    assert told(found.broken) == {"001002": ["GROUP_ENDED 2019-02-01 990101001002"]}
    assert told(found.completed) == {"001003": ["GROUP_BEGAN 2019-03 990101001003"]}


def test_a_post_that_no_longer_fits() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001")
    w.changed("Post", "部门001001/DEPT_LEADERSHIP", "rank", "DEPT_LEADERSHIP", "DEPT_CADRE", "2019-05-01")
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["QUALIFICATION_ENDED 2019-05-01 部门领导001001"]}


def test_a_rule_that_asks_for_more() -> None:
    w = world().staffed("001001").rule("..2019-05-01", COMMUNITY_CADRE=(1, None)).rule("2019-05-01..", COMMUNITY_CADRE=(2, None))
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["RULE_CHANGED 2019-05-01"]}
    loosened = world().staffed("001001").rule("..2019-05-01", COMMUNITY_CADRE=(2, None)).rule("2019-05-01..", COMMUNITY_CADRE=(1, None))
    assert told(compared(loosened, "2019-01-01").completed) == {"001001": ["RULE_CHANGED 2019-05-01"]}


def test_a_rule_that_asks_for_other_seats() -> None:
    w = (
        world()
        .staffed("001001", but=[LOCAL])
        .rule("..2019-05-01", COMMUNITY_CADRE=(1, None))
        .rule("2019-05-01..", SUBDISTRICT_LEADER=(1, 1))
    )
    assert told(compared(w, "2019-01-01").completed) == {"001001": ["RULE_CHANGED 2019-05-01"]}


def test_a_rule_that_decides_nothing_is_no_cause() -> None:
    w = world().community("001001").group("001001", "2019-03-01..").holder(LOCAL, "001001")
    w.rule("..2019-02-01", COMMUNITY_CADRE=(1, None)).rule("2019-02-01..", COMMUNITY_CADRE=(1, 3))
    assert told(compared(w, "2019-01-01").completed) == {"001001": ["GROUP_BEGAN 2019-03-01 990101001001"]}


def test_who_came_to_a_seat_that_is_no_longer_asked_for_is_no_cause() -> None:
    w = world().staffed("001001", but=[DEPARTMENT]).holder(DEPARTMENT, "001001", "2019-05-01..")
    w.rule("..2019-06-01", COMMUNITY_CADRE=(1, None), DEPARTMENT_LEADER=(1, 1)).rule("2019-06-01..", COMMUNITY_CADRE=(1, None))
    assert told(compared(w, "2019-01-01").completed) == {"001001": ["RULE_CHANGED 2019-06-01"]}


def test_one_who_took_a_second_seat_is_not_the_cause_but_who_left_it() -> None:
    w = world().staffed("001001", but=[TEAM]).holder(TEAM, "001001", "2018-01-01..2019-05-01")
    w.post("书记001001", "办事处001", "SUBDISTRICT_LEADERSHIP", title="兼").fill("001001", TEAM, "书记001001", "2019-05-01..")
    assert told(compared(w, "2019-01-01").broken) == {"001001": ["FILLING_ENDED 2019-05-01 镇街领导001001"]}


def test_within_divisions_and_of_several_districts() -> None:
    one = world().staffed("001001", serves="2018-01-01..2019-02-01").staffed("002001", serves="2018-01-01..2019-02-01")
    other = world("990102").staffed("001001", serves="2018-01-01..2019-02-01")
    found = comparison(views(one, other), date(2019, 1, 1), ("990101002", "990102"))
    assert [t.community.key for t in found.broken] == ["990101002001", "990102001001"]
    assert (fraction(found.before), fraction(found.after)) == ("2/2", "0/2")


def test_the_same_day_has_no_transitions() -> None:
    found = compared(world().staffed("001001"), "2020-02-06")
    assert (found.before, found.completed, found.broken, found.moved) == (found.after, (), (), ())


def test_what_is_refused() -> None:
    for day in ("2020-02-07", "2016-12-31"):
        with pytest.raises(DateOutOfRange):
            compared(world().staffed("001001"), day)
    with pytest.raises(UnknownDivision):
        compared(world().staffed("001001"), "2019-01-01", within=("990101009",))
