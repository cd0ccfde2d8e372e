"""The archive gives the newest facts of the day that it is, loads only what has moved, and keeps a bounded number of days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.analysis.coverage import coverage
from graph.analysis.gaps import gaps
from graph.archive import Archive
from graph.errors import DateOutOfRange
from graph.model import Counters, Facts
from graph.vocabulary import GapReason
from tests.api.fakes import EmptyStore
from tests.world import World, world

NOW = datetime(2020, 2, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.anyio


class Shelf(EmptyStore):
    """A store that holds the facts of one district, and counts how often they are read."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts
        self.loads = 0
        self.ledger = 0

    async def revisions(self) -> dict[str, Counters]:
        await super().revisions()
        return {self.facts.district: Counters(self.facts.revision, self.ledger)}

    async def load(self, district: str) -> Facts:
        self.loads += 1
        return self.facts


class Calendar:
    """A today that tests move on."""

    def __init__(self, day: str) -> None:
        self.day = date.fromisoformat(day)

    def __call__(self) -> date:
        return self.day


def ending() -> World:
    """One whole community; its district leader's post ends on 2020-03-01 by a date that is in the books since long."""
    return world().staffed("001001", but=["DISTRICT_LEADER"]).holder("DISTRICT_LEADER", "001001", holds="2018-01-01..2020-03-01")


def archive(store: Shelf, today: Calendar, **bounds: int) -> Archive:
    return Archive(store, today, lambda: NOW, **bounds)


async def test_a_period_that_ends_by_date_alone_leaves_no_stale_answer() -> None:
    store, today = Shelf(ending().facts()), Calendar("2020-02-29")
    shown = archive(store, today)
    before = await shown.view()
    assert [g.reason for g in gaps(before)] == []
    today.day += timedelta(days=1)
    after = await shown.view()
    assert [(g.reason, str(g.run.since)) for g in gaps(after)] == [(GapReason.GHOST, "2020-03-01")]
    linked = {m.strictness: m.effective.numerator for m in coverage(after).measures if m.kpi == "LINKAGE"}
    assert set(linked.values()) == {0, 1}, "lenient is still held by the department, strict is not"
    assert store.loads == 1, "nothing was written, so nothing is read again"


async def test_a_view_opened_before_midnight_keeps_its_day() -> None:
    today = Calendar("2020-02-29")
    shown = archive(Shelf(ending().facts()), today)
    view = await shown.view()
    today.day += timedelta(days=1)
    assert view.day == date(2020, 2, 29)
    assert [g.reason for g in gaps(view)] == []


async def test_facts_are_read_again_only_where_the_counter_has_moved() -> None:
    store = Shelf(ending().facts())
    shown = archive(store, Calendar("2020-02-06"))
    first = await shown.view()
    assert (await shown.view()).snapshots == first.snapshots
    assert store.loads == 1
    store.facts = replace(store.facts, revision=store.facts.revision + 1)
    assert (await shown.view()).revision != first.revision
    assert store.loads == 2


async def test_a_write_to_the_ledger_shows_and_reads_nothing_again() -> None:
    store = Shelf(ending().facts())
    shown = archive(store, Calendar("2020-02-06"))
    first = await shown.view()
    store.ledger += 1
    second = await shown.view()
    assert (second.revision, store.loads) == (first.revision, 1)
    assert second.ledger != first.ledger
    assert second.as_of(date(2019, 1, 1)).ledger == second.ledger


async def test_a_day_after_today_or_before_the_first_record_is_refused() -> None:
    view = await archive(Shelf(ending().facts()), Calendar("2020-02-06")).view()
    for day in (date(2020, 2, 7), date(2016, 12, 31)):
        with pytest.raises(DateOutOfRange):
            view.as_of(day)
    assert view.as_of(date(2017, 1, 1)).day == date(2017, 1, 1)


async def test_the_same_day_is_the_same_snapshot_until_it_is_dropped() -> None:
    view = await archive(Shelf(ending().facts()), Calendar("2020-02-06"), snapshots=3).view()
    first = view.as_of(date(2019, 1, 1)).snapshots
    assert view.as_of(date(2019, 1, 1)).snapshots == first
    for day in range(2, 6):
        view.as_of(date(2019, 1, day))
    assert view.as_of(date(2019, 1, 1)).snapshots != first


async def test_before_anything_was_recorded_nothing_was_known() -> None:
    view = await archive(Shelf(ending().facts()), Calendar("2020-02-06")).view()
    with pytest.raises(DateOutOfRange):
        view.as_of(date(2019, 1, 1), datetime(2016, 1, 1, tzinfo=UTC))
