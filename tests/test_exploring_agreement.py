"""Paths and neighbourhoods of random districts, beside an oracle that tries every way."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.neighbourhood import neighbourhood
from graph.analysis.network import Ground, ground
from graph.analysis.paths import paths
from graph.history import History
from graph.interval import PartialDate
from graph.model import Actor, Link, Ref
from tests.districts import HORIZON, districts
from tests.oracle.days import Boundary
from tests.oracle.rule import rule_on
from tests.oracle.sheets import Sheets
from tests.oracle.walks import Key, Thing, Tie, Walks
from tests.recorded import recorded, view

LONGEST, MOST = 5, 12
FEWER = settings(max_examples=settings().max_examples // 3)
"""To draw a district takes longer than to compare: fewer of them, and more of each."""


def walks(sheets: Sheets, history: History, day: date) -> Walks:
    things = {Key(*actor.ref): _thing(actor) for actor in history.actors.values()}
    return Walks(things, tuple(map(_tie, history.links)), day, frozenset(rule_on(sheets, day)))


def _thing(actor: Actor) -> Thing:
    lives = actor.interval
    return Thing(Key(*actor.ref), _limit(lives.since) or Boundary(date.min, date.min), _limit(lives.until), actor.text("kind"))


def _tie(link: Link) -> Tie:
    since, until = _limit(link.interval.since), _limit(link.interval.until)
    return Tie(link.type, Key(*link.start), Key(*link.end), since or Boundary(date.min, date.min), until)


def _limit(day: PartialDate | None) -> Boundary | None:
    return Boundary(day.earliest, day.latest) if day else None


@FEWER
@given(districts(), st.sampled_from(HORIZON), st.randoms(use_true_random=False))
def test_paths_are_the_shortest_of_all_and_a_neighbourhood_is_everything_near(sheets: Sheets, day: date, random: Random) -> None:
    history = recorded(sheets)
    oracle, found_on = walks(sheets, history, day), ground(view(history, day).snapshots[0])
    for start, end in (random.sample(sorted(oracle.things), 2) for _ in range(20)):
        _shortest(found_on, oracle, start, end)
        for depth in (1, 2, 3):
            _everything_near(found_on, oracle, start, depth)


def _shortest(found_on: Ground, oracle: Walks, start: Key, end: Key) -> None:
    every = set(oracle.ways(start, end, LONGEST))
    found = paths(found_on, Ref(*start), Ref(*end), LONGEST, MOST)
    ways = [tuple(Key(*step.ref) for step in path) for path in found]
    assert [*map(len, ways)] == sorted(map(len, every))[:MOST], (start, end)
    assert len(set(ways)) == len(ways)
    assert set(ways) <= every
    assert all(_tie(step.link) in oracle.held for path in found for step in path[1:] if step.link)


def _everything_near(found_on: Ground, oracle: Walks, start: Key, depth: int) -> None:
    found = neighbourhood(found_on, Ref(*start), depth)
    assert (found is None) is (start not in oracle.there), start
    if found:
        around = set(oracle.around(start, depth))
        assert ({Key(*ref) for ref in found.refs}, found.partial) == (around, False)
        among = [tie for tie in oracle.held if tie.start in around and tie.end in around]
        assert sorted(map(_tie, found.links), key=str) == sorted(among, key=str)
