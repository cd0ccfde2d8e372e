"""服务群众工作组名册: whose group a row is of, who sits in it and when, and what the file leaves out."""

from datetime import date

import pytest

from graph.model import Ref, Severity
from tests.loaders.clerk import (
    BING,
    DAPING_EAST,
    DAPING_WEST,
    DIVISION_HEADERS,
    DIVISIONS,
    EAST,
    JIA,
    POST_HEADERS,
    ROSTER_HEADERS,
    RULE_HEADERS,
    YI,
    Clerk,
    Line,
    codes,
    errors,
    line,
    people,
    post,
)

FULL = {"leader": "张三", "department": "民政局", "member": "李四", "team": "王五", "cadre": "赵六", "local": "钱七"}
LEADER, MEMBER, TEAM, CADRE, LOCAL = (
    "DISTRICT_LEADER",
    "DEPARTMENT_LEADER",
    "SUBDISTRICT_LEADER",
    "SUBDISTRICT_CADRE",
    "COMMUNITY_CADRE",
)


def widened(cells: dict[str, str], **columns: tuple[str, str]) -> tuple[Line, Line]:
    """Headers and a row of 甲社区 with further columns: by the header before it, a header and what stands below."""
    headers, values = list(ROSTER_HEADERS), list(line("甲社区", **cells))
    for before, (header, text) in columns.items():
        place = headers.index(before) + 1
        headers.insert(place, header)
        values.insert(place, text)
    return tuple(headers), tuple(values)


def test_a_row_is_the_whole_composition_of_its_group() -> None:
    clerk = Clerk()
    clerk.roster(line("甲社区", "2018-01-01", "2019-01-01", liaison="孙八", **FULL))
    span = "2018-01-01..2019-01-01"
    assert clerk.links("SERVES") == {("甲社区服务群众工作组", "甲社区", span)}
    assert clerk.links("FILLS") == {
        ("张三", f"甲社区/{LEADER}", span),
        ("李四", f"甲社区/{MEMBER}", span),
        ("王五", f"甲社区/{TEAM}", span),
        ("赵六", f"甲社区/{CADRE}", span),
        ("钱七", f"甲社区/{LOCAL}", span),
    }
    assert clerk.links("REPRESENTS") == {(f"甲社区/{MEMBER}", "民政局", span)}
    assert clerk.links("LIAISES") == {("孙八", "甲社区服务群众工作组", span)}
    assert clerk.actor("WorkGroup", JIA).text("name") == "甲社区服务群众工作组"
    assert clerk.links("HOLDS", "POST_IN") == set()


def test_a_department_without_a_member_is_a_vacant_seat_that_represents_it() -> None:
    clerk = Clerk()
    clerk.roster(line("甲社区", **{**FULL, "member": ""}))
    assert clerk.seat("甲社区", MEMBER) == set()
    assert clerk.links("REPRESENTS") == {(f"甲社区/{MEMBER}", "民政局", "2018-01-01..")}


def test_what_a_row_says_of_its_people() -> None:
    clerk = Clerk()
    titles = {"联系区级领导": ("职务", "常委、主任"), "部门班子成员": ("职务", "副局长")}
    headers, cells = widened({**FULL, "leader": "张三(区委常委)、周九"}, **titles)
    clerk.take(((*headers, "文号"), (*cells, "南委发〔2017〕1号")))
    said = {clerk.history.actors[x.start].text("name"): dict(x.properties) for x in clerk.history.links if x.type == "FILLS"}
    assert {who: {k: v for k, v in known.items() if k != "approvalDoc"} for who, known in said.items()} == {
        "张三": {"isHead": True, "claimedTitle": "区委常委"},
        "周九": {"isHead": True, "claimedTitle": "主任"},
        "李四": {"claimedTitle": "副局长"},
        "王五": {},
        "赵六": {},
        "钱七": {},
    }
    assert {known["approvalDoc"] for known in said.values()} == {clerk.actor("WorkGroup", JIA).text("basisDocument")}
    assert "2017" in clerk.actor("WorkGroup", JIA).text("basisDocument")


