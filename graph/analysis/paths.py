"""How two things hang together: the shortest ways over the links that hold on a day, each step with the link that it goes by.

Work is bounded. Only what lies on a way of the length in question is looked at: first the shortest possible, then one link more, until
there are enough; on that, networkx does at most `most` times `longest` searches. A hub of thousands costs one look at each neighbour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import TypeAlias

import networkx as nx

from graph.analysis.network import Ground
from graph.errors import BadArgument
from graph.model import Link, Ref

LONGEST = 10
MOST = 50
Way: TypeAlias = tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A thing on a path, and the link by which it was reached: of several the first by type. None: it is the first thing."""

    ref: Ref
    link: Link | None = None

    @property
    def backwards(self) -> bool:
        """Was the link gone from its end to its start?"""
        return self.link is not None and self.link.start == self.ref != self.link.end


Path: TypeAlias = tuple[Step, ...]


def paths(ground: Ground, start: Ref, end: Ref, longest: int = 6, most: int = 10) -> tuple[Path, ...]:
    """At most `most` paths of at most `longest` links, the shortest first, those of a length in the order of their keys.

    No thing stands twice on a path. From a thing to itself it is the path of that thing alone. Nothing where one does not exist on the
    day. Which of many equally long ones are given is the same for the same facts. Errors: BadArgument beyond LONGEST and MOST.
    """
    _bounded("longest", longest, LONGEST)
    _bounded("most", most, MOST)
    if start not in ground or end not in ground:
        return ()
    ways = [(start,)] if start == end else _ways(ground, start, end, longest, most)
    return tuple(_explained(ground, way) for way in sorted(ways, key=lambda way: (len(way), way)))


def _bounded(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise BadArgument(argument=name, value=value, cure=f"请给出 1 至 {most}。/ Give 1 to {most}.")


def _ways(ground: Ground, start: Ref, end: Ref, longest: int, most: int) -> list[Way]:
    before, after = distances(ground, start, longest), distances(ground, end, longest)
    found: list[Way] = []
    for length in range(before.get(end, longest + 1), longest + 1):
        found = list(islice(_as_short(_near(ground, before, after, length), start, end, length), most))
        if len(found) == most:
            break
    return found


def _as_short(near: "nx.Graph[Ref]", start: Ref, end: Ref, length: int) -> Iterator[Way]:
    """The ways of at most so many links, the shortest first."""
    return takewhile(lambda way: len(way) <= length + 1, map(tuple, nx.shortest_simple_paths(near, start, end)))


def distances(ground: Ground, start: Ref, most: int) -> Mapping[Ref, int]:
    """How many links everything is away from a thing, as far as that many."""
    found, layer = {start: 0}, [start]
    for distance in range(1, most + 1):
        layer = list(dict.fromkeys(near for ref in layer for near in ground.around(ref) if near not in found))
        found |= dict.fromkeys(layer, distance)
    return found


def _near(ground: Ground, before: Mapping[Ref, int], after: Mapping[Ref, int], length: int) -> "nx.Graph[Ref]":
    """What lies on some way, there and back perhaps, of so many links."""
    inside = sorted(ref for ref, distance in before.items() if distance + after.get(ref, length) <= length)
    near: nx.Graph[Ref] = nx.Graph()
    near.add_nodes_from(inside)
    near.add_edges_from((ref, other) for ref in inside for other in ground.around(ref) if other in near)
    return near


def _explained(ground: Ground, way: Way) -> Path:
    return (Step(way[0]), *(Step(ref, ground.links(before, ref)[0]) for before, ref in pairwise(way)))
