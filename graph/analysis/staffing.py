"""The places of work groups that lack a holder, or whose holder may change, and what a change of holders does to linkage."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.analysis.composition import Holders, Question, questions, seated
from graph.analysis.load import serving
from graph.analysis.measures import Exclusion, Ratio
from graph.analysis.people_groups import Reading, counts
from graph.analysis.supply import Supply
from graph.analysis.terms import CoverageKpi, ExclusionReason, Strictness
from graph.model import Actor, Ref
from graph.snapshot import Filling, Seat, Snapshot
from graph.view import Part
from graph.vocabulary import SeatKind

_READINGS = (Reading.EFFECTIVE, Reading.PERHAPS_EFFECTIVE)


@dataclass(frozen=True, slots=True)
class Chair:
    """One place in a seat, and the filling that ends when somebody else takes it; None where nobody is in the books for it."""

    seat: Seat
    leaves: Filling | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Places in one seat. `moves`: an effective holder gives the place up; else they lack one."""

    supply: Supply
    chairs: tuple[Chair, ...]
    moves: bool = False

    @property
    def seat(self) -> Seat:
        return self.chairs[0].seat

    @property
    def district(self) -> str:
        return self.supply.snapshot.district

    @property
    def giver(self) -> Ref | None:
        """Who gives it up."""
        leaves = self.chairs[0].leaves
        return leaves.person.ref if self.moves and leaves else None


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody takes a place in a seat."""

    chair: Chair
    to: Ref


class Staff:
    """The groups that serve a district's communities in question: as they were, and as they are once those who are absent are gone."""

    def __init__(self, part: Part, after: Snapshot) -> None:
        self._part = part
        self._before = part.snapshot
        self.snapshot = after
        self.supply = Supply(after)

    @cached_property
    def groups(self) -> tuple[Ref, ...]:
        return serving(self.snapshot, self._part.communities)

    def _seats(self, kinds: Collection[SeatKind] | None) -> Iterator[tuple[Ref, SeatKind, list[Seat]]]:
        """By group and kind, in the rule's order; a kind of which a group has no seat is left out."""
        for group in self.groups:
            for kind in self.snapshot.rule:
                seats = [seat for seat in self.snapshot.seats(group) if seat.kind is kind]
                if seats and (kinds is None or kind in kinds):
                    yield group, kind, seats

    def vacancies(self, kinds: Collection[SeatKind] | None, stay: Collection[Ref]) -> Iterator[Spot]:
        """The places without an effective holder, by seat, as many as the rule asks for at least. Who is to stay keeps their filling."""
        for group, kind, seats in self._seats(kinds):
            lacking = seats[0].spec.minimum - len({f.person.ref for seat in seats for f in seat.effective})
            chairs = [*self._chairs(group, kind, seats, lacking, stay)]
            for seat in seats:
                own = tuple(chair for chair in chairs if chair.seat is seat)
                yield from (Spot(self.supply, own),) if own else ()

    def _chairs(self, group: Ref, kind: SeatKind, seats: Sequence[Seat], count: int, stay: Collection[Ref]) -> Iterator[Chair]:
        """The emptiest seats first; in each, those who are in the books and not effective leave one by one, the absent first."""
        still = {f.link.id for seat in seats for f in seat.effective}
        was = [f for seat in self._before.seats(group) if seat.kind is kind for f in seat.fillings]
        leaving = [f for f in was if f.link.id not in still and f.person.ref not in stay]
        for number in range(count):
            seat = sorted(seats, key=lambda s: (len(s.effective), s.ref))[number % len(seats)]
            leaves = next((f for f in leaving if f.link.end == seat.ref), None)
            leaving = [f for f in leaving if f is not leaves]
            yield Chair(seat, leaves)

    def movable(self, kinds: Collection[SeatKind] | None, stay: Collection[Ref]) -> Iterator[Spot]:
        """The fillings that might go to somebody else: effective, of people who are not to stay and sit once in the group."""
        for group, _, seats in self._seats(kinds):
            books = [f.person.ref for seat in self.snapshot.seats(group) for f in seat.fillings]
            for seat in seats:
                own = (f for f in seat.effective if f.person.ref not in stay and books.count(f.person.ref) == 1)
                yield from (Spot(self.supply, (Chair(seat, filling),), moves=True) for filling in own)

    # ---- linkage

    def linkage(self, changes: Sequence[Change] = ()) -> tuple[int, int]:
        """How many communities are linked once these changes are made, and how many more perhaps, where dates leave it undecided."""
        of_group: dict[Ref, list[Change]] = {}
        for change in changes:
            of_group.setdefault(change.chair.seat.group, []).append(change)
        rows = [self._linked(c, of_group) for c in self._part.communities]
        return sum(sure for sure, _ in rows), sum(perhaps and not sure for sure, perhaps in rows)

    def _linked(self, community: Actor, changes: Mapping[Ref, Sequence[Change]]) -> tuple[bool, bool]:
        sure = self.snapshot.groups(community.ref)
        perhaps = (*sure, *self.snapshot.possible_groups(community.ref))
        return (
            any(self._links(group, Reading.EFFECTIVE, changes.get(group, ())) for group in sure),
            any(self._links(group, Reading.PERHAPS_EFFECTIVE, changes.get(group, ())) for group in perhaps),
        )

    def _links(self, group: Ref, reading: Reading, changes: Sequence[Change]) -> bool:
        """Does a group link all three levels?"""
        held = self._held(group, reading, changes)
        return any(seated(needs, held) for needs in self._choices)

    def _held(self, group: Ref, reading: Reading, changes: Sequence[Change]) -> Holders:
        ended = {change.chair.leaves.link.id for change in changes if change.chair.leaves}
        fillings = (f for seat in self.snapshot.seats(group) for f in seat.fillings if counts(f, reading) and f.link.id not in ended)
        out: dict[SeatKind, set[Ref]] = {}
        for kind, person in (*((f.seat.kind, f.person.ref) for f in fillings), *((c.chair.seat.kind, c.to) for c in changes)):
            out.setdefault(kind, set()).add(person)
        return {kind: frozenset(people) for kind, people in out.items()}

    @cached_property
    def _choices(self) -> Sequence[Mapping[SeatKind, int]]:
        return questions(self.snapshot.rule)[Question(CoverageKpi.LINKAGE, strictness=Strictness.STRICT)]

    @property
    def communities(self) -> int:
        return len(self._part.communities)

    @property
    def undated(self) -> int:
        """Communities of which the dates do not tell whether they exist."""
        return len(self._part.undated)


def linkage(staff: Iterable[tuple[Staff, Sequence[Change]]]) -> Ratio:
    """The strict linkage of all these districts' communities, effectively, once these changes are made."""
    found = [(one, *one.linkage(changes)) for one, changes in staff]
    undated, coarse = sum(one.undated for one, _, _ in found), sum(perhaps for _, _, perhaps in found)
    left_out = ((ExclusionReason.UNKNOWN_START, undated), (ExclusionReason.COARSE_DATE, coarse))
    excluded = tuple(Exclusion(reason, count) for reason, count in left_out if count)
    return Ratio(sum(sure for _, sure, _ in found), sum(one.communities for one, _, _ in found), excluded)
