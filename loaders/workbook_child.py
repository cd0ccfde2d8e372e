"""The process that a workbook is parsed in: `python -m loaders.workbook_child FILE` writes its sheets, or why not, as one line of JSON.

Whatever the file does to the parser, it does here: this process has little memory, little time, and nothing to lose.
"""

import io
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import BadFile
from loaders import refusals
from loaders.packages import Package
from loaders.sheets import MOST_COLUMNS, MOST_ROWS, Value, column_letters
from loaders.surveys import Survey, surveys

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_BYTES = 64 * 2**20
"""Bytes of a workbook as it lies on the disk."""
MEMORY = 2**30
"""Bytes of address space."""
MOST_SAID = 2**28
"""Bytes of an answer."""
SECONDS = 60
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_START_OF_OLD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILE_PASS = 0x2F
_SAFE_WHOLE = 2**53
"""Up to here a float that is whole is exactly the number that was written."""


def main(path: Path) -> None:
    _bound()
    sys.stdout.buffer.write(line(path))


def _bound() -> None:
    """Little memory and time, and no image of either left behind; what a system does not know it cannot bound."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def line(path: Path) -> bytes:
    """The answer as JSON, short enough for the process that asks."""
    said = orjson.dumps(answer(path), _as_list, option=orjson.OPT_PASSTHROUGH_DATETIME)
    return said if len(said) <= MOST_SAID else orjson.dumps({"refused": refusals.too_hungry(path.name, MEMORY).fields})


def answer(path: Path) -> dict[str, Any]:
    """{"sheets": [[name, rows], …]}, or {"refused": the fields of a BadFile}.

    A row: [number, values, {what is shown: columns}, columns of formulas].
    """
    try:
        return {"sheets": list(_sheets(path))}
    except BadFile as error:
        return {"refused": error.fields}
    except MemoryError:
        return {"refused": refusals.too_hungry(path.name, MEMORY).fields}


def _as_list(value: object) -> list[str]:
    """A day or moment: a list of its one text, since no value of a cell is a list."""
    if isinstance(value, date):
        return [value.isoformat()]
    raise TypeError(type(value))


def _sheets(path: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise refusals.too_large(path.name, MOST_BYTES)
    known: dict[str, Survey] = {}
    if not content.startswith(OLE):
        known = surveys(Package(path.name, content))
    elif _ENCRYPTED in content or _is_locked(content):
        raise refusals.password(path.name)
    yield from _parsed(path.name, content, known)


def _is_locked(content: bytes) -> bool:
    """Does one of the first records of an old workbook say that the others are encrypted?"""
    at = content.find(_START_OF_OLD)
    for _ in range(4):
        if not 0 <= at <= len(content) - 4:
            return False
        record, length = struct.unpack_from("<HH", content, at)
        if record == _FILE_PASS:
            return True
        at += 4 + length
    return False


def _parsed(file: str, content: bytes, known: dict[str, Survey]) -> Iterator[tuple[str, list[list[Any]]]]:
    """The sheets by calamine. It is imported only here, when a file has passed all checks."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    left = MOST_ROWS
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.typ is SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                left -= _check_extent(file, sheet, left)
                yield meta.name, list(_rows(sheet, known.get(meta.name, Survey())))
    except PasswordError as error:
        raise refusals.password(file) from error
    except CalamineError as error:
        raise refusals.damaged(file) from error


def _check_extent(file: str, sheet: "CalamineSheet", left: int) -> int:
    """The rows below the first of a sheet of which `left` may be read: old workbooks (.xls) have no XML to survey."""
    row, column = sheet.end or (0, 0)
    if column >= MOST_COLUMNS or row > MOST_ROWS:
        raise refusals.too_far(file, sheet.name, f"{column_letters(column + 1)}{row + 1}")
    if row > left:
        raise refusals.too_many(file)
    return row


# ---- rows


def _rows(sheet: "CalamineSheet", survey: Survey) -> Iterator[list[Any]]:
    """The rows that are not blank. A value merged over several rows stands in each of them that holds anything else."""
    first = sheet.start[1] + 1 if sheet.start else 1
    merges = _merges_by_row(sheet)
    standing: dict[int, tuple[Value, int]] = {}
    for number, raw in _numbered(sheet, survey):
        values: dict[int, Value] = {c: value for c, value in enumerate(map(_plain, raw), first) if value is not None}
        values |= {c: text for c, text in survey.texts.get(number, {}).items() if c not in values}
        if values:
            values |= {c: v for c, (v, last) in standing.items() if number <= last}
            yield _row(number, values, survey)
        standing.update({c: (values[c], last) for c, last in merges.get(number, ()) if c in values})


def _numbered(sheet: "CalamineSheet", survey: Survey) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the parser, which numbers them from 1, and behind them those that only hold errors or formulas without a value."""
    number = 0
    for number, raw in enumerate(sheet.iter_rows() if sheet.start else (), 1):
        yield number, raw
    yield from ((n, []) for n in sorted(survey.texts) if n > number and survey.texts[n])


def _merges_by_row(sheet: "CalamineSheet") -> dict[int, list[tuple[int, int]]]:
    """By the first row of each merged range over several rows: its first column and its last row, from 1."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            found.setdefault(top + 1, []).append((left + 1, bottom + 1))
    return found


def _row(number: int, values: dict[int, Value], survey: Survey) -> list[Any]:
    shown = {kind.value: columns for kind, rows in survey.shown.items() if (columns := rows.get(number))}
    return [
        number,
        [values.get(column) for column in range(1, max(values) + 1)],
        shown,
        survey.formulas.get(number, ()),
    ]


def _plain(value: str | float | bool | date | datetime | time | timedelta) -> Value:
    """A value as the parser gives it, in our words: blanks are None, whole numbers int."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < _SAFE_WHOLE:
        return int(value)
    return str(value) if isinstance(value, time | timedelta) else value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
