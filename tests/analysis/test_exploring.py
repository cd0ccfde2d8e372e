"""Paths between two things and what lies around one, in a district of a few lines."""

from collections.abc import Iterable

import pytest

from graph.analysis.neighbourhood import neighbourhood
from graph.analysis.network import Ground, ground
from graph.analysis.paths import Path, paths
from graph.errors import BadArgument
from graph.model import Ref
from tests.world import World, seat, world

LEADER, OTHER = Ref("Person", "区领导001001"), Ref("Person", "区领导001002")


def walked(built: World, day: str = "2020-02-06") -> Ground:
    return ground(built.snapshot(day))


def told(found: Iterable[Path]) -> list[str]:
    """Each path as its keys, with the type of each link between them: <FILLS for one that is gone backwards."""
    return [" ".join(word for s in path for word in (_arrow(s), s.ref.key) if word) for path in found]


def _arrow(step: object) -> str:
    link, backwards = getattr(step, "link", None), getattr(step, "backwards", False)
    return "" if link is None else f"<{link.type}" if backwards else f"{link.type}>"


def test_a_path_says_how_each_step_was_reached() -> None:
    found = paths(walked(world().staffed("001001")), LEADER, Ref("Community", "990101001001"))
    assert told(found)[0] == "区领导001001 FILLS> 990101001001/DISTRICT_LEADER <HAS_SEAT 990101001001 SERVES> 990101001001"
    assert [step.backwards for step in found[0]] == [False, False, True, False]
    assert told(paths(walked(world().staffed("001001")), LEADER, LEADER)) == ["区领导001001"]


def test_the_shorter_comes_first_and_the_bounds_hold() -> None:
    built = world().staffed("001001", "001002").deputy("区领导001001", of="区领导001002")
    shortest, *longer = paths(walked(built), LEADER, OTHER)
    assert told([shortest]) == ["区领导001001 DEPUTISES_FOR> 区领导001002"]
    assert [len(path) - 1 for path in longer] == sorted(len(path) - 1 for path in longer) != []
    assert paths(walked(built), LEADER, OTHER, most=1) == (shortest,)
    assert paths(walked(built), LEADER, OTHER, longest=1) == (shortest,)


@pytest.mark.parametrize("bounds", [{"longest": 0}, {"longest": 11}, {"most": 0}, {"most": 51}], ids=str)
def test_bounds_out_of_range_are_refused(bounds: dict[str, int]) -> None:
    with pytest.raises(BadArgument, match=next(iter(bounds))):
        paths(walked(world().staffed("001001")), LEADER, OTHER, **bounds)


def test_only_links_of_the_day_between_things_of_the_day_count() -> None:
    built = world().community("001001", "2017-01-01..2019-06-01").staffed("001001")
    community = Ref("Community", "990101001001")
    assert paths(walked(built, "2019-05-31"), LEADER, community)
    assert paths(walked(built, "2019-06-01"), LEADER, community) == ()
    assert community not in walked(built, "2019-06-01")
    assert not paths(walked(built, "2017-12-31"), LEADER, seat("990101001001", "DISTRICT_LEADER"), longest=1)


def test_no_path_leads_through_what_has_ended() -> None:
    built = (
        world()
        .unit("旧局", "DEPARTMENT", exists="2017-01-01..2019-03-01")
        .post("甲", "旧局", "DEPT_CADRE")
        .post("乙", "旧局", "DEPT_CADRE")
    )
    one, other = Ref("Person", "甲"), Ref("Person", "乙")
    assert [len(path) - 1 for path in paths(walked(built, "2019-02-28"), one, other)] == [2], "one post, of both"
    built.post("丙", "旧局", "DEPT_LEADERSHIP")
    assert len(paths(walked(built, "2019-02-28"), one, Ref("Person", "丙"))) == 1
    assert paths(walked(built, "2019-03-01"), one, Ref("Person", "丙")) == ()


