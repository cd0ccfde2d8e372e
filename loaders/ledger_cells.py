"""What the cells of a ledger say: days in a row, how a case gets on, how it was fed back, a grade, a time limit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from graph.interval import PartialDate
from graph.vocabulary import ENUMERATIONS, CaseState, Channel
from loaders import cells, dates
from loaders.cells import compact, text
from loaders.report import Bad
from loaders.sheets import Cell

_ENDLESS = frozenset({"长期坚持", "持续推进"})
"""Words for a case in progress that falls due on no day."""
_NO_LIMIT = _ENDLESS | {"", "长期", "无", "-", "--", "—", "——"}
_DAYS = re.compile(r"(\d{1,3})(?:天|日|个?自然日)(?:内|之内)?", re.ASCII)
_UNKNOWN = frozenset({"不详", "未知", "不明"})
_GRADES: Mapping[str, int] = {"非常满意": 5, "很满意": 5, "满意": 4, "基本满意": 3, "一般": 3, "不满意": 2, "非常不满意": 1, "很不满意": 1}
_NO_GRADE = frozenset({"", "未评价", "无", "-", "—"})
_LEADING_DAY = re.compile(r"(\d{4}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?|月)?|年)?)(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Progress:
    """办理进展: the state that its words name; None where they name none. `endless`: it falls due on no day."""

    state: CaseState | None
    endless: bool


def day(cell: Cell) -> PartialDate | None:
    """A date as exact as the cell gives it; the same few days stand in many rows. Errors: Bad."""
    return _written(cell.value) if isinstance(cell.value, str) else dates.since(cell)


@lru_cache(4096)
def _written(value: str) -> PartialDate | None:
    return dates.since(Cell(value))


def raised(cell: Cell, own_day: date) -> PartialDate | None:
    """收集时间; 不详 is some day by the ledger's own; None if blank. Errors: Bad."""
    return PartialDate.by(own_day) if text(cell) in _UNKNOWN else day(cell)


def days(cell: Cell) -> tuple[PartialDate, ...]:
    """The days of a cell that may list several. Errors: Bad."""
    if not isinstance(cell.value, str):
        on = dates.since(cell)
        return (on,) if on else ()
    if not re.search(r"[、,;\n]", cell.value):
        on = day(cell)
        return (on,) if on else ()
    parts = (part for part in re.split(r"[、,;\n]", cells.clean(cell.value)) if part.strip())
    return tuple(on for part in parts if (on := dates.since(Cell(part, cell.row, cell.column))))


def progress(cell: Cell) -> Progress:
    """The state that the words of a cell name: the whole of them, or those before the first mark."""
    written = compact(text(cell)).lower()
    first = re.split(r"[,。;::、!(\[]", written)[0]
    return Progress(_states().get(written) or _states().get(first), first in _ENDLESS)


@cache
def _states() -> Mapping[str, CaseState]:
    terms = ENUMERATIONS["CaseState"].items()
    return {compact(word).lower(): CaseState(state) for state, term in terms for word in (*term.also, term.en, term.zh, state.value)}


def channel(cell: Cell) -> str | None:
    """A known channel; another in the ledger's own words."""
    try:
        known = cells.choice(cell, Channel)
    except Bad:
        return text(cell)
    return known.value if known else None


def grade(cell: Cell) -> int | None:
    """群众评价 from 5 to 1; None if blank or not evaluated. Errors: Bad."""
    written = cells.identifier(cell)
    if written in _NO_GRADE:
        return None
    found = int(written) if written in ("1", "2", "3", "4", "5") else _GRADES.get(written)
    if found is None:
        zh, en = (
            "评价应为非常满意、满意、基本满意、不满意、非常不满意之一。",
            "A grade is one of 非常满意, 满意, 基本满意, 不满意, 非常不满意.",
        )
        raise Bad("BAD_GRADE", zh, en)
    return found


def fed_back(cell: Cell) -> tuple[PartialDate | None, str]:
    """反馈时间/方式: the day, and in what way. Errors: Bad where digits make no day."""
    written = text(cell)
    found = _LEADING_DAY.fullmatch(compact(written)) if isinstance(cell.value, str) else None
    if found and not compact(written).isdigit():
        return day(Cell(found[1], cell.row, cell.column)), found[2].strip("/、,;()·-")
    if isinstance(cell.value, str) and not any(c.isdigit() for c in written):
        return None, written
    return day(cell), ""


def due(cell: Cell) -> PartialDate | int | None:
    """办理时限: a day, or a number of days from the day raised; None if blank or without limit (长期). Errors: Bad."""
    written = compact(text(cell))
    if written in _NO_LIMIT:
        return None
    found = _DAYS.fullmatch(written)
    return int(found[1]) if found else day(cell)
