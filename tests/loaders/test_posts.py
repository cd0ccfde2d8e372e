"""干部任职表: who holds what and when, and who the people of its rows are."""

import pytest

from graph.model import Severity
from loaders.sheets import Value
from tests.loaders.clerk import POST_HEADERS, Clerk, Line, Rows, codes, errors, people, post
from tests.loaders.test_organizations import unit, units


def sheet(*rows: Line) -> Rows:
    return (POST_HEADERS, *rows)


def test_a_row_is_a_post_and_its_holder() -> None:
    clerk = Clerk(units(unit("民政局")))
    clerk.posts(post("张 三", "区民政局", "部门班子成员", "2018年5月", "2019-06-30止", number="7", title="局长"))
    (person,), (held,) = clerk.history.of("Person"), clerk.history.of("Post")
    assert (person.key, person.text("name"), person.text("personnelNo")) == ("7", "张三", "7")
    assert (held.text("title"), held.text("rank"), "isLeadershipTeam" in held.properties) == ("局长", "DEPT_LEADERSHIP", False)
    assert clerk.links("HOLDS") == {("张三", "民政局局长", "2018-05..2019-07-01")}
    assert clerk.links("POST_IN") == {("民政局局长", "民政局", "..")}


def test_a_leader_of_the_district_is_labelled_for_people_who_browse() -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "区委", "", number="1"), post("李四", "区委", "区级领导"))
    assert {name: a.extra for name, a in clerk.named("Person").items()} == {"张三": (), "李四": ("DistrictLeader",)}
    clerk.posts(post("张三", "区政府", "区级领导", number="1"))
    assert clerk.named("Person")["张三"].extra == ("DistrictLeader",)


def test_the_same_sheet_again_says_nothing() -> None:
    rows = sheet(
        post("张三", "区委", "区级领导", "", "", number="1"),
        post("张三", "民政局", "部门班子成员", "2018", "2019-03", number="1"),
        post("李四", "东街道办事处", "镇街班子成员", ""),
        post("李四", "甲社区", "村(社区)书记", "2019-01-01", "2019-05-01"),
        post("李四", "甲社区", "村(社区)书记", "2019-08-01"),
    )
    clerk = Clerk(rows)
    assert clerk.plan(rows).empty
    assert clerk.plan(rows, effective="2020-06-01").empty


@pytest.mark.parametrize(
    ("row", "code", "cell", "value"),
    [
        (post("张三", "民政局", "部门班子成员", "2019-05-01", "2019-05-01"), "V1", "H2", "2019-05-01"),
        (post("张三", "民政局", "部门班子成员", "2019.13"), "BAD_DATE", "G2", "2019.13"),
        (post("张三", "民政局", "局级"), "BAD_CHOICE", "E2", "局级"),
        (post("张三、李四", "民政局", "部门班子成员"), "NOT_ONE_NAME", "B2", "张三、李四"),
        (post("空缺", "民政局", "部门班子成员"), "NOT_ONE_NAME", "B2", "空缺"),
        (post("", "民政局", "部门班子成员"), "BLANK", "B2", None),
        (post("张三", "", "部门班子成员"), "BLANK", "C2", None),
        (post("张三", "大坪村村委会", "村(社区)书记"), "AMBIGUOUS_UNIT", "C2", "大坪村村委会"),
    ],
)
def test_a_bad_row_names_its_cell_and_writes_nothing(row: Line, code: str, cell: str, value: str | None) -> None:
    plan = Clerk().plan(sheet(row, post("王五", "民政局", "部门干部")))
    (problem,) = errors(plan)
    assert (problem.code, problem.file, problem.sheet, problem.cell, problem.value) == (code, "book.xlsx", "Sheet1", cell, value)
    assert problem.zh != problem.en
    assert plan.refused


# ---- starts


def test_a_blank_start_is_in_force_from_the_sheets_own_day() -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "民政局", "部门干部", ""), post("李四", "民政局", "部门干部", "", "2019-03-01"), effective="2019-06-01")
    assert clerk.links("HOLDS") == {("张三", "民政局部门干部", "?2019-06-01.."), ("李四", "民政局部门干部", "?2019-03-01..2019-03-01")}


