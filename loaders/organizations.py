"""单位名录: a row is an organisation, what it governs (块) or where it is based (条), its parent, and what it became."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.actions import organizations
from graph.actions.drafting import joined
from graph.actions.organizations import Unit
from graph.interval import Interval
from graph.model import Ref, Severity
from graph.vocabulary import Axis, Level, OrganizationKind
from loaders import cells
from loaders.columns import Record
from loaders.desk import Desk, nearest


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that could be read, and the organisation written for it."""

    record: Record
    unit: Unit
    ref: Ref


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the organisations first, then what one row says of another."""
    rows = [row for record in records if (row := _register(record, desk))]
    for row in rows:
        _parent(row, desk)
        _successor(row, desk)
    for type_, column in (("UNIT_OF", "parent"), ("SUCCEEDED_BY", "successor")):
        circle = set(organizations.circles(desk.draft, type_))
        for row in rows:
            if row.ref in circle:
                zh, en = (
                    "上级或承继单位绕回了自己。请改正。",
                    "The chain of parents or successors comes back to the unit itself. Correct it.",
                )
                desk.tell(row.record, column, Severity.ERROR, "V12", zh, en)
    desk.refresh()


def _register(record: Record, desk: Desk) -> _Row | None:
    unit = _unit(record, desk)
    if unit is None:
        return None
    known = organizations.known(desk.draft, desk.names, unit)
    if len(known) > 1:
        choices = "、".join(ref.key for ref in known)
        zh, en = f"这个单位可能是:{choices}。请填单位编码或所属区划。", f"This unit may be any of: {choices}. Give its code or its place."
        desk.tell(record, "name", Severity.ERROR, "AMBIGUOUS_UNIT", zh, en)
        return None
    return _Row(record, unit, organizations.register(desk.draft, desk.names, unit))


def _unit(record: Record, desk: Desk) -> Unit | None:
    name = cells.word(record.cell("name"))
    if not name:
        desk.tell(record, "name", Severity.ERROR, "NO_NAME", "缺少单位名称。", "The unit's name is missing.")
        return None
    kind = desk.read(record, "kind", lambda cell: cells.choice(cell, OrganizationKind))
    since, until = desk.period(record)
    interval = Interval(since, until)
    if not desk.sound(record, interval):
        return None
    return Unit(
        name=name,
        kind=kind or OrganizationKind.OTHER,
        source=record.source("name"),
        code=cells.word(record.cell("code")) or None,
        axis=desk.read(record, "axis", lambda cell: cells.choice(cell, Axis)),
        level=desk.read(record, "level", lambda cell: cells.choice(cell, Level)),
        interval=interval,
        short_name=cells.word(record.cell("short_name")) or None,
        former_names=cells.listed(record.cell("former_names")),
        place=_place(record, name, desk),
    )


def _place(record: Record, name: str, desk: Desk) -> Ref | None:
    """The division that 所属区划 tells by code or name; where it is blank, the one that the unit's own name is of."""
    written = cells.word(record.cell("place"))
    if not written:
        own = desk.names.places(name)
        return own[0] if len(own) == 1 else None
    label = {6: "District", 9: "Subdistrict", 12: "Community"}.get(len(written), "")
    coded = Ref(label, written)
    if written.isdigit() and desk.draft.actor(coded):
        return coded
    found = () if written.isdigit() else desk.names.places(written)
    if len(found) != 1:
        _no_place(record, written, found, desk)
        return None
    return found[0]


def _no_place(record: Record, written: str, found: tuple[Ref, ...], desk: Desk) -> None:
    if found:
        codes = "、".join(ref.key for ref in found)
        zh, en = f"这个名称有几处:{codes}。请填代码。", f"Several places have this name: {codes}. Give the code."
    else:
        known = (a.text("name") for kind in ("Subdistrict", "Community") for a in desk.draft.of(kind))
        near = nearest(written, known) or ""
        zh, en = f"没有这个区划。{f'是否“{near}”?' if near else ''}", f"There is no such division.{f' Is it “{near}”?' if near else ''}"
    desk.tell(record, "place", Severity.ERROR, "UNKNOWN_PLACE", zh, en)


def _parent(row: _Row, desk: Desk) -> None:
    name = cells.word(row.record.cell("parent"))
    parent = desk.unit(row.record, "parent", name, OrganizationKind.OTHER) if name else None
    if parent:
        key = joined(row.ref.key, parent.key)
        desk.draft.put("UNIT_OF", key, row.ref, parent, row.record.source("parent"), row.unit.interval)


def _successor(row: _Row, desk: Desk) -> None:
    name = cells.word(row.record.cell("successor"))
    if not name:
        return
    if row.unit.interval.until is None:
        zh, en = "有承继单位就要有撤销日期。", "A unit with a successor needs the day on which it was dissolved."
        desk.tell(row.record, "until", Severity.ERROR, "NO_END", zh, en)
        return
    successor = desk.unit(row.record, "successor", name, row.unit.kind)
    if successor:
        since = Interval(row.unit.interval.until)
        desk.draft.put("SUCCEEDED_BY", joined(row.ref.key, successor.key), row.ref, successor, row.record.source("successor"), since)
