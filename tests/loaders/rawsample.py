"""Reads a written sample as raw rows and counts gaps in them by its own means: no code of the generator, none of the graph."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from python_calamine import load_workbook

Line: TypeAlias = dict[str, Any]
Gap: TypeAlias = tuple[str, str, tuple[str, ...]]

AS_OF = date(2020, 2, 6)
SEATS = {
    "在职区级领导": ("DISTRICT_LEADER", "联系区级领导", "区级领导"),
    "区级部门领导班子成员": ("DEPARTMENT_LEADER", "部门班子成员", "部门班子成员"),
    "镇街领导班子成员": ("SUBDISTRICT_LEADER", "镇街班子成员", "镇街班子成员"),
    "镇街干部": ("SUBDISTRICT_CADRE", "镇街干部", ""),
    "村(社区)干部": ("COMMUNITY_CADRE", "村(社区)干部", ""),
}
"""By the rule's word for a seat: its kind, its column in the roster, and the rank that a leadership seat asks for."""


def table(path: Path) -> list[Line]:
    """The rows below title and headers; a header that stands several times is numbered."""
    _, headers, *rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    names = [f"{name}{headers[:i].count(name) or ''}" for i, name in enumerate(headers)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def names(cell: str) -> list[str]:
    return [name for name in cell.split("、") if name]


@dataclass(frozen=True)
class Raw:
    folder: Path

    @cached_property
    def truth(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "truth.json").read_text("utf-8")))

    @cached_property
    def divisions(self) -> list[dict[str, str]]:
        with (self.folder / "区划.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def units(self) -> list[Line]:
        return table(self.folder / "单位名录.xlsx")

    @cached_property
    def posts(self) -> list[Line]:
        return table(self.folder / "干部任职表.xlsx")

    @cached_property
    def rule(self) -> list[Line]:
        return table(self.folder / "组成规则.xlsx")

    @cached_property
    def roster(self) -> list[Line]:
        """With the end as the first day without."""
        return [{**line, "until": _end(line["终止时间"])} for line in table(self.folder / "服务群众工作组名册.xlsx")]

    @cached_property
    def courtyards(self) -> list[Line]:
        return self._if_there("院坝名册.xlsx")

    @cached_property
    def members(self) -> list[Line]:
        return self._if_there("党员花名册.xlsx")

    def _if_there(self, name: str) -> list[Line]:
        return table(self.folder / name) if (self.folder / name).exists() else []

    @cached_property
    def cells(self) -> list[Any]:
        books = sorted(self.folder.glob("*.xlsx"))
        return [cell for book in books for row in load_workbook(str(book)).get_sheet_by_index(0).to_python() for cell in row if cell != ""]

    @cached_property
    def _places(self) -> dict[str, str]:
        return {unit["单位名称"]: unit["所属区划"] for unit in self.units}

    @cached_property
    def _posts_of(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for post in self.posts:
            found.setdefault(post["姓名"], []).append(post)
        return found

    def on(self, day: date) -> list[Line]:
        """The roster's rows in force on a day."""
        return [line for line in self.roster if line["起始时间"] <= day and (not line["until"] or day < line["until"])]

    def boundaries(self) -> list[date]:
        """The days of the groups' life on which a row or a post begins or ends, and the days before them."""
        lines = [(line["起始时间"], line["until"]) for line in self.roster] + [(post["任职时间"], post["免职时间"]) for post in self.posts]
        days = {day for line in lines for day in line if day}
        first = min(line["起始时间"] for line in self.roster)
        return sorted(day for day in days | {d - timedelta(days=1) for d in days} | {AS_OF} if first <= day <= AS_OF)

    # ---- gaps

    def expected(self, day: date) -> set[Gap]:
        """The gaps of a day by truth.json."""
        on = day.isoformat()
        return {
            (d["community"], d["reason"], tuple(d["seatKinds"]))
            for d in self.truth["defects"]
            if d["since"] <= on and (d["until"] is None or on < d["until"])
        }

    def gaps(self, day: date) -> set[Gap]:
        """The gaps of a day by counting."""
        return {gap for line in self.on(day) for gap in self._gaps(line, day)}

    def _gaps(self, line: Line, day: date) -> Iterator[Gap]:
        code, seen = line["区划代码"], dict[str, list[str]]()
        for seat in self.rule:
            kind, column, _ = SEATS[seat["席位"]]
            people = names(line[column])
            serving = [person for person in people if self._qualifies(person, seat, line, day)]
            if seat["最少"] >= 1 and not serving:
                yield code, self._reason(people, seat, line), (kind,)
            if seat["最多"] and len(serving) > seat["最多"]:
                yield code, "OVER_MAX", (kind,)
            for person in people:
                seen.setdefault(person, []).append(kind)
        yield from ((code, "SAME_PERSON", tuple(kinds)) for kinds in seen.values() if len(kinds) > 1)

    def _reason(self, people: list[str], seat: Line, line: Line) -> str:
        if not people:
            return "VACANT"
        return "GHOST" if any(self._qualifies(person, seat, line, None) for person in people) else "WRONG_SUBDISTRICT"

    def _qualifies(self, person: str, seat: Line, line: Line, day: date | None) -> bool:
        """Does a post of the person suit the seat, on the day or (None) on any?"""
        kind, _, rank = SEATS[seat["席位"]]
        posts = (post for post in self._posts_of.get(person, ()) if not rank or post["级别"] == rank)
        return any(self._suits(kind, post, line) and (day is None or _in_force(post, day)) for post in posts)

    def _suits(self, kind: str, post: Line, line: Line) -> bool:
        place = self._places[post["单位"]]
        match kind:
            case "DISTRICT_LEADER":
                return True
            case "DEPARTMENT_LEADER":
                return bool(post["单位"] == line["区级部门"])
            case "COMMUNITY_CADRE":
                return bool(place == line["区划代码"])
            case _:
                return bool(place == line["区划代码"][:9])


def _end(cell: Any) -> date | None:
    if isinstance(cell, str):
        return date.fromisoformat(cell.removesuffix("止")) + timedelta(days=1) if cell else None
    assert isinstance(cell, date)
    return cell


def _in_force(post: Line, day: date) -> bool:
    """A post without a start counts from the sheet's own day."""
    return bool((post["任职时间"] or AS_OF) <= day and (not post["免职时间"] or day < post["免职时间"]))