def test_a_start_already_known_stays_and_one_told_later_replaces() -> None:
    clerk = Clerk()
    blank, known = post("张三", "民政局", "部门干部", ""), post("张三", "民政局", "部门干部", "2018-01-01")
    clerk.posts(blank, effective="2019-06-01")
    clerk.posts(known)
    assert clerk.links("HOLDS") == {("张三", "民政局部门干部", "2018-01-01..")}
    clerk.posts(post("张三", "民政局", "部门干部", "", "2020-01-01"), effective="2019-12-01")
    assert clerk.links("HOLDS") == {("张三", "民政局部门干部", "2018-01-01..2020-01-01")}


def test_an_end_on_the_day_of_a_sheet_without_starts_is_the_end_of_what_it_told() -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "民政局", "部门干部", ""), effective="2019-06-01")
    clerk.posts(post("张三", "民政局", "部门干部", "2018-01-01", "2019-06-01"))
    assert clerk.links("HOLDS") == {("张三", "民政局部门干部", "2018-01-01..2019-06-01")}


def test_a_later_start_is_not_the_start_of_what_holds_now() -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "民政局", "部门干部", "2021-01-01"))
    clerk.posts(post("张三", "民政局", "部门干部", ""), effective="2020-01-01")
    assert clerk.links("HOLDS") == {("张三", "民政局部门干部", "2021-01-01.."), ("张三", "民政局部门干部", "?2020-01-01..")}


def test_an_end_told_later_closes_and_two_periods_stay_two() -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "民政局", "部门干部", "2018-01-01"))
    plan = clerk.posts(
        post("张三", "民政局", "部门干部", "2018-01-01", "2019-01-01"), post("张三", "民政局", "部门干部", "2019-06-01"), allow_shrink=True
    )
    assert clerk.links("HOLDS") == {("张三", "民政局部门干部", "2018-01-01..2019-01-01"), ("张三", "民政局部门干部", "2019-06-01..")}
    assert [(x.number, x.retracted_at is None) for x in clerk.history.facts.links if x.type == "HOLDS"] == [
        (1, False),
        (2, True),
        (1, True),
    ]
    assert [x.reason for x in plan.retractions] == ["changed"]


def test_another_rank_of_the_same_office_is_a_correction() -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "民政局", "部门干部", title="副局长"))
    clerk.posts(post("张三", "民政局", "部门班子成员", title="副局长"))
    (holding,) = clerk.history.out("HOLDS", clerk.named("Person")["张三"].ref)
    assert clerk.history.actors[holding.end].text("rank") == "DEPT_LEADERSHIP"


# ---- who is who


def test_rows_of_one_name_and_unit_are_one_person_and_of_two_units_two() -> None:
    clerk = Clerk()
    plan = clerk.posts(
        post("张三", "东街道办事处", "镇街干部", title="干事"),
        post("张三", "东街道党工委", "镇街班子成员", title="委员"),
        post("张三", "民政局", "部门干部"),
        post("李四", "区委", "区级领导"),
        post("李四", "区政府", "区级领导"),
    )
    assert sorted((name, len(posts)) for name, _, posts, _ in people(clerk.history)) == [("张三", 1), ("张三", 2), ("李四", 2)]
    duplicates = [p for p in plan.problems if p.code == "POSSIBLE_DUPLICATE"]
    assert [(p.severity, p.cell) for p in duplicates] == [(Severity.INFO, "B4")]


def test_numbers_tell_namesakes_apart_and_unite_units() -> None:
    clerk = Clerk()
    rows = (
        post("张三", "民政局", "部门干部", number="1"),
        post("张三", "民政局", "部门班子成员", number="2"),
        post("张三", "水利局", "部门干部", number="1"),
    )
    plan = clerk.posts(*rows)
    assert sorted((number, len(posts)) for _, number, posts, _ in people(clerk.history)) == [("1", 2), ("2", 1)]
    assert "POSSIBLE_DUPLICATE" not in codes(plan)


