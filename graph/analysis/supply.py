"""Who may be asked to take a seat on a day, what speaks against it, and how many groups each may carry in all."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from graph.analysis.directory import codes
from graph.analysis.load import carried, default_limit, pool
from graph.model import Actor, Ref
from graph.qualification import communities, leads, post_unit, qualification, subdistricts, succession
from graph.snapshot import Seat, Snapshot, existed
from graph.vocabulary import OrganizationKind, SeatKind

_MARKET: Mapping[SeatKind, int] = {
    SeatKind.DISTRICT_LEADER: 6,
    SeatKind.DEPARTMENT_LEADER: 6,
    SeatKind.SUBDISTRICT_LEADER: 9,
    SeatKind.SUBDISTRICT_CADRE: 9,
    SeatKind.COMMUNITY_CADRE: 12,
}
"""Among whom the groups of a kind of seat are shared: those of the district, of a subdistrict, of a community; the length of its code."""


class Supply:
    """The people of one district on a day. All is derived when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._history, self._day = snapshot.history, snapshot.day
        self._qualified: dict[Hashable, tuple[Ref, ...]] = {}
        self._familiar: dict[tuple[SeatKind, Ref], frozenset[Ref]] = {}
        self._limits: dict[SeatKind, Mapping[str, int | None]] = {}
        self._limit_of: dict[tuple[SeatKind, Ref], int | None] = {}

    # ---- who qualifies

    def qualified(self, seat: Seat) -> tuple[Ref, ...]:
        """Whose post qualifies for a seat on this day, by key; who already sits in the group is among them."""
        asks = self._asks(seat)
        if asks not in self._qualified:
            near = sorted(set(self._nearby(seat)))
            self._qualified[asks] = tuple(p for p in near if qualification(self._history, p, seat.ref, seat.kind, seat.group, self._day)[0])
        return self._qualified[asks]

    def seated(self, group: Ref) -> frozenset[Ref]:
        """Everybody in the books for a seat of a group, or perhaps in them: nobody sits in two (V14)."""
        return frozenset(f.person.ref for seat in self.snapshot.seats(group) for f in seat.fillings)

    def _asks(self, seat: Seat) -> Hashable:
        """Seats of which this is the same are open to the same people."""
        if seat.kind is SeatKind.DISTRICT_LEADER:
            return seat.kind
        if seat.kind is SeatKind.DEPARTMENT_LEADER:
            links = self._history.out("REPRESENTS", seat.ref)
            return seat.kind, frozenset((x.end, x.interval.holds(self._day)) for x in links)
        return seat.kind, communities(self._history, seat.group, self._day)

    def _nearby(self, seat: Seat) -> Iterator[Ref]:
        """Those among whom the qualified are."""
        if seat.kind is SeatKind.DISTRICT_LEADER:
            yield from pool(self.snapshot, seat.kind)
            return
        for unit in self._units(seat):
            yield from self._staff(unit)

    def _units(self, seat: Seat) -> set[Ref]:
        if seat.kind is SeatKind.DEPARTMENT_LEADER:
            return self._departments(seat.ref)
        served = communities(self._history, seat.group, self._day)
        if seat.kind is not SeatKind.COMMUNITY_CADRE:
            served = tuple(s for c in served for s in subdistricts(self._history, c, self._day))
        return {x.start for place in served for x in self._history.into("GOVERNS", place)}

    def _departments(self, seat: Ref) -> set[Ref]:
        """What a seat represents and its heirs; every department where it represents nothing for certain."""
        links = self._history.out("REPRESENTS", seat)
        own = {heir for x in links for heir in succession(self._history, x.end, self._day)}
        if any(x.interval.holds(self._day) for x in links):
            return own
        return own.union(o.ref for o in self._history.of("Organization") if o.text("kind") == OrganizationKind.DEPARTMENT)

    def _staff(self, unit: Ref) -> Iterator[Ref]:
        posts = (x.start for x in self._history.into("POST_IN", unit))
        return (x.start for post in posts for x in self._history.into("HOLDS", post) if x.interval.holds(self._day))

    # ---- what speaks against somebody

    def is_stranger(self, seat: Seat, person: Ref) -> bool:
        """Does somebody hold no seat of this kind, effectively, in the subdistricts that the group serves?"""
        known = (seat.kind, person)
        if known not in self._familiar:
            groups = carried(self.snapshot, seat.kind).get(person, ())
            self._familiar[known] = frozenset(place for group in groups for place in self._subdistricts[group])
        return self._subdistricts[seat.group].isdisjoint(self._familiar[known])

    @cached_property
    def _subdistricts(self) -> Mapping[Ref, frozenset[Ref]]:
        """The subdistricts of the communities that each group serves."""
        of = {c.ref: self.snapshot.parent(c.ref) for c in self.snapshot.communities}
        return {group: frozenset(place for c in served if (place := of[c.ref])) for group, served in self.served.items()}

    def is_mismatch(self, seat: Seat, person: Ref) -> bool:
        """Is somebody in the leadership of no department that the seat represented last (对口), nor of one of its heirs?"""
        if seat.kind is not SeatKind.DEPARTMENT_LEADER:
            return False
        links = [x for x in self._history.out("REPRESENTS", seat.ref) if existed(x.interval, self._day)]
        if not links:
            return False
        last = max(links, key=lambda x: (x.interval.end, x.interval.start, x.key)).end
        heirs = succession(self._history, last, self._day)
        return not any(leads(self.snapshot.actor(post)) and heirs.get(unit) for post, unit in self._posts(person))

    def _posts(self, person: Ref) -> Iterator[tuple[Ref, Ref]]:
        """The posts that somebody holds, with their units."""
        for held in self.snapshot.out("HOLDS", person):
            unit = post_unit(self._history, held.end)
            if unit and held.interval.holds(self._day):
                yield held.end, unit

    @cached_property
    def served(self) -> Mapping[Ref, Sequence[Actor]]:
        """The communities existing this day that each group serves."""
        out: dict[Ref, list[Actor]] = {}
        for community in self.snapshot.communities:
            for group in self.snapshot.groups(community.ref):
                out.setdefault(group, []).append(community)
        return out

    # ---- how much somebody may carry

    def limit(self, kind: SeatKind, person: Ref) -> int | None:
        """The load that is not too much for somebody: the limit of the load among those with whom the groups are shared.

        Of several such, the highest; None where nobody is known to share them.
        """
        if (kind, person) not in self._limit_of:
            tops = self._tops(kind)
            found = [top for code in self._markets(kind, person) if (top := tops.get(code)) is not None]
            self._limit_of[kind, person] = max(found, default=None)
        return self._limit_of[kind, person]

    def _tops(self, kind: SeatKind) -> Mapping[str, int | None]:
        if kind not in self._limits:
            length, people = _MARKET[kind], dict[str, int]()
            for code in (code for person in pool(self.snapshot, kind) for code in self._markets(kind, person)):
                people[code] = people.get(code, 0) + 1
            places = dict[str, int]()
            for community in self.snapshot.communities:
                places[community.key[:length]] = places.get(community.key[:length], 0) + 1
            self._limits[kind] = {code: default_limit(places.get(code, 0), count) for code, count in people.items()}
        return self._limits[kind]

    def _markets(self, kind: SeatKind, person: Ref) -> frozenset[str]:
        """The divisions of whose groups somebody may carry some: where the posts are, and what is carried already."""
        length = _MARKET[kind]
        if length == len(self.snapshot.district):
            return frozenset({self.snapshot.district})
        carrier = pool(self.snapshot, kind).get(person)
        units = carrier.units if carrier else tuple(unit for _, unit in self._posts(person))
        near = {code[:length] for unit in units for code in codes(self.snapshot, unit) if len(code) >= length}
        groups = carrier.groups if carrier else frozenset[Ref]()
        return frozenset(near.union(c.key[:length] for group in groups for c in self.served[group]))
