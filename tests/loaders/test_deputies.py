"""B角: who stands in for whom, told by a sheet of their own or beside the names of a roster; and who these people are."""

from datetime import date

import pytest

from graph.deputies import deputies
from graph.model import Severity
from graph.snapshot import Snapshot
from tests.loaders.clerk import POST_HEADERS, ROSTER_HEADERS, Clerk, Rows, codes, errors, line, post

HEADERS = ("A角", "A角单位", "B角", "B角单位", "起始时间", "终止时间")
POSTS: Rows = (
    POST_HEADERS,
    post("甲一", "区委", "区级领导"),
    post("甲二", "区政协", "区级领导"),
    post("乙一", "区民政局", "部门班子成员"),
    post("乙二", "区民政局", "部门干部"),
    post("丙一", "东街道办事处", "镇街班子成员"),
    post("丁一", "甲社区居民委员会", "村(社区)书记"),
)


def row(holder: str, holder_unit: str, deputy: str, deputy_unit: str, since: str = "2018-01-01", until: str = "") -> tuple[str | None, ...]:
    return tuple(text or None for text in (holder, holder_unit, deputy, deputy_unit, since, until))


def sheet(*rows: tuple[str | None, ...]) -> Rows:
    return (HEADERS, *rows)


BOTH = ("乙一", "区民政局", "乙二", "区民政局")
PAIR = row(*BOTH)


def told(clerk: Clerk) -> set[tuple[str, str, str]]:
    return clerk.links("DEPUTISES_FOR")


def names(clerk: Clerk) -> list[str]:
    return sorted(a.text("name") for a in clerk.history.of("Person") if not a.text("mergedInto"))


# ---- a sheet of their own


def test_a_deputy_stands_in_from_the_start_to_the_end() -> None:
    clerk = Clerk(POSTS, sheet(row("乙一", "区民政局", "乙二", "民政局", "2018-01-01", "2019-01-01")))
    assert told(clerk) == {("乙二", "乙一", "2018-01-01..2019-01-01")}
    (holder,) = (a.ref for a in clerk.history.of("Person") if a.text("name") == "乙一")
    on = [[d.text("name") for d in deputies(Snapshot(clerk.history, date(year, 12, 31)), holder)] for year in (2017, 2018, 2019)]
    assert on == [[], ["乙二"], []]


@pytest.mark.parametrize(
    ("holder", "deputy"),
    [
        (("甲一", "区委"), ("甲二", "区政协")),
        (("丙一", "东街道"), ("丙一二", "东街道办事处")),
        (("丁一", "甲社区"), ("丙一", "东街道")),
    ],
)
def test_people_are_known_by_the_unit_beside_them(holder: tuple[str, str], deputy: tuple[str, str]) -> None:
    clerk = Clerk(POSTS, sheet(row(*holder, *deputy)))
    assert told(clerk) == {(deputy[0], holder[0], "2018-01-01..")}
    assert names(clerk) == sorted({"甲一", "甲二", "乙一", "乙二", "丙一", "丁一", deputy[0]})


def test_the_order_of_sheets_and_saying_it_again_change_nobody() -> None:
    clerk = Clerk(sheet(PAIR), POSTS, sheet(PAIR))
    assert (told(clerk), names(clerk)) == (told(Clerk(POSTS, sheet(PAIR))), names(Clerk(POSTS, sheet(PAIR))))
    assert clerk.plan(sheet(PAIR)).empty


def test_a_start_that_is_not_told_is_known_from_the_sheets_own_day_and_takes_the_place_of_nothing_better() -> None:
    vague = sheet(row("乙一", "区民政局", "乙二", "区民政局", ""))
    assert told(Clerk(POSTS, vague)) == {("乙二", "乙一", "?2020-02-06..")}
    assert told(Clerk(POSTS, vague, sheet(PAIR))) == told(Clerk(POSTS, sheet(PAIR), vague)) == {("乙二", "乙一", "2018-01-01..")}


