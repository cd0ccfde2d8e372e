"""Where rows come from: the content of a file decides what it is, never its name."""

from pathlib import Path

from loaders import csv_files, refusals, workbooks
from loaders.sheets import Sheet
from loaders.workbook_child import OLE

_ZIP = b"PK\x03\x04"


def read(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook or CSV file, in its order. Errors: BadFile, for a CSV also while its rows are walked."""
    try:
        if path.exists() and not path.is_file():
            raise refusals.no_file(path.name)
        with path.open("rb") as file:
            start = file.read(len(OLE))
        if not start:
            raise refusals.empty(path.name)
        return workbooks.read(path) if start.startswith((_ZIP, OLE)) else (csv_files.read(path),)
    except OSError as error:
        raise refusals.not_opened(path.name, error.strerror) from error
