"""Who is who. Names are not keys: a person is found by number, by name and unit on any day, or by name and a suiting post.

The unit of a post is its organisation, or the division that it governs; of a post of district-leader rank the district. The unit of
a filling is the district, the organisation that its seat represents, or the subdistrict or community that its group serves; a liaison is known
in both.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.actions.drafting import Draft
from graph.model import Actor, Ref, Source
from graph.qualification import leads
from graph.vocabulary import OrganizationKind, PostRank, SeatKind


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a row names them: a name, a number where the sheet has one, and a unit."""

    name: str
    unit: Ref
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Who that is. `ref` None: nobody yet, or undecided between several `candidates`. `by_name`: by the name alone."""

    ref: Ref | None
    candidates: tuple[Ref, ...] = ()
    by_name: bool = False

    @property
    def ambiguous(self) -> bool:
        return self.ref is None and len(self.candidates) > 1 and not self.by_name


class People:
    """The people of a draft, found by number and by name; new ones get an opaque id from `new_id`."""

    def __init__(self, draft: Draft, new_id: Callable[[], str]) -> None:
        self._draft = draft
        self._new_id = new_id
        self._by_name: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        self._by_number: dict[str, Ref] = {}
        for person in draft.of("Person"):
            self._learn(person)

    def find(self, named: Named, seat: SeatKind | None = None) -> Found:
        """Who a row means; `seat` is the kind of the roster's cell that names them, if one does."""
        if named.number and named.number in self._by_number:
            return Found(self._by_number[named.number])
        here = tuple(p for p in self._namesakes(named) if named.unit in self.units(p))
        if here:
            return Found(here[0] if len(here) == 1 else None, here)
        if seat is None:
            return Found(None)
        fit = tuple(p for p in self.by_name(named.name, seat) if p in self._namesakes(named))
        return Found(fit[0] if len(fit) == 1 else None, fit, by_name=True)

    def by_name(self, name: str, seat: SeatKind) -> tuple[Ref, ...]:
        """The people of a name who have a post that suits such a seat."""
        return tuple(p for p in self._by_name.get(name, {}) if self.suits(p, seat))

    def unposted(self, named: Named) -> Iterator[tuple[Ref, frozenset[SeatKind]]]:
        """People of this name whom only rosters know, with the kinds of seat that they are named in."""
        for person in self._namesakes(named):
            fillings = self._draft.out("FILLS", person)
            if fillings and not self._draft.out("HOLDS", person):
                yield person, frozenset(SeatKind(self._actor(f.end).text("kind")) for f in fillings)

    def add(self, named: Named, source: Source, synthetic: bool = False) -> Ref:
        """A new person."""
        ref = Ref("Person", named.number or self._new_id())
        properties = {"name": named.name, "personnelNo": named.number, "isSynthetic": synthetic or None}
        self._learn(self._draft.ensure(ref, source, properties))
        return ref

    def adopt(self, ref: Ref, named: Named, source: Source) -> None:
        """A numbered row adopts an unnumbered person."""
        if named.number and not self._actor(ref).text("personnelNo"):
            self._draft.change(ref, "personnelNo", named.number, None, source)
            self._by_number[named.number] = ref

    def units(self, person: Ref) -> set[Ref]:
        """Where a person is known, on any day."""
        out: set[Ref] = set()
        for holding in self._draft.out("HOLDS", person):
            out |= self._post_units(self._actor(holding.end))
        for filling in self._draft.out("FILLS", person):
            out |= self._seat_units(self._actor(filling.end))
        for liaison in self._draft.out("LIAISES", person):
            out |= self._served(liaison.end) | self._around(self._served(liaison.end))
        return out

    def suits(self, person: Ref, seat: SeatKind) -> bool:
        """Has this person, on any day, a post of the kind that such a seat asks for?"""
        return any(self.post_suits(self._actor(h.end), seat) for h in self._draft.out("HOLDS", person))

    def post_suits(self, post: Actor, seat: SeatKind) -> bool:
        """Is this post of the kind that such a seat asks for, in whatever unit?"""
        if seat is SeatKind.DISTRICT_LEADER:
            return post.text("rank") == PostRank.DISTRICT_LEADER
        units = [x.end for x in self._draft.out("POST_IN", post.ref)]
        if seat is SeatKind.DEPARTMENT_LEADER:
            return leads(post) and any(self._actor(u).text("kind") == OrganizationKind.DEPARTMENT for u in units)
        label = "Community" if seat is SeatKind.COMMUNITY_CADRE else "Subdistrict"
        return any(x.end.kind == label for u in units for x in self._draft.out("GOVERNS", u))

    def unit_of(self, organization: Ref) -> Ref:
        """Units that govern one division are one: that division; else the organisation itself."""
        return next((x.end for x in self._draft.out("GOVERNS", organization)), organization)

    def _namesakes(self, named: Named) -> list[Ref]:
        people = self._by_name.get(named.name, {})
        return [p for p in people if not named.number or self._actor(p).text("personnelNo") in ("", named.number)]

    def _learn(self, person: Actor) -> None:
        self._by_name[person.text("name")][person.ref] = None
        if person.text("personnelNo"):
            self._by_number[person.text("personnelNo")] = person.ref

    def _post_units(self, post: Actor) -> set[Ref]:
        if post.text("rank") == PostRank.DISTRICT_LEADER:
            return {Ref("District", self._draft.district)}
        return {self.unit_of(x.end) for x in self._draft.out("POST_IN", post.ref)}

    def _seat_units(self, seat: Actor) -> set[Ref]:
        kind = SeatKind(seat.text("kind"))
        if kind is SeatKind.DISTRICT_LEADER:
            return {Ref("District", self._draft.district)}
        if kind is SeatKind.DEPARTMENT_LEADER:
            return {self.unit_of(x.end) for x in self._draft.out("REPRESENTS", seat.ref)}
        served = {c for x in self._draft.into("HAS_SEAT", seat.ref) for c in self._served(x.start)}
        return served if kind is SeatKind.COMMUNITY_CADRE else self._around(served)

    def _served(self, group: Ref) -> set[Ref]:
        return {x.end for x in self._draft.out("SERVES", group)}

    def _around(self, communities: set[Ref]) -> set[Ref]:
        return {x.end for c in communities for x in self._draft.out("IN_SUBDISTRICT", c)}

    def _actor(self, ref: Ref) -> Actor:
        found = self._draft.actor(ref)
        assert found is not None, ref
        return found
