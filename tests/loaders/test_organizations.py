"""单位名录: what a unit governs or is based in, implied units that turn out to be listed, parents and successors."""

import pytest

from graph.model import Severity
from graph.vocabulary import OrganizationKind
from tests.loaders.clerk import (
    DAPING_EAST,
    DAPING_WEST,
    EAST,
    POST_HEADERS,
    ROSTER_HEADERS,
    UNIT_HEADERS,
    WEST,
    Clerk,
    Line,
    Rows,
    codes,
    errors,
    line,
    post,
)


def unit(name: str, kind: str = "区级部门", axis: str = "条", place: str = "", **said: str) -> Line:
    """A row. Said: code, parent, since, until, heir, former."""
    cells = (
        said.get("code"),
        name,
        kind,
        axis,
        said.get("parent"),
        place,
        said.get("since"),
        said.get("until"),
        said.get("heir"),
        said.get("former"),
    )
    return tuple(cell or None for cell in cells)


def units(*rows: Line) -> Rows:
    return (UNIT_HEADERS, *rows)


def test_a_unit_of_the_territory_governs_and_one_of_the_line_is_based() -> None:
    clerk = Clerk(
        units(
            unit("东街道办事处", "街道办事处", "块", EAST),
            unit("甲社区居委会", "居委会", "块"),
            unit("南街派出所", "其他", "条", "东街道"),
            unit("民政局", place="", axis="条", since="2010-01-01"),
        )
    )
    assert clerk.links("GOVERNS") == {("东街道办事处", "东街道", ".."), ("甲社区居委会", "甲社区", "..")}
    assert clerk.links("BASED_IN") == {("南街派出所", "东街道", "..")}
    assert clerk.named("Organization")["民政局"].extra == ("Department",)


@pytest.mark.parametrize(
    ("name", "kind", "place", "type_"),
    [("西镇党委", "党组织", "", "GOVERNS"), ("便民中心", "其他", WEST, "BASED_IN"), ("西边办事处", "街道办事处", WEST, "GOVERNS")],
)
def test_where_the_axis_is_blank_the_name_and_the_kind_tell(name: str, kind: str, place: str, type_: str) -> None:
    assert Clerk(units(unit(name, kind, "", place))).links(type_) == {(name, "西镇", "..")}


def test_the_same_list_again_says_nothing() -> None:
    rows = units(
        unit("东街道办事处", "街道办事处", "块", EAST, code="1", parent="区政府"),
        unit("农业局", until="2019-03-01", heir="农业农村委、农办", since="2010"),
        unit("农业农村委", since="2019-03-01", former="农办公室"),
        unit("农办", "其他"),
    )
    clerk = Clerk(rows)
    plan = clerk.plan(rows)
    assert plan.empty
    assert plan.problems == ()


def test_a_unit_has_one_place_and_one_parent() -> None:
    clerk = Clerk(units(unit("一办", "其他", "块", EAST, code="7", parent="区政府")))
    clerk.take(units(unit("一办", "其他", "条", WEST, code="7", parent="区委")))
    assert clerk.links("GOVERNS") == set()
    assert clerk.links("BASED_IN") == {("一办", "西镇", "..")}
    assert clerk.links("UNIT_OF") == {("一办", "区委", "..")}


def test_a_unit_of_a_code_may_change_its_name_from_the_lists_own_day() -> None:
    clerk = Clerk()
    clerk.take(units(unit("农业局", code="7")), effective="2018-01-01")
    clerk.take(units(unit("农业农村委", code="7")), effective="2019-03-01")
    (organization,) = clerk.history.of("Organization")
    (change,) = clerk.history.facts.changes
    assert (change.subject, change.name, change.old, change.new, str(change.on)) == (
        organization.ref,
        "name",
        "农业局",
        "农业农村委",
        "2019-03-01",
    )


def test_successors_from_the_day_of_the_end() -> None:
    clerk = Clerk(units(unit("农业局", until="2019-03-01", heir="农业农村委;农办"), unit("农业农村委")))
    assert clerk.links("SUCCEEDED_BY") == {("农业局", "农业农村委", "2019-03-01.."), ("农业局", "农办", "2019-03-01..")}
    assert clerk.named("Organization")["农办"].flag("implied")
    assert [(p.code, p.cell) for p in errors(Clerk().plan(units(unit("农业局", heir="农办"))))] == [("NO_END", "H2")]


def test_chains_may_not_come_back() -> None:
    plan = Clerk().plan(units(unit("一局", parent="二局"), unit("二局", parent="三局"), unit("三局", parent="一局")))
    assert [(p.code, p.cell, p.value) for p in errors(plan)] == [("V12", "E2", "二局"), ("V12", "E3", "三局"), ("V12", "E4", "一局")]
    assert [p.code for p in errors(Clerk().plan(units(unit("一局", parent="一局"))))] == ["V12"]


