"""Is a community linked without these people? The work groups that link each, who sits in them, and who stands in for whom.

Whoever is absent stays in the books and does not come: a deputy in force who has a qualifying post himself then takes the place, one for
each person and group; a deputy counts once, wherever he sits. So nobody's absence ever mends what another's breaks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from graph.analysis.composition import Needs, Question, questions, seated
from graph.analysis.deputies import qualified
from graph.analysis.measures import Counted
from graph.analysis.people_groups import Reading, holders
from graph.analysis.terms import CoverageKpi, Strictness
from graph.model import Ref
from graph.snapshot import Snapshot
from graph.view import Part
from graph.vocabulary import SeatKind


class Place(NamedTuple):
    """Whose place in a seat, and who can be there: the holder, or else a deputy."""

    holder: Counted
    who: Counted


Places: TypeAlias = Mapping[SeatKind, Sequence[Place]]

_NOBODY: frozenset[Counted] = frozenset()


def met(choices: Iterable[Needs], places: Places) -> frozenset[Counted] | None:
    """The people by whom one of these combinations of seats is held, each in another's place; None where none can be."""
    return next((found for needs in choices if (found := _seating(needs, places)) is not None), None)


def _seating(needs: Needs, places: Places) -> frozenset[Counted] | None:
    open_to = {kind: places.get(kind, ()) for kind in needs}
    if not all(seated(needs, {kind: frozenset(p[end] for p in of_kind) for kind, of_kind in open_to.items()}) for end in (0, 1)):
        return None
    scarcest = sorted(needs, key=lambda kind: len(open_to[kind]) - needs[kind])
    return _placed([(needs[kind], open_to[kind]) for kind in scarcest], _NOBODY, _NOBODY)


def _placed(
    asked: Sequence[tuple[int, Sequence[Place]]], holders: frozenset[Counted], people: frozenset[Counted]
) -> frozenset[Counted] | None:
    """Fill the seats that are left, one place after another; in a seat the later place is taken from later on."""
    if not asked:
        return people
    count, open_to = asked[0]
    if not count:
        return _placed(asked[1:], holders, people)
    free = [place for place in open_to if place.holder not in holders and place.who not in people]
    for i in range(len(free) - count + 1):
        rest = [(count - 1, free[i + 1 :]), *asked[1:]]
        if (found := _placed(rest, holders | {free[i].holder}, people | {free[i].who})) is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Crew:
    """A work group: of which combinations of seats it must hold one, who effectively sits in these, and who would stand in for whom."""

    group: Ref
    choices: tuple[Needs, ...]
    holders: Mapping[SeatKind, tuple[Counted, ...]]
    deputies: Mapping[tuple[SeatKind, Counted], tuple[Counted, ...]]

    @property
    def people(self) -> frozenset[Counted]:
        """Everybody on whom it may rest."""
        return frozenset(p for people in (*self.holders.values(), *self.deputies.values()) for p in people)

    def standing(self, absent: AbstractSet[Counted]) -> frozenset[Counted] | None:
        """Some people by whom it still links a community; None: it does not."""
        return met(self.choices, {kind: list(self._places(kind, absent)) for kind in self.holders})

    def _places(self, kind: SeatKind, absent: AbstractSet[Counted]) -> Iterator[Place]:
        for holder in self.holders[kind]:
            if holder not in absent:
                yield Place(holder, holder)
            else:
                yield from (Place(holder, who) for who in self.deputies.get((kind, holder), ()) if who not in absent)


@dataclass(frozen=True, eq=False)
class Web:
    """The communities that are linked, and the work groups that link each."""

    crews: Mapping[Counted, tuple[Crew, ...]]

    @cached_property
    def resting(self) -> Mapping[Counted, tuple[Counted, ...]]:
        """Everybody on whom linkage may rest → the communities concerned."""
        found: defaultdict[Counted, list[Counted]] = defaultdict(list)
        for community, crews in self.crews.items():
            for person in frozenset[Counted]().union(*(crew.people for crew in crews)):
                found[person].append(community)
        return {person: tuple(found[person]) for person in sorted(found)}

    def standing(self, community: Counted, absent: AbstractSet[Counted]) -> frozenset[Counted] | None:
        """Some people by whom a community stays linked though these are absent; None: it does not."""
        return next((people for crew in self.crews[community] if (people := crew.standing(absent)) is not None), None)

    def lost(self, absent: AbstractSet[Counted]) -> tuple[Counted, ...]:
        """The communities that are linked no more when these are absent, in their order."""
        touched = {c for person in absent for c in self.resting.get(person, ())}
        return tuple(c for c in sorted(touched) if self.standing(c, absent) is None)

    def of(self, communities: AbstractSet[Counted]) -> "Web":
        """What of it is about these communities."""
        return Web({c: crews for c, crews in self.crews.items() if c in communities})


def web(snapshot: Snapshot, strictness: Strictness) -> Web:
    """All communities of a district that are linked on the day, by code; made once."""
    return snapshot.once((web, strictness), lambda s: _web(s, Question(CoverageKpi.LINKAGE, strictness=strictness)))


def joined(parts: Iterable[Part], strictness: Strictness) -> Web:
    """The communities of these parts that are linked on the day."""
    crews: dict[Counted, tuple[Crew, ...]] = {}
    for part in parts:
        asked = {Counted(part.snapshot.district, c.ref) for c in part.communities}
        crews |= web(part.snapshot, strictness).of(asked).crews
    return Web(crews)


def _web(snapshot: Snapshot, question: Question) -> Web:
    choices = questions(snapshot.rule)[question]
    found = {c.ref: [_crew(snapshot, group, choices) for group in snapshot.groups(c.ref)] for c in snapshot.communities}
    linking = {c: tuple(crew for crew in crews if crew.standing(_NOBODY) is not None) for c, crews in found.items()}
    return Web({Counted(snapshot.district, c): crews for c, crews in linking.items() if crews})


def _crew(snapshot: Snapshot, group: Ref, choices: tuple[Needs, ...]) -> Crew:
    asked = {kind for needs in choices for kind in needs}
    held = {kind: people for kind, people in holders(snapshot, group, Reading.EFFECTIVE).items() if kind in asked}
    counted = {kind: tuple(Counted(snapshot.district, ref) for ref in sorted(people)) for kind, people in held.items()}
    return Crew(group, choices, counted, _deputies(snapshot, group, asked))


def _deputies(snapshot: Snapshot, group: Ref, kinds: AbstractSet[SeatKind]) -> Mapping[tuple[SeatKind, Counted], tuple[Counted, ...]]:
    found: defaultdict[tuple[SeatKind, Counted], dict[Counted, None]] = defaultdict(dict)
    for filling in (f for seat in snapshot.seats(group) if seat.kind in kinds for f in seat.effective):
        for deputy in qualified(snapshot, filling):
            found[filling.seat.kind, Counted(snapshot.district, filling.person.ref)][Counted(snapshot.district, deputy)] = None
    return {key: tuple(people) for key, people in found.items()}
