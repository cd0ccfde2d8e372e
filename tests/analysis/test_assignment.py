"""The solvers behind plans: what a unit of each part outweighs, and the rules that a flow alone does not keep."""

import pytest

from graph.analysis.assignment import Cost, Hand, Opening, Option, Problem, Scale, load_after, solved
from graph.analysis.measures import Counted
from graph.model import Ref
from graph.vocabulary import SeatKind

KIND = SeatKind.DISTRICT_LEADER


def hand(name: str) -> Hand:
    return Hand(KIND, Counted("990101", Ref("Person", name)))


def group(name: str) -> Counted:
    return Counted("990101", Ref("WorkGroup", name))


@pytest.mark.parametrize(("moves", "highest"), [(1, 0), (1, 7), (5, 100), (300, 9_000)])
def test_a_unit_of_each_part_outweighs_all_that_come_after_it(moves: int, highest: int) -> None:
    scale = Scale.of(moves, highest)
    weights = [scale.load, scale.other_subdistrict, scale.mismatch, scale.change, scale.order]
    most = [1, 1, 1, 1, highest]
    for i, weight in enumerate(weights):
        assert weight > moves * sum(w * m for w, m in zip(weights[i + 1 :], most[i + 1 :], strict=True))


def test_nobody_both_gives_and_takes() -> None:
    """From four to two, and from two to none: the two together would be the best, and one alone is as good as the other."""
    openings = [Opening(group("一"), KIND, 1, hand("甲")), Opening(group("二"), KIND, 1, hand("乙"))]
    options = [Option(0, hand("乙"), Cost(change=1, order=1)), Option(1, hand("丙"), Cost(change=1, order=2))]
    loads = {hand("甲"): 4, hand("乙"): 2, hand("丙"): 0}
    problem = Problem(openings, options, loads, dict.fromkeys(loads), moves=2)
    chosen = solved(problem)
    assert chosen == (options[0],)
    assert load_after(problem, chosen) == {hand("甲"): 3, hand("乙"): 3, hand("丙"): 0}


def test_one_place_of_a_group_for_each_person() -> None:
    openings = [Opening(group("一"), KIND), Opening(group("一"), SeatKind.DEPARTMENT_LEADER)]
    other = Hand(SeatKind.DEPARTMENT_LEADER, hand("甲").person)
    options = [Option(0, hand("甲"), Cost()), Option(0, hand("乙"), Cost(other_subdistrict=1, order=1)), Option(1, other, Cost())]
    problem = Problem(openings, options, {}, {})
    assert solved(problem) == (options[1], options[2])


def test_without_moves_or_room_nothing_is_chosen() -> None:
    openings, options = [Opening(group("一"), KIND)], [Option(0, hand("甲"), Cost())]
    assert solved(Problem(openings, options, {}, {}, moves=0)) == ()
    assert solved(Problem(openings, options, {hand("甲"): 2}, {hand("甲"): 2})) == ()
    assert solved(Problem(openings, options, {hand("甲"): 2}, {hand("甲"): 3})) == (options[0],)
