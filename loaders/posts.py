"""干部任职表: a row is a post that somebody holds in a period. The whole sheet is read before people are told apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.actions import appointments, identity
from graph.actions.appointments import PostIn
from graph.actions.people import Named
from graph.interval import Interval, PartialDate
from graph.model import Ref, Severity
from graph.vocabulary import DEPARTMENT_RANKS, OrganizationKind, PostRank
from loaders import cells
from loaders.columns import Record
from loaders.desk import Desk


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that could be read: whom it names, the post, the period."""

    record: Record
    named: Named
    post: Ref
    since: PartialDate | None
    until: PartialDate | None


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the posts, then the people, the numbered ones first; rows of one number, or of one name and unit, are one person."""
    rows = [row for record in records if (row := _row(record, desk))]
    by_number: defaultdict[str, list[_Row]] = defaultdict(list)
    by_name: defaultdict[tuple[str, Ref], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.named.number:
            by_number[row.named.number].append(row)
        else:
            by_name[row.named.name, row.named.unit].append(row)
    adopted = _adopted(by_number, desk)
    _hold_all([(_numbered(own, adopted[number], desk), own) for number, own in by_number.items()], desk)
    _hold_all([(_unnumbered(own, desk), own) for own in by_name.values()], desk)
    desk.refresh()


# ---- what a row says


def _row(record: Record, desk: Desk) -> _Row | None:
    people = desk.read(record, "name", cells.names)
    unit, title = cells.word(record.cell("unit")), cells.text(record.cell("title"))
    if people is None or _blank(record, desk):
        return None
    if len(people) != 1:
        zh, en = "一行要写一个人,也只能写一个人。请改正。", "A row names one person, and one only. Correct it."
        desk.tell(record, "name", Severity.ERROR, "NOT_ONE_NAME", zh, en)
        return None
    rank = desk.read(record, "rank", lambda cell: cells.choice(cell, PostRank))
    organization = desk.unit(record, "unit", unit, _implied_kind(rank, unit))
    if organization is None:
        return None
    described = PostIn(organization, title, rank, desk.read(record, "team", cells.flag))
    post = appointments.post(desk.draft, described, record.source("title"))
    home = Ref("District", desk.draft.district) if rank is PostRank.DISTRICT_LEADER else desk.people.unit_of(organization)
    since, until = desk.period(record)
    return _Row(record, Named(people[0].name, home, cells.identifier(record.cell("number")) or None), post, since, until)


def _blank(record: Record, desk: Desk) -> bool:
    blank = [column for column in ("name", "unit", "title") if record.cell(column).value is None]
    for column in blank:
        desk.tell(record, column, Severity.ERROR, "BLANK", "这一格不能为空。请补上。", "This cell must not be blank. Fill it in.")
    return bool(blank)


def _implied_kind(rank: PostRank | None, unit: str) -> OrganizationKind:
    if rank is PostRank.DISTRICT_LEADER:
        return OrganizationKind.PARTY_COMMITTEE if unit.endswith("委") else OrganizationKind.GOVERNMENT
    return OrganizationKind.DEPARTMENT if rank in DEPARTMENT_RANKS else OrganizationKind.OTHER


def synthetic(record: Record) -> bool:
    """Does the row's own 来源 say that it is made up?"""
    said = cells.text(record.cell("source"))
    return "合成" in said or "SYNTHETIC" in said.upper()


# ---- who


def _adopted(by_number: Mapping[str, list[_Row]], desk: Desk) -> dict[str, dict[Ref, _Row]]:
    """By number: the people without one whom its rows find by name and unit, each with the first row that does.

    Rows that give a number another name than it has find nobody.
    """
    out: dict[str, dict[Ref, _Row]] = {number: {} for number in by_number}
    adopters: dict[Ref, _Row] = {}
    for number, row in ((number, row) for number, rows in by_number.items() for row in _by_its_name(rows, desk)):
        here = desk.people.unnumbered(row.named)
        rivals = [other for ref in here if (other := adopters.setdefault(ref, row)).named.number != number]
        if len(here) > 1:
            _ambiguous(row, here, desk)
        elif rivals:
            _claimed_twice(row, rivals[0], desk)
        else:
            out[number] = dict.fromkeys(here, row) | out[number]
    return out


def _by_its_name(rows: list[_Row], desk: Desk) -> list[_Row]:
    person = desk.people.numbered(rows[0].named)
    name = desk.name(person) if person else rows[0].named.name
    return [row for row in rows if row.named.name == name]


def _numbered(rows: list[_Row], adopted: dict[Ref, _Row], desk: Desk) -> Ref:
    """The person of a number; those without one whom its rows find turn out to be the same."""
    first = rows[0]
    person = desk.people.numbered(first.named) or next(iter(adopted), None)
    if person is None:
        person = desk.people.add(first.named, first.record.source("name"), synthetic(first.record))
    desk.people.adopt(person, first.named.number, first.record.source("number"))
    for ref, row in adopted.items():
        if ref != person:
            identity.merge(desk.draft, desk.people, ref, person, row.record.source("number"))
    _tell_other_names(rows, person, desk)
    return person


def _unnumbered(rows: list[_Row], desk: Desk) -> Ref | None:
    """The person of a name and a unit."""
    first = rows[0]
    found = desk.people.find(first.named)
    if found.ambiguous:
        _ambiguous(first, found.candidates, desk)
        return None
    return found.ref or desk.people.add(first.named, first.record.source("name"), synthetic(first.record))


def _ambiguous(row: _Row, candidates: tuple[Ref, ...], desk: Desk) -> None:
    who = "、".join(ref.key for ref in candidates)
    zh = f"同名同单位的有几个人({who})。请填人员编号。"
    en = f"Several people of this name are in this unit ({who}). Give the personnel number."
    desk.tell(row.record, "name", Severity.ERROR, "AMBIGUOUS_PERSON", zh, en)


def _claimed_twice(row: _Row, other: _Row, desk: Desk) -> None:
    zh = f"与第 {other.record.number} 行同名同单位而编号不同,分不清哪一个是已有的没有编号的人。请先给那个人补上编号。"
    en = f"Row {other.record.number} has this name and unit too, with another number: which is the person already known without one? "
    desk.tell(row.record, "number", Severity.ERROR, "AMBIGUOUS_PERSON", zh, en + "Give that one's number first.")


def _tell_other_names(rows: list[_Row], person: Ref, desk: Desk) -> None:
    called = desk.name(person)
    for row in rows:
        if row.named.name != called:
            zh = f"人员编号 {row.named.number} 的姓名是“{called}”,按同一人记。如果不是同一人,请改正编号。"
            en = f"The number {row.named.number} is of {called}; recorded as the same person. If it is another, correct the number."
            desk.tell(row.record, "name", Severity.WARN, "OTHER_NAME", zh, en)


def _hold_all(people: Iterable[tuple[Ref | None, list[_Row]]], desk: Desk) -> None:
    for person, row in ((person, row) for person, rows in people if person for row in rows):
        interval = Interval(appointments.starting(row.since, row.until, desk.options.own_day), row.until)
        if desk.sound(row.record, interval):
            document = cells.text(row.record.cell("document")) or None
            appointments.hold(desk.draft, person, row.post, interval, document, row.record.source("name"))
