"""区划变更: a row says which places became which others on a day. Work groups stay; those that lose their community are told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from graph.actions import successions
from graph.actions.successions import Event, Named
from graph.interval import Precision
from graph.model import Ref, Severity
from graph.vocabulary import LABEL_OF_LENGTH, SuccessionKind, place_kind
from loaders import cells, dates
from loaders.columns import Record
from loaders.desk import Desk
from loaders.report import Bad
from loaders.sheets import Cell

_CODE = re.compile(r"\d{15}|\d{12}|\d{9}")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose day and kind can be read."""

    record: Record
    on: date
    kind: SuccessionKind


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the changes day by day, so that a row may name what an earlier one made."""
    rows = sorted((row for record in records if (row := _row(record, desk))), key=lambda row: row.on)
    for _, of_day in groupby(rows, key=lambda row: row.on):
        read = [(row, event) for row in of_day if (event := _event(row, desk))]
        if read:
            ended = successions.apply(desk.draft, tuple(event for _, event in read))
            for row, event in read:
                _check(row, event, ended, desk)
            desk.refresh()


def _row(record: Record, desk: Desk) -> _Row | None:
    on, kind = desk.read(record, "on", dates.since), desk.read(record, "kind", lambda cell: cells.choice(cell, SuccessionKind))
    for column in ("on", "kind"):
        if record.cell(column).value is None:
            desk.tell(record, column, Severity.ERROR, "BLANK", "这一格不能为空。请补上。", "This cell must not be blank. Fill it in.")
    if on is not None and on.precision is not Precision.DAY:
        zh, en = "区划变更的日期要写到日。", "A change of divisions needs its exact day."
        desk.tell(record, "on", Severity.ERROR, "BAD_DATE", zh, en)
        return None
    return _Row(record, on.earliest, kind) if on and kind else None


# ---- what a row says


def _event(row: _Row, desk: Desk) -> Event | None:
    """The event of a row. None: a problem is told."""
    old = [_known(row.record, part, desk) for part in cells.listed(row.record.cell("old"))]
    parts = cells.listed(row.record.cell("new"))
    if not _complete(row, bool(old), bool(parts), desk) or None in old:
        return None
    standing = tuple(ref for ref in old if ref)
    new = [_newcomer(row, part, standing, desk) for part in parts]
    event = Event(row.kind, row.on, standing, tuple(n for n in new if n), row.record.source("kind"), desk.read(row.record, "share", share))
    return event if None not in new and _alike(row, event, desk) and _living(row, event, desk) else None


def _complete(row: _Row, has_old: bool, has_new: bool, desk: Desk) -> bool:
    """Only what is created needs nothing before it, and only what is abolished nothing after."""
    lacking = [
        column
        for column, there, spared in (("old", has_old, SuccessionKind.CREATE), ("new", has_new, SuccessionKind.ABOLISH))
        if not there and row.kind is not spared
    ]
    for column in lacking:
        desk.tell(
            row.record, column, Severity.ERROR, "BLANK", "这类变更要填这一格。请补上。", "This kind of change needs this cell. Fill it in."
        )
    return not lacking


def _known(record: Record, part: str, desk: Desk) -> Ref | None:
    """A place that is in the books, by code or by name."""
    coded = _CODE.search(part)
    if coded:
        ref = Ref(LABEL_OF_LENGTH[len(coded[0])], coded[0])
        found: tuple[Ref, ...] = (ref,) if desk.draft.actor(ref) else ()
    else:
        found = desk.names.places(part)
    if len(found) == 1:
        return found[0]
    if found:
        codes = "、".join(ref.key for ref in found)
        zh, en = f"“{part}”有几处:{codes}。请填代码。", f"Several places are called {part}: {codes}. Give the code."
        desk.tell(record, "old", Severity.ERROR, "AMBIGUOUS_PLACE", zh, en)
    else:
        zh, en = f"没有“{part}”这个区划。请核对,或先导入区划。", f"There is no division {part}. Check it, or import the divisions first."
        desk.tell(record, "old", Severity.ERROR, "UNKNOWN_PLACE", zh, en)
    return None


def _newcomer(row: _Row, part: str, old: tuple[Ref, ...], desk: Desk) -> Named | None:
    """A place by its code, with a name beside it or not; of a renaming the new name alone; else one that is known by this name."""
    coded = _CODE.search(part)
    name = _CODE.sub("", part).strip("()、-:")
    if coded:
        return Named(coded[0], name) if _sound(row, coded[0], desk) else None
    if row.kind is SuccessionKind.RENAME and len(old) == 1:
        return Named(old[0].key, name)
    known = desk.names.places(part)
    if len(known) == 1:
        return Named(known[0].key)
    zh = f"“{part}”{'有几处' if known else '还不存在'}。请写上代码,例如“{part}(十二位代码)”。"
    en = f"{part} {'is the name of several places' if known else 'is not there yet'}. Write its code beside the name."
    desk.tell(row.record, "new", Severity.ERROR, "AMBIGUOUS_PLACE" if known else "UNKNOWN_PLACE", zh, en)
    return None


def _sound(row: _Row, code: str, desk: Desk) -> bool:
    """V8 and V9: the code is of this district and of a kind; a courtyard lies in a community that is there."""
    inside = code.startswith(desk.draft.district) and (len(code) < 15 or desk.draft.actor(Ref("Community", code[:12])) is not None)
    if inside and (len(code) == 15 or place_kind(code)):
        return True
    zh, en = f"代码 {code} 不属于本区任何一类区划。请改正。", f"The code {code} is of no kind of place in this district. Correct it."
    desk.tell(row.record, "new", Severity.ERROR, "V9" if inside else "V8", zh, en)
    return False


def share(cell: Cell) -> float | None:
    """A part of the whole (0.4, 40%, 2/5), from 0 to 1; None if blank. Errors: Bad."""
    written = cells.word(cell)
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(%|/(\d+))?", written, re.ASCII)
    if not written:
        return None
    value = float(found[1]) / (100 if found[2] == "%" else float(found[3] or 1)) if found and found[3] != "0" else -1.0
    if not 0 < value <= 1:
        raise Bad("BAD_SHARE", "份额应在 0 与 1 之间,例如 40% 或 0.4。", "A share lies between 0 and 1, such as 40% or 0.4.")
    return value


# ---- what there is to say


def _alike(row: _Row, event: Event, desk: Desk) -> bool:
    """Places become places of their own kind."""
    if all(old.kind == new.kind for old, new in event.pairs):
        return True
    zh, en = "原区划与新区划不在同一级。请改正。", "The old and the new places are not of one level. Correct it."
    desk.tell(row.record, "new", Severity.ERROR, "OTHER_LEVEL", zh, en)
    return False


def _living(row: _Row, event: Event, desk: Desk) -> bool:
    """V1: what changes on a day has begun by then. What had ended before is told."""
    actors = [actor for ref in event.old if (actor := desk.draft.actor(ref))]
    for actor in actors:
        since, until = actor.interval.since, actor.interval.until
        if since is not None and since.earliest >= row.on:
            zh, en = (
                f"“{actor.text('name')}”自 {since} 起才有。请改正日期。",
                f"{actor.text('name')} exists from {since} only. Correct the day.",
            )
            desk.tell(row.record, "on", Severity.ERROR, "V1", zh, en)
            return False
        if until is not None and until.latest < row.on:
            zh, en = (
                f"“{actor.text('name')}”已于 {until} 撤销。请核对日期。",
                f"{actor.text('name')} ended on {until} already. Check the day.",
            )
            desk.tell(row.record, "on", Severity.WARN, "ENDED_PLACE", zh, en)
    return True


def _check(row: _Row, event: Event, ended: Iterable[Ref], desk: Desk) -> None:
    """V12, and the groups that are left without a community."""
    if any(successions.in_circle(desk.draft, ref) for ref in event.old):
        zh, en = "这些变更绕回了原来的区划。请改正。", "These changes come back to the place where they began. Correct them."
        desk.tell(row.record, "new", Severity.ERROR, "V12", zh, en)
    for ref in set(event.old).intersection(ended):
        for group in _served_by(ref, row.on, desk):
            zh, en = f"“{group}”从这一天起没有联系对象。请另行安排。", f"{group} has no community from this day on. Arrange for it."
            desk.tell(row.record, "old", Severity.WARN, "ORPHANED_GROUP", zh, en)


def _served_by(community: Ref, day: date, desk: Desk) -> Iterator[str]:
    for link in desk.draft.into("SERVES", community):
        group = desk.draft.actor(link.start)
        if group and link.interval.holds(day) is not False:
            yield group.text("name")
