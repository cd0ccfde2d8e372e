"""How long questions over time take: a year by month and subdistrict, two days side by side. `python -m bench overtime`."""

from datetime import date

from bench.districts import row
from graph.analysis.comparison import comparison
from graph.analysis.steps import TimeStep
from graph.analysis.terms import CoverageGroupBy
from graph.analysis.timeline import Course, timeline
from graph.analysis.turnover import turnover
from graph.view import View

_YEAR = Course(date(2019, 1, 1), date(2020, 1, 1), group_by=CoverageGroupBy.SUBDISTRICT)


def main() -> None:
    row("timeline of a year by month and subdistrict", lambda view: timeline(view, _YEAR))
    row("timeline with what was broken", _broken)
    row("today beside a year before", lambda view: comparison(view, date(2019, 2, 6)))
    row("turnover of three years by year", lambda view: turnover(view, date(2017, 2, 1), date(2020, 2, 1)))
    row("turnover of three years by month", lambda view: turnover(view, date(2017, 2, 1), date(2020, 2, 1), TimeStep.MONTH))


def _broken(view: View) -> object:
    return timeline(view, _YEAR).broken


if __name__ == "__main__":
    main()
