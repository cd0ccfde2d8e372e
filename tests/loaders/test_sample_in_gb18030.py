"""The sample of another province, its workbooks saved as CSV in GB18030 by an office: imported, it answers as the workbooks do."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from python_calamine import load_workbook

from loaders.sample import write
from tests.loaders.answers import answers, imported, record
from tests.loaders.rawsample import AS_OF
from tests.loaders.test_sample import OTHER_PROFILE

DISTRICT, SINCE = "310101", date(2017, 1, 1)
DAYS = (date(2018, 3, 1), date(2019, 7, 1), AS_OF)


def saved_as_csv(paths: tuple[Path, ...], folder: Path) -> Iterator[Path]:
    """Each first sheet as a text file; days as Excel shows them in China."""
    folder.mkdir()
    for path in paths:
        target = folder / f"{path.stem}.csv"
        with target.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(rows(path))
        yield target


def rows(path: Path) -> Iterator[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file)
        return
    for row in load_workbook(str(path)).get_sheet_by_index(0).to_python():
        yield [f"{cell.year}/{cell.month}/{cell.day}" if isinstance(cell, date) else str(cell) for cell in row]


def test_another_province_in_gb18030_answers_as_its_workbooks(tmp_path: Path) -> None:
    books = write(tmp_path / "books", profile=OTHER_PROFILE, cases=0)
    texts = tuple(saved_as_csv(books, tmp_path / "texts"))
    assert "居委会".encode("gb18030") in (tmp_path / "texts" / "villages.csv").read_bytes()
    one, other = (imported(paths, DISTRICT, AS_OF, SINCE) for paths in (books, texts))
    assert one.said == other.said
    assert record(one.history) == record(other.history)
    for day in (*DAYS, AS_OF + timedelta(days=1)):
        assert answers(one.history, day) == answers(other.history, day), day
    assert answers(one.history, AS_OF)["gaps"]
