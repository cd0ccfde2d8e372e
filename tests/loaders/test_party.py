"""党员花名册: members, their organisations and communities, what is dropped, and the courtyards that they link."""

from datetime import date

import pytest

from graph.model import Problem, Ref, Severity
from graph.vocabulary import OrganizationKind
from tests.loaders.books import table
from tests.loaders.clerk import DAPING_EAST, DAPING_WEST, DING, JIA, UNIT_HEADERS, Clerk, Rows, codes, errors, post

HEADERS = ("姓名", "所在党组织", "村(社区)", "党内职务", "组织状态", "联系院坝/户")
YARDS = (
    ("院坝编号", "院坝名称", "联系党员"),
    (f"{DING}001", "李家院坝", "张三"),
    (f"{DING}002", "王家院坝", None),
    (f"{JIA}001", "李家院坝", None),
)
POST_HEADERS = ("人员编号", "姓名", "单位", "职务", "级别", "是否班子成员", "任职时间", "免职时间")


def row(name: str, organization: str, community: str = "", title: str = "", state: str = "", links: str = "") -> tuple[str | None, ...]:
    return tuple(text or None for text in (name, organization, community, title, state, links))


def sheet(*rows: tuple[str | None, ...]) -> Rows:
    return (HEADERS, *rows)


def based(clerk: Clerk) -> set[tuple[str, str]]:
    return {(unit, place) for unit, place, _ in clerk.links("BASED_IN", "GOVERNS")}


def told(found: tuple[Problem, ...], code: str) -> list[Problem]:
    return [p for p in found if p.code == code]


# ---- the organisation and its community


@pytest.mark.parametrize(
    "name",
    ["丁村党支部", "丁村党总支", "中共丁村支部委员会", "丁村第二党支部", "某区丁村党支部", "西镇丁村党支部"],
)
def test_a_party_organisation_leads_to_the_community_whose_name_it_bears(name: str) -> None:
    clerk = Clerk(sheet(row("张三", name)))
    (unit,) = clerk.history.of("Organization")
    assert (unit.text("kind"), unit.flag("implied")) == (OrganizationKind.PARTY_ORGANIZATION, True)
    assert {place for _, place in based(clerk)} == {"丁村"}


def test_a_committee_named_after_a_community_governs_it() -> None:
    clerk = Clerk(sheet(row("张三", "丁村党委")))
    assert clerk.links("GOVERNS") == {("丁村党委", "丁村", "..")}


def test_the_column_tells_the_community_where_there_is_one() -> None:
    clerk = Clerk(sheet(row("张三", "飞鹰物业党支部", "甲社区"), row("李四", "机关党支部")))
    assert based(clerk) == {("飞鹰物业党支部", "甲社区")}
    assert clerk.links("PARTY_MEMBER_OF") == {("张三", "飞鹰物业党支部", ".."), ("李四", "机关党支部", "..")}


def test_namesakes_of_two_communities_are_two_organisations() -> None:
    headers = ("姓名", "所在党组织", "区划代码")
    rows = (headers, ("张三", "大坪村党支部", DAPING_EAST), ("张三", "大坪村党支部", DAPING_WEST))
    clerk = Clerk(rows, rows)
    assert {x.end.key for x in clerk.history.links if x.type == "BASED_IN"} == {DAPING_EAST, DAPING_WEST}
    assert (len(clerk.history.of("Organization")), len(clerk.history.of("Person"))) == (2, 2)


def test_a_name_that_stands_twice_leads_nowhere_by_itself() -> None:
    clerk = Clerk(sheet(row("张三", "大坪村党支部")))
    assert based(clerk) == set()


def test_an_organisation_of_the_list_is_where_the_list_says() -> None:
    units = (UNIT_HEADERS, ("D1", "飞鹰党支部", "党组织", "条", None, JIA, None, None, None, None))
    clerk = Clerk(units)
    plan = clerk.take(sheet(row("张三", "飞鹰党支部", "丁村")))
    assert [p.severity for p in told(plan.problems, "OTHER_COMMUNITY")] == [Severity.WARN]
    assert based(clerk) == {("飞鹰党支部", "甲社区")}
    assert clerk.plan(sheet(row("张三", "飞鹰党支部", "丁村"))).empty


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("张三", ""), "BLANK"),
        (("", "丁村党支部"), "BLANK"),
        (("张三、李四", "丁村党支部"), "SEVERAL_NAMES"),
        (("张三", "丁村党支部", "戊村"), "UNKNOWN_PLACE"),
        (("张三", "丁村党支部", "", "", "退休"), "BAD_CHOICE"),
    ],
)
def test_what_is_wrong_keeps_the_row_out(cells: tuple[str, ...], code: str) -> None:
    assert [p.code for p in errors(Clerk().plan(sheet(row(*cells))))] == [code]


# ---- the member


