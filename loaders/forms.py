"""What a kind of sheet is made of: columns, the forms of their cells, and the columns that several kinds share."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Form(StrEnum):
    """What the cells of a column hold, and how the template explains it."""

    TEXT = "TEXT"
    NAMES = "NAMES"
    CODE = "CODE"
    DATE = "DATE"
    END = "END"
    SPAN = "SPAN"
    FLAG = "FLAG"
    WHOLE = "WHOLE"
    CHOICE = "CHOICE"
    LIST = "LIST"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key (`field`) and its headers, the usual one first.

    `after`: it belongs to the column of that key, which names people and stands before it; its header may so stand several
    times. `adjoins`: it stands directly behind that column, else it is another. `pattern`: the header is of this form, and is
    its own field. `optional` columns stay out of the template.
    """

    field: str
    headers: tuple[str, ...]
    form: Form = Form.TEXT
    choices: type[StrEnum] | None = None
    after: str | None = None
    pattern: re.Pattern[str] | None = None
    optional: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class SheetKind:
    """A kind of sheet. `rank`: its place in the order of writing. `required`: of each group one column must be there."""

    key: str
    zh: str
    en: str
    rank: int
    columns: tuple[Column, ...] = field(repr=False)
    required: tuple[tuple[str, ...], ...] = field(repr=False)

    def column(self, field: str) -> Column:
        """The column of that key; KeyError if the kind has none."""
        found = next((column for column in self.columns if column.field == field), None)
        if found is None:
            raise KeyError(field)
        return found


# ---- what several kinds share


def needs(*fields: str) -> tuple[tuple[str, ...], ...]:
    return tuple((field,) for field in fields)


def optional(*columns: Column) -> tuple[Column, ...]:
    return tuple(replace(column, optional=True) for column in columns)


def people(field: str, *headers: str, titled: bool = False) -> tuple[Column, ...]:
    """A column that names people, with what may stand behind it: title, key, head of the group or not, deputy.

    `titled`: the template has a column for their titles.
    """
    deputy = f"{field}_deputy"
    title = beside(field, "title", headers, "职务", Form.LIST)
    return (
        Column(field, headers, Form.NAMES),
        replace(title, optional=not titled),
        *optional(
            beside(field, "number", headers, "人员编号", Form.LIST),
            beside(field, "heads", headers, "是否牵头", Form.FLAG),
            beside(field, "deputy", headers, "B角", Form.NAMES),
            beside(deputy, "number", ("B角",), "人员编号", Form.LIST),
            beside(deputy, "title", ("B角",), "职务", Form.LIST),
            Column(f"{deputy}_span", ("起止", "起止时间", "B角起止"), Form.SPAN, after=deputy),
        ),
    )


def beside(owner: str, part: str, headers: Iterable[str], word: str, form: Form) -> Column:
    """A column that belongs to the people before it: by the bare word, or by the whole (联系区级领导职务)."""
    return Column(f"{owner}_{part}", (word, *(header + word for header in headers)), form, after=owner)


def numbered(field: str, *headers: str) -> tuple[Column, Column]:
    """A column that names people, and what may stand behind it: their personnel numbers."""
    return Column(field, headers, Form.NAMES), replace(beside(field, "number", headers, "人员编号", Form.LIST), optional=True)


SERIAL = Column("serial", ("序号",))
NOTE = Column("note", ("备注", "说明"))
DOCUMENT = Column("document", ("文号", "文件号", "发文字号"))
SOURCE = Column("source", ("来源", "数据来源", "source"), optional=True)
SINCE = Column("since", ("起始时间", "起始日期", "起始", "开始时间", "开始日期"), Form.DATE)
UNTIL = Column("until", ("终止时间", "终止日期", "终止", "结束时间", "结束日期", "止", "至", "截止时间", "截止日期"), Form.END)
SPAN = Column("span", ("起止", "起止时间", "起止日期"), Form.SPAN, optional=True)
SUBDISTRICT = Column("subdistrict", ("镇街", "街镇", "街道", "镇(街道)", "街道(镇)", "乡镇(街道)", "乡镇街道"))
COMMUNITY = Column("community", ("村(社区)", "村社区", "社区(村)", "村社", "社区", "村"))
CODE = Column("code", ("区划代码", "村(社区)代码", "社区代码", "统计用区划代码"), Form.CODE)
