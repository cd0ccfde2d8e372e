"""党员花名册: a row is a member of a Party organisation, which leads to its community, and the courtyards that the member links.

When somebody joined is not kept, nor whose households they visit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from graph.actions import courtyards, party, ties
from graph.actions.units import folded
from graph.interval import Interval
from graph.model import Actor, Problem, Ref, Scalar, Severity
from graph.vocabulary import MemberState, OrganizationKind
from loaders import cells, persons, places
from loaders.columns import Record
from loaders.desk import Desk
from loaders.report import Bad
from loaders.sheets import Cell

_COLUMNS_OF_PLACE = ("code", "community")


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the rows one by one: each speaks for one member."""
    yards = _by_name(desk)
    seen: Counter[tuple[Ref, Ref]] = Counter()
    for record in records:
        organization = _organization(record, desk)
        person = _person(record, organization, desk) if organization else None
        if organization and person:
            _enrol(record, person, organization, seen, desk)
            for courtyard in _courtyards(record, organization, yards, desk):
                courtyards.link(desk.draft, person, courtyard, None, record.source("links"))
    desk.refresh()


# ---- the organisation


def _organization(record: Record, desk: Desk) -> Ref | None:
    """所在党组织, and the community that it leads to: by 村(社区), else by its own name."""
    name = cells.word(record.cell("organization"))
    if not name:
        desk.tell(record, "organization", Severity.ERROR, "BLANK", "缺少所在党组织。请补上。", "The Party organisation is missing. Add it.")
        return None
    told = any(record.cell(column).value is not None for column in _COLUMNS_OF_PLACE)
    community = places.find(record, Interval(), desk) if told else None
    if told and community is None:
        return None
    if community is not None:
        return _in_community(record, name, community, desk)
    organization = desk.unit(record, "organization", name, OrganizationKind.PARTY_ORGANIZATION)
    if organization:
        party.base_by_name(desk.draft, desk.names, organization, name, record.source("organization"))
    return organization


def _in_community(record: Record, name: str, community: Actor, desk: Desk) -> Ref | None:
    fits = party.organizations_for(desk.draft, desk.names, name, community.ref)
    source = record.source("organization")
    if len(fits) != 1 and not (fits or desk.names.places(name)):
        desk.implied(record, "organization", name)
        return party.imply(desk.draft, desk.names, name, community.ref, source)
    organization = fits[0] if len(fits) == 1 else desk.unit(record, "organization", name, OrganizationKind.PARTY_ORGANIZATION)
    if organization is None:
        return None
    party.base(desk.draft, organization, community.ref, source)
    if community.ref not in ties.communities(desk.draft, organization):
        zh = "单位名录把这个党组织放在别的村(社区),以名录为准。请核对。"
        en = "The list of units puts this Party organisation in another community; the list decides. Check it."
        desk.guess(record, "organization", "OTHER_COMMUNITY", zh, en)
    return organization


# ---- the member


def _person(record: Record, organization: Ref, desk: Desk) -> Ref | None:
    if persons.the_one(record, "name", desk) is None:
        return None
    return next(persons.of_cell(record, "name", (ties.home(desk.draft, organization),), desk), None)


def _enrol(record: Record, person: Ref, organization: Ref, seen: Counter[tuple[Ref, Ref]], desk: Desk) -> None:
    state = desk.read(record, "state", lambda cell: cells.choice(cell, MemberState))
    said: dict[str, Scalar] = {"floating": state and state is MemberState.FLOATING, "partyTitle": cells.text(record.cell("title")) or None}
    party.enrol(desk.draft, person, organization, said, record.source("name"))
    seen[person, organization] += 1
    if seen[person, organization] > 1:
        zh = "同一党组织里这个姓名出现两次,按同一人记。如果是两个人,请填人员编号。"
        en = "This name stands twice in one Party organisation and was taken for one person. If they are two, give personnel numbers."
        desk.guess(record, "name", "SAME_NAME_TWICE", zh, en)
    elif len(desk.draft.out("PARTY_MEMBER_OF", person)) > 1:
        zh = "这个人已记在另一个党组织,两处都保留。如果是两个人,请填人员编号。"
        en = "This person is a member of another Party organisation as well; both are kept. If they are two people, give personnel numbers."
        desk.guess(record, "organization", "TWO_MEMBERSHIPS", zh, en)


# ---- the courtyards


def _by_name(desk: Desk) -> dict[tuple[str, str], tuple[Ref, ...]]:
    """Courtyards by the code of their community and their name."""
    out: dict[tuple[str, str], tuple[Ref, ...]] = {}
    for courtyard in desk.draft.of("Courtyard"):
        key = courtyard.key[:12], folded(courtyard.text("name"))
        out[key] = (*out.get(key, ()), courtyard.ref)
    return out


def _courtyards(record: Record, organization: Ref, yards: dict[tuple[str, str], tuple[Ref, ...]], desk: Desk) -> Iterator[Ref]:
    """联系院坝/户: courtyards by code, or by name in the member's community. Households are not kept, and so are in no problem."""
    around = [ref.key for ref in ties.communities(desk.draft, organization)]
    for part in cells.listed(record.cell("links")):
        coded = Ref("Courtyard", _code(part))
        named = [ref for code in around for ref in yards.get((code, part), ())]
        found = [coded] if desk.draft.actor(coded) else named
        if len(found) == 1:
            yield found[0]
        elif part.endswith("户"):
            _tell(
                record,
                Severity.INFO,
                "HOUSEHOLD",
                "只保存院坝,不保存所联系的户。",
                "Courtyards are kept; the households linked are not.",
                desk,
            )
        else:
            severity = Severity.ERROR if desk.options.strict else Severity.WARN
            zh, en = "有一处在本村(社区)的院坝名册里找不到,不记录。", "One of these is no known courtyard of the community; not recorded."
            _tell(record, severity, "UNKNOWN_COURTYARD", zh, en, desk)


def _code(written: str) -> str:
    """The code of a courtyard, however a spreadsheet wrote it; what is none stays as it is."""
    try:
        return cells.code(Cell(written), 15) or ""
    except Bad:
        return written


def _tell(record: Record, severity: Severity, code: str, zh: str, en: str, desk: Desk) -> None:
    """A problem that does not show what the cell says: it may name residents."""
    at = record.source("links")
    desk.draft.tell(Problem(severity, code, zh, en, at.file, at.sheet, at.cell))
