"""What the XML of a workbook tells: how far it reaches, what number formats show, which cells are formulas."""

import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from graph.errors import BadFile
from loaders import files, packages, surveys
from loaders.formats import shown_by_styles, shows
from loaders.packages import Package
from loaders.sheets import Cell, Shown
from loaders.surveys import Survey
from tests.loaders.traps import BOOK, SHEET, edited, more_cells, packed, parts_of, plain, replaced


def survey(content: bytes) -> Survey:
    return surveys.surveys(Package("a.xlsx", content))["任职"]


def cells(path: Path) -> list[Cell]:
    (sheet,) = files.read(path)
    return [cell for row in sheet.rows for cell in row.cells]


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# ---- number formats


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('yyyy"年"m"月"', Shown.MONTH),
        ('[$-804]yyyy"年"m"月";@', Shown.MONTH),
        ("mmm-yy", Shown.MONTH),
        ("yyyy\\-mm", Shown.MONTH),
        ('yyyy"年"', Shown.YEAR),
        ("yyyy", Shown.YEAR),
        ("yyyy-mm-dd", None),
        ('yyyy"年"m"月"d"日"', None),
        ("yyyy-mm hh:mm", None),
        ("0.00", Shown.HUNDREDTHS),
        ("#,##0.00_ ;[Red]-#,##0.00", Shown.HUNDREDTHS),
        ('0.00"年"', Shown.HUNDREDTHS),
        ("0.0", None),
        ("0.000", None),
        ("0.00%", None),
        ("0.00E+00", None),
        ("General", None),
        ("@", None),
        ('"yyyy"0', None),
        ("", None),
    ],
)
def test_a_format_shows_less_or_more_than_the_value(code: str, expected: Shown | None) -> None:
    assert shows(code) is expected


def test_formats_that_are_spelled_out_go_before_those_that_are_built_in() -> None:
    assert shown_by_styles({}, (0, 2, 14, 57)) == {1: Shown.HUNDREDTHS, 3: Shown.MONTH}
    assert shown_by_styles({57: "yyyy", 200: "0.00"}, (57, 200)) == {0: Shown.YEAR, 1: Shown.HUNDREDTHS}


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (2019.1, "0.00", Shown.HUNDREDTHS),
        (43586, 57, Shown.MONTH),
        (43466, "yyyy", Shown.YEAR),
        (43586, 14, None),
        ("甲", "0.00", Shown.HUNDREDTHS),
    ],
)
def test_a_cell_knows_what_its_format_shows(tmp_path: Path, value: str | float, code: str | int, shown: Shown | None) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(str(path)) as book:
        book.add_worksheet().write(0, 1, value, book.add_format({"num_format": code}))
    assert [cell.shown for cell in cells(path)] == [None, shown]


# ---- formulas


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="A9"><f>1+1</f><v>2</v></c>', [(2, True)]),
        ('<c r="A9" t="str"><f>A1</f><v>甲</v></c>', [("甲", True)]),
        ('<c r="A9" t="str"><f>A1</f><v></v></c>', []),
        ('<c r="A9"><f>A1&amp;"b"</f></c>', [('=A1&"b"', True)]),
        ('<c r="A9"><f t="shared" si="0"/></c>', [("=", True)]),
        ('<c r="A9" t="e"><f>A1</f><v>#REF!</v></c>', [("#REF!", True)]),
        ('<c r="A9" t="e"><v>#N/A</v></c>', [("#N/A", False)]),
        ('<c r="A9"><f>A1</f></c><c r="B9"><v>7</v></c>', [("=A1", True), (7, False)]),
        ('<c r="A9"><f>A1</f></c>\n <c r="B9" t="inlineStr"><is><t>乙</t></is></c>', [("=A1", True), ("乙", False)]),
    ],
)
def test_a_formula_is_what_it_last_came_to_or_its_own_text(tmp_path: Path, xml: str, expected: list[tuple[object, bool]]) -> None:
    found = cells(written(tmp_path / "a.xlsx", more_cells(f'<row r="9">{xml}</row>')))
    assert [(cell.value, cell.formula) for cell in found if cell.row == 9] == expected


# ---- extent


@pytest.mark.parametrize(
    ("xml", "last_row", "count"),
    [
        ("", 2, 8),
        ('<row r="50"><c r="B50" s="1"/></row>', 2, 8),
        ('<row r="50"><c r="B50"><v>1</v></c></row>', 50, 9),
        ("<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>", 4, 11),
        ('<x:row r="7"><x:c r="b7"><x:v>1</x:v></x:c></x:row>', 7, 9),
        ('<row r="7"><c r="A7"><f>B7</f><v>1</v></c></row>', 7, 9),
    ],
)
def test_only_cells_that_hold_something_count(xml: str, last_row: int, count: int) -> None:
    content = edited(SHEET, replaced(b"<worksheet ", b'<worksheet xmlns:x="urn:x" '), more_cells(xml))
    found = survey(content)
    assert (found.last_row, found.cells) == (last_row, count)


def test_all_sheets_together_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "MOST_CELLS", 7)
    with pytest.raises(BadFile, match="cells that hold anything"):
        survey(plain())


def test_a_cell_nowhere_is_refused() -> None:
    for ref in ("5", "ABCD1", "A0", "A１", "Ａ1", "A1:B2"):
        with pytest.raises(BadFile, match="damaged"):
            survey(more_cells(f'<row><c r="{ref}"><v>1</v></c></row>'))


def test_sheets_are_found_wherever_the_book_says_they_are() -> None:
    parts = parts_of(plain())
    rows, rels = parts.pop(SHEET), "xl/_rels/workbook.xml.rels"
    for part, target in (("xl/other/s.xml", "other/s.xml"), ("xl/other/s.xml", "/xl/other/s.xml"), ("xl/s.dat", "s.dat")):
        moved = parts[rels].replace(b"worksheets/sheet1.xml", target.encode())
        assert survey(packed({**parts, part: rows, rels: moved})).cells == 8


# ---- packages


def test_bytes_are_counted_whatever_the_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    package = Package("a.xlsx", plain())
    monkeypatch.setattr(packages, "MOST_UNPACKED", 100)
    with pytest.raises(BadFile, match="unpacked"):
        list(package.chunks(BOOK))


@pytest.mark.parametrize("name", ["../a", "xl/../../a", "/a", "c:/a", "xl\\a"])
def test_names_that_lead_outside_are_refused(name: str) -> None:
    with pytest.raises(BadFile, match="do harm"):
        Package("a.xlsx", packed({**parts_of(plain()), name: b""}))


def test_names_are_one_whatever_their_case() -> None:
    with pytest.raises(BadFile, match="do harm"):
        Package("a.xlsx", packed({**parts_of(plain()), BOOK.upper(): b""}))


def test_only_the_usual_packing_is_read() -> None:
    with pytest.raises(BadFile, match="damaged"):
        Package("a.xlsx", packed(parts_of(plain()), zipfile.ZIP_LZMA))


def test_a_large_part_shrinks_only_so_far() -> None:
    Package("a.xlsx", packed({**parts_of(plain()), "small": bytes(9 * 2**20)}))
    with pytest.raises(BadFile, match="unpacked"):
        Package("a.xlsx", packed({**parts_of(plain()), "large": bytes(11 * 2**20)}))
