"""What an import has to say: the words for cells that say nothing sensible and odd headers.

Every text stands in Chinese and in English, names the place and the cure. The values of columns that are never kept are
in no record, and so in no problem.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.table import Column, Table
from rich.text import Text

from graph.model import Problem, Severity, Source


class Bad(Exception):
    """A cell says nothing that its column can mean. `code` is for programs; the texts name the cure."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code, self.zh, self.en = code, zh, en
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet stands: the name of its file and, in a workbook, its own."""

    file: str
    sheet: str | None = None

    def problem(self, severity: Severity, code: str, zh: str, en: str, cell: str | None = None, value: str | None = None) -> Problem:
        return Problem(severity, code, zh, en, self.file, self.sheet, cell, value)


_LONGEST = 60
"""Characters of a value or header that a problem shows."""
_OF_PEOPLE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
"""Mobile telephones and identity numbers, wherever somebody typed them."""

_FIRST_SENTENCE = re.compile(r"(.*?(?:[。!?]|[.!?](?=\s+[A-Z“])))\s*(.+)", re.DOTALL)

# ---- cells


def cell_problem(bad: Bad, at: Source, value: object, severity: Severity = Severity.ERROR) -> Problem:
    """The problem of one cell: what is wrong, where it stands and what it says."""
    return Problem(severity, bad.code, bad.zh, bad.en, at.file, at.sheet, at.cell, None if value is None else shown(value))


def shown(value: object) -> str:
    """A value as problems show it: one short line without characters that a terminal obeys, and without numbers of people."""
    kept = _OF_PEOPLE.sub("***", str(value))[: 2 * _LONGEST]
    line = "".join(c if c.isprintable() else " " for c in kept).strip()
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def failed_formula(place: Place, cell: str, value: str) -> Problem:
    zh = "这一格是公式错误,没有内容可取。请改正公式,或直接填写内容。"
    en = "The formula of this cell failed, and there is nothing to take. Correct the formula, or write what is meant."
    return place.problem(Severity.ERROR, "CELL_ERROR", zh, en, cell, shown(value))


def formula_without_result(place: Place, cell: str, value: str) -> Problem:
    zh = "这一格是没有结果的公式,按文字保存,不会计算。请填写结果。"
    en = "This cell is a formula without a result; it is kept as text and never evaluated. Write the result."
    return place.problem(Severity.WARN, "FORMULA_TEXT", zh, en, cell, shown(value))


def lost_characters(place: Place, cell: str, value: str) -> Problem:
    zh = "这一格有读不出的字(�),原来的字已丢失。请按原件改正这一格。"
    en = "Characters of this cell were lost and stand as �. Correct the cell from the original."
    return place.problem(Severity.ERROR, "LOST_CHARACTERS", zh, en, cell, shown(value))


def formulas(place: Place, header: str, first: str, count: int) -> Problem:
    zh = f"“{header}”列有 {count} 个公式单元格,取上次计算的结果,不重新计算。如果结果已过时,请重新计算并保存。"
    en = f"The column “{header}” holds {count} formulas; their last results were taken. If they are out of date, calculate and save anew."
    return place.problem(Severity.INFO, "FORMULA", zh, en, first)


def shifted_row(place: Place, row: str, beyond: int) -> Problem:
    zh = f"这一行比表头多 {beyond} 格,各列可能错位。内容里有逗号的,请加上引号。"
    en = f"This row has {beyond} cells more than the headers: its columns may be shifted. Put texts with a comma into quotation marks."
    return place.problem(Severity.ERROR, "SHIFTED_ROW", zh, en, row)


# ---- headers


def unnamed_column(place: Place, first: str, count: int) -> Problem:
    zh = f"这一列没有表头,其中 {count} 格内容不导入。请补上表头,或删去这一列。"
    en = f"This column has no header, and its {count} cells are left out. Give it a header, or remove it."
    return place.problem(Severity.WARN, "UNNAMED_COLUMN", zh, en, first)


def unknown_sheet(place: Place, severity: Severity = Severity.WARN) -> Problem:
    zh = "前十行里没有认得的表头,这张表不导入。请对照 liandong template 生成的空表。"
    en = "No known headers stand in the first ten rows, and the sheet is left out. Compare it with a workbook of liandong template."
    return place.problem(severity, "UNKNOWN_SHEET", zh, en)


def missing_header(place: Place, kind: tuple[str, str], headers: Sequence[str]) -> Problem:
    choice = "、".join(headers)
    zh = f"《{kind[0]}》缺少必需的列:{choice}{'(任一)' if len(headers) > 1 else ''}。请补上这一列。"
    en = f"The sheet “{kind[1]}” lacks a column that it needs: {choice}{' (any of them)' if len(headers) > 1 else ''}. Add it."
    return place.problem(Severity.ERROR, "MISSING_HEADER", zh, en)


def near_header(place: Place, cell: str, header: str, known: str) -> Problem:
    zh = f"表头“{header}”不认得,但很像“{known}”。如果就是它,请改成“{known}”;如果不是,请换个名称或删去这一列。"
    en = f"The header “{header}” is not known but looks like “{known}”. Write “{known}” if it is meant, else rename or remove the column."
    return place.problem(Severity.ERROR, "NEAR_HEADER", zh, en, cell, header)


def unknown_header(place: Place, cell: str, header: str) -> Problem:
    zh = f"表头“{header}”不认得,这一列不导入。"
    en = f"The header “{header}” is not known, and its column is left out."
    return place.problem(Severity.WARN, "UNKNOWN_HEADER", zh, en, cell, header)


def repeated_header(place: Place, cell: str, header: str) -> Problem:
    zh = f"表头“{header}”重复,分不清以哪一列为准。请只留一列。"
    en = f"The header “{header}” stands twice, and nothing tells which column counts. Keep one."
    return place.problem(Severity.ERROR, "REPEATED_HEADER", zh, en, cell, header)


def stray_header(place: Place, cell: str, header: str) -> Problem:
    zh = f"表头“{header}”之前没有人员列,分不清说的是谁。请把它放在所说人员那一列的后面。"
    en = f"No column of people stands before the header “{header}”, so it is not clear whom it describes. Move it behind that column."
    return place.problem(Severity.ERROR, "STRAY_HEADER", zh, en, cell, header)


def dropped_column(place: Place, cell: str, header: str) -> Problem:
    zh = f"“{header}”列含个人信息,系统不保存,不导入。请今后不要填报。"
    en = f"The column “{header}” holds personal data that is never kept; it is left out. Please do not collect it."
    return place.problem(Severity.INFO, "DROPPED_COLUMN", zh, en, cell, header)


# ---- for people and for programs


def rows(problems: Iterable[Problem], language: str = "zh") -> list[dict[str, Any]]:
    """The problems as plain dicts, in the order given. `message` is `problem` and `suggestion` together."""
    return [
        {
            "severity": p.severity.value,
            "code": p.code,
            "file": p.file,
            "sheet": p.sheet,
            "cell": p.cell,
            "row": row_of(p),
            "column": p.header,
            "value": p.value,
            "message": p.message(language),
            **dict(zip(("problem", "suggestion"), parted(p.message(language)), strict=True)),
        }
        for p in problems
    ]


def row_of(problem: Problem) -> int | None:
    """The number of the row that a problem is about; None where it is about no single one."""
    digits = (problem.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits else None


def parted(message: str) -> tuple[str, str]:
    """What is wrong, and what to do about it: a message's first sentence, and the others."""
    found = _FIRST_SENTENCE.fullmatch(message)
    return (found[1], found[2]) if found else (message, "")


