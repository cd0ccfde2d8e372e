"""Courtyards exist with their community; heads stand by their term, linking members by their link."""

from datetime import date

import pytest

from graph import courtyards
from graph.courtyards import gathered, spread
from graph.deputies import deputies
from graph.interval import PartialDate, Precision
from graph.model import Link, Ref, Source
from graph.vocabulary import FillStatus, GapReason
from tests.world import DISTRICT, FIRST, World, boundary, span, world

YARD = "001001001"
EFFECTIVE = (FillStatus.EFFECTIVE, None)
EXPIRED = (FillStatus.GHOST, GapReason.TERM_EXPIRED)
UNKNOWN = (FillStatus.UNKNOWN, GapReason.UNKNOWN)


def ref(code: str = YARD) -> Ref:
    return Ref("Courtyard", World().code(code))


def existing(w: World, day: str) -> list[str]:
    snapshot = w.snapshot(day)
    return [a.key[-3:] for c in snapshot.history.of("Community") for a in courtyards.courtyards(snapshot, c.ref)]


def heads(w: World, day: str) -> list[tuple[str, FillStatus, GapReason | None]]:
    return [(c.person.key, c.verdict.status, c.verdict.reason) for c in courtyards.heads(w.snapshot(day), ref())]


def links(w: World, day: str) -> list[tuple[str, FillStatus, GapReason | None]]:
    return [(c.person.key, c.verdict.status, c.verdict.reason) for c in courtyards.links(w.snapshot(day), ref())]


def test_a_courtyard_without_dates_exists_while_its_community_does() -> None:
    w = world().community("001001", "2018-01-01..2019-01-01").courtyard(YARD)
    assert [existing(w, day) for day in ("2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01")] == [[], ["001"], ["001"], []]
    assert courtyards.life(w.history(), ref()) == span("2018-01-01..2019-01-01")


def test_a_courtyard_with_dates_of_its_own_ends_with_the_first_of_the_two() -> None:
    w = (
        world()
        .community("001001", "2018-01-01..2020-01-01")
        .courtyard(YARD, "2018-06-01..2019-01-01")
        .courtyard("001001002", "2018-06-01..")
    )
    assert [existing(w, day) for day in ("2018-01-01", "2018-06-01", "2019-01-01", "2020-01-01")] == [[], ["001", "002"], ["002"], []]
    assert courtyards.life(w.history(), ref("001001002")) == span("2018-06-01..2020-01-01")


def test_a_courtyard_that_may_exist_is_not_listed_but_undated() -> None:
    w = world().community("001001").courtyard(YARD, "2019..")
    snapshot = w.snapshot("2019-05-01")
    community = Ref("Community", w.code("001001"))
    assert courtyards.courtyards(snapshot, community) == ()
    assert [a.ref for a in courtyards.undated(snapshot, community)] == [ref()]


def test_a_head_is_effective_in_the_term_and_on_paper_after_it() -> None:
    w = world().community("001001").courtyard(YARD).head(YARD, "甲", "2017-03-01..", term_end="2020-03-01")
    days = ("2017-02-28", "2017-03-01", "2020-02-29", "2020-03-01")
    assert [heads(w, day) for day in days] == [[], [("甲", *EFFECTIVE)], [("甲", *EFFECTIVE)], [("甲", *EXPIRED)]]


def test_a_head_without_a_term_stays_effective() -> None:
    w = world().community("001001").courtyard(YARD).head(YARD, "甲", "2017-03-01..")
    assert heads(w, "2030-01-01") == [("甲", *EFFECTIVE)]


@pytest.mark.parametrize(
    ("on", "term_end", "day", "expected"),
    [
        ("2019-03..", "", "2019-03-10", UNKNOWN),
        ("2019-03..", "", "2019-04-01", EFFECTIVE),
        ("2017-03..", "2020-03", "2020-03-01", UNKNOWN),
        ("2017-03..", "2020-03", "2020-04-01", EXPIRED),
        ("?2020-02-06..", "", "2020-02-05", UNKNOWN),
        ("?2020-02-06..", "", "2020-02-06", EFFECTIVE),
    ],
)
def test_a_head_is_unknown_where_dates_are_too_coarse(
    on: str, term_end: str, day: str, expected: tuple[FillStatus, GapReason | None]
) -> None:
    w = world().community("001001").courtyard(YARD).head(YARD, "甲", on, term_end)
    assert heads(w, day) == [("甲", *expected)]


def test_the_effective_head_comes_first() -> None:
    w = world().community("001001").courtyard(YARD)
    w.head(YARD, "甲", "2016-03-01..", "2019-03-01").head(YARD, "乙", "2019-06-01..", "2022-06-01")
    assert heads(w, "2020-01-01") == [("乙", *EFFECTIVE), ("甲", *EXPIRED)]


def test_a_linking_member_is_effective_without_a_post_while_the_courtyard_is_there() -> None:
    w = world().community("001001", "2018-01-01..2020-01-01").courtyard(YARD).links(YARD, "甲").links(YARD, "乙", "2019-01-01..2019-07-01")
    assert links(w, "2018-06-01") == [("甲", *EFFECTIVE)]
    assert links(w, "2019-06-30") == [("甲", *EFFECTIVE), ("乙", *EFFECTIVE)]
    assert links(w, "2019-07-01") == [("甲", *EFFECTIVE)]
    assert links(w, "2020-01-01") == []


def test_what_a_person_answers_for_is_in_the_order_of_codes() -> None:
    w = world().community("001001").courtyard("001001002").courtyard(YARD).links("001001002", "甲").links(YARD, "甲").links(YARD, "乙")
    charges = courtyards.charges_of(w.snapshot("2019-01-01"), Ref("Person", "甲"), "LINKS")
    assert [c.courtyard for c in charges] == [ref(), ref("001001002")]


def test_the_parent_of_a_courtyard_is_its_community() -> None:
    w = world().community("001001").courtyard(YARD)
    assert w.snapshot("2019-01-01").parent(ref()) == courtyards.community_of(w.history(), ref()) == Ref("Community", w.code("001001"))


@pytest.mark.parametrize("text", ["2019-05-12", "2019-05", "2019"])
def test_a_date_keeps_its_precision_beside_a_link(text: str) -> None:
    w = world().community("001001").courtyard(YARD).head(YARD, "甲", f"{text}..", text)
    (head,) = courtyards.heads(w.snapshot("2019-06-01"), ref())
    assert head.elected_on == head.term_end == boundary(text)
    assert str(head.term_end) == text


def test_a_part_of_a_month_stays_one_and_an_unknown_day_is_no_date() -> None:
    part = PartialDate(date(2019, 5, 11), date(2019, 5, 20), Precision.MONTH)
    link = Link("HEADS", "k", ref(), ref(), DISTRICT, FIRST, Source("test"), properties=spread("termEnd", part))
    assert gathered(link, "termEnd") == part
    assert spread("electedOn", PartialDate.by(date(2019, 5, 1))) == {}


def test_deputies_are_those_in_force_for_certain() -> None:
    w = (
        world()
        .deputy("乙", "甲", "2019-01-01..2019-07-01")
        .deputy("丙", "甲", "2018-01-01..")
        .deputy("丁", "甲", "2019-06..")
        .deputy("甲", "丙")
    )
    assert [d.key for d in deputies(w.snapshot("2019-06-15"), Ref("Person", "甲"))] == ["丙", "乙"]
    assert [d.key for d in deputies(w.snapshot("2019-07-01"), Ref("Person", "甲"))] == ["丙", "丁"]
