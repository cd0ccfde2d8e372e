"""Who answers for this? The hops from a courtyard or a community up to the district, who holds each on the day, where the chain breaks.

A place that is no more is followed to what it became.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph import courtyards
from graph.analysis.gaps import no_group_run
from graph.analysis.handling import Handler
from graph.analysis.lacks import vacancy
from graph.analysis.runs import Run, Service
from graph.analysis.successions import Succession, followed
from graph.analysis.terms import ChainRole
from graph.courtyards import Charge
from graph.interval import PartialDate
from graph.model import Ref, Source
from graph.qualification import post_unit, represented, succession
from graph.snapshot import Filling, Seat, Snapshot, existed
from graph.view import View
from graph.vocabulary import SEAT_LEVEL, FillStatus, GapReason, Level, PostRank, SeatKind

_ROLES: Mapping[SeatKind, ChainRole] = {
    SeatKind.COMMUNITY_CADRE: ChainRole.COMMUNITY_CADRE,
    SeatKind.SUBDISTRICT_CADRE: ChainRole.SUBDISTRICT_CADRE,
    SeatKind.SUBDISTRICT_LEADER: ChainRole.SUBDISTRICT_LEADER,
    SeatKind.DEPARTMENT_LEADER: ChainRole.DEPARTMENT_LEADER,
    SeatKind.DISTRICT_LEADER: ChainRole.DISTRICT_LEADER,
}
"""The hops of a group in their order."""

_BELOW = (
    (ChainRole.LINKING_MEMBER, "LINKS", GapReason.NO_LINKING_MEMBER),
    (ChainRole.COURTYARD_HEAD, "HEADS", GapReason.NO_HEAD),
)
"""The hops of a courtyard, before those of its community's group."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of a chain. `holders` the best first, a community's secretary before others; `organization` is whose the seat is.

    `since`, `until` and `source` are those of the best holder's filling; of a vacancy, since when it has lasted. `required`: the rule
    of the day asks for at least one. `charges` are the holders of a courtyard's hops, `courtyard` is which.
    """

    level: Level
    role: ChainRole
    status: FillStatus
    reason: GapReason | None = None
    group: Ref | None = None
    seat: Ref | None = None
    organization: Ref | None = None
    holders: tuple[Filling, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    source: Source | None = None
    required: bool = True
    courtyard: Ref | None = None
    charges: tuple[Charge, ...] = ()

    @property
    def broken(self) -> bool:
        """Nobody really answers, where somebody must."""
        return self.required and self.status in (FillStatus.VACANT, FillStatus.GHOST)


@dataclass(frozen=True, slots=True)
class ChainAt:
    """The chain of a place on a day, and what was followed on the way to it. Of a case, `handling` says who handles it, and `exact`
    whether the source gives the day; else it is the first of a month or a year."""

    date: date
    standing: tuple[Hop, ...]
    successions: tuple[Succession, ...] = ()
    handling: tuple[Handler, ...] = ()
    exact: bool = True

    @property
    def first_broken(self) -> Hop | None:
        return next((hop for hop in self.standing if hop.broken), None)


def chain(view: View, code: str) -> ChainAt | None:
    """The standing chain of a community or a courtyard, given by its code, on the view's day; None where it has not begun by then."""
    found = view.place(code)
    if found is None or found[1].kind not in ("Community", "Courtyard"):
        return None
    snapshot, place = found
    return standing_chain(snapshot, place.ref) if _begun(snapshot, place.ref) else None


def standing_chain(snapshot: Snapshot, place: Ref) -> ChainAt:
    """The standing chain of a community or a courtyard on the snapshot's day; without hops where it has not begun by then."""
    if not _begun(snapshot, place):
        return ChainAt(snapshot.day, ())
    yards, way = followed(snapshot, place) if place.kind == "Courtyard" else ((), ())
    communities: dict[Ref, None] = {}
    for outer in dict.fromkeys(courtyards.community_of(snapshot.history, yard) for yard in yards) if yards else (place,):
        reached, more = followed(snapshot, outer) if outer else ((), ())
        communities |= dict.fromkeys(reached)
        way += more
    return ChainAt(snapshot.day, (*_of_courtyards(snapshot, yards), *_standing(snapshot, tuple(communities))), way)


def _begun(snapshot: Snapshot, place: Ref) -> bool:
    own = snapshot.history.actors[place].interval
    life = courtyards.life(snapshot.history, place) if place.kind == "Courtyard" else own
    return existed(life, snapshot.day)


