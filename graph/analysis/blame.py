"""Which seats keep a work group from what is asked of it: those without enough holders, and those that one person cannot hold both."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from graph.analysis.composition import Holders, Needs, seated
from graph.vocabulary import SEAT_LEVEL, Level, SeatKind

Kinds = frozenset[SeatKind]


def blamed(choices: Iterable[Needs], holders: Holders) -> Kinds:
    """The seats to blame that none of these combinations can be seated: the fewest, of every combination that needs no more."""
    return least(frozenset().union(*_unseatable(needs, holders)) for needs in choices)


def least(found: Iterable[Kinds]) -> Kinds:
    """What lacks where one of several would do: those that lack no more than another does, together."""
    every = list(found)
    return frozenset().union(*(kinds for kinds in every if not any(other < kinds for other in every)))


def levels(kinds: Kinds) -> tuple[Level, ...]:
    """The levels of seats, from the district down."""
    found = {SEAT_LEVEL[kind] for kind in kinds}
    return tuple(level for level in Level if level in found)


def in_order(kinds: Kinds) -> tuple[SeatKind, ...]:
    return tuple(kind for kind in SeatKind if kind in kinds)


def _unseatable(needs: Needs, holders: Holders) -> Iterator[Kinds]:
    """The smallest sets of seats that different people cannot hold together."""
    found: list[Kinds] = []
    for size in range(1, len(needs) + 1):
        for kinds in map(frozenset, combinations(needs, size)):
            known = any(smaller <= kinds for smaller in found)
            if not known and not seated({kind: needs[kind] for kind in needs if kind in kinds}, holders):
                found.append(kinds)
    return iter(found)
