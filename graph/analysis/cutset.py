"""The fewest people whose absence breaks the linkage of every community (K28): a minimum hitting set, by mixed-integer programming.

A community is broken if every set of people by whom it could be linked, deputies among them, has somebody absent. There are too many
such sets to write down: they are found as needed, each time one is left untouched by the best choice so far.
"""

import heapq
import math
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from graph.analysis.crews import Web
from graph.analysis.measures import Counted

SECONDS = 1.0
"""How long to look for a smaller set, or for the proof that there is none."""


@dataclass(frozen=True, slots=True)
class CutSet:
    """People whose absence breaks every community, in order; none where none is linked. No set is smaller than `lower_bound`."""

    people: tuple[Counted, ...]
    lower_bound: int

    @property
    def size(self) -> int:
        return len(self.people)

    @property
    def optimal(self) -> bool:
        """Is it proven that there is no smaller one?"""
        return self.size == self.lower_bound


def cut_set(web: Web, seconds: float = SECONDS) -> CutSet:
    """A smallest set, or after so many seconds the best that was found.

    Communities that no absence can break, since the rule of the day asks for no seat, are left out.
    """
    deadline = time.monotonic() + seconds
    everybody = frozenset(web.resting)
    whole = web.of({c for c in web.crews if web.standing(c, everybody) is None})
    sets = [people for c in whole.crews if (people := whole.standing(c, frozenset())) is not None]
    best, met = _greedy(whole, frozenset())
    bound, sets = _apart(sets), [*dict.fromkeys((*sets, *met))]
    while bound < len(best) and sets:
        chosen, proven = _hitting(sets, deadline - time.monotonic())
        bound = max(bound, proven)
        if chosen is None:
            break
        other, missed = _greedy(whole, chosen)
        best = min(best, other, key=len)
        sets += missed
        if not missed or time.monotonic() > deadline:
            break
    return CutSet(tuple(sorted(best)), bound)


def _greedy(web: Web, start: AbstractSet[Counted]) -> tuple[frozenset[Counted], list[frozenset[Counted]]]:
    """These people and others, until all communities are broken, without any who are not needed; and the sets met on the way.

    The next one is whoever stands in the most sets by which communities are still linked.
    """
    absent = set(start)
    standing = {c: people for c in web.crews if (people := web.standing(c, absent)) is not None}
    met = list(standing.values())
    degree = Counter(person for people in standing.values() for person in people)
    queue = [(-count, person) for person, count in degree.items()]
    heapq.heapify(queue)
    while standing:
        count, person = heapq.heappop(queue)
        if degree[person] != -count:
            heapq.heappush(queue, (-degree[person], person))
            continue
        absent.add(person)
        for community in [c for c in web.resting[person] if person in standing.get(c, ())]:
            degree.subtract(standing.pop(community))
            if (people := web.standing(community, absent)) is not None:
                standing[community] = people
                met.append(people)
                degree.update(people)
                for other in people:
                    heapq.heappush(queue, (-degree[other], other))
    return _needed(web, absent), met


def _needed(web: Web, absent: AbstractSet[Counted]) -> frozenset[Counted]:
    """These people without those, the least connected first, whom all communities stay broken without."""
    kept = set(absent)
    for person in sorted(absent, key=lambda p: (len(web.resting[p]), p)):
        if all(web.standing(c, kept - {person}) is None for c in web.resting[person]):
            kept.remove(person)
    return frozenset(kept)


def _apart(sets: Sequence[frozenset[Counted]]) -> int:
    """How many of these sets were found that have nobody in common: so many people at least it takes. The least connected first."""
    degree = Counter(person for people in sets for person in people)
    taken: set[Counted] = set()
    found = 0
    for people in sorted(sets, key=lambda s: (sum(degree[p] for p in s), sorted(s))):
        if people and taken.isdisjoint(people):
            taken |= people
            found += 1
    return found


def _hitting(sets: Sequence[frozenset[Counted]], seconds: float) -> tuple[frozenset[Counted] | None, int]:
    """The fewest people with one of every set, None where time ran out before any were found; and a number that no set can be under."""
    people = sorted(frozenset[Counted]().union(*sets))
    rows = incidence(sets, people)
    found = milp(
        np.ones(len(people)),
        integrality=np.ones(len(people)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, lb=1),
        options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0},
    )
    chosen = None if found.x is None else frozenset(person for person, taken in zip(people, found.x, strict=True) if taken > 0.5)
    return chosen, math.ceil((found.mip_dual_bound or 0.0) - 1e-6)


def incidence(sets: Sequence[Iterable[Counted]], people: Sequence[Counted]) -> csr_array:
    """A row for each set, a column for each of the people: 1 where one is in the other."""
    column = {person: i for i, person in enumerate(people)}
    pairs = [(row, column[person]) for row, of_row in enumerate(sets) for person in of_row]
    rows, columns = zip(*pairs, strict=True)
    return csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(sets), len(people)))
