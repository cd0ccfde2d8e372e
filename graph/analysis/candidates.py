"""Who may take which place, and at what cost: the problem that a plan solves."""

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


def problem(spots: Sequence[Spot], limits: Limits) -> Problem:
    """The openings of these places, in their order, and who may take each, by key; the order of keys is part of the cost."""
    open_to = [tuple(_open_to(spot, limits)) for spot in spots]
    everybody = sorted({Counted(spot.district, p) for spot, people in zip(spots, open_to, strict=True) for p in people})
    order = {person: rank for rank, person in enumerate(everybody)}
    options = [option for i, spot in enumerate(spots) for option in _options(i, spot, open_to[i], order, limits)]
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


def _open_to(spot: Spot, limits: Limits) -> Iterator[Ref]:
    """Who may take a place: has room, and where somebody gives it up is of the pool and carries less than they do."""
    most = None if spot.giver is None else _load(spot, spot.giver) - LEAST_DIFFERENCE
    if most is None or most >= 0:
        peers = pool(spot.supply.snapshot, spot.seat.kind)
        for person in free(spot):
            load, top = _load(spot, person), capacity(spot, person, limits)
            if (top is None or load < top) and (most is None or (load <= most and person in peers)):
                yield person


def _options(i: int, spot: Spot, people: Sequence[Ref], order: Mapping[Counted, int], limits: Limits) -> Sequence[Option]:
    """The options of one opening. Where a place is given up, no more than could be wanted: the other moves concern two people each."""
    found = [_option(i, spot, person, order) for person in people]
    if not spot.moves or limits.moves is None:
        return found
    best = sorted(found, key=lambda option: (_load(spot, option.taker.person.ref), option.cost))
    return sorted(best[: 2 * limits.moves], key=lambda option: option.taker)


def _option(i: int, spot: Spot, person: Ref, order: Mapping[Counted, int]) -> Option:
    counted, supply = Counted(spot.district, person), spot.supply
    stranger, mismatch = supply.is_stranger(spot.seat, person), supply.is_mismatch(spot.seat, person)
    return Option(i, Hand(spot.seat.kind, counted), Cost(int(stranger), int(mismatch), int(spot.moves), order[counted]))


def _load(spot: Spot, person: Ref) -> int:
    return len(carried(spot.supply.snapshot, spot.seat.kind).get(person, ()))


def _giver(spot: Spot) -> Hand | None:
    return Hand(spot.seat.kind, Counted(spot.district, spot.giver)) if spot.giver else None
