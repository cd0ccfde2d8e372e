"""What a cell says about time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.interval import Interval, PartialDate
from loaders import dates
from loaders.report import Bad
from loaders.sheets import Cell, Shown, Value

DAY = PartialDate.day(date(2019, 5, 12))
MAY = PartialDate.month(2019, 5)
DAYS = st.dates(date(1955, 1, 1), date(2063, 12, 31))
FORMS = (
    "{0:%Y-%m-%d}",
    "{0:%Y}.{0.month}.{0.day}",
    "{0:%Y}/{0.month}/{0.day}",
    "{0:%Y}年{0.month}月{0.day}日",
    " {0:%Y} 年 {0.month} 月 {0.day} 日 ",
    "{0:%Y%m%d}",
    "{0:%Y-%m-%d} 00:00:00",
)
MONTHS = ("{0:%Y-%m}", "{0:%Y}年{0.month}月", "{0:%Y}.{0.month}", "{0:%Y%m}", "{0:%Y}/{0.month}")


def told(read: Callable[[Cell], object], cell: Cell) -> str | None:
    """The code of what a reader finds wrong with a cell; None if nothing."""
    try:
        read(cell)
    except Bad as bad:
        return bad.code
    return None


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_read_in_every_usual_form(day: date, form: str) -> None:
    assert dates.since(Cell(form.format(day))) == PartialDate.day(day)


@given(DAYS, st.sampled_from(MONTHS))
def test_a_month_stays_a_month(day: date, form: str) -> None:
    assert dates.since(Cell(form.format(day))) == PartialDate.month(day.year, day.month)


@given(DAYS)
def test_date_cells_and_serial_numbers_are_days(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for value in (day, datetime(day.year, day.month, day.day, 9, 30), serial, float(serial) + 0.25, str(serial)):
        assert dates.since(Cell(value)) == PartialDate.day(day)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("２０１９．５", MAY),
        ("2019.10", PartialDate.month(2019, 10)),
        (2019.11, PartialDate.month(2019, 11)),
        (2019.05, MAY),
        (2019, PartialDate.year(2019)),
        ("2019年", PartialDate.year(2019)),
        (20_000, PartialDate.day(date(1954, 10, 3))),
        ("60000", PartialDate.day(date(2064, 4, 8))),
        ("2019年5月12日起", DAY),
        ("自2019年5月起", MAY),
    ],
)
def test_starts(value: Value, expected: PartialDate | None) -> None:
    assert dates.since(Cell(value)) == expected


def test_the_words_of_the_source_are_kept() -> None:
    read = dates.since(Cell(" 2019年5月起 "))
    assert read is not None
    assert read.raw == "2019年5月起"


@pytest.mark.parametrize(
    "value",
    [
        "5月中旬",
        "2019年5月中旬",
        "2019-02-30",
        "2019.13",
        "19.5.12",
        "1019-05-12",
        "长期",
        "2019-06-30止",
        "2019年0月",
        True,
        "不详",
        3,
        19_999,
        60_001,
    ],
)
def test_no_start_is_guessed(value: Value) -> None:
    assert told(dates.since, Cell(value)) == "BAD_DATE"


@pytest.mark.parametrize("read", [dates.since, dates.until, dates.span])
def test_a_numeric_month_that_may_be_january_or_october_is_a_problem(read: Callable[[Cell], object]) -> None:
    assert told(read, Cell(2019.1)) == "AMBIGUOUS_DATE"


@pytest.mark.parametrize("read", [dates.since, dates.until, lambda cell: dates.span(cell).since])
def test_a_numeric_month_shown_with_two_decimals_is_october(read: Callable[[Cell], object]) -> None:
    assert read(Cell(2019.1, shown=Shown.HUNDREDTHS)) == PartialDate.month(2019, 10)
    assert read(Cell(2019.05, shown=Shown.HUNDREDTHS)) == MAY


def test_the_message_about_such_a_month_shows_its_year() -> None:
    with pytest.raises(Bad, match=r"2018\.1 may be .* 2018-01 or 2018-10") as refused:
        dates.since(Cell(2018.1))
    assert "2018年1月 或 2018年10月" in refused.value.zh


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        (date(2019, 5, 1), Shown.MONTH, MAY),
        (datetime(2019, 5, 1), Shown.MONTH, MAY),
        (43_586, Shown.MONTH, MAY),
        (date(2019, 5, 12), Shown.MONTH, DAY),
        (date(2019, 1, 1), Shown.YEAR, PartialDate.year(2019)),
        (43_466, Shown.YEAR, PartialDate.year(2019)),
        (date(2019, 5, 12), Shown.YEAR, DAY),
        (date(2019, 5, 12), Shown.HUNDREDTHS, DAY),
        ("2019-05-12", Shown.MONTH, DAY),
    ],
)
def test_a_first_day_shown_as_its_month_or_year_is_that_month_or_year(value: Value, shown: Shown, expected: PartialDate) -> None:
    assert dates.since(Cell(value, shown=shown)) == expected


def test_a_month_shown_as_an_inclusive_end_holds_to_its_last_day() -> None:
    assert dates.until(Cell(date(2019, 5, 1), shown=Shown.MONTH), "止") == PartialDate.day(date(2019, 6, 1))


# ---- ends


@pytest.mark.parametrize("value", [None, "长期", "至今", " 至 今 ", "—"])
@pytest.mark.parametrize("header", ["终止时间", "止", "起止"])
def test_an_open_end_stays_open(value: Value, header: str) -> None:
    assert dates.until(Cell(value), header, inclusive_ends=True) is None
    assert not dates.ends_inclusively(Cell(value), header, inclusive_ends=True)


@pytest.mark.parametrize("header", ["终止时间", "免职时间", "撤销日期", "终止", ""])
def test_a_plain_end_is_the_first_day_without(header: str) -> None:
    assert dates.until(Cell("2019-06-30"), header) == PartialDate.day(date(2019, 6, 30))
    assert not dates.ends_inclusively(Cell("2019-06-30"), header)


@pytest.mark.parametrize(
    ("value", "header", "inclusive_ends"),
    [
        ("2019-06-30止", "终止时间", False),
        ("至2019-06-30", "终止时间", False),
        ("至2019年6月30日止", "终止时间", False),
        ("截至2019.6.30", "终止时间", False),
        ("2019-06-30", "止", False),
        ("2019-06-30", "任期至", False),
        ("2019-06-30", "截止时间", False),
        (date(2019, 6, 30), "起 止", False),
        ("2019-06-30", "终止时间", True),
        (43646, "免职时间", True),
        ("2019-06-30止", "止", True),
        ("2019年6月止", "终止时间", False),
        ("2019年6月", "止", False),
    ],
)
def test_an_inclusive_end_becomes_the_day_after(value: Value, header: str, inclusive_ends: bool) -> None:
    assert dates.until(Cell(value), header, inclusive_ends) == PartialDate.day(date(2019, 7, 1))
    assert dates.ends_inclusively(Cell(value), header, inclusive_ends)


def test_a_coarse_plain_end_stays_coarse() -> None:
    assert dates.until(Cell("2019年5月")) == MAY
    assert dates.until(Cell("2019止")) == PartialDate.day(date(2020, 1, 1))


@given(DAYS, st.sampled_from(FORMS))
def test_an_inclusive_end_is_one_day_later_than_a_plain_one(day: date, form: str) -> None:
    written = form.format(day)
    assert dates.until(Cell(written)) == PartialDate.day(day)
    assert dates.until(Cell(written + "止")) == dates.until(Cell(written), "止") == PartialDate.day(day + timedelta(days=1))


# ---- periods


@pytest.mark.parametrize(
    "written",
    [
        "2019-05-01至2019-06-30",
        "2019-05-01-2019-06-30",
        "2019.5.1-2019.6.30",
        "2019年5月1日—2019年6月30日",
        "2019/5/1 ~ 2019/6/30",
        "2019-05-01 至 2019-06-30止",
        "2019年5月1日起至2019年6月30日止",
        "20190501-20190630",
        "2019年5月1日到2019年6月30日",
    ],
)
def test_a_period_includes_its_last_day(written: str) -> None:
    assert dates.span(Cell(written)) == Interval.days(date(2019, 5, 1), date(2019, 7, 1))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Interval()),
        ("2019-05", Interval(MAY)),
        ("2019.5起", Interval(MAY)),
        ("2019.5至今", Interval(MAY)),
        ("2019.5-至今", Interval(MAY)),
        ("2019.5—", Interval(MAY)),
        ("2019.5-", Interval(MAY)),
        ("2019-05-12至长期", Interval(DAY)),
        (date(2019, 5, 12), Interval(DAY)),
        ("2019.5-2019.6", Interval(MAY, PartialDate.day(date(2019, 7, 1)))),
        ("2019-05-2019-06", Interval(MAY, PartialDate.day(date(2019, 7, 1)))),
        ("2018-2019", Interval(PartialDate.year(2018), PartialDate.day(date(2020, 1, 1)))),
    ],
)
def test_open_and_coarse_periods(value: Value, expected: Interval) -> None:
    assert dates.span(Cell(value)) == expected


@pytest.mark.parametrize("value", ["2019-05-01至五月底", "上半年", "2019-05-01-2019-06", "至2019-06-30"])
def test_no_period_is_guessed(value: Value) -> None:
    assert told(dates.span, Cell(value)) == "BAD_DATE"


@given(st.text() | st.floats() | st.integers() | st.dates() | st.datetimes())
def test_any_cell_is_a_date_or_a_problem(value: Value) -> None:
    codes = [told(read, Cell(value)) for read in (dates.since, dates.until, dates.span)]
    assert set(codes) <= {None, "BAD_DATE", "AMBIGUOUS_DATE"}
