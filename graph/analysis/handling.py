"""Who handles a case on a day: first receiver, leads, assists, the units it was reported up to, sponsors, supervisors.

A unit is EFFECTIVE while it exists, else a GHOST; a person EFFECTIVE with a post on that day, UNVERIFIED with none known, else a GHOST.
Where the dates of a charge do not tell, it is UNKNOWN: who led on the day a case was raised a ledger does not say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.analysis.terms import ChainRole
from graph.casebook import Casebook
from graph.interval import PartialDate
from graph.model import Link, Ref, Source
from graph.qualification import best, holdings, post_unit
from graph.snapshot import Snapshot
from graph.vocabulary import AssignmentRole, CaseState, FillStatus, GapReason, Level, OrganizationKind

_ROLES: Mapping[AssignmentRole, ChainRole] = {
    AssignmentRole.LEAD: ChainRole.LEAD,
    AssignmentRole.ASSIST: ChainRole.ASSIST,
    AssignmentRole.SUPERVISE: ChainRole.SUPERVISE,
}
_TYPES: Mapping[str, ChainRole | None] = {
    "RECEIVED_BY": ChainRole.FIRST_RECEIVER,
    "ASSIGNED_TO": None,
    "ESCALATED_TO": ChainRole.ESCALATION,
    "SPONSORED_BY": ChainRole.SPONSOR,
}
"""The links by which somebody handles a case; an assignment says its own role."""
_ORDER = (
    ChainRole.FIRST_RECEIVER,
    ChainRole.LEAD,
    ChainRole.ASSIST,
    ChainRole.ESCALATION,
    ChainRole.SPONSOR,
    ChainRole.SUPERVISE,
)
_LEVELS: Mapping[str, Level] = {
    OrganizationKind.PARTY_COMMITTEE: Level.DISTRICT,
    OrganizationKind.GOVERNMENT: Level.DISTRICT,
    OrganizationKind.DEPARTMENT: Level.DISTRICT,
    OrganizationKind.SUBDISTRICT_OFFICE: Level.SUBDISTRICT,
    OrganizationKind.COMMITTEE: Level.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody, or a unit, in charge of a case on a day. Of a person `organization` is where the post is; None: no post is known.

    `level`: that of the unit; None where nothing tells.
    """

    link: Link
    role: ChainRole
    status: FillStatus
    reason: GapReason | None = None
    person: Ref | None = None
    post: Ref | None = None
    organization: Ref | None = None
    level: Level | None = None

    @property
    def since(self) -> PartialDate | None:
        return self.link.interval.since

    @property
    def until(self) -> PartialDate | None:
        return self.link.interval.until

    @property
    def source(self) -> Source:
        return self.link.source


def handlers(book: Casebook, snapshot: Snapshot) -> tuple[Handler, ...]:
    """The handling chain of a case on the snapshot's day, in its order; nobody handles a case that is struck off."""
    if book.state(snapshot.day) in (None, CaseState.STRUCK_OFF):
        return ()
    found = (handler for type_ in _TYPES for handler in _of_type(book, snapshot, type_))
    return tuple(sorted(found, key=lambda h: (_ORDER.index(h.role), h.person is not None, h.link.interval.start, h.link.key)))


def _of_type(book: Casebook, snapshot: Snapshot, type_: str) -> Iterator[Handler]:
    for link in book.links(type_):
        role = _TYPES[type_] or _ROLES[AssignmentRole(link.text("role"))]
        held = link.interval.holds(snapshot.day)
        if held is not False:
            yield handler(snapshot, link, role)


def handler(snapshot: Snapshot, link: Link, role: ChainRole) -> Handler:
    """How the one in charge stands on the snapshot's day."""
    ref = person_now(snapshot, link.end)
    if ref.kind == "Organization":
        status = _status(snapshot.history.actors[ref].interval.holds(snapshot.day))
        found = Handler(link, role, status, _reason(status), organization=ref, level=_level(snapshot, ref))
    else:
        found = _person(snapshot, link, role, ref)
    if link.interval.holds(snapshot.day) is None:
        unknown = FillStatus.UNKNOWN
        return Handler(link, role, unknown, _reason(unknown), found.person, found.post, found.organization, found.level)
    return found


def person_now(snapshot: Snapshot, ref: Ref) -> Ref:
    """The person that a node stands for: the other one where two turned out to be one."""
    merged = snapshot.history.actors[ref].text("mergedInto")
    return Ref("Person", merged) if merged else ref


def _person(snapshot: Snapshot, link: Link, role: ChainRole, person: Ref) -> Handler:
    held = [(x.interval.holds(snapshot.day), x) for x in holdings(snapshot.history, person)]
    on_day = [x for holds, x in held if holds] or [x for holds, x in held if holds is None]
    post = max(on_day, key=lambda x: (x.interval.start, x.key)).end if on_day else None
    status = _status(best(holds for holds, _ in held)) if held else FillStatus.UNVERIFIED
    unit = post_unit(snapshot.history, post) if post else None
    return Handler(link, role, status, _reason(status), person, post, unit, _level(snapshot, unit) if unit else None)


def _status(holds: bool | None) -> FillStatus:
    return FillStatus.UNKNOWN if holds is None else FillStatus.EFFECTIVE if holds else FillStatus.GHOST


def _reason(status: FillStatus) -> GapReason | None:
    return None if status is FillStatus.EFFECTIVE else GapReason(status.value)


def _level(snapshot: Snapshot, unit: Ref) -> Level | None:
    actor = snapshot.actor(unit)
    return Level(actor.text("level")) if actor.text("level") else _LEVELS.get(actor.text("kind"))
