"""Loads and plans of the sample: exact on the clean one, and on the one with planted defects against the planter's own list."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.candidates import Limits
from graph.analysis.coverage import coverage
from graph.analysis.fewest import fewest
from graph.analysis.load import gini, load, mean
from graph.analysis.measures import Counted
from graph.analysis.reassignment import reassignment
from graph.analysis.terms import CoverageKpi, Strictness
from graph.history import History
from graph.model import Ref
from graph.view import View
from graph.vocabulary import GapReason, SeatKind
from loaders.sample import NANAN, write
from tests.loaders.test_sample_import import imported
from tests.plots import carried_out, kind_of
from tests.test_truth import view

CODE, DAY, LEADER = "500108", date(2020, 2, 6), SeatKind.DISTRICT_LEADER
FILLED = {GapReason.VACANT, GapReason.GHOST, GapReason.WRONG_SUBDISTRICT, GapReason.WRONG_UNIT}
Sample = tuple[View, dict[str, Any]]


def sample(folder: Path, clean: bool) -> Sample:
    history, _ = imported(write(folder, clean, profile=NANAN, cases=0), CODE, 2019)
    return view(history, DAY), json.loads((folder / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("flawed"), clean=False)


def called(shown: View, ref: Ref) -> str:
    return shown.snapshots[0].actor(ref).text("name")


def linked(history: History) -> int:
    measures = coverage(view(history, DAY)).measures
    return next(m.effective.numerator for m in measures if (m.kpi, m.strictness) == (CoverageKpi.LINKAGE, Strictness.STRICT))


def test_the_clean_sample_is_even_and_whole(tmp_path: Path) -> None:
    shown, _ = sample(tmp_path, clean=True)
    answer = load(shown, LEADER)
    assert Counter(answer.counts) == {4: 34, 5: 2}
    assert (round(mean(answer.counts) or 0, 2), round(gini(answer.counts) or 0, 4)) == (4.06, 0.0129)
    assert (answer.lower_bound, answer.limit, answer.overloaded) == (5, 6, ())
    assert [fewest(shown, LEADER, limit=limit) for limit in (6, 5, 4)] == [25, 30, None]
    plan = reassignment(shown, limits=Limits(moves=10, kinds=frozenset({LEADER})))
    assert (plan.moves, plan.unfilled, plan.cost, plan.before.numerator, plan.after.numerator) == ((), (), 0, 146, 146)


def test_the_load_of_the_flawed_sample_is_the_stated_one(flawed: Sample) -> None:
    shown, truth = flawed
    answer, stated = load(shown, LEADER), truth["load"]
    assert (len(answer.entries), sum(answer.counts), answer.counts[0]) == (stated["leaders"], stated["groups"], stated["most"])
    assert {str(n): count for n, count in Counter(answer.counts).items()} == stated["leadersByGroups"]
    assert [called(shown, e.person) for e in answer.overloaded if e.person] == stated["mostLoaded"]


def test_the_plan_fills_every_planted_vacancy_and_ghost_and_nothing_else(flawed: Sample) -> None:
    shown, truth = flawed
    here, plan = shown.snapshots[0], reassignment(shown)
    standing = [d for d in truth["defects"] if d["until"] is None]
    wanted = {(d["community"], kind) for d in standing if d["reason"] in FILLED for kind in d["seatKinds"]}
    assert {(m.seat.key[:12], kind_of(here, m.seat).value) for m in plan.moves} == wanted
    assert (len(plan.moves), plan.unfilled) == (len(wanted), ())
    left = {d["community"] for d in standing if not d["linkedStrict"]} - {community for community, _ in wanted}
    assert (plan.before.numerator, plan.after.numerator) == (linked(here.history), 146 - len(left))
    assert linked(carried_out(here, plan).history) == plan.after.numerator
    gone = {name for d in standing if d["reason"] in FILLED for name in d["people"]}
    assert {called(shown, m.leaves.start) for m in plan.moves if m.leaves} == gone
    assert not gone & {called(shown, m.taker) for m in plan.moves}


def test_the_leader_with_eight_groups_leaves(flawed: Sample) -> None:
    shown, truth = flawed
    before = load(shown, LEADER)
    leaver = before.overloaded[0]
    assert leaver.person is not None
    plan = reassignment(shown, None, [Counted(CODE, leaver.person)], Limits(kinds=frozenset({LEADER})))
    taken = [m for m in plan.moves if m.leaves and m.leaves.start == leaver.person]
    assert (len(taken), plan.unfilled) == (truth["load"]["most"], ())
    assert plan.before.numerator == reassignment(shown).before.numerator - 8
    assert Counter(e.count for e in plan.loads) == {4: 34, 5: 2}, "as even as 146 groups of 36 leaders can be"
    assert {m.leaves.flag("isHead") for m in taken if m.leaves} == {True}


def test_a_few_changes_even_the_loads(flawed: Sample) -> None:
    shown, _ = flawed
    only = frozenset({LEADER})
    plans = [reassignment(shown, limits=Limits(moves=n, kinds=only)) for n in (1, 4, 5, 20)]
    assert [len(plan.moves) for plan in plans] == [1, 4, 5, 7]
    assert [max(e.count for e in plan.loads) for plan in plans] == [8, 5, 5, 4]
    assert [plan.cost < 0 for plan in plans] == [False, True, True, True]
    assert Counter(e.count for e in plans[-1].loads) == {4: 35, 3: 2}