def test_the_head_is_whom_the_row_says() -> None:
    clerk = Clerk()
    clerk.take(widened(FULL, 镇街班子成员=("是否牵头", "是")))
    heads = {clerk.history.actors[x.start].text("name") for x in clerk.history.links if x.flag("isHead")}
    assert heads == {"王五"}
    two = Clerk().take(widened({**FULL, "team": "王五、周九"}, 镇街班子成员=("是否牵头", "是")))
    assert [(p.severity, p.code, p.value) for p in two.problems if p.code == "V6"] == [(Severity.WARN, "V6", "周九、王五")]


def test_only_an_office_landline_is_kept() -> None:
    clerk = Clerk()
    plan = clerk.roster(line("甲社区", phone="023-62800000"), line("乙社区", phone="13800000000"))
    assert clerk.actor("WorkGroup", JIA).text("officePhone") == "023-62800000"
    assert clerk.actor("WorkGroup", YI).text("officePhone") == ""
    told = [(p.severity, p.cell, p.value) for p in plan.problems if p.code == "PHONE_NOT_KEPT"]
    assert told == [(Severity.INFO, "K3", None)]
    assert not any("1380000" in f"{p}" for p in plan.problems)
    assert clerk.plan((ROSTER_HEADERS, line("甲社区", phone="023-62800000"), line("乙社区", phone="13800000000"))).empty


def test_the_newest_row_describes_the_group() -> None:
    headers = (*ROSTER_HEADERS, "工作组", "工作组编号")
    periods = (("2018-01-01", "2019-01-01", "62800001", "旧组"), ("2019-01-01", "2020-01-01", "62800002", "新组"))
    rows = [(*line("甲社区", since, until, phone=phone), name, "G1") for since, until, phone, name in periods]
    clerk = Clerk((headers, *reversed(rows)))
    group = clerk.actor("WorkGroup", "G1")
    assert (group.text("name"), group.text("officePhone")) == ("新组", "62800002")
    assert clerk.plan((headers, (*line("甲社区", "2017-06-01", "2018-01-01", phone="62800003"), "更早的组", "G1"))).changes == ()


# ---- which community


@pytest.mark.parametrize(
    ("place", "outer", "code", "found"),
    [
        ("甲社区", "", "", JIA),
        ("甲社区居委会", "东街道", "", JIA),
        ("东街道甲社区", "", "", JIA),
        ("大坪村", "东街道", "", DAPING_EAST),
        ("西镇大坪村", "", "", DAPING_WEST),
        ("大坪村", "", DAPING_WEST, DAPING_WEST),
        ("", "", JIA, JIA),
    ],
)
def test_the_community_of_a_row(place: str, outer: str, code: str, found: str) -> None:
    clerk = Clerk()
    plan = clerk.roster(line(place, outer=outer, code=code, local="钱七"))
    assert [a.key for a in clerk.history.of("WorkGroup")] == [found]
    assert codes(plan) == []


@pytest.mark.parametrize(
    ("cells", "code", "cell", "words"),
    [
        ({"place": "大坪村"}, "AMBIGUOUS_PLACE", "B2", (DAPING_EAST, DAPING_WEST)),
        ({"place": "甲社区", "code": YI}, "CODE_NAME_CONFLICT", "C2", ("乙社区", JIA)),
        ({"place": "甲社区", "outer": "西镇"}, "UNKNOWN_PLACE", "B2", (JIA,)),
        ({"place": "甲设区"}, "UNKNOWN_PLACE", "B2", ("甲社区",)),
        ({"place": "甲社区", "code": "990101009001"}, "UNKNOWN_PLACE", "C2", ("甲社区",)),
        ({"place": "甲社区", "code": EAST}, "BAD_CODE", "C2", ("12",)),
        ({"place": ""}, "BLANK", "B2", ()),
    ],
)
def test_a_place_that_is_not_clear_is_refused_with_the_cure(cells: dict[str, str], code: str, cell: str, words: tuple[str, ...]) -> None:
    plan = Clerk().plan((ROSTER_HEADERS, line(cells["place"], outer=cells.get("outer", ""), code=cells.get("code", ""), local="钱七")))
    (problem,) = errors(plan)
    assert (problem.code, problem.cell) == (code, cell)
    assert all(word in problem.zh and word in problem.en for word in words)
    assert plan.refused


