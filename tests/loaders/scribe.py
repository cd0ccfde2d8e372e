"""Writes the small district twice: as a careful office would, and as sheets arrive, with every trap that may not change their meaning.

TRAPS and HANDS list all of them: those of cells and rows, and those of a whole file.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from xlsxwriter import Workbook

from loaders.sheets import Value
from tests.loaders.books import workbook
from tests.loaders.smalldistrict import SHEETS, Line

Dirty: TypeAlias = dict[str, Value]
Spoil: TypeAlias = Callable[[Dirty, int], None]
"""Changes a row; the number is how many rows of its sheet stand above it."""

SEPARATORS = ("、", "，", ",", "；", ";", "/", "／", "\n", " ", "　", " 、 ")
NEW_YEAR = date(2019, 1, 1)


# ---- how a cell is spoilt


def cell(header: str, write: Callable[[Any], Value]) -> Spoil:
    """A trap of the cells of one column that are not blank."""

    def spoil(row: Dirty, number: int) -> None:
        if row[header] is not None:
            row[header] = write(row[header])

    return spoil


def blank(header: str, *words: str) -> Spoil:
    """A word where a cell is blank."""

    def spoil(row: Dirty, number: int) -> None:
        if row[header] is None:
            row[header] = words[number % len(words)]

    return spoil


def parted(header: str, separators: Sequence[str] = SEPARATORS) -> Spoil:
    def spoil(row: Dirty, number: int) -> None:
        row[header] = str(row[header] or "").replace("、", separators[number % len(separators)]) or None

    return spoil


def glued(people: str, title: str) -> Spoil:
    """The title goes into the cell of the name: 张三(区委常委)."""

    def spoil(row: Dirty, number: int) -> None:
        if row[people] and row[title]:
            brackets = ("({})", "（{}）")[number % 2]
            row[people], row[title] = f"{row[people]}{brackets.format(row[title])}", None

    return spoil


def one_period(since: str, until: str) -> Spoil:
    """Both dates in one cell, the last day included."""

    def spoil(row: Dirty, number: int) -> None:
        first, end = row.pop(since), row.pop(until)
        assert isinstance(first, date)
        assert isinstance(end, date)
        row["起止"] = f"{spoken(first)}至{spoken(end - timedelta(days=1))}"

    return spoil


def added(header: str, *values: Value) -> Spoil:
    """A column more."""

    def spoil(row: Dirty, number: int) -> None:
        row[header] = values[number % len(values)]

    return spoil


def day(form: str) -> Callable[[Any], Value]:
    """A day in another form; a month stays as it is."""
    return lambda value: form.format(value) if isinstance(value, date) else value


def spoken(value: Any) -> Value:
    if not isinstance(value, date):
        year, month = str(value).split("-")
        return f"{year}年{int(month)}月"
    return f"{value.year}年{value.month}月{value.day}日"


def dotted(value: Any) -> Value:
    return f"{value.year}.{value.month}.{value.day}" if isinstance(value, date) else str(value).replace("-0", ".")


def serial(value: Any) -> Value:
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def last_day(value: Any) -> Value:
    return f"{value - timedelta(days=1)}止"


def spaced(value: Any) -> Value:
    """袁林 → 袁　林; names of three characters stay, and titles in brackets."""
    name = str(value)
    return f"{name[0]}\u3000{name[1:]}" if len(name) == 2 else name


def wide(value: Any) -> Value:
    """Full-width letters and digits."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in str(value))


# ---- the traps


@dataclass(frozen=True)
class Trap:
    """What is odd, in which sheet, and how a row gets so."""

    name: str
    sheet: str
    spoil: Spoil