def test_what_lies_near_both_ends_makes_no_path_longer_than_allowed() -> None:
    built = world().deputy("甲", of="乙").deputy("甲", of="丙").deputy("乙", of="丙").deputy("乙", of="丁").deputy("丙", of="丁")
    one, other = Ref("Person", "甲"), Ref("Person", "丁")
    assert [len(path) - 1 for path in paths(walked(built), one, other, longest=2)] == [2, 2]
    assert [len(path) - 1 for path in paths(walked(built), one, other, longest=3)] == [2, 2, 3, 3]


def test_a_link_of_which_the_dates_do_not_tell_ties_nobody() -> None:
    built = world().staffed("001001", but=["DISTRICT_LEADER"]).fill("001001", "DISTRICT_LEADER", "某人", "2020-02..")
    there = seat("990101001001", "DISTRICT_LEADER")
    assert not paths(walked(built, "2020-02-06"), Ref("Person", "某人"), there)
    assert paths(walked(built, "2020-03-01"), Ref("Person", "某人"), there)


def test_a_seat_that_the_rule_does_not_ask_for_is_not_met() -> None:
    built = world().rule(DISTRICT_LEADER=(1, 1), COMMUNITY_CADRE=(1, None)).staffed("001001")
    assert seat("990101001001", "DISTRICT_LEADER") in walked(built)
    assert seat("990101001001", "SUBDISTRICT_CADRE") not in walked(built)


def test_a_hub_costs_one_look_at_each_neighbour() -> None:
    hub = world().unit("大院", "OTHER")
    for number in range(400):
        hub.post(f"人{number:03}", "大院", "CADRE", title=f"职{number:03}")
    found = paths(walked(hub), Ref("Person", "人000"), Ref("Person", "人399"), longest=10, most=50)
    assert told(found) == ["人000 HOLDS> 大院/职000 POST_IN> 大院 <POST_IN 大院/职399 <HOLDS 人399"]


def test_the_order_of_the_facts_changes_nothing() -> None:
    one = world().staffed("001001", "001002").deputy("区领导001001", of="区领导001002")
    other = world().deputy("区领导001001", of="区领导001002").staffed("001002", "001001")
    assert told(paths(walked(one), LEADER, OTHER, 8, 20)) == told(paths(walked(other), LEADER, OTHER, 8, 20))


# ---- neighbourhoods


def test_a_neighbourhood_holds_the_nearest_first_and_all_links_among_them() -> None:
    built = world().staffed("001001").head("001001001", "书记001001").courtyard("001001001").links("001001001", "书记001001")
    yard = Ref("Courtyard", "990101001001001")
    found = neighbourhood(walked(built), yard, 1)
    assert found is not None
    assert found.refs == (yard, Ref("Community", "990101001001"), Ref("Person", "书记001001"))
    assert (sorted(x.type for x in found.links), found.partial) == (["HEADS", "IN_COMMUNITY", "LINKS"], False)
    further = neighbourhood(walked(built), yard, 2)
    assert further is not None
    assert (further.refs[:3], len(further.refs) > 3) == (found.refs, True)
    assert neighbourhood(walked(built), Ref("Courtyard", "990101001001999")) is None


def test_a_neighbourhood_is_bounded_and_says_so() -> None:
    built = world().staffed("001001")
    group = Ref("WorkGroup", "990101001001")
    whole = neighbourhood(walked(built), group)
    assert whole is not None
    assert (len(whole.refs), len(whole.links), whole.partial) == (7, 6, False)
    exact = neighbourhood(walked(built), group, most_things=7, most_links=6)
    assert exact == whole
    fewer = neighbourhood(walked(built), group, most_things=6)
    assert fewer is not None
    assert (fewer.refs, len(fewer.links), fewer.partial) == (whole.refs[:6], 5, True)
    unlinked = neighbourhood(walked(built), group, most_links=5)
    assert unlinked is not None
    assert (unlinked.refs, unlinked.links, unlinked.partial) == (whole.refs, whole.links[:5], True)
    with pytest.raises(BadArgument, match="depth"):
        neighbourhood(walked(built), group, 5)
