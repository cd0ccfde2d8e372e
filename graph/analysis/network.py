"""The graph of a day: the things that exist on it and the links that hold on it for certain, in the order of their keys.

Where dates are too coarse to tell, a thing is there (as lists have it), a link is not: nobody is tied to anything by a guess.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from graph.analysis.directory import present
from graph.model import Actor, Link, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import NODES

_WALKED = frozenset({"District", "Subdistrict", "Community", "Courtyard", "Organization", "Post", "Person", "WorkGroup", "Seat"})
"""What a walk may lead through; rules, documents and honours tie nobody together."""

Walks: TypeAlias = Mapping[Ref, Mapping[Ref, Sequence[Link]]]
"""What each thing is tied to, and by which links, whichever way they point."""


def there(snapshot: Snapshot) -> frozenset[Ref]:
    """Everything that exists on this day."""
    return snapshot.once(there, lambda s: frozenset(a.ref for label in NODES for a in s.history.of(label) if _exists(s, a)))


def _exists(snapshot: Snapshot, actor: Actor) -> bool:
    return bool(actor.interval.holds(snapshot.day)) if actor.kind == "Community" else present(snapshot, actor)


def things(snapshot: Snapshot) -> Mapping[Ref, Actor]:
    """Everything that exists on this day, with its properties of the day, in the order of labels and keys."""
    order = (a.ref for label in NODES for a in snapshot.history.of(label))
    return {ref: snapshot.actor(ref) for ref in order if ref in there(snapshot)}


def ties(snapshot: Snapshot) -> tuple[Link, ...]:
    """Every link between such things that holds on this day, in the order of types and ends."""
    return tuple(sorted(_ties(snapshot), key=_order))


def _ties(snapshot: Snapshot) -> Iterator[Link]:
    exist = there(snapshot)
    return (x for x in snapshot.history.links if x.start in exist and x.end in exist and x.interval.holds(snapshot.day))


def _order(link: Link) -> tuple[str, Ref, Ref, str]:
    return link.type, link.start, link.end, link.id


def walks(snapshot: Snapshot) -> Walks:
    """The graph that is walked, built once."""
    return snapshot.once(walks, lambda s: _graph(x for x in _ties(s) if _walked(s, x.start) and _walked(s, x.end)))


def _walked(snapshot: Snapshot, ref: Ref) -> bool:
    """A seat only where a group has it and the rule of the day asks for it: no other is shown."""
    if ref.kind != "Seat":
        return ref.kind in _WALKED
    return snapshot.history.actors[ref].text("kind") in snapshot.rule and bool(snapshot.into("HAS_SEAT", ref))


def _graph(links: Iterable[Link]) -> Walks:
    graph: dict[Ref, dict[Ref, list[Link]]] = {}
    for link in links:
        between = graph.setdefault(link.start, {}).setdefault(link.end, [])
        between.append(link)
        graph.setdefault(link.end, {})[link.start] = between
    return graph


@dataclass(frozen=True)
class Ground:
    """Where one walk goes: the graph of the day, and the links of cases, which are in no snapshot, beside it."""

    snapshot: Snapshot
    graph: Walks
    beside: Walks
    cases: frozenset[Ref]

    def __contains__(self, ref: Ref) -> bool:
        """Does it exist, tied to something or not?"""
        return ref in self.cases or (ref in there(self.snapshot) and _walked(self.snapshot, ref))

    def around(self, ref: Ref) -> list[Ref]:
        """What a thing is tied to, in the order of keys."""
        return sorted({*self.graph.get(ref, ()), *self.beside.get(ref, ())})

    def links(self, one: Ref, other: Ref) -> list[Link]:
        """Every link between two things, in the order of types."""
        return sorted((x for graph in (self.graph, self.beside) for x in graph.get(one, {}).get(other, ())), key=_order)


def ground(snapshot: Snapshot, of_cases: Iterable[Link] = ()) -> Ground:
    """Where to walk on this day; `of_cases` are links of cases, of which those that hold and lead to cases or to what is there count."""
    cases = tuple(of_cases)
    held = (x for x in cases if x.interval.holds(snapshot.day) and (x.end.kind == "Case" or x.end in there(snapshot)))
    return Ground(snapshot, walks(snapshot), _graph(held), frozenset(x.start for x in cases))
