"""Where rows come from: workbooks (.xlsx, .xls) and CSV files as sheets of rows of cells.

The content of a file decides what it is, never its name. What a row means is no matter of this file.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple, TypeAlias

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from graph.errors import BadFile

Value: TypeAlias = str | int | float | bool | date | datetime | None

MOST_ROWS = 100_000
"""Rows in a workbook, one line of headers a sheet apart."""
MOST_COLUMNS = 200
MOST_UNPACKED = 256 * 2**20
"""Bytes of a workbook once unpacked."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLE = 2**16


class Cell(NamedTuple):
    """One cell: its value (None: blank) and where it stands, both counted from 1. Column 0 is one that the sheet lacks."""

    value: Value
    row: int = 1
    column: int = 1

    @property
    def ref(self) -> str:
        """As people write it: C5; the row alone where the sheet lacks the column."""
        return f"{column_letters(self.column)}{self.row}"


class Row(NamedTuple):
    """One row that is not blank, by its number in the file, from 1; trailing blank cells are left out."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a CSV file (name None). `rows` may be walked more than once; those of a CSV are streamed."""

    file: str
    name: str | None
    rows: Iterable[Row]


def column_letters(column: int) -> str:
    """1 → A, 27 → AA, 0 → nothing."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file, in its order. Errors: BadFile, for a CSV also while its rows are walked."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_OLE))
        if start.startswith((_ZIP, _OLE)):
            _check_package(path, start)
            return _workbook(path)
        return (Sheet(path.name, None, _CsvRows(path, _encoding(path))),)
    except OSError as error:
        raise BadFile(
            file=path.name, reason_zh=f"打不开({error.strerror})。", reason_en=f"it cannot be opened ({error.strerror})."
        ) from error


# ---- workbooks


def _check_package(path: Path, start: bytes) -> None:
    """What can be refused from the table of contents alone, before anything is unpacked."""
    if start == _OLE:
        return
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _damaged(path) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or "xl/vbaProject.bin" in names:
        raise BadFile(
            file=path.name,
            reason_zh="不是 Excel 工作簿(.xlsx),或含有宏。请另存为不含宏的 .xlsx。",
            reason_en="it is no workbook of Excel (.xlsx), or holds macros. Save it as .xlsx without macros.",
        )
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_large(path)


def _workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets by calamine: the one function that touches the parser, so that a child process can stand here."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [meta.name for meta in book.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
        sheets = [book.get_sheet_by_name(name) for name in names]
    except PasswordError as error:
        raise BadFile(
            file=path.name,
            reason_zh="有密码保护。请去掉密码后再导入。",
            reason_en="it has a password. Remove the password and import again.",
        ) from error
    except CalamineError as error:
        raise _damaged(path) from error
    _check_extent(path, sheets)
    return tuple(Sheet(path.name, sheet.name, _WorkbookRows(sheet)) for sheet in sheets)


def _check_extent(path: Path, sheets: Iterable[CalamineSheet]) -> None:
    ends = [sheet.end for sheet in sheets if sheet.end is not None]
    if sum(row for row, _ in ends) > MOST_ROWS or any(column >= MOST_COLUMNS for _, column in ends):
        raise _too_large(path)


def _damaged(path: Path) -> BadFile:
    return BadFile(
        file=path.name,
        reason_zh="文件已损坏,或不是 Excel 工作簿。请用 Excel 打开后另存为 .xlsx。",
        reason_en="it is damaged or no workbook of Excel. Open it in Excel and save it as .xlsx.",
    )


def _too_large(path: Path) -> BadFile:
    return BadFile(
        file=path.name,
        reason_zh=f"太大:最多 {MOST_ROWS:,} 行、{MOST_COLUMNS} 列。请拆成几个文件,或改用 CSV。",
        reason_en=f"it is too large: {MOST_ROWS:,} rows and {MOST_COLUMNS} columns at most. Split it, or use CSV.",
    )


@dataclass(frozen=True, slots=True)
class _WorkbookRows:
    """The rows of one sheet. A value merged over several rows stands in each of them that holds anything else."""

    sheet: CalamineSheet

    def __iter__(self) -> Iterator[Row]:
        if self.sheet.start is None:
            return
        first = self.sheet.start[1] + 1
        merges = _merges_by_row(self.sheet)
        standing: dict[int, tuple[Value, int]] = {}
        for number, raw in enumerate(self.sheet.iter_rows(), 1):
            values: dict[int, Value] = {c: value for c, value in enumerate(map(_plain, raw), first) if value is not None}
            if values:
                values |= {c: v for c, (v, last) in standing.items() if number <= last}
                yield _row(number, values)
            standing.update({c: (values[c], last) for c, last in merges.get(number, ()) if c in values})


def _merges_by_row(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """By the first row of each merged range over several rows: its first column and its last row, from 1."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            found.setdefault(top + 1, []).append((left + 1, bottom + 1))
    return found


