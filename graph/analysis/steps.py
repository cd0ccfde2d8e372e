"""A window of days by calendar months, quarters or years."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from graph.analysis.spells import Window
from graph.vocabulary import Term


class TimeStep(StrEnum):
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


TERMS: Mapping[str, Mapping[StrEnum, Term]] = {
    "TimeStep": {
        TimeStep.MONTH: Term("按月", "By month"),
        TimeStep.QUARTER: Term("按季度", "By quarter"),
        TimeStep.YEAR: Term("按年", "By year"),
    }
}

_MONTHS: Mapping[TimeStep, int] = {TimeStep.MONTH: 1, TimeStep.QUARTER: 3, TimeStep.YEAR: 12}


def steps(window: Window, step: TimeStep) -> tuple[Window, ...]:
    """The months, quarters or years of a window, end to end; the first and the last may be cut."""
    return tuple(_steps(window, _MONTHS[step]))


def _steps(window: Window, months: int) -> Iterator[Window]:
    since = window.since
    while since < window.until:
        until = min(_next(since, months), window.until)
        yield Window(since, until)
        since = until


def _next(day: date, months: int) -> date:
    """The first day of the step after that of a day."""
    month = (day.month - 1) // months * months + months
    return date(day.year + month // 12, month % 12 + 1, 1)
