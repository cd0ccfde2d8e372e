"""What an import makes otherwise about who sits where, held day by day against the history before and the history after."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from graph.history import History
from graph.interval import Interval
from graph.model import Severity
from loaders.differences import Difference, Fate, Why, of_fillings
from tests.loaders.clerk import ROSTER_HEADERS, TODAY, Clerk, Line, line, post

FIRST = date(2018, 1, 1)
DAYS = tuple(FIRST + timedelta(days=31 * n) for n in range(40))
PEOPLE = ("袁林", "江群", "冯军", "杨光")


def sitting(history: History) -> dict[tuple[str, str], tuple[date, ...]]:
    """Person and seat → the days on which they sit there."""
    links = [x for x in history.links if x.type == "FILLS"]
    pairs = {(x.start.key, x.end.key) for x in links}
    return {
        pair: days
        for pair in pairs
        if (days := tuple(d for d in DAYS if any((x.start.key, x.end.key) == pair and x.interval.holds(d) for x in links)))
    }


def told_days(periods: tuple[Interval, ...]) -> tuple[date, ...]:
    return tuple(d for d in DAYS if any(interval.holds(d) for interval in periods))


def differences(clerk: Clerk, *rows: Line, **options: Any) -> tuple[Difference, ...]:
    plan = clerk.plan((ROSTER_HEADERS, *rows), **options)
    assert [p.en for p in plan.problems if p.severity is Severity.ERROR] == []
    return of_fillings(plan, clerk.history, clerk.history.after(plan), TODAY)


def random_line(rng: Random, community: str) -> Line:
    starts = rng.sample(range(24), 2)
    since, until = (DAYS[n].isoformat() for n in sorted(starts))
    who = {column: "、".join(rng.sample(PEOPLE, rng.randint(0, 2))) for column in ("leader", "local")}
    return line(community, since=since, until=rng.choice(("", until)), **who)


@pytest.mark.parametrize("seed", range(40))
def test_every_day_on_which_somebody_sits_otherwise_is_told(seed: int) -> None:
    rng = Random(seed)
    clerk = Clerk()
    clerk.take((ROSTER_HEADERS, *(random_line(rng, community) for community in ("甲社区", "丁村"))))
    before = clerk.history
    plan = clerk.plan((ROSTER_HEADERS, *(random_line(rng, community) for community in ("甲社区", "丁村"))))
    after = before.after(plan)
    told = {(d.person.key, f"{d.group.key}|{d.seat}"): d for d in of_fillings(plan, before, after, TODAY)}
    was, now = sitting(before), sitting(after)
    assert {pair for pair in was.keys() | now.keys() if was.get(pair) != now.get(pair)} <= told.keys()
    for pair, difference in told.items():
        assert (told_days(difference.before), told_days(difference.after)) == (was.get(pair, ()), now.get(pair, ()))
        assert (difference.fate is Fate.ADDED) is (not difference.before)
        assert difference.before != difference.after or difference.why is Why.DETAILS


def known() -> Clerk:
    clerk = Clerk()
    clerk.posts(post("袁林", "区委", "区级领导"), post("江群", "区委", "区级领导"))
    clerk.roster(line("甲社区", leader="袁林"), line("乙社区", leader="袁林"), line("丁村", local="沈静"))
    return clerk


def fates(told: tuple[Difference, ...]) -> set[tuple[str, Fate, Why]]:
    return {(d.person.text("name"), d.fate, d.why) for d in told}


def test_an_empty_seat_is_filled_and_another_left() -> None:
    told = differences(known(), line("甲社区", leader="袁林", local="冯军"), line("乙社区", leader="袁林"), line("丁村"))
    assert fates(told) == {("冯军", Fate.ADDED, Why.FILLS_VACANCY), ("沈静", Fate.REMOVED, Why.VACATED)}


def test_dates_and_details() -> None:
    later = differences(known(), line("甲社区", since="2017-06-01", leader="袁林"), line("乙社区", leader="袁林"))
    assert fates(later) == {("袁林", Fate.CHANGED, Why.DATES)}
    titled = differences(known(), line("甲社区", leader="袁林(区委常委)"), line("乙社区", leader="袁林"))
    assert fates(titled) == {("袁林", Fate.CHANGED, Why.DETAILS)}


def test_one_of_two_goes() -> None:
    clerk = known()
    clerk.roster(line("甲社区", leader="袁林、江群"))
    assert fates(differences(clerk, line("甲社区", leader="江群"))) == {("袁林", Fate.REMOVED, Why.OTHERS_STAY)}


@pytest.mark.parametrize("effective", ["2020-02-01", str(TODAY)])
def test_a_community_that_is_left_out(effective: str) -> None:
    told = differences(known(), line("甲社区", leader="袁林"), effective=effective, allow_shrink=True)
    assert {(d.person.text("name"), d.fate, d.why, d.communities[0].text("shortName")) for d in told} == {
        ("袁林", Fate.REMOVED, Why.LEFT_OUT, "乙社区")
    }


def test_one_takes_over_from_another() -> None:
    told = differences(known(), line("甲社区", leader="江群"), line("乙社区", leader="袁林"))
    assert fates(told) == {("江群", Fate.ADDED, Why.REPLACES), ("袁林", Fate.REMOVED, Why.REPLACED)}


def test_a_newcomer_of_later_is_looked_at_on_the_first_day() -> None:
    clerk = known()
    told = differences(clerk, line("甲社区", since="2020-05-01", leader="江群"))
    assert {(d.person.text("name"), d.day.isoformat(), d.status and d.status.value) for d in told if d.fate is Fate.ADDED} == {
        ("江群", "2020-05-01", "EFFECTIVE")
    }
