"""The templates, filled in as their notes ask, go in one after another: with nothing to say, also where no guess is allowed."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from graph.history import History, empty
from graph.model import Severity
from loaders import templates
from loaders.intake import read
from loaders.kinds import KINDS
from loaders.sheets import column_letters
from tests.loaders.clerk import DISTRICT, EAST, JIA, YI, Clerk
from tests.loaders.traps import SHEET, edited

Line = Sequence[str]
FILLED: Mapping[str, Sequence[Line]] = {
    "区划(一区)": [
        (JIA, "甲社区居民委员会", "甲社区", "社区(居)", EAST, "东街道", "街道", "某区", "25000", "9000"),
        (YI, "乙社区居民委员会", "", "", "", "东街道", "", "某区"),
    ],
    "区划变更": [("2019-01-01", "更名", "乙社区", "丙社区", "", "某府〔2019〕1号")],
    "单位名录": [
        ("D1", "区委", "区委", "块", "区级", "", "某区", "2017-01-01"),
        ("D2", "区民政局", "区级部门", "条", "区级", "区委", "", "2017-01-01", "长期", "", "民政局"),
        ("S1", "东街道办事处", "街道办事处", "块", "镇街", "", EAST, "2017-01"),
        ("C1", "甲社区居民委员会", "居委会", "块", "村(社区)", "东街道办事处", JIA, "2017"),
        ("P1", "甲社区党支部", "党组织", "条", "村(社区)", "", JIA),
    ],
    "干部任职表": [
        ("1001", "区级领导01", "区委", "常委", "区级领导", "是", "2017-05-01", "", "某委〔2017〕1号"),
        ("1002", "民政局班子01", "区民政局", "局长", "部门班子成员", "是", "2017-05"),
        ("1003", "东街道班子01", "东街道办事处", "主任", "镇街班子成员", "是", "2017-05-01", "至今"),
        ("1004", "东街道干部01", "东街道办事处", "干部", "镇街干部", "否", "2017-05-01"),
        ("1005", "甲社区书记", "甲社区居民委员会", "书记", "村(社区)书记", "否", "2017-05-01"),
    ],
    "组成规则": [
        ("在职区级领导", "区级领导", "1", "1", "否", "2017-06-01"),
        ("区级部门领导班子成员", "部门班子成员", "1", "不限", "是", "2017-06-01"),
    ],
    "服务群众工作组名册": [
        (
            *("1", "东街道", "甲社区", JIA, "区级领导01", "常委", "区民政局", "民政局班子01", "局长", "东街道班子01", "主任"),
            *("东街道干部01", "甲社区书记", "东街道干部01", "023-62800000", "2017-06-01", "长期", "某委〔2017〕2号", "无"),
        ),
    ],
    "院坝名册": [("甲社区", f"{JIA}001", "花园院坝", "30", "90", "院坝长01", "2019-03-01", "3年", "党员01", "宣传站、民情站")],
    "党员花名册": [("党员01", "甲社区党支部", "甲社区", "书记", "正常", "花园院坝")],
    "B角名册": [("东街道班子01", "东街道办事处", "东街道干部01", "东街道办事处", "2019-01-01", "2019-06-30止")],
    "荣誉": [("甲社区", "文明社区", "市级", "2019-12")],
    "文件": [("关于建立工作组的通知", "某委〔2017〕2号", "区委", "2017-06-01")],
    "问题台账": [
        (
            *("1", "N1", "2019-05-01", "走访", "东街道", "甲社区", "花园院坝", "房屋", "屋顶漏水", "12", "大事", "负责办"),
            *("区级领导01", "区民政局", "东街道办事处", "民政局班子01", "甲社区书记", "2019-06-01", "已办结", "2019-05-20"),
            *("2019-05-21电话", "满意", "是", "2019-05-30", "无"),
        ),
    ],
}
"""By the kind's name: rows in the order of the template's columns."""
AREA = "990202"
OF_A_COUNTRY: Mapping[str, Sequence[Line]] = {
    "区划(区县)": [(AREA, "另一区", "9902", "99")],
    "区划(镇街)": [(f"{AREA}001", "北街道", AREA, "99", "9902")],
    "区划(村、社区)": [(f"{AREA}001001", "寅社区居民委员会", f"{AREA}001", "99", "9902", AREA, "1000", "400")],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    templates.write(folder)
    return folder


def filled(path: Path, rows: Sequence[Line]) -> Path:
    """The template with these rows typed in below its headers, and all else as it was."""
    written = "".join(f'<row r="{n}">{"".join(_cells(n, row))}</row>' for n, row in enumerate(rows, 2)).encode()
    path.write_bytes(edited(SHEET, lambda xml: xml.replace(b"</sheetData>", written + b"</sheetData>"), path.read_bytes()))
    return path


def _cells(number: int, row: Line) -> Iterable[str]:
    for column, text in enumerate(row, 1):
        if text:
            yield f'<c r="{column_letters(column)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def told(folder: Path, sheets: Mapping[str, Sequence[Line]], start: History) -> tuple[History, dict[str, list[str]]]:
    """Import filled templates one after another, no guess allowed: what then is known, and what there was to say of each."""
    history, said = start, {}
    for kind, rows in sheets.items():
        file = read(filled(folder / f"{kind}.xlsx", rows))
        assert [table.kind.zh for table in file.tables] == [kind]
        clerk = Clerk(history=history)
        plan = clerk.plan_tables(file.tables, effective="2017-01-01", strict=True)
        said[kind] = [f"{p.cell} {p.zh}" for p in (*file.problems, *plan.problems) if p.severity is not Severity.INFO]
        assert not plan.empty, kind
        history = history.after(plan)
    return history, said


def test_every_template_is_filled_in_here() -> None:
    assert {kind.zh for kind in KINDS} == {*FILLED, *OF_A_COUNTRY}


def test_choices_are_taken_from_the_lists() -> None:
    for kind in KINDS:
        columns = templates.template_columns(kind)
        for row in {**FILLED, **OF_A_COUNTRY}[kind.zh]:
            for column, text in zip(columns, row, strict=False):
                words = templates.drop_down(column)
                assert not words or not text or text in words, (kind.zh, column.headers[0], text, words)


def test_filled_templates_go_in_with_nothing_to_say(folder: Path) -> None:
    history, said = told(folder, FILLED, empty(DISTRICT))
    assert said == {kind: [] for kind in FILLED}
    clerk = Clerk(history=history)
    assert clerk.seat("甲社区", "DISTRICT_LEADER") == {("区级领导01", "2017-06-01..")}
    assert clerk.links("LINKS") == {("党员01", "花园院坝", "..")}
    assert clerk.actor("Case", "N1").text("publicSummary") == ""
    assert {name for name, _, _ in clerk.links("RECEIVED_BY")} == {"N1"}


def test_those_of_a_country_too(folder: Path) -> None:
    """The three sheets of the national list in one file, as it comes."""
    tables = [table for kind, rows in OF_A_COUNTRY.items() for table in read(filled(folder / f"{kind}.xlsx", rows)).tables]
    plan = Clerk(history=empty(AREA)).plan_tables(sorted(tables, key=lambda t: t.kind.rank), effective="2017-01-01", strict=True)
    assert [p.zh for p in plan.problems] == []
    assert {(a.kind, a.text("name")) for a in plan.actors} >= {("District", "另一区"), ("Community", "寅社区居民委员会")}
