"""How much work an answer is, in steps and not in seconds: each thing is judged once a day, twice the district is twice the work."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

import pytest

import graph.analysis.coverage
import graph.courtyards
import graph.snapshot
from bench.districts import TODAY, district
from graph.analysis import candidates
from graph.analysis.assignment import Option
from graph.analysis.composition import Holders, Needs, questions, seated
from graph.analysis.coverage import coverage
from graph.analysis.findings import findings
from graph.analysis.gaps import gaps
from graph.analysis.load import carried
from graph.analysis.measures import Counted
from graph.analysis.reassignment import reassignment
from graph.analysis.resilience import impacts, single_points
from graph.analysis.staffing import Spot
from graph.analysis.supply import Supply
from graph.analysis.terms import CoverageGroupBy
from graph.courtyards import exists
from graph.history import History
from graph.interval import Interval
from graph.model import Link, Ref
from graph.qualification import Verdict, verdict
from graph.view import View
from graph.vocabulary import SeatKind


def test_a_holder_is_judged_once_for_all_answers_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: Counter[str] = Counter()

    def counting(history: History, filling: Link, *rest: SeatKind) -> Verdict:
        judged[filling.id] += 1
        return verdict(history, filling, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(graph.snapshot, "verdict", counting)
    view = district(10)
    coverage(view, group_by=CoverageGroupBy.SUBDISTRICT)
    findings(view), gaps(view), impacts(view), single_points(view)
    current = {x.id for x in view.snapshots[0].history.links if x.type == "FILLS" and x.interval.holds(TODAY)}
    assert current <= set(judged)
    assert [link for link, times in judged.items() if link in current and times > 1] == []


def test_a_courtyard_is_judged_once_for_all_answers_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: Counter[Ref] = Counter()

    def counting(history: History, courtyard: Ref, day: date) -> bool | None:
        judged[courtyard] += 1
        return exists(history, courtyard, day)

    monkeypatch.setattr(graph.courtyards, "exists", counting)
    view = district(10)
    coverage(view), findings(view)
    assert len(judged) == 20
    assert set(judged.values()) == {1}


def test_nobody_whose_hands_are_full_is_thought_of(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[int] = []

    def noting(i: int, spot: Spot, person: Ref, order: Mapping[Counted, int]) -> Option:
        loads.append(len(carried(spot.supply.snapshot, spot.seat.kind).get(person, ())))
        return option(i, spot, person, order)

    option = candidates._option
    monkeypatch.setattr(candidates, "_option", noting)
    reassignment(district(100), limits=candidates.Limits(capacity=3))
    assert max(loads) == 2


@pytest.mark.parametrize("ask", [coverage, findings, gaps, impacts, reassignment], ids=lambda ask: ask.__name__)
def test_twice_the_communities_are_twice_the_work(ask: Callable[[View], object], monkeypatch: pytest.MonkeyPatch) -> None:
    def held(size: int) -> int:
        counted = 0
        with monkeypatch.context() as patch:

            def counting(self: Interval, day: date) -> bool | None:
                nonlocal counted
                counted += 1
                return holds(self, day)

            patch.setattr(Interval, "holds", counting)
            ask(district(size))
        return counted

    holds = Interval.holds
    few, many = held(20), held(40)
    assert 0 < many <= 2.3 * few, (few, many)


def test_the_limit_of_somebody_is_found_once_for_all_places_of_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[SeatKind, Ref]] = Counter()
    markets = Supply._markets

    def counting(self: Supply, kind: SeatKind, person: Ref) -> frozenset[str]:
        asked[kind, person] += 1
        return markets(self, kind, person)

    monkeypatch.setattr(Supply, "_markets", counting)
    plan = reassignment(district(40))
    assert plan.moves
    assert max(asked.values()) == 2, "once for the limits of the pool, once for their own"


def test_readings_on_which_the_same_people_count_share_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[object, object]] = Counter()

    def counting(needs: Needs, people: Holders) -> bool:
        asked[frozenset(needs.items()), frozenset(people.items())] += 1
        return seated(needs, people)

    monkeypatch.setattr(graph.analysis.coverage, "seated", counting)
    view = district(10)
    coverage(view)
    of_the_rule = Counter[object](frozenset(needs.items()) for choices in questions(view.snapshots[0].rule).values() for needs in choices)
    assert asked
    assert all(times <= of_the_rule[needs] for (needs, _), times in asked.items())
