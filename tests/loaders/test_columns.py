"""From a sheet to a table: header rows, kinds, repeated headers, what is dropped, near or missing, and which rows are records."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from graph.model import Problem, Severity, Source
from loaders import forms, kinds
from loaders.cells import text
from loaders.columns import Record, Table, recognise, tables
from loaders.files import read
from tests.loaders.books import lines, sheet, table, workbook

POSTS = ("姓名", "单位", "职务")
ROSTER = ("镇街", "村(社区)", "区划代码", "联系区级领导")


def told(problems: Iterable[Problem]) -> list[tuple[str, str, str | None]]:
    return [(problem.severity.value, problem.code, problem.cell) for problem in problems]


def rows(found: Table) -> list[dict[str, str]]:
    return [{field: text(cell) for field, cell in record.cells.items()} for record in found.records]


# ---- which kind


@pytest.mark.parametrize(
    ("key", "headers"),
    [
        ("areas", "code,name,cityCode,provinceCode"),
        ("streets", "code,name,areaCode,provinceCode,cityCode"),
        ("villages", "code,name,streetCode,provinceCode,cityCode,areaCode"),
        ("divisions", "code,name,short_name,kind,subdistrict_code,subdistrict_name,subdistrict_kind,in_nbs_2019,in_nbs_2023"),
        ("divisions", "区划代码,名称,镇街,常住人口,户数,区县名称"),
        ("organizations", "单位编码,单位名称,单位类别,条块,层级,上级单位,所属区划,设立日期,撤销日期,承继单位,简称,曾用名"),
        ("posts", "人员编号,姓名,单位,职务,级别,是否班子成员,任职时间,免职时间,文号"),
        ("rules", "席位,名称,最少,最多,须代表单位,起始,终止"),
        (
            "roster",
            "序号,镇街,村(社区),区划代码,联系区级领导,职务,区级部门,部门班子成员,职务,镇街班子成员,职务,镇街干部,村(社区)干部,联络员,"
            "联系电话,起始时间,终止时间,文号,备注",
        ),
        ("roster", "镇街,村(社区),包联领导,责任单位,部门领导,驻片领导,驻村干部,书记,工作组,工作组编号,来源"),
    ],
)
def test_a_sheet_is_known_by_its_headers(key: str, headers: str) -> None:
    found = table(headers.split(","))
    assert (found.kind.key, found.problems, len(found.fields)) == (key, (), len(headers.split(",")))


def test_headers_are_compared_without_white_space_width_and_case() -> None:
    found = table(("镇 街", "村（社区）", "区划\n代码", "联系\u3000区级领导", "Ｃｏｄｅ1"))
    assert found.fields == ("subdistrict", "community", "code", "leader")


def test_a_remark_in_brackets_behind_a_header_does_not_matter() -> None:
    found = table(("姓名*", "单位(全称)", "＊职务（必填）", "任职时间(年月日)*"))
    assert (found.fields, found.problems) == (("name", "unit", "title", "since"), ())


@pytest.mark.parametrize("above", [0, 1, 9])
def test_the_header_row_is_sought_in_ten_rows(above: int) -> None:
    found = table(*[("某区干部任职表", None, "填报单位:某区") for _ in range(above)], POSTS, ("甲", "区民政局", "局长"))
    assert rows(found) == [{"name": "甲", "unit": "区民政局", "title": "局长"}]


def test_a_header_row_further_down_is_not_found() -> None:
    assert recognise(sheet(*[("某区干部任职表",)] * 10, POSTS)) is None


@pytest.mark.parametrize("headers", [("备注",), (*POSTS[:2], "甲", "乙", "丙"), ("编码", "名单")])
def test_a_few_known_words_make_no_table(headers: tuple[str, ...]) -> None:
    assert recognise(sheet(headers)) is None


def test_a_file_without_any_table_is_an_error_and_other_sheets_beside_one_are_not() -> None:
    known, strange = sheet(POSTS), sheet(("填表说明",), ("请勿涂改",))
    assert told(tables([strange])[1]) == told(tables([sheet()])[1]) == [("ERROR", "UNKNOWN_SHEET", None)]
    assert told(tables([strange, known, sheet()])[1]) == [("WARN", "UNKNOWN_SHEET", None)]


def test_tables_come_in_the_order_of_writing() -> None:
    found, problems = tables([sheet(ROSTER), sheet(POSTS), sheet(("单位名称", "单位类别"))])
    assert [t.kind.key for t in found] == ["organizations", "posts", "roster"]
    assert problems == ()


def test_the_kinds_stand_in_the_order_of_writing() -> None:
    ranks = [kind.rank for kind in kinds.KINDS]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.key)
def test_a_header_means_one_column_of_a_kind_or_one_for_each_column_of_people(kind: forms.SheetKind) -> None:
    spellings = [(header.lower(), column.after) for column in kind.columns for header in column.headers]
    assert len(spellings) == len(set(spellings))
    fields = {column.field for column in kind.columns}
    assert len(fields) == len(kind.columns)
    assert {field for group in kind.required for field in group} | {c.after for c in kind.columns if c.after} <= fields


# ---- repeated headers


def test_a_title_belongs_to_the_people_before_it() -> None:
    headers = ("村(社区)", "联系区级领导", "职务", "区级部门", "部门班子成员", "职务", "镇街班子成员", "职务", "村(社区)干部", "职务")
    found = table(headers, ("甲社区", "A", "a", "区民政局", "B", "b", "C", "c", "D", "d"))
    assert found.problems == ()
    (row,) = rows(found)
    assert {row[p]: row[f"{p}_title"] for p in ("leader", "department_leader", "subdistrict_leader", "community_cadre")} == {
        "A": "a",
        "B": "b",
        "C": "c",
        "D": "d",
    }


def test_numbers_deputies_and_their_periods_belong_to_the_people_before_them() -> None:
    headers = (
        "村(社区)",
        "联系区级领导",
        "人员编号",
        "是否牵头",
        "B角",
        "人员编号",
        "起止",
        "镇街班子成员",
        "人员编号",
        "B角",
        "联系电话",
        "起止",
    )
    found = table(headers)
    assert found.problems == ()
    assert found.fields == (
        "community",
        "leader",
        "leader_number",
        "leader_heads",
        "leader_deputy",
        "leader_deputy_number",
        "leader_deputy_span",
        "subdistrict_leader",
        "subdistrict_leader_number",
        "subdistrict_leader_deputy",
        "phone",
        "span",
    )


def test_a_header_that_names_its_people_may_stand_anywhere() -> None:
    found = table(("镇街班子成员职务", "区划代码", "镇街班子成员", "联系区级领导", "联系区级领导人员编号", "联系区级领导B角"))
    assert found.problems == ()
    assert set(found.fields) >= {"subdistrict_leader_title", "leader_number", "leader_deputy"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((*ROSTER, "镇街"), ("ERROR", "REPEATED_HEADER", "E1")),
        ((*ROSTER, "职务", "职务"), ("ERROR", "REPEATED_HEADER", "F1")),
        (("职务", *ROSTER), ("ERROR", "STRAY_HEADER", "A1")),
        ((*POSTS, "职务"), ("ERROR", "REPEATED_HEADER", "D1")),
        ((*ROSTER, "起始时间", "起始日期"), ("ERROR", "REPEATED_HEADER", "F1")),
    ],
)
def test_a_header_stands_twice_only_where_its_place_tells_what_it_means(headers: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    assert told(table(headers).problems) == [expected]


# ---- other headers


@pytest.mark.parametrize(
    ("header", "known"),
    [("免职时问", "免职时间"), ("任职时", "任职时间"), ("人员编码", "人员编号"), ("是否班子成圆", "是否班子成员")],
)
def test_a_header_near_one_that_the_sheet_lacks_is_an_error(header: str, known: str) -> None:
    (problem,) = table((*POSTS, header)).problems
    assert (problem.severity, problem.code, problem.cell, problem.value) == (Severity.ERROR, "NEAR_HEADER", "D1", header)
    assert known in problem.zh
    assert known in problem.en


@pytest.mark.parametrize("header", ["学历", "任职批次说明", "免职时问", "任职", "备注栏"])
def test_any_other_header_is_left_out_and_named(header: str) -> None:
    found = table((*POSTS, "免职时间", header), ("甲", "区民政局", "局长", "长期", "机密"))
    (problem,) = found.problems
    assert (problem.severity, problem.code, problem.cell, problem.value) == (Severity.WARN, "UNKNOWN_HEADER", "E1", header)
    assert "机密" not in str(rows(found))


def test_latin_headers_have_to_be_nearer() -> None:
    headers = ("code", "name", "subdistrict_name", "short_code", "householdz")
    assert told(table(headers).problems) == [("WARN", "UNKNOWN_HEADER", "D1"), ("ERROR", "NEAR_HEADER", "E1")]
    (problem,) = table(("code", "name", "cityCode", "areaCode", "provinceC0de")).problems
    assert "“provinceCode”" in problem.en


@pytest.mark.parametrize(
    "header", ["身份证号", "身份证号码", "出生日期", "出生年月", "家庭住址", "性别", "联系方式", "手机号", "联系电话", "反映人"]
)
def test_personal_data_is_dropped_and_named_without_its_values(header: str) -> None:
    found = table((*POSTS, header), ("甲", "区民政局", "局长", "500000190001010000"))
    (problem,) = found.problems
    assert (problem.severity, problem.code, problem.cell, problem.value) == (Severity.INFO, "DROPPED_COLUMN", "D1", header)
    assert "1900" not in f"{problem}{rows(found)}"


def test_a_missing_column_is_an_error_that_names_it() -> None:
    (problem,) = table(("姓名", "单位", "级别", "任职时间")).problems
    assert (problem.severity, problem.code) == (Severity.ERROR, "MISSING_HEADER")
    assert "职务" in problem.zh
    assert "Posts" in problem.en


def test_one_of_several_columns_may_be_needed() -> None:
    found = table(("序号", "镇街", "联系区级领导", "起始时间"))
    (problem,) = found.problems
    assert "村(社区)、区划代码(任一)" in problem.zh


# ---- records


def test_totals_signatures_blank_and_repeated_rows_are_no_records() -> None:
    found = table(
        ("序号", *POSTS),
        (1, "甲", "区民政局", "局长"),
        (2, None, None, None),
        ("序号", *POSTS),
        (None, "小 计", None, 3),
        ("合计:", None, None, 7),
        ("总计", None, None, 8),
        ("填表人:乙", None, "审核人:丙", None),
        (3, "合计平", "区民政局", "科长"),
    )
    assert [(record.number, text(record.cell("name"))) for record in found.records] == [(2, "甲"), (9, "合计平")]


def test_a_record_knows_where_its_cells_stand() -> None:
    found = table(
        ("某区干部任职表",),
        (*POSTS, "来源", "免职时间"),
        ("甲", "区民政局", "局长", None, None),
        ("乙", "区民政局", "科长", "任免公报", None),
    )
    first, second = found.records
    assert first.source("unit") == Source("干部任职表", "book.xlsx", "Sheet1", "B3")
    assert second.source("title") == Source("任免公报", "book.xlsx", "Sheet1", "C4")
    assert (first.cell("until").value, first.cell("until").ref, first.header("until")) == (None, "E3", "免职时间")
    assert (first.cell("rank").value, first.cell("rank").ref, first.header("rank")) == (None, "3", "")
    assert (found.file, found.sheet) == ("book.xlsx", "Sheet1")


def test_editions_are_fields_of_their_own() -> None:
    found = table(("code", "name", "subdistrict_name", "in_nbs_2019", "in_nbs_2023", "in_nbs_next"), ("1", "甲", "乙", 1, 0, 1))
    assert found.fields[3:] == ("in_nbs_2019", "in_nbs_2023")
    assert [(problem.code, problem.value) for problem in found.problems] == [("UNKNOWN_HEADER", "in_nbs_next")]


def test_records_of_a_csv_are_streamed_and_may_be_walked_again(tmp_path: Path) -> None:
    (source,) = read(lines(tmp_path / "a.csv", "姓名,单位,职务", *(f"甲{n},区民政局,科长" for n in range(100))))
    found = recognise(source)
    assert found is not None
    records = iter(found.records)
    assert next(records).number == 2
    assert [record.number for record in found.records] == list(range(2, 102))


def test_a_workbook_and_a_csv_give_the_same_records(tmp_path: Path) -> None:
    content = [("序号", *POSTS), ("1", "甲", "区民政局", "局长"), ("2", "乙", "区教委", "主任")]
    made: list[Record] = []
    for path in (workbook(tmp_path / "a.xlsx", content), lines(tmp_path / "a.csv", *map(",".join, content), encoding="gb18030")):
        (found,), problems = tables(read(path))
        assert problems == ()
        made += found.records
    assert [dict(r.cells) for r in made[:2]] == [dict(r.cells) for r in made[2:]]


def test_every_text_names_its_place_in_both_languages() -> None:
    found = table((*POSTS, "免职时问", "学历", "性别", "姓名", "级别"), ("甲", "乙", "丙"))
    assert {problem.code for problem in found.problems} == {"NEAR_HEADER", "UNKNOWN_HEADER", "DROPPED_COLUMN", "REPEATED_HEADER"}
    assert all(problem.value and problem.value in problem.zh and problem.value in problem.en for problem in found.problems)
    assert all((problem.file, problem.sheet) == ("book.xlsx", "Sheet1") for problem in found.problems)