def test_other_spellings_beside_a_code_are_told() -> None:
    plan = Clerk().roster(
        line("甲社区党群中心", code=JIA, local="钱七"),
        line("乙社区", code=YI, outer="西镇", local="钱八"),
        line("丙社区", code=BING, outer="南镇", local="钱九"),
    )
    assert [(p.severity, p.code, p.cell, p.value) for p in plan.problems] == [
        (Severity.INFO, "OTHER_NAME", "B2", "甲社区党群中心"),
        (Severity.WARN, "OTHER_SUBDISTRICT", "A3", "西镇"),
        (Severity.WARN, "UNKNOWN_SUBDISTRICT", "A4", "南镇"),
    ]


def edition(clerk: Clerk, *rows: tuple[str, str]) -> None:
    """The eastern subdistrict as it is from 2019-06-01 on."""
    clerk.take((DIVISION_HEADERS, *((code, name, "东街道", "某区") for code, name in rows)), effective="2019-06-01")


def test_a_village_under_its_old_name() -> None:
    clerk = Clerk()
    edition(clerk, (JIA, "新甲社区居委会"), (YI, "乙社区居民委员会"), (DAPING_EAST, "大坪村村民委员会"))
    plan = clerk.roster(line("甲社区", local="钱七"), line("甲社区", "2017-06-01", "2017-09-01", code=JIA, local="钱七"))
    assert [a.key for a in clerk.history.of("WorkGroup")] == [JIA]
    assert [(p.code, p.cell) for p in plan.problems] == [("OTHER_NAME", "B3")]


def test_a_community_abolished_goes_in_with_a_warning() -> None:
    clerk = Clerk()
    edition(clerk, (JIA, "甲社区居民委员会"), (DAPING_EAST, "大坪村村民委员会"))
    plan = clerk.roster(line("乙社区", local="钱七"), line("甲社区", local="钱八"))
    assert [(p.severity, p.code, p.cell) for p in plan.problems] == [(Severity.WARN, "ENDED_PLACE", "B2")]
    assert ("乙社区服务群众工作组", "乙社区", "2018-01-01..") in clerk.links("SERVES")
    clerk.take((DIVISION_HEADERS, *DIVISIONS[4:6]), effective="2021-01-01")
    later = clerk.plan((ROSTER_HEADERS, line("西镇大坪村", "2020-06-01", local="钱九"), line("西镇大坪村", "2021-06-01", code=DAPING_WEST)))
    assert [(p.code, p.cell) for p in later.problems if p.code == "ENDED_PLACE"] == [("ENDED_PLACE", "B3")]


def test_of_two_namesakes_the_one_that_exists_on_the_rows_days() -> None:
    clerk = Clerk()
    edition(clerk, (JIA, "甲社区居民委员会"), (f"{EAST}009", "乙社区居民委员会"))
    clerk.roster(line("乙社区", "2018-01-01", "2019-06-01", local="钱七"), line("乙社区", "2019-06-01", local="钱七"))
    assert [a.key for a in clerk.history.of("WorkGroup")] == [YI, f"{EAST}009"]


# ---- days


def test_rows_end_to_end_join_and_one_person_stays_one_fact() -> None:
    clerk = Clerk()
    clerk.roster(line("甲社区", "2018-01-01", "2019-01-01", **FULL), line("甲社区", "2019-01-01", **{**FULL, "leader": "周九"}))
    assert clerk.links("SERVES") == {("甲社区服务群众工作组", "甲社区", "2018-01-01..")}
    assert clerk.seat("甲社区", LEADER) == {("张三", "2018-01-01..2019-01-01"), ("周九", "2019-01-01..")}
    assert clerk.seat("甲社区", LOCAL) == {("钱七", "2018-01-01..")}


def test_two_sheets_by_year_join_in_either_order() -> None:
    first = (ROSTER_HEADERS, line("甲社区", "2018-01-01", "2019-01-01", **FULL))
    second = (ROSTER_HEADERS, line("甲社区", "2019-01-01", "2020-01-01", **{**FULL, "team": "周九"}))
    one, other, both = Clerk(first, second), Clerk(second, first), Clerk()
    both.take(second, first)
    types = ("SERVES", "FILLS", "REPRESENTS", "LIAISES")
    assert one.links(*types) == other.links(*types) == both.links(*types)
    assert one.seat("甲社区", LOCAL) == {("钱七", "2018-01-01..2020-01-01")}


