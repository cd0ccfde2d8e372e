"""The rows as a district's sheets have them: a mapping of headers to texts for each row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tests.oracle.days import ONE_DAY, Boundary, boundary

Row = Mapping[str, str]

SEATS: Mapping[str, str] = {
    "DISTRICT_LEADER": "联系区级领导",
    "DEPARTMENT_LEADER": "部门班子成员",
    "SUBDISTRICT_LEADER": "镇街班子成员",
    "SUBDISTRICT_CADRE": "镇街干部",
    "COMMUNITY_CADRE": "村(社区)干部",
}
"""The roster's column for each kind of seat."""

SEAT_WORDS: Mapping[str, str] = {
    "DISTRICT_LEADER": "在职区级领导",
    "DEPARTMENT_LEADER": "区级部门领导班子成员",
    "SUBDISTRICT_LEADER": "镇街领导班子成员",
    "SUBDISTRICT_CADRE": "镇街干部",
    "COMMUNITY_CADRE": "村(社区)干部",
}
"""The composition rule's word for each kind of seat."""

LEADER, DEPARTMENT, SUBDISTRICT, SUBDISTRICT_CADRE, COMMUNITY = SEATS

_DATED = ("起始时间", "终止时间", "起始", "终止", "任职时间", "免职时间", "设立日期", "撤销日期")


@dataclass(frozen=True)
class Roster:
    """One file: its rows, and the day given with it for rows without a start."""

    rows: tuple[Row, ...]
    effective: str = ""


@dataclass(frozen=True)
class Sheets:
    """All files of one district, the rosters in the order of their imports.

    Rows of divisions: 区划代码, 名称, 设立日期 (blank: unknown), 撤销日期, 常住人口. `effective`: the day of the posts' sheet.
    """

    divisions: tuple[Row, ...]
    organisations: tuple[Row, ...] = ()
    posts: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()
    rosters: tuple[Roster, ...] = ()
    effective: str = ""

    def days(self) -> Iterator[date]:
        """Every day on which anything can differ: from the day before the first date in the sheets to the day after the last."""
        found = [day for limit in self._boundaries() for day in limit]
        day, last = min(found) - ONE_DAY, max(found) + ONE_DAY
        while day <= last:
            yield day
            day += ONE_DAY

    def _boundaries(self) -> Iterator[Boundary]:
        rosters = tuple(row for roster in self.rosters for row in roster.rows)
        texts = [row.get(name, "") for row in (*self.divisions, *self.organisations, *self.posts, *self.rules, *rosters) for name in _DATED]
        limits = (boundary(text) for text in (*texts, self.effective, *(roster.effective for roster in self.rosters)))
        return (limit for limit in limits if limit is not None)


def names(cell: str) -> tuple[str, ...]:
    """Several names in one cell, each once."""
    return tuple(dict.fromkeys(name for name in re.split(r"[、，,;；/\s]+", cell) if name))
