"""B角名册: a row says who stands in for whom in a period, each with the unit beside the name."""

from collections.abc import Iterable

from graph.actions import deputies
from graph.actions.deputies import Deputy
from graph.interval import Interval, PartialDate
from graph.model import Ref, Severity
from graph.vocabulary import OrganizationKind, PostRank
from loaders import cells, dates, persons
from loaders.columns import Record
from loaders.desk import Desk


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the rows one by one."""
    for record in records:
        since, until = desk.period(record)
        holder, deputy = _party(record, "holder", desk), _party(record, "deputy", desk)
        if holder and deputy and desk.sound(record, Interval(since or PartialDate.day(desk.options.own_day), until)):
            _deputise(record, holder, deputy, since, until, desk)
    desk.refresh()


def _deputise(
    record: Record,
    holder: tuple[Ref, Ref],
    deputy: tuple[Ref, Ref],
    since: PartialDate | None,
    until: PartialDate | None,
    desk: Desk,
    column: str = "deputy",
) -> None:
    if holder[0] == deputy[0]:
        zh, en = "A角与B角是同一个人。请改正。", "The deputy and the one deputised for are the same person. Correct it."
        desk.tell(record, column, Severity.ERROR, "SAME_PERSON", zh, en)
        return
    described = Deputy(*deputy, *holder)
    deputies.deputise(desk.draft, described, since, until, desk.options.own_day, record.source(column))


def beside(record: Record, column: str, holders: tuple[Ref, ...], unit: Ref, days: Interval, desk: Desk) -> None:
    """The deputies that a roster names beside the people of a cell: one for each, or one for all."""
    column = f"{column}_deputy"
    people = tuple(persons.of_cell(record, column, (unit,), desk))
    own = desk.read(record, f"{column}_span", dates.span) if record.cell(f"{column}_span").value is not None else None
    if people and len(people) not in (1, len(holders)):
        zh = f"这一格有 {len(people)} 个 B 角,席位上却有 {len(holders)} 人。请一一对应。"
        en = f"This cell names {len(people)} deputies for {len(holders)} people. Give one for each."
        desk.tell(record, column, Severity.ERROR, "DEPUTIES_DIFFER", zh, en)
        return
    of_each = people if len(people) == len(holders) else people * len(holders)
    for holder, person in zip(holders, of_each, strict=bool(people)):
        _deputise(record, (holder, unit), (person, unit), (own or days).since, (own or days).until, desk, column)


def _party(record: Record, column: str, desk: Desk) -> tuple[Ref, Ref] | None:
    """The person of a cell and the unit beside the name. None: a problem is told."""
    units = _units(record, f"{column}_unit", desk)
    if not units or persons.the_one(record, column, desk) is None:
        return None
    person = next(persons.of_cell(record, column, units, desk), None)
    return (person, units[0]) if person else None


def _units(record: Record, column: str, desk: Desk) -> tuple[Ref, ...]:
    """With which units the name may be known: the division that the unit is or governs, or itself; of district leaders the district."""
    name = cells.word(record.cell(column))
    if not name:
        desk.tell(record, column, Severity.ERROR, "BLANK", "缺少单位。请补上。", "The unit is missing. Add it.")
        return ()
    places = () if desk.names.organizations(name) else desk.names.places(name)
    if len(places) == 1:
        return places
    organization = desk.unit(record, column, name, OrganizationKind.OTHER)
    if organization is None:
        return ()
    home = desk.people.unit_of(organization)
    return (home, Ref("District", desk.draft.district)) if _leads_district(organization, desk) else (home,)


def _leads_district(organization: Ref, desk: Desk) -> bool:
    posts = (desk.draft.actor(x.start) for x in desk.draft.into("POST_IN", organization))
    return any(post is not None and post.text("rank") == PostRank.DISTRICT_LEADER for post in posts)
