"""A draft on top of a history: what is new, changed, retracted and recorded again, and what comes to nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from graph.actions.drafting import Draft, Stamp
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Link, Problem, Ref, Severity, Source
from graph.vocabulary import OrganizationKind, PostRank
from tests.world import DISTRICT, FIRST, World

NOW = FIRST + timedelta(days=900)
SOURCE = Source("sheet", "book.xlsx", "Sheet1", "B2")
PLACE, UNIT, OTHER = Ref("Community", f"{DISTRICT}001001"), Ref("Organization", "U"), Ref("Organization", "V")


def world() -> World:
    return World().community("001001").unit("U").unit("V")


def draft(history: History, name: str = "one", later: int = 0) -> Draft:
    return Draft(history, Stamp(NOW + timedelta(minutes=later), name))


def governs(made: Draft, since: str = "2018-01-01", until: str | None = None, **said: str) -> Link:
    """U governs the place, under one key."""
    ends = (date.fromisoformat(since), date.fromisoformat(until) if until else None)
    return made.put("GOVERNS", "key", UNIT, PLACE, SOURCE, Interval.days(*ends), said)


def test_a_link_is_recorded_with_its_stamp_and_nothing_blank() -> None:
    made = draft(world().history())
    link = made.put("GOVERNS", "key", UNIT, PLACE, SOURCE, Interval(), {"a": "x", "b": None})
    assert (link.recorded_at, link.source, link.number) == (NOW, Source("sheet", "book.xlsx", "Sheet1", "B2", "one"), 1)
    assert link.properties == {"a": "x"}
    assert made.plan().links == (link,)
    assert made.out("GOVERNS", UNIT) == made.into("GOVERNS", PLACE) == (link,)


def test_the_same_again_is_nothing_and_a_new_end_is_recorded_anew() -> None:
    first = draft(world().history())
    governs(first)
    history = world().history().after(first.plan())
    again = draft(history, "two", 1)
    governs(again)
    assert again.plan().empty
    closed = draft(history, "three", 2)
    closed.until(closed.out("GOVERNS", UNIT)[0], PartialDate.day(date(2019, 1, 1)), SOURCE)
    plan = closed.plan()
    assert [(x.id, x.reason, x.retracted_at) for x in plan.retractions] == [("key#1", "changed", NOW + timedelta(minutes=2))]
    assert [(x.id, x.interval) for x in plan.links] == [("key#2", Interval.days(date(2018, 1, 1), date(2019, 1, 1)))]


def test_numbers_count_on_over_retractions_and_not_over_drafts() -> None:
    history = world().history()
    for step, until in enumerate([None, "2019-01-01", None, "2019-06-01"]):
        made = draft(history, f"step-{step}", step)
        governs(made, until="2018-06-01")
        governs(made, until=until)
        history = history.after(made.plan())
    assert [x.id for x in history.facts.links if x.type == "GOVERNS"] == ["key#1", "key#2", "key#3", "key#4"]
    assert [x.id for x in history.links if x.type == "GOVERNS"] == ["key#4"]


def test_what_was_dropped_and_said_again_comes_to_nothing() -> None:
    history = world().unit("U", governs="001001").history()
    made = draft(history)
    (link,) = made.out("GOVERNS", UNIT) or made.into("GOVERNS", PLACE)
    made.drop(link, "changed")
    assert made.out("GOVERNS", link.start) == ()
    made.put(link.type, link.key, link.start, link.end, SOURCE, link.interval, {"x": 1})
    made.put(link.type, link.key, link.start, link.end, SOURCE, link.interval, link.properties)
    assert made.plan().empty


def test_a_node_is_made_once_and_keeps_what_it_has() -> None:
    made = draft(world().history())
    made.ensure(UNIT, SOURCE, {"name": "other"})
    made.ensure(Ref("Person", "p"), SOURCE, {"name": "张三", "personnelNo": None})
    made.ensure(Ref("Person", "p"), SOURCE, {"name": "李四"})
    (person,) = made.plan().actors
    assert person.properties == {"name": "张三"}
    assert made.is_new(person.ref)
    assert not made.is_new(UNIT)
    made.forget(person.ref)
    assert made.plan().empty


def test_a_change_has_an_old_and_a_new_value_and_a_day() -> None:
    made = draft(world().history())
    made.change(UNIT, "name", "新名", date(2019, 1, 1), SOURCE)
    made.change(UNIT, "name", "新名", date(2019, 1, 1), SOURCE)
    made.change(UNIT, "until", PartialDate.day(date(2020, 1, 1)), None, SOURCE)
    changes = made.plan().changes
    assert [(c.subject, c.name, c.old, c.new, c.on) for c in changes] == [
        (UNIT, "name", "U", "新名", date(2019, 1, 1)),
        (UNIT, "until", None, PartialDate.day(date(2020, 1, 1)), None),
    ]
    assert len({c.key for c in changes}) == 2
    after = world().history().after(made.plan())
    assert after.on(UNIT, date(2018, 12, 31)).text("name") == "U"
    assert after.actors[UNIT].interval == Interval(None, PartialDate.day(date(2020, 1, 1)))


def test_several_changes_of_one_property_on_a_day_are_one_and_back_again_none() -> None:
    made = draft(world().history())
    for name in ("甲", "乙", "丙"):
        made.change(UNIT, "name", name, date(2019, 1, 1), SOURCE)
        made.change(OTHER, "name", name, None, SOURCE)
    made.change(OTHER, "name", "V", None, SOURCE)
    (change,) = made.plan().changes
    assert (change.old, change.new) == ("U", "丙")
    assert [c.new for c in made.changes] == ["丙"]


def test_a_property_taken_away_is_gone() -> None:
    history = world().history()
    made = draft(history)
    made.change(UNIT, "name", None, None, SOURCE)
    assert "name" not in history.after(made.plan()).actors[UNIT].properties


@pytest.mark.parametrize(
    ("kind", "labels"), [(OrganizationKind.DEPARTMENT, ("Department",)), (OrganizationKind.COOPERATIVE, ("Cooperative",)), ("OTHER", ())]
)
def test_organisations_bear_the_label_of_their_kind(kind: str, labels: tuple[str, ...]) -> None:
    history = world().history()
    made = draft(history)
    made.ensure(Ref("Organization", "W"), SOURCE, {"name": "W", "kind": kind})
    made.change(UNIT, "kind", kind, None, SOURCE)
    plan = made.plan()
    assert plan.actors[0].extra == labels
    assert plan.relabels == tuple((UNIT, label) for label in labels)
    assert history.after(plan).actors[UNIT].extra == labels


def test_a_district_leader_is_labelled_once() -> None:
    history = world().person("p").post("q", "U", PostRank.CADRE).history()
    post = history.out("HOLDS", Ref("Person", "q"))[0].end
    made = draft(history)
    made.change(post, "rank", PostRank.DISTRICT_LEADER.value, None, SOURCE)
    made.put("HOLDS", "k", Ref("Person", "p"), post, SOURCE)
    after = history.after(made.plan())
    assert after.actors[Ref("Person", "p")].extra == ("DistrictLeader",)
    again = draft(after, "two", 1)
    again.put("HOLDS", "k2", Ref("Person", "p"), post, SOURCE, Interval.days(date(2019, 1, 1)))
    assert again.plan().relabels == ()


def test_a_draft_with_an_error_is_refused() -> None:
    made = draft(world().history())
    made.tell(Problem(Severity.WARN, "W", "", ""))
    assert not made.refused
    made.tell(Problem(Severity.ERROR, "E", "", ""))
    assert made.refused
    assert [p.code for p in made.plan().problems] == ["W", "E"]


def test_nodes_are_listed_by_their_keys_drafted_ones_too() -> None:
    made = draft(world().history())
    made.ensure(Ref("Organization", "A"), SOURCE, {})
    assert [a.key for a in made.of("Organization")] == ["A", "U", "V"]
    assert made.actor(Ref("Organization", "B")) is None


def test_a_draft_sees_only_what_is_in_the_books() -> None:
    history = world().unit("W", governs="001001").retracted("2019-01-01").history()
    made = draft(history)
    assert made.into("GOVERNS", PLACE) == ()
    key = history.facts.links[-1].key
    assert made.put("GOVERNS", key, Ref("Organization", "W"), PLACE, SOURCE).number == 2
    assert datetime(2019, 1, 1, tzinfo=UTC) == history.facts.links[-1].retracted_at
