"""Divisions come in editions: the first holds from its day; a later one opens its newcomers and closes, within the subdistricts
that it names, what it lacks. A changed name is a change from that day on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.actions.drafting import Draft
from graph.actions.units import folded, short_name
from graph.interval import Interval, PartialDate
from graph.model import Actor, Ref, Scalar, Source
from graph.vocabulary import place_kind

_PARENT = {"Subdistrict": ("IN_DISTRICT", "District", 6), "Community": ("IN_SUBDISTRICT", "Subdistrict", 9)}
_LABELS = {6: "District", 9: "Subdistrict", 12: "Community"}


@dataclass(frozen=True, slots=True)
class Place:
    """A division as an edition lists it: a code of 6, 9 or 12 digits; an empty name where the edition does not tell it."""

    code: str
    name: str
    source: Source
    population: int | None = None
    households: int | None = None

    @property
    def ref(self) -> Ref:
        return Ref(_LABELS[len(self.code)], self.code)


@dataclass(frozen=True, slots=True)
class Edition:
    """A list of divisions, and the day from which it holds. `closes`: it lists all communities of its subdistricts."""

    places: tuple[Place, ...]
    day: date
    name: str = ""
    closes: bool = True


def apply(draft: Draft, edition: Edition) -> tuple[Ref, ...]:
    """Write an edition on top of those before it. Returns the communities that it closed; one that it lists again goes on."""
    for place in sorted(edition.places, key=lambda p: len(p.code)):
        _open(draft, place, edition)
    closed = tuple(_missing(draft, edition)) if edition.closes else ()
    for ref in closed:
        _close(draft, ref, edition)
    _name_shortly(draft, edition)
    return closed


def last_edition(draft: Draft) -> date | None:
    """The newest day on which an edition opened or closed a community."""
    days = [d.earliest for a in draft.of("Community") for d in (a.interval.since, a.interval.until) if d is not None]
    return max(days, default=None)


def _open(draft: Draft, place: Place, edition: Edition) -> None:
    since = PartialDate.day(edition.day)
    known = draft.actor(place.ref)
    if known is None:
        kind = place_kind(place.code)
        facts: dict[str, Scalar] = {"name": place.name or place.code, "kind": kind and kind.value, "edition": edition.name or None}
        draft.ensure(place.ref, place.source, facts, Interval(since))
    elif known.interval.until is not None and known.interval.until.reached(edition.day):
        draft.change(place.ref, "until", None, edition.day, place.source)
    nameless = known is not None and known.text("name") == place.code
    if place.name:
        draft.change(place.ref, "name", place.name, None if nameless else edition.day, place.source)
    for name, value in (("population", place.population), ("households", place.households)):
        if value is not None:
            draft.change(place.ref, name, value, edition.day, place.source)
    _attach(draft, place, since)


def _attach(draft: Draft, place: Place, since: PartialDate) -> None:
    if place.ref.kind not in _PARENT:
        return
    type_, label, digits = _PARENT[place.ref.kind]
    outer = Place(place.code[:digits], "", place.source)
    if draft.actor(Ref(label, outer.code)) is None:
        _open(draft, outer, Edition((), since.earliest))
    held = draft.out(type_, place.ref)
    if not any(x.interval.until is None for x in held):
        draft.put(type_, f"{place.code}|{since}", place.ref, Ref(label, outer.code), place.source, Interval(since))


def _missing(draft: Draft, edition: Edition) -> Iterable[Ref]:
    """The communities of the subdistricts that the edition names which it lacks, and which have not ended yet."""
    listed = {p.code for p in edition.places if p.ref.kind == "Community"}
    named = {code[:9] for code in listed}
    return [a.ref for a in _standing(draft, edition.day) if a.key[:9] in named and a.key not in listed]


def _standing(draft: Draft, day: date) -> Iterator[Actor]:
    """The communities that have not ended by a day."""
    return (a for a in draft.of("Community") if a.interval.until is None or a.interval.until.reached(day) is False)


def _close(draft: Draft, ref: Ref, edition: Edition) -> None:
    source = edition.places[0].source
    end = PartialDate.day(edition.day)
    draft.change(ref, "until", end, edition.day, source)
    for link in draft.out("IN_SUBDISTRICT", ref):
        if link.interval.until is None:
            draft.until(link, end, source)


def _name_shortly(draft: Draft, edition: Edition) -> None:
    """Short names; where one stands twice in the district, the subdistrict goes before it. What has ended keeps its own."""
    bare = {a.ref: short_name(folded(a.text("name"))) for a in _standing(draft, edition.day)}
    count = Counter(bare.values())
    for ref, name in bare.items():
        outer = draft.actor(Ref("Subdistrict", ref.key[:9]))
        short = (folded(_name(outer)) if count[name] > 1 else "") + name
        draft.change(ref, "shortName", short, edition.day, edition.places[0].source)


def _name(place: Actor | None) -> str:
    return "" if place is None or place.text("name") == place.key else place.text("name")
