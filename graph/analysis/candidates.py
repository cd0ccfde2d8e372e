"""Who may take which place, and at what cost: the problem that a plan solves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.analysis.assignment import Cost, Hand, Opening, Option, Problem
from graph.analysis.load import carried, pool
from graph.analysis.measures import Counted
from graph.analysis.staffing import Spot
from graph.model import Ref
from graph.vocabulary import SeatKind

LEAST_DIFFERENCE = 2
"""A filling goes from somebody only to somebody who carries at least so many groups fewer: less would not even the loads."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan must keep to. `capacity`: groups that somebody may carry in a kind of seat; left out, the limit of the load.

    `moves`: so many changes at most. `stay`: whose fillings are not touched. `kinds`: of these seats only.
    """

    capacity: int | None = None
    moves: int | None = None
    stay: frozenset[Counted] = frozenset()
    kinds: frozenset[SeatKind] | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Beyond these nothing is wanted. `load`: of who fills a place; `gain`: how many groups fewer who takes one over carries.

    `rebalance`: can there be a move left once the places are filled?
    """

    load: int | None = None
    gain: int = LEAST_DIFFERENCE
    rebalance: bool = True


def problem(spots: Sequence[Spot], limits: Limits) -> Problem:
    """The openings of these places, in their order, and who may take each, by key; a rank among all people is part of the cost."""
    bounds = _bounds(spots, limits)
    open_to = [tuple(_open_to(spot, limits, bounds)) for spot in spots]
    districts = {spot.district: spot.supply.snapshot.history for spot in spots}
    everybody = (Counted(district, person.ref) for district in sorted(districts) for person in districts[district].of("Person"))
    order = {person: rank for rank, person in enumerate(everybody)}
    wanted = Counter[object](key for spot in spots for key in (spot.seat.kind, spot.seat.group) for _ in spot.chairs)
    options = list[Option]()
    for i, spot in enumerate(spots):
        most = wanted[spot.seat.kind] + wanted[spot.seat.group] if limits.moves is None else 2 * limits.moves
        options += _foremost(spot, [_option(i, spot, person, order) for person in open_to[i]], most)
    hands = {option.taker: spots[option.opening] for option in options} | {giver: s for s in spots if (giver := _giver(s))}
    return Problem(
        [Opening(Counted(s.district, s.seat.group), s.seat.kind, len(s.chairs), _giver(s)) for s in spots],
        options,
        {hand: _load(spot, hand.person.ref) for hand, spot in hands.items()},
        {hand: capacity(spot, hand.person.ref, limits) for hand, spot in hands.items()},
        limits.moves,
    )


def capacity(spot: Spot, person: Ref, limits: Limits) -> int | None:
    """How many groups somebody may carry in such seats."""
    return spot.supply.limit(spot.seat.kind, person) if limits.capacity is None else limits.capacity


def free(spot: Spot) -> Iterator[Ref]:
    """Who qualifies for a seat and sits nowhere in its group."""
    seated = spot.supply.seated(spot.seat.group)
    return (person for person in spot.supply.qualified(spot.seat) if person not in seated)


def _open_to(spot: Spot, limits: Limits, bounds: _Bounds) -> Iterator[Ref]:
    """Who may take a place: has room, and where somebody gives it up is of the pool and carries fewer groups."""
    if spot.moves and not bounds.rebalance:
        return
    most = bounds.load if spot.giver is None else _load(spot, spot.giver) - bounds.gain
    if most is None or most >= 0:
        peers = pool(spot.supply.snapshot, spot.seat.kind)
        for person in free(spot):
            light = most is None or _load(spot, person) <= most
            if light and (not spot.moves or person in peers) and _has_room(spot, person, limits):
                yield person


def _has_room(spot: Spot, person: Ref, limits: Limits) -> bool:
    top = capacity(spot, person, limits)
    return top is None or _load(spot, person) < top


def _foremost(spot: Spot, options: Sequence[Option], most: int) -> Sequence[Option]:
    """No more than could be wanted: the other moves concern so many people at most, so one of these is left; by key."""
    best = sorted(options, key=lambda option: (_load(spot, option.taker.person.ref), option.cost))
    return sorted(best[:most], key=lambda option: option.taker)


def _bounds(spots: Sequence[Spot], limits: Limits) -> _Bounds:
    """What a number of moves makes needless.

    Each move concerns two people and one group. Of three times as many exchanges as there are moves, no two of them of the same people or
    groups, one is left whatever the other moves are: so none is wanted that is worse than all of these.
    """
    if limits.moves is None:
        return _Bounds()
    enough = 3 * limits.moves
    fills = _apart([spot for spot in spots if not spot.moves], limits, enough)
    heaviest = max((_load(spot, person) for spot, person in fills), default=0)
    top = heaviest if len(fills) == enough else None
    if len(fills) >= limits.moves:
        return _Bounds(top, rebalance=False)
    givers = sorted((spot for spot in spots if spot.giver), key=lambda s: -_load(s, s.giver))
    gains = [_load(spot, spot.giver) - _load(spot, person) for spot, person in _apart(givers, limits, enough)]
    return _Bounds(top, min(gains, default=LEAST_DIFFERENCE) if len(gains) == enough else LEAST_DIFFERENCE)


def _apart(spots: Sequence[Spot], limits: Limits, enough: int) -> Sequence[tuple[Spot, Ref]]:
    """So many places, each with the least loaded of those who may take it, of which no two concern the same person or group."""
    found, seen = list[tuple[Spot, Ref]](), set[Counted]()
    for spot in spots:
        concerned = {Counted(spot.district, ref) for ref in (spot.seat.group, spot.giver) if ref}
        if len(found) < enough and seen.isdisjoint(concerned):
            others = [p for p in _open_to(spot, limits, _Bounds()) if Counted(spot.district, p) not in seen]
            if others:
                best = min(others, key=lambda p: (_load(spot, p), p))
                found.append((spot, best))
                seen |= {*concerned, Counted(spot.district, best)}
    return found


def _option(i: int, spot: Spot, person: Ref, order: Mapping[Counted, int]) -> Option:
    counted, supply = Counted(spot.district, person), spot.supply
    stranger, mismatch = supply.is_stranger(spot.seat, person), supply.is_mismatch(spot.seat, person)
    return Option(i, Hand(spot.seat.kind, counted), Cost(int(stranger), int(mismatch), int(spot.moves), order[counted]))


def _load(spot: Spot, person: Ref | None) -> int:
    return 0 if person is None else len(carried(spot.supply.snapshot, spot.seat.kind).get(person, ()))


def _giver(spot: Spot) -> Hand | None:
    return Hand(spot.seat.kind, Counted(spot.district, spot.giver)) if spot.giver else None
