"""What is missing on a day, since when, and who was there last. Computed once per snapshot, community by community."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.analysis.lacks import Lack, lacks
from graph.analysis.people_groups import doubled
from graph.analysis.runs import UNTOLD, Run, Service
from graph.courtyards import Charge
from graph.interval import PartialDate
from graph.model import Ref
from graph.snapshot import Filling, Seat, Snapshot, best_status
from graph.view import View, lies_in
from graph.vocabulary import GapReason, SeatKind, SeatSpec


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing or wrong in one community.

    `run`: since when without a break it has this status in this group; `without_effective`: since when it is without any effective
    holder. `seat_kind` is None where no seat is concerned, or two. `last_holder`: who was effective last. Of a courtyard, `charges` and
    `last_charge` tell the same of its head, or of those who link it.
    """

    reason: GapReason
    community: Ref
    group: Ref | None = None
    seat_kind: SeatKind | None = None
    seats: tuple[Ref, ...] = ()
    run: Run = UNTOLD
    without_effective: Run = UNTOLD
    holders: tuple[Filling, ...] = ()
    last_holder: Filling | None = None
    ever_in_roster: bool = True
    courtyard: Ref | None = None
    charges: tuple[Charge, ...] = ()
    last_charge: Charge | None = None

    def concerns(self, kinds: Collection[SeatKind]) -> bool:
        """Is one of these seats concerned? Every seat is where there is no group."""
        own = {self.seat_kind} | {f.seat.kind for f in self.holders}
        return self.reason is GapReason.NO_GROUP or not own.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class OrphanedGroup:
    """A group that by its roster serves a community abolished by this day. `successors`: what the community became."""

    group: Ref
    community: Ref
    abolished: PartialDate
    successors: tuple[Ref, ...] = ()


def gaps(
    view: View,
    within: Sequence[str] | None = None,
    reasons: Collection[GapReason] | None = None,
    seat_kinds: Collection[SeatKind] | None = None,
) -> tuple[Gap, ...]:
    """The gaps of the communities that exist on this day, by code. Errors: UnknownDivision."""
    parts = view.scope(within)
    found = (gap for part in parts for c in part.communities for gap in community_gaps(part.snapshot)[c.ref])
    asked = (gap for gap in found if reasons is None or gap.reason in reasons)
    return tuple(gap for gap in asked if seat_kinds is None or gap.concerns(seat_kinds))


def orphaned_groups(view: View, within: Sequence[str] | None = None) -> tuple[OrphanedGroup, ...]:
    """The groups that serve communities abolished by this day, by the communities' codes. Errors: UnknownDivision."""
    found = (orphan for part in view.scope(within) for orphan in part.snapshot.once(_orphans, _orphans))
    return tuple(orphan for orphan in found if lies_in(orphan.community.key, within))


def community_gaps(snapshot: Snapshot) -> Mapping[Ref, tuple[Gap, ...]]:
    """The gaps of every community that exists on this day, found once."""
    return snapshot.once(community_gaps, lambda s: {c.ref: tuple(_gaps(s, c.ref)) for c in s.communities})


def _orphans(snapshot: Snapshot) -> tuple[OrphanedGroup, ...]:
    ended = ((c.ref, c.interval.until) for c in snapshot.history.of("Community"))
    gone = ((ref, until) for ref, until in ended if until is not None and until.reached(snapshot.day))
    return tuple(OrphanedGroup(group, ref, until) for ref, until in gone for group in snapshot.groups(ref))


# ---- of one community


def _gaps(snapshot: Snapshot, community: Ref) -> Iterator[Gap]:
    groups = snapshot.groups(community)
    if not groups:
        yield _no_group(snapshot, community)
    if len(groups) > 1:
        yield Gap(GapReason.TWO_GROUPS, community, run=_two_groups_run(snapshot, community))
    for group in groups:
        service = Service(snapshot, community, group)
        for kind, spec in snapshot.rule.items():
            yield from _seat_gaps(snapshot, service, kind, spec)
        for fillings in doubled(snapshot, group).values():
            yield _same_person(snapshot, service, fillings)
    yield from (_of_courtyard(community, lack) for lack in lacks(snapshot, community))


