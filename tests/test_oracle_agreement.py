"""The graph and the oracle answer the same of random districts, on every day: rates, gaps, statuses, chains."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis import chains, coverage, gaps
from graph.analysis.measures import Measure, Ratio
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, ExclusionReason
from graph.interval import PartialDate
from graph.model import Ref
from graph.snapshot import Snapshot
from graph.view import View
from tests.districts import HORIZON, districts
from tests.oracle import gaps as oracle_gaps
from tests.oracle.gaps import Gaps, Hop
from tests.oracle.rates import Rates
from tests.oracle.sheets import SEATS, Sheets
from tests.recorded import recorded, view

KPIS = (CoverageKpi.GROUP, CoverageKpi.SEAT, CoverageKpi.LEVEL, CoverageKpi.LINKAGE, CoverageKpi.FULL_COMPOSITION)
"""Those that count communities."""
OF_FACTS = (CoverageKpi.GHOST, CoverageKpi.DATA_QUALITY)
"""Those that count facts: their sides tell whom each is about, so that one person may be on both."""


class Counted(NamedTuple):
    """One row of the measures, as plain values."""

    row: tuple[str, str | None, str | None, str | None]
    covered: frozenset[str]
    missing: frozenset[str]
    at_best: int
    coarse: int
    unknown_start: int
    on_paper: frozenset[str] | None
    coarse_on_paper: int | None


class Lacking(NamedTuple):
    """A gap, as plain values."""

    reason: str
    community: str
    group: str | None
    seats: frozenset[str]
    since: date | None
    without_effective_since: date | None
    ever_in_roster: bool


class Seated(NamedTuple):
    """Somebody in a seat."""

    group: str
    kind: str
    name: str
    status: str
    reason: str


@given(districts(), st.booleans())
def test_rates(sheets: Sheets, posts_last: bool) -> None:
    history, oracle = recorded(sheets, posts_last), Rates(sheets)
    for day in HORIZON:
        measures = coverage.coverage(view(history, day)).measures
        assert [*_rates(measures)] == [*_oracle_rates(oracle, day)], day
        _counts_people(measures, oracle, day)


@given(districts())
def test_seats(sheets: Sheets) -> None:
    history, oracle = recorded(sheets), Rates(sheets)
    for day in HORIZON:
        assert {*_seated(view(history, day).snapshots[0])} == {*_oracle_seated(oracle, day)}, day


@given(districts())
def test_gaps(sheets: Sheets) -> None:
    history, oracle = recorded(sheets), Gaps(sheets)
    for day in HORIZON:
        found = sorted(_gaps(view(history, day)), key=str)
        assert found == sorted(_told_alike(oracle.gaps(day), found), key=str), day
        orphans = gaps.orphaned_groups(view(history, day))
        assert {(orphan.group.key, orphan.community.key) for orphan in orphans} == oracle.orphans(day), day


@given(districts())
def test_chains(sheets: Sheets) -> None:
    history, oracle = recorded(sheets), Gaps(sheets)
    for day in HORIZON:
        for code in oracle.rates.communities(day):
            chain = chains.chain(view(history, day), code)
            assert chain is not None
            assert _by_role(map(_hop, chain.standing)) == _by_role(oracle.chain(code, day)), (day, code)
            broken, expected = chain.first_broken, oracle.first_broken(code, day)
            assert (broken and broken.role) == (expected and expected.kind), (day, code)


@given(districts())
def test_what_must_hold_of_all_rates(sheets: Sheets) -> None:
    history, oracle = recorded(sheets), Rates(sheets)
    for day in HORIZON:
        answer = coverage.coverage(view(history, day), group_by=CoverageGroupBy.SUBDISTRICT)
        for measure in answer.measures:
            _holds_by_itself(measure)
            parts = [m for part in answer.breakdown for m in part.measures if _row(m) == _row(measure)]
            _adds_up(measure, parts)
        if oracle.asks_for_all(day):
            _nests({_row(measure): frozenset(measure.covered()) for measure in answer.measures})


def _counts_people(measures: Iterable[Measure], oracle: Rates, day: date) -> None:
    """K8: the people of the communities that are linked, of those whose number is known."""
    linked = {row.strictness: row for row in oracle.measures(day) if row.kpi == "LINKAGE"}
    rows = {row.strictness: row for row in measures if row.kpi is CoverageKpi.POPULATION_LINKAGE}
    assert [*rows] == [*linked]
    for strictness, row in rows.items():
        expected = linked[strictness or ""]
        counted = (expected.nominal or frozenset(), expected.effective, expected.upper)
        assert [rate and rate.numerator for rate in (row.nominal, row.effective, row.upper_bound)] == [*map(oracle.population, counted)]
        assert row.effective.denominator == oracle.population(oracle.communities(day))
        assert _excluded(row.effective, ExclusionReason.NO_POPULATION) == len(oracle.unpeopled(day))


# ---- what must hold


def _holds_by_itself(measure: Measure) -> None:
    """Effective is no more than nominal and than at best; covered and missing are the denominator; K3 is not negative."""
    rate = measure.effective
    assert len(measure.covered()) == rate.numerator or measure.kpi is CoverageKpi.POPULATION_LINKAGE
    assert set(measure.covered()).isdisjoint(measure.missing()) or measure.kpi in OF_FACTS
    assert rate.numerator <= measure.upper_bound.numerator <= rate.denominator == measure.upper_bound.denominator
    assert (rate.value is None) == (rate.denominator == 0)
    if measure.nominal is not None and measure.paper_gap is not None and measure.on_paper is not None:
        assert measure.paper_gap.numerator == measure.nominal.numerator - rate.numerator >= 0
        assert set(measure.covered()) <= set(measure.covered(Basis.NOMINAL))


def _adds_up(whole: Measure, parts: list[Measure]) -> None:
    for rate in ("nominal", "effective", "upper_bound"):
        ratios: list[Ratio] = [getattr(part, rate) for part in parts if getattr(part, rate)]
        total: Ratio | None = getattr(whole, rate)
        if total is not None:
            assert sum(ratio.numerator for ratio in ratios) == total.numerator
            assert sum(ratio.denominator for ratio in ratios) == total.denominator


def _nests(covered: dict[tuple[str, str | None, str | None, str | None], frozenset[Ref]]) -> None:
    """K6 ≤ K5 strict ≤ K5 lenient ≤ K1."""
    strict, lenient = covered["LINKAGE", None, None, "STRICT"], covered["LINKAGE", None, None, "LENIENT"]
    assert covered["FULL_COMPOSITION", None, None, None] <= strict <= lenient <= covered["GROUP", None, None, None]


# ---- the graph's answers as plain values


def _row(measure: Measure) -> tuple[str, str | None, str | None, str | None]:
    return measure.kpi, measure.seat_kind, measure.level, measure.strictness


def _rates(measures: Iterable[Measure]) -> Iterator[Counted]:
    for measure in measures:
        if measure.kpi not in KPIS:
            continue
        yield Counted(
            _row(measure),
            frozenset(ref.key for ref in measure.covered()),
            frozenset(ref.key for ref in measure.missing()),
            measure.upper_bound.numerator,
            _excluded(measure.effective, ExclusionReason.COARSE_DATE),
            _excluded(measure.effective, ExclusionReason.UNKNOWN_START),
            None if measure.on_paper is None else frozenset(c.ref.key for c in measure.on_paper.covered),
            None if measure.nominal is None else _excluded(measure.nominal, ExclusionReason.COARSE_DATE),
        )


def _excluded(ratio: Ratio, reason: ExclusionReason) -> int:
    return sum(exclusion.count for exclusion in ratio.excluded if exclusion.reason is reason)


def _seated(snapshot: Snapshot) -> Iterator[Seated]:
    for group in {group for community in snapshot.communities for group in snapshot.groups(community.ref)}:
        for seat in snapshot.seats(group):
            for filling in seat.fillings:
                status = filling.verdict.status
                yield Seated(group.key, seat.kind, filling.person.text("name"), status, filling.verdict.reason or status)


def _gaps(day: View) -> Iterator[Lacking]:
    snapshot = day.snapshots[0]
    for gap in gaps.gaps(day):
        yield Lacking(
            gap.reason,
            gap.community.key,
            gap.group.key if gap.group else None,
            frozenset(snapshot.actor(seat).text("kind") for seat in gap.seats) | ({gap.seat_kind} if gap.seat_kind else set()),
            _day(gap.run.since),
            _day(gap.without_effective.since),
            gap.ever_in_roster,
        )


def _day(on: PartialDate | None) -> date | None:
    return None if on is None else on.anchor


def _hop(hop: chains.Hop) -> Hop:
    return Hop(hop.role, hop.group.key if hop.group else None, hop.status)


def _by_role(hops: Iterable[Hop]) -> list[tuple[str, list[Hop]]]:
    """The roles in their order, with the hops of each; of two groups none comes first."""
    return [(role, sorted(found, key=str)) for role, found in groupby(hops, key=lambda hop: hop.kind)]


# ---- the oracle's


def _oracle_rates(oracle: Rates, day: date) -> Iterator[Counted]:
    for row in oracle.measures(day):
        yield Counted(
            (row.kpi, row.kind, row.level, row.strictness),
            row.effective,
            oracle.communities(day) - row.effective,
            len(row.upper),
            len(row.coarse),
            len(oracle.unknown_start(day)),
            row.nominal,
            None if row.nominal_coarse is None else len(row.nominal_coarse),
        )


def _oracle_seated(oracle: Rates, day: date) -> Iterator[Seated]:
    for group in {group for code in oracle.communities(day) for group in oracle.groups(code, day)}:
        for kind in SEATS:
            for person, status in oracle.holders.seated(group, kind, day).items() if kind in oracle.rule(day) else ():
                yield Seated(group, kind, oracle.holders.name(person), status, oracle.holders.reason(group, kind, person, day))


def _told_alike(expected: Iterator[oracle_gaps.Gap], found: list[Lacking]) -> Iterator[Lacking]:
    """The oracle's gaps, each with the reason that was found where it is one of those that may be told."""
    told = {(gap.community, gap.group, gap.seats, gap.reason) for gap in found}
    for gap in expected:
        reason = next((r for r in sorted(gap.reasons) if (gap.community, gap.group, gap.seats, r) in told), min(gap.reasons))
        yield Lacking(reason, *gap[1:])