def test_a_row_speaks_only_for_its_days() -> None:
    clerk = Clerk((ROSTER_HEADERS, line("甲社区", **FULL)))
    clerk.roster(line("甲社区", "2019-03-01", "2019-04-01", **{**FULL, "leader": ""}))
    assert clerk.seat("甲社区", LEADER) == {("张三", "2018-01-01..2019-03-01"), ("张三", "2019-04-01..")}
    assert clerk.seat("甲社区", LOCAL) == {("钱七", "2018-01-01..")}
    clerk.roster(line("甲社区", "2019-03-01", "2019-04-01", **FULL))
    assert clerk.seat("甲社区", LEADER) == {("张三", "2018-01-01..")}


def test_a_blank_start_is_in_force_from_the_effective_day_and_goes_on_from_what_is_known() -> None:
    clerk = Clerk()
    clerk.roster(line("甲社区", "", **FULL), effective="2019-06-01")
    assert clerk.seat("甲社区", LEADER) == {("张三", "?2019-06-01..")}
    assert clerk.links("SERVES") == {("甲社区服务群众工作组", "甲社区", "?2019-06-01..")}
    assert clerk.plan((ROSTER_HEADERS, line("甲社区", "", **FULL)), effective="2019-09-01").empty
    clerk.roster(line("甲社区", "", **{**FULL, "leader": "周九"}), effective="2019-09-01")
    assert clerk.seat("甲社区", LEADER) == {("张三", "?2019-06-01..2019-09-01"), ("周九", "2019-09-01..")}
    assert clerk.seat("甲社区", LOCAL) == {("钱七", "?2019-06-01..")}


def test_an_unknown_start_cannot_lie_before_what_was_told() -> None:
    clerk = Clerk((ROSTER_HEADERS, line("甲社区", "2018-01-01", "2019-01-01", **FULL)))
    clerk.roster(line("甲社区", "", **{**FULL, "leader": "周九"}), effective="2019-06-01")
    assert clerk.seat("甲社区", LEADER) == {("张三", "2018-01-01..2019-01-01"), ("周九", "?2019-01-01?2019-06-01..")}
    late = Clerk()
    late.roster(line("甲社区", "", **{**FULL, "leader": "周九"}), effective="2019-06-01")
    late.roster(line("甲社区", "2018-01-01", "2019-01-01", **FULL))
    assert late.seat("甲社区", LEADER) == clerk.seat("甲社区", LEADER)
    late.roster(line("甲社区", "2019-01-01", "2019-06-01", **FULL))
    assert late.seat("甲社区", LEADER) == {("张三", "2018-01-01..2019-06-01"), ("周九", "2019-06-01..")}


def test_a_blank_start_with_an_end_before_the_sheets_day_is_refused() -> None:
    (problem,) = errors(Clerk().plan((ROSTER_HEADERS, line("甲社区", "", "2019-01-01", **FULL))))
    assert (problem.code, problem.cell, problem.value) == ("V1", "M2", "2019-01-01")


def test_an_inclusive_end_is_the_day_before_and_told() -> None:
    clerk = Clerk()
    plan = clerk.roster(
        line("甲社区", "2018-01-01", "2018-12-31止", local="钱七"), line("甲社区", "2019-01-01", "2019-06-30", local="钱七")
    )
    assert [(p.severity, p.code, p.cell) for p in plan.problems] == [(Severity.INFO, "INCLUSIVE_END", "M2")]
    assert clerk.seat("甲社区", LOCAL) == {("钱七", "2018-01-01..2019-06-30")}
    other = Clerk()
    other.roster(line("甲社区", "2019-01-01", "2019-06-30", local="钱七"), inclusive_ends=True)
    assert other.seat("甲社区", LOCAL) == {("钱七", "2019-01-01..2019-07-01")}


def test_overlapping_rows_of_one_group_are_a_problem() -> None:
    plan = Clerk().plan((ROSTER_HEADERS, line("甲社区", "2018-01-01", "2019-01-02", **FULL), line("甲社区", "2019-01-01", **FULL)))
    assert [(p.code, p.cell) for p in errors(plan)] == [("ROWS_OVERLAP", "B3")]


