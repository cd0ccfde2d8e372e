"""Small files for the tests of the loaders, written in a line or two."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

from loaders.columns import Table, recognise
from loaders.sheets import Cell, Row, Sheet, Value


def workbook(path: Path, *sheets: Sequence[Sequence[Value]]) -> Path:
    """A workbook with a sheet named Sheet1, Sheet2 … for each table of values; dates are date cells."""
    with Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    write = sheet.write_datetime if isinstance(value, date | datetime) else sheet.write
                    if value is not None:
                        write(number, column, value)
    return path


def lines(path: Path, *texts: str, encoding: str = "utf-8") -> Path:
    """A text file of these lines."""
    path.write_bytes("".join(text + "\n" for text in texts).encode(encoding))
    return path


def sheet(*rows: Sequence[Value]) -> Sheet:
    """A sheet in memory, of the file book.xlsx."""
    made = (Row(n, tuple(Cell(value, n, c) for c, value in enumerate(row, 1))) for n, row in enumerate(rows, 1))
    return Sheet("book.xlsx", "Sheet1", tuple(row for row in made if any(cell.value is not None for cell in row.cells)))


def table(*rows: Sequence[Value]) -> Table:
    """The sheet as a table; its kind must be known."""
    found = recognise(sheet(*rows))
    assert found is not None
    return found


def values(rows: Sheet) -> dict[int, tuple[Value, ...]]:
    """What a sheet holds: row number → values."""
    return {row.number: tuple(cell.value for cell in row.cells) for row in rows.rows}
