"""The view of one district on one day: frozen records with indexes, and the networkx graphs that questions need.

A snapshot carries its history, since some answers need other days (`on`). All is derived when first asked for.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

import networkx as nx

from graph.history import History
from graph.interval import Interval
from graph.model import Actor, Link, Ref
from graph.qualification import Verdict, best, serves, verdict
from graph.vocabulary import DEFAULT_RULE, SEAT_LEVEL, FillStatus, Level, SeatKind, SeatSpec

T = TypeVar("T")
_NOTHING = object()
_ORDER = (FillStatus.EFFECTIVE, FillStatus.UNVERIFIED, FillStatus.UNKNOWN, FillStatus.GHOST, FillStatus.VACANT)


def best_status(statuses: Iterable[FillStatus]) -> FillStatus:
    """The status of a seat: that of its best holder; VACANT without any."""
    return min(statuses, key=_ORDER.index, default=FillStatus.VACANT)


@dataclass(frozen=True, eq=False)
class Filling:
    """Somebody in the books for a seat on this day."""

    link: Link
    person: Actor
    seat: "Seat"
    verdict: Verdict

    @cached_property
    def on_paper(self) -> bool:
        """In F: the dates of the filling itself leave no doubt."""
        return self.link.interval.holds(self.seat.day) is True

    @property
    def effective(self) -> bool:
        return self.verdict.status is FillStatus.EFFECTIVE

    @property
    def post(self) -> Ref | None:
        """The post that qualifies on this day, or may; None: none does."""
        return self.verdict.holding.end if self.verdict.holding else None


@dataclass(frozen=True, eq=False)
class Seat:
    """A seat of a group on this day, with what the rule of the day asks of it."""

    actor: Actor
    group: Ref
    kind: SeatKind
    spec: SeatSpec
    day: date
    fillings: tuple[Filling, ...] = ()

    @property
    def ref(self) -> Ref:
        return self.actor.ref

    @property
    def level(self) -> Level:
        return SEAT_LEVEL[self.kind]

    @property
    def status(self) -> FillStatus:
        """That of its best holder; VACANT without any."""
        return best_status(f.verdict.status for f in self.fillings)

    @property
    def effective(self) -> tuple[Filling, ...]:
        return tuple(f for f in self.fillings if f.effective)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A district on a day, as known at the history's moment."""

    history: History
    day: date
    _memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def district(self) -> str:
        return self.history.district

    @property
    def known_at(self) -> datetime | None:
        return self.history.known_at

    def on(self, day: date) -> "Snapshot":
        """The same district on another day."""
        return self if day == self.day else Snapshot(self.history, day)

    def once(self, key: Hashable, build: Callable[["Snapshot"], T]) -> T:
        """A value derived from this snapshot, built when first asked for."""
        found: T = self._memo.get(key, _NOTHING)
        if found is _NOTHING:
            found = self._memo[key] = build(self)
        return found

    def projection(self, kind: "Callable[[Snapshot], nx.Graph[Hashable]]") -> "nx.Graph[Hashable]":
        """A networkx graph of this day, built once; callers read it only."""
        return self.once(kind, kind)

    # ---- nodes

    def actor(self, ref: Ref) -> Actor:
        """A node with its properties of this day; it may no longer exist on it (`interval` tells)."""
        return self.once(("actor", ref), lambda s: s.history.on(ref, s.day))

    def existing(self, kind: str) -> tuple[Actor, ...]:
        """The nodes of a label that exist on this day, in the order of their keys."""
        return self.once(("existing", kind), lambda s: tuple(s.actor(a.ref) for a in s.history.of(kind) if a.interval.holds(s.day)))

    @cached_property
    def communities(self) -> tuple[Actor, ...]:
        """C(d): the communities that exist on this day."""
        return self.existing("Community")

    @cached_property
    def undated_communities(self) -> tuple[Actor, ...]:
        """Communities of which the dates do not tell whether they exist: outside C(d), counted as excluded."""
        return tuple(self.actor(a.ref) for a in self.history.of("Community") if a.interval.holds(self.day) is None)

    # ---- links

    def out(self, type_: str, start: Ref) -> tuple[Link, ...]:
        """The links of a type from a node that hold on this day, or may."""
        return tuple(x for x in self.history.out(type_, start) if x.interval.holds(self.day) is not False)

    def into(self, type_: str, end: Ref) -> tuple[Link, ...]:
        """The links of a type to a node that hold on this day, or may."""
        return tuple(x for x in self.history.into(type_, end) if x.interval.holds(self.day) is not False)

    def parent(self, place: Ref) -> Ref | None:
        """The place that a place lies in, on this day or, outside its life, at its end."""
        type_ = {"Courtyard": "IN_COMMUNITY", "Community": "IN_SUBDISTRICT", "Subdistrict": "IN_DISTRICT"}.get(place.kind)
        links = type_ and (self.out(type_, place) or self.history.out(type_, place))
        return links[-1].end if links else None

    # ---- groups and seats

    @cached_property
    def rule(self) -> Mapping[SeatKind, SeatSpec]:
        """The composition rule in force on this day, in the order of the vocabulary."""
        rules = (x for rule in self.history.of("CompositionRule") for x in self.out("ASKS_FOR", rule.ref))
        return in_force(x for x in rules if x.interval.holds(self.day))

    def groups(self, community: Ref) -> tuple[Ref, ...]:
        """G(c,d): the groups that exist and serve a community on this day, by key."""
        return tuple(group for group, held in self._serving(community).items() if held)

    def possible_groups(self, community: Ref) -> tuple[Ref, ...]:
        """Groups whose dates do not tell whether they serve a community on this day."""
        return tuple(group for group, held in self._serving(community).items() if held is None)

    def _serving(self, community: Ref) -> Mapping[Ref, bool | None]:
        return self.once(("serving", community), lambda s: s._found_serving(community))

    def _found_serving(self, community: Ref) -> Mapping[Ref, bool | None]:
        out: dict[Ref, bool | None] = {}
        for link in sorted(self.history.into("SERVES", community), key=lambda x: x.start):
            out[link.start] = best((out.get(link.start, False), serves(self.history, link, self.day)))
        return out

    def seats(self, group: Ref) -> tuple[Seat, ...]:
        """The seats of a group that the rule of the day asks for, in the rule's order."""
        return self.once(("seats", group), lambda s: s._seats(group))

    def _seats(self, group: Ref) -> tuple[Seat, ...]:
        found = [self.actor(x.end) for x in self.out("HAS_SEAT", group)]
        seats = [self._seat(a, group, SeatKind(a.text("kind"))) for a in found if a.text("kind") in self.rule]
        order = list(self.rule)
        return tuple(sorted(seats, key=lambda s: (order.index(s.kind), s.ref)))

    def _seat(self, actor: Actor, group: Ref, kind: SeatKind) -> Seat:
        bare = Seat(actor, group, kind, self.rule[kind], self.day)
        fillings = tuple(self._filling(x, bare) for x in self.into("FILLS", actor.ref))
        ordered = sorted(fillings, key=lambda f: (_ORDER.index(f.verdict.status), f.link.interval.start, f.person.text("name"), f.link.key))
        return Seat(actor, group, kind, bare.spec, self.day, tuple(ordered))

    def _filling(self, link: Link, seat: Seat) -> Filling:
        return Filling(link, self.actor(link.start), seat, verdict(self.history, link, seat.kind, seat.group, self.day))

    def seat(self, ref: Ref) -> Seat | None:
        """A seat by its node; None where the rule of the day does not ask for it."""
        return self.once(("seat", ref), lambda s: s._found_seat(ref))

    def _found_seat(self, ref: Ref) -> Seat | None:
        group = next((x.start for x in self.history.into("HAS_SEAT", ref)), None)
        return next((s for s in self.seats(group) if s.ref == ref), None) if group else None

    def filling(self, link: Link) -> Filling | None:
        """A filling of this day or an earlier one, as it stands today; one that has ended, as it stood on its last day.

        None where the rule of the day does not ask for its seat.
        """
        seat = self.seat(link.end)
        if seat is None:
            return None
        if link.interval.holds(self.day) is not False:
            return next((f for f in seat.fillings if f.link.id == link.id), None)
        last = date.fromordinal(link.interval.end.toordinal() - 1)
        return Filling(link, self.actor(link.start), seat, verdict(self.history, link, seat.kind, seat.group, last))


def in_force(asks_for: Iterable[Link]) -> dict[SeatKind, SeatSpec]:
    """The seats that these rows of a rule ask for, in the order of the vocabulary; those of the default rule where there are none."""
    specs = {s.kind: s for s in map(_spec, asks_for)} or {s.kind: s for s in DEFAULT_RULE}
    return {kind: specs[kind] for kind in SeatKind if kind in specs}


def _spec(link: Link) -> SeatSpec:
    top = link.properties.get("maximum")
    return SeatSpec(
        SeatKind(link.text("kind")),
        link.text("name"),
        int(link.text("minimum") or 0),
        top if isinstance(top, int) else None,
        link.flag("represents"),
    )


def existed(interval: Interval, day: date) -> bool:
    """Has a thing begun by this day, whether or not it has ended since?"""
    return interval.since is None or interval.since.reached(day) is not False
