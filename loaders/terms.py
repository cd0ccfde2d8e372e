"""任期: how long somebody is elected for, as a number of years or as the day on which it ends."""

import re
from contextlib import suppress
from datetime import date

from graph.interval import PartialDate, Precision
from loaders import dates
from loaders.cells import compact, text
from loaders.report import Bad
from loaders.sheets import Cell

_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_YEARS = re.compile(r"(\d{1,2}|[一二两三四五六七八九十])(?:\.0+)?年?", re.ASCII)


def term(cell: Cell) -> int | PartialDate | None:
    """Years (3, 3年, 三年), or the first day after (至2022-06-30 is its last day); None if blank or open."""
    written = compact(text(cell))
    if found := _YEARS.fullmatch(written):
        return _NUMBERS.get(found[1]) or _whole(found[1])
    with suppress(Bad):
        if last := dates.span(cell).until:
            return last
    return dates.until(cell)


def _whole(written: str) -> int:
    if not 1 <= int(written) <= 20:
        zh = "任期应为 1 至 20 年,例如 3年,或写“至2022-06-30”。"
        raise Bad("BAD_TERM", zh, "A term has 1 to 20 years (3年), or ends on a day (至2022-06-30).")
    return int(written)


def years_later(day: PartialDate, years: int) -> PartialDate:
    """The same day, month or year so many years later; of a leap day the first of March where there is none."""
    year = day.earliest.year + years
    if day.precision is Precision.YEAR:
        return PartialDate.year(year)
    if day.precision is Precision.MONTH:
        return PartialDate.month(year, day.earliest.month)
    try:
        return PartialDate.day(day.earliest.replace(year=year))
    except ValueError:
        return PartialDate.day(date(year, 3, 1))
