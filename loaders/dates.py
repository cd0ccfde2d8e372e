"""What a cell says about time: dates as exact as they were given, ends that may be inclusive, periods.

A boundary is half-open: an inclusive end (止, 至) becomes the day after it.
"""

import re
from datetime import date, datetime, timedelta

from graph.interval import Interval, PartialDate
from loaders.cells import compact, text
from loaders.report import Bad
from loaders.sheets import Cell, Shown

_OPEN = frozenset({"", "长期", "至今", "今", "现在", "目前", "在任", "-", "--", "—", "——"})
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 60_001)
_YEARS = range(1900, 2101)
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        _YEAR + r"[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:T?\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?)?",
        _YEAR + r"年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
        _YEAR + r"(?P<month>\d{2})(?P<day>\d{2})",
        _YEAR + r"[-/.](?P<month>\d{1,2})",
        _YEAR + r"年(?P<month>\d{1,2})月份?",
        _YEAR + r"(?P<month>\d{2})",
        _YEAR + r"年?",
    )
)
_INCLUSIVE = re.compile(r"(?:截?至|截止|到)(.+?)止?|(.+?)(?:止|为止|截止)")


def since(cell: Cell) -> PartialDate | None:
    """A date as exact as the cell gives it, 起 behind it or not; None if blank."""
    written = compact(text(cell))
    if not written:
        return None
    return _dated(cell) or _spoken(re.sub(r"^[自从]|[起始]$", "", written), text(cell))


def until(cell: Cell, header: str = "", inclusive_ends: bool = False) -> PartialDate | None:
    """The first day without: None if blank or open (长期, 至今).

    止 and 至 in the cell or its header make the day inclusive; a plain one (终止时间, 免职时间) is exclusive, or inclusive too
    where `inclusive_ends` says so of the whole file.
    """
    written = compact(text(cell))
    if written in _OPEN:
        return None
    found = _INCLUSIVE.fullmatch(written)
    last = _dated(cell) or _spoken((found[1] or found[2]) if found else written, text(cell))
    return day_after(last) if ends_inclusively(cell, header, inclusive_ends) else last


def ends_inclusively(cell: Cell, header: str = "", inclusive_ends: bool = False) -> bool:
    """Is the end that the cell gives its last day (and not the first one without)?"""
    written = compact(text(cell))
    if written in _OPEN:
        return False
    in_header = re.search("[止至]", compact(header).replace("终止", ""))
    return inclusive_ends or in_header is not None or _INCLUSIVE.fullmatch(written) is not None


def span(cell: Cell) -> Interval:
    """A period from its first to its last day, the last included (2019-05-01至2019-06-30); a single date starts it."""
    first, last = _halves(compact(text(cell)))
    if not last:
        return Interval(since(cell if first == compact(text(cell)) else Cell(first)))
    return Interval(since(Cell(first)), until(Cell(last), "至"))


def day_after(last: PartialDate) -> PartialDate:
    """The first day after all days that `last` may be: 2019-05 → 2019-06-01."""
    return PartialDate.day(last.latest + timedelta(days=1), last.raw)


def _halves(written: str) -> tuple[str, str]:
    """The two dates of a period; an open one has no second."""
    if found := re.fullmatch(r"(.+?)-?(?:至|到|~|—+|–)-?(.*)", written):
        return found[1], found[2]
    parts = written.split("-")
    middle = len(parts) // 2
    if len(parts) not in (2, 4, 6) or _month_number(parts):
        return written.removesuffix("-"), ""
    return "-".join(parts[:middle]), "-".join(parts[middle:])


def _month_number(parts: list[str]) -> bool:
    """Are two parts one month (2019-05) rather than two dates (2019-2020)?"""
    return len(parts) == 2 and len(parts[1]) <= 2


def _dated(cell: Cell) -> PartialDate | None:
    """A cell that is a date or the number of one; None if its words have to be read."""
    value = cell.value
    if isinstance(value, bool):
        raise _bad()
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return _as_shown(PartialDate.day(day, day.isoformat()), cell.shown)
    if isinstance(value, float) and int(value) not in _SERIALS and re.fullmatch(r"\d{4}\.1", repr(value)):
        return _january_or_october(value, cell.shown)
    day_of_serial = _serial(compact(text(cell)))
    return day_of_serial and _as_shown(day_of_serial, cell.shown)


def _as_shown(day: PartialDate, shown: Shown | None) -> PartialDate:
    """Who types 2019-5 into a spreadsheet gets its first day, shown as a month: it is the month that was said. A year likewise."""
    first = day.earliest
    if shown is Shown.MONTH and first.day == 1:
        return PartialDate.month(first.year, first.month, f"{first:%Y-%m}")
    if shown is Shown.YEAR and (first.month, first.day) == (1, 1):
        return PartialDate.year(first.year, f"{first:%Y}")
    return day


def _january_or_october(value: float, shown: Shown | None) -> PartialDate:
    if shown is Shown.HUNDREDTHS:
        return PartialDate.month(int(value), 10, f"{value:.2f}")
    year = int(value)
    zh = f"数字 {value} 可能是 1 月,也可能是 10 月。请按文本写成 {year}年1月 或 {year}年10月。"
    raise Bad("AMBIGUOUS_DATE", zh, f"The number {value} may be January or October. Write the month as text: {year}-01 or {year}-10.")


def _serial(written: str) -> PartialDate | None:
    """The day of a spreadsheet's serial number (43597, 43597.5): days since the end of 1899."""
    found = re.fullmatch(r"(\d{5})(?:\.\d+)?", written, re.ASCII)
    if found is None or int(found[1]) not in _SERIALS:
        return None
    return PartialDate.day(_DAY_ZERO + timedelta(days=int(found[1])), written)


def _spoken(written: str, raw: str) -> PartialDate:
    """A date in words or digits. `raw` is the cell's own text."""
    found = next((match for form in _FORMS if (match := form.fullmatch(written))), None)
    parts = {name: int(value) for name, value in found.groupdict().items()} if found else {}
    try:
        return _partial(raw, **parts)
    except (ValueError, TypeError) as error:
        raise _bad() from error


def _partial(raw: str, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """Errors: ValueError if there is no such day, month or year."""
    if year not in _YEARS or month == 0 or day == 0:
        raise ValueError(year)
    first = date(year, month or 1, day or 1)
    if month is None:
        return PartialDate.year(year, raw)
    return PartialDate.month(year, month, raw) if day is None else PartialDate.day(first, raw)


def _bad() -> Bad:
    zh = "日期看不懂。请写成 2019-05-12、2019-05 或 2019。"
    return Bad("BAD_DATE", zh, "This is not a date. Write 2019-05-12, 2019-05 or 2019.")
