"""The smallest cut and the worst case where communities can be linked in many ways, so that not all of them are known from the start."""

import random
from itertools import combinations

import pytest

from graph.analysis.crews import Crew, Web
from graph.analysis.cutset import cut_set
from graph.analysis.measures import Counted
from graph.analysis.robustness import average, worst
from graph.model import Ref
from graph.vocabulary import SeatKind

LEADER, LOCAL = SeatKind.DISTRICT_LEADER, SeatKind.COMMUNITY_CADRE
PATIENCE = 60.0
"""Seconds: far more than is needed, so that a slow machine changes nothing."""


def person(name: object) -> Counted:
    return Counted("990101", Ref("Person", str(name)))


def place(number: int) -> Counted:
    return Counted("990101", Ref("Community", str(number)))


def many_ways(seed: int) -> Web:
    """Six communities, each with one or two leaders and up to four local cadres out of nine people, of whom one or two must be there."""
    chance = random.Random(seed)
    crews = {}
    for number in range(6):
        people = [person(n) for n in chance.sample(range(9), 6)]
        cut = chance.choice((1, 1, 2))
        local = people[cut : cut + chance.choice((1, 2, 3, 4))]
        needs = {LEADER: 1, LOCAL: chance.choice((1, 1, 2)) if len(local) > 1 else 1}
        held = {LEADER: tuple(sorted(people[:cut])), LOCAL: tuple(sorted(local))}
        crews[place(number)] = (Crew(Ref("WorkGroup", str(number)), (needs,), held, {}),)
    return Web(crews)


def losses(web: Web, absent: int) -> list[int]:
    return [len([c for c in web.crews if web.standing(c, set(gone)) is None]) for gone in combinations(web.resting, absent)]


@pytest.mark.parametrize("seed", range(10))
def test_against_every_set_of_people(seed: int) -> None:
    web = many_ways(seed)
    by_size = [losses(web, absent) for absent in range(len(web.resting) + 1)]
    fewest = next(absent for absent, lost in enumerate(by_size) if max(lost) == len(web.crews))
    cut = cut_set(web, PATIENCE)
    assert (cut.size, cut.lower_bound, cut.optimal, web.lost(set(cut.people))) == (fewest, fewest, True, tuple(web.crews))
    for point in worst(web, 4, PATIENCE):
        left = len(web.crews) - max(by_size[point.absent])
        assert (point.linked, point.low, point.high) == (left, left, left)


def test_out_of_time_the_bounds_hold_all_the_same() -> None:
    for seed in range(2):
        web = many_ways(seed)
        proven = cut_set(web, PATIENCE)
        hasty = cut_set(web, -1.0)
        assert web.lost(set(hasty.people)) == tuple(web.crews)
        assert hasty.lower_bound <= proven.size <= hasty.size
        for quick, sure in zip(worst(web, 3, -1.0), worst(web, 3, PATIENCE), strict=True):
            assert quick.low <= sure.linked <= quick.linked == quick.high


def test_a_community_of_very_many_people_is_sampled_within_its_interval() -> None:
    """One of twenty cadres must be there, and the one leader: of 21 people the leader's share of losses breaks it."""
    held = {LEADER: (person("leader"),), LOCAL: tuple(person(f"{n:02}") for n in range(20))}
    web = Web({place(0): (Crew(Ref("WorkGroup", "0"), ({LEADER: 1, LOCAL: 1},), held, {}),)})
    points = average(web, 2)
    for point in points:
        assert point.low < point.linked < point.high
        assert point.low <= 1 - point.absent / 21 <= point.high
    assert points == average(web, 2)


def test_nobody_to_lose() -> None:
    """A rule that asks for nobody links whom a group serves: nothing breaks it."""
    web = Web({place(0): (Crew(Ref("WorkGroup", "0"), ({},), {}, {}),)})
    assert (cut_set(web).people, cut_set(web).optimal) == ((), True)
    assert (worst(web, 3), average(web, 3)) == ((), ())