TRAPS = (
    Trap("code with .0", "区划", cell("区划代码", lambda v: f"{v}.0")),
    Trap("number with its unit and a comma", "区划", cell("常住人口", lambda v: f"{v:,}人")),
    Trap("unknown column", "区划", added("备用字段", "甲", "乙")),
    Trap("2019年5月1日", "单位名录", cell("设立日期", spoken)),
    Trap("2019.5.1", "单位名录", cell("撤销日期", dotted)),
    Trap("code with an apostrophe", "单位名录", cell("所属区划", lambda v: f"'{v}")),
    Trap("no place where the name tells it", "单位名录", lambda row, n: row.update(所属区划=None) if n in (5, 7) else None),
    Trap("parent with its city and district", "单位名录", cell("上级单位", lambda v: f"重庆市某{v}" if str(v)[0] == "区" else v)),
    Trap("unit with its province and district", "干部任职表", cell("单位", lambda v: f"重庆市某{v}" if str(v)[0] == "区" else v)),
    Trap("unit with the district before a place's", "干部任职表", cell("单位", lambda v: f"某区{v}" if str(v)[0] in "东西" else v)),
    Trap("serial number for a day", "干部任职表", cell("任职时间", serial)),
    Trap("2018.3 as text", "干部任职表", cell("任职时间", lambda v: dotted(v) if isinstance(v, str) else v)),
    Trap("2019-06-30止", "干部任职表", cell("免职时间", last_day)),
    Trap("至今 and 长期", "干部任职表", blank("免职时间", "至今", "长期", "—")),
    Trap("full-width number", "干部任职表", cell("人员编号", wide)),
    Trap("full-width space in a name", "干部任职表", cell("姓名", spaced)),
    Trap("√ for 是", "干部任职表", cell("是否班子成员", {"是": "√", "否": "×"}.__getitem__)),
    Trap("sex", "干部任职表", added("性别", "男", "女")),
    Trap("identity number", "干部任职表", added("身份证号", "500101197001010011", "50010119800202002X")),
    Trap("不限 for no limit", "组成规则", blank("最多", "不限", "若干")),
    Trap("1人", "组成规则", cell("最少", lambda v: f"{v}人")),
    Trap("Y and N", "组成规则", cell("须代表单位", {"是": "Y", "否": "N"}.__getitem__)),
    Trap("days in one figure", "组成规则", cell("起始", day("{:%Y%m%d}"))),
    Trap("code as a number", "服务群众工作组名册", cell("区划代码", lambda v: float(str(v)))),
    Trap("names parted by any separator", "服务群众工作组名册", parted("镇街干部")),
    Trap("names parted by any separator", "服务群众工作组名册", parted("村(社区)干部", SEPARATORS[::-1])),
    Trap("full-width space in a name", "服务群众工作组名册", cell("联系区级领导", spaced)),
    Trap("space in a name", "服务群众工作组名册", cell("镇街班子成员", lambda v: " ".join(str(v)))),
    Trap("title glued to the name", "服务群众工作组名册", glued("联系区级领导", "联系区级领导职务")),
    Trap("title glued to the name", "服务群众工作组名册", glued("部门班子成员", "部门班子成员职务")),
    Trap("空缺 for a blank seat", "服务群众工作组名册", blank("镇街班子成员", "空缺", "暂缺")),
    Trap("unit under its old name", "服务群众工作组名册", cell("区级部门", lambda v: str(v).replace("农业农村委", "农业农村局"))),
    Trap("unit with its district", "服务群众工作组名册", cell("区级部门", lambda v: str(v).replace("区民政局", "某区民政局"))),
    Trap("2018.1.1", "服务群众工作组名册", cell("起始时间", dotted)),
    Trap("2019-06-30止", "服务群众工作组名册", cell("终止时间", last_day)),
    Trap("长期", "服务群众工作组名册", blank("终止时间", "长期", "至今")),
    Trap("mobile telephone for an office's", "服务群众工作组名册", blank("联系电话", "13900001111")),
    Trap("community in full", "服务群众工作组名册", cell("村(社区)", lambda v: f"{v}居民委员会" if str(v).endswith("社区") else v)),
    Trap("code as a number", "院坝名册", cell("院坝编号", lambda v: float(str(v)))),
    Trap("2019/5/1", "院坝名册", cell("推选日期", day("{0.year}/{0.month}/{0.day}"))),
    Trap("term to its last day", "院坝名册", cell("任期", lambda v: f"至{date.fromisoformat(str(v)) - timedelta(days=1)}")),
    Trap("linked from 2018年1月1日", "院坝名册", cell("联系起始", spoken)),
    Trap("names parted by a line break", "院坝名册", parted("联系党员", ("\n", " "))),
    Trap("station without 站", "院坝名册", cell("功能站", lambda v: str(v).replace("站", ""))),
    Trap("stations parted by any separator", "院坝名册", parted("功能站", ("；", "/", "，"))),
    Trap("households with their unit", "院坝名册", cell("户数", lambda v: f"{v}户")),
    Trap("blank for 院坝", "院坝名册", lambda row, n: row.update(类型=None) if row["类型"] == "院坝" else None),
    Trap("centre household", "院坝名册", added("中心户", "某某某户")),
    Trap("full-width space in a name", "党员花名册", cell("姓名", spaced)),
    Trap("identity number", "党员花名册", added("身份证号码", "500101197001010011", "50010119800202002X")),
    Trap("day of joining", "党员花名册", added("入党时间", "1999-07-01")),
    Trap("address and telephone", "党员花名册", added("家庭住址", "某路某号")),
    Trap("address and telephone", "党员花名册", added("联系电话", "13900002222")),
    Trap("courtyard by its name", "党员花名册", cell("联系院坝", lambda v: "堰塘院坝" if str(v).startswith("990101101208") else v)),
    Trap("code with .0", "党员花名册", cell("区划代码", lambda v: f"{v}.0")),
    Trap("courtyard's code with an apostrophe", "党员花名册", cell("联系院坝", lambda v: f"'{v}" if str(v)[0] == "9" else v)),
    Trap("courtyards parted by a semicolon", "党员花名册", parted("联系院坝", ("；",))),
    Trap("both days in one cell", "B角名册", one_period("起始时间", "终止时间")),
    Trap("full-width space in a name", "B角名册", cell("A角", spaced)),
    Trap("unit with its district", "B角名册", cell("A角单位", lambda v: f"某{v}" if str(v)[0] == "区" else v)),
)
"""Traps of rows, in the order in which they are set: a later one finds what an earlier one wrote."""


