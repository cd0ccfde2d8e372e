"""Workbooks (.xlsx, .xls) as sheets of rows. They are parsed in a process of their own, of which nothing but plain values comes back."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from graph.errors import BadFile
from loaders import refusals, workbook_child
from loaders.sheets import Cell, Row, Sheet, Shown, Value


def read(path: Path) -> tuple[Sheet, ...]:
    """The worksheets of a workbook, in its order; charts are none. Errors: BadFile."""
    found = _answer(path)
    if "refused" in found:
        raise BadFile(**found["refused"])
    return tuple(Sheet(path.name, name, _Rows(rows)) for name, rows in found["sheets"])


def _answer(path: Path) -> dict[str, Any]:
    """What the child says of a file; what it could not say because it was stopped or broke is said for it."""
    command = [sys.executable, "-P", "-m", workbook_child.__name__, str(path.absolute())]
    try:
        child = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=workbook_child.SECONDS, env=_environment())
    except subprocess.TimeoutExpired as error:
        raise refusals.too_slow(path.name, workbook_child.SECONDS) from error
    if child.returncode:
        raise refusals.too_hungry(path.name, workbook_child.MEMORY)
    answer: dict[str, Any] = orjson.loads(child.stdout)
    return answer


def _environment() -> dict[str, str]:
    """This process's own without our settings (the child needs no password), with the folder of these packages in the way."""
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {name: value for name, value in os.environ.items() if not name.startswith("LIANDONG_")}
    return {**own, "PYTHONPATH": os.pathsep.join(paths)}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one sheet, as the child gives them."""

    rows: Sequence[tuple[int, Sequence[Any], dict[str, Sequence[int]], Sequence[int]]]

    def __iter__(self) -> Iterator[Row]:
        for number, values, shown, formulas in self.rows:
            showing = {column: Shown(kind) for kind, columns in shown.items() for column in columns}
            cells = (Cell(_value(v), number, c, showing.get(c), c in formulas) for c, v in enumerate(values, 1))
            yield Row(number, tuple(cells))


def _value(value: Any) -> Value:
    """A value of a cell; a day or moment comes as a list of its one text."""
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    (text,) = value
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
