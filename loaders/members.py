"""Whom the cells of a roster's row name: the people of each seat, and the liaisons."""

from collections.abc import Iterator, Mapping

from graph.actions.groups import Member
from graph.actions.people import NO_DEPARTMENT, Named
from graph.model import Actor, Ref, Severity
from graph.vocabulary import SeatKind
from loaders import cells
from loaders.cells import Name
from loaders.columns import Record
from loaders.desk import Desk
from loaders.posts import synthetic

CELLS: Mapping[str, SeatKind] = {
    "leader": SeatKind.DISTRICT_LEADER,
    "department_leader": SeatKind.DEPARTMENT_LEADER,
    "subdistrict_leader": SeatKind.SUBDISTRICT_LEADER,
    "subdistrict_cadre": SeatKind.SUBDISTRICT_CADRE,
    "community_cadre": SeatKind.COMMUNITY_CADRE,
}
"""The columns that name the holders of seats."""


def members(record: Record, community: Actor, department: Ref | None, desk: Desk) -> dict[SeatKind, tuple[Member, ...]]:
    """The people of each seat; a blank cell is a vacant one."""
    return {kind: tuple(_of_cell(record, column, unit(kind, community, department, desk), desk)) for column, kind in CELLS.items()}


def liaisons(record: Record, community: Actor, seated: Mapping[SeatKind, tuple[Member, ...]], desk: Desk) -> tuple[Member, ...]:
    """联络员: whoever of that name sits in the group; else somebody of the subdistrict."""
    sitting = {desk.name(m.person): m for holders in seated.values() for m in holders}
    others = _of_cell(record, "liaison", Ref("Subdistrict", community.key[:9]), desk, sitting)
    return tuple(others)


def unit(kind: SeatKind, community: Actor, department: Ref | None, desk: Desk) -> Ref:
    """The unit with which a cell names its people."""
    if kind is SeatKind.COMMUNITY_CADRE:
        return community.ref
    if kind is SeatKind.DEPARTMENT_LEADER:
        return desk.people.unit_of(department) if department else NO_DEPARTMENT
    if kind is SeatKind.DISTRICT_LEADER:
        return Ref("District", desk.draft.district)
    return Ref("Subdistrict", community.key[:9])


def _of_cell(record: Record, column: str, unit: Ref, desk: Desk, sitting: Mapping[str, Member] | None = None) -> Iterator[Member]:
    named = desk.read(record, column, cells.names) or ()
    titles, numbers = _titles(record, column, named), _numbers(record, column, named, desk)
    heads = _heads(record, column, desk)
    for said, title, number in zip(named, titles, numbers, strict=True):
        known = (sitting or {}).get(said.name)
        person, by_name = (known.person, known.by_name) if known else _person(record, column, Named(said.name, unit, number), desk)
        if person:
            yield Member(person, record.source(column), said.title or title, heads, by_name)


def _titles(record: Record, column: str, named: tuple[Name, ...]) -> tuple[str, ...]:
    """The titles beside the names, one for each; a single one is said of all."""
    parts = cells.listed(record.cell(f"{column}_title"))
    return parts if len(parts) == len(named) else (cells.text(record.cell(f"{column}_title")),) * len(named)


def _numbers(record: Record, column: str, named: tuple[Name, ...], desk: Desk) -> tuple[str | None, ...]:
    """The numbers beside the names, one for each or none at all."""
    parts = cells.identifiers(record.cell(f"{column}_number"))
    if parts and len(parts) != len(named):
        zh = f"这一格有 {len(parts)} 个编号,姓名却有 {len(named)} 个。请一一对应。"
        en = f"This cell has {len(parts)} numbers for {len(named)} names. Give one for each."
        desk.tell(record, f"{column}_number", Severity.ERROR, "NUMBERS_DIFFER", zh, en)
    return parts if len(parts) == len(named) else (None,) * len(named)


def _heads(record: Record, column: str, desk: Desk) -> bool:
    """Are the people of a cell heads of the group (是否牵头)? Where no cell says, the district leaders are."""
    said = desk.read(record, f"{column}_heads", cells.flag)
    elsewhere = any(record.cell(f"{other}_heads").value is not None for other in CELLS)
    return said if said is not None else column == "leader" and not elsewhere


def _person(record: Record, column: str, named: Named, desk: Desk) -> tuple[Ref | None, bool]:
    """Who that is, and whether only the name led to them. Nobody: undecided between several, which is told."""
    found = desk.people.find(named, in_cell=True)
    if found.ambiguous:
        who = "、".join(ref.key for ref in found.candidates)
        zh = f"“{named.name}”在这个单位有几个人({who})。请加人员编号。"
        en = f"Several people called {named.name} are in this unit ({who}). Add the personnel number."
        desk.tell(record, column, Severity.ERROR, "AMBIGUOUS_PERSON", zh, en)
        return None, False
    if found.ref is None:
        return desk.people.add(named, record.source(column), synthetic(record)), False
    desk.people.adopt(found.ref, named.number, record.source(column))
    if not found.by_name:
        desk.people.meet(found.ref, named.unit)
    return found.ref, found.by_name
