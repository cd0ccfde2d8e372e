"""What was known at a moment, and what a node was called on a day."""

from dataclasses import replace
from datetime import UTC, date, datetime

from graph.history import History, empty
from graph.interval import Interval, PartialDate
from graph.model import Change, Link, Plan, Ref, Source
from tests.world import DISTRICT, world

UNIT = Ref("Organization", "民政局")
MARCH, MAY = datetime(2019, 3, 1, tzinfo=UTC), datetime(2019, 5, 1, tzinfo=UTC)


def test_a_fact_is_known_from_its_recording_until_it_is_taken_back() -> None:
    books = world().unit("民政局").recorded("2019-03-01").post("张三", "民政局", "DEPT_CADRE").retracted("2019-05-01")
    held = [len(books.history(at).out("HOLDS", Ref("Person", "张三"))) for at in (datetime(2019, 2, 28, tzinfo=UTC), MARCH, MAY, None)]
    assert held == [0, 1, 0, 0]


def test_a_node_is_known_from_its_recording() -> None:
    books = world().recorded("2019-03-01").unit("民政局")
    assert [UNIT in books.history(at).actors for at in (datetime(2019, 2, 28, tzinfo=UTC), MARCH, None)] == [False, True, True]


def test_links_are_found_from_either_end_on_any_day() -> None:
    history = world().unit("民政局").post("张三", "民政局", "DEPT_CADRE", "2018-01-01..2018-02-01").history()
    [link] = history.out("HOLDS", Ref("Person", "张三"))
    assert history.into("HOLDS", link.end) == (link,)
    assert history.out("FILLS", Ref("Person", "张三")) == ()


def test_a_name_answers_by_the_day() -> None:
    history = world().unit("民政局").changed("Organization", "民政局", "name", "区民政局", "区民政和社保局", "2019-03-01").history()
    assert [history.on(UNIT, date(2019, *day)).text("name") for day in ((2, 28), (3, 1))] == ["区民政局", "区民政和社保局"]


def test_two_changes_are_taken_back_one_by_one() -> None:
    books = world().unit("民政局").changed("Organization", "民政局", "name", "甲", "乙", "2018-01-01")
    history = books.changed("Organization", "民政局", "name", "乙", "丙", "2019-01-01").history()
    assert [history.on(UNIT, date(year, 6, 1)).text("name") for year in (2017, 2018, 2019)] == ["甲", "乙", "丙"]


def test_a_change_recorded_later_was_not_known() -> None:
    books = world().unit("民政局").recorded("2019-05-01").changed("Organization", "民政局", "name", "甲", "乙", "2018-01-01")
    names = [books.history(at).on(UNIT, date(2020, 1, 1)).text("name") for at in (MARCH, MAY)]
    assert names == ["甲", "乙"]


def test_the_first_day_is_the_earliest_start_of_a_community() -> None:
    books = world().community("001001", "2018-01-01..").community("001002", "2017-05..").community("001003", "")
    assert books.history().first_day == date(2017, 5, 1)
    assert empty(DISTRICT).first_day is None


def test_the_newest_recording_counts_retractions() -> None:
    books = world().unit("民政局").recorded("2019-03-01").post("张三", "民政局", "DEPT_CADRE")
    assert books.history().last_recorded == MARCH
    assert books.retracted("2019-05-01").history().last_recorded == MAY


def test_a_plan_on_top_adds_retracts_and_changes() -> None:
    before = world().unit("民政局").post("张三", "民政局", "DEPT_CADRE").history()
    [held] = before.out("HOLDS", Ref("Person", "张三"))
    ended = PartialDate.day(date(2019, 3, 1))
    change = Change("c", UNIT, DISTRICT, "until", None, ended, None, MARCH, Source("test"))
    after = before.after(Plan(DISTRICT, changes=(change,), retractions=(_retracted(held),), relabels=((UNIT, "Department"),)))
    assert after.out("HOLDS", Ref("Person", "张三")) == ()
    assert (after.actors[UNIT].interval.until, after.actors[UNIT].extra) == (ended, ("Department",))
    assert (before.actors[UNIT].interval.until, after.facts.revision - before.facts.revision) == (None, 1)


def test_other_versions_of_some_facts_are_indexed_as_if_they_had_been_recorded() -> None:
    books = world().unit("民政局").unit("水利局").post("张三", "民政局", "DEPT_CADRE").post("李四", "水利局", "DEPT_CADRE")
    books = books.recorded("2019-05-01").changed("Organization", "民政局", "name", "甲", "乙", "2018-01-01").post("王五", "民政局", "CADRE")
    for known_at in (MARCH, None):
        before = books.history(known_at)
        [held] = before.out("HOLDS", Ref("Person", "张三"))
        ended = Interval(None, PartialDate.day(date(2019, 3, 1)))
        after = before.instead({UNIT: replace(before.actors[UNIT], interval=ended)}, [replace(held, interval=ended)])
        anew = History(after.facts, known_at)
        assert (after.actors, after.by_kind, after.links) == (anew.actors, anew.by_kind, anew.links)
        for link in (*before.links, held):
            assert after.out(link.type, link.start) == anew.out(link.type, link.start)
            assert after.into(link.type, link.end) == anew.into(link.type, link.end)
        assert (after.actors[UNIT].interval, after.out("HOLDS", held.start)[0].interval) == (ended, ended)
        assert (before.actors[UNIT].interval, held.interval) == (Interval(), Interval())


def _retracted(link: Link) -> Link:
    return replace(link, retracted_at=MARCH)
