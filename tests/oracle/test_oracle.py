"""The oracle against districts so small that a hand can count them."""

from dataclasses import replace
from datetime import date

import pytest

from tests.oracle.days import Boundary, all_of, any_of, boundary, within
from tests.oracle.gaps import Gap, Gaps
from tests.oracle.holders import Holders
from tests.oracle.rates import Measure, Rates, assignable
from tests.oracle.rows import division, line, organisation, post, rule
from tests.oracle.sheets import Roster, Row, Sheets

C1, C2, FAR = "900001001001", "900001001002", "900001002001"
DIVISIONS = (
    division("900001", "某区"),
    division("900001001", "东街道"),
    division("900001002", "西街道"),
    division(C1, "甲社区居民委员会"),
)
POSTS = (
    post("领导", "区委", "区级领导"),
    post("局长", "民政局", "部门班子成员"),
    post("主任", "东街道办事处", "镇街班子成员"),
    post("书记", "甲社区居委会", "村(社区)书记"),
)
ALL = {"leader": "领导", "department": "民政局", "member": "局长", "team": "主任", "local": "书记"}
FULL = Sheets(DIVISIONS, posts=POSTS, rosters=(Roster((line(C1, **ALL),)),))
"""One community, one group, every seat filled by right."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def roster(*rows: Row, effective: str = "") -> tuple[Roster, ...]:
    return (Roster(rows, effective),)


def swap(index: int, *rows: Row) -> tuple[Row, ...]:
    """The posts with others in the place of one."""
    return (*POSTS[:index], *rows, *POSTS[index + 1 :])


def measure(sheets: Sheets, on: str, kpi: str, which: str = "") -> Measure:
    rows = Rates(sheets).measures(day(on))
    return next(row for row in rows if row.kpi == kpi and which in ("", row.kind, row.level, row.strictness))


def counts(sheets: Sheets, on: str, kpi: str, which: str = "") -> tuple[int, int, int, int]:
    """Nominal (-1: has none), effective, at best, coarse."""
    row = measure(sheets, on, kpi, which)
    return -1 if row.nominal is None else len(row.nominal), len(row.effective), len(row.upper), len(row.coarse)


def gaps(sheets: Sheets, on: str) -> list[tuple[str, str, str | None, str | None]]:
    """Reasons, seats, since and without effective since, as texts."""
    found = list(Gaps(sheets).gaps(day(on)))
    return sorted(("/".join(sorted(g.reasons)), "/".join(sorted(g.seats)), _text(g.since), _text(g.without_effective_since)) for g in found)


def _text(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def reason(sheets: Sheets, on: str, kind: str, group: str = C1) -> str:
    holders = Holders(sheets)
    (person,) = holders.seated(group, kind, day(on))
    return holders.reason(group, kind, person, day(on))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-05-12", "2019-05-12", "2019-05-12"),
        ("2019.5.12", "2019-05-12", "2019-05-12"),
        ("2019年5月12日", "2019-05-12", "2019-05-12"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2019年5月", "2019-05-01", "2019-05-31"),
        ("2019.10", "2019-10-01", "2019-10-31"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-06-30止", "2019-07-01", "2019-07-01"),
        ("至2019-06-30", "2019-07-01", "2019-07-01"),
    ],
)
def test_what_a_date_says(text: str, first: str, last: str) -> None:
    assert boundary(text) == Boundary(day(first), day(last))


@pytest.mark.parametrize("text", ["", "长期", "至今"])
def test_an_open_end(text: str) -> None:
    assert boundary(text) is None


def test_truth_of_a_coarse_interval() -> None:
    since, until = Boundary(day("2019-05-01"), day("2019-05-31")), Boundary(day("2019-07-01"), day("2019-07-01"))
    days = ("2019-04-30", "2019-05-01", "2019-05-30", "2019-05-31", "2019-06-30", "2019-07-01")
    assert [within(day(text), since, until) for text in days] == [False, None, None, True, True, False]


def test_truth_of_several() -> None:
    assert [any_of(x) for x in ([], [False, None], [None, True])] == [False, None, True]
    assert [all_of(x) for x in ([], [True, None], [None, False])] == [True, None, False]


def test_everybody_needs_a_slot_of_their_own() -> None:
    a, b = frozenset("a"), frozenset("ab")
    assert assignable([])
    assert assignable([b, a])
    assert not assignable([a, a])
    assert not assignable([b, b, a])


def test_a_complete_group_counts_everywhere() -> None:
    rows = list(Rates(FULL).measures(day("2019-05-01")))
    assert [(row.kpi, row.kind or row.level, row.strictness) for row in rows] == [
        ("GROUP", None, None),
        ("SEAT", "DISTRICT_LEADER", None),
        ("SEAT", "DEPARTMENT_LEADER", None),
        ("SEAT", "SUBDISTRICT_LEADER", None),
        ("SEAT", "COMMUNITY_CADRE", None),
        ("LEVEL", "DISTRICT", "LENIENT"),
        ("LEVEL", "DISTRICT", "STRICT"),
        ("LEVEL", "SUBDISTRICT", None),
        ("LEVEL", "COMMUNITY", None),
        ("LINKAGE", None, "LENIENT"),
        ("LINKAGE", None, "STRICT"),
        ("FULL_COMPOSITION", None, None),
    ]
    assert {(row.effective, row.upper, row.coarse) for row in rows} == {(frozenset({C1}), frozenset({C1}), frozenset())}
    assert gaps(FULL, "2019-05-01") == []


def test_a_community_without_a_group() -> None:
    sheets = replace(FULL, divisions=(*DIVISIONS, division(C2, "乙社区居民委员会", "2019-03-01")))
    assert Rates(sheets).communities(day("2019-02-28")) == {C1}
    assert counts(sheets, "2019-03-05", "LINKAGE", "STRICT") == (1, 1, 1, 0)
    gap = Gap(frozenset({"NO_GROUP"}), C2, since=day("2019-03-01"), without_effective_since=day("2019-03-01"), ever_in_roster=False)
    assert list(Gaps(sheets).gaps(day("2019-03-05"))) == [gap]


def test_a_ghost_stays_on_paper() -> None:
    sheets = replace(FULL, posts=swap(0, post("领导", "区委", "区级领导", until="2019-03-10")))
    assert counts(sheets, "2019-03-09", "LINKAGE", "STRICT") == (1, 1, 1, 0)
    assert counts(sheets, "2019-03-10", "LINKAGE", "STRICT") == (1, 0, 0, 0)
    assert counts(sheets, "2019-03-10", "LINKAGE", "LENIENT") == (1, 1, 1, 0)
    assert gaps(sheets, "2019-04-01") == [("GHOST", "DISTRICT_LEADER", "2019-03-10", "2019-03-10")]


def test_a_hand_over_leaves_neither_gap_nor_double() -> None:
    rows = (line(C1, until="2019-03-10", **ALL), line(C1, "2019-03-10", **{**ALL, "leader": "后任"}))
    sheets = replace(FULL, posts=(*POSTS, post("后任", "区委", "区级领导", "2019-03-10")), rosters=roster(*rows))
    assert [gaps(sheets, on) for on in ("2019-03-09", "2019-03-10")] == [[], []]
    assert list(Holders(sheets).seated(C1, "DISTRICT_LEADER", day("2019-03-10"))) == ["后任@区"]


def test_nobody_on_some_days() -> None:
    rows = (line(C1, until="2019-03-10", **ALL), line(C1, "2019-03-10", "2019-03-20", **{**ALL, "leader": ""}))
    sheets = replace(FULL, rosters=roster(*rows))
    assert gaps(sheets, "2019-03-15") == [("VACANT", "DISTRICT_LEADER", "2019-03-10", "2019-03-10")]
    assert gaps(sheets, "2019-03-20") == [("NO_GROUP", "", "2019-03-20", "2019-03-20")]


def test_a_leader_of_another_subdistrict() -> None:
    sheets = replace(FULL, posts=swap(2, post("主任", "西街道办事处", "镇街班子成员")))
    assert reason(sheets, "2019-05-01", "SUBDISTRICT_LEADER") == "WRONG_SUBDISTRICT"
    assert counts(sheets, "2019-05-01", "LEVEL", "SUBDISTRICT") == (1, 0, 0, 0)


def test_a_member_of_another_department() -> None:
    sheets = replace(FULL, posts=swap(1, post("局长", "水利局", "部门班子成员", "2019-03-01")))
    assert reason(sheets, "2019-02-28", "DEPARTMENT_LEADER") == "GHOST"
    assert reason(sheets, "2019-05-01", "DEPARTMENT_LEADER") == "WRONG_UNIT"
    assert gaps(sheets, "2019-05-01") == [("WRONG_UNIT", "DEPARTMENT_LEADER", "2019-01-01", "2019-01-01")]


def test_who_once_qualified_is_a_ghost_even_with_a_post_elsewhere() -> None:
    moved = (
        post("局长", "民政局", "部门班子成员", until="2019-03-01", number="7"),
        post("局长", "水利局", "部门班子成员", "2019-03-01", number="7"),
    )
    assert reason(replace(FULL, posts=swap(1, *moved)), "2019-05-01", "DEPARTMENT_LEADER") == "GHOST"


def test_the_column_decides_about_the_team_and_the_rank_where_it_is_blank() -> None:
    cadre, promoted = post("局长", "民政局", "部门班子成员", team="否"), post("局长", "民政局", "部门干部", team="是")
    assert reason(replace(FULL, posts=swap(1, cadre)), "2019-05-01", "DEPARTMENT_LEADER") == "GHOST"
    assert reason(replace(FULL, posts=swap(1, promoted)), "2019-05-01", "DEPARTMENT_LEADER") == "EFFECTIVE"


def test_of_whom_nothing_is_known_is_unverified() -> None:
    sheets = replace(FULL, posts=swap(0))
    assert counts(sheets, "2019-05-01", "LINKAGE", "STRICT") == (1, 0, 1, 0)
    assert counts(sheets, "2019-05-01", "FULL_COMPOSITION") == (-1, 0, 1, 0)
    assert gaps(sheets, "2019-05-01") == [("UNVERIFIED", "DISTRICT_LEADER", "2019-01-01", "2019-01-01")]


def test_a_month_leaves_its_days_undecided() -> None:
    sheets = replace(FULL, rosters=roster(line(C1, "2019-05", **ALL)))
    assert counts(sheets, "2019-05-10", "GROUP") == (-1, 0, 1, 1)
    assert counts(sheets, "2019-05-10", "LINKAGE", "STRICT") == (0, 0, 1, 1)
    assert counts(sheets, "2019-05-31", "LINKAGE", "STRICT") == (1, 1, 1, 0)


def test_a_post_of_a_coarse_start() -> None:
    sheets = replace(FULL, posts=swap(0, post("领导", "区委", "区级领导", "2019-05")))
    assert counts(sheets, "2019-05-10", "SEAT", "DISTRICT_LEADER") == (1, 0, 1, 1)
    assert gaps(sheets, "2019-05-10") == [("UNKNOWN", "DISTRICT_LEADER", "2019-05-01", "2019-01-01")]
    assert gaps(sheets, "2019-04-30") == [("GHOST", "DISTRICT_LEADER", "2019-01-01", "2019-01-01")]


def test_rows_that_meet_in_a_coarse_boundary_join() -> None:
    rows = (line(C1, until="2019-05", **{**ALL, "leader": ""}), line(C1, "2019-05", **ALL))
    sheets = replace(FULL, rosters=roster(*rows))
    assert counts(sheets, "2019-05-10", "GROUP") == (-1, 1, 1, 0)
    assert gaps(sheets, "2019-05-10") == [("UNKNOWN", "DISTRICT_LEADER", "2019-05-01", "2019-01-01")]


def test_a_blank_start_is_unknown_before_the_day_of_the_sheet() -> None:
    sheets = replace(FULL, rosters=roster(line(C1, "", **ALL), effective="2019-03-01"))
    assert counts(sheets, "2019-02-28", "GROUP") == (-1, 0, 1, 1)
    assert counts(sheets, "2019-03-01", "LINKAGE", "STRICT") == (1, 1, 1, 0)


def test_a_department_lives_on_in_its_heir() -> None:
    organisations = (organisation("民政局", until="2019-03-01", heirs="民政社保局"), organisation("民政社保局", since="2019-03-01"))
    moved = (post("局长", "民政局", "部门班子成员", number="7"), post("局长", "民政社保局", "部门班子成员", number="7"))
    sheets = replace(FULL, organisations=organisations, posts=swap(1, *moved))
    assert [gaps(sheets, on) for on in ("2019-02-28", "2019-03-01")] == [[], []]
    without = replace(sheets, posts=swap(1, moved[0]))
    assert gaps(without, "2019-03-01") == [("GHOST", "DEPARTMENT_LEADER", "2019-03-01", "2019-03-01")]


def test_a_seat_that_represents_nothing_takes_any_department() -> None:
    sheets = replace(FULL, rosters=roster(line(C1, **{**ALL, "department": ""})))
    assert reason(sheets, "2019-05-01", "DEPARTMENT_LEADER") == "EFFECTIVE"


def test_a_department_without_a_member_is_a_vacant_seat() -> None:
    sheets = replace(FULL, rosters=roster(line(C1, **{**ALL, "member": ""})))
    assert gaps(sheets, "2019-05-01") == [("VACANT", "DEPARTMENT_LEADER", "2019-01-01", "2019-01-01")]


def test_one_person_in_two_seats_is_one_level() -> None:
    both = (post("领导", "区委", "区级领导", number="1"), post("领导", "民政局", "部门班子成员", number="1"))
    sheets = replace(FULL, posts=swap(0, *both), rosters=roster(line(C1, **{**ALL, "member": "领导"})))
    assert counts(sheets, "2019-05-01", "SEAT", "DEPARTMENT_LEADER") == (1, 1, 1, 0)
    assert counts(sheets, "2019-05-01", "LEVEL", "STRICT") == (0, 0, 0, 0)
    assert counts(sheets, "2019-05-01", "LINKAGE", "STRICT") == (0, 0, 0, 0)
    assert counts(sheets, "2019-05-01", "LINKAGE", "LENIENT") == (1, 1, 1, 0)
    assert gaps(sheets, "2019-05-01") == [("SAME_PERSON", "DEPARTMENT_LEADER/DISTRICT_LEADER", "2019-01-01", None)]


def test_two_holders_of_a_seat_for_one() -> None:
    posts = (*POSTS, post("后任", "区委", "区级领导", "2019-03-01"))
    sheets = replace(FULL, posts=posts, rosters=roster(line(C1, **{**ALL, "leader": "领导、后任"})))
    assert counts(sheets, "2019-02-28", "FULL_COMPOSITION") == (-1, 1, 1, 0)
    assert counts(sheets, "2019-03-01", "FULL_COMPOSITION") == (-1, 0, 0, 0)
    assert gaps(sheets, "2019-05-01") == [("OVER_MAX", "DISTRICT_LEADER", "2019-03-01", None)]


def test_levels_spread_over_two_groups_do_not_count() -> None:
    rows = (line(C1, group="一", leader="领导", team="主任"), line(C1, group="二", department="民政局", member="局长", local="书记"))
    sheets = replace(FULL, rosters=roster(*rows))
    assert counts(sheets, "2019-05-01", "SEAT", "COMMUNITY_CADRE") == (1, 1, 1, 0)
    assert counts(sheets, "2019-05-01", "LINKAGE", "LENIENT") == (0, 0, 0, 0)
    assert sorted(gap[:2] for gap in gaps(sheets, "2019-05-01")) == [
        ("TWO_GROUPS", ""),
        ("VACANT", "COMMUNITY_CADRE"),
        ("VACANT", "DEPARTMENT_LEADER"),
        ("VACANT", "DISTRICT_LEADER"),
        ("VACANT", "SUBDISTRICT_LEADER"),
    ]


def test_namesakes_of_two_units_are_two_people() -> None:
    posts = (*POSTS, post("书记", "乙社区居委会", "村(社区)书记"))
    divisions = (*DIVISIONS, division(C2, "乙社区居民委员会"))
    sheets = replace(FULL, divisions=divisions, posts=posts, rosters=roster(line(C1, **ALL), line(C2, local="书记")))
    holders = Holders(sheets)
    assert list(holders.seated(C1, "COMMUNITY_CADRE", day("2019-05-01")).items()) == [(f"书记@{C1}", "EFFECTIVE")]
    assert list(holders.seated(C2, "COMMUNITY_CADRE", day("2019-05-01")).items()) == [(f"书记@{C2}", "EFFECTIVE")]


def test_the_only_one_of_the_name_whom_the_cell_suits() -> None:
    far = (*DIVISIONS, division(FAR, "丙社区居民委员会"))
    one = replace(FULL, divisions=far, posts=swap(3, post("书记", "丙社区居委会", "村(社区)干部")))
    assert reason(one, "2019-05-01", "COMMUNITY_CADRE") == "WRONG_UNIT"
    two = replace(one, divisions=(*far, division(C2, "乙社区居民委员会")), posts=(*one.posts, post("书记", "乙社区", "村(社区)干部")))
    assert reason(two, "2019-05-01", "COMMUNITY_CADRE") == "UNVERIFIED"
    unsuited = replace(FULL, posts=swap(3, post("书记", "民政局", "部门班子成员")))
    assert reason(unsuited, "2019-05-01", "COMMUNITY_CADRE") == "UNVERIFIED"


def test_a_later_roster_speaks_for_its_own_days_only() -> None:
    later = Roster((line(C1, "2019-03-01", "2019-04-01", **{**ALL, "leader": ""}),))
    sheets = replace(FULL, rosters=(*FULL.rosters, later))
    assert [gap[:3] for gap in gaps(sheets, "2019-03-15")] == [("VACANT", "DISTRICT_LEADER", "2019-03-01")]
    assert [gaps(sheets, on) for on in ("2019-02-28", "2019-04-01")] == [[], []]


def test_a_rule_of_other_seats() -> None:
    rules = (rule("村(社区)干部", 2, 2, until="2019-06-01"), rule("镇街干部", 1, since="2019-06-01"))
    posts = (*POSTS, post("委员", "甲社区居委会", "村(社区)干部"), post("干事", "东街道办事处", "镇街干部"))
    sheets = replace(FULL, rules=rules, posts=posts, rosters=roster(line(C1, local="书记,委员", cadre="干事")))
    kinds = [row.kind or row.level or row.kpi for row in Rates(sheets).measures(day("2019-05-31"))]
    assert kinds == ["GROUP", "COMMUNITY_CADRE", "COMMUNITY", "LINKAGE", "LINKAGE", "FULL_COMPOSITION"]
    assert {len(row.effective) for on in ("2019-05-31", "2019-06-01") for row in Rates(sheets).measures(day(on))} == {1}
    fewer = replace(sheets, rosters=roster(line(C1, local="书记")))
    assert gaps(fewer, "2019-05-01") == [("VACANT", "COMMUNITY_CADRE", "2019-01-01", None)]
    assert gaps(fewer, "2019-06-01") == [("VACANT", "SUBDISTRICT_CADRE", "2019-01-01", "2019-01-01")]


def test_the_hops_of_a_chain_and_the_first_that_is_broken() -> None:
    sheets = replace(FULL, posts=swap(2, post("主任", "东街道办事处", "镇街班子成员", until="2019-03-01")))
    found = Gaps(sheets)
    assert [(hop.kind, hop.status) for hop in found.chain(C1, day("2019-05-01"))] == [
        ("COMMUNITY_CADRE", "EFFECTIVE"),
        ("SUBDISTRICT_CADRE", "VACANT"),
        ("SUBDISTRICT_LEADER", "GHOST"),
        ("DEPARTMENT_LEADER", "EFFECTIVE"),
        ("DISTRICT_LEADER", "EFFECTIVE"),
    ]
    broken = found.first_broken(C1, day("2019-05-01"))
    assert broken is not None
    assert broken.kind == "SUBDISTRICT_LEADER"
    assert found.first_broken(C1, day("2019-02-28")) is None


def test_the_chain_of_a_community_without_a_group() -> None:
    broken = Gaps(replace(FULL, rosters=())).first_broken(C1, day("2019-05-01"))
    assert broken is not None
    assert (broken.kind, broken.group, broken.status) == ("COMMUNITY_CADRE", None, "VACANT")


def test_communities_that_are_gone_or_of_unknown_start() -> None:
    divisions = (*DIVISIONS[:3], division(C1, "甲社区居民委员会", until="2019-03-01"), division(C2, "乙社区居民委员会", "2019-05"))
    sheets = replace(FULL, divisions=(*divisions, division(FAR, "丙社区居民委员会", "")))
    rates = Rates(sheets)
    assert rates.communities(day("2019-02-28")) == {C1}
    assert [rates.communities(day(on)) for on in ("2019-05-10", "2019-05-31")] == [frozenset(), {C2}]
    assert [rates.unknown_start(day(on)) for on in ("2019-05-10", "2019-05-31")] == [{C2, FAR}, {FAR}]
    assert Gaps(sheets).orphans(day("2019-03-01")) == {(C1, C1)}
    assert Gaps(sheets).orphans(day("2019-02-28")) == set()