def test_periods_that_join_are_one_and_others_stay_two() -> None:
    first, second, third = (row(*BOTH, since, until) for since, until in (("2017", "2018"), ("2018", "2019"), ("2020", "")))
    assert told(Clerk(POSTS, sheet(first, second, third))) == {("乙二", "乙一", "2017..2019"), ("乙二", "乙一", "2020..")}
    assert told(Clerk(POSTS, sheet(third, second, first))) == {("乙二", "乙一", "2017..2019"), ("乙二", "乙一", "2020..")}


def test_the_same_start_again_takes_the_end_that_is_told_now() -> None:
    assert told(Clerk(POSTS, sheet(PAIR), sheet(row(*BOTH, "2018-01-01", "2019-01-01")))) == {("乙二", "乙一", "2018-01-01..2019-01-01")}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("乙一", "区民政局", "乙一", "区民政局"), "SAME_PERSON"),
        (("乙一", "", "乙二", "区民政局"), "BLANK"),
        (("", "区民政局", "乙二", "区民政局"), "BLANK"),
        (("乙一、乙二", "区民政局", "丙一", "东街道"), "SEVERAL_NAMES"),
        (("乙一", "大坪村", "乙二", "区民政局"), "AMBIGUOUS_UNIT"),
        (("乙一", "区民政局", "乙二", "区民政局", "2019-01-01", "2018-01-01"), "V1"),
    ],
)
def test_what_is_wrong_keeps_the_row_out(cells: tuple[str, ...], code: str) -> None:
    assert [p.code for p in errors(Clerk(POSTS).plan(sheet(row(*cells))))] == [code]


# ---- beside the names of a roster


def roster(*columns: tuple[str, str], member: str = "乙一") -> Rows:
    """A roster of 甲社区 with further columns behind 部门班子成员."""
    place = ROSTER_HEADERS.index("部门班子成员") + 1
    cells = line("甲社区", department="区民政局", member=member, leader="甲一")
    headers, values = (*ROSTER_HEADERS[:place], *(h for h, _ in columns), *ROSTER_HEADERS[place:]), list(cells)
    return (headers, (*values[:place], *(v for _, v in columns), *values[place:]))


def test_a_deputy_beside_a_name_holds_for_the_days_of_the_row_or_for_its_own() -> None:
    assert told(Clerk(POSTS, roster(("B角", "乙二")))) == {("乙二", "乙一", "2018-01-01..")}
    own = roster(("B角", "乙二"), ("起止", "2019-01-01至2019-06-30"))
    assert told(Clerk(POSTS, own)) == {("乙二", "乙一", "2019-01-01..2019-07-01")}


def test_one_deputy_is_of_all_several_are_one_for_each() -> None:
    both = "乙一、乙三"
    assert {(b, a) for b, a, _ in told(Clerk(POSTS, roster(("B角", "乙二"), member=both)))} == {("乙二", "乙一"), ("乙二", "乙三")}
    assert {(b, a) for b, a, _ in told(Clerk(POSTS, roster(("B角", "乙二、乙四"), member=both)))} == {("乙二", "乙一"), ("乙四", "乙三")}
    assert codes(Clerk(POSTS).plan(roster(("B角", "乙二、乙四、乙五"), member=both)), Severity.ERROR) == ["DEPUTIES_DIFFER"]


def test_a_deputy_does_not_keep_a_name_of_the_roster_from_its_post() -> None:
    elsewhere = (POST_HEADERS, post("乙一", "区教委", "部门班子成员"), post("乙二", "区民政局", "部门干部"))
    named = roster(("B角", "乙二"))
    for clerk in (Clerk(elsewhere, named), Clerk(named, elsewhere)):
        assert names(clerk).count("乙一") == 1
        assert told(clerk) == {("乙二", "乙一", "2018-01-01..")}


def test_a_roster_with_deputies_again_changes_nothing() -> None:
    rows = roster(("B角", "乙二"))
    assert Clerk(POSTS, rows).plan(rows).empty
