"""Where rows come from: what a file is, how it is written, and what is refused."""

import sys
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from graph.errors import BadFile
from loaders import sheets, workbook_child, workbooks
from loaders.files import read
from loaders.sheets import Cell, Row, column_letters
from tests.loaders.books import lines, values, workbook

HERE = Path(__file__).parent


def only(path: Path) -> dict[int, tuple[sheets.Value, ...]]:
    (sheet,) = read(path)
    return values(sheet)


@pytest.mark.parametrize(("column", "letters"), [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (200, "GR"), (703, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


# ---- workbooks


def test_a_workbook_keeps_types_places_and_names(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[], [None, "镇街", 12], [None, date(2019, 5, 12), 2019.1, True]], [["x"]])
    first, second = read(path)
    assert (first.file, first.name, second.name) == ("a.xlsx", "Sheet1", "Sheet2")
    assert values(first) == {2: (None, "镇街", 12), 3: (None, date(2019, 5, 12), 2019.1, True)}
    assert [cell.ref for row in first.rows for cell in row.cells] == ["A2", "B2", "C2", "A3", "B3", "C3", "D3"]


def test_whole_numbers_stay_whole(tmp_path: Path) -> None:
    (_, code) = only(workbook(tmp_path / "a.xlsx", [["x", 500108002001.0]]))[1]
    assert (code, type(code)) == (500108002001, int)


def test_blank_rows_and_trailing_blank_cells_are_left_out(tmp_path: Path) -> None:
    assert only(workbook(tmp_path / "a.xlsx", [["x", " ", "　"], [" "], ["y"]])) == {1: ("x",), 3: ("y",)}


def test_a_merged_value_stands_in_every_row_below(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(1, 1, 3, 1, "南坪街道")
        sheet.merge_range(0, 0, 0, 2, "名册")
        for row in (1, 2, 4):
            sheet.write(row, 2, f"社区{row}")
    expected = {1: ("名册",), 2: (None, "南坪街道", "社区1"), 3: (None, "南坪街道", "社区2"), 5: (None, None, "社区4")}
    assert only(path) == expected


def test_an_old_workbook_is_read_with_its_merged_cells() -> None:
    expected = {
        1: ("某区单位名录",),
        2: ("单位名称", "单位类别", "设立日期"),
        3: ("区民政局", "区级部门", date(2019, 3, 1)),
        4: ("区教委", "区级部门", "2019年3月"),
    }
    assert only(HERE / "old.xls") == expected


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.csv", [["镇街"]])
    text = lines(tmp_path / "b.xlsx", "镇街,社区")
    assert (only(book), only(text)) == ({1: ("镇街",)}, {1: ("镇街", "社区")})


def test_sheets_may_be_walked_again(tmp_path: Path) -> None:
    for path in (workbook(tmp_path / "a.xlsx", [["x"]]), lines(tmp_path / "a.csv", "x")):
        (sheet,) = read(path)
        assert list(sheet.rows) == list(sheet.rows) == [Row(1, (Cell("x", 1, 1),))]


def test_charts_are_no_sheets(tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet("表").write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=表!$A$1"})
        book.add_chartsheet("图").set_chart(chart)
    assert [sheet.name for sheet in read(tmp_path / "a.xlsx")] == ["表"]


# ---- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    rows = [f"{n},㐂𠮷社区,镇街" for n in range(40)]
    path = lines(tmp_path / "a.csv", *rows, encoding=encoding)
    assert only(path) == {n + 1: (str(n), "㐂𠮷社区", "镇街") for n in range(40)}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_be_parted_by_other_marks(tmp_path: Path, mark: str) -> None:
    path = lines(tmp_path / "a.csv", "名册", mark.join(("镇街", "村(社区)", "书记")), mark.join(("甲", "乙", '"丙\n丁"')))
    assert only(path) == {1: ("名册",), 2: ("镇街", "村(社区)", "书记"), 3: ("甲", "乙", "丙\n丁")}


def test_rows_of_a_csv_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    assert list(only(lines(tmp_path / "a.csv", '"a\nb",c', "", ",,", "d"))) == [1, 4]


def test_a_csv_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f'{n:012},"某某社区居民委员会",{n:09}\n' for n in range(30_000))
    tracemalloc.start()
    try:
        (sheet,) = read(path)
        assert sum(1 for _ in sheet.rows) == 30_000
        assert tracemalloc.get_traced_memory()[1] < 2 * 2**20
    finally:
        tracemalloc.stop()


# ---- refusals


def refusal(path: Path) -> BadFile:
    with pytest.raises(BadFile) as refused:
        [list(sheet.rows) for sheet in read(path)]
    assert path.name in refused.value.message("zh")
    assert path.name in refused.value.message("en")
    return refused.value


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "打不开" in refusal(tmp_path / "none.xlsx").message("zh")
    assert "no file" in refusal(tmp_path).message("en")


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 and nothing more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
)
def test_a_damaged_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "damaged" in refusal(written(tmp_path / "a.xlsx", content)).message("en")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "镇街,村\0".encode()])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "UTF-8" in refusal(written(tmp_path / "a.csv", content)).message("zh")


