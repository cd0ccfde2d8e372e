"""The panel beside an oracle that counts day by day, and case by case."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import panel
from graph.interval import PartialDate
from graph.model import Closing
from tests.districts import FIRST, LAST, PLACES, districts
from tests.oracle.rates import STRICT, Rates
from tests.oracle.sheets import Sheets
from tests.recorded import recorded, view

DAYS = st.dates(FIRST, LAST)
COARSE = st.sampled_from((PartialDate.month(2019, 5), PartialDate.month(2019, 6), PartialDate.year(2019)))


@st.composite
def closings(draw: st.DrawFn) -> Closing:
    """A case that was raised up to forty days before it was handled; of some the month or the year is known only."""
    resolved, before = draw(DAYS), draw(st.integers(0, 40))
    raised = draw(st.none() | st.just(PartialDate.day(resolved - timedelta(days=before))) | COARSE)
    return Closing(draw(st.sampled_from(sorted(PLACES))), raised, draw(st.just(PartialDate.day(resolved)) | COARSE))


@settings(max_examples=settings().max_examples // 5)
@given(districts(), DAYS, DAYS, st.lists(closings(), max_size=30))
def test_every_row_is_the_sum_of_its_days(sheets: Sheets, one: date, other: date, cases: Sequence[Closing]) -> None:
    shown, oracle = view(recorded(sheets), LAST), Rates(sheets)
    since, until = max(min(one, other), shown.first_day or FIRST), max(one, other) + timedelta(days=1)
    if since >= until:
        return
    found = panel.rows(shown, panel.cells(shown, since, until), cases)
    assert {(row.cell.community.key, row.month): _told(row) for row in found} == _expected(oracle, since, until, cases)


def _told(row: panel.PanelRow) -> tuple[int, int, int, float | None]:
    return row.linked.numerator, row.linked.denominator, row.closed, row.median_days


def _expected(
    oracle: Rates, since: date, until: date, cases: Sequence[Closing]
) -> dict[tuple[str, date], tuple[int, int, int, float | None]]:
    days = [since + timedelta(days=n) for n in range((until - since).days)]
    out = {}
    for month in sorted({day.replace(day=1) for day in days}):
        inside = [day for day in days if day.replace(day=1) == month]
        linked = {day: _linked(oracle, day) for day in inside}
        for code in PLACES:
            there = [day for day in inside if code in oracle.communities(day)]
            if there:
                out[code, month] = (sum(code in linked[day] for day in there), len(there), *_closed(code, inside, cases))
    return out


def _linked(oracle: Rates, day: date) -> frozenset[str]:
    return next((row.effective for row in oracle.measures(day) if row.kpi == "LINKAGE" and row.strictness == STRICT), frozenset())


def _closed(code: str, inside: Sequence[date], cases: Sequence[Closing]) -> tuple[int, float | None]:
    """Those of which every day on which they may have been handled is inside; the days of those whose two days are told."""
    closed = [c for c in cases if c.community == code and {c.resolved.earliest, c.resolved.latest} <= set(inside)]
    days = [
        (c.resolved.earliest - c.raised.earliest).days
        for c in closed
        if c.raised and c.raised.earliest == c.raised.latest and c.resolved.earliest == c.resolved.latest
    ]
    return len(closed), median(days) if days else None
