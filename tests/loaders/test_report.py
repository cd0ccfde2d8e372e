"""What an import says, for people and for programs."""

from io import StringIO

import pytest
from rich.console import Console

from graph.errors import BadFile
from graph.model import Problem, Severity, Source
from loaders import report
from loaders.report import Bad, Place

PROBLEMS = (
    Problem(Severity.INFO, "DROPPED_COLUMN", "已去掉", "dropped", "a.xlsx", "表", "B1", "性别"),
    report.cell_problem(Bad("BAD_DATE", "日期看不懂", "no date"), Source("名册", "a.xlsx", "表", "C5"), "5月中旬"),
)


def printed(language: str) -> str:
    console = Console(file=StringIO(), width=200)
    console.print(report.summary(PROBLEMS, language))
    output = console.file
    assert isinstance(output, StringIO)
    return output.getvalue()


def test_a_problem_of_a_cell_says_where_and_what() -> None:
    assert PROBLEMS[1] == Problem(Severity.ERROR, "BAD_DATE", "日期看不懂", "no date", "a.xlsx", "表", "C5", "5月中旬")
    assert report.cell_problem(Bad("X", "甲", "a"), Source("名册"), None, Severity.WARN) == Problem(Severity.WARN, "X", "甲", "a")


def test_a_value_is_shown_as_one_short_line_that_no_terminal_obeys() -> None:
    shown = report.cell_problem(Bad("X", "甲", "a"), Source("名册"), "a\x1b[31m\u202eb\n" + "c" * 100_000).value
    assert shown is not None
    assert shown.startswith("a [31m b c")
    assert shown.endswith("c…")
    assert len(shown) == 61


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("张三13800138000", "张三***"),
        ("11010519491231002x、李四", "***、李四"),
        (500108002001, "500108002001"),
        ("500108002001001", "500108002001001"),
        ("023-62801234", "023-62801234"),
    ],
)
def test_numbers_of_people_are_never_shown(value: object, expected: str) -> None:
    assert report.shown(value) == expected


def test_rows_are_plain_and_in_order() -> None:
    first, second = report.rows(PROBLEMS, "en")
    assert first == {
        "severity": "INFO",
        "code": "DROPPED_COLUMN",
        "file": "a.xlsx",
        "sheet": "表",
        "cell": "B1",
        "value": "性别",
        "row": 1,
        "column": None,
        "message": "dropped",
        "problem": "dropped",
        "suggestion": "",
    }
    assert second["message"] == "no date"
    assert report.rows(PROBLEMS)[1]["message"] == "日期看不懂"


@pytest.mark.parametrize(("language", "error", "note"), [("zh", "错误", "提示"), ("en", "error", "note")])
def test_the_table_shows_errors_first(language: str, error: str, note: str) -> None:
    shown = printed(language)
    assert 0 < shown.index(error) < shown.index(note)
    assert all(text in shown for text in ("a.xlsx", "C5", "5月中旬"))


@pytest.mark.parametrize("width", [60, 80, 200])
def test_nothing_is_cut_off_on_a_narrow_terminal(width: int) -> None:
    long = Problem(
        Severity.ERROR, "X", "这一行比表头多两格各列可能错位" * 5, "", "服务群众工作组名册二〇一九年.xlsx", "名册", "XFD1048576", "值" * 40
    )
    console = Console(file=StringIO(), width=width)
    console.print(report.summary([long]))
    assert isinstance(console.file, StringIO)
    shown = console.file.getvalue()
    assert "…" not in shown
    assert "XFD1048576" in shown
    assert sum(shown.count(character) for character in "比头位") == 5 * 3


def test_what_a_sheet_says_is_shown_as_it_is() -> None:
    strange = Problem(Severity.WARN, "X", "[bold]甲[/bold]", "[/nonsense]", "[red]a.xlsx")
    console = Console(file=StringIO(), width=200)
    for language in ("zh", "en"):
        console.print(report.summary([strange], language))
    assert isinstance(console.file, StringIO)
    assert all(text in console.file.getvalue() for text in ("[bold]甲[/bold]", "[/nonsense]", "[red]a.xlsx"))


def test_a_file_that_cannot_be_read_says_why_in_both_languages() -> None:
    error = BadFile(file="a.xlsx", reason_zh="有密码。请去掉。", reason_en="it has a password. Remove it.")
    assert (error.code, error.message("zh")) == ("BAD_FILE", "文件 a.xlsx 不能读取:有密码。请去掉。")
    assert error.message("en") == "The file a.xlsx cannot be read: it has a password. Remove it."


def test_a_choice_of_missing_columns_is_said_to_be_one() -> None:
    place = Place("a.csv")
    assert "姓名。" in report.missing_header(place, ("名册", "Roster"), ["姓名"]).zh
    assert "甲、乙 (any of them)" in report.missing_header(place, ("名册", "Roster"), ["甲", "乙"]).en


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("这个名称有几处:1、2。请填区划代码或镇街。", ("这个名称有几处:1、2。", "请填区划代码或镇街。")),
        ("Several places have this name: 1, 2. Give the code.", ("Several places have this name: 1, 2.", "Give the code.")),
        ("There is no such division. “甲” is near.", ("There is no such division.", "“甲” is near.")),
        ("2019.1 may be January or October", ("2019.1 may be January or October", "")),
        ("应为整数,例如 3。", ("应为整数,例如 3。", "")),
    ],
)
def test_a_message_is_what_is_wrong_and_what_to_do(message: str, parts: tuple[str, str]) -> None:
    assert report.parted(message) == parts
