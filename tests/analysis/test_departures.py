"""What breaks when people leave, on random districts, against a count of every set of people."""

from collections.abc import Iterable
from statistics import fmean

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.absence import absence
from graph.analysis.coverage import linkage
from graph.analysis.crews import Web, joined
from graph.analysis.cutset import cut_set
from graph.analysis.measures import Counted
from graph.analysis.resilience import articulation, impacts, single_points
from graph.analysis.robustness import average, worst
from graph.analysis.terms import Strictness
from graph.model import Ref
from graph.view import View
from tests.oracle.departures import Departures, Town
from tests.towns import built, towns
from tests.world import views

EITHER = st.sampled_from(Strictness)
PATIENCE = 60.0
"""Seconds: far more than is needed, so that a slow machine changes nothing."""


def oracle(town: Town, strictness: Strictness) -> Departures:
    return Departures(town, strict=strictness is Strictness.STRICT)


def web(view: View, strictness: Strictness) -> Web:
    return joined(view.scope(None), strictness)


def person(town: Town, name: str) -> Counted:
    return Counted(town.communities[0][:6], Ref("Person", name))


def keys(counted: Iterable[Counted]) -> list[str]:
    return [c.ref.key for c in counted]


@given(towns(), EITHER)
def test_impact_is_what_one_absence_breaks(town: Town, strictness: Strictness) -> None:
    expected = oracle(town, strictness)
    view = built(town).view()
    lost = {name: expected.lost(frozenset({name})) for name in expected.people()}
    found = impacts(view, strictness=strictness)
    assert {i.person.ref.key: keys(i.lost) for i in found} == {name: codes for name, codes in lost.items() if codes}
    assert [len(i.lost) for i in found] == sorted((len(i.lost) for i in found), reverse=True)
    for impact in found:
        alone = absence(view, [impact.person], strictness)
        assert (alone.lost, impact.population) == (impact.lost, sum(int(code[-3:]) for code in keys(impact.lost)))
        seats = {(g, k) for g, k, p in town.fillings if p == impact.person.ref.key and expected.qualifies(p, g, k)}
        assert impact.seats == len(seats)


@given(towns(), EITHER, st.data())
def test_absence_of_any_set_of_people(town: Town, strictness: Strictness, data: st.DataObject) -> None:
    expected = oracle(town, strictness)
    names = sorted(town.posts)
    gone = data.draw(st.sets(st.sampled_from(names)))
    more = gone | data.draw(st.sets(st.sampled_from(names)))
    view = built(town).view()
    answer, further = (absence(view, [person(town, name) for name in of], strictness) for of in (gone, more))
    assert keys(answer.lost) == expected.lost(frozenset(gone))
    assert [(x.community.ref.key, x.level) for x in answer.levels] == expected.levels_lost(frozenset(gone))
    assert set(answer.lost) <= set(further.lost)
    assert set(answer.levels) <= set(further.levels)
    held = {(g, k) for g, k, p in town.fillings if expected.qualifies(p, g, k)}
    left = {(g, k) for g, k, p in town.fillings if expected.qualifies(p, g, k) and p not in gone}
    assert keys(answer.seats) == sorted(f"{g}/{k}" for g, k in held - left)
    assert answer.before == linkage(view, view.snapshots[0].district, strictness)
    assert answer.before.numerator - answer.after.numerator == len(answer.lost)
    assert (answer.after.denominator, answer.before.denominator) == (len(town.communities),) * 2


@given(towns(), EITHER, st.data())
def test_absence_of_a_unit(town: Town, strictness: Strictness, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted({unit for posts in town.posts.values() for _, unit in posts} or town.departments)))
    before, after = oracle(town, strictness), oracle(town.without_unit(unit), strictness)
    assume(not any(d for g, k, p in town.fillings for d in before.deputies(p, g, k)))
    answer = absence(built(town).view(), [Counted(town.communities[0][:6], Ref("Organization", unit))], strictness)
    assert keys(answer.lost) == [c for c in before.linked_now() if not after.linked(c, frozenset())]
    assert answer.leaderless == answer.organizations


@given(towns(), EITHER)
def test_the_cut_set_is_a_smallest_one(town: Town, strictness: Strictness) -> None:
    expected = oracle(town, strictness)
    found = cut_set(web(built(town).view(), strictness), PATIENCE)
    fewest = expected.fewest()
    assume(fewest is not None)
    assert (found.size, found.lower_bound, found.optimal) == (fewest, fewest, True)
    assert expected.lost(frozenset(keys(found.people))) == expected.linked_now()


@given(towns(), EITHER)
def test_the_worst_case_and_the_average(town: Town, strictness: Strictness) -> None:
    expected = oracle(town, strictness)
    whole = web(built(town).view(), strictness)
    assert keys(whole.resting) == expected.people()
    for point, mean in zip(worst(whole, 4, PATIENCE), average(whole, 4), strict=True):
        left = expected.left(point.absent)
        assert (point.linked, point.low, point.high) == (min(left), min(left), min(left))
        assert mean.absent == point.absent
        assert abs(mean.linked - fmean(left)) < 1e-9
    assert len(worst(whole, 4, PATIENCE)) == min(4, len(expected.people()))


@given(towns())
def test_single_points_and_who_alone_connects(town: Town) -> None:
    expected = oracle(town, Strictness.STRICT)
    view = built(town).view()
    points = single_points(view)
    assert (keys(points.fragile), points.ratio.numerator) == (expected.fragile(), len(expected.fragile()))
    assert points.ratio.denominator == len(town.communities)
    assert keys(articulation(view)) == expected.connecting()


@settings(max_examples=15)
@given(towns("990101"), towns("990102"), EITHER)
def test_two_districts_are_the_sum_of_both(one: Town, other: Town, strictness: Strictness) -> None:
    first, second = oracle(one, strictness), oracle(other, strictness)
    whole = web(views(built(one), built(other)), strictness)
    sizes = (first.fewest(), second.fewest())
    if None not in sizes:
        assert cut_set(whole, PATIENCE).size == sum(size or 0 for size in sizes)
    for point in worst(whole, 2, PATIENCE):
        shares = ((first.left(k), second.left(point.absent - k)) for k in range(point.absent + 1))
        assert point.linked == min(min(one) + min(other) for one, other in shares if one and other)