def with_headers(problems: Iterable[Problem], headers: Mapping[tuple[str | None, str], str]) -> tuple[Problem, ...]:
    """The problems with the headers of their columns. `headers`: by sheet and letters of the column."""
    return tuple(replace(p, header=headers.get((p.sheet, (p.cell or "").rstrip("0123456789")))) for p in problems)


_WORDS = {
    "zh": (("程度", "文件", "工作表", "单元格", "列", "内容", "问题与建议"), {"ERROR": "错误", "WARN": "警告", "INFO": "提示"}),
    "en": (("Severity", "File", "Sheet", "Cell", "Column", "Value", "What to do"), {"ERROR": "error", "WARN": "warning", "INFO": "note"}),
}
_SHARES = (None, 3, 2, None, 2, 3, 8)
"""How the columns part the width; None: as wide as what they hold."""
_STYLES = {"ERROR": "bold red", "WARN": "yellow", "INFO": "dim"}


def summary(problems: Iterable[Problem], language: str = "zh") -> Table:
    """The problems as a table for the terminal, errors first."""
    titles, names = _WORDS["en" if language.lower() == "en" else "zh"]
    table = Table(*(Column(title, overflow="fold", ratio=share) for title, share in zip(titles, _SHARES, strict=True)), expand=True)
    order = list(_STYLES)
    for row in sorted(rows(problems, language), key=lambda r: order.index(r["severity"])):
        severity = row["severity"]
        texts = (names[severity], *(row[k] or "" for k in ("file", "sheet", "cell", "column", "value", "message")))
        table.add_row(*map(Text, texts), style=_STYLES[severity])
    return table
