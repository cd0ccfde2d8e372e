"""The rows of a random district taken in by the loaders, in memory: no file, no server."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from graph.actions.drafting import Stamp
from graph.history import History, empty
from graph.interval import Interval, PartialDate
from graph.model import Actor, Ref, Severity
from graph.snapshot import Snapshot
from graph.view import View
from loaders.columns import tables
from loaders.desk import Options
from loaders.intake import planned
from loaders.sheets import Cell, Sheet
from loaders.sheets import Row as SheetRow
from tests.districts import DISTRICT, LAST, MONTHS
from tests.oracle.days import boundary
from tests.oracle.sheets import Row, Sheets

TODAY = LAST + timedelta(days=30)
_START = datetime(2020, 1, 1, tzinfo=UTC)


def recorded(sheets: Sheets, posts_last: bool = False) -> History:
    """All files of a district, one import each: in the order that one command would give them, or the posts by a later command."""
    history = empty(DISTRICT)
    for number, (rows, effective) in enumerate(_files(sheets, posts_last)):
        history = _taken_in(history, number, rows, effective)
    return _with_coarse_starts(history, sheets.divisions)


def view(history: History, day: date) -> View:
    """The view of the one district on a day."""

    def reopen(on: date, known_at: datetime | None) -> View:
        return view(History(history.facts, known_at), on)

    return View((Snapshot(history, day),), day, _START + timedelta(days=1), "1", TODAY, reopen, is_today=False)


def _files(sheets: Sheets, posts_last: bool) -> Iterable[tuple[Sequence[Row], str]]:
    limits = {row[word] for row in sheets.divisions for word in ("设立日期", "撤销日期")}
    yield from ((_edition(sheets.divisions, day), day) for day in sorted(filter(_is_day, limits)))
    posts = [(sheets.posts, sheets.effective)]
    others = [(sheets.organisations, sheets.effective), *([] if posts_last else posts), (sheets.rules, sheets.effective)]
    rosters = [(roster.rows, roster.effective) for roster in sheets.rosters]
    yield from (file for file in (*others, *rosters, *(posts if posts_last else ())) if file[0])


def _is_day(text: str) -> bool:
    return text not in ("", *MONTHS)


def _edition(divisions: Sequence[Row], day: str) -> list[Row]:
    """The communities of a day, as one sheet; those of a coarse start stand in all."""
    names = {row["区划代码"]: row["名称"] for row in divisions}
    there = [row for row in divisions if not _is_day(row["设立日期"]) or row["设立日期"] <= day < (row["撤销日期"] or "9999")]
    return [
        {
            "区划代码": row["区划代码"],
            "名称": row["名称"],
            "镇街代码": row["区划代码"][:9],
            "镇街": names[row["区划代码"][:9]],
            "区县名称": names[DISTRICT],
            "常住人口": row["常住人口"],
        }
        for row in there
        if len(row["区划代码"]) == 12
    ]


def _taken_in(history: History, number: int, rows: Sequence[Row], effective: str) -> History:
    found, problems = tables([_sheet(f"{number}.csv", rows)])
    ids = count()
    stamp = Stamp(_START + timedelta(minutes=number), f"import-{number}")
    options = Options(TODAY, date.fromisoformat(effective), within=DISTRICT)
    plan = planned(found, history, options, stamp, lambda: f"p-{number}-{next(ids)}")
    refused = [problem for problem in (*problems, *plan.problems) if problem.severity is Severity.ERROR]
    assert not refused, refused
    return history.after(plan)


def _sheet(name: str, rows: Sequence[Row]) -> Sheet:
    header = tuple(dict.fromkeys(word for row in rows for word in row))
    lines = [header, *(tuple(row.get(word, "") or None for word in header) for row in rows)]
    cells = (tuple(Cell(text, number, column) for column, text in enumerate(line, 1)) for number, line in enumerate(lines, 1))
    return Sheet(name, None, [SheetRow(number, row) for number, row in enumerate(cells, 1)])


def _with_coarse_starts(history: History, divisions: Sequence[Row]) -> History:
    """No sheet of divisions gives a month, or no day at all: such communities come by other ways."""
    coarse = {row["区划代码"]: row["设立日期"] for row in divisions if not _is_day(row["设立日期"])}
    actors = tuple(_begun(a, coarse[a.key]) if a.ref in {Ref("Community", code) for code in coarse} else a for a in history.facts.actors)
    return History(replace(history.facts, actors=actors))


def _begun(community: Actor, text: str) -> Actor:
    found = boundary(text)
    since = PartialDate.month(found.earliest.year, found.earliest.month) if found else PartialDate.by(date.max)
    return replace(community, interval=Interval(since, community.interval.until))
