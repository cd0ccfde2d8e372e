"""How much stays linked after 1, 2, 3 … people are gone: in the worst case, and on average if it hits anybody alike.

The worst case is found person by person and, where that leaves a gap to a bound, by mixed-integer programming. The average is computed
from the number of ways in which each community survives; only for communities of very many people it is sampled.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, stdev

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from graph.analysis.crews import Crew, Web
from graph.analysis.cutset import incidence
from graph.analysis.measures import Counted

SECONDS = 0.5
"""How long to look for the worst case in all."""
_COUNTED = 12
"""A community that rests on at most so many people has its ways to survive counted, one by one."""
_DRAWS = 2_000
_SEED = 20200206


@dataclass(frozen=True, slots=True)
class Point:
    """How many communities are linked after so many people are gone. `low` and `high` bound what is not proven, or what chance hides."""

    absent: int
    linked: float
    low: float
    high: float


# ---- the worst case


def worst(web: Web, most: int, seconds: float = SECONDS) -> tuple[Point, ...]:
    """After 1 … `most` people are gone, or as many as there are: as few linked as was found, and `low`, fewer than which cannot be."""
    deadline = time.monotonic() + seconds
    total, last = len(web.crews), min(most, len(web.resting))
    cover = _Cover(web)
    found = [len(web.lost(people)) for people in _path(web, last)]
    points = []
    for absent, greedy in enumerate(found, 1):
        share = (deadline - time.monotonic()) / (last - absent + 1)
        loss, bound = cover.most_lost(absent, greedy, time.monotonic() + share)
        points.append(Point(absent, total - loss, total - bound, total - loss))
    return tuple(points)


def _path(web: Web, most: int) -> Iterator[frozenset[Counted]]:
    """More and more people, each the one whose absence besides breaks most."""
    absent: frozenset[Counted] = frozenset()
    gains = {person: len(web.lost({person})) for person in web.resting}
    broken: set[Counted] = set()
    for _ in range(most):
        best = max(gains, key=lambda person: (gains[person], len(web.resting[person])))
        absent |= {best}
        del gains[best]
        broken |= set(web.lost(absent))
        for person in {p for c in web.resting[best] for crew in web.crews[c] for p in crew.people if p in gains}:
            left = (c for c in web.resting[person] if c not in broken)
            gains[person] = sum(web.standing(c, absent | {person}) is None for c in left)
        yield absent


class _Cover:
    """For each community some of the sets of people by whom it can be linked: it is lost only if somebody of each set is absent."""

    def __init__(self, web: Web) -> None:
        self._web = web
        first = ((c, web.standing(c, frozenset())) for c in web.crews)
        self._sets = [(c, people) for c, people in first if people is not None]
        self._degrees = sorted(Counter(person for _, people in self._sets for person in people).values(), reverse=True)

    def most_lost(self, absent: int, found: int, deadline: float) -> tuple[int, int]:
        """How many so many people's absence can break: as many as was found, here or before, and no more than the second number."""
        loss, bound = found, min(sum(bool(people) for _, people in self._sets), sum(self._degrees[:absent]))
        while loss < bound and (left := deadline - time.monotonic()) > 0:
            people, proven = self._chosen(absent, left)
            bound = max(loss, min(bound, proven))
            lost = frozenset(self._web.lost(people))
            loss = max(loss, len(lost))
            if loss < bound and not self._learnt(people, lost):
                break
        return loss, bound

    def _learnt(self, people: AbstractSet[Counted], lost: AbstractSet[Counted]) -> bool:
        """Add a set for each community that seemed lost and is not; False where none did."""
        untouched = {c for c, of_c in self._sets if of_c.isdisjoint(people)}
        survivors = (c for c in self._web.crews if c not in untouched and c not in lost)
        new = [(c, by) for c in survivors if (by := self._web.standing(c, people))]
        self._sets += new
        return bool(new)

    def _chosen(self, absent: int, seconds: float) -> tuple[frozenset[Counted], int]:
        """So many people who touch all known sets of as many communities as possible; and of how many nobody can."""
        people = sorted(frozenset[Counted]().union(*(of_c for _, of_c in self._sets)))
        communities = sorted({c for c, _ in self._sets})
        touched = hstack([incidence([of_c for _, of_c in self._sets], people), -incidence([[c] for c, _ in self._sets], communities)])
        chosen = csr_array(np.repeat([[1.0, 0.0]], [len(people), len(communities)], axis=1))
        found = milp(
            np.repeat([0.0, -1.0], [len(people), len(communities)]),
            integrality=np.repeat([1, 0], [len(people), len(communities)]),
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(touched, lb=0), LinearConstraint(chosen, ub=absent)],
            options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0},
        )
        taken = () if found.x is None else found.x[: len(people)]
        bound = len(communities) if found.mip_dual_bound is None else math.floor(-found.mip_dual_bound + 1e-6)
        return frozenset(person for person, part in zip(people, taken, strict=False) if part > 0.5), bound