def _of_courtyard(community: Ref, lack: Lack) -> Gap:
    return Gap(
        lack.reason,
        community,
        run=lack.run,
        without_effective=lack.without_effective,
        courtyard=lack.courtyard,
        charges=lack.charges,
        last_charge=lack.last,
    )


def no_group_run(snapshot: Snapshot, community: Ref) -> Run:
    """The run of days on which a community existed without a group."""
    life = snapshot.history.actors[community].interval
    turning = _service_days(snapshot, community).union(life.boundaries())
    return Run.up_to(snapshot.day, turning, lambda d: life.holds(d) and not snapshot.on(d).groups(community))


def _two_groups_run(snapshot: Snapshot, community: Ref) -> Run:
    return Run.up_to(snapshot.day, _service_days(snapshot, community), lambda d: len(snapshot.on(d).groups(community)) > 1)


def _service_days(snapshot: Snapshot, community: Ref) -> frozenset[date]:
    """The days on which the groups of a community can change."""
    links = snapshot.history.into("SERVES", community)
    intervals = (interval for x in links for interval in (x.interval, snapshot.history.actors[x.start].interval))
    return frozenset(d for interval in intervals for d in interval.boundaries())


def _no_group(snapshot: Snapshot, community: Ref) -> Gap:
    run = no_group_run(snapshot, community)
    ever = bool(snapshot.history.into("SERVES", community))
    return Gap(GapReason.NO_GROUP, community, run=run, without_effective=run, ever_in_roster=ever)


def _seat_gaps(snapshot: Snapshot, service: Service, kind: SeatKind, spec: SeatSpec) -> Iterator[Gap]:
    """At most one: too few effective holders of a kind of seat, or too many."""
    seats = [seat for seat in snapshot.seats(service.group) if seat.kind is kind]
    effective = {f.person.ref for seat in seats for f in seat.effective}
    if len(effective) < spec.minimum:
        yield _too_few(snapshot, service, kind, spec, seats)
    elif spec.maximum is not None and len(effective) > spec.maximum:
        yield _too_many(snapshot, service, kind, seats)


def _too_few(snapshot: Snapshot, service: Service, kind: SeatKind, spec: SeatSpec, seats: Sequence[Seat]) -> Gap:
    holders = tuple(f for seat in seats for f in seat.fillings)
    others = [f.verdict for f in holders if not f.effective]
    status = best_status(v.status for v in others)
    last = service.last_effective(kind)
    return Gap(
        next((v.reason for v in others if v.status is status and v.reason), GapReason.VACANT),
        service.community,
        service.group,
        kind,
        tuple(seat.ref for seat in seats),
        service.lacking_run(kind, spec.minimum),
        service.empty_run(kind),
        holders,
        snapshot.filling(last) if last else None,
    )


def _too_many(snapshot: Snapshot, service: Service, kind: SeatKind, seats: Sequence[Seat]) -> Gap:
    asks_for = (x for rule in snapshot.history.of("CompositionRule") for x in snapshot.history.out("ASKS_FOR", rule.ref))
    turning = service.turning(kind).union(*(x.interval.boundaries() for x in asks_for))
    run = service.run(turning, lambda d: _crowded(snapshot.on(d), len({x.start for x in service.effective(kind, d)}), kind))
    holders = tuple(f for seat in seats for f in seat.effective)
    return Gap(GapReason.OVER_MAX, service.community, service.group, kind, tuple(s.ref for s in seats), run, holders=holders)


def _crowded(snapshot: Snapshot, holders: int, kind: SeatKind) -> bool:
    most = snapshot.rule[kind].maximum if kind in snapshot.rule else None
    return most is not None and holders > most


def _same_person(snapshot: Snapshot, service: Service, fillings: tuple[Filling, ...]) -> Gap:
    links = [x for seat in service.seats for x in snapshot.history.into("FILLS", seat) if x.start == fillings[0].person.ref]
    turning = {d for x in links for d in x.interval.boundaries()}
    run = service.run(turning, lambda d: len({x.end for x in links if x.interval.holds(d)}) > 1)
    seats = tuple(dict.fromkeys(f.seat.ref for f in fillings))
    return Gap(GapReason.SAME_PERSON, service.community, service.group, None, seats, run, holders=fillings)
