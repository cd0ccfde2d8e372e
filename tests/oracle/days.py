"""Texts of dates, and truth on a day: True, False, or None where the text is too coarse to tell."""

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

Truth = bool | None
ONE_DAY = timedelta(days=1)
_DATE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")
_OPEN = ("", "长期", "至今")


class Boundary(NamedTuple):
    """Some day from `earliest` to `latest`."""

    earliest: date
    latest: date


@cache
def boundary(text: str) -> Boundary | None:
    """2019-05-12, 2019.5, 2019年; a day with 止 after or 至 before it is the last day within. None: blank or open."""
    if text in _OPEN:
        return None
    found = _DATE.fullmatch(text.removeprefix("至").removesuffix("止"))
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    first = date(year, month or 1, day or 1)
    last = first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    later = ONE_DAY if text.startswith("至") or text.endswith("止") else timedelta()
    return Boundary(first + later, last + later)


def start(text: str, sheet_day: str = "") -> Boundary:
    """A start; a blank one is some day up to the day of the sheet, or before everything where the sheet has none."""
    given = boundary(text)
    if given is not None:
        return given
    return Boundary(date.min, date.fromisoformat(sheet_day) if sheet_day else date.min)


def reached(limit: Boundary | None, day: date) -> Truth:
    """Has the boundary come by that day? An open one never comes."""
    if limit is None or day < limit.earliest:
        return False
    return True if limit.latest <= day else None


def within(day: date, since: Boundary, until: Boundary | None) -> Truth:
    """Half-open: the day of `since` is within, the day of `until` is not."""
    return all_of((reached(since, day), opposite(reached(until, day))))


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def any_of(truths: Iterable[Truth]) -> Truth:
    seen = set(truths)
    return True if True in seen else None if None in seen else False


def all_of(truths: Iterable[Truth]) -> Truth:
    return opposite(any_of(opposite(truth) for truth in truths))
