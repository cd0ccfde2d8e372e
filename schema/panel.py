"""Linkage beside closure, by community and month."""

import datetime
from collections.abc import Sequence
from typing import Annotated

import strawberry

import graph.view
from graph.analysis import panel as answers
from graph.lifecycle import HANDLED
from graph.model import CaseQuery, Closing
from schema.actors import Community
from schema.context import Info
from schema.fields import field
from schema.ids import known_at
from schema.limits import MOST_ITEMS, TooMuch
from schema.nodes import Sight, Within, seen
from schema.paging import Connection, Page
from schema.ratios import Ratio
from schema.words import both

Since = Annotated[datetime.date, strawberry.argument(description=both("首日", "The first day."))]
Until = Annotated[
    datetime.date,
    strawberry.argument(description=both("止日(不含);其前一日不得晚于视图的日期", "The day after the last, which may be the view's day.")),
]


@strawberry.type(description=both("一个村(社区)在一个月", "A community in a month."))
class PanelRow:
    view: strawberry.Private[graph.view.View]
    row: strawberry.Private[answers.PanelRow]

    @field("村(社区)", "The community.")
    def community(self) -> Community:
        snapshot = self.view.snapshot(self.row.cell.district)
        assert snapshot is not None, "a row is of a district of the view"
        return seen(Community, Sight(self.view, snapshot), self.row.cell.community)

    @field("月份,以其首日表示", "The month, by its first day.")
    def month(self) -> datetime.date:
        return self.row.month

    @field(
        "三级联动完整的日数与存续日数之比(严口径、实际)",
        "The days on which it was linked, of those on which it existed: strict and effective.",
    )
    def linked(self) -> Ratio:
        return Ratio(ratio=self.row.linked)

    @field("这个月办结、到视图的日期仍为办结的问题数", "Cases handled in the month, and still so on the view's day.")
    def closed(self) -> int:
        return self.row.closed

    @field(
        "从收集到办结的天数的中位数,只计两个日期都确切的;没有则为空",
        "The median of the days from the raising of a case to its handling, where both days are known. Null: of none.",
    )
    def median_days(self) -> float | None:
        return self.row.median_days


@strawberry.type
class Panels:
    view: strawberry.Private[graph.view.View]

    @field(
        "三级联动与办结并列,每个村(社区)每月一行;首尾两月可能不足",
        "Linkage beside closure, a row for each community and month; the first month and the last may be cut.",
    )
    async def panel(self, info: Info, page: Page, since: Since, until: Until, within: Within = None) -> Connection[PanelRow] | None:
        wanted = page.of(answers.cells(self.view, since, until, within), lambda cell: cell)
        chosen = [edge.node for edge in wanted.edges]
        rows = answers.rows(self.view, chosen, await _closings(info, self.view, chosen) if chosen else ())
        return page.of_asked(wanted.total_count, rows, lambda row: PanelRow(view=self.view, row=row))


async def _closings(info: Info, view: graph.view.View, chosen: Sequence[answers.Cell]) -> Sequence[Closing]:
    """The cases of these communities that were handled in these months, and still are on the view's day. Errors: TooMuch."""
    districts = tuple(dict.fromkeys(cell.district for cell in chosen))
    query = CaseQuery(districts, view.day, known_at(view), states=tuple(sorted(HANDLED)), limit=MOST_ITEMS + 1)
    codes = list(dict.fromkeys(cell.community.key for cell in chosen))
    since, until = min(cell.window.since for cell in chosen), max(cell.window.until for cell in chosen)
    found = await info.context.books.closings(query, codes, since, until)
    if len(found) > MOST_ITEMS:
        raise TooMuch(most=MOST_ITEMS)
    return found
