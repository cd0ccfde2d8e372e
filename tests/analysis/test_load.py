"""Who belongs to a pool, who carries what, and what is too much."""

from collections.abc import Iterable

import pytest

from graph.analysis.load import LoadEntry, default_limit, gini, load, mean
from graph.errors import UnknownDivision
from graph.vocabulary import SeatKind
from tests.world import World, views, world

LEADER, DEPARTMENT, TEAM, CADRE, LOCAL = SeatKind


def leaders(groups: Iterable[int], idle: int = 0) -> World:
    """Leaders who carry so many groups each, and some who carry none."""
    out, serial = world().unit("区委", "PARTY_COMMITTEE"), 0
    for number, count in enumerate(groups):
        out.post(f"领导{number:02}", "区委", "DISTRICT_LEADER")
        for serial in range(serial + 1, serial + count + 1):  # noqa: B020
            code = f"{1 + serial // 100:03}{serial % 100 + 1:03}"
            out.community(code).group(code, kinds=[LEADER]).fill(code, LEADER, f"领导{number:02}")
    for number in range(idle):
        out.post(f"闲{number:02}", "区委", "DISTRICT_LEADER")
    return out


def told(entries: Iterable[LoadEntry]) -> list[str]:
    """Who, and how many: 张三 4."""
    return [f"{(e.person or e.organization or ('', '-'))[1]} {e.count}" for e in entries]


def test_the_share_of_thirty_six_leaders() -> None:
    answer = load(leaders([4] * 34 + [5] * 2).view(), LEADER)
    assert (len(answer.entries), sum(answer.counts), answer.counts[0], answer.counts[-1]) == (36, 146, 5, 4)
    assert (round(mean(answer.counts) or 0, 2), round(gini(answer.counts) or 0, 4)) == (4.06, 0.0129)
    assert (answer.lower_bound, answer.limit, answer.overloaded) == (5, 6, ())


def test_one_of_thirty_six_carries_all() -> None:
    answer = load(leaders([146], idle=35).view(), LEADER)
    assert (len(answer.entries), answer.counts.count(0), round(gini(answer.counts) or 0, 4)) == (36, 35, 0.9722)
    assert told(answer.overloaded) == ["领导00 146"]
    assert [e.room for e in answer.overloaded] == [6 - 146]
    assert told(answer.with_room)[:2] == ["闲00 0", "闲01 0"]


@pytest.mark.parametrize(("counts", "found"), [([], None), ([0], None), ([0, 0], None), ([7], 0), ([3, 3], 0), ([0, 4], 0.5)])
def test_gini_at_its_edges(counts: list[int], found: float | None) -> None:
    assert gini(counts) == found


@pytest.mark.parametrize(
    ("communities", "holders", "limit"), [(146, 36, 6), (144, 36, 5), (145, 36, 6), (1, 9, 2), (0, 3, 1), (5, 0, None)]
)
def test_the_limit_is_one_more_than_the_share(communities: int, holders: int, limit: int | None) -> None:
    assert default_limit(communities, holders) == limit


def test_nobody_could_be_asked() -> None:
    answer = load(world().community("001001").view(), LEADER)
    assert (answer.entries, answer.limit, answer.lower_bound, mean(answer.counts), gini(answer.counts)) == ((), None, None, None, None)


def test_over_the_mean_and_room_up_to_the_limit() -> None:
    answer = load(leaders([5, 3]).view(), LEADER, limit=4)
    assert [(e.count, e.over_mean, e.room) for e in answer.entries] == [(5, 0.25, -1), (3, -0.25, 1)]
    assert (told(answer.overloaded), told(answer.with_room)) == (["领导00 5"], ["领导01 3"])
    just = load(leaders([5, 3]).view(), LEADER, limit=5)
    assert (told(just.overloaded), told(just.with_room)) == ([], ["领导01 3"])
    idle = load(leaders([], idle=1).community("001001").view(), LEADER)
    assert [(e.count, e.over_mean, e.room) for e in idle.entries] == [(0, None, 2)]


