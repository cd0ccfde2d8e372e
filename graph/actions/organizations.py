"""Organisations: those that a list of units holds, and those implied because another sheet names them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.actions.drafting import Draft, joined
from graph.actions.units import Names
from graph.interval import Interval
from graph.model import Ref, Scalar, Source
from graph.vocabulary import Axis, Level, OrganizationKind

_GOVERNING = {"Subdistrict": OrganizationKind.SUBDISTRICT_OFFICE, "Community": OrganizationKind.COMMITTEE}
"""The kind of an implied unit that governs such a division, whatever the row says."""
_TELLING = {
    OrganizationKind.SUBDISTRICT_OFFICE: 4,
    OrganizationKind.COMMITTEE: 4,
    OrganizationKind.PARTY_COMMITTEE: 3,
    OrganizationKind.GOVERNMENT: 3,
    OrganizationKind.DEPARTMENT: 2,
    OrganizationKind.PARTY_ORGANIZATION: 1,
}
"""How much a row tells of an implied unit: the division that it governs, a district leader's post, a department's, a Party branch."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as a row of a list of units describes it."""

    name: str
    kind: OrganizationKind
    source: Source
    code: str | None = None
    axis: Axis | None = None
    level: Level | None = None
    interval: Interval = Interval()
    short_name: str | None = None
    former_names: tuple[str, ...] = ()
    place: Ref | None = None

    @property
    def properties(self) -> dict[str, Scalar]:
        return {
            "name": self.name,
            "kind": self.kind.value,
            "orgCode": self.code,
            "axis": self.axis and self.axis.value,
            "level": self.level and self.level.value,
            "shortName": self.short_name,
            "formerNames": "、".join(self.former_names) or None,
        }


def known(draft: Draft, names: Names, unit: Unit) -> tuple[Ref, ...]:
    """The organisations that a row may mean: by code, else by name, where its place does not speak against it."""
    coded = [a.ref for a in draft.of("Organization") if unit.code and a.text("orgCode") == unit.code]
    if coded:
        return tuple(coded)
    implied = (ref for ref in names.otherwise_written(unit.name) if draft.flag(ref, "implied"))
    named = names.organizations(unit.name) or tuple(implied)
    governed = {ref: names.governed(ref) for ref in named}
    fits = tuple(r for r in named if unit.place is None or not governed[r] or unit.place in governed[r])
    return tuple(r for r in fits if not unit.code or draft_text(draft, r, "orgCode") in ("", unit.code))


def register(draft: Draft, names: Names, unit: Unit, day: date) -> Ref:
    """Write an organisation of a list: what it says anew holds from its own day; of one that was only implied, throughout.

    Call `known` first: at most one may fit.
    """
    found = known(draft, names, unit)
    ref = found[0] if found else _new_ref(draft, names, unit)
    actor = draft.ensure(ref, unit.source, unit.properties, unit.interval)
    on = None if actor.flag("implied") else day
    for name, value in unit.properties.items():
        if value is not None:
            draft.change(ref, name, value, on if actor.properties.get(name) is not None else None, unit.source)
    draft.change(ref, "implied", None, None, unit.source)
    for name in ("since", "until"):
        if getattr(unit.interval, name) is not None:
            draft.change(ref, name, getattr(unit.interval, name), None, unit.source)
    settle(draft, names, ref, unit)
    _learn(draft, names, ref)
    return ref


def settle(draft: Draft, names: Names, ref: Ref, unit: Unit) -> None:
    """Say what the organisation governs (块), or where it is based (条); where neither is said, its name and its kind tell."""
    if unit.place is None:
        return
    own = unit.place in names.places(unit.name) or unit.kind in (OrganizationKind.SUBDISTRICT_OFFICE, OrganizationKind.COMMITTEE)
    type_ = "GOVERNS" if unit.axis is Axis.TERRITORY or (unit.axis is None and own) else "BASED_IN"
    only(draft, "GOVERNS" if type_ == "BASED_IN" else "BASED_IN", ref, ())
    only(draft, type_, ref, (unit.place,))
    actor = draft.actor(ref)
    lives = actor.interval if actor else unit.interval
    draft.put(type_, joined(ref.key, unit.place.kind, unit.place.key), ref, unit.place, unit.source, lives)


def only(draft: Draft, type_: str, start: Ref, ends: tuple[Ref, ...]) -> None:
    """What a row says of its unit takes the place of what was said before: links of the type to other ends are retracted."""
    for link in draft.out(type_, start):
        if link.end not in ends:
            draft.drop(link, "changed")


def imply(draft: Draft, names: Names, name: str, kind: OrganizationKind, place: Ref | None, source: Source) -> Ref:
    """An organisation that no list holds: made because a row names it, and marked so. It exists throughout."""
    unit = Unit(name, _GOVERNING.get(place.kind, kind) if place else kind, source, place=place, axis=Axis.TERRITORY if place else None)
    ref = _new_ref(draft, names, unit)
    draft.ensure(ref, source, {**unit.properties, "implied": True})
    settle(draft, names, ref, unit)
    _learn(draft, names, ref)
    return ref


def understand(draft: Draft, ref: Ref, kind: OrganizationKind, source: Source) -> None:
    """An implied organisation is of the kind that the most telling row implies, in whatever order they came."""
    actor = draft.actor(ref)
    if actor and actor.flag("implied") and _TELLING.get(kind, 0) > _TELLING.get(OrganizationKind(actor.text("kind")), 0):
        draft.change(ref, "kind", kind.value, None, source)


def circles(draft: Draft, type_: str) -> Iterator[Ref]:
    """Organisations that reach themselves by links of a type (V12)."""
    for organization in draft.of("Organization"):
        todo, seen = [organization.ref], set[Ref]()
        while todo:
            for link in draft.out(type_, todo.pop()):
                if link.end == organization.ref:
                    yield organization.ref
                    todo = []
                    break
                if link.end not in seen:
                    seen.add(link.end)
                    todo.append(link.end)


def draft_text(draft: Draft, ref: Ref, name: str) -> str:
    actor = draft.actor(ref)
    return actor.text(name) if actor else ""


def _learn(draft: Draft, names: Names, ref: Ref) -> None:
    actor = draft.actor(ref)
    if actor:
        names.learn(actor)


def _new_ref(draft: Draft, names: Names, unit: Unit) -> Ref:
    """Named by its name as compared; where another unit has that name already, by its place or its code as well."""
    plain = Ref("Organization", names.canonical(unit.name))
    if draft.actor(plain) is None:
        return plain
    return Ref("Organization", joined(plain.key, unit.place.key if unit.place else unit.code or "2"))
