"""Plans of random small districts against all plans that there are, and against the audit of the district once they are carried out."""

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis import candidates
from graph.analysis.absence import without
from graph.analysis.assignment import Scale
from graph.analysis.coverage import coverage
from graph.analysis.fewest import fewest
from graph.analysis.findings import RULES, findings
from graph.analysis.gaps import community_gaps
from graph.analysis.measures import Counted, Ratio
from graph.analysis.reassignment import Move, Reassignment, reassignment
from graph.analysis.terms import CostName, CoverageKpi, Strictness
from graph.model import Facts, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import GapReason, SeatKind
from tests import plots
from tests.oracle import plans
from tests.oracle.plans import Limits, Plans, Plot
from tests.world import DISTRICT

MOST_PLANS = 4_000
gone = st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(plots.PEOPLE), max_size=1))


def asked(limits: Limits) -> candidates.Limits:
    return candidates.Limits(limits.capacity, limits.moves, frozenset(person(name) for name in limits.stay))


def person(name: str) -> Counted:
    return Counted(DISTRICT, Ref("Person", name))


def told(move: Move) -> plans.Move:
    """A move as the oracle has it; somebody who was not effective gives nothing up."""
    gave = next(part.cost for part in move.parts if part.name is CostName.CHANGE) > 0
    giver = move.leaves.start.key if gave and move.leaves else ""
    return plans.Move(plots.community_of(move.seat), move.kind, move.taker.key, giver)


def answered(facts: Facts, limits: Limits, absent: frozenset[str]) -> Reassignment:
    there = {a.key for a in facts.actors if a.kind == "Person"}
    return reassignment(plots.shown(facts), None, [person(name) for name in sorted(absent & there)], asked(limits))


def agrees(plot: Plot, limits: Limits, absent: frozenset[str], seed: int) -> None:
    """As good as the best of all plans, within all limits, with the same cause for what stays open; the same for shuffled facts."""
    facts = plots.as_world(plot).facts()
    absent &= {a.key for a in facts.actors if a.kind == "Person"}
    oracle, answer = Plans(plot, limits, absent), answered(facts, limits, absent)
    moves = [told(move) for move in answer.moves]
    assert oracle.why_not(moves) == ""
    assert set(moves) <= {move for open_ in oracle.options() for move in open_}
    assert oracle.cost(moves) == oracle.best()
    lacking = Counter({(community, kind): count for community, kind, count in oracle.lacking()})
    filled = Counter((move.community, move.kind) for move in moves if not move.giver)
    left = Counter((plots.community_of(u.seat), u.seat.key.partition("/")[2]) for u in answer.unfilled)
    assert filled + left == lacking
    for unfilled in answer.unfilled:
        place = plots.community_of(unfilled.seat), unfilled.seat.key.partition("/")[2]
        assert unfilled.limit == oracle.binding(*place, moves)
    weighed(oracle, answer, moves)
    assert answered(plots.shuffled(facts, seed), limits, absent) == answer


def weighed(oracle: Plans, answer: Reassignment, moves: list[plans.Move]) -> None:
    """The parts of the cost are the weighed parts of the oracle's, and each move tells the load that its taker comes to."""
    before, after = oracle.cost([]), oracle.cost(moves)
    order = max((part.cost for move in answer.moves for part in move.parts if part.name is CostName.ORDER), default=0)
    scale = Scale.of(len(moves), order)
    weights = (scale.load, scale.other_subdistrict, scale.mismatch, scale.change, scale.order)
    totals = [sum(part.cost for move in answer.moves for part in move.parts if part.name is name) for name in CostName]
    assert totals == [weight * (now - was) for weight, now, was in zip(weights, after[1:], before[1:], strict=True)]
    assert answer.cost == sum(totals)
    loads = oracle.loads(moves)
    assert [move.load for move in answer.moves] == [loads[move.taker.key, move.kind] for move in answer.moves]
    shown = {(entry.person.key, entry.kind): entry for entry in answer.loads if entry.person}
    for (name, kind), entry in shown.items():
        top = oracle.capacity(name, kind)
        assert (entry.count, entry.room) == (loads[name, kind], None if top is None else top - loads[name, kind])