def test_a_membership_says_no_dates_and_keeps_state_and_title() -> None:
    clerk = Clerk(sheet(row("张三", "丁村党支部", title="支部委员", state="流动")))
    clerk.take(sheet(row("张三", "丁村党支部")))
    (link,) = [x for x in clerk.history.links if x.type == "PARTY_MEMBER_OF"]
    assert (dict(link.properties), str(link.interval.since or "")) == ({"floating": True, "partyTitle": "支部委员"}, "")
    clerk.take(sheet(row("张三", "丁村党支部", state="正常")))
    (link,) = [x for x in clerk.history.links if x.type == "PARTY_MEMBER_OF"]
    assert not link.flag("floating")
    assert clerk.history.of("Person")[0].extra == ("PartyMember",)


@pytest.mark.parametrize("header", ["入党时间", "转正时间", "身份证号", "出生年月", "性别", "联系电话", "家庭住址", "党费标准"])
def test_personal_data_is_dropped_and_named(header: str) -> None:
    found = table((*HEADERS, header), (*row("张三", "丁村党支部"), "500000190001010000"))
    (problem,) = found.problems
    assert (problem.severity, problem.code, problem.value) == (Severity.INFO, "DROPPED_COLUMN", header)
    assert "1900" not in str(list(found.records))


def test_a_member_is_the_person_of_that_name_in_the_community_in_whatever_order() -> None:
    posts = (POST_HEADERS, post("张三", "丁村党支部", "村(社区)书记", number="7"))
    members = sheet(row("张三", "丁村党支部"))
    for order in ((posts, YARDS, members), (members, posts, YARDS), (YARDS, members, posts)):
        clerk = Clerk(*order)
        (person,) = (a for a in clerk.history.of("Person") if not a.text("mergedInto"))
        assert {x.type for x in clerk.history.links if x.start == person.ref} == {"HOLDS", "LINKS", "PARTY_MEMBER_OF"}


def test_a_name_twice_in_one_organisation_is_one_person_and_a_guess() -> None:
    rows = sheet(row("张三", "丁村党支部"), row("张三", "丁村党支部"))
    assert codes(Clerk().take(rows), Severity.WARN) == ["SAME_NAME_TWICE"]
    assert codes(Clerk().plan(rows, strict=True), Severity.ERROR) == ["IMPLIED_UNIT", "SAME_NAME_TWICE"]


def test_numbers_tell_namesakes_apart() -> None:
    rows = (("姓名", "人员编号", "所在党组织"), ("张三", "1", "丁村党支部"), ("张三", "2", "丁村党支部"))
    clerk = Clerk()
    assert codes(clerk.take(rows), Severity.WARN) == []
    assert {a.key for a in clerk.history.of("Person")} == {"1", "2"}


def test_two_memberships_of_one_person_are_kept_and_told() -> None:
    clerk = Clerk(sheet(row("张三", "丁村第一党支部")))
    assert codes(clerk.take(sheet(row("张三", "丁村第二党支部"))), Severity.WARN) == ["TWO_MEMBERSHIPS"]
    assert len(clerk.links("PARTY_MEMBER_OF")) == 2


# ---- the courtyards


def test_a_courtyard_is_found_by_its_code_or_by_its_name_in_the_members_community() -> None:
    clerk = Clerk(YARDS, sheet(row("赵六", "丁村党支部", links=f"李家院坝、{DING}002")))
    assert {x.end.key for x in clerk.history.links if x.type == "LINKS" and clerk.history.actors[x.start].text("name") == "赵六"} == {
        f"{DING}001",
        f"{DING}002",
    }


def test_a_link_named_by_both_sheets_is_one() -> None:
    members = sheet(row("张三", "丁村党支部", links="李家院坝"))
    for order in ((YARDS, members), (YARDS, members, YARDS)):
        assert Clerk(*order).links("LINKS") == {("张三", "李家院坝", "..")}


def test_households_and_unknown_courtyards_are_told_without_their_names() -> None:
    clerk = Clerk(YARDS)
    plan = clerk.take(sheet(row("赵六", "丁村党支部", links="王某某户、陈家大院")))
    assert [(p.severity, p.value) for p in told(plan.problems, "HOUSEHOLD")] == [(Severity.INFO, None)]
    assert [(p.severity, p.value) for p in told(plan.problems, "UNKNOWN_COURTYARD")] == [(Severity.WARN, None)]
    assert "王某某" not in str(plan)
    assert "UNKNOWN_COURTYARD" in codes(clerk.plan(sheet(row("赵六", "丁村党支部", links="陈家大院")), strict=True), Severity.ERROR)


def test_the_same_sheet_again_changes_nothing() -> None:
    rows = sheet(row("张三", "丁村党支部", "丁村", "支部委员", "流动", "李家院坝"), row("李四", "机关党支部"))
    assert Clerk(YARDS, rows).plan(rows).empty


def test_a_person_of_the_sheet_stands_in_the_books_on_no_day_of_his_own() -> None:
    clerk = Clerk(sheet(row("张三", "丁村党支部")))
    (person,) = clerk.history.of("Person")
    assert clerk.history.on(Ref("Person", person.key), date(2018, 1, 1)).interval.since is None