def test_a_column_of_groups_is_their_key() -> None:
    headers = (*ROSTER_HEADERS, "工作组", "工作组编号")
    clerk = Clerk()
    plan = clerk.take((headers, (*line("甲社区", local="钱七"), "第一组", "G1"), (*line("甲社区", local="钱八"), "第二组", "G2")))
    assert {(a.key, a.text("name")) for a in clerk.history.of("WorkGroup")} == {("G1", "第一组"), ("G2", "第二组")}
    assert [(p.severity, p.code) for p in plan.problems] == [(Severity.WARN, "V3"), (Severity.WARN, "V3")]
    clerk.take((headers, (*line("乙社区", "2019-01-01", local="钱七"), "一组", "G1")))
    assert {x for x in clerk.links("SERVES") if x[0] == "一组"} == {
        ("一组", "甲社区", "2018-01-01..2019-01-01"),
        ("一组", "乙社区", "2019-01-01.."),
    }
    assert clerk.history.on(Ref("WorkGroup", "G1"), date(2018, 6, 1)).text("name") == "第一组"


# ---- what the file leaves out

EVERYBODY = (line("甲社区", local="钱七"), line("乙社区", local="钱八"), line("丙社区", local="钱九"))


def test_a_community_that_is_left_out_is_kept_and_told() -> None:
    clerk = Clerk((ROSTER_HEADERS, *EVERYBODY))
    plan = clerk.roster(line("甲社区", "2019-01-01", local="钱七"))
    assert [(p.severity, p.code, p.value) for p in plan.problems] == [(Severity.WARN, "LEFT_OUT", YI)]
    assert plan.empty


@pytest.mark.parametrize(
    ("effective", "since", "end"),
    [("", "2019-01-01", "2019-01-01"), ("2019-06-01", "2019-01-01", "2019-06-01"), ("2019-06-01", "", "2019-06-01")],
)
def test_with_allow_shrink_it_is_closed(effective: str, since: str, end: str) -> None:
    clerk = Clerk(
        (ROSTER_HEADERS, *(line(place, department="民政局", local="钱七", liaison="孙八") for place in ("甲社区", "乙社区", "丙社区")))
    )
    plan = clerk.roster(line("甲社区", since, department="民政局", local="钱七", liaison="孙八"), effective=effective, allow_shrink=True)
    closed = {(who, on) for who, whom, on in clerk.links("SERVES", "FILLS", "REPRESENTS", "LIAISES") if "乙" in who + whom}
    assert {on for _, on in closed} == {f"2018-01-01..{end}"}
    assert len(closed) == 4
    assert [(p.code, p.value, end in p.en) for p in plan.problems] == [("LEFT_OUT", YI, True)]
    assert {on for who, _, on in clerk.links("SERVES") if "乙" not in who} == {"2018-01-01.."}


def test_a_file_of_one_year_shrinks_that_year_only() -> None:
    clerk = Clerk((ROSTER_HEADERS, *EVERYBODY))
    clerk.roster(line("甲社区", "2018-06-01", "2019-01-01", local="钱七"), allow_shrink=True)
    assert {on for who, _, on in clerk.links("SERVES") if "乙" in who} == {"2018-01-01..2018-06-01", "2019-01-01.."}


def test_what_starts_on_the_day_of_closing_is_gone() -> None:
    clerk = Clerk((ROSTER_HEADERS, *EVERYBODY))
    clerk.roster(line("甲社区", local="钱七"), allow_shrink=True)
    assert {who for who, _, _ in clerk.links("SERVES")} == {"甲社区服务群众工作组", "丙社区服务群众工作组"}


# ---- soft rules


def test_soft_rules_are_told_and_go_in() -> None:
    clerk = Clerk((POST_HEADERS, post("张三", "区委", "区级领导", until="2018-06-01"), post("王五", "西镇党委", "镇街班子成员")))
    plan = clerk.roster(line("甲社区", "2018-09-01", leader="张三、周九", team="王五", local="张三"))
    told = [(p.severity, p.code, p.cell, p.value) for p in plan.problems if p.code.startswith("V")]
    assert told == [
        (Severity.WARN, "V2", "D2", "周九、张三"),
        (Severity.WARN, "V5", "D2", "张三"),
        (Severity.WARN, "V5", "G2", "王五"),
        (Severity.WARN, "V6", "D2", "周九、张三"),
    ]
    assert "非本镇街" in next(p.zh for p in plan.problems if (p.code, p.cell) == ("V5", "G2"))
    assert len(clerk.links("FILLS")) == 4


