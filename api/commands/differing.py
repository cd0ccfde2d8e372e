"""What an import makes otherwise about who sits where, as plain values and as a table: both say the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from api.settings import Settings
from graph.interval import Interval, PartialDate
from graph.vocabulary import Term, label
from loaders.differences import FATES, REASONS, Difference, Fate

_STYLES = {Fate.ADDED: "green", Fate.REMOVED: "red", Fate.CHANGED: "yellow"}


def plain(difference: Difference, language: str) -> dict[str, Any]:
    """Codes for programs, and beside the reason its words in the language."""
    d = difference
    return {
        "change": d.fate.value,
        "reason": d.why.value,
        "reasonLabel": _said(REASONS[d.why], language),
        "group": {"key": d.group.key, "name": d.group.text("name")},
        "communities": [{"code": c.key, "name": c.text("shortName") or c.text("name")} for c in d.communities],
        "seat": d.seat.value,
        "person": {"key": d.person.key, "name": d.person.text("name")},
        "before": [_period(interval) for interval in d.before],
        "after": [_period(interval) for interval in d.after],
        "day": d.day.isoformat(),
        "status": d.status and d.status.value,
        "statusReason": d.status_reason and d.status_reason.value,
        "sheet": d.source.sheet if d.source else None,
        "cell": d.source.cell if d.source else None,
    }


def table(files: Iterable[tuple[str, Sequence[Difference]]], settings: Settings) -> Table:
    """The differences of files, one a row."""
    titles = settings.say(
        "文件 变化 村(社区) 席位 姓名 原起止 新起止 原因 状态 状态日 工作表 单元格",
        "File Change Community Seat Person Before After Reason Status On Sheet Cell",
    )
    out = Table(*titles.split())
    for file, differences in files:
        for difference in differences:
            out.add_row(file, *map(Text, _cells(difference, settings.lang)), style=_STYLES[difference.fate])
    return out


def _cells(difference: Difference, language: str) -> tuple[str, ...]:
    d, told = difference, plain(difference, language)
    return (
        _said(FATES[d.fate], language),
        "、".join(f"{c['name']} {c['code']}" for c in told["communities"]) or d.group.text("name"),
        label(d.seat, language),
        d.person.text("name"),
        _periods(d.before),
        _periods(d.after),
        told["reasonLabel"],
        "" if d.status is None else label(d.status, language) + (f"({label(d.status_reason, language)})" if d.status_reason else ""),
        told["day"],
        told["sheet"] or "",
        told["cell"] or "",
    )


def _said(term: Term, language: str) -> str:
    return term.en if language == "en" else term.zh


def _period(interval: Interval) -> dict[str, str | None]:
    return {"since": _boundary(interval.since), "until": _boundary(interval.until)}


def _boundary(boundary: PartialDate | None) -> str | None:
    """As exact as it is known; an unknown day is none, told by the day before which it lies."""
    return None if boundary is None else str(boundary) or f"≤{boundary.latest}"


def _periods(intervals: Iterable[Interval]) -> str:
    return "\n".join(f"{_boundary(i.since) or ''}–{_boundary(i.until) or ''}" for i in intervals)