@pytest.mark.parametrize(("row", "column"), [(sheets.MOST_ROWS + 1, 0), (0, sheets.MOST_COLUMNS)])
def test_one_row_or_column_too_many_is_refused(tmp_path: Path, row: int, column: int) -> None:
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write(row, column, "x")
    assert "too large" in refusal(tmp_path / "a.xlsx").message("en")


@pytest.mark.parametrize(("row", "column"), [(sheets.MOST_ROWS, 0), (0, sheets.MOST_COLUMNS - 1)])
def test_the_limits_themselves_are_kept(tmp_path: Path, row: int, column: int) -> None:
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet().write(row, column, "x")
    assert list(only(tmp_path / "a.xlsx")) == [row + 1]


@pytest.mark.parametrize("line", ["," * 200 + "x", '"' + "x" * 140_000 + '"', 'a,"b', 'a,"b"c'])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    assert "第 2 行" in refusal(lines(tmp_path / "a.csv", "a,b", line)).message("zh")


# ---- the process that parses


def test_what_is_not_read_in_time_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_child, "SECONDS", 0.001)
    assert "秒内没有读完" in refusal(workbook(tmp_path / "a.xlsx", [["x"]])).message("zh")


def test_a_parser_that_breaks_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x"]])
    (tmp_path / "python_calamine.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "stopped" in refusal(path).message("en")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x"]])
    (tmp_path / "python_calamine.py").write_text("bytes(2**30)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "1024 MB" in refusal(path).message("zh")


def test_a_workbook_larger_than_is_read_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x"]])
    with path.open("ab") as file:
        file.truncate(workbook_child.MOST_BYTES + 1)
    assert "64 MB" in refusal(path).message("zh")


def test_an_answer_is_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x" * 100]])
    assert b"refused" not in workbook_child.line(path)
    monkeypatch.setattr(workbook_child, "MOST_SAID", 100)
    assert b"refused" in workbook_child.line(path)


def test_the_process_knows_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANDONG_NEO4J_PASSWORD", "secret")
    assert "secret" not in workbooks._environment().values()


def test_names_of_files_may_be_odd(tmp_path: Path) -> None:
    for name in ("-x.xlsx", "名册 (1).xlsx", "a;b&c.xlsx"):
        assert only(workbook(tmp_path / name, [["x"]])) == {1: ("x",)}


@pytest.mark.parametrize("value", [2**53 + 2, 1e300, 0.1, -3, 500108002001])
def test_numbers_stay_what_they_are(tmp_path: Path, value: float) -> None:
    assert only(workbook(tmp_path / "a.xlsx", [[value]])) == {1: (value,)}


def test_moments_keep_their_time(tmp_path: Path) -> None:
    moment = datetime(2019, 5, 12, 9, 30)
    path = tmp_path / "a.xlsx"
    with Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.add_worksheet().write_datetime(0, 0, moment)
    assert only(path) == {1: (moment,)}
