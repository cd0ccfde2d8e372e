"""干部任职表: a row is a post that somebody holds in a period. The whole sheet is read before people are told apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from graph.actions import appointments
from graph.actions.appointments import PostIn
from graph.actions.people import Named
from graph.interval import Interval, PartialDate
from graph.model import Ref, Severity
from graph.vocabulary import DEPARTMENT_RANKS, OrganizationKind, PostRank, SeatKind
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
    """Write the posts, then the people row by row; rows of one number, or of one name and unit, are one person."""
    rows = [row for record in records if (row := _row(record, desk))]
    everybody = tuple(_by_person(rows))
    for rows_of_one in everybody:
        namesakes = tuple(other for other in everybody if other is not rows_of_one and other[0].named.name == rows_of_one[0].named.name)
        person = _person(rows_of_one, namesakes, desk)
        if person:
            for row in rows_of_one:
                _hold(person, row, desk)
    desk.refresh()


def _row(record: Record, desk: Desk) -> _Row | None:
    people = desk.read(record, "name", cells.names)
    unit, title = cells.word(record.cell("unit")), cells.text(record.cell("title"))
    blank = next((c for c, v in (("name", people), ("unit", unit), ("title", title)) if not v), None)
    if blank:
        desk.tell(record, blank, Severity.ERROR, "BLANK", "这一格不能为空。", "This cell must not be blank.")
        return None
    if people is None or len(people) > 1:
        desk.tell(record, "name", Severity.ERROR, "SEVERAL_NAMES", "一行只能写一个人。", "A row may name one person only.")
        return None
    rank = desk.read(record, "rank", lambda cell: cells.choice(cell, PostRank))
    organization = desk.unit(record, "unit", unit, _implied_kind(rank, unit))
    if organization is None:
        return None
    described = PostIn(organization, title, rank, desk.read(record, "team", cells.flag))
    post = appointments.post(desk.draft, described, record.source("title"))
    home = Ref("District", desk.draft.district) if rank is PostRank.DISTRICT_LEADER else desk.people.unit_of(organization)
    since, until = desk.period(record)
    return _Row(record, Named(people[0].name, home, cells.word(record.cell("number")) or None), post, since, until)


def _implied_kind(rank: PostRank | None, unit: str) -> OrganizationKind:
    if rank is PostRank.DISTRICT_LEADER:
        return OrganizationKind.PARTY_COMMITTEE if unit.endswith("委") else OrganizationKind.GOVERNMENT
    return OrganizationKind.DEPARTMENT if rank in DEPARTMENT_RANKS else OrganizationKind.OTHER


def _by_person(rows: list[_Row]) -> Iterator[tuple[_Row, ...]]:
    """The rows of each number, else of each name and unit, in the order of the sheet."""
    places: dict[object, int] = {}
    numbered = [(places.setdefault(_identity(row), len(places)), row) for row in rows]
    for _, group in groupby(sorted(numbered, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        yield tuple(row for _, row in group)


def _identity(row: _Row) -> object:
    return row.named.number or (row.named.name, row.named.unit)


def _person(rows: tuple[_Row, ...], namesakes: tuple[tuple[_Row, ...], ...], desk: Desk) -> Ref | None:
    first = rows[0]
    found = next((f for row in rows if (f := desk.people.find(row.named)).ref or f.ambiguous), None)
    if found and found.ambiguous:
        who = "、".join(ref.key for ref in found.candidates)
        zh = f"同名同单位的有几个人({who})。请填人员编号。"
        en = f"Several people of this name are in this unit ({who}). Give the personnel number."
        desk.tell(first.record, "name", Severity.ERROR, "AMBIGUOUS_PERSON", zh, en)
        return None
    ref = (found and found.ref) or _from_roster(rows, namesakes, desk)
    if ref is None:
        return desk.people.add(first.named, first.record.source("name"), synthetic(first.record))
    desk.people.adopt(ref, first.named, first.record.source("number"))
    return ref


def _from_roster(rows: tuple[_Row, ...], namesakes: tuple[tuple[_Row, ...], ...], desk: Desk) -> Ref | None:
    """Somebody whom so far only a roster knows, if this post suits the cell and nobody else of the name has one that does."""
    for person, seats in desk.people.unposted(rows[0].named):
        known = any(desk.people.by_name(rows[0].named.name, kind) for kind in seats)
        rivals = any(_suit(other, seats, desk) for other in namesakes)
        if not known and not rivals and _suit(rows, seats, desk):
            zh, en = "按姓名与名册上的人认作同一人。", "Taken to be the person of that name whom the roster names."
            desk.tell(rows[0].record, "name", Severity.INFO, "SAME_BY_NAME", zh, en)
            return person
    return None


def _suit(rows: tuple[_Row, ...], seats: Iterable[SeatKind], desk: Desk) -> bool:
    posts = [actor for row in rows if (actor := desk.draft.actor(row.post))]
    return any(desk.people.post_suits(post, kind) for post in posts for kind in seats)


def synthetic(record: Record) -> bool:
    """Does the row's own 来源 say that it is made up?"""
    said = cells.text(record.cell("source"))
    return "合成" in said or "SYNTHETIC" in said.upper()


def _hold(person: Ref, row: _Row, desk: Desk) -> None:
    interval = Interval(appointments.starting(row.since, desk.options.own_day), row.until)
    if desk.sound(row.record, interval):
        document = cells.text(row.record.cell("document")) or None
        appointments.hold(desk.draft, person, row.post, interval, document, row.record.source("name"))
