"""What is odd about cells below a header row, whatever they would mean: formulas, errors, cells beyond the headers.

The value of a cell whose column is left out is never told.
"""

import re
from collections.abc import Iterator

from graph.model import Problem
from loaders import report
from loaders.columns import Record, Table
from loaders.sheets import Cell

_ERROR = re.compile(r"#(?:N/A|[A-Z0-9/_]+[!?])")
"""As spreadsheets write what a formula failed of: #N/A, #REF!, #DIV/0!, #NAME?"""
_LOST = "\N{REPLACEMENT CHARACTER}"
"""What programs write for a character that they cannot read."""
_SUSPECT = re.compile(rf"^\s*[#=＝]|{_LOST}")
"""What every doubtful cell has."""
_IGNORED = "serial"


def of_row(record: Record) -> Iterator[Problem]:
    """What makes a row doubtful: a row of a CSV longer than its headers, errors instead of values, formulas without a result, characters
    that were lost on the way."""
    place = record.origin.place
    if record.beyond and place.sheet is None:
        yield report.shifted_row(place, str(record.number), record.beyond)
    for field, cell in record.cells.items():
        if not (isinstance(cell.value, str) and _SUSPECT.search(cell.value)):
            continue
        if field != _IGNORED and _failed(cell):
            yield report.failed_formula(place, cell.ref, str(cell.value))
        elif field != _IGNORED and _without_result(cell):
            yield report.formula_without_result(place, cell.ref, str(cell.value))
        elif field != _IGNORED and _LOST in cell.value:
            yield report.lost_characters(place, cell.ref, cell.value)


def _failed(cell: Cell) -> bool:
    return isinstance(cell.value, str) and _ERROR.fullmatch(cell.value.strip()) is not None


def _without_result(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.value.lstrip().startswith(("=", "＝"))


def of_columns(table: Table) -> tuple[Problem, ...]:
    """What is to be known of whole columns of a workbook: which hold results of formulas, and which are left out for want of a header."""
    if table.sheet is None:
        return ()
    known = {h.index: h for field, h in table.origin.headings.items() if field != _IGNORED}
    named = {cell.column for cell in table.records.header_row.cells if cell.value is not None}
    formulas: dict[int, list[Cell]] = {}
    unnamed: dict[int, list[Cell]] = {}
    for row in table.records.body():
        for cell in row.cells:
            if cell.formula and cell.column in known and not _failed(cell) and not _without_result(cell):
                formulas.setdefault(cell.column, []).append(cell)
            if cell.value is not None and cell.column not in named:
                unnamed.setdefault(cell.column, []).append(cell)
    place = table.origin.place
    return (
        *(report.formulas(place, known[c].text, found[0].ref, len(found)) for c, found in sorted(formulas.items())),
        *(report.unnamed_column(place, found[0].ref, len(found)) for _, found in sorted(unnamed.items())),
    )