def test_one_person_in_two_seats_is_told_whoever_found_them() -> None:
    clerk = Clerk((POST_HEADERS, post("张三", "区委", "区级领导", number="1"), post("张三", "甲社区", "村(社区)书记", number="1")))
    plan = clerk.roster(line("甲社区", leader="张三", local="张三"))
    assert [(p.severity, p.code, p.cell, p.value) for p in plan.problems] == [(Severity.WARN, "V14", "I2", "张三")]


def test_seats_of_no_rule_are_made_where_they_are_filled() -> None:
    clerk = Clerk((RULE_HEADERS, ("在职区级领导", None, 1, 1, None, None, None)))
    clerk.roster(line("甲社区", leader="张三", local="钱七"))
    assert {seat for _, seat, _ in clerk.links("HAS_SEAT")} == {f"甲社区/{LEADER}", f"甲社区/{LOCAL}"}


# ---- who


def test_the_same_cell_twice_is_one_person_and_another_unit_another() -> None:
    clerk = Clerk()
    clerk.roster(line("甲社区", leader="张三", local="钱七"), line("乙社区", leader="张三", local="钱七"))
    assert sorted(name for name, *_ in people(clerk.history)) == ["张三", "钱七", "钱七"]


def test_members_of_an_unnamed_department_are_found_again() -> None:
    rows = (ROSTER_HEADERS, line("甲社区", leader="张三", member="李四"), line("乙社区", leader="李四", member="李四"))
    clerk = Clerk(rows)
    assert clerk.plan(rows).empty
    assert sorted((name, len(places)) for name, _, _, places in people(clerk.history)) == [("张三", 1), ("李四", 1), ("李四", 2)]


def test_a_department_that_changed_does_not_lend_its_name_to_the_one_before() -> None:
    rows = (
        ROSTER_HEADERS,
        line("甲社区", "2018-01-01", "2019-01-01", department="民政局", member="李四"),
        line("甲社区", "2019-01-01", department="财政局", member="李四"),
    )
    clerk = Clerk(rows)
    assert clerk.plan(rows).empty
    assert [name for name, *_ in people(clerk.history).elements()] == ["李四", "李四"]


def test_numbers_stand_beside_their_names() -> None:
    clerk = Clerk()
    clerk.take(widened({"local": "钱七、钱八"}, **{"村(社区)干部": ("人员编号", "7、8")}))
    assert {(name, number) for name, number, *_ in people(clerk.history)} == {("钱七", "7"), ("钱八", "8")}
    (problem,) = errors(Clerk().plan(widened({"local": "钱七、钱八"}, **{"村(社区)干部": ("人员编号", "7")})))
    assert (problem.code, problem.cell, problem.value) == ("NUMBERS_DIFFER", "J2", "7")


def test_a_numbered_cell_adopts_whom_name_and_unit_find() -> None:
    clerk = Clerk((ROSTER_HEADERS, line("甲社区", local="钱七")), widened({"local": "钱七"}, **{"村(社区)干部": ("人员编号", "7")}))
    assert [(name, number) for name, number, *_ in people(clerk.history).elements()] == [("钱七", "7")]


def test_several_of_a_name_in_a_unit_are_named() -> None:
    clerk = Clerk((POST_HEADERS, post("钱七", "甲社区", "村(社区)书记", number="7"), post("钱七", "甲社区", "村(社区)干部", number="8")))
    (problem,) = errors(clerk.plan((ROSTER_HEADERS, line("甲社区", local="钱七"))))
    assert (problem.code, problem.cell, problem.value) == ("AMBIGUOUS_PERSON", "I2", "钱七")
    assert "7、8" in problem.zh


def test_a_liaison_is_who_sits_in_the_group_else_of_the_subdistrict() -> None:
    rows = (ROSTER_HEADERS, line("甲社区", cadre="赵六", local="钱七", liaison="钱七、孙八"), line("乙社区", cadre="孙八", liaison="赵六"))
    clerk = Clerk(rows)
    assert sorted((name, len(places)) for name, _, _, places in people(clerk.history)) == [("孙八", 2), ("赵六", 2), ("钱七", 2)]
    assert clerk.plan(rows).empty
