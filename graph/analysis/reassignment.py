"""Who should take the seats that lack a holder, and at what cost? With people gone, or as things stand; nothing is written.

Every seat of minimum ≥ 1 without enough effective holders is to be filled from those whose post qualifies for it, who sit nowhere else in
its group, and who have room. As many are filled as can be; among such plans the loads are as even as can be; then people of the same
subdistrict, of the matching department, without a change of an effective filling, and of the first keys are taken. Whoever is effective
stays, but where nobody is absent and a number of moves is given: what is left of them evens the loads within the pools of the load, from
somebody to somebody who carries at least two groups fewer; nobody both gives and takes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.analysis.absence import without
from graph.analysis.assignment import Hand, Option, Problem, Scale, load_after, solved
from graph.analysis.candidates import NO_LIMITS, Limits, capacity, free, problem
from graph.analysis.load import Carrier, LoadEntry, entries_of, in_order, mean, pool
from graph.analysis.measures import Counted, Ratio
from graph.analysis.staffing import Change, Spot, Staff, linkage
from graph.analysis.terms import BindingLimit, CostName
from graph.model import Link, Ref
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import SeatKind

MOST_COST = 2**53
"""No cost is higher: as many moves as that allows are weighed so that a unit of one part outweighs all that comes after it."""


@dataclass(frozen=True, slots=True)
class CostPart:
    """A part of the cost of a move. LOAD: the load that the taker comes to, less that of whom it is taken from before."""

    name: CostName
    cost: int


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody takes a place in a seat; `leaves` is the filling that ends, if any. `load`: the groups of the taker after the plan."""

    district: str
    seat: Ref
    kind: SeatKind
    leaves: Link | None
    taker: Ref
    parts: tuple[CostPart, ...]
    load: int

    @property
    def cost(self) -> int:
        return sum(part.cost for part in self.parts)


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A place in a seat that nobody can take, and why."""

    district: str
    seat: Ref
    limit: BindingLimit


@dataclass(frozen=True, slots=True)
class Reassignment:
    """A plan. `before`: linkage (strict, effective) with the absent gone; `after`: with the moves made as well.

    `loads`: those of the kinds of seat that were to be filled or are moved, over the whole districts, after the plan. The moves into
    places that lacked a holder and the unfilled together are all such places.
    """

    before: Ratio
    after: Ratio
    moves: tuple[Move, ...]
    loads: tuple[LoadEntry, ...]
    unfilled: tuple[Unfilled, ...]

    @property
    def cost(self) -> int:
        return sum(move.cost for move in self.moves)


def reassignment(
    view: View, within: Sequence[str] | None = None, absent: Iterable[Counted] = (), limits: Limits = NO_LIMITS
) -> Reassignment:
    """The cheapest plan for the groups of these divisions, once these people and organisations are gone. Errors: UnknownDivision."""
    gone = frozenset(absent)
    staff = {part.snapshot.district: Staff(part, _without(part.snapshot, gone)) for part in view.scope(within)}
    spots = [spot for one in staff.values() for spot in _spots(one, limits, rebalance=limits.moves is not None and not gone)]
    plan = Plan(spots, problem(spots, limits), limits)
    changes = [(spot.district, change) for spot, change, _ in plan.changes]
    return Reassignment(
        linkage([(one, ()) for one in staff.values()]),
        linkage([(one, [c for d, c in changes if d == district]) for district, one in staff.items()]),
        plan.moves,
        plan.loads,
        plan.unfilled,
    )


def _without(snapshot: Snapshot, gone: Iterable[Counted]) -> Snapshot:
    own = [counted.ref for counted in gone if counted.district == snapshot.district]
    people, organizations = (frozenset(ref for ref in own if ref.kind == kind) for kind in ("Person", "Organization"))
    return without(snapshot, people, organizations)


def _spots(staff: Staff, limits: Limits, rebalance: bool) -> Iterator[Spot]:
    stay = frozenset(c.ref for c in limits.stay if c.district == staff.snapshot.district)
    yield from staff.vacancies(limits.kinds, stay)
    if rebalance:
        yield from staff.movable(limits.kinds, stay)


@dataclass(frozen=True)
class Plan:
    """What was chosen for these places, and what follows from it."""

    spots: Sequence[Spot]
    problem: Problem
    limits: Limits

    @cached_property
    def chosen(self) -> tuple[Option, ...]:
        return solved(self.problem)

    @cached_property
    def changes(self) -> tuple[tuple[Spot, Change, Option], ...]:
        """Who takes which place, in the order of the places."""
        taken, out = Counter[int](), []
        for option in self.chosen:
            spot = self.spots[option.opening]
            out.append((spot, Change(spot.chairs[taken[option.opening]], option.taker.person.ref), option))
            taken[option.opening] += 1
        return tuple(out)

    @cached_property
    def after(self) -> Mapping[Hand, int]:
        """What everybody concerned carries after the plan."""
        return load_after(self.problem, self.chosen)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        now = Counter(self.problem.loads)
        out = []
        for spot, change, option in self.changes:
            now[option.taker] += 1
            load, giver = now[option.taker], self.problem.giver(option)
            if giver:
                load -= now[giver]
                now[giver] -= 1
            seat, leaves = change.chair.seat, change.chair.leaves
            link, parts = leaves.link if leaves else None, tuple(self._parts(option, load))
            out.append(Move(spot.district, seat.ref, seat.kind, link, change.to, parts, self.after[option.taker]))
        return tuple(out)

    def _parts(self, option: Option, load: int) -> Iterator[CostPart]:
        scale = self._scale
        weights = (scale.load, scale.other_subdistrict, scale.mismatch, scale.change, scale.order)
        for name, weight, part in zip(CostName, weights, (load, *option.cost), strict=True):
            yield CostPart(name, weight * part)

    @cached_property
    def _scale(self) -> Scale:
        highest = max((option.cost.order for option in self.chosen), default=0)
        loads = sum(self.after[option.taker] + 1 for option in self.chosen)
        moves = len(self.chosen)
        while moves and Scale.of(moves, highest).load * (loads + 1) > MOST_COST:
            moves //= 2
        return Scale.of(moves, highest)

    @cached_property
    def unfilled(self) -> tuple[Unfilled, ...]:
        taken = Counter(option.opening for option in self.chosen)
        lacking = ((i, spot) for i, spot in enumerate(self.spots) if not spot.moves)
        left = ((spot, chair) for i, spot in lacking for chair in spot.chairs[taken[i] :])
        return tuple(Unfilled(spot.district, chair.seat.ref, self._binding(spot)) for spot, chair in left)

    def _binding(self, spot: Spot) -> BindingLimit:
        """The limit without which somebody could take it."""
        if not spot.supply.qualified(spot.seat):
            return BindingLimit.NOBODY_QUALIFIES
        placed = {c.to for other, c, _ in self.changes if (other.district, other.seat.group) == (spot.district, spot.seat.group)}
        others = [person for person in free(spot) if person not in placed]
        if not others:
            return BindingLimit.SAME_PERSON
        return BindingLimit.MOVES if any(self._has_room(spot, person) for person in others) else BindingLimit.CAPACITY

    def _has_room(self, spot: Spot, person: Ref) -> bool:
        top = capacity(spot, person, self.limits)
        hand = Hand(spot.seat.kind, Counted(spot.district, person))
        before = len(carrier.groups) if (carrier := pool(spot.supply.snapshot, spot.seat.kind).get(person)) else 0
        return top is None or self.after.get(hand, before) < top

    @cached_property
    def loads(self) -> tuple[LoadEntry, ...]:
        concerned = {option.opening for option in self.chosen}
        spots = {(s.district, s.seat.kind): s for i, s in enumerate(self.spots) if not s.moves or i in concerned}
        return in_order(entry for kind in SeatKind for entry in self._loads([s for (_, k), s in spots.items() if k is kind]))

    def _loads(self, spots: Sequence[Spot]) -> Iterator[LoadEntry]:
        """The loads of one kind of seat in several districts."""
        pools = [(spot, self._pool_after(spot)) for spot in spots]
        average = mean([len(carrier.groups) for _, found in pools for carrier in found.values()])
        for spot, found in pools:
            for entry in entries_of(spot.district, spot.seat.kind, found, average, None):
                top = capacity(spot, entry.person, self.limits) if entry.person else None
                yield replace(entry, room=None if top is None else top - entry.count)

    def _pool_after(self, like: Spot) -> Mapping[Ref, Carrier]:
        out = dict(pool(like.supply.snapshot, like.seat.kind))
        for spot, change, _ in self.changes:
            if (spot.district, spot.seat.kind) == (like.district, like.seat.kind):
                taker = out.get(change.to, Carrier((), frozenset()))
                out[change.to] = replace(taker, groups=taker.groups | {spot.seat.group})
                if spot.giver:
                    out[spot.giver] = replace(out[spot.giver], groups=out[spot.giver].groups - {spot.seat.group})
        return out