def _row(number: int, values: dict[int, Value]) -> Row:
    return Row(number, tuple(Cell(values.get(column), number, column) for column in range(1, max(values) + 1)))


def _plain(value: str | float | bool | date | datetime | time | timedelta) -> Value:
    """A value as calamine gives it, in our words: blanks are None, whole numbers int."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, time | timedelta) else value


# ---- CSV


@dataclass(frozen=True, slots=True)
class _CsvRows:
    """The rows of a CSV file, read anew at each walk, in constant memory."""

    path: Path
    encoding: str

    def __iter__(self) -> Iterator[Row]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=_delimiter(self.path, self.encoding), strict=True)
            try:
                for number, texts in enumerate(reader, 1):
                    if row := self._row(number, texts):
                        yield row
            except csv.Error as error:
                raise self._bad_line(reader.line_num) from error

    def _row(self, number: int, texts: list[str]) -> Row | None:
        while texts and not texts[-1].strip():
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise self._bad_line(number)
        cells = (Cell(text if text.strip() else None, number, column) for column, text in enumerate(texts, 1))
        return Row(number, tuple(cells)) if texts else None

    def _bad_line(self, line: int) -> BadFile:
        return BadFile(
            file=self.path.name,
            reason_zh=f"第 {line} 行太长(最多 {MOST_COLUMNS} 列),或引号没有成对。请检查这一行。",
            reason_en=f"line {line} is too long ({MOST_COLUMNS} columns at most), or its quotation marks do not pair. Look at that line.",
        )


def _delimiter(path: Path, encoding: str) -> str:
    """The character that parts the columns: the most frequent of three in the first ten lines, else a comma."""
    with path.open(encoding=encoding, newline="") as file:
        lines = "".join(file.readline(_SAMPLE) for _ in range(10))
    return max(",", "\t", ";", key=lines.count)


def _encoding(path: Path) -> str:
    """How a text file is written: by its mark, else the first of the usual two that reads all of it, else a guess."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    marked = next((name for mark, name in _BOMS.items() if sample.startswith(mark)), None)
    guess = from_bytes(sample).best() if marked is None and b"\0" in sample else None
    tried = (marked,) if marked else (guess.encoding,) if guess else ("utf-8", "gb18030")
    for encoding in tried:
        if _reads(path, encoding):
            return encoding
    raise BadFile(
        file=path.name,
        reason_zh="既不是 Excel 工作簿,也不是 UTF-8 或 GB18030 编码的 CSV。请另存为 .xlsx 或 UTF-8 编码的 CSV。",
        reason_en="it is neither a workbook of Excel nor a CSV in UTF-8 or GB18030. Save it as .xlsx or as CSV in UTF-8.",
    )


def _reads(path: Path, encoding: str) -> bool:
    """Can all of the file be read so, without a NUL, and not as a web page?"""
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.read(_SAMPLE)
            if first.lstrip().startswith("<"):
                return False
            while first:
                if "\0" in first:
                    return False
                first = file.read(_SAMPLE)
    except (UnicodeError, LookupError):
        return False
    return True
