"""Who came and went in random districts: the graph by spans of days, the oracle day by day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.assignments import Assignment, Bounds, assignments
from graph.analysis.steps import TimeStep
from graph.analysis.turnover import TurnoverStep, turnover
from graph.history import History
from tests.districts import HORIZON, districts
from tests.oracle.periods import Period, Periods
from tests.oracle.rates import Rates
from tests.oracle.sheets import Sheets
from tests.recorded import recorded, view

FIRST, LAST = HORIZON[0], HORIZON[-1]
END = LAST + timedelta(days=1)


@settings(max_examples=settings().max_examples // 2)
@given(districts(), st.sampled_from([*TimeStep]))
def test_the_periods_of_everybody_and_what_they_add_up_to(sheets: Sheets, step: TimeStep) -> None:
    history, rates = recorded(sheets), Rates(sheets)
    periods = Periods(rates, HORIZON)
    expected = sorted((_named(rates, period) for period in periods.all()), key=str)
    found = [period for x in assignments(history, (c.ref for c in history.of("Community"))) if (period := _seen(history, x))]
    assert sorted(found, key=str) == expected
    if history.first_day is not None and history.first_day <= FIRST:
        _adds_up(history, periods, step)


def _adds_up(history: History, periods: Periods, step: TimeStep) -> None:
    found = turnover(view(history, LAST), FIRST, END, step)
    lasting = [(p.may_begin[1] or FIRST, p.may_be_over[0] or END) for p in periods.all()]
    on = {day: sum(since <= day < until for since, until in lasting) for day in HORIZON}
    for one in found:
        exact = one.undated == 0
        assert not exact or one.before + one.joined - one.left == one.after
        assert one.returned <= one.joined
        last = one.window.until - timedelta(days=1)
        assert not exact or one.after == on[last]
        assert not exact or one.person_days == sum(on[day] for day in HORIZON if one.window.since <= day <= last)
    whole = _one(turnover(view(history, LAST), FIRST, END, TimeStep.YEAR))
    assert sum(one.person_days for one in found) == whole.person_days
    if not any(one.undated for one in found):
        assert [sum(one.joined for one in found), sum(one.left for one in found)] == [whole.joined, whole.left]
        assert sum(one.returned for one in found) == whole.returned


def _one(steps: tuple[TurnoverStep, ...]) -> TurnoverStep:
    (step,) = steps
    return step


def _named(rates: Rates, period: Period) -> Period:
    return period._replace(person=rates.holders.name(period.person))


def _seen(history: History, found: Assignment) -> Period | None:
    """A period as it looks to somebody who sees these days only; None where none of them is certain."""
    if found.went.earliest <= FIRST or found.came.latest > LAST:
        return None
    name = history.actors[found.person].text("name")
    return Period(name, found.community.key, _began(found.came), _over(found.went))


def _began(came: Bounds) -> tuple[date | None, date | None]:
    earliest, latest = (None if day <= FIRST else day for day in (came.earliest, came.latest))
    return earliest, latest


def _over(went: Bounds) -> tuple[date | None, date | None]:
    earliest, latest = (None if day >= END else day for day in (went.earliest, went.latest))
    return earliest, latest
