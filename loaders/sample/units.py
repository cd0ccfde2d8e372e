"""The units of a sample district: the leading bodies, the departments, the subdistricts' offices, the communities' committees, and the
Party organisations of villages that have courtyards."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph.vocabulary import Axis, Level, OrganizationKind, PlaceKind, label, place_kind
from loaders.sample.places import Place, Territory
from loaders.sample.profile import LEADING_BODIES, SYNTHETIC, Profile


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of the organisations sheet. `kind` is the word for it: 镇政府 and 街道办事处 are one kind."""

    code: str
    name: str
    kind: str
    axis: Axis
    level: Level
    parent: str
    place: str
    since: date
    until: date | None = None
    successor: str = ""
    source: str = SYNTHETIC

    @property
    def remark(self) -> str:
        return "" if self.source == SYNTHETIC else "设立日期为示例所设"


def units(territory: Territory, profile: Profile) -> tuple[Unit, ...]:
    """All units; each exists from the territory's first day, but for those that took over from another."""
    district = (*_bodies(territory, profile), *_departments(territory, profile))
    return (*_renamed(district, profile), *_offices(territory, profile), *_committees(territory, profile), *_branches(territory, profile))


def office(place: Place) -> str:
    """The name of a subdistrict's or town's office."""
    return place.name + ("办事处" if place_kind(place.code) is PlaceKind.SUBDISTRICT else "人民政府")


def committee(territory: Territory, place: Place) -> str:
    """The name of a community's committee, unique within the district."""
    return territory.unique(place, place.name)


def branch(territory: Territory, place: Place) -> str:
    """The name of a village's Party organisation, unique within the district."""
    return territory.unique(place, place.short) + "党总支"


def _bodies(territory: Territory, profile: Profile) -> Iterator[Unit]:
    kinds = {"区委": OrganizationKind.PARTY_COMMITTEE, "区政府": OrganizationKind.GOVERNMENT}
    for number, name in enumerate(LEADING_BODIES, 1):
        kind = kinds.get(name, OrganizationKind.OTHER)
        axis = Axis.TERRITORY if name in kinds else Axis.LINE
        yield Unit(f"LD{number:02d}", name, label(kind), axis, Level.DISTRICT, "", territory.district.code, profile.territory_since)


def _departments(territory: Territory, profile: Profile) -> Iterator[Unit]:
    kind, stated = label(OrganizationKind.DEPARTMENT), {post.unit: post.source for post in profile.facts}
    for number, name in enumerate(profile.departments, 1):
        parent, source = "区委" if name.startswith("区委") else "区政府", stated.get(name, SYNTHETIC)
        place, since = territory.district.code, profile.territory_since
        yield Unit(f"BM{number:02d}", name, kind, Axis.LINE, Level.DISTRICT, parent, place, since, source=source)


def _renamed(found: tuple[Unit, ...], profile: Profile) -> tuple[Unit, ...]:
    for change in profile.renamed:
        new = next(unit for unit in found if unit.name == change.new)
        old = replace(new, code=new.code + "A", name=change.old, until=change.on, successor=change.new, source=SYNTHETIC)
        found = (*(replace(unit, since=change.on) if unit is new else unit for unit in found), old)
    return found


def _offices(territory: Territory, profile: Profile) -> Iterator[Unit]:
    for place in territory.subdistricts:
        kind = "街道办事处" if place_kind(place.code) is PlaceKind.SUBDISTRICT else "镇政府"
        since = profile.territory_since
        yield Unit(f"ZJ{place.code[6:]}", office(place), kind, Axis.TERRITORY, Level.SUBDISTRICT, "区政府", place.code, since)


def _committees(territory: Territory, profile: Profile) -> Iterator[Unit]:
    for place in territory.communities:
        code, name = f"CS{place.code[6:]}", committee(territory, place)
        kind, parent = "村委会" if place.village else "居委会", office(territory.subdistrict(place))
        yield Unit(code, name, kind, Axis.TERRITORY, Level.COMMUNITY, parent, place.code, profile.territory_since)


def _branches(territory: Territory, profile: Profile) -> Iterator[Unit]:
    kind = label(OrganizationKind.PARTY_ORGANIZATION)
    for place in (place for place in territory.communities if place.code in profile.courtyards):
        code, name, since = f"DZ{place.code[6:]}", branch(territory, place), profile.territory_since
        yield Unit(code, name, kind, Axis.LINE, Level.COMMUNITY, "", place.code, since)
