"""The fewest people who can carry all groups."""

import pytest

from graph.analysis.fewest import fewest
from graph.vocabulary import SeatKind
from tests.world import world

LEADER, TEAM = SeatKind.DISTRICT_LEADER, SeatKind.SUBDISTRICT_LEADER


@pytest.mark.parametrize(("limit", "number"), [(None, 1), (1, None), (2, 2), (3, 1), (0, None)])
def test_as_many_as_the_limit_makes_needful(limit: int | None, number: int | None) -> None:
    here = world().staffed("001001", "001002", "001003", but=[LEADER]).unit("区委")
    here.post("甲", "区委", "DISTRICT_LEADER").post("乙", "区委", "DISTRICT_LEADER")
    assert fewest(here.view(), LEADER, limit=limit) == number


def test_two_places_of_a_group_take_two_people_whatever_the_limit() -> None:
    here = world().community("001001").group("001001").unit("区委").rule("", DISTRICT_LEADER=(2, 2)).post("甲", "区委", "DISTRICT_LEADER")
    assert fewest(here.view(), LEADER, limit=9) is None
    assert fewest(here.post("乙", "区委", "DISTRICT_LEADER").view(), LEADER, limit=9) == 2


def test_every_subdistrict_needs_its_own() -> None:
    here = world().staffed("001001", "001002", "002001")
    assert fewest(here.view(), TEAM, limit=9) == 2
    assert fewest(here.view(), TEAM, ["990101001"], limit=9) == 1


def test_no_groups_need_nobody() -> None:
    assert fewest(world().community("001001").view(), LEADER) == 0
