"""What is odd about cells, whatever they mean; nothing is said of columns that are left out."""

from collections.abc import Sequence

import pytest

from loaders import oddities
from loaders.columns import Table, recognise
from loaders.sheets import Cell, Row, Sheet, Value

HEADERS = ("序号", "姓名", "单位", "职务", "身份证号")


def table(*rows: Sequence[Value | Cell], name: str | None = "表") -> Table:
    """A sheet of posts; a Cell lends a row its value and what else is known of it."""
    made = [
        Row(n, tuple(value._replace(row=n, column=c) if isinstance(value, Cell) else Cell(value, n, c) for c, value in enumerate(row, 1)))
        for n, row in enumerate((HEADERS, *rows), 1)
    ]
    found = recognise(Sheet("a", name, made))
    assert found is not None
    return found


def told(found: Table) -> list[tuple[str, str | None, str | None]]:
    rows = [p for record in found.records for p in oddities.of_row(record)]
    return [(p.code, p.cell, p.value) for p in (*oddities.of_columns(found), *rows)]


def result(value: Value) -> Cell:
    return Cell(value, formula=True)


def test_formulas_are_told_once_a_column_with_the_first_of_them() -> None:
    found = table((1, result("甲"), "区民政局", "局长"), (2, result("乙"), "区民政局", result("科长")))
    assert told(found) == [("FORMULA", "B2", None), ("FORMULA", "D3", None)]
    assert "2 个" in oddities.of_columns(found)[0].zh


def test_serial_numbers_may_be_formulas() -> None:
    assert told(table((result(1), "甲", "区民政局", "局长"), ("=ROW()", "乙", "区民政局", "局长"))) == []


def test_totals_may_be_formulas() -> None:
    assert told(table((1, "甲", "区民政局", "局长"), ("合计", result(1), None, "#N/A"))) == []


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#NAME?", "#DIV/0!", " #VALUE! "])
def test_errors_are_no_values(value: str) -> None:
    assert told(table((1, "甲", value, "局长"))) == [("CELL_ERROR", "C2", value.strip())]


@pytest.mark.parametrize("value", ["#1楼", "N/A", "#", "甲#REF!"])
def test_what_only_looks_like_an_error_is_none(value: str) -> None:
    assert told(table((1, "甲", value, "局长"))) == []


@pytest.mark.parametrize("value", ["=1+1", "＝1+1", " =cmd|'/C calc'!A0"])
def test_a_formula_without_a_result_is_told(value: str) -> None:
    assert told(table((1, "甲", value, "局长"))) == [("FORMULA_TEXT", "C2", value.strip())]


def test_nothing_is_said_of_a_column_that_is_left_out() -> None:
    assert told(table((1, "甲", "区民政局", "局长", "=A1"), (2, "乙", "区民政局", "局长", result("#N/A")))) == []


def test_cells_beside_the_headers_are_told_without_their_values() -> None:
    row = (1, "甲", "区民政局", "局长", None, "秘密")
    assert told(table(row, row)) == [("UNNAMED_COLUMN", "F2", None)]
    assert told(table(row, row[:4], row, name=None)) == [("SHIFTED_ROW", "2", None), ("SHIFTED_ROW", "4", None)]
