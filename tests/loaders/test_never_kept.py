"""What no record keeps stands in nothing that an import says or plans, whatever else is wrong with the file."""

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from graph.actions.drafting import Stamp
from graph.errors import BadFile
from graph.history import empty
from loaders import intake, report
from loaders.desk import Options
from loaders.forms import SheetKind
from loaders.kinds import KINDS
from loaders.templates import template_columns
from tests.loaders.books import workbook

PRIVATE = ("身份证号码", "出生年月", "家庭住址", "性别", "民族", "手机号", "反映人", "银行卡号", "id_card")
TODAY = date(2020, 2, 6)
CANARY = "金丝雀"
ODD = (f"={CANARY}", f"{CANARY}\n、,;/", "#N/A", f"+{CANARY}", f"2019年13月{CANARY}")


def rows(kind: SheetKind) -> list[list[str]]:
    """Headers as the template has them, with private ones between, and rows of which every cell is wrong in some way."""
    columns = template_columns(kind)
    known = [column.headers[0] for column in columns]
    headers = [*known[:1], *PRIVATE, *known[1:], ""]
    bad = [["？", *(f"{odd}{n}" for n, _ in enumerate(PRIVATE)), *["？"] * (len(known) - 1), CANARY] for odd in ODD]
    blank = [["", *[CANARY] * len(PRIVATE), *[""] * (len(known) - 1), CANARY]]
    return [headers, *bad, *blank]


def said(paths: Iterable[Path]) -> str:
    """All that is said of files, and all that is planned of them, as one text."""
    spoken: list[object] = []
    ids = count()
    for path in paths:
        try:
            file = intake.read(path)
        except BadFile as error:
            spoken.append((error.fields, error.message("zh"), error.message("en")))
            continue
        stamp = Stamp(datetime(2026, 1, 5, tzinfo=UTC), "import")
        for options in (Options(TODAY), Options(TODAY, strict=True), Options(TODAY, skip_bad_rows=True)):
            plan = intake.planned(file.tables, empty("500108"), options, stamp, lambda: f"p-{next(ids)}")
            problems = (*file.problems, *plan.problems)
            spoken += [problems, plan, [report.rows(problems, language) for language in ("zh", "en")]]
    return repr(spoken)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_no_private_value_is_said_or_planned(kind: SheetKind, tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", rows(kind))
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(kind))
    (tmp_path / "b.csv").write_bytes((tmp_path / "a.csv").read_bytes() + b"\0,")
    (tmp_path / "c.csv").write_bytes((tmp_path / "a.csv").read_bytes() + b'"x')
    text = said([book, *sorted(tmp_path.glob("*.csv"))])
    assert CANARY not in text
    assert "DROPPED_COLUMN" in text
    assert "NUL" in text
