"""Units: what they govern, when they exist, what kind they are, who succeeds them."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import Truth, all_of, any_of, boundary, reached, start, within
from tests.oracle.sheets import Row, Sheets, names

_OFFICES = ("街道办事处", "镇人民政府", "党工委", "党委", "居民委员会", "居委会", "村民委员会", "村委会")
_COMMITTEES = ("居民委员会", "居委会", "村民委员会", "村委会")
_KINDS = {
    "区级部门": "DEPARTMENT",
    "街道办事处": "SUBDISTRICT_OFFICE",
    "居委会": "COMMITTEE",
    "区委": "PARTY_COMMITTEE",
    "政府": "GOVERNMENT",
}
_DEPARTMENT_RANKS = ("部门班子成员", "部门干部")


def short(name: str) -> str:
    """A division's name without the word for its committee; a village keeps its 村."""
    for ending in _COMMITTEES:
        if name.endswith(ending):
            rest = name.removesuffix(ending)
            return f"{rest}村" if ending.startswith("村") and not rest.endswith(("村", "社区")) else rest
    return name


class Units:
    """The units of one district, by name."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._listed = {row["单位名称"]: row for row in sheets.organisations}
        self._named = {name: row["区划代码"] for row in sheets.divisions for name in self._names_of(row)}

    def governs(self, unit: str) -> str:
        """The code of the division that is the unit's own; empty if none."""
        row = self._listed.get(unit)
        if row is not None and row.get("所属区划"):
            return row["所属区划"] if row["条块"] == "块" else ""
        return self._named.get(unit, "")

    def exists(self, unit: str, day: date) -> Truth:
        """Units without dates, and units that are in no list, exist throughout."""
        row = self._listed.get(unit)
        return True if row is None else within(day, start(row.get("设立日期", "")), boundary(row.get("撤销日期", "")))

    def is_department(self, unit: str) -> bool:
        row = self._listed.get(unit)
        if row is not None:
            return row["单位类别"] == "区级部门"
        return not self.governs(unit) and self._implied_department(unit)

    def succeeds(self, heir: str, unit: str, day: date) -> Truth:
        """Is `heir` the unit itself, or what became of it by that day?"""
        if heir == unit:
            return True
        row = self._listed.get(unit, {})
        gone = reached(boundary(row.get("撤销日期", "")), day)
        return any_of(all_of((gone, self.succeeds(heir, child, day))) for child in names(row.get("承继单位", "")))

    def _implied_department(self, unit: str) -> bool:
        """With a post of district leaders a Party committee or a government; else named as 区级部门 or with a department's post."""
        ranks = {row["级别"] for row in self._sheets.posts if row["单位"] == unit}
        named = {name for roster in self._sheets.rosters for row in roster.rows for name in names(row.get("区级部门", ""))}
        return "区级领导" not in ranks and (unit in named or bool(ranks & set(_DEPARTMENT_RANKS)))

    def _names_of(self, division: Row) -> Iterator[str]:
        """Full and short, with or without the name of the subdistrict before it, with or without the word for an office after it."""
        parents = ["", *(row["名称"] for row in self._sheets.divisions if row["区划代码"] == division["区划代码"][:9])]
        for name in (division["名称"], short(division["名称"])):
            stems = {name, name.removesuffix("街道"), name.removesuffix("镇")}
            for parent in parents:
                yield f"{parent}{name}"
                yield from (f"{parent}{stem}{office}" for stem in stems for office in _OFFICES)
