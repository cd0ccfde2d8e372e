"""The graph of a day: the things that exist on it and the links that hold on it for certain, in the order of their keys.

Where dates are too coarse to tell, a thing is there (as lists have it), a link is not: nobody is tied to anything by a guess.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

import networkx as nx

from graph.analysis.directory import all_present
from graph.model import Actor, Link, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import NODES

_WALKED = ("District", "Subdistrict", "Community", "Courtyard", "Organization", "Post", "Person", "WorkGroup", "Seat")
"""What a walk may lead through; rules, documents and honours tie nobody together."""

Walks: TypeAlias = "nx.Graph[Ref]"


def things(snapshot: Snapshot) -> Mapping[Ref, Actor]:
    """Everything that exists on this day."""
    return snapshot.once(things, lambda s: {a.ref: a for label in NODES for a in all_present(s, label)})


def ties(snapshot: Snapshot) -> tuple[Link, ...]:
    """Every link between such things that holds on this day."""
    return snapshot.once(ties, lambda s: tuple(sorted(_ties(s), key=_order)))


def _ties(snapshot: Snapshot) -> Iterator[Link]:
    there = things(snapshot)
    return (x for x in snapshot.history.links if x.start in there and x.end in there and x.interval.holds(snapshot.day))


def _order(link: Link) -> tuple[str, Ref, Ref, str]:
    return link.type, link.start, link.end, link.id


def walks(snapshot: Snapshot) -> Walks:
    """The graph that is walked, each edge with all `links` between its two ends; whichever way they point, it can be gone."""
    return snapshot.once(walks, lambda s: _graph(x for x in ties(s) if _walked(s, x.start) and _walked(s, x.end)))


def _walked(snapshot: Snapshot, ref: Ref) -> bool:
    """A seat only where a group has it and the rule of the day asks for it: no other is shown."""
    if ref.kind != "Seat":
        return ref.kind in _WALKED
    return things(snapshot)[ref].text("kind") in snapshot.rule and bool(snapshot.into("HAS_SEAT", ref))


def _graph(links: Iterable[Link]) -> Walks:
    """The neighbours of each thing stand in the order of their keys, links of the same two in the order given."""
    graph: Walks = nx.Graph()
    graph.add_edges_from((*ends, {"links": tuple(same)}) for ends, same in groupby(sorted(links, key=_ends), key=_ends))
    return graph


def _ends(link: Link) -> tuple[Ref, Ref]:
    return (link.start, link.end) if link.start <= link.end else (link.end, link.start)


@dataclass(frozen=True)
class Ground:
    """Where one walk goes: the graph of the day, and the links of a case, which is in no snapshot, beside it."""

    snapshot: Snapshot
    graph: Walks
    beside: Walks = field(default_factory=nx.Graph)

    def __contains__(self, ref: Ref) -> bool:
        """Does it exist, tied to something or not?"""
        return ref in self.beside or (ref in things(self.snapshot) and _walked(self.snapshot, ref))

    def around(self, ref: Ref) -> list[Ref]:
        """What a thing is tied to, in the order of keys."""
        of_day = list(self.graph.adj.get(ref, ()))
        return sorted({*of_day, *self.beside.adj[ref]}) if ref in self.beside else of_day

    def links(self, one: Ref, other: Ref) -> tuple[Link, ...]:
        """Every link between two things that are tied."""
        return tuple(x for graph in (self.graph, self.beside) if graph.has_edge(one, other) for x in graph.edges[one, other]["links"])


def ground(snapshot: Snapshot, of_cases: Iterable[Link] = ()) -> Ground:
    """Where to walk on this day; `of_cases` are links of cases, of which those that hold and lead to cases or to what is there count."""
    there, cases = things(snapshot), sorted(of_cases, key=_order)
    beside = _graph(x for x in cases if x.interval.holds(snapshot.day) and (x.end.kind == "Case" or x.end in there))
    beside.add_nodes_from(x.start for x in cases)
    return Ground(snapshot, walks(snapshot), beside)
