"""The empty workbooks: known as their kinds, explained, with lists to choose from."""

import re
import zipfile
from pathlib import Path

import pytest

from graph.vocabulary import PostRank, label
from loaders import templates
from loaders.columns import tables
from loaders.files import read
from loaders.forms import Form, SheetKind
from loaders.kinds import KINDS, POSTS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates") / "new"
    templates.write(folder)
    return folder


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode("utf-8")


def test_every_kind_has_a_template(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {f"{kind.zh}.xlsx" for kind in KINDS}
    assert templates.write(folder) == tuple(folder / f"{kind.zh}.xlsx" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_template_is_known_as_its_kind_with_no_problems(folder: Path, kind: SheetKind) -> None:
    (table,), problems = tables(read(folder / f"{kind.zh}.xlsx"))
    assert (table.kind, problems, list(table.records)) == (kind, (), [])
    assert table.fields == tuple(column.field for column in templates.template_columns(kind))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_header_has_a_note_in_both_languages(folder: Path, kind: SheetKind) -> None:
    notes = re.findall(r"<comment [^>]*>.*?</comment>", part(folder / f"{kind.zh}.xlsx", "xl/comments1.xml"), re.DOTALL)
    columns = templates.template_columns(kind)
    assert len(notes) == len(columns)
    for written, column in zip(notes, columns, strict=True):
        assert all(text in written for text in templates.NOTES[column.form])
        assert ("必填" in written) is ((column.field,) in kind.required)


def test_every_form_is_explained() -> None:
    assert set(templates.NOTES) == set(Form)


def test_choices_and_flags_have_lists(folder: Path) -> None:
    sheet = part(folder / f"{POSTS.zh}.xlsx", "xl/worksheets/sheet1.xml")
    assert re.findall(r'sqref="(\w+:\w+)"><formula1>', sheet) == ["E2:E100001", "F2:F100001"]
    assert re.findall(r"<formula1>(.*?)</formula1>", sheet) == ['"' + ",".join(label(rank) for rank in PostRank) + '"', '"是,否"']


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_list_is_short_enough_for_a_workbook(kind: SheetKind) -> None:
    assert all(len(",".join(templates.drop_down(column))) <= 255 for column in kind.columns)


def test_codes_and_dates_are_typed_as_text(folder: Path) -> None:
    """Excel would make 2019.10 a number and 500000000001 a float: the columns have its format Text (49)."""
    sheet, styles = (part(folder / f"{POSTS.zh}.xlsx", f"xl/{name}.xml") for name in ("worksheets/sheet1", "styles"))
    as_text = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1]).index("49")
    ranges = re.findall(rf'<col min="(\d+)" max="(\d+)"[^>]* style="{as_text}"', sheet)
    typed = {column for low, high in ranges for column in range(int(low), int(high) + 1)}
    columns = templates.template_columns(POSTS)
    assert {columns[number - 1].field for number in typed} >= {"since", "until", "number"}
    assert "team" not in {columns[number - 1].field for number in typed}
