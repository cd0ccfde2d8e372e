"""What an undo takes back, what it records anew, and what keeps it from being done."""

from datetime import date, timedelta

import pytest

from graph.actions.drafting import Draft
from graph.errors import AlreadyUndone, RestedOn
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Ref, Source
from tests.actions.books import FIRST, Books

SOURCE = Source("表")
Value = tuple[str, ...] | None
Cell = tuple[str, str]


def person(key: str) -> Ref:
    return Ref("Person", key)


def named(draft: Draft, key: str, name: str) -> Ref:
    return draft.ensure(person(key), SOURCE, {"name": name}).ref


def linked(draft: Draft, key: str, start: str, end: str, note: str) -> None:
    draft.put("DEPUTISES_FOR", key, person(start), person(end), SOURCE, Interval(), {"note": note})


def seen(history: History) -> dict[Cell, Value]:
    """What is in the books: people by name, links by what they say."""
    nodes: dict[Cell, Value] = {("node", a.key): (a.text("name"),) for a in history.actors.values()}
    links: dict[Cell, Value] = {("link", x.key): (x.start.key, x.end.key, x.text("note")) for x in history.links}
    return nodes | links


# ---- one by one


def test_what_was_recorded_goes_and_what_was_closed_comes_back_from_its_own_source() -> None:
    books = Books()
    first = books.draft()
    named(first, "a", "甲")
    named(first, "b", "乙")
    linked(first, "1", "a", "b", "旧")
    books.take_in(first)
    before = seen(books.history)
    second = books.draft()
    named(second, "c", "丙")
    linked(second, "1", "a", "c", "新")
    second.change(person("a"), "name", "甲甲", None, SOURCE)
    books.undo(books.take_in(second))
    assert seen(books.history) == before
    (link,) = books.history.links
    assert (link.number, link.source.import_id) == (3, first.stamp.import_id)
    assert [(x.number, x.retracted_by) for x in books.history.facts.links if x.retracted_at] == [(1, "i2"), (2, "undo-i2")]


def test_imports_are_undone_from_the_last_to_the_first() -> None:
    books = Books()
    states = [seen(books.history)]
    for note in ("一", "二", "三"):
        draft = books.draft()
        named(draft, "a", "甲")
        named(draft, "b", "乙")
        linked(draft, "1", "a", "b", note)
        draft.change(person("a"), "name", f"甲{note}", None, SOURCE)
        books.take_in(draft)
        states.append(seen(books.history))
    with pytest.raises(RestedOn) as caught:
        books.undo("i1")
    assert caught.value.fields["by"].startswith("i2")
    for import_id, state in zip(("i3", "i2", "i1"), reversed(states[:-1]), strict=True):
        books.undo(import_id)
        assert seen(books.history) == state
    assert seen(History(books.history.facts, FIRST + timedelta(hours=3))) == states[-1]


@pytest.mark.parametrize("what", ["link", "change", "closing"])
def test_what_later_imports_rest_on_stays(what: str) -> None:
    books = Books()
    draft = books.draft()
    named(draft, "a", "甲")
    named(draft, "b", "乙")
    linked(draft, "1", "a", "b", "旧")
    first = books.take_in(draft)
    later = books.draft()
    if what == "link":
        named(later, "c", "丙")
        linked(later, "2", "c", "a", "")
    elif what == "change":
        later.change(person("b"), "name", "乙乙", None, SOURCE)
    else:
        later.until(later.out("DEPUTISES_FOR", person("a"))[0], PartialDate.day(date(2020, 1, 1)), SOURCE)
    second = books.take_in(later)
    with pytest.raises(RestedOn, match=second):
        books.undo(first)
    books.undo(second)
    books.undo(first)
    assert seen(books.history) == {}


def test_an_import_is_undone_once_and_an_undo_never() -> None:
    books = Books()
    draft = books.draft()
    named(draft, "a", "甲")
    first = books.take_in(draft)
    books.undo(first)
    for import_id in (first, f"undo-{first}"):
        with pytest.raises(AlreadyUndone):
            books.undo(import_id)


def test_a_node_that_comes_again_was_out_of_the_books_between() -> None:
    books = Books()
    draft = books.draft()
    draft.ensure(person("a"), SOURCE, {"name": "甲", "personnelNo": "7"}, Interval.days(date(2019, 1, 1)))
    books.undo(books.take_in(draft))
    again = books.draft()
    again.ensure(person("a"), SOURCE, {"name": "新甲"})
    books.take_in(again)

    def known(hours: float) -> tuple[object, ...]:
        actor = History(books.history.facts, FIRST + timedelta(hours=hours)).actors.get(person("a"))
        return () if actor is None else (dict(actor.properties), actor.interval)

    first, second = ({"name": "甲", "personnelNo": "7"}, Interval.days(date(2019, 1, 1))), ({"name": "新甲"}, Interval())
    assert [known(hours) for hours in (0.5, 1.5, 2.5, 3.5)] == [(), first, (), second]
    assert (books.history.actors[person("a")].properties, books.history.withdrawn) == ({"name": "新甲"}, {})
    books.undo("i3")
    assert [known(hours) for hours in (1.5, 2.5, 3.5, 4.5)] == [first, (), second, ()]


def test_names_by_the_day_are_as_they_were() -> None:
    books = Books()
    draft = books.draft()
    draft.ensure(person("a"), SOURCE, {"name": "甲"}, Interval.days(date(2017, 1, 1)))
    books.take_in(draft)
    renamed = books.draft()
    renamed.change(person("a"), "name", "乙", date(2018, 1, 1), SOURCE)
    renamed.change(person("a"), "name", "丙", date(2019, 1, 1), SOURCE)
    books.undo(books.take_in(renamed))
    days = [date(year, 6, 1) for year in (2017, 2018, 2019)]
    assert [books.history.on(person("a"), day).text("name") for day in days] == ["甲", "甲", "甲"]
    then = History(books.history.facts, FIRST + timedelta(hours=2))
    assert [then.on(person("a"), day).text("name") for day in days] == ["甲", "乙", "丙"]
    first = History(books.history.facts, FIRST + timedelta(hours=1))
    assert [first.on(person("a"), day).text("name") for day in days] == ["甲", "甲", "甲"]
