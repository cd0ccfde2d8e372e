"""The divisions that a sample is made for, read from either public form: one file of editions, or streets and villages apart."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import BadFile
from graph.vocabulary import PlaceKind, place_kind

COMMITTEES = ("居民委员会", "村民委员会", "居委会", "村委会")
_VILLAGES = frozenset({PlaceKind.VILLAGE, PlaceKind.VILLAGE_LIKE})


@dataclass(frozen=True, slots=True)
class Place:
    """A division: its official name and its short one.

    `spared`: nothing is to go wrong in it, since the sample's source names it, or a later edition lacks it.
    """

    code: str
    name: str
    short: str
    spared: bool = False

    @property
    def parent(self) -> str:
        return self.code[:-3]

    @property
    def village(self) -> bool:
        return place_kind(self.code) in _VILLAGES


@dataclass(frozen=True, slots=True)
class Territory:
    """A district with its subdistricts and communities, in the order of their codes."""

    district: Place
    subdistricts: tuple[Place, ...]
    communities: tuple[Place, ...]
    _repeated: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        counts = Counter(place.short for place in self.communities)
        object.__setattr__(self, "_repeated", frozenset(name for name, n in counts.items() if n > 1))

    def subdistrict(self, community: Place) -> Place:
        return next(place for place in self.subdistricts if place.code == community.parent)

    def unique(self, community: Place, name: str) -> str:
        """The name, after its subdistrict's where another community of the district is called the same."""
        return self.subdistrict(community).name + name if community.short in self._repeated else name

    def within(self, subdistrict: Place) -> tuple[Place, ...]:
        return tuple(place for place in self.communities if place.parent == subdistrict.code)


def read(path: Path, name: str = "") -> Territory:
    """The territory of a file with `in_nbs_…` columns (its first edition), or of a folder with areas, streets and villages.

    `name` is the district's where the files do not tell it.
    """
    return _of_folder(path) if path.is_dir() else _of_editions(path, name)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8, with or without a byte-order mark. Errors: BadFile."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(
            file=path.name,
            reason_zh="打不开,或不是 UTF-8 编码。请检查路径,并另存为 UTF-8 编码的 CSV。",
            reason_en="it cannot be opened or is not in UTF-8. Look at its path, and save it as CSV in UTF-8.",
        ) from error


def _of_editions(path: Path, name: str) -> Territory:
    table = list(rows(path))
    editions = sorted(column for column in table[0] if column.startswith("in_nbs_"))
    listed = [row for row in table if row[editions[0]] == "1"]
    subdistricts = {row["subdistrict_code"]: row["subdistrict_name"] for row in listed}
    district = listed[0]["code"][:6]
    name = listed[0].get("district_name") or name or district
    communities = [Place(row["code"], row["name"], row["short_name"], _spared(row, editions)) for row in listed]
    return _territory(Place(district, name, name), [Place(c, n, n) for c, n in subdistricts.items()], communities)


def _spared(row: Mapping[str, str], editions: list[str]) -> bool:
    return row.get("named_in_article") == "1" or any(row[edition] != "1" for edition in editions)


def _of_folder(folder: Path) -> Territory:
    area, streets, villages = (list(rows(folder / f"{name}.csv")) for name in ("areas", "streets", "villages"))
    district = Place(area[0]["code"], area[0]["name"], area[0]["name"])
    communities = [Place(row["code"], row["name"], short_name(row["name"], row["code"])) for row in villages]
    return _territory(district, [_place(row) for row in streets], communities)


def _place(row: Mapping[str, str]) -> Place:
    return Place(row["code"], row["name"], row["name"])


def _territory(district: Place, subdistricts: list[Place], communities: list[Place]) -> Territory:
    return Territory(district, tuple(sorted(subdistricts, key=lambda p: p.code)), tuple(sorted(communities, key=lambda p: p.code)))


def short_name(name: str, code: str) -> str:
    """A committee's name without what makes it a committee; a village keeps its 村."""
    ending = next((word for word in COMMITTEES if name.endswith(word)), "")
    short = name.removesuffix(ending)
    lost = ending.startswith("村") and place_kind(code) in _VILLAGES and not short.endswith("村")
    return short + "村" if lost else short