@dataclass(frozen=True)
class Hand:
    """How a whole file is written: other headers, lines around the table, its encoding (None: a workbook), cells that are merged.

    `sheets` parts the rows into worksheets; a row that lasts over the new year goes into both.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    separator: str = ","
    above: Sequence[Sequence[Value]] = ()
    below: Sequence[Sequence[Value]] = ()
    merged: Sequence[str] = ()
    by_year: tuple[str, str] | None = None


TITLE = "某区{}(2019年度)"
OFFICE = ("填报单位：某某办公室", None, None, "填报日期：2020年1月5日")
TOTAL = ("合计", None, 6)
SIGNED = ("填表人：某某", None, "审核人：某某")

HANDS: Mapping[str, Hand] = {
    "区划": Hand({"区划代码": "区划 代码", "名称": "区划名称", "镇街": "街镇", "常住人口": "人口"}, "gb18030", below=[TOTAL]),
    "单位名录": Hand({"单位名称": "单位全称", "单位类别": "单位类型", "设立日期": "成立时间"}, "utf-8-sig", above=[["单位名录"], OFFICE]),
    "干部任职表": Hand(
        {"人员编号": "干部编号", "单位": "任职\n单位", "职务": "现任职务", "级别": "职 级", "任职时间": "任职日期", "免职时间": "离任时间"},
        above=[[TITLE.format("干部任职表")], OFFICE, []],
        below=[("总计", None, "18人"), SIGNED],
    ),
    "组成规则": Hand({"席位": "席　位", "最少": "最少人数", "起始": "起始日期"}, "utf-16", "\t"),
    "服务群众工作组名册": Hand(
        {
            "镇街": "镇　街",
            "村(社区)": "村（社区）",
            "区划代码": "区划\n代码",
            "联系区级领导": "包联领导",
            "联系区级领导职务": "职务",
            "区级部门": "帮扶单位",
            "部门班子成员": "部门领导",
            "部门班子成员职务": "职 务",
            "镇街班子成员": "驻片领导",
            "镇街干部": "驻村干部",
            "村(社区)干部": "书记",
            "起始时间": "起始日期",
            "终止时间": "截止\n日期",
        },
        above=[[TITLE.format("服务群众工作组名册")], OFFICE],
        below=[("合　计", None, 6), SIGNED],
        merged=("序号", "镇街"),
        by_year=("起始时间", "终止时间"),
    ),
    "院坝名册": Hand(
        {
            "村(社区)": "社区（村）",
            "院坝编号": "院坝 编码",
            "院坝长": "院坝长（楼栋长）",
            "推选日期": "当选日期",
            "联系起始": "联系起始时间",
        },
        above=[[TITLE.format("院坝（楼栋）名册")]],
        below=[("小计", None, 4)],
        merged=("村(社区)",),
    ),
    "党员花名册": Hand(
        {"所在党组织": "组织关系所在党组织", "联系院坝": "联系院坝（户）"}, "gb18030", ";", above=[["党员花名册"]], below=[TOTAL]
    ),
    "B角名册": Hand({"A角": "Ａ角", "A角单位": "A角\n单位", "B角": "Ｂ 角"}, above=[[], ["AB角安排"]]),
}
"""Traps of files: header synonyms with spaces, line breaks and full-width brackets, titles, totals, merged cells, years, encodings."""


# ---- the two writings


def clean(folder: Path) -> Iterator[Path]:
    """Each sheet in a workbook of its own: headers in the first row, days as date cells."""
    for name, rows in SHEETS.items():
        yield workbook(folder / f"{name}.xlsx", [tuple(rows[0]), *(tuple(row.values()) for row in rows)])


def dirty(folder: Path) -> Iterator[Path]:
    """The same with all traps at once."""
    for name, hand in HANDS.items():
        years = tuple(_by_year(SHEETS[name], hand))
        tables = [[spoilt(name, row, number) for number, row in enumerate(rows)] for rows in years]
        yield _text(folder / f"{name}.csv", hand, tables[0]) if hand.encoding else _workbook(folder / f"{name}.xlsx", hand, tables)


def spoilt(sheet: str, row: Line, number: int, traps: Iterable[Trap] = TRAPS) -> Dirty:
    """A row with all traps of its sheet."""
    out = dict(row)
    for trap in traps:
        if trap.sheet == sheet:
            trap.spoil(out, number)
    return out


def _by_year(rows: Sequence[Line], hand: Hand) -> Iterator[list[Line]]:
    """The rows of each worksheet: all in one, or those of the days before and from the new year."""
    if hand.by_year is None:
        yield list(rows)
        return
    since, until = hand.by_year
    days = [(row, _day(row[since]), _day(row[until])) for row in rows]
    yield [{**row, until: min(end or NEW_YEAR, NEW_YEAR)} for row, start, end in days if start and start < NEW_YEAR]
    yield [{**row, since: max(start, NEW_YEAR)} for row, start, end in days if start and (end is None or end > NEW_YEAR)]


def _day(value: Value) -> date | None:
    assert value is None or (isinstance(value, date) and not isinstance(value, datetime))
    return value


def _lines(hand: Hand, table: Sequence[Dirty]) -> list[Sequence[Value]]:
    headers = [hand.headers.get(name, name) for name in table[0]]
    return [*hand.above, headers, *(tuple(row.values()) for row in table), *hand.below]


def _text(path: Path, hand: Hand, table: Sequence[Dirty]) -> Path:
    with path.open("w", encoding=hand.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=hand.separator)
        writer.writerows(["" if value is None else value for value in line] for line in _lines(hand, table))
    return path


def _workbook(path: Path, hand: Hand, tables: Sequence[Sequence[Dirty]]) -> Path:
    with Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for number, table in enumerate(tables):
            sheet = book.add_worksheet(f"{2018 + number}年")
            for row, line in enumerate(_lines(hand, table)):
                for column, value in enumerate(line):
                    if value is not None:
                        (sheet.write_datetime if isinstance(value, date) else sheet.write)(row, column, value)
            for header in hand.merged:
                _merge(sheet, [row[header] for row in table], len(hand.above) + 1, list(table[0]).index(header))
    return path


def _merge(sheet: Any, values: Sequence[Value], first: int, column: int) -> None:
    """Merge the cells of a column that say the same one below the other."""
    for _, run in groupby(enumerate(values), key=lambda pair: pair[1]):
        rows = [first + number for number, _ in run]
        if len(rows) > 1:
            sheet.merge_range(rows[0], column, rows[-1], column, values[rows[0] - first])
