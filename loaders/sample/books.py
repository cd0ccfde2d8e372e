"""The workbooks as they arrive from an office: a title line, Chinese headers, real date cells; the same bytes for the same content."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Any, TypeAlias

import xlsxwriter

from graph.vocabulary import LEADERSHIP_RANKS, PostRank, SeatKind, label
from loaders.sample.district import District, Row, roster
from loaders.sample.places import rows as rows_of
from loaders.sample.profile import SYNTHETIC

Cell: TypeAlias = str | int | date | None

_MADE = datetime(2020, 2, 6)
_GROUP_DOCUMENT = "合成〔2017〕1号"
_RANKS = {
    SeatKind.DISTRICT_LEADER: PostRank.DISTRICT_LEADER,
    SeatKind.DEPARTMENT_LEADER: PostRank.DEPT_LEADERSHIP,
    SeatKind.SUBDISTRICT_LEADER: PostRank.SUBDISTRICT_LEADERSHIP,
}
_SEAT_HEADERS = {
    SeatKind.DISTRICT_LEADER: ("联系区级领导", "职务"),
    SeatKind.DEPARTMENT_LEADER: ("区级部门", "部门班子成员", "职务"),
    SeatKind.SUBDISTRICT_LEADER: ("镇街班子成员", "职务"),
    SeatKind.SUBDISTRICT_CADRE: ("镇街干部",),
    SeatKind.COMMUNITY_CADRE: ("村(社区)干部",),
}


def write(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    """One workbook with one sheet: the title in row 1, the headers in row 2, codes as text and days as date cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": title, "created": _MADE})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(title)
        sheet.set_column(0, len(headers) - 1, 14)
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, f"{title}({SYNTHETIC})", bold)
        for column, header in enumerate(headers):
            sheet.write_string(1, column, header, bold)
        for number, row in enumerate(rows, 2):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, day)
    return path


def _write(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    match cell:
        case date():
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)
        case int():
            sheet.write_number(row, column, cell)
        case str() if cell:
            sheet.write_string(row, column, cell)


# ---- one function a sheet


def divisions(district: District, directory: Path, rng: Random) -> tuple[Path, ...]:
    """The divisions as they came; a file of editions gets the district's name and numbers of residents, synthetic but where known."""
    source = district.profile.divisions
    if source.is_dir():
        return tuple(Path(copyfile(source / name, directory / name)) for name in ("areas.csv", "streets.csv", "villages.csv"))
    rows = list(rows_of(source))
    with (directory / "区划.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, [*rows[0], "district_name", "常住人口", "户数"])
        table.writeheader()
        for row in rows:
            low, high = (800, 3_000) if row["kind"] == "village" else (4_000, 16_000)
            residents = district.profile.populations.get(row["code"], rng.randrange(low, high))
            name = district.territory.district.name
            table.writerow({**row, "district_name": name, "常住人口": residents, "户数": round(residents / 2.6)})
    return (directory / "区划.csv",)


def units(district: District, directory: Path) -> Path:
    headers = [
        "单位编码",
        "单位名称",
        "单位类别",
        "条块",
        "层级",
        "上级单位",
        "所属区划",
        "设立日期",
        "撤销日期",
        "承继单位",
        "来源",
        "备注",
    ]
    lines = (
        (u.code, u.name, u.kind, label(u.axis), label(u.level), u.parent, u.place, u.since, u.until, u.successor, u.source, u.remark)
        for u in district.units
    )
    return write(directory / "单位名录.xlsx", "单位名录", headers, lines)


def posts(district: District, directory: Path) -> Path:
    """With a number for those whom name and unit would not find again: people with posts in several units."""
    headers = ["人员编号", "姓名", "单位", "职务", "级别", "是否班子成员", "任职时间", "免职时间", "来源", "备注"]
    numbers = _numbers(district)
    lines = (
        (
            *(numbers.get(post.person, ""), post.person, post.unit, post.title, label(post.rank)),
            *("是" if post.rank in LEADERSHIP_RANKS else "否", post.since, post.until, post.source, post.remark),
        )
        for post in district.posts
    )
    return write(directory / "干部任职表.xlsx", "干部任职表", headers, lines)


def _numbers(district: District) -> dict[str, str]:
    units: dict[str, set[str]] = {}
    for post in district.posts:
        units.setdefault(post.person, set()).add(post.unit)
    several = (person for person, found in units.items() if len(found) > 1)
    return {person: f"RY{number:04d}" for number, person in enumerate(several, 1)}


def rule(district: District, directory: Path) -> Path:
    headers = ["席位", "名称", "最少", "最多", "须代表单位", "起始", "终止"]
    since = district.profile.territory_since
    lines = (
        (label(spec.kind), spec.name, spec.minimum, spec.maximum, "是" if spec.represents else "否", since, None)
        for spec in district.profile.rule
    )
    return write(directory / "组成规则.xlsx", "组成规则", headers, lines)


def groups(district: District, directory: Path) -> Path:
    """The roster, with columns for the seats that the rule knows."""
    kinds = [spec.kind for spec in district.profile.rule]
    seats = [header for kind in kinds for header in _SEAT_HEADERS[kind]]
    headers = ["序号", "镇街", "村(社区)", "区划代码", *seats, "联络员", "联系电话", "起始时间", "终止时间", "文号", "来源", "备注"]
    titles = {(post.person, post.rank): post.title for post in reversed(district.posts)}
    lines = (_line(number, row, district, kinds, titles) for number, row in enumerate(roster(district), 1))
    return write(directory / "服务群众工作组名册.xlsx", "服务群众工作组名册", headers, lines)


def _line(number: int, row: Row, district: District, kinds: list[SeatKind], titles: dict[tuple[str, PostRank], str]) -> Sequence[Cell]:
    cells: list[Cell] = [number, district.territory.subdistrict(row.place).name, row.place.short, row.place.code]
    for kind in kinds:
        people = row.seats[kind].people
        if kind is SeatKind.DEPARTMENT_LEADER:
            cells.append(row.seats[kind].unit)
        cells.append("、".join(people))
        if kind in _RANKS:
            cells.append("、".join(titles[person, _RANKS[kind]] for person in people))
    cadres = row.seats.get(SeatKind.SUBDISTRICT_CADRE)
    liaison = cadres.people[0] if cadres else ""
    return [*cells, liaison, "", row.since, _end(row, district), _GROUP_DOCUMENT, SYNTHETIC, _remark(row, district)]


def _end(row: Row, district: District) -> Cell:
    """The first day without; where the office wrote the last day with, its words."""
    if row.until and (row.place.code, row.until) in district.inclusive:
        return f"{date.fromordinal(row.until.toordinal() - 1).isoformat()}止"
    return row.until


def _remark(row: Row, district: District) -> str:
    stated = {post.person: post.source for post in district.profile.facts}
    named = [(person, stated[person]) for filling in row.seats.values() for person in filling.people if person in stated]
    return ";".join(f"{person}据{source}" for person, source in named)