def test_the_pools_of_the_five_kinds() -> None:
    """Idle ones are in; a post before its time, of another rank, or in a unit or place that is gone is not; two posts count once."""
    here = (
        world()
        .staffed("001001")
        .community("001002", "2017-01-01..2019-01-01")
        .post("区领导闲", "区委", "DISTRICT_LEADER")
        .post("区领导闲", "区委", "DISTRICT_LEADER", title="兼任")
        .post("未到任", "区委", "DISTRICT_LEADER", "2021-01-01..")
        .post("不详", "区委", "DISTRICT_LEADER", "2020..")
        .post("秘书", "区委", "CADRE")
        .post("副局长", "部门001001", "DEPT_LEADERSHIP")
        .post("科长", "部门001001", "DEPT_CADRE")
        .unit("撤销局", "DEPARTMENT", exists="2017-01-01..2019-01-01")
        .post("旧局长", "撤销局", "DEPT_LEADERSHIP")
        .post("副主任", "办事处001", "SUBDISTRICT_LEADERSHIP")
        .post("干事", "办事处001", "CADRE")
        .post("委员", "居委会001001", "COMMUNITY_CADRE")
        .unit("居委会001002", "COMMITTEE", "001002")
        .post("旧委员", "居委会001002", "COMMUNITY_CADRE")
        .view()
    )
    found = {kind: told(load(here, kind).entries) for kind in SeatKind}
    assert found == {
        LEADER: ["区领导001001 1", "区领导闲 0"],
        DEPARTMENT: ["部门领导001001 1", "副局长 0"],
        TEAM: ["镇街领导001001 1", "副主任 0"],
        CADRE: ["镇街干部001001 1", "干事 0"],
        LOCAL: ["书记001001 1", "委员 0"],
    }


def test_a_team_member_who_sits_as_a_cadre_is_of_that_pool_too() -> None:
    here = (
        world().staffed("001001", but=[CADRE]).fill("001001", CADRE, "副主任").post("副主任", "办事处001", "SUBDISTRICT_LEADERSHIP").view()
    )
    assert told(load(here, CADRE).entries) == ["副主任 1"]
    assert told(load(here, TEAM).entries) == ["镇街领导001001 1", "副主任 0"]


def test_ghosts_and_groups_of_abolished_communities_do_not_count() -> None:
    here = (
        world()
        .community("001001", "2017-01-01..2020-01-01")
        .staffed("001001", "001002")
        .fill("001001", LEADER, "区领导001002")
        .holder(LEADER, "001003", fills=None, holds="..2020-01-01")
        .community("001003")
        .group("001003")
        .fill("001003", LEADER, "区领导001003")
    )
    assert told(load(here.view(), LEADER).entries) == ["区领导001002 1", "区领导001001 0"]
    assert told(load(here.view("2019-12-31"), LEADER).entries) == ["区领导001002 2", "区领导001001 1", "区领导001003 1"]


def test_within_a_subdistrict_its_groups_count_and_whoever_carries_them() -> None:
    here = world().staffed("001001", "002001").fill("002001", LEADER, "区领导001001").post("区领导闲", "区委", "DISTRICT_LEADER").view()
    answer = load(here, LEADER, ["990101002"])
    assert (told(answer.entries), answer.communities, answer.limit) == (["区领导001001 1", "区领导002001 1"], 1, 2)
    assert told(load(here, TEAM, ["990101002"]).entries) == ["镇街领导002001 1"]
    assert told(load(here, LEADER).entries) == ["区领导001001 2", "区领导002001 1", "区领导闲 0"]
    with pytest.raises(UnknownDivision):
        load(here, LEADER, ["990101009"])


def test_by_organisation_a_department_carries_what_its_people_do() -> None:
    here = (
        world()
        .staffed("001001", "001002")
        .post("副局长", "部门001001", "DEPT_LEADERSHIP")
        .staffed("001003", but=[DEPARTMENT])
        .represents("001003", "部门001001")
        .fill("001003", DEPARTMENT, "副局长")
        .view()
    )
    answer = load(here, DEPARTMENT)
    assert told(answer.organizations) == ["部门001001 2", "部门001002 1"]
    assert [(e.over_mean and round(e.over_mean, 4), e.room) for e in answer.organizations] == [(0.3333, None), (-0.3333, None)]
    assert [e.organization.key for e in answer.entries if e.organization] == ["部门001001", "部门001001", "部门001002"]


def test_people_of_two_districts_are_counted_apart() -> None:
    one, other = leaders([2]), World("990102").community("001001").unit("区委", "PARTY_COMMITTEE").post("领导00", "区委", "DISTRICT_LEADER")
    assert [(e.district, e.count) for e in load(views(one, other), LEADER).entries] == [("990101", 2), ("990102", 0)]
