"""Reads every trap of the tests in a process of its own and prints what became of it, in how long and with how much memory.

`python -m bench.traps [NAME …]` from the root of the project; without names, all of them. Peaks are those of the process that parses
a workbook and, above what it needed before, of the one that asks.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from graph.errors import BadFile
from loaders import columns, files, oddities
from tests.loaders.traps import TRAPS

_KILOBYTE = 1 if sys.platform == "linux" else 1024
"""What the system counts the memory of a process in, as kilobytes to be divided by."""


def main(names: Sequence[str] = ()) -> None:
    """The traps of these names, or all."""
    table = Table("Trap", "Size", "Seconds", "Asks, MB", "Parses, MB", "What is said")
    with TemporaryDirectory() as folder:
        for trap in TRAPS:
            if not names or trap.name in names:
                path = Path(folder) / trap.file
                path.write_bytes(trap.make())
                table.add_row(trap.file, f"{path.stat().st_size:,}", *_measured(path))
    Console(width=200).print(table)


def _measured(path: Path) -> tuple[str, ...]:
    """One file in a fresh process."""
    run = subprocess.run([sys.executable, "-m", "bench.traps", "--one", str(path)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return f"{found['seconds']:.2f}", f"{found['asks']:.0f}", f"{found['parses']:.0f}", found["said"]


def _one(path: Path) -> None:
    before, start = _peak(resource.RUSAGE_SELF), time.perf_counter()
    said = _said(path)
    seconds = time.perf_counter() - start
    asks, parses = _peak(resource.RUSAGE_SELF) - before, _peak(resource.RUSAGE_CHILDREN)
    json.dump({"seconds": seconds, "asks": asks, "parses": parses, "said": said}, sys.stdout)


def _peak(who: int) -> float:
    """The most memory that a process held, in MB."""
    return resource.getrusage(who).ru_maxrss / _KILOBYTE / 1024


def _said(path: Path) -> str:
    try:
        tables, problems = columns.tables(files.read(path))
        told = [*problems, *(p for t in tables for p in oddities.of_columns(t))]
        told += [p for t in tables for record in t.records for p in oddities.of_row(record)]
    except BadFile as error:
        return error.message()
    rows = sum(1 for t in tables for _ in t.records)
    return "; ".join([f"{rows} rows", *(f"{p.code} {p.cell or ''} {p.value or ''}".strip() for p in told)])


if __name__ == "__main__":
    _one(Path(sys.argv[2])) if sys.argv[1:2] == ["--one"] else main(sys.argv[1:])
