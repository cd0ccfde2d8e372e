"""Rows of the panel: which months a community has, and which cases are of a month."""

from datetime import date

from graph.analysis.panel import cells, rows
from graph.interval import PartialDate
from graph.model import Closing
from tests.world import World, world

SINCE, UNTIL = date(2019, 5, 10), date(2019, 7, 20)


def months(built: World) -> list[str]:
    return [f"{cell.community.key[6:]} {cell.window.since}" for cell in cells(built.view(), SINCE, UNTIL)]


def test_a_community_has_the_months_in_which_it_was_there_for_a_day() -> None:
    assert months(world().community("001001")) == ["001001 2019-05-10", "001001 2019-06-01", "001001 2019-07-01"]
    assert months(world().community("001001").community("001002", "2019-06-30..2019-07-01"))[3:] == ["001002 2019-06-01"]
    assert months(world().community("001001").community("001002", "2019-07-20.."))[3:] == []


def test_it_has_no_month_in_which_the_dates_do_not_tell() -> None:
    assert months(world().community("001001").community("001002", "?2019-07-10.."))[3:] == ["001002 2019-07-01"]
    assert months(world().community("001001").community("001002", "2017-01-01..2019-07"))[3:] == ["001002 2019-05-10", "001002 2019-06-01"]


def closed(*on: PartialDate) -> list[int]:
    view = world().community("001001").view()
    found = rows(view, cells(view, SINCE, UNTIL), [Closing("990101001001", None, day) for day in on])
    assert [row.month for row in found] == [date(2019, 5, 1), date(2019, 6, 1), date(2019, 7, 1)]
    return [row.closed for row in found]


def test_a_case_is_of_the_month_in_which_it_was_handled_for_certain() -> None:
    assert closed(PartialDate.day(date(2019, 5, 10)), PartialDate.day(date(2019, 7, 19))) == [1, 0, 1]
    assert closed(PartialDate.day(date(2019, 5, 9)), PartialDate.day(date(2019, 7, 20))) == [0, 0, 0]
    assert closed(PartialDate.day(date(2019, 5, 31)), PartialDate.day(date(2019, 6, 1))) == [1, 1, 0]
    assert closed(PartialDate.month(2019, 5), PartialDate.month(2019, 6), PartialDate.month(2019, 7), PartialDate.year(2019)) == [0, 1, 0]


def test_no_cells_are_no_rows() -> None:
    assert rows(world().community("001001").view(), (), ()) == ()