def few(plot: Plot, limits: Limits, absent: frozenset[str]) -> bool:
    """Can all plans be tried in a moment?"""
    open_ = [len(options) for options in Plans(plot, limits, absent).options()]
    tried, most = 1, len(open_) if limits.moves is None else limits.moves
    for size in sorted(open_, reverse=True)[:most]:
        tried *= size + 1
    return tried * (len(open_) if limits.moves is not None else 1) <= MOST_PLANS


@settings(max_examples=120)
@given(plots.plots(), plots.limits(), gone, st.integers(0, 99))
def test_no_plan_is_better(plot: Plot, limits: Limits, absent: frozenset[str], seed: int) -> None:
    assume(few(plot, limits, absent))
    agrees(plot, limits, absent, seed)


@pytest.mark.long
@settings(max_examples=5_000)
@given(plots.plots(), plots.limits(), gone, st.integers(0, 99))
def test_no_plan_is_better_in_thousands_of_districts(plot: Plot, limits: Limits, absent: frozenset[str], seed: int) -> None:
    assume(few(plot, limits, absent))
    agrees(plot, limits, absent, seed)


@settings(max_examples=40)
@given(plots.plots(), plots.limits(), gone)
def test_what_the_audit_says_once_it_is_carried_out(plot: Plot, limits: Limits, absent: frozenset[str]) -> None:
    facts = plots.as_world(plot).facts()
    absent &= {a.key for a in facts.actors if a.kind == "Person"}
    answer = answered(facts, limits, absent)
    before = without(plots.shown(facts).snapshots[0], {Ref("Person", name) for name in absent})
    after = plots.carried_out(before, answer)
    assert (linkage(before), linkage(after)) == (answer.before, answer.after)
    for kind in (GapReason.SAME_PERSON, GapReason.OVER_MAX, GapReason.NO_GROUP, GapReason.TWO_GROUPS):
        assert found(after, kind) <= found(before, kind), kind
    lacking = {(gap.community, gap.seat_kind) for gaps in community_gaps(after).values() for gap in gaps if gap.seats and gap.seat_kind}
    stated = {(Ref("Community", DISTRICT + plots.community_of(u.seat)), plots.kind_of(after, u.seat)) for u in answer.unfilled}
    assert lacking == stated
    for move in answer.moves:
        seat = after.seat(move.seat)
        assert seat is not None
        assert move.taker in {f.person.ref for f in seat.effective}
        assert sum(f.link.flag("isHead") for s in after.seats(seat.group) for f in s.fillings) <= 2
    assert broken(after) <= broken(before), "a plan breaks none of the rules, and mends what it can"


def broken(snapshot: Snapshot) -> set[str]:
    """The keys of what the rules on structure find, but for loads and for dates to come."""
    rules = set(RULES) - {"OVERLOAD", "POST_ENDS"}
    return {finding.key for finding in findings(plots.shown(snapshot.history.facts), rules=rules).found}


def linkage(snapshot: Snapshot) -> Ratio:
    measures = coverage(plots.shown(snapshot.history.facts)).measures
    return next(m.effective for m in measures if (m.kpi, m.strictness) == (CoverageKpi.LINKAGE, Strictness.STRICT))


def found(snapshot: Snapshot, reason: GapReason) -> set[tuple[Ref, frozenset[Ref]]]:
    """Where there is a gap of a reason, and who has to do with it."""
    gaps = (gap for gaps in community_gaps(snapshot).values() for gap in gaps if gap.reason is reason)
    return {(gap.community, frozenset(f.person.ref for f in gap.holders)) for gap in gaps}


@settings(max_examples=40)
@given(plots.plots(), st.integers(0, 3))
def test_fewer_do_not_suffice(plot: Plot, limit: int) -> None:
    oracle, view = Plans(plot), plots.shown(plots.as_world(plot).facts())
    for kind in plot.minimum:
        assert fewest(view, SeatKind(kind), limit=limit) == plans.fewest(oracle, kind, limit), kind
