"""The oracle of coverage over time against districts so small that a hand can count them."""

from datetime import date, timedelta

from tests.oracle.overtime import Asked, OverTime, Sums
from tests.oracle.periods import Periods
from tests.oracle.rates import Rates
from tests.oracle.rows import line, post
from tests.oracle.sheets import Roster, Sheets
from tests.oracle.test_oracle import ALL, C1, DIVISIONS, POSTS
from tests.oracle.twodays import Came, TwoDays

LINKED = Asked("LINKAGE", "STRICT")
MAY = tuple(date(2019, 5, 1) + timedelta(days=n) for n in range(31))
NONE: frozenset[str] = frozenset()
GHOST = (post("领导", "区委", "区级领导", until="2019-05-11"), *POSTS[1:])
"""The leader loses the post on the eleventh, and stays in the roster."""


def sheets(*rows: dict[str, str], posts: tuple[dict[str, str], ...] = tuple(map(dict, POSTS))) -> Sheets:
    return Sheets(DIVISIONS, posts=posts, rosters=(Roster(rows),))


def full(until: str = "", since: str = "2019-01-01", **cells: str) -> dict[str, str]:
    return dict(line(C1, since, until, **{**ALL, **cells}))


def test_days_are_counted() -> None:
    over_time = OverTime(Rates(sheets(full(), posts=tuple(map(dict, GHOST)))))
    assert over_time.sums(LINKED, MAY) == Sums(10, 31, 0, 0)
    assert over_time.sums(LINKED._replace(nominal=True), MAY) == Sums(31, 31, 0, 0)
    assert over_time.sums(LINKED, MAY, within="900001002") == Sums(0, 0, 0, 0)


def test_the_seat_to_blame_is_named() -> None:
    over_time = OverTime(Rates(sheets(full(), posts=tuple(map(dict, GHOST)))))
    assert dict(over_time.broken(LINKED, C1, MAY[:12])) == {day: {"DISTRICT_LEADER"} for day in MAY[10:12]}
    assert [*over_time.broken(Asked("LINKAGE", "LENIENT"), C1, MAY)] == []


def test_one_person_in_two_seats_is_to_blame_in_both() -> None:
    both = post("书记", "甲社区居委会", "村(社区)书记", number="1"), post("书记", "东街道办事处", "镇街班子成员", number="1")
    found = OverTime(Rates(sheets(full(team="书记"), posts=tuple(map(dict, (*POSTS[:3], *both))))))
    assert found.to_blame(LINKED, C1, MAY[0]) == {"SUBDISTRICT_LEADER", "COMMUNITY_CADRE"}


def test_without_a_group_all_that_are_asked_for_are_to_blame() -> None:
    found = OverTime(Rates(sheets(full(until="2019-05-01"))))
    assert found.to_blame(LINKED, C1, MAY[0]) == {"DISTRICT_LEADER", "DEPARTMENT_LEADER", "SUBDISTRICT_LEADER", "COMMUNITY_CADRE"}


def test_two_days_and_who_went() -> None:
    over_time = OverTime(Rates(sheets(full(), posts=tuple(map(dict, GHOST)))))
    found = TwoDays(over_time, MAY[0], MAY[20])
    assert (found.completed(), found.broken(), found.moved()) == (NONE, frozenset({C1}), NONE)
    assert found.gone(C1) == {Came("领导", date(2019, 5, 11))}


def test_a_successor_is_a_move() -> None:
    posts = (*POSTS, post("新领导", "区委", "区级领导"))
    rows = (full(until="2019-05-11"), full(since="2019-05-11", leader="新领导"))
    found = TwoDays(OverTime(Rates(sheets(*rows, posts=tuple(map(dict, posts))))), MAY[0], MAY[20])
    assert (found.completed(), found.broken(), found.moved()) == (NONE, NONE, frozenset({C1}))


def test_periods_have_days_between_them() -> None:
    rows = (full(until="2019-05-06"), full(since="2019-05-06", until="2019-05-11", leader=""), full(since="2019-05-11", until="2019-05-21"))
    rates = Rates(sheets(*rows))
    found = {(p.may_begin, p.may_be_over) for p in Periods(rates, MAY).all() if rates.holders.name(p.person) == "领导"}
    day = {n: date(2019, 5, n) for n in (6, 11, 21)}
    assert found == {((None, None), (day[6], day[6])), ((day[11], day[11]), (day[21], day[21]))}
