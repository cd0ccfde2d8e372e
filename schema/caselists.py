"""Which cases to list, and in which order: arguments as a question to the ledger."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, TypeVar

import strawberry
from strawberry.types.nodes import SelectedField, Selection

from graph.errors import UnknownDivision
from graph.model import CaseQuery, CaseSort
from graph.view import View
from graph.vocabulary import CaseState, Matter
from schema.context import Info
from schema.enums import CaseOrder
from schema.ids import known_at, read_as
from schema.paging import Page
from schema.words import both

T = TypeVar("T")


@strawberry.input(description=both("筛选问题;各项须同时符合", "Which cases: all that is given must fit."))
class CaseFilter:
    states: list[CaseState] | None = strawberry.field(default=strawberry.UNSET, description=both("这些状态", "In one of these states."))
    open: bool | None = strawberry.field(default=strawberry.UNSET, description=both("未了结,或已了结", "Open, or not."))
    overdue: bool | None = strawberry.field(
        default=strawberry.UNSET, description=both("未了结且已过办理时限,或否", "Open and past its due day, or not.")
    )
    matters: list[Matter] | None = strawberry.field(default=strawberry.UNSET, description=both("这些三事分类", "Matters of these kinds."))
    categories: list[str] | None = strawberry.field(default=strawberry.UNSET, description=both("这些问题类别", "Of these categories."))
    lead: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description=both("主办单位的 id,任何视图的都可", "The leading organisation, by an id of any view.")
    )
    due_until: date | None = strawberry.field(
        default=strawberry.UNSET, description=both("未了结且到这一天为止到期", "Open, and due on this day or before.")
    )


Filter = Annotated[CaseFilter | None, strawberry.argument(description=both("只要这样的", "Such ones only."))]
InOrder = Annotated[CaseOrder, strawberry.argument(description=both("如何排列", "In which order."))]


def case_query(
    info: Info, view: View, page: Page, wanted: CaseFilter | None, order: CaseOrder, within: list[str] | None = None
) -> CaseQuery:
    """The page of a list of cases that a caller wants; without its items where only the length is asked for.

    Errors: BadArgument, BadCursor, UnknownDivision.
    """
    asked, window = wanted or CaseFilter(), page.window()
    lead = read_as("Organization", asked.lead) if isinstance(asked.lead, str) else None
    districts = [s.district for s in view.snapshots if lead is None or s.district == lead.district]
    return CaseQuery(
        tuple(districts),
        view.day,
        known_at(view),
        known(view, within),
        _given(asked.states),
        _told(asked.open),
        _told(asked.overdue),
        _given(asked.matters),
        _given(asked.categories),
        lead.key if lead else None,
        _told(asked.due_until),
        CaseSort(order.value),
        window.skip,
        window.limit if lists(info) else 0,
        window.from_end,
    )


def known(view: View, within: list[str] | None) -> tuple[str, ...] | None:
    """Division codes as a question to the ledger has them; None: all. Errors: UnknownDivision."""
    for code in within or ():
        if view.place(code) is None:
            raise UnknownDivision(value=code)
    return _given(within)


def _given(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(str(value) for value in values) if isinstance(values, list) else None


def _told(value: T | None) -> T | None:
    """An argument that was left out is none."""
    return None if value is strawberry.UNSET else value


def lists(info: Info) -> bool:
    """Are the items of a list asked for, not only how many there are?"""
    return _selected(info.selected_fields[0].selections, "edges")


def _selected(selections: Iterable[Selection], name: str) -> bool:
    return any(s.name == name if isinstance(s, SelectedField) else _selected(s.selections, name) for s in selections)
