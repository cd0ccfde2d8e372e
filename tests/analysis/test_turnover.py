"""Who came and went, in districts so small that a hand can count them."""

from datetime import date

import pytest

from graph.analysis.steps import TimeStep
from graph.analysis.turnover import TurnoverStep, turnover
from graph.errors import BadArgument, DateOutOfRange
from tests.world import World, views, world

LOCAL, CADRE = "COMMUNITY_CADRE", "SUBDISTRICT_CADRE"


def over(w: World, since: str, until: str, step: TimeStep = TimeStep.YEAR) -> tuple[TurnoverStep, ...]:
    return turnover(w.view(), date.fromisoformat(since), date.fromisoformat(until), step)


def told(step: TurnoverStep) -> tuple[int, int, int, int, int, int]:
    """Before, joined, left, after, returned, undated."""
    return step.before, step.joined, step.left, step.after, step.returned, step.undated


def group() -> World:
    """A community with a group in which nobody sits."""
    return world().community("001001").group("001001")


def test_who_came_and_went_by_year() -> None:
    w = group().fill("001001", LOCAL, "甲", "2018-01-01..2019-07-02").fill("001001", LOCAL, "乙", "2019-07-02..")
    first, second, third = over(w, "2018-01-01", "2020-02-01")
    assert [told(x) for x in (first, second, third)] == [(0, 1, 0, 1, 0, 0), (1, 1, 1, 1, 0, 0), (1, 0, 0, 1, 0, 0)]
    assert (first.rate, second.rate, third.rate) == (0.0, 1.0, 0.0)
    assert (first.mean_tenure_days, second.mean_tenure_days) == (None, 547.0)
    assert (second.person_days, second.mean_assignments) == (365, 1.0)


def test_the_first_day_without_is_the_day_of_leaving() -> None:
    w = group().fill("001001", LOCAL, "甲", "2018-01-01..2019-01-01")
    assert [told(x) for x in over(w, "2018-01-01", "2020-01-01")] == [(0, 1, 0, 1, 0, 0), (1, 0, 1, 0, 0, 0)]


def test_who_comes_back_has_two_periods() -> None:
    w = group().fill("001001", LOCAL, "甲", "2018-01-01..2018-03-02").fill("001001", LOCAL, "甲", "2018-06-01..2018-06-11")
    w.fill("001001", LOCAL, "乙", "2018-01-01..")
    (year,) = over(w, "2018-01-01", "2019-01-01")
    assert told(year) == (0, 3, 2, 1, 1, 0)
    assert (year.mean_tenure_days, year.mean_assignments) == (35.0, 1.5)
    assert [told(x) for x in over(w, "2018-01-01", "2019-01-01", TimeStep.QUARTER)] == [
        (0, 2, 1, 1, 0, 0),
        (1, 1, 1, 1, 1, 0),
        (1, 0, 0, 1, 0, 0),
        (1, 0, 0, 1, 0, 0),
    ]


def test_another_seat_or_group_without_a_day_between_is_the_same_period() -> None:
    w = group().fill("001001", CADRE, "甲", "2018-01-01..2018-05-01").fill("001001", LOCAL, "甲", "2018-05-01..2018-09-01")
    w.group("001001", "2018-08-01..", key="乙组").fill("乙组", LOCAL, "甲", "2018-09-01..")
    assert told(over(w, "2018-01-01", "2019-01-01")[0]) == (0, 1, 0, 1, 0, 0)


def test_two_communities_are_two_periods_and_a_group_that_ends_ends_them() -> None:
    w = world().community("001001").community("001002").group("001001", "2018-01-01..2018-07-01", key="组")
    w.group("001002", "2018-07-01..", key="组").fill("组", LOCAL, "甲", "2017-06-01..")
    assert told(over(w, "2018-01-01", "2019-01-01")[0]) == (0, 2, 1, 1, 0, 0)


def test_an_unknown_start_is_no_beginning() -> None:
    w = world().community("001001", "2016-01-01..").group("001001", "2016-01-01..").fill("001001", LOCAL, "甲", "?2018-06-01..2018-09-01")
    (year,) = over(w, "2018-01-01", "2019-01-01")
    assert told(year) == (0, 0, 1, 0, 0, 1)
    assert year.mean_tenure_days is None


def test_who_was_there_from_an_unknown_day_came_no_sooner_than_the_group() -> None:
    (year,) = over(group().fill("001001", LOCAL, "甲", "?2018-06-01..2018-09-01"), "2018-01-01", "2019-01-01")
    assert told(year) == (0, 1, 1, 0, 0, 0)


def test_a_coarse_date_counts_where_all_its_days_lie_in_the_step() -> None:
    w = group().fill("001001", LOCAL, "甲", "2018-06..2019")
    assert [told(x) for x in over(w, "2018-01-01", "2020-01-01")] == [(0, 1, 0, 1, 0, 0), (1, 0, 1, 0, 0, 0)]
    months = over(w, "2018-06-01", "2018-07-01", TimeStep.MONTH) + over(w, "2019-01-01", "2019-03-01", TimeStep.MONTH)
    assert [(x.joined, x.left, x.undated) for x in months] == [(1, 0, 0), (0, 0, 1), (0, 0, 1)]
    assert over(w, "2019-01-01", "2020-01-01")[0].mean_tenure_days == 214.0


def test_a_seat_that_the_rule_no_longer_asks_for_is_none() -> None:
    w = group().fill("001001", LOCAL, "甲", "2018-01-01..").fill("001001", CADRE, "乙", "2018-01-01..")
    w.rule("..2018-06-01", COMMUNITY_CADRE=(1, None), SUBDISTRICT_CADRE=(0, None)).rule("2018-06-01..", COMMUNITY_CADRE=(1, None))
    assert told(over(w, "2018-01-01", "2019-01-01")[0]) == (0, 2, 1, 1, 0, 0)


def test_nobody_has_no_rate() -> None:
    (year,) = over(group(), "2018-01-01", "2019-01-01")
    assert (told(year), year.rate, year.mean_tenure_days, year.mean_assignments) == ((0, 0, 0, 0, 0, 0), None, None, None)


def test_within_divisions_and_of_several_districts() -> None:
    one, other = (w.community("001001").group("001001").fill("001001", LOCAL, "甲") for w in (world(), world("990102")))
    year = date(2018, 1, 1), date(2019, 1, 1)
    assert turnover(views(one, other), *year)[0].joined == 2
    assert turnover(views(one, other), *year, within=("990102001",))[0].joined == 1


def test_what_is_refused() -> None:
    with pytest.raises(BadArgument):
        over(group(), "2018-01-01", "2018-01-01")
    with pytest.raises(DateOutOfRange):
        over(group(), "2018-01-01", "2020-02-08")
