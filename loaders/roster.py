"""服务群众工作组名册: a row is the whole composition of its community's group in its period. A title in it is the roster's own claim."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from graph.actions import groups
from graph.actions.groups import Composition, Member
from graph.actions.people import Named
from graph.interval import Interval, PartialDate
from graph.model import Actor, Link, Problem, Ref, Severity, Source
from graph.vocabulary import OrganizationKind, SeatKind, SeatSpec
from loaders import cells
from loaders.cells import Name
from loaders.columns import Record, Table
from loaders.desk import Desk, nearest
from loaders.posts import synthetic

_CELLS = {
    "leader": SeatKind.DISTRICT_LEADER,
    "department_leader": SeatKind.DEPARTMENT_LEADER,
    "subdistrict_leader": SeatKind.SUBDISTRICT_LEADER,
    "subdistrict_cadre": SeatKind.SUBDISTRICT_CADRE,
    "community_cadre": SeatKind.COMMUNITY_CADRE,
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose place is known: the community, the group's key and name, the composition."""

    record: Record
    group: str
    group_name: str
    composition: Composition


def write(table: Table, records: Iterable[Record], desk: Desk) -> None:
    """Write the rows group by group."""
    rows = [row for record in records if (row := _row(record, desk))]
    by_group: dict[str, list[_Row]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(row)
    for key, own in by_group.items():
        if _apart(own, desk):
            _compose(key, own, desk)
    _left_out(table, rows, desk)
    desk.refresh()


def _compose(key: str, rows: list[_Row], desk: Desk) -> None:
    first = rows[0]
    document = next((r.composition.document for r in reversed(rows) if r.composition.document), None)
    group = groups.found_group(desk.draft, key, first.group_name, _specs(rows, desk), document, first.record.source("community"))
    groups.compose(desk.draft, group, tuple(row.composition for row in rows))


def _specs(rows: list[_Row], desk: Desk) -> tuple[SeatSpec, ...]:
    """The seats that the rule asks for on the first day of the rows, and those in which they name somebody."""
    days = sorted(row.composition.covers.start for row in rows)
    specs = groups.rule_on(desk.draft, days[-1]) | groups.rule_on(desk.draft, days[0])
    for kind in (kind for row in rows for kind, members in row.composition.members.items() if members):
        specs.setdefault(kind, SeatSpec(kind, kind, 0, None))
    return tuple(specs[kind] for kind in SeatKind if kind in specs)


def _row(record: Record, desk: Desk) -> _Row | None:
    community = _community(record, desk)
    since, until = desk.period(record)
    if community is None or not desk.sound(record, Interval(since or PartialDate.day(desk.options.own_day), until)):
        return None
    _still_there(record, community, Interval(since or PartialDate.day(desk.options.own_day), until), desk)
    department = _department(record, desk)
    members = {kind: tuple(_members(record, column, kind, community, department, desk)) for column, kind in _CELLS.items()}
    _warn_of_doubles(record, members, desk)
    composition = Composition(
        community.ref,
        since,
        until,
        desk.options.own_day,
        record.source("community"),
        members,
        department,
        tuple(_liaisons(record, community, department, desk)),
        cells.text(record.cell("document")) or None,
    )
    short = community.text("shortName") or community.text("name")
    name = cells.word(record.cell("group"))
    key = cells.word(record.cell("group_code")) or name or community.key
    return _Row(record, key, name or f"{short}服务群众工作组", composition)


# ---- where


def _community(record: Record, desk: Desk) -> Actor | None:
    """The community of a row, by its code or by its name in its subdistrict. None: a problem is told."""
    code = desk.read(record, "code", lambda cell: cells.code(cell, 12))
    name, outer = cells.word(record.cell("community")), cells.word(record.cell("subdistrict"))
    named = _named(name, outer, desk)
    if code:
        return _coded(record, code, name, named, desk)
    if record.cell("code").value is not None:
        return None
    if len(named) == 1:
        return desk.draft.actor(named[0])
    if named:
        codes = "、".join(ref.key for ref in named)
        zh, en = (
            f"这个名称有几处:{codes}。请填区划代码或镇街。",
            f"Several places have this name: {codes}. Give the code or the subdistrict.",
        )
        desk.tell(record, "community", Severity.ERROR, "AMBIGUOUS_PLACE", zh, en)
        return None
    _unknown(record, "community", name, desk)
    return None


def _named(name: str, outer: str, desk: Desk) -> tuple[Ref, ...]:
    """The communities that a name may mean, in that subdistrict where the row names one."""
    found = tuple(ref for ref in desk.names.places(name) if ref.kind == "Community")
    inside = {ref.key for ref in desk.names.places(outer) if ref.kind == "Subdistrict"}
    return tuple(ref for ref in found if ref.key[:9] in inside) if inside else found


def _coded(record: Record, code: str, name: str, named: tuple[Ref, ...], desk: Desk) -> Actor | None:
    actor = desk.draft.actor(Ref("Community", code))
    if actor is None:
        _unknown(record, "code", name, desk)
        return None
    elsewhere = [ref.key for ref in desk.names.places(name) if ref.kind == "Community"]
    if name and elsewhere and code not in elsewhere:
        zh = f"代码是{actor.text('shortName')},名称却是另一个村(社区)({'、'.join(elsewhere)})。请改正其一。"
        en = f"The code is of {actor.text('shortName')}, the name of another place ({', '.join(elsewhere)}). Correct one of them."
        desk.tell(record, "code", Severity.ERROR, "CODE_NAME_CONFLICT", zh, en)
        return None
    if name and not named:
        zh, en = (
            f"名称不认得,以代码为准:{actor.text('shortName')}。",
            f"The name is not known; the code decides: {actor.text('shortName')}.",
        )
        desk.tell(record, "community", Severity.INFO, "OTHER_NAME", zh, en)
    return actor


def _unknown(record: Record, column: str, name: str, desk: Desk) -> None:
    near = nearest(name, (a.text("shortName") for a in desk.draft.of("Community"))) if name else None
    zh, en = f"没有这个村(社区)。{f'是否“{near}”?' if near else ''}", f"There is no such community.{f' Is it “{near}”?' if near else ''}"
    desk.tell(record, column, Severity.ERROR, "UNKNOWN_PLACE", zh, en)


def _still_there(record: Record, community: Actor, covers: Interval, desk: Desk) -> None:
    end = community.interval.until
    if end is not None and (end.reached(desk.options.today) or end.reached(covers.start)):
        zh = f"{community.text('shortName')}已于 {end} 撤销,工作组将无对象可联系。"
        en = f"{community.text('shortName')} ended on {end}; its group is left without a community."
        desk.tell(record, "community", Severity.WARN, "ENDED_PLACE", zh, en)


# ---- who


def _department(record: Record, desk: Desk) -> Ref | None:
    name = cells.word(record.cell("department"))
    return desk.unit(record, "department", name, OrganizationKind.DEPARTMENT) if name else None


def _members(record: Record, column: str, kind: SeatKind, community: Actor, department: Ref | None, desk: Desk) -> Iterator[Member]:
    unit = _unit(kind, community, department, desk)
    named = desk.read(record, column, cells.names) or ()
    titles, numbers = _beside(record, f"{column}_title", named), _beside(record, f"{column}_number", named)
    heads = _heads(record, column, kind, desk)
    for said, title, number in zip(named, titles, numbers, strict=True):
        person = _person(record, column, Named(said.name, unit, number or None), kind, desk)
        if person:
            yield Member(person, record.source(column), said.title or title, heads)


def _unit(kind: SeatKind, community: Actor, department: Ref | None, desk: Desk) -> Ref:
    """The unit with which a cell names its people."""
    if kind is SeatKind.COMMUNITY_CADRE:
        return community.ref
    if kind is SeatKind.DEPARTMENT_LEADER and department:
        return desk.people.unit_of(department)
    if kind in (SeatKind.SUBDISTRICT_LEADER, SeatKind.SUBDISTRICT_CADRE):
        return Ref("Subdistrict", community.key[:9])
    return Ref("District", desk.draft.district)


def _beside(record: Record, column: str, named: tuple[Name, ...]) -> tuple[str, ...]:
    """What stands beside the names, one for each; a single word is said of all."""
    parts = cells.listed(record.cell(column))
    if len(parts) == len(named):
        return parts
    whole = cells.text(record.cell(column))
    return (whole,) * len(named) if not column.endswith("_number") or len(named) == 1 else ("",) * len(named)


def _heads(record: Record, column: str, kind: SeatKind, desk: Desk) -> bool:
    """Is it the head of the group (是否牵头)? Where no cell says, the district leader is."""
    said = desk.read(record, f"{column}_heads", cells.flag)
    elsewhere = any(record.cell(f"{other}_heads").value is not None for other in _CELLS)
    return said if said is not None else kind is SeatKind.DISTRICT_LEADER and not elsewhere


def _person(record: Record, column: str, named: Named, kind: SeatKind | None, desk: Desk) -> Ref | None:
    found = desk.people.find(named, kind)
    if found.ambiguous:
        who = "、".join(ref.key for ref in found.candidates)
        zh = f"“{named.name}”在这个单位有几个人({who})。请加人员编号。"
        en = f"Several people called {named.name} are in this unit ({who}). Add the personnel number."
        desk.tell(record, column, Severity.ERROR, "AMBIGUOUS_PERSON", zh, en)
        return None
    if found.ref is None:
        if found.candidates:
            zh, en = f"别处有几个“{named.name}”,按新的一人记。", f"Several people elsewhere are called {named.name}; recorded as a new one."
            desk.tell(record, column, Severity.INFO, "POSSIBLE_DUPLICATE", zh, en)
        return desk.people.add(named, record.source(column), synthetic(record))
    if found.by_name:
        zh, en = f"按姓名与任职表上的“{named.name}”认作同一人。", f"Taken to be the {named.name} of the sheet of posts."
        desk.tell(record, column, Severity.INFO, "SAME_BY_NAME", zh, en)
    desk.people.adopt(found.ref, named, record.source(column))
    return found.ref


def _liaisons(record: Record, community: Actor, department: Ref | None, desk: Desk) -> Iterator[Member]:
    """联络员: somebody of the subdistrict, the community or the department; the first of these where the name is known."""
    units = [Ref("Subdistrict", community.key[:9]), community.ref, *([desk.people.unit_of(department)] if department else [])]
    for said in desk.read(record, "liaison", cells.names) or ():
        known = next((u for u in units if desk.people.find(Named(said.name, u)).ref), units[0])
        person = _person(record, "liaison", Named(said.name, known), None, desk)
        if person:
            yield Member(person, record.source("liaison"), said.title)


# ---- what to say of the whole


def _warn_of_doubles(record: Record, members: dict[SeatKind, tuple[Member, ...]], desk: Desk) -> None:
    """V14 is soft: it goes in and is told."""
    columns = {kind: column for column, kind in _CELLS.items()}
    for first, second in combinations(members, 2):
        for person in {m.person for m in members[first]} & {m.person for m in members[second]}:
            actor = desk.draft.actor(person)
            zh, en = f"“{actor.text('name') if actor else ''}”在同组占了两席。", "One person is in two seats of the group."
            desk.tell(record, columns[second], Severity.WARN, "V14", zh, en)


def _apart(rows: list[_Row], desk: Desk) -> bool:
    """The rows of one group may not overlap."""
    sound = True
    for first, second in combinations(rows, 2):
        if first.composition.covers.overlaps(second.composition.covers):
            zh = f"与第 {first.record.number} 行的期间重叠。请改正起止,或用“工作组编号”分开。"
            en = f"The period overlaps that of row {first.record.number}. Correct the dates, or tell the groups apart by 工作组编号."
            desk.tell(second.record, "community", Severity.ERROR, "ROWS_OVERLAP", zh, en)
            sound = False
    return sound


def _left_out(table: Table, rows: list[_Row], desk: Desk) -> None:
    """Communities that the file leaves out, of subdistricts that it names: kept and told; closed with `--allow-shrink`."""
    told = {row.composition.community.key for row in rows}
    outer = {code[:9] for code in told}
    starts = [row.composition.since.anchor for row in rows if row.composition.since]
    day = desk.options.effective or min(starts, default=desk.options.today)
    for community in desk.draft.of("Community"):
        if community.key[:9] in outer and community.key not in told:
            serving = [x for x in desk.draft.into("SERVES", community.ref) if x.interval.holds(day) is not False]
            for link in serving:
                _shrink(table, community, link, PartialDate.day(day), desk)


def _shrink(table: Table, community: Actor, serves: Link, day: PartialDate, desk: Desk) -> None:
    source = Source(table.origin.title, table.file, table.sheet)
    short = community.text("shortName")
    if desk.options.allow_shrink:
        seats = [x.end for x in desk.draft.out("HAS_SEAT", serves.start)]
        for link in [serves, *(f for seat in seats for f in desk.draft.into("FILLS", seat))]:
            if link.interval.holds(day.earliest) and link.interval.start < day.earliest:
                desk.draft.until(link, day, source)
        zh, en = f"名册里没有 {short},其工作组自 {day} 起终止。", f"The roster leaves out {short}: its group ends on {day}."
    else:
        zh, en = f"名册里没有 {short},其工作组保持不变。", f"The roster leaves out {short}: its group is kept as it is."
    desk.draft.tell(Problem(Severity.WARN, "LEFT_OUT", zh, en, table.file, table.sheet))
