"""Coverage over time is the sum of its days: the graph by the boundaries of facts, the oracle by every day of random districts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis import coverage
from graph.analysis.measures import Ratio
from graph.analysis.steps import TimeStep
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, ExclusionReason, Strictness
from graph.analysis.timeline import BrokenCommunity, Course, Timeline, timeline
from graph.history import History
from tests.districts import HORIZON, districts
from tests.oracle.overtime import LEVEL, Asked, OverTime, Sums
from tests.oracle.rates import Rates
from tests.oracle.sheets import SEATS, Sheets
from tests.recorded import recorded, view

ASKED = st.one_of(
    st.builds(Asked, st.just("LINKAGE"), st.sampled_from(("STRICT", "LENIENT")), st.booleans()),
    st.builds(Asked, st.sampled_from(("GROUP", "FULL_COMPOSITION")), st.none(), st.booleans()),
)
WINDOWS = st.tuples(st.integers(0, len(HORIZON) - 1), st.integers(0, len(HORIZON) - 1)).map(lambda pair: (min(pair), max(pair) + 1))


def asking(history: History, asked: Asked, days: Sequence[date], by: CoverageGroupBy | None = None, step: str = "MONTH") -> Timeline:
    """The timeline of these days, in the view of the last one that there is."""
    course = Course(
        days[0],
        days[-1] + timedelta(days=1),
        TimeStep(step),
        group_by=by,
        kpi=CoverageKpi(asked.kpi),
        strictness=Strictness(asked.strictness or "STRICT"),
        basis=Basis.NOMINAL if asked.nominal else Basis.EFFECTIVE,
    )
    return timeline(view(history, HORIZON[-1]), course)


def sums(ratio: Ratio) -> Sums:
    left_out = {x.reason: x.count for x in ratio.excluded}
    coarse = left_out.get(ExclusionReason.COARSE_DATE, 0)
    return Sums(ratio.numerator, ratio.denominator, left_out.get(ExclusionReason.UNKNOWN_START, 0), coarse)


@settings(max_examples=settings().max_examples // 2)
@given(districts(), ASKED, WINDOWS)
def test_the_sums_of_every_day_and_who_was_broken_by_which_seats(sheets: Sheets, asked: Asked, window: tuple[int, int]) -> None:
    history, oracle, days = recorded(sheets), OverTime(Rates(sheets)), HORIZON[slice(*window)]
    assume(_may_be_asked(history))
    found = asking(history, asked, days, CoverageGroupBy.SUBDISTRICT)
    for step in found.steps:
        assert sums(step.ratio) == oracle.sums(asked, [day for day in days if step.window.since <= day < step.window.until])
    for part in found.breakdown:
        assert sums(part.whole) == oracle.sums(asked, days, within=part.key)
    broken = {b.community.key: b for b in found.broken}
    expected = {code: dict(oracle.broken(asked, code, days)) for code in {c for day in days for c in oracle.rates.communities(day)}}
    assert {code: dict(_days(told, days[-1])) for code, told in broken.items()} == {code: told for code, told in expected.items() if told}
    _adds_up(history, asked, days)


def _may_be_asked(history: History) -> bool:
    """Was anything recorded by the first of the days?"""
    return history.first_day is not None and history.first_day <= HORIZON[0]


def _days(broken: BrokenCommunity, last: date) -> Iterator[tuple[date, frozenset[str]]]:
    assert broken.days == sum(span.days for span in broken.spans)
    for span in broken.spans:
        assert span.days == ((span.until or last + timedelta(days=1)) - span.since).days
        assert set(span.levels) == {LEVEL[kind] for kind in span.seat_kinds}
        assert list(span.seat_kinds) == [kind for kind in SEATS if kind in span.seat_kinds]
        yield from ((span.since + timedelta(days=n), frozenset(map(str, span.seat_kinds))) for n in range(span.days))


def _adds_up(history: History, asked: Asked, days: Sequence[date]) -> None:
    """By any step and any grouping it is the same whole."""
    found = [asking(history, asked, days, by, step) for by, step in zip([*CoverageGroupBy], [*TimeStep, TimeStep.MONTH], strict=True)]
    (whole,) = {answer.whole for answer in found}
    for answer in found:
        _is_sum(whole, [step.ratio for step in answer.steps])
        _is_sum(whole, [part.whole for part in answer.breakdown])
        for number, step in enumerate(answer.steps):
            _is_sum(step.ratio, [part.steps[number].ratio for part in answer.breakdown])
    assert sum(b.days for b in found[0].broken) == whole.denominator - whole.numerator


def _is_sum(whole: Ratio, parts: Sequence[Ratio]) -> None:
    added = [sum(column) for column in zip(*map(sums, parts), strict=True)] or [0, 0, 0, 0]
    assert Sums(*added) == sums(whole)


@settings(max_examples=settings().max_examples // 8)
@given(districts(), st.sampled_from([*Strictness]))
def test_of_people_as_the_coverage_of_each_day_counts_them(sheets: Sheets, strictness: Strictness) -> None:
    history = recorded(sheets)
    assume(_may_be_asked(history))
    found = asking(history, Asked("POPULATION_LINKAGE", strictness), HORIZON).whole
    days = [m for day in HORIZON for m in coverage.coverage(view(history, day)).measures if m.kpi is CoverageKpi.POPULATION_LINKAGE]
    rates = [m.effective for m in days if m.strictness is strictness]
    assert len(rates) == len(HORIZON)
    assert found.numerator == sum(rate.numerator for rate in rates)
    assert found.denominator == sum(rate.denominator for rate in rates)
    for reason in ExclusionReason:
        assert _told(found, reason) == sum(_told(rate, reason) for rate in rates), reason


def _told(rate: Ratio, reason: ExclusionReason) -> int:
    return sum(x.count for x in rate.excluded if x.reason is reason)
