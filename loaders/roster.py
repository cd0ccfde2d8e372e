"""服务群众工作组名册: a row is the whole composition of its community's group in its period. A title in it is the roster's own claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from graph.actions import groups
from graph.actions.groups import Composition
from graph.interval import Interval, PartialDate, outside
from graph.model import Actor, Problem, Ref, Severity
from graph.vocabulary import OrganizationKind, SeatKind, SeatSpec
from loaders import cells, deputies, places
from loaders.columns import Record, Table
from loaders.desk import Desk, Told
from loaders.members import CELLS, liaisons, members, unit


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose place is known: the community, its department, the group's key and name, the days that it speaks for."""

    record: Record
    community: Actor
    department: Ref | None
    group: str
    group_name: str
    since: PartialDate | None
    days: Interval


def write(table: Table, records: Iterable[Record], desk: Desk) -> None:
    """Write the rows group by group, once all places and departments are known."""
    rows = [row for record in records if (row := _row(record, desk))]
    by_group: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: row.days.start):
        by_group.setdefault(row.group, []).append(row)
    for own in by_group.values():
        if _apart(own, desk):
            _compose(own, desk)
    if rows:
        _left_out(table, rows, desk)
    desk.refresh()


# ---- what a row says


def _row(record: Record, desk: Desk) -> _Row | None:
    since, until = desk.period(record)
    days = Interval(since or PartialDate.day(desk.options.own_day), until)
    community = places.community(record, days, desk)
    if community is None or not desk.sound(record, days):
        return None
    name = cells.word(record.cell("group"))
    key = cells.identifier(record.cell("group_code")) or name or community.key
    short = community.text("shortName") or community.text("name")
    return _Row(record, community, _department(record, desk), key, name or f"{short}服务群众工作组", since, days)


def _department(record: Record, desk: Desk) -> Ref | None:
    name = cells.word(record.cell("department"))
    return desk.unit(record, "department", name, OrganizationKind.DEPARTMENT) if name else None


def _composition(row: _Row, desk: Desk) -> Composition:
    seated = members(row.record, row.community, row.department, desk)
    return Composition(
        row.community.ref,
        row.since,
        row.days.until,
        desk.options.own_day,
        row.record.source("community"),
        seated,
        row.department,
        liaisons(row.record, row.community, seated, desk),
        cells.text(row.record.cell("document")) or None,
    )


def _deputies(row: _Row, composition: Composition, desk: Desk) -> None:
    """B角: beside the people of a cell; without days of its own it holds for those of the row."""
    for column, kind in CELLS.items():
        holders = tuple(member.person for member in composition.members.get(kind, ()))
        known_in = unit(kind, row.community, row.department, desk)
        deputies.beside(row.record, column, holders, known_in, Interval(row.since, row.days.until), desk)


# ---- a group and its rows


def _apart(rows: list[_Row], desk: Desk) -> bool:
    """The rows of one group may not overlap."""
    overlaps = [(a, b) for a, b in combinations(rows, 2) if a.days.overlaps(b.days)]
    for first, second in overlaps:
        zh = f"与第 {first.record.number} 行的期间重叠。请改正起止,或用“工作组编号”分开。"
        en = f"The period overlaps that of row {first.record.number}. Correct the dates, or tell the groups apart by 工作组编号."
        column = "community" if second.record.cell("community").value is not None else "code"
        desk.tell(second.record, column, Severity.ERROR, "ROWS_OVERLAP", zh, en)
    return not overlaps


def _compose(rows: list[_Row], desk: Desk) -> None:
    """Write the rows of one group, the earliest first."""
    compositions = tuple(_composition(row, desk) for row in rows)
    for row, composition in zip(rows, compositions, strict=True):
        _deputies(row, composition, desk)
    last = rows[-1]
    group = groups.found_group(desk.draft, last.group, last.group_name, _specs(compositions, desk), last.record.source("community"))
    newest = all(x.interval.end <= last.days.end for x in desk.draft.out("SERVES", group))
    groups.compose(desk.draft, group, compositions)
    if newest:
        desk.draft.change(group, "name", last.group_name, last.days.start, last.record.source("community"))
        _describe(rows, group, desk)
    desk.told += [Told(group, (row.since.latest if row.since else desk.options.own_day), row.record.source("community")) for row in rows]


def _describe(rows: list[_Row], group: Ref, desk: Desk) -> None:
    """The paper that the group rests on, and its office telephone: the last that the rows give. Other telephones are not kept."""
    for row in rows:
        document = cells.text(row.record.cell("document"))
        if document:
            desk.draft.change(group, "basisDocument", document, None, row.record.source("document"))
        phone = cells.landline(row.record.cell("phone"))
        if phone:
            desk.draft.change(group, "officePhone", phone, None, row.record.source("phone"))
        elif row.record.cell("phone").value is not None:
            at = row.record.source("phone")
            zh, en = "只保存座机,这个号码不保存。", "Only office landlines are kept; this number is not."
            desk.draft.tell(Problem(Severity.INFO, "PHONE_NOT_KEPT", zh, en, at.file, at.sheet, at.cell))


def _specs(rows: tuple[Composition, ...], desk: Desk) -> tuple[SeatSpec, ...]:
    """The seats that the rule asks for on the first day of each row, and those in which they name somebody."""
    specs: dict[SeatKind, SeatSpec] = {}
    for row in rows:
        specs |= groups.rule_on(desk.draft, row.covers.start)
    for kind in (kind for row in rows for kind, seated in row.members.items() if seated):
        specs.setdefault(kind, SeatSpec(kind, kind, 0, None))
    return tuple(specs[kind] for kind in SeatKind if kind in specs)


# ---- whom the file leaves out


def _left_out(table: Table, rows: list[_Row], desk: Desk) -> None:
    """Communities that the file leaves out, of subdistricts that it names: kept and told; closed with `--allow-shrink`."""
    told = {row.community.key for row in rows}
    outer = {code[:9] for code in told}
    days = _spoken(rows, desk)
    for community in desk.draft.of("Community"):
        serving = [x for x in desk.draft.into("SERVES", community.ref) if x.interval.overlaps(days)]
        if serving and community.key[:9] in outer and community.key not in told:
            shrinks = desk.options.allow_shrink and desk.complete
            for link in serving if shrinks else ():
                for part in outside(link.interval, outside(link.interval, [days])):
                    groups.close(desk.draft, link.start, part)
            _tell_left_out(table, community, days.since if shrinks else None, desk)


def _spoken(rows: list[_Row], desk: Desk) -> Interval:
    """The days of the whole file: from its `--effective` day, else its earliest 起始, to its latest end."""
    starts = [row.since for row in rows if row.since]
    first = min(starts, key=lambda since: since.anchor, default=PartialDate.day(desk.options.own_day))
    since = PartialDate.day(desk.options.effective) if desk.options.effective else first
    return Interval(since, max(rows, key=lambda row: row.days.end).days.until)


def _tell_left_out(table: Table, community: Actor, closed: PartialDate | None, desk: Desk) -> None:
    short = community.text("shortName")
    if closed:
        zh, en = f"名册里没有“{short}”,其工作组自 {closed} 起终止。", f"The roster leaves out {short}: its group ends on {closed}."
    else:
        zh = f"名册里没有“{short}”,其工作组保持不变。如应终止,请写明终止时间,或加 --allow-shrink。"
        en = f"The roster leaves out {short}: its group is kept as it is. If it is to end, give its end, or add --allow-shrink."
    desk.draft.tell(Problem(Severity.WARN, "LEFT_OUT", zh, en, table.file, table.sheet, value=community.key))
