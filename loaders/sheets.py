"""What a file holds: sheets of rows of cells, and how much of it is read. What a row means is no matter of this file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | int | float | bool | date | datetime | None

MOST_ROWS = 100_000
"""Rows in a workbook, one line of headers a sheet apart."""
MOST_COLUMNS = 200
MOST_CELLS = 2_000_000
"""Cells of a workbook that hold anything."""


class Shown(StrEnum):
    """What the number format of a cell shows, where that is not what its value alone says."""

    YEAR = "YEAR"
    MONTH = "MONTH"
    HUNDREDTHS = "HUNDREDTHS"


class Cell(NamedTuple):
    """One cell: its value (None: blank) and where it stands, both counted from 1. Column 0 is one that the sheet lacks.

    The value of a formula is what it last came to; it is never evaluated.
    """

    value: Value
    row: int = 1
    column: int = 1
    shown: Shown | None = None
    formula: bool = False

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
