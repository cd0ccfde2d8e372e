"""The people–group graph: who sits in which work group on a day, on different readings of who counts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from enum import Enum
from functools import cache

import networkx as nx

from graph.analysis.deputies import standing_in
from graph.model import Ref
from graph.snapshot import Filling, Snapshot
from graph.vocabulary import FillStatus, SeatKind


class Reading(Enum):
    """Which fillings count; the PERHAPS ones and AT_BEST also count what dates leave undecided, groups included."""

    ON_PAPER = "in the books for certain"
    PERHAPS_ON_PAPER = "in the books, dates of the filling undecided or not"
    EFFECTIVE = "with a qualifying post"
    PERHAPS_EFFECTIVE = "with a qualifying post, dates undecided or not"
    AT_BEST = "with a qualifying post, undecided, or unverified"
    WITH_DEPUTIES = "with a qualifying post, or with a deputy who has one"

    @property
    def generous(self) -> bool:
        """Do groups count of which the dates do not tell whether they serve?"""
        return self not in (Reading.ON_PAPER, Reading.EFFECTIVE, Reading.WITH_DEPUTIES)


_STATUSES: Mapping[Reading, frozenset[FillStatus]] = {
    Reading.EFFECTIVE: frozenset({FillStatus.EFFECTIVE}),
    Reading.PERHAPS_EFFECTIVE: frozenset({FillStatus.EFFECTIVE, FillStatus.UNKNOWN}),
    Reading.AT_BEST: frozenset({FillStatus.EFFECTIVE, FillStatus.UNKNOWN, FillStatus.UNVERIFIED}),
    Reading.WITH_DEPUTIES: frozenset({FillStatus.EFFECTIVE}),
}


def counts(filling: Filling, reading: Reading) -> bool:
    """Does a holder count on a reading?"""
    return status_counts(filling.verdict.status, filling.on_paper, reading)


def status_counts(status: FillStatus, on_paper: bool, reading: Reading) -> bool:
    """Does somebody of this status in the books, for certain or not, count on a reading?"""
    if reading is Reading.ON_PAPER:
        return on_paper
    return reading is Reading.PERHAPS_ON_PAPER or status in _STATUSES[reading]


@cache
def people_groups(reading: Reading) -> Callable[[Snapshot], "nx.Graph[Hashable]"]:
    """The projection for a reading: people and groups, an edge with `fillings` where somebody counts in one or more seats.

    A deputy counts in the fillings of those whom they stand in for.
    """

    def build(snapshot: Snapshot) -> "nx.Graph[Hashable]":
        graph: nx.Graph[Hashable] = nx.Graph()
        for group in snapshot.history.of("WorkGroup"):
            graph.add_node(group.ref)
            for filling in (f for seat in snapshot.seats(group.ref) for f in seat.fillings):
                for person in _who_counts(snapshot, filling, reading):
                    together = graph.get_edge_data(group.ref, person, {"fillings": ()})["fillings"]
                    graph.add_edge(group.ref, person, fillings=(*together, filling))
        return graph

    return build


def _who_counts(snapshot: Snapshot, filling: Filling, reading: Reading) -> Iterator[Ref]:
    if counts(filling, reading):
        yield filling.person.ref
    elif reading is Reading.WITH_DEPUTIES:
        yield from standing_in(snapshot, filling)


def holders(snapshot: Snapshot, group: Ref, reading: Reading) -> Mapping[SeatKind, frozenset[Ref]]:
    """The people who count in a group, by kind of seat; a kind without any is left out. Made once; many answers ask it."""
    return snapshot.once((holders, group, reading), lambda s: _holders(s, group, reading))


def _holders(snapshot: Snapshot, group: Ref, reading: Reading) -> Mapping[SeatKind, frozenset[Ref]]:
    out: defaultdict[SeatKind, set[Ref]] = defaultdict(set)
    for seat in snapshot.seats(group):
        for filling in seat.fillings:
            for person in _who_counts(snapshot, filling, reading):
                out[seat.kind].add(person)
    return {kind: frozenset(people) for kind, people in out.items()}


def doubled(snapshot: Snapshot, group: Ref) -> Mapping[Ref, tuple[Filling, ...]]:
    """The people who on paper sit in two seats of a group or more, with these fillings."""
    of: defaultdict[Ref, list[Filling]] = defaultdict(list)
    for filling in (f for seat in snapshot.seats(group) for f in seat.fillings if f.on_paper):
        of[filling.person.ref].append(filling)
    return {person: tuple(fillings) for person, fillings in of.items() if len({f.seat.ref for f in fillings}) > 1}