def test_a_numbered_row_adopts_whom_name_and_unit_find() -> None:
    unnumbered = (post("张三", "民政局", "部门干部"), post("张三", "水利局", "部门干部"))
    numbered = (post("张三", "民政局", "部门干部", "2019-01-01", number="1"), post("张三", "水利局", "部门干部", "2019-01-01", number="1"))
    orders = [Clerk(sheet(*a), sheet(*b)).history for a, b in ((unnumbered, numbered), (numbered, unnumbered))]
    assert people(orders[0]) == people(orders[1])
    ((name, number, posts, _),) = people(orders[0])
    assert (name, number, len(posts)) == ("张三", "1", 4)
    (gone,) = [a for a in orders[0].of("Person") if a.text("mergedInto")]
    assert orders[0].out("HOLDS", gone.ref) == ()
    assert gone.interval.holds(gone.recorded_at.date()) is False


def test_within_a_sheet_the_numbered_rows_come_first() -> None:
    clerk = Clerk(sheet(post("张三", "民政局", "部门干部"), post("张三", "民政局", "部门班子成员", number="1")))
    ((_, number, posts, _),) = people(clerk.history)
    assert (number, len(posts)) == ("1", 2)


def test_several_candidates_are_named() -> None:
    two = (post("张三", "民政局", "部门干部", number="1"), post("张三", "民政局", "部门班子成员", number="2"))
    (problem,) = errors(Clerk(sheet(*two)).plan(sheet(post("张三", "民政局", "部门干部", "2020-01-01"))))
    assert (problem.code, problem.cell, problem.value) == ("AMBIGUOUS_PERSON", "B2", "张三")
    assert "1、2" in problem.zh
    (claimed,) = errors(Clerk(sheet(post("张三", "民政局", "部门干部"))).plan(sheet(*two)))
    assert (claimed.code, claimed.cell, claimed.value) == ("AMBIGUOUS_PERSON", "A3", "2")


def test_another_name_under_a_number_is_told() -> None:
    clerk = Clerk(sheet(post("张三", "民政局", "部门干部", number="1")))
    plan = clerk.posts(post("张珊", "民政局", "部门干部", "2019-01-01", number="1"))
    assert [(p.code, p.cell, p.value) for p in plan.problems] == [("OTHER_NAME", "B2", "张珊")]
    assert [name for name, *_ in people(clerk.history)] == ["张三"]


def test_a_number_under_another_name_adopts_nobody() -> None:
    rows = sheet(post("张三", "区委", "区级领导", number="1"), post("李四", "甲社区", "村(社区)书记", number="1"))
    clerk = Clerk(sheet(post("李四", "甲社区", "村(社区)书记")), rows)
    assert sorted((name, number, len(posts)) for name, number, posts, _ in people(clerk.history)) == [("张三", "1", 2), ("李四", "", 1)]
    assert clerk.plan(rows).empty


def test_made_up_people_say_so() -> None:
    clerk = Clerk()
    clerk.take(((*POST_HEADERS, "来源"), (*post("张三", "民政局", "部门干部"), "合成"), (*post("李四", "民政局", "部门干部"), "文件")))
    assert {name: a.flag("isSynthetic") for name, a in clerk.named("Person").items()} == {"张三": True, "李四": False}


@pytest.mark.parametrize("other", ["'1001", "’1001", "1001.0", 1001.0, 1001, "１００１", " 1001 ", "1.001E+03"], ids=repr)
def test_a_personnel_number_is_one_however_a_spreadsheet_wrote_it(other: Value) -> None:
    clerk = Clerk()
    clerk.posts(post("张三", "区民政局", "部门班子成员", number="1001"))
    there = post("张三", "区财政局", "部门班子成员", since="2019-01-01")
    clerk.take((POST_HEADERS, (other, *there[1:])))
    (person,) = clerk.history.of("Person")
    assert (person.key, person.text("personnelNo")) == ("1001", "1001")
    assert len(clerk.links("HOLDS")) == 2


def test_numbers_with_letters_or_zeros_before_them_stay_as_they_are() -> None:
    clerk = Clerk()
    clerk.posts(*(post("张三", "区民政局", "部门班子成员", number=number) for number in ("A1.0", "0100", "100", "1.5")))
    assert {person.key for person in clerk.history.of("Person")} == {"A1.0", "0100", "100", "1.5"}
