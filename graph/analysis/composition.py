"""What the rule of the day asks of a work group, as questions that a group answers yes or no by its holders."""

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

import networkx as nx
from networkx.algorithms import bipartite

from graph.analysis.terms import CoverageKpi, Strictness
from graph.model import Ref
from graph.vocabulary import SEAT_LEVEL, Level, SeatKind, SeatSpec

P = TypeVar("P", bound=Hashable)
Rule: TypeAlias = Mapping[SeatKind, SeatSpec]
Holders: TypeAlias = Mapping[SeatKind, frozenset[Ref]]
Needs: TypeAlias = Mapping[SeatKind, int]
"""How many holders, each another person, of which seats."""


class Question(NamedTuple):
    """One KPI asked of a community; a community answers yes if one of its groups does."""

    kpi: CoverageKpi
    seat_kind: SeatKind | None = None
    level: Level | None = None
    strictness: Strictness | None = None


def required(rule: Rule) -> Needs:
    """The seats of which at least one holder is asked for."""
    return {kind: spec.minimum for kind, spec in rule.items() if spec.minimum >= 1}


def questions(rule: Rule) -> Mapping[Question, tuple[Needs, ...]]:
    """All that a rule asks, each with the combinations of seats of which a group must meet one. FULL_COMPOSITION: the minimum only."""
    return dict(_questions(required(rule)))


def _questions(needs: Needs) -> Iterator[tuple[Question, tuple[Needs, ...]]]:
    levels = _levels(needs)
    linkage = {kind: n for seats in levels.values() for kind, n in seats.items()}
    yield Question(CoverageKpi.GROUP), ({},)
    yield from ((Question(CoverageKpi.SEAT, seat_kind=kind), ({kind: n},)) for kind, n in needs.items())
    for level, seats in levels.items():
        for strictness in Strictness if level is Level.DISTRICT else (None,):
            yield Question(CoverageKpi.LEVEL, level=level, strictness=strictness), _choices(seats, strictness)
    for kpi in (CoverageKpi.LINKAGE, CoverageKpi.POPULATION_LINKAGE):
        yield from ((Question(kpi, strictness=strictness), _choices(linkage, strictness)) for strictness in Strictness)
    yield Question(CoverageKpi.FULL_COMPOSITION), (needs,)


def _levels(needs: Needs) -> Mapping[Level, Needs]:
    """The seats that make a level, for each level that is asked for; of a subdistrict the cadre only where no leader is."""
    led = SeatKind.SUBDISTRICT_LEADER in needs
    counted = {kind: n for kind, n in needs.items() if not (led and kind is SeatKind.SUBDISTRICT_CADRE)}
    levels = {level: {k: n for k, n in counted.items() if SEAT_LEVEL[k] is level} for level in Level}
    return {level: seats for level, seats in levels.items() if seats}


def _choices(seats: Needs, strictness: Strictness | None) -> tuple[Needs, ...]:
    """All of these seats; lenient, any one of the district's with the others."""
    district = [kind for kind in seats if SEAT_LEVEL[kind] is Level.DISTRICT]
    if strictness is not Strictness.LENIENT or not district:
        return (seats,)
    return tuple({k: n for k, n in seats.items() if k == one or k not in district} for one in district)


def seated(needs: Needs, holders: Mapping[SeatKind, frozenset[P]]) -> bool:
    """Can all these seats be held by different people? A matching of people to places in seats decides."""
    sitting = [holders.get(kind, frozenset()) for kind in needs]
    if any(len(people) < count for people, count in zip(sitting, needs.values(), strict=True)):
        return False
    if sum(map(len, sitting)) == len(frozenset().union(*sitting)):
        return True
    places = [(kind, place) for kind, count in needs.items() for place in range(count)]
    graph: nx.Graph[Hashable] = nx.Graph((place, person) for place in places for person in holders[place[0]])
    matching = bipartite.hopcroft_karp_matching(graph, places)
    return all(place in matching for place in places)


def within_bounds(rule: Rule, effective: Holders) -> bool:
    """Has no seat more effective holders than the rule allows?"""
    return all(s.maximum is None or len(effective.get(kind, ())) <= s.maximum for kind, s in rule.items())
