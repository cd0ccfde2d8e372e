"""The networkx graphs that questions about what holds the network together are asked of; `snapshot.projection` builds each once.

The people–group graph is in `people_groups`. None of them holds what lies within what: with that every cut would be empty.
"""

from collections.abc import Callable, Hashable, Iterator
from functools import cache

import networkx as nx

from graph import courtyards
from graph.analysis.composition import Question
from graph.analysis.coverage import community_rows
from graph.analysis.people_groups import Reading, people_groups
from graph.analysis.terms import CoverageKpi, Strictness
from graph.model import Ref
from graph.snapshot import Snapshot
from graph.vocabulary import Level


def level_question(level: Level, strictness: Strictness) -> Question:
    """Is this level held? Of the district's, one of its two seats suffices, or both are asked for."""
    return Question(CoverageKpi.LEVEL, level=level, strictness=strictness if level is Level.DISTRICT else None)


@cache
def community_levels(strictness: Strictness) -> Callable[[Snapshot], "nx.Graph[Hashable]"]:
    """The projection for a strictness: the communities of the day and the levels, an edge where one of its groups effectively holds it."""

    def build(snapshot: Snapshot) -> "nx.Graph[Hashable]":
        graph: nx.Graph[Hashable] = nx.Graph()
        rows = community_rows(snapshot)
        for community in snapshot.communities:
            graph.add_node(community.ref)
            yes = rows[community.ref].yes[Reading.EFFECTIVE]
            graph.add_edges_from((community.ref, level) for level in Level if level_question(level, strictness) in yes)
        return graph

    return build


def linkage(snapshot: Snapshot) -> "nx.Graph[Hashable]":
    """District – person – group – community – courtyard: people who effectively sit in a group, groups that serve a community."""
    district = Ref("District", snapshot.district)
    graph: nx.Graph[Hashable] = nx.Graph()
    graph.add_node(district)
    for community in snapshot.communities:
        graph.add_node(community.ref)
        graph.add_edges_from((community.ref, yard.ref) for yard in courtyards.courtyards(snapshot, community.ref))
        for group in snapshot.groups(community.ref):
            graph.add_edge(group, community.ref)
            graph.add_edges_from(_staff(snapshot, district, group))
    return graph


def _staff(snapshot: Snapshot, district: Ref, group: Ref) -> Iterator[tuple[Ref, Ref]]:
    for person in snapshot.projection(people_groups(Reading.EFFECTIVE)).adj[group]:
        assert isinstance(person, Ref)
        yield from ((district, person), (person, group))
