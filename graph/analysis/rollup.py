"""How much hangs on a place or an organisation: of its own (direct), and of all that lies below it (transitive), each thing once.

Below a place lie the places in it; below an organisation its units, and the places that it or they govern. Of its own a place has the
places in it, its courtyards, the groups that serve it and its gaps, and the people with a post in an organisation that governs it or is
based in it; an organisation has its units and the communities that it governs, the groups in which a seat represents it and the gaps in
these seats, and the people with a post in it. What counts exists on the day; a link counts that holds for certain.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from graph.analysis.directory import present
from graph.analysis.gaps import community_gaps
from graph.model import Ref
from graph.snapshot import Snapshot
from graph.vocabulary import LABEL_OF_LENGTH

_PLACES = tuple(LABEL_OF_LENGTH.values())
_INSIDE = ("IN_DISTRICT", "IN_SUBDISTRICT", "IN_COMMUNITY")


class Counting(StrEnum):
    """What is counted."""

    CHILDREN = "CHILDREN"
    COMMUNITIES = "COMMUNITIES"
    COURTYARDS = "COURTYARDS"
    WORK_GROUPS = "WORK_GROUPS"
    GAPS = "GAPS"
    PEOPLE = "PEOPLE"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are its own, and how many there are with all that lies below; the first are among the second."""

    direct: int
    transitive: int


Thing: TypeAlias = Ref | tuple[Ref, int]
"""A gap is the community where it is and its number there."""
Own: TypeAlias = Callable[[Snapshot, Ref], Iterable[Thing]]


def tally(snapshot: Snapshot, ref: Ref, counted: Counting) -> Tally:
    """How many of these a place or an organisation has on this day."""
    own = set(_own(snapshot, ref, counted))
    return Tally(len(own), len(own.union(*(_own(snapshot, below, counted) for below in descendants(snapshot, ref)))))


def descendants(snapshot: Snapshot, ref: Ref) -> tuple[Ref, ...]:
    """All that lies below a place or an organisation, each once, however it is reached; found once for all that is counted."""
    return snapshot.once((descendants, ref), lambda s: _descendants(s, ref))


def _descendants(snapshot: Snapshot, ref: Ref) -> tuple[Ref, ...]:
    found: dict[Ref, None] = {}
    todo = [ref]
    while todo:
        fresh = [child for child in _below(snapshot, todo.pop()) if child not in found and child != ref]
        found |= dict.fromkeys(fresh)
        todo += fresh
    return tuple(found)


def _own(snapshot: Snapshot, ref: Ref, counted: Counting) -> frozenset[Thing]:
    return snapshot.once((counted, ref), lambda s: frozenset(_OWN[counted](s, ref)))


# ---- what lies below, and what is whose own


def _starts(snapshot: Snapshot, types: Iterable[str], end: Ref) -> Iterator[Ref]:
    """What points to a thing by links of these types that hold, and exists."""
    found = (x.start for type_ in types for x in snapshot.into(type_, end) if x.interval.holds(snapshot.day))
    return (ref for ref in found if _there(snapshot, ref))


def _there(snapshot: Snapshot, ref: Ref) -> bool:
    actor = snapshot.history.actors[ref]
    return present(snapshot, actor) and (ref.kind != "Community" or actor.interval.holds(snapshot.day) is True)


def _governed(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    found = (x.end for x in snapshot.out("GOVERNS", ref) if x.interval.holds(snapshot.day))
    return (place for place in found if _there(snapshot, place))


def _below(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    if ref.kind in _PLACES:
        return _starts(snapshot, _INSIDE, ref)
    return (below for found in (_starts(snapshot, ("UNIT_OF",), ref), _governed(snapshot, ref)) for below in found)


def _children(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    return _starts(snapshot, _INSIDE if ref.kind in _PLACES else ("UNIT_OF",), ref)


def _of_kind(kind: str) -> Own:
    """The places of a kind right below."""
    return lambda snapshot, ref: (below for below in _below(snapshot, ref) if below.kind == kind)


def _groups(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    if ref.kind == "Organization":
        return (group for seat in _seats(snapshot, ref) for group in _starts(snapshot, ("HAS_SEAT",), seat))
    return iter(snapshot.groups(ref)) if ref.kind == "Community" else iter(())


def _seats(snapshot: Snapshot, organization: Ref) -> frozenset[Ref]:
    return frozenset(_starts(snapshot, ("REPRESENTS",), organization))


def _gaps(snapshot: Snapshot, ref: Ref) -> Iterator[tuple[Ref, int]]:
    if ref.kind == "Organization":
        seats = _seats(snapshot, ref)
        groups = {group for seat in seats for group in _starts(snapshot, ("HAS_SEAT",), seat)}
        return (gap for group in groups for x in snapshot.out("SERVES", group) for gap in _gaps_in(snapshot, x.end, seats))
    if ref.kind == "Courtyard":
        community = snapshot.parent(ref)
        return _gaps_in(snapshot, community, {ref}) if community else iter(())
    return _gaps_in(snapshot, ref)


def _gaps_in(snapshot: Snapshot, community: Ref, about: Collection[Ref] | None = None) -> Iterator[tuple[Ref, int]]:
    """The gaps of a community; of these seats or courtyards only, where any are named."""
    for number, gap in enumerate(community_gaps(snapshot).get(community, ())):
        if about is None or not {*gap.seats, gap.courtyard}.isdisjoint(about):
            yield community, number


def _people(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    units = _starts(snapshot, ("GOVERNS", "BASED_IN"), ref) if ref.kind in _PLACES else (ref,)
    return (person for unit in units for post in _starts(snapshot, ("POST_IN",), unit) for person in _starts(snapshot, ("HOLDS",), post))


_OWN: Mapping[Counting, Own] = {
    Counting.CHILDREN: _children,
    Counting.COMMUNITIES: _of_kind("Community"),
    Counting.COURTYARDS: _of_kind("Courtyard"),
    Counting.WORK_GROUPS: _groups,
    Counting.GAPS: _gaps,
    Counting.PEOPLE: _people,
}
