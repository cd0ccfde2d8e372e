"""Who is who. Names are not keys: a person is found by number, or by name and unit on any day.

The unit of a post is its organisation, or the division that it governs; of a post of district-leader rank the district. The unit of
a filling is the district, the organisation that its seat represents, or the subdistrict or community that its group serves on the
days of the filling; of a liaison the subdistrict; `ties` know of others. Who is found by the name alone is the matter of `identity`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.actions import ties
from graph.actions.drafting import Draft
from graph.interval import Interval
from graph.model import Actor, Link, Ref, Source
from graph.qualification import leads
from graph.vocabulary import OrganizationKind, PostRank, SeatKind

BY_NAME = "matchedByName"
"""A filling or liaison whose person was found by the name alone says so by this property."""
NO_DEPARTMENT = Ref("Organization", "")
"""The unit of the member of a department that the roster does not name."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a row names them: a name, a number where the sheet has one, and a unit."""

    name: str
    unit: Ref
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Who that is. `ref` None: nobody yet, or undecided between several `candidates`. `by_name`: by the name alone, some time ago."""

    ref: Ref | None
    candidates: tuple[Ref, ...] = ()
    by_name: bool = False

    @property
    def ambiguous(self) -> bool:
        return len(self.candidates) > 1


class People:
    """The people of a draft, found by number and by name; new ones get an opaque id from `new_id`."""

    def __init__(self, draft: Draft, new_id: Callable[[], str]) -> None:
        self._draft = draft
        self._new_id = new_id
        self._by_name: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        self._by_number: dict[str, Ref] = {}
        self._named_with: defaultdict[Ref, set[Ref]] = defaultdict(set)
        for person in draft.of("Person"):
            if not person.text("mergedInto"):
                self._learn(person)

    # ---- finding

    def find(self, named: Named, in_cell: bool = False) -> Found:
        """Who a row means: by number, else by name and unit. `in_cell`: a roster's cell, which may mean whom it meant before."""
        if coded := self.numbered(named):
            return Found(coded)
        here = tuple(p for p in self.namesakes(named) if named.unit in self.units(p))
        if here:
            return Found(here[0] if len(here) == 1 else None, here)
        if in_cell and not named.number:
            before = tuple(p for p in self.namesakes(named) if named.unit in self.units(p, by_name=True))
            return Found(before[0] if len(before) == 1 else None, before, by_name=True)
        return Found(None)

    def numbered(self, named: Named) -> Ref | None:
        """The person of the row's number."""
        return self._by_number.get(named.number) if named.number else None

    def unnumbered(self, named: Named) -> tuple[Ref, ...]:
        """Those of this name and unit of whom no number is known yet."""
        return tuple(p for p in self.namesakes(named) if not self.number(p) and named.unit in self.units(p))

    def namesakes(self, named: Named) -> list[Ref]:
        """The people of this name whose number does not speak against it."""
        people = self._by_name.get(named.name, {})
        return [p for p in people if not named.number or self.number(p) in ("", named.number)]

    def shared_names(self) -> Iterator[tuple[str, tuple[Ref, ...]]]:
        """Names that several people have, with these, in the order in which they were learnt."""
        return ((name, tuple(people)) for name, people in tuple(self._by_name.items()) if len(people) > 1)

    # ---- making

    def add(self, named: Named, source: Source, synthetic: bool = False) -> Ref:
        """A new person."""
        ref = Ref("Person", named.number or self._new_id())
        properties = {"name": named.name, "personnelNo": named.number, "isSynthetic": synthetic or None}
        self._learn(self._draft.ensure(ref, source, properties))
        self.meet(ref, named.unit)
        return ref

    def adopt(self, ref: Ref, number: str | None, source: Source) -> None:
        """A numbered row adopts an unnumbered person."""
        if number and not self.number(ref):
            self._draft.change(ref, "personnelNo", number, None, source)
            self._by_number[number] = ref

    def meet(self, ref: Ref, unit: Ref) -> None:
        """A row that is still to be written names this person with a unit."""
        self._named_with[ref].add(unit)

    def lose(self, person: Ref) -> None:
        """Nobody is meant by this node any more."""
        self._by_name[self._actor(person).text("name")].pop(person, None)

    def _learn(self, person: Actor) -> None:
        self._by_name[person.text("name")][person.ref] = None
        if person.text("personnelNo"):
            self._by_number[person.text("personnelNo")] = person.ref

    # ---- what is known of them

    def number(self, person: Ref) -> str:
        """The personnel number; empty where none is known."""
        return self._actor(person).text("personnelNo")

    def source(self, person: Ref) -> Source:
        """Where a person was first learnt of."""
        return self._actor(person).source

    def anchored(self, person: Ref) -> bool:
        """Is more known than a name in rosters: a post, a number, a courtyard …?"""
        return bool(self._draft.out("HOLDS", person) or self.number(person) or ties.rooted(self._draft, person))

    def places(self, person: Ref) -> tuple[Link, ...]:
        """What rosters say of a person: fillings and liaisons."""
        return self._draft.out("FILLS", person) + self._draft.out("LIAISES", person)

    def units(self, person: Ref, by_name: bool = False) -> set[Ref]:
        """Where a person is known, on any day. `by_name`: also where only the name led to them."""
        out = self._named_with[person] | ties.units(self._draft, person)
        for holding in self._draft.out("HOLDS", person):
            out |= self._post_units(self._actor(holding.end))
        for link in self.places(person):
            if by_name or not link.flag(BY_NAME):
                out |= self.place(link)[0]
        return out

    def suits(self, person: Ref, seat: SeatKind) -> bool:
        """Has this person, on any day, a post of the kind that such a seat asks for, in whatever unit?"""
        return any(self._post_suits(self._actor(h.end), seat) for h in self._draft.out("HOLDS", person))

    def unit_of(self, organization: Ref) -> Ref:
        """Units that govern one division are one: that division; of a Party organisation its community; else the organisation itself."""
        return ties.home(self._draft, organization)

    def place(self, link: Link) -> tuple[set[Ref], SeatKind]:
        """With which units a filling or liaison names its person, and in what kind of cell. A liaison who sits in the group is known
        as the one who sits there."""
        if link.type == "LIAISES":
            seats = {x.end for x in self._draft.out("HAS_SEAT", link.end)}
            sits = (x for x in self._draft.out("FILLS", link.start) if x.end in seats and x.interval.overlaps(link.interval))
            filling = next(sits, None)
            if filling is None:
                return self._around(self._served(link.end, link.interval)), SeatKind.SUBDISTRICT_CADRE
            link = filling
        kind = SeatKind(self._actor(link.end).text("kind"))
        return self._seat_units(link.end, kind, link.interval), kind

    def _post_units(self, post: Actor) -> set[Ref]:
        if post.text("rank") == PostRank.DISTRICT_LEADER:
            return {Ref("District", self._draft.district)}
        return {self.unit_of(x.end) for x in self._draft.out("POST_IN", post.ref)}

    def _post_suits(self, post: Actor, seat: SeatKind) -> bool:
        if seat is SeatKind.DISTRICT_LEADER:
            return post.text("rank") == PostRank.DISTRICT_LEADER
        units = [x.end for x in self._draft.out("POST_IN", post.ref)]
        if seat is SeatKind.DEPARTMENT_LEADER:
            return leads(post) and any(self._actor(u).text("kind") == OrganizationKind.DEPARTMENT for u in units)
        label = "Community" if seat is SeatKind.COMMUNITY_CADRE else "Subdistrict"
        return any(x.end.kind == label for u in units for x in self._draft.out("GOVERNS", u))

    def _seat_units(self, seat: Ref, kind: SeatKind, days: Interval) -> set[Ref]:
        if kind is SeatKind.DISTRICT_LEADER:
            return {Ref("District", self._draft.district)}
        if kind is SeatKind.DEPARTMENT_LEADER:
            stands_for = (x.end for x in self._draft.out("REPRESENTS", seat) if x.interval.overlaps(days))
            return {self.unit_of(organization) for organization in stands_for} or {NO_DEPARTMENT}
        served = {c for x in self._draft.into("HAS_SEAT", seat) for c in self._served(x.start, days)}
        return served if kind is SeatKind.COMMUNITY_CADRE else self._around(served)

    def _served(self, group: Ref, days: Interval) -> set[Ref]:
        return {x.end for x in self._draft.out("SERVES", group) if x.interval.overlaps(days)}

    def _around(self, communities: set[Ref]) -> set[Ref]:
        return {x.end for c in communities for x in self._draft.out("IN_SUBDISTRICT", c)}

    def _actor(self, ref: Ref) -> Actor:
        found = self._draft.actor(ref)
        assert found is not None, ref
        return found
