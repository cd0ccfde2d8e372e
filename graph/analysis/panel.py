"""Linkage beside closure, by community and month: on how many days a community was linked, and how fast its cases were closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from graph.analysis.measures import Ratio
from graph.analysis.spells import Window, asked
from graph.analysis.steps import TimeStep, steps
from graph.analysis.terms import CoverageGroupBy
from graph.analysis.timeline import Course, timeline
from graph.errors import DateOutOfRange
from graph.interval import Interval, Precision
from graph.model import Closing, Ref
from graph.view import View, lies_in


class Cell(NamedTuple):
    """A community and a month, or those of its days that are asked for."""

    district: str
    community: Ref
    window: Window


@dataclass(frozen=True, slots=True)
class PanelRow:
    """`linked` counts days. `closed`: cases handled in the month, and still so on the view's day; `median_days`, None without any: from
    the day a case was raised to that of its handling, of those of which both days are known."""

    cell: Cell
    linked: Ratio
    closed: int
    median_days: float | None

    @property
    def month(self) -> date:
        """Its first day."""
        return self.cell.window.since.replace(day=1)


def cells(view: View, since: date, until: date, within: Sequence[str] | None = None) -> tuple[Cell, ...]:
    """The communities by code, each with the months of the window in which it existed for a day at least.

    Errors: UnknownDivision; BadArgument of a window without days; DateOutOfRange before the first record and after the view's day: of
    cases a view knows nothing later.
    """
    window, parts = asked(view, since, until), view.scope(within)
    last = until - timedelta(days=1)
    if last > view.day:
        raise DateOutOfRange(value=last, first=view.first_day or "-", last=view.day)
    months = steps(window, TimeStep.MONTH)
    places = ((part.snapshot.district, c) for part in parts for c in part.snapshot.history.of("Community") if lies_in(c.key, within))
    return tuple(Cell(district, c.ref, month) for district, c in places for month in months if _exists(c.interval, month))


def _exists(interval: Interval, month: Window) -> bool:
    """On a day of the month, for certain?"""
    first = max(interval.since.latest if interval.since else date.min, month.since)
    return first < min(interval.until.earliest if interval.until else date.max, month.until)


def rows(view: View, chosen: Sequence[Cell], closings: Iterable[Closing]) -> tuple[PanelRow, ...]:
    """The rows of some cells, one for each; `closings` are those of their communities and months, and may be of more."""
    linked = _linked(view, chosen)
    closed: defaultdict[tuple[str, date], list[Closing]] = defaultdict(list)
    for closing in closings:
        closed[closing.community, closing.resolved.earliest.replace(day=1)].append(closing)
    found = ((cell, closed[cell.community.key, cell.window.since.replace(day=1)]) for cell in chosen)
    return tuple(_row(cell, linked[cell.community, cell.window], of_month) for cell, of_month in found)


def _linked(view: View, chosen: Sequence[Cell]) -> Mapping[tuple[Ref, Window], Ratio]:
    if not chosen:
        return {}
    since, until = min(cell.window.since for cell in chosen), max(cell.window.until for cell in chosen)
    codes = tuple(dict.fromkeys(cell.community.key for cell in chosen))
    found = timeline(view, Course(since, until, within=codes, group_by=CoverageGroupBy.COMMUNITY))
    return {(Ref("Community", group.key), step.window): step.ratio for group in found.breakdown for step in group.steps}


def _row(cell: Cell, linked: Ratio, of_month: Iterable[Closing]) -> PanelRow:
    inside = [c for c in of_month if cell.window.since <= c.resolved.earliest and c.resolved.latest < cell.window.until]
    days = [(c.resolved.earliest - c.raised.earliest).days for c in inside if c.raised and _exact(c)]
    return PanelRow(cell, linked, len(inside), median(days) if days else None)


def _exact(closing: Closing) -> bool:
    return closing.raised is not None and closing.raised.precision is closing.resolved.precision is Precision.DAY