def test_a_superior_of_the_same_name_is_not_the_unit_itself() -> None:
    clerk = Clerk()
    plan = clerk.take(units(unit("区民政局", parent="重庆市民政局")))
    assert [(p.severity, p.code, p.cell) for p in plan.problems] == [(Severity.WARN, "OWN_PARENT", "E2")]
    assert clerk.links("UNIT_OF") == set()


def test_an_end_before_the_start() -> None:
    assert [(p.code, p.cell, p.value) for p in errors(Clerk().plan(units(unit("一局", since="2019-05-01", until="2019-05-01"))))] == [
        ("V1", "H2", "2019-05-01")
    ]


@pytest.mark.parametrize(
    ("row", "code", "cell", "words"),
    [
        (unit("大坪村委会", "居委会", "块"), "AMBIGUOUS_PLACE", "B2", (DAPING_EAST, DAPING_WEST)),
        (unit("一办", "其他", "块", "大坪村"), "AMBIGUOUS_PLACE", "F2", (DAPING_EAST, DAPING_WEST)),
        (unit("一办", "其他", "块", "东街到"), "UNKNOWN_PLACE", "F2", ("东街道",)),
        (unit("一办", "其他", "块", "990101009"), "UNKNOWN_PLACE", "F2", ()),
        (unit("一办", "其他", "块", "99010100"), "BAD_CODE", "F2", ()),
        (unit("一局", "局"), "BAD_CHOICE", "C2", ("区级部门",)),
        (unit(""), "NO_NAME", "B2", ()),
    ],
)
def test_a_bad_row_names_its_cell_and_the_cure(row: Line, code: str, cell: str, words: tuple[str, ...]) -> None:
    plan = Clerk().plan(units(row, unit("二局")))
    (problem,) = errors(plan)
    assert (problem.code, problem.cell) == (code, cell)
    assert all(word in problem.zh for word in words)
    assert plan.refused


def test_a_unit_has_one_row_in_a_sheet() -> None:
    same = Clerk().plan(units(unit("一局", code="7"), unit("一局", code="7")))
    assert [(p.severity, p.code, p.cell) for p in same.problems] == [(Severity.WARN, "REPEATED_UNIT", "B3")]
    other = Clerk().plan(units(unit("一局", code="7"), unit("二局", code="7")))
    assert [(p.severity, p.code, p.cell) for p in other.problems] == [(Severity.ERROR, "REPEATED_UNIT", "B3")]


def test_two_units_of_one_name_are_told_apart_by_place_or_code() -> None:
    clerk = Clerk(units(unit("大坪村委会", "居委会", "块", DAPING_EAST), unit("大坪村委会", "居委会", "块", DAPING_WEST)))
    assert clerk.links("GOVERNS") == {("大坪村委会", "东街道大坪村", ".."), ("大坪村委会", "西镇大坪村", "..")}
    (problem,) = errors(clerk.plan((POST_HEADERS, post("张三", "大坪村委会", "村(社区)书记"))))
    assert problem.code == "AMBIGUOUS_UNIT"
    assert DAPING_EAST in problem.en
    assert DAPING_WEST in problem.en
    coded = Clerk(units(unit("服务站", code="1"), unit("服务站", code="2")))
    assert sorted(a.text("orgCode") for a in coded.history.of("Organization")) == ["1", "2"]


# ---- units that no list holds


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (post("张三", "东街道党工委", "镇街干部"), OrganizationKind.SUBDISTRICT_OFFICE),
        (post("张三", "甲社区党委", "村(社区)书记"), OrganizationKind.COMMITTEE),
        (post("张三", "区委", "区级领导"), OrganizationKind.PARTY_COMMITTEE),
        (post("张三", "区人大", "区级领导"), OrganizationKind.GOVERNMENT),
        (post("张三", "某区人民政府", "区级领导"), OrganizationKind.GOVERNMENT),
        (post("张三", "民政局", "部门干部"), OrganizationKind.DEPARTMENT),
        (post("张三", "供电所", ""), OrganizationKind.OTHER),
    ],
)
def test_an_implied_unit_is_of_the_kind_that_the_row_implies(row: Line, kind: str) -> None:
    clerk = Clerk()
    plan = clerk.posts(row)
    (organization,) = clerk.history.of("Organization")
    assert (organization.text("kind"), organization.flag("implied")) == (kind, True)
    assert [(p.severity, p.code, p.cell) for p in plan.problems] == [(Severity.INFO, "IMPLIED_UNIT", "C2")]


def test_the_most_telling_row_decides_in_whatever_order() -> None:
    department, other = (POST_HEADERS, post("张三", "供电局", "部门班子成员")), (POST_HEADERS, post("李四", "供电局", ""))
    named: Rows = (ROSTER_HEADERS, line("甲社区", department="供电局"))
    kinds = [
        {a.text("kind") for a in Clerk(*sheets).history.of("Organization")}
        for sheets in ((department, other), (other, named), (named, other))
    ]
    assert kinds == [{"DEPARTMENT"}] * 3


