"""Courtyards (院坝) of villages, each with a head and a linking Party member but for those planted headless; and estates that are stated.

How many there are, who lives, heads and links there is made up; only the names of the estates are the source's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from graph.vocabulary import MemberState, PlaceKind, StationFunction, label
from loaders.sample.books import write as write_book
from loaders.sample.district import District
from loaders.sample.places import Place
from loaders.sample.profile import SYNTHETIC
from loaders.sample.truth import Json
from loaders.sample.units import branch

HEADLESS = 6
_FIRST_ELECTION = date(2018, 3, 1)
_TERM = "3年"
_IDLE_SHARE = 3
"""For every so many linking members there is one who links nothing."""
_FLOATING = 2


@dataclass(frozen=True, slots=True)
class Courtyard:
    """A line of the courtyards sheet. `source` says whether it is stated or made up; an estate that is stated has a name only."""

    code: str
    place: Place
    name: str
    kind: PlaceKind
    source: str
    households: int | None = None
    head: str = ""
    elected: date | None = None
    linker: str = ""


def courtyards(district: District, rng: Random, clean: bool) -> tuple[Courtyard, ...]:
    """All courtyards in the order of their codes; in each village with enough of them some are headless, unless `clean`."""
    made = [yard for code, count in district.profile.courtyards.items() for yard in _of_village(district, code, count, rng, clean)]
    return tuple(sorted([*made, *_estates(district)], key=lambda yard: yard.code))


def write(district: District, yards: tuple[Courtyard, ...], directory: Path) -> tuple[Path, ...]:
    """The courtyards and the Party members as sheets; nothing where there are none."""
    return (_courtyards(district, yards, directory), _members(district, yards, directory)) if yards else ()


def truth(yards: tuple[Courtyard, ...]) -> dict[str, Json]:
    """What an analysis has to find: how many courtyards proper there are, which of them have no head, how many members link one."""
    proper = [y for y in yards if y.kind is PlaceKind.COURTYARD]
    return {"listed": len(proper), "headless": [y.code for y in proper if not y.head], "linkingMembers": len({y.linker for y in proper})}


def _of_village(district: District, code: str, count: int, rng: Random, clean: bool) -> Iterator[Courtyard]:
    place = district.place(code)
    headless = set() if clean or count < 2 * HEADLESS else set(rng.sample(range(count), HEADLESS))
    for number in range(count):
        yard = Courtyard(
            f"{code}{number + 1:03d}",
            place,
            f"{place.short}院坝{number + 1:02d}",
            PlaceKind.COURTYARD,
            SYNTHETIC,
            rng.randrange(6, 19),
            f"{place.short}院坝长{number + 1:02d}",
            _FIRST_ELECTION + timedelta(days=rng.randrange(60)),
            f"{place.short}党员{number + 1:02d}",
        )
        yield replace(yard, head="", elected=None) if number in headless else yard


def _estates(district: District) -> Iterator[Courtyard]:
    numbers: dict[str, int] = {}
    for code, name, source in district.profile.estates:
        numbers[code] = numbers.get(code, 0) + 1
        yield Courtyard(f"{code}{numbers[code]:03d}", district.place(code), name, PlaceKind.ESTATE, source)


# ---- sheets


def _courtyards(district: District, yards: tuple[Courtyard, ...], directory: Path) -> Path:
    headers = ["镇街", "村(社区)", "院坝编号", "院坝名称", "类型", "户数", "院坝长", "推选日期", "任期", "联系党员", "功能站", "来源"]
    stations = "、".join(label(function) for function in StationFunction)
    lines = (
        (
            *(district.territory.subdistrict(y.place).name, y.place.short, y.code, y.name, label(y.kind), y.households),
            *(y.head, y.elected, _TERM if y.head else "", y.linker, stations if y.linker else "", y.source),
        )
        for y in yards
    )
    return write_book(directory / "院坝名册.xlsx", "院坝名册", headers, lines)


def _members(district: District, yards: tuple[Courtyard, ...], directory: Path) -> Path:
    """The linking members of each village, and some who link nothing, of whom some live elsewhere."""
    headers = ["姓名", "所在党组织", "村(社区)", "区划代码", "组织状态", "联系院坝/户", "来源"]
    linking = [y for y in yards if y.linker]
    lines = [_member(district, y.linker, y.place, MemberState.NORMAL, y.code) for y in linking]
    for place in dict.fromkeys(y.place for y in linking):
        of_place = sum(y.place == place for y in linking)
        for number in range(of_place // _IDLE_SHARE):
            state = MemberState.FLOATING if number < _FLOATING else MemberState.NORMAL
            lines.append(_member(district, f"{place.short}党员{of_place + number + 1:02d}", place, state, ""))
    return write_book(directory / "党员花名册.xlsx", "党员花名册", headers, lines)


def _member(district: District, name: str, place: Place, state: MemberState, links: str) -> tuple[str, ...]:
    return name, branch(district.territory, place), place.short, place.code, label(state), links, SYNTHETIC
