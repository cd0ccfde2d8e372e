"""Half-open intervals, and dates as coarse as their source."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.interval import Interval, PartialDate, Precision, merged, outside
from tests.world import boundary, span

FIRST = date(2019, 5, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(62)]


def held(text: str, *days: str) -> list[bool | None]:
    return [span(text).holds(date.fromisoformat(day)) for day in days]


def test_the_first_day_is_within_and_the_day_of_the_end_is_not() -> None:
    assert held("2019-05-12..2019-05-20", "2019-05-11", "2019-05-12", "2019-05-19", "2019-05-20") == [False, True, True, False]


def test_a_hand_over_leaves_no_day_without_and_none_double() -> None:
    before, after = span("..2019-05-12"), span("2019-05-12..")
    assert [(before.holds(day), after.holds(day)) for day in DAYS] == [(day < date(2019, 5, 12), day >= date(2019, 5, 12)) for day in DAYS]


def test_a_month_is_undecided_on_all_its_days_but_the_last() -> None:
    assert held("2019-05..", "2019-04-30", "2019-05-01", "2019-05-30", "2019-05-31") == [False, None, None, True]
    assert held("..2019-05", "2019-04-30", "2019-05-01", "2019-05-30", "2019-05-31") == [True, None, None, False]


def test_a_year_is_undecided_until_its_last_day() -> None:
    assert held("2019..", "2018-12-31", "2019-01-01", "2019-12-30", "2019-12-31") == [False, None, None, True]


def test_an_unknown_start_is_undecided_on_every_day_before_it_was_reached() -> None:
    assert held("?2020-02-06..", "0001-01-01", "2020-02-05", "2020-02-06") == [None, None, True]


def test_a_decided_end_beats_an_undecided_start() -> None:
    assert held("2019-05..2019-05-10", "2019-05-09", "2019-05-10") == [None, False]


def test_without_boundaries_it_holds_throughout() -> None:
    assert [Interval().holds(day) for day in (date.min, date.max)] == [True, True]
    assert Interval().boundaries() == ()


@pytest.mark.parametrize(
    ("text", "shown", "precision"),
    [
        ("2019-05-12", "2019-05-12", Precision.DAY),
        ("2019-05", "2019-05", Precision.MONTH),
        ("2019", "2019", Precision.YEAR),
        ("?2020-02-06", "", Precision.UNKNOWN),
    ],
)
def test_a_date_is_told_as_it_was_given(text: str, shown: str, precision: Precision) -> None:
    limit = boundary(text)
    assert limit is not None
    assert (str(limit), limit.precision) == (shown, precision)


def test_the_days_on_which_a_boundary_turns() -> None:
    assert span("2019-05..?2020-02-06").boundaries() == (date(2019, 5, 1), date(2019, 5, 31), date(2020, 2, 6))


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("2019-05-12..2019-05-12", True),
        ("2019-05-12..2019-05-13", False),
        ("2019-05-31..2019-05", True),
        ("2019-05-30..2019-05", False),
        ("..2019", False),
    ],
)
def test_an_interval_on_no_possible_day_is_empty(text: str, empty: bool) -> None:
    assert span(text).empty is empty


# ---- algebra, against sets of days

DAY = st.sampled_from(DAYS[1:-1:12])
SPANS = st.tuples(st.none() | DAY, st.none() | DAY).filter(lambda s: s[0] is None or s[1] is None or s[0] < s[1])
INTERVALS = SPANS.map(lambda s: Interval.days(*s))


def within(*intervals: Interval) -> set[date]:
    return {day for day in DAYS for interval in intervals if interval.holds(day)}


def test_intervals_that_adjoin_become_one_and_those_apart_stay_two() -> None:
    first, second, third = span("2019-05-01..2019-05-10"), span("2019-05-10..2019-05-20"), span("2019-05-21..")
    assert [first.joins(second), second.joins(first), second.joins(third), third.joins(second)] == [True, True, False, False]
    assert merged([third, second, first]) == (span("2019-05-01..2019-05-20"), third)


@given(INTERVALS, INTERVALS)
def test_overlap_is_a_common_day(first: Interval, second: Interval) -> None:
    assert first.overlaps(second) is bool(within(first) & within(second))


@given(INTERVALS, st.lists(INTERVALS, max_size=4))
def test_what_lies_outside_is_the_difference(interval: Interval, others: list[Interval]) -> None:
    parts = outside(interval, others)
    assert within(*parts) == within(interval) - within(*others)
    assert not any(part.empty for part in parts)


@given(st.lists(INTERVALS, max_size=6))
def test_merged_is_the_union_in_pieces_that_do_not_touch(intervals: list[Interval]) -> None:
    pieces = merged(intervals)
    assert within(*pieces) == within(*intervals)
    assert all(earlier.end < later.start for earlier, later in pairwise(pieces))


@given(INTERVALS)
def test_it_turns_on_its_boundaries_only(interval: Interval) -> None:
    turned = {day for before, day in pairwise(DAYS) if interval.holds(before) is not interval.holds(day)}
    assert turned <= set(interval.boundaries())


def test_the_source_text_is_no_part_of_a_date() -> None:
    assert PartialDate.day(FIRST, "5月1日") == PartialDate.day(FIRST)