# ---- on average


def average(web: Web, most: int) -> tuple[Point, ...]:
    """After 1 … `most` of those on whom linkage may rest are gone, whoever they are: the expected number linked.

    Where some communities were sampled, `low` and `high` are the bounds of the 95 % confidence interval; the draws are always the same.
    """
    people = tuple(web.resting)
    counted, sampled = _told_apart(web, most)
    return tuple(_expected(web, people, counted, sampled, absent) for absent in range(1, min(most, len(people)) + 1))


_Ways = Counter[tuple[int, tuple[int, ...]]]
"""How many communities rest on so many people and survive the absence of 0, 1, 2 … of them in so many ways."""


def _told_apart(web: Web, most: int) -> tuple[_Ways, tuple[Counted, ...]]:
    ways: _Ways = Counter()
    sampled = []
    known: dict[object, tuple[int, ...]] = {}
    for community, crews in web.crews.items():
        people = tuple(dict.fromkeys(p for crew in crews for p in _in_order(crew)))
        if len(people) > _COUNTED:
            sampled.append(community)
            continue
        shape = _shape(crews, people)
        if shape not in known:
            known[shape] = tuple(_survivals(web, community, people, absent) for absent in range(min(most, len(people)) + 1))
        ways[len(people), known[shape]] += 1
    return ways, tuple(sampled)


def _in_order(crew: Crew) -> Iterator[Counted]:
    yield from (p for people in crew.holders.values() for p in people)
    yield from (p for people in crew.deputies.values() for p in people)


def _shape(crews: Iterable[Crew], people: Sequence[Counted]) -> object:
    """The same for communities that are alike but for who the people are."""
    number = {person: i for i, person in enumerate(people)}
    return tuple(
        (
            tuple(tuple(needs.items()) for needs in crew.choices),
            tuple((kind, tuple(number[p] for p in held)) for kind, held in crew.holders.items()),
            tuple((kind, number[holder], tuple(number[p] for p in others)) for (kind, holder), others in crew.deputies.items()),
        )
        for crew in crews
    )


def _survivals(web: Web, community: Counted, people: Sequence[Counted], absent: int) -> int:
    return sum(web.standing(community, frozenset(gone)) is not None for gone in combinations(people, absent))


def _expected(web: Web, people: Sequence[Counted], counted: _Ways, sampled: Sequence[Counted], absent: int) -> Point:
    draws = math.comb(len(people), absent)
    survived = sum(
        communities * sum(ways * math.comb(len(people) - own, absent - gone) for gone, ways in enumerate(survivals[: absent + 1]))
        for (own, survivals), communities in counted.items()
    )
    exact = survived / draws
    if not sampled:
        return Point(absent, exact, exact, exact)
    chance = random.Random(_SEED + absent)
    seen = [_still(web, sampled, frozenset(chance.sample(people, absent))) for _ in range(_DRAWS)]
    mean, margin = fmean(seen), 1.96 * stdev(seen) / math.sqrt(_DRAWS)
    return Point(absent, exact + mean, exact + max(0.0, mean - margin), exact + min(len(sampled), mean + margin))


def _still(web: Web, communities: Sequence[Counted], absent: frozenset[Counted]) -> int:
    return sum(web.standing(c, absent) is not None for c in communities)
