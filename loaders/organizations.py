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

_LABELS = {6: "District", 9: "Subdistrict", 12: "Community"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that could be read, and the organisation written for it."""

    record: Record
    unit: Unit
    ref: Ref


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the organisations first, then what one row says of another."""
    rows = [row for record in records if (row := _register(record, desk))]
    _once(rows, desk)
    for row in rows:
        _parent(row, desk)
        _successors(row, desk)
    for type_, column in (("UNIT_OF", "parent"), ("SUCCEEDED_BY", "successor")):
        circle = set(organizations.circles(desk.draft, type_))
        for row in rows:
            if row.ref in circle:
                zh = "上级或承继单位绕回了自己。请改正。"
                en = "The chain of parents or successors comes back to the unit itself. Correct it."
                desk.tell(row.record, column, Severity.ERROR, "V12", zh, en)
    desk.refresh()


def _register(record: Record, desk: Desk) -> _Row | None:
    unit = _unit(record, desk)
    if unit is None:
        return None
    known = organizations.known(desk.draft, desk.names, unit)
    if len(known) > 1:
        choices = "、".join(map(desk.described, known))
        zh, en = f"这个单位可能是:{choices}。请填单位编码或所属区划。", f"This unit may be any of: {choices}. Give its code or its place."
        desk.tell(record, "name", Severity.ERROR, "AMBIGUOUS_UNIT", zh, en)
        return None
    return _Row(record, unit, organizations.register(desk.draft, desk.names, unit, desk.options.own_day))


def _once(rows: list[_Row], desk: Desk) -> None:
    """A unit has one row in a sheet; two rows of one code and two names are told apart by nobody."""
    first: dict[Ref, _Row] = {}
    for row in rows:
        known = first.setdefault(row.ref, row)
        if known is row:
            continue
        same = known.unit.name == row.unit.name
        zh = f"与第 {known.record.number} 行“{known.unit.name}”是同一单位。请{'删去一行' if same else '改正单位编码或名称'}。"
        en = f"This is the same unit as “{known.unit.name}” of row {known.record.number}. "
        en += "Remove one of them." if same else "Correct the code or the name."
        desk.tell(row.record, "name", Severity.WARN if same else Severity.ERROR, "REPEATED_UNIT", zh, en)


def _unit(record: Record, desk: Desk) -> Unit | None:
    name = cells.word(record.cell("name"))
    if not name:
        desk.tell(record, "name", Severity.ERROR, "NO_NAME", "缺少单位名称。请补上。", "The unit's name is missing. Add it.")
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
        code=cells.identifier(record.cell("code")) or None,
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
    if cells.without_marks(written)[:1].isdigit():
        return _coded_place(record, desk)
    found = desk.names.places(written or name)
    if len(found) == 1 or not (found or written):
        return found[0] if found else None
    if found:
        codes = "、".join(ref.key for ref in found)
        zh, en = f"这个名称有几处:{codes}。请在所属区划里填代码。", f"Several places have this name: {codes}. Give the code as 所属区划."
        desk.tell(record, "place" if written else "name", Severity.ERROR, "AMBIGUOUS_PLACE", zh, en)
    else:
        _no_place(record, written, desk)
    return None


def _coded_place(record: Record, desk: Desk) -> Ref | None:
    code = desk.read(record, "place", lambda cell: cells.code(cell, *_LABELS))
    ref = Ref(_LABELS[len(code)], code) if code else None
    if ref and desk.draft.actor(ref) is None:
        _no_place(record, "", desk)
        return None
    return ref


def _no_place(record: Record, written: str, desk: Desk) -> None:
    known = (a.text("name") for kind in ("Subdistrict", "Community") for a in desk.draft.of(kind))
    near = nearest(written, known, cutoff=60) if written else None
    zh = f"没有这个区划。{f'是否“{near}”?' if near else '请核对,或先导入区划。'}"
    en = f"There is no such division. {f'Is it “{near}”?' if near else 'Check it, or import the divisions first.'}"
    desk.tell(record, "place", Severity.ERROR, "UNKNOWN_PLACE", zh, en)


# ---- what one row says of another


def _parent(row: _Row, desk: Desk) -> None:
    name = cells.word(row.record.cell("parent"))
    parent = desk.unit(row.record, "parent", name, OrganizationKind.OTHER) if name else None
    if parent == row.ref and name != row.unit.name:
        zh, en = (
            "除去省、市、区名后与本单位同名,上级不记录。",
            "Without the names of province, city and district this is the unit itself; not kept.",
        )
        desk.tell(row.record, "parent", Severity.WARN, "OWN_PARENT", zh, en)
    elif parent:
        organizations.only(desk.draft, "UNIT_OF", row.ref, (parent,))
        key, actor = joined(row.ref.key, parent.key), desk.draft.actor(row.ref)
        desk.draft.put("UNIT_OF", key, row.ref, parent, row.record.source("parent"), actor.interval if actor else Interval())


def _successors(row: _Row, desk: Desk) -> None:
    names = cells.listed(row.record.cell("successor"))
    if not names:
        return
    end = row.unit.interval.until
    if end is None:
        zh, en = "有承继单位就要有撤销日期。请补上。", "A unit with a successor needs the day on which it was dissolved. Add it."
        desk.tell(row.record, "until", Severity.ERROR, "NO_END", zh, en)
        return
    found = tuple(ref for name in names if (ref := desk.unit(row.record, "successor", name, row.unit.kind)))
    organizations.only(desk.draft, "SUCCEEDED_BY", row.ref, found)
    for ref in found:
        key = joined(row.ref.key, ref.key)
        desk.draft.put("SUCCEEDED_BY", key, row.ref, ref, row.record.source("successor"), Interval(end))
