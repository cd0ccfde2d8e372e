"""Random sequences of imports, corrections and undos against a plain list of facts, asked for every day and as known at every moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.actions.drafting import Draft
from graph.errors import RestedOn
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Ref, Source
from tests.actions.books import FIRST, Books

SOURCE = Source("表")
NODES, KEYS, WORDS = ("a", "b"), ("1", "2"), ("x", "y")
MANY = max(300, settings().max_examples)
YEARS = (2014, 2016, 2019)
DAYS = [date(year, month, 1) for year, month in ((2013, 7), (2015, 7), (2018, 7), (2021, 1), (2021, 7), (2022, 1), (2022, 9), (2040, 1))]

Op: TypeAlias = tuple[Any, ...]
Cell: TypeAlias = tuple[str, str]
Value: TypeAlias = tuple[Any, ...]
"""Of a node its names, each with the day from which it counts; of a link its ends, note, first and last year."""


def _is_late(one: Op) -> bool:
    """Is it a name that counts from half a year later than others? The days of names come in order."""
    return one[0] == "name" and bool(one[-1])


name = st.tuples(st.just("name"), st.sampled_from(NODES), st.sampled_from(WORDS), st.booleans())
link = st.tuples(st.just("link"), *map(st.sampled_from, (KEYS, NODES, NODES, WORDS, YEARS)))
close = st.tuples(st.just("close"), st.sampled_from(KEYS), st.sampled_from((2017, 2020)))
drop = st.tuples(st.just("drop"), st.sampled_from(KEYS))
ops = st.lists(st.one_of(name, name, link, link, close, drop), min_size=1, max_size=5).map(lambda all_: sorted(all_, key=_is_late))
step = st.one_of(ops, ops, st.sampled_from((0, 0, 1, 2)))
"""An import, or an undo of the so-many-eth import that stands, from the last."""
_A, _B = (("name", key, "x", False) for key in NODES)
ALL = [[_A, _B]]
steps = st.tuples(st.sampled_from(([], ALL)), st.lists(step, min_size=2, max_size=9)).map(lambda two: [*two[0], *two[1]])


def person(key: str) -> Ref:
    return Ref("Person", key)


def first_of(year: int) -> PartialDate:
    return PartialDate.day(date(year, 1, 1))


def renamed_on(number: int) -> date:
    """The day from which the names count that the import of that number gives: they come in order."""
    return date(2020 + number, 1, 1)


def counting(on: date, late: bool) -> date:
    return on.replace(month=7) if late else on


# ---- the system


def carry_out(draft: Draft, ops: Iterable[Op], on: date) -> None:
    for kind, key, *rest in ops:
        live = {x.key: x for ref in NODES for x in draft.out("DEPUTISES_FOR", person(ref))}
        if kind == "name":
            draft.ensure(person(key), SOURCE, {"name": rest[0]})
            draft.change(person(key), "name", rest[0], counting(on, rest[1]), SOURCE)
        elif kind == "link" and all(draft.actor(person(end)) for end in rest[:2]):
            start, end, note, since = rest
            draft.put("DEPUTISES_FOR", key, person(start), person(end), SOURCE, Interval(first_of(since), None), {"note": note})
        elif kind == "close" and key in live:
            draft.until(live[key], first_of(rest[0]), SOURCE)
        elif kind == "drop" and key in live:
            draft.drop(live[key], "dropped")


def said(history: History, day: date) -> dict[Cell, Value]:
    """What a history says of a day: people by name, links that hold by what they say."""
    nodes: dict[Cell, Value] = {("node", ref.key): (history.on(ref, day).text("name"),) for ref in history.actors}
    held = (x for x in history.links if x.interval.holds(day))
    return nodes | {("link", x.key): (x.start.key, x.end.key, x.text("note")) for x in held}


# ---- the plain list of facts


@dataclass
class Plain:
    """Of each cell who gave it which value, in order; and which import hung a link on which nodes. It knows nothing of the system."""

    log: dict[Cell, list[tuple[str, Value | None]]] = field(default_factory=dict)
    hung: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def cells(self) -> dict[Cell, Value]:
        return {cell: value for cell, entries in self.log.items() if entries and (value := entries[-1][1]) is not None}

    def take_in(self, import_id: str, ops: Iterable[Op], on: date) -> None:
        before, after = self.cells(), self.cells()
        for one in ops:
            _apply(after, one, on)
        for cell in sorted(before.keys() | after.keys()):
            value = after.get(cell)
            if value != before.get(cell):
                self.log.setdefault(cell, []).append((import_id, value))
                if cell[0] == "link" and value:
                    self.hung.append((import_id, frozenset(value[:2])))

    def rests(self, import_id: str) -> bool:
        made = {cell[1] for cell, entries in self.log.items() if cell[0] == "node" and entries and entries[0][0] == import_id}
        hangs = any(other != import_id and made & ends for other, ends in self.hung)
        return hangs or any(entries[-1][0] != import_id for entries in self.log.values() if import_id in dict(entries))

    def undo(self, import_id: str) -> None:
        self.log = {cell: [entry for entry in entries if entry[0] != import_id] for cell, entries in self.log.items()}
        self.hung = [entry for entry in self.hung if entry[0] != import_id]

    def said(self) -> list[dict[Cell, Value]]:
        """Day by day, of all DAYS."""
        return [{cell: on for cell, value in self.cells().items() if (on := _on(cell, value, day))} for day in DAYS]


def _apply(cells: dict[Cell, Value], one: Op, on: date) -> None:
    kind, key, *rest = one
    node, link = ("node", key), ("link", key)
    if kind == "name" and node not in cells:
        cells[node] = ((date.min, rest[0]),)
    elif kind == "name" and cells[node][-1][1] != rest[0]:
        since = counting(on, rest[1])
        names = tuple(name for name in cells[node] if name[0] != since)
        cells[node] = names if names[-1][1] == rest[0] else (*names, (since, rest[0]))
    elif kind == "link" and all(("node", end) in cells for end in rest[:2]):
        cells[link] = (*rest, None)
    elif kind == "close" and link in cells:
        cells[link] = (*cells[link][:4], rest[0])
    elif kind == "drop":
        cells.pop(link, None)


def _on(cell: Cell, value: Value, day: date) -> Value | None:
    if cell[0] == "node":
        return ([word for on, word in value if on <= day][-1],)
    since, until = value[3:]
    return value[:3] if since <= day.year and (until is None or day.year < until) else None


# ---- side by side


@settings(max_examples=MANY)
@example([[_A], [_B], [("link", "1", "a", "b", "x", 2014)], 1, 0, 0, 0])
@example([[_A], [("name", "a", "y", False)], [("name", "a", "x", False)], 0, 0])
@example([[_A], [("name", "a", "y", False), ("name", "a", "x", True)], 0, [_B], [_A], 1])
@given(steps)
def test_any_sequence_is_as_a_plain_list_of_facts_has_it(steps: list[list[Op] | int]) -> None:
    """Every day now, and every day as known at every moment before: no later import, correction or undo moves that."""
    books, plain = Books(), Plain()
    told: list[tuple[datetime, list[dict[Cell, Value]]]] = [(FIRST, [{}] * len(DAYS))]
    for number, one in enumerate(steps):
        if isinstance(one, int):
            _undo(books, plain, one)
        else:
            draft = books.draft()
            carry_out(draft, one, renamed_on(number))
            books.take_in(draft)
            plain.take_in(draft.stamp.import_id, one, renamed_on(number))
        told.append((FIRST + timedelta(hours=books.writes), plain.said()))
        assert [said(books.history, day) for day in DAYS] == plain.said()
        for at, then in told:
            known = History(books.history.facts, at)
            assert [said(known, day) for day in DAYS] == then, at


def _undo(books: Books, plain: Plain, place: int) -> None:
    standing = [i.import_id for i in books.imports if not i.undone and not i.undoes]
    if not standing:
        return
    import_id = standing[-1 - place % len(standing)]
    if plain.rests(import_id):
        with pytest.raises(RestedOn) as caught:
            books.undo(import_id)
        assert caught.value.fields["by"].split()[0] in standing
    else:
        books.undo(import_id)
        plain.undo(import_id)
