"""Every trap is told by name: the file, the sheet, the cell, its value and the cure; or it is none, and the rows are read."""

import re
from pathlib import Path

import pytest

from graph.errors import BadFile
from graph.model import Problem
from loaders import columns, files, oddities
from loaders.columns import Table
from tests.loaders.traps import TRAPS, Trap

SHEETS = {"xlsx": "任职", "xls": "单位名录"}
"""The sheets of the workbooks; a text has none."""
REFUSED = [trap for trap in TRAPS if trap.refused]
READ = [trap for trap in TRAPS if not trap.refused]


def name(trap: Trap) -> str:
    return trap.file


def written(trap: Trap, folder: Path) -> Path:
    path = folder / trap.file
    path.write_bytes(trap.make())
    return path


def place(trap: Trap) -> tuple[str | None, str | None]:
    """The sheet and the cell, or row, that a refusal names."""
    words = [re.fullmatch(r"(?:第 (\d+) 行|([A-Z]+\d+))", word) for word in trap.refused]
    cell = next((found[1] or found[2] for found in words if found), None)
    return SHEETS.get(trap.suffix) if cell else None, cell


def known(path: Path) -> tuple[tuple[Table, ...], list[Problem]]:
    tables, problems = columns.tables(files.read(path))
    of_columns = [p for table in tables for p in oddities.of_columns(table)]
    of_rows = [p for table in tables for record in table.records for p in oddities.of_row(record)]
    return tables, [*problems, *of_columns, *of_rows]


@pytest.mark.parametrize("trap", REFUSED, ids=name)
def test_a_file_that_cannot_be_read_is_refused_with_reason_and_cure(trap: Trap, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        known(written(trap, tmp_path))
    zh, en = refused.value.message("zh"), refused.value.message("en")
    assert [word for word in (trap.file, *trap.refused) if word not in zh] == []
    assert trap.file in en
    assert "\n" not in zh + en
    assert (refused.value.fields.get("sheet"), refused.value.fields.get("cell")) == place(trap)


@pytest.mark.parametrize("trap", READ, ids=name)
def test_what_can_be_read_is_read_and_what_is_odd_is_told(trap: Trap, tmp_path: Path) -> None:
    tables, problems = known(written(trap, tmp_path))
    assert [(p.code, p.cell, p.value) for p in problems] == list(trap.told)
    assert sum(1 for table in tables for _ in table.records) == trap.rows
    assert {p.file for p in problems} <= {trap.file}
    assert all(p.sheet == SHEETS.get(trap.suffix) for p in problems)


def test_every_trap_is_set_in_every_format_where_it_can_occur() -> None:
    """An old workbook holds 65,536 rows at most and no zip; a text holds no password, formats or far corner but wide rows."""
    wanted = {
        "empty": {"xlsx", "xls", "csv"},
        "truncated": {"xlsx", "xls"},
        "truncated within quotes": {"csv"},
        "headers twice": {"xlsx", "xls", "csv"},
        "100,000 blank rows": {"xlsx", "csv"},
        "65,000 blank rows": {"xls"},
        "zip bomb": {"xlsx"},
        "far corner": {"xlsx", "xls"},
        "201 columns": {"csv"},
        "password": {"xlsx", "xls"},
        "nul": {"csv"},
        "nul in a string": {"xlsx", "xls"},
        "lone surrogate": {"xlsx", "xls", "csv"},
    }
    assert {name: {trap.suffix for trap in TRAPS if trap.name == name} for name in wanted} == wanted
    wrong = {trap.suffix for trap in TRAPS if any(word in trap.name for word in ("picture", "renamed", "web page", "Word"))}
    assert wrong == {"xlsx", "xls", "csv"}