def _standing(snapshot: Snapshot, communities: tuple[Ref, ...]) -> Iterator[Hop]:
    services = {c: [Service(snapshot, c, group) for group in snapshot.groups(c)] for c in communities}
    for kind in (kind for kind in _ROLES if kind in snapshot.rule):
        for community, serving in services.items():
            for service in serving:
                yield from _hops(snapshot, service, kind)
            if not serving:
                yield _vacancy(snapshot, community, kind, GapReason.NO_GROUP, no_group_run(snapshot, community))


def _of_courtyards(snapshot: Snapshot, yards: tuple[Ref, ...]) -> Iterator[Hop]:
    for role, type_, reason in _BELOW:
        for yard in yards:
            found = courtyards.heads(snapshot, yard) if type_ == "HEADS" else courtyards.links(snapshot, yard)
            best = found[0] if found else None
            yield Hop(
                Level.COURTYARD,
                role,
                best.verdict.status if best else FillStatus.VACANT,
                best.verdict.reason if best else reason,
                since=best.link.interval.since if best else vacancy(snapshot, yard, type_).since,
                until=best.link.interval.until if best else None,
                source=best.link.source if best else None,
                courtyard=yard,
                charges=found,
            )


def _hops(snapshot: Snapshot, service: Service, kind: SeatKind) -> Iterator[Hop]:
    """A hop for each seat of a kind, one also where the group has no such seat."""
    seats = [seat for seat in snapshot.seats(service.group) if seat.kind is kind]
    for seat in seats:
        if seat.fillings:
            yield _held(snapshot, service.community, seat)
        else:
            yield _vacancy(snapshot, service.community, kind, GapReason.VACANT, service.vacant_run(kind), seat)
    if not seats:
        hop = _vacancy(snapshot, service.community, kind, GapReason.VACANT, service.vacant_run(kind))
        yield replace(hop, group=service.group)


def _vacancy(snapshot: Snapshot, community: Ref, kind: SeatKind, reason: GapReason, run: Run, seat: Seat | None = None) -> Hop:
    return Hop(
        SEAT_LEVEL[kind],
        _ROLES[kind],
        FillStatus.VACANT,
        reason,
        seat.group if seat else None,
        seat.ref if seat else None,
        _organization(snapshot, community, kind, seat),
        since=run.since,
        required=snapshot.rule[kind].minimum >= 1,
    )


def _held(snapshot: Snapshot, community: Ref, seat: Seat) -> Hop:
    holders = tuple(sorted(seat.fillings, key=lambda f: (f.verdict.status is not seat.status, not _secretary(snapshot, f))))
    first = holders[0]
    return Hop(
        seat.level,
        _ROLES[seat.kind],
        seat.status,
        first.verdict.reason,
        seat.group,
        seat.ref,
        _organization(snapshot, community, seat.kind, seat),
        holders,
        first.link.interval.since,
        first.link.interval.until,
        first.link.source,
        seat.spec.minimum >= 1,
    )


def _secretary(snapshot: Snapshot, filling: Filling) -> bool:
    post = filling.post
    return post is not None and snapshot.actor(post).text("rank") == PostRank.COMMUNITY_SECRETARY


# ---- whose seat it is


def _organization(snapshot: Snapshot, community: Ref, kind: SeatKind, seat: Seat | None) -> Ref | None:
    """What the seat represents, or its heir of this day; else where its best holder has the post; else who governs the place."""
    stands_for = represented(snapshot.history, seat.ref, snapshot.day) if seat else ()
    heirs = (unit for ref in stands_for for unit in succession(snapshot.history, ref, snapshot.day))
    posts = (f.post for f in seat.fillings if f.post) if seat else ()
    units = (unit for post in posts if (unit := post_unit(snapshot.history, post)))
    candidates = (*heirs, *units, *_governing(snapshot, community, kind))
    return next((unit for unit in candidates if snapshot.actor(unit).interval.holds(snapshot.day)), stands_for[0] if stands_for else None)


def _governing(snapshot: Snapshot, community: Ref, kind: SeatKind) -> tuple[Ref, ...]:
    level = SEAT_LEVEL[kind]
    place = community if level is Level.COMMUNITY else snapshot.parent(community) if level is Level.SUBDISTRICT else None
    return tuple(x.start for x in snapshot.into("GOVERNS", place)) if place else ()
