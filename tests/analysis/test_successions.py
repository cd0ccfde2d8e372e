"""The chain of a courtyard, and of places that are no more: followed to what they became."""

import pytest

from graph.analysis.chains import ChainAt, chain
from graph.model import Ref
from tests.analysis.reading import hops
from tests.world import World, world

C1, C2, C3 = "001001", "001002", "001003"
YARD = f"{C1}001"


def found(books: World, code: str, day: str = "2019-06-30") -> ChainAt:
    answer = chain(books.view(day), books.code(code))
    assert answer is not None
    return answer


def way(answer: ChainAt) -> list[tuple[str, list[str], str, str]]:
    return [(s.place.key[6:], [r.key[6:] for r in s.became], str(s.on), s.event) for s in answer.successions]


# ---- courtyards


def test_the_hops_of_a_courtyard_come_before_those_of_its_community() -> None:
    books = world().staffed(C1).courtyard(YARD).head(YARD, "甲", term_end="2022-01-01").links(YARD, "乙", "2018-01-01..").links(YARD, "丙")
    assert hops(found(books, YARD))[2:] == hops(found(books, C1))
    linking, head = found(books, YARD).standing[:2]
    assert (linking.role, linking.status, [c.person.key for c in linking.charges]) == ("LINKING_MEMBER", "EFFECTIVE", ["丙", "乙"])
    assert (head.role, head.level, head.status, head.courtyard) == (
        "COURTYARD_HEAD",
        "COURTYARD",
        "EFFECTIVE",
        Ref("Courtyard", books.code(YARD)),
    )
    assert (str(head.since), head.until, head.source and head.source.title) == ("2019-01-01", None, "test")
    assert found(books, YARD).first_broken is None


def test_a_courtyard_without_anybody_breaks_the_chain_first() -> None:
    answer = found(world().staffed(C1).courtyard(YARD), YARD)
    assert [(h.status, h.reason, str(h.since)) for h in answer.standing[:2]] == [
        ("VACANT", "NO_LINKING_MEMBER", "2017-01-01"),
        ("VACANT", "NO_HEAD", "2017-01-01"),
    ]
    assert answer.first_broken == answer.standing[0]


def test_a_term_that_has_expired_breaks_the_chain() -> None:
    answer = found(world().staffed(C1).courtyard(YARD).links(YARD, "乙").head(YARD, "甲", "2016-01-01..", "2019-01-01"), YARD)
    broken = answer.first_broken
    assert broken is not None
    assert (broken.role, broken.status, broken.reason) == ("COURTYARD_HEAD", "GHOST", "TERM_EXPIRED")


def test_a_courtyard_that_has_not_begun_or_is_unknown_has_no_chain() -> None:
    view = world().staffed(C1).courtyard(YARD, "2020-01-01..").view("2019-06-30")
    assert chain(view, World().code(YARD)) is None
    assert chain(view, World().code(f"{C1}999")) is None


# ---- places that are no more


def merged() -> World:
    """The first community went over to the second on 2019-05-01; its group is still on paper."""
    books = world().community(C1, "2017-01-01..2019-05-01").staffed(C1, C2)
    return books.succeeded_place(C1, C2, "2019-05-01..", event="MERGE")


def test_what_was_merged_has_the_chain_of_what_it_became() -> None:
    before, after = (found(merged(), C1, day) for day in ("2019-04-30", "2019-05-01"))
    assert (way(before), way(after)) == ([], [(C1, [C2], "2019-05-01", "MERGE")])
    assert (hops(before), hops(after)) == (hops(found(merged(), C1, "2018-06-01")), hops(found(merged(), C2, "2019-05-01")))


def test_a_split_leads_to_all_that_came_of_it() -> None:
    books = world().community(C1, "2017-01-01..2019-05-01").staffed(C2, C3)
    books.succeeded_place(C1, C3, "2019-05-01..", event="SPLIT").succeeded_place(C1, C2, "2019-05-01..", event="SPLIT")
    answer = found(books, C1)
    assert way(answer) == [(C1, [C2, C3], "2019-05-01", "SPLIT")]
    assert [h.group.key[6:] for h in answer.standing[:2] if h.group] == [C2, C3]


def test_a_place_that_goes_on_is_not_followed() -> None:
    books = world().staffed(C1, C2).succeeded_place(C1, C2, "2019-05-01..", event="SPLIT")
    assert (way(found(books, C1)), len(found(books, C1).standing)) == ([], len(found(books, C2).standing))


def test_one_step_after_another_and_in_no_circle() -> None:
    books = world().community(C1, "..2018-01-01").community(C2, "..2019-01-01").staffed(C3)
    books.succeeded_place(C1, C2, "2018-01-01..", event="RENAME").succeeded_place(C2, C3, "2019-01-01..", event="MERGE")
    assert way(found(books.succeeded_place(C2, C1, "2019-01-01..", event="MERGE"), C1)) == [
        (C1, [C2], "2018-01-01", "RENAME"),
        (C2, [C1, C3], "2019-01-01", "MERGE"),
    ]


def test_what_ended_without_anything_after_it_stands_alone() -> None:
    answer = found(world().community(C1, "2017-01-01..2019-05-01"), C1)
    assert (way(answer), {h.status for h in answer.standing}) == ([], {"VACANT"})


@pytest.mark.parametrize("moved", [True, False])
def test_a_courtyard_is_followed_by_itself_or_with_its_community(moved: bool) -> None:
    books = merged().courtyard(YARD).head(YARD, "甲", "2018-01-01..")
    if moved:
        books.courtyard(f"{C2}001", "2019-05-01..").head(f"{C2}001", "甲", "2019-05-01..")
        books.succeeded_place(YARD, f"{C2}001", "2019-05-01..", event="MERGE")
    answer = found(books, YARD)
    assert hops(answer)[2:] == hops(found(books, C2))
    assert way(answer) == ([(YARD, [f"{C2}001"], "2019-05-01", "MERGE")] if moved else [(C1, [C2], "2019-05-01", "MERGE")])
    assert [c.person.key for c in answer.standing[1].charges] == (["甲"] if moved else [])