def test_a_listed_unit_is_implied_no_longer() -> None:
    clerk = Clerk((POST_HEADERS, post("张三", "南街站", "镇街干部")))
    plan = clerk.take(units(unit("南街站", "其他", "块", EAST, code="9")))
    (organization,) = clerk.history.of("Organization")
    assert (organization.text("kind"), organization.flag("implied"), organization.text("orgCode")) == ("OTHER", False, "9")
    assert clerk.links("GOVERNS") == {("南街站", "东街道", "..")}
    assert {change.on for change in plan.changes} == {None}
    assert plan.problems == ()
    assert clerk.plan(units(unit("南街站", "其他", "块", EAST, code="9"))).empty


def test_strict_wants_all_units_listed_and_names_a_near_one() -> None:
    clerk = Clerk(units(unit("文化旅游委员会")))
    (problem,) = errors(clerk.plan((POST_HEADERS, post("张三", "文化旅游委", "部门干部")), strict=True))
    assert (problem.code, problem.cell, problem.value) == ("IMPLIED_UNIT", "C2", "文化旅游委")
    assert "文化旅游委员会" in problem.zh
    assert codes(clerk.plan((POST_HEADERS, post("张三", "区文化旅游委员会", "部门干部")), strict=True)) == []
    clerk.posts(post("张三", "文化旅游委", "部门干部"))
    assert codes(clerk.plan((POST_HEADERS, post("李四", "文化旅游委", "部门干部")), strict=True)) == ["IMPLIED_UNIT"]


def test_a_former_name_is_a_name() -> None:
    clerk = Clerk(units(unit("文化旅游委", former="文化局、旅游局")))
    clerk.posts(post("张三", "某区旅游局", "部门干部"))
    assert [a.text("name") for a in clerk.history.of("Organization")] == ["文化旅游委"]


@pytest.mark.parametrize(
    ("listed", "place", "written"),
    [
        ("甲社区居民委员会", "甲社区", "甲社区居委会"),
        ("甲社区居委会", "甲社区", "东街道甲社区居民委员会"),
        ("丁村村民委员会", "丁村", "丁村村委会"),
        ("西镇人民政府", "西镇", "西镇政府"),
    ],
)
def test_a_committee_written_in_short_is_the_listed_one(listed: str, place: str, written: str) -> None:
    """Whichever sheet comes first."""
    kind = "街道办事处" if "政府" in listed else "居委会"
    units = (UNIT_HEADERS, unit(listed, kind, "块", place))
    rows = (POST_HEADERS, post("张三", written, ""), post("李四", written, ""), post("王五", listed, ""))
    after = Clerk(units)
    plan = after.take(rows)
    assert [(p.severity, p.value) for p in plan.problems if p.code == "UNIT_WRITTEN_OTHERWISE"] == [(Severity.WARN, written)]
    assert listed in next(p.zh for p in plan.problems if p.code == "UNIT_WRITTEN_OTHERWISE")
    before = Clerk(rows, units)
    for clerk in (after, before):
        (only,) = [a for a in clerk.history.of("Organization") if a.text("kind") in (OrganizationKind.COMMITTEE, "SUBDISTRICT_OFFICE")]
        assert (only.text("name"), only.flag("implied")) == (listed, False)
        assert {title.removesuffix("干事") for _, title, _ in clerk.links("HOLDS")} == {listed}


def test_other_units_of_the_same_place_are_others() -> None:
    clerk = Clerk((UNIT_HEADERS, unit("甲社区居民委员会", "居委会", "块", "甲社区"), unit("东街道办事处", "街道办事处", "块", "东街道")))
    plan = clerk.take((POST_HEADERS, post("张三", "甲社区党委", ""), post("李四", "东街道党工委", "")))
    assert "UNIT_WRITTEN_OTHERWISE" not in codes(plan)
    assert {"甲社区党委", "东街道党工委"} <= clerk.named("Organization").keys()


def test_a_guess_at_the_unit_is_an_error_where_guesses_are() -> None:
    clerk = Clerk((UNIT_HEADERS, unit("甲社区居民委员会", "居委会", "块", "甲社区")))
    (problem,) = errors(clerk.plan((POST_HEADERS, post("张三", "甲社区居委会", "")), strict=True))
    assert (problem.code, problem.cell, problem.value) == ("UNIT_WRITTEN_OTHERWISE", "C2", "甲社区居委会")


def test_two_listed_units_stay_two_whatever_their_words_mean() -> None:
    clerk = Clerk((UNIT_HEADERS, unit("甲社区居民委员会", "居委会", "块", "甲社区"), unit("甲社区居委会", "居委会", "块", "甲社区")))
    assert {"甲社区居民委员会", "甲社区居委会"} <= clerk.named("Organization").keys()
