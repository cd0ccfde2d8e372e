"""On whom does linkage rest? The impact of each person's leaving, communities that rest on one person, and who holds the network together.

All is of the communities that exist on the day; deputies are honoured as `crews` tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import cast

import networkx as nx

from graph.analysis.composition import required
from graph.analysis.coverage import exclusions
from graph.analysis.crews import web
from graph.analysis.deputies import qualified
from graph.analysis.measures import Counted, Ratio
from graph.analysis.people_groups import Reading, counts, people_groups
from graph.analysis.projections import linkage
from graph.analysis.terms import ExclusionReason, Strictness
from graph.model import Actor, Ref
from graph.snapshot import Seat, Snapshot
from graph.view import Part, View


@dataclass(frozen=True, slots=True)
class SinglePoints:
    """K27's rate: communities where a required seat of a group has one effective holder and no deputy, linked or not; and which."""

    ratio: Ratio
    fragile: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What one person's absence breaks. `seats`: those that the person effectively fills in groups of the divisions asked for.

    `population`: of the communities lost, as far as known; None where none is.
    """

    person: Counted
    seats: int
    lost: tuple[Counted, ...]
    population: int | None


def single_points(view: View, within: Sequence[str] | None = None) -> SinglePoints:
    """The communities that rest on one person in some seat. Errors: UnknownDivision."""
    parts = view.scope(within)
    rests = {Counted(p.snapshot.district, c.ref): _frailty(p.snapshot)[c.ref] for p in parts for c in p.communities}
    fragile = tuple(c for c, told in rests.items() if told)
    undated = (ExclusionReason.UNKNOWN_START, sum(len(p.undated) for p in parts))
    coarse = (ExclusionReason.COARSE_DATE, sum(told is None for told in rests.values()))
    return SinglePoints(Ratio(len(fragile), len(rests), exclusions(undated, coarse)), fragile)


def impacts(view: View, within: Sequence[str] | None = None, strictness: Strictness = Strictness.STRICT) -> tuple[Impact, ...]:
    """Everybody whose absence breaks the linkage of a community, the worst first. Errors: UnknownDivision."""
    found = (impact for part in view.scope(within) for impact in _impacts(part, strictness))
    return tuple(sorted(found, key=lambda i: (-len(i.lost), -(i.population or 0), -i.seats, i.person)))


def articulation(view: View, within: Sequence[str] | None = None) -> tuple[Counted, ...]:
    """The people without whom a community is cut off from its district: no one else effectively sits in its group.

    They are the articulation points of the graph `projections.linkage`. Errors: UnknownDivision.
    """
    return tuple(Counted(part.snapshot.district, ref) for part in view.scope(within) for ref in _articulation(part))


# ---- single points


def _frailty(snapshot: Snapshot) -> Mapping[Ref, bool | None]:
    return snapshot.once(_frailty, lambda s: {c.ref: _frail(s, c.ref) for c in s.communities})


def _frail(snapshot: Snapshot, community: Ref) -> bool | None:
    """Does it rest on one person in some seat? None: not for certain, but perhaps, as dates are too coarse."""
    if any(_rests_on_one(snapshot, seats) for group in snapshot.groups(community) for seats in _required(snapshot, group)):
        return True
    groups = snapshot.groups(community) + snapshot.possible_groups(community)
    return None if any(_may_rest(seats) for group in groups for seats in _required(snapshot, group)) else False


def _required(snapshot: Snapshot, group: Ref) -> Iterator[tuple[Seat, ...]]:
    """The seats of each kind that is required."""
    for kind in required(snapshot.rule):
        yield tuple(seat for seat in snapshot.seats(group) if seat.kind is kind)


def _rests_on_one(snapshot: Snapshot, seats: Sequence[Seat]) -> bool:
    held = [filling for seat in seats for filling in seat.effective]
    return len({f.person.ref for f in held}) == 1 and not any(True for f in held for _ in qualified(snapshot, f))


def _may_rest(seats: Sequence[Seat]) -> bool:
    """With one effective holder or none, and with one or more if undecided dates turn out so."""
    fillings = [filling for seat in seats for filling in seat.fillings]
    certain = {f.person.ref for f in fillings if f.effective}
    possible = {f.person.ref for f in fillings if counts(f, Reading.PERHAPS_EFFECTIVE)}
    return len(certain) <= 1 <= len(possible) and certain != possible


# ---- impact


def _impacts(part: Part, strictness: Strictness) -> Iterator[Impact]:
    snapshot = part.snapshot
    asked = {Counted(snapshot.district, c.ref): c for c in part.communities}
    groups = frozenset(group for c in part.communities for group in snapshot.groups(c.ref))
    for person, all_lost in losses(snapshot, strictness).items():
        lost = tuple(c for c in all_lost if c in asked)
        if lost:
            yield Impact(person, _seats(snapshot, person.ref, groups), lost, _population([asked[c] for c in lost]))


def losses(snapshot: Snapshot, strictness: Strictness) -> Mapping[Counted, tuple[Counted, ...]]:
    """Everybody on whom a community's linkage rests → the communities that their absence alone breaks; found once."""
    return snapshot.once((losses, strictness), lambda s: dict(_losses(s, strictness)))


def _losses(snapshot: Snapshot, strictness: Strictness) -> Iterator[tuple[Counted, tuple[Counted, ...]]]:
    whole = web(snapshot, strictness)
    for person in whole.resting:
        if lost := whole.lost({person}):
            yield person, lost


def _seats(snapshot: Snapshot, person: Ref, groups: AbstractSet[Ref]) -> int:
    edges = snapshot.projection(people_groups(Reading.EFFECTIVE)).adj[person]
    return len({f.seat.ref for group, edge in edges.items() if group in groups for f in edge["fillings"]})


def _population(communities: Sequence[Actor]) -> int | None:
    known = [number for c in communities if (number := c.whole("population")) is not None]
    return sum(known) if known else None


# ---- articulation


def _articulation(part: Part) -> Iterator[Ref]:
    whole = part.snapshot.projection(linkage)
    kept = {Ref("District", part.snapshot.district)}
    for community in (c.ref for c in part.communities):
        groups = part.snapshot.groups(community)
        kept |= {community, *groups}
        kept |= {cast(Ref, person) for group in groups for person in whole.adj[group] if cast(Ref, person).kind == "Person"}
    points = (cast(Ref, node) for node in nx.articulation_points(whole.subgraph(kept)))
    return iter(sorted(ref for ref in points if ref.kind == "Person"))
