"""Who answers for this? The hops from a community up to the district, who holds each on the day, and where the chain breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.analysis.gaps import no_group_run
from graph.analysis.runs import Run, Service
from graph.analysis.terms import ChainRole
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


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of a chain. `holders` the best first, a community's secretary before others; `organization` is whose the seat is.

    `since`, `until` and `source` are those of the best holder's filling; of a vacancy, since when it has lasted. `required`: the rule
    of the day asks for at least one.
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

    @property
    def broken(self) -> bool:
        """Nobody really answers, where somebody must."""
        return self.required and self.status in (FillStatus.VACANT, FillStatus.GHOST)


@dataclass(frozen=True, slots=True)
class ChainAt:
    """The chain of a community on a day."""

    date: date
    standing: tuple[Hop, ...]

    @property
    def first_broken(self) -> Hop | None:
        return next((hop for hop in self.standing if hop.broken), None)


def chain(view: View, community: str) -> ChainAt | None:
    """The standing chain of a community, given by its code, on the view's day; None where no such community has begun by then."""
    found = view.place(community)
    if found is None:
        return None
    snapshot, place = found
    if place.kind != "Community" or not existed(place.interval, snapshot.day):
        return None
    return ChainAt(snapshot.day, tuple(_standing(snapshot, place.ref)))


def _standing(snapshot: Snapshot, community: Ref) -> Iterator[Hop]:
    services = [Service(snapshot, community, group) for group in snapshot.groups(community)]
    for kind in (kind for kind in _ROLES if kind in snapshot.rule):
        for service in services:
            yield from _hops(snapshot, service, kind)
        if not services:
            yield _vacancy(snapshot, community, kind, GapReason.NO_GROUP, no_group_run(snapshot, community))


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
