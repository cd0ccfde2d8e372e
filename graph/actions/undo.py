"""Take back what an import recorded, and record anew what it had closed or retracted. Pure: facts in, a plan out.

Nothing is erased: links are retracted, nodes that only this import made are withdrawn, changes are taken back, and what is recorded
anew keeps its source. Where anything that came later, and stands, rests on one of these, the undo is refused and names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from graph.actions.drafting import Stamp
from graph.casebook import Casebook
from graph.errors import AlreadyUndone, RestedOn
from graph.history import History
from graph.interval import PartialDate
from graph.lifecycle import stays
from graph.model import Actor, Change, ImportFacts, Link, Plan, Ref, Source


def planned(history: History, brought: ImportFacts, stamp: Stamp) -> Plan:
    """What undoing an import would write. Errors: AlreadyUndone, RestedOn."""
    if brought.imported.undone or brought.imported.undoes:
        raise AlreadyUndone(import_id=brought.imported)
    undo = _Undo(history.beside(brought.facts), brought, stamp)
    if by := undo.rests_on_it():
        raise RestedOn(import_id=brought.imported, by=by)
    plan = undo.plan()
    return replace(plan, ends=tuple(_ends(undo.books.after(plan), brought)))


@dataclass(frozen=True, eq=False)
class _Undo:
    """The books that an import is about, what it brought to them, and what came of that."""

    books: History
    brought: ImportFacts
    stamp: Stamp

    # ---- what it did

    @property
    def _me(self) -> str:
        return self.brought.imported.import_id

    @cached_property
    def _recorded(self) -> tuple[Link, ...]:
        return tuple(x for x in self.books.facts.links if x.source.import_id == self._me)

    @cached_property
    def _closed(self) -> tuple[Link, ...]:
        """What it retracted, of those that still stand."""
        return tuple(x for x in self.books.facts.links if x.retracted_by == self._me and self._stands(x.source))

    @cached_property
    def _changed(self) -> tuple[Change, ...]:
        """The changes that it made, the last day first."""
        mine = (c for c in self.books.facts.changes if c.source.import_id == self._me and c.retracted_at is None)
        return tuple(sorted(mine, key=lambda c: c.on or date.min, reverse=True))

    @cached_property
    def _made(self) -> dict[Ref, Actor]:
        return {ref: actor for ref, actor in self.books.actors.items() if actor.source.import_id == self._me}

    # ---- what came later

    @cached_property
    def _undone(self) -> frozenset[str | None]:
        return frozenset(i.import_id for i in self.brought.all if i.undone)

    def _stands(self, source: Source) -> bool:
        """Is it of another import or command, which has not been undone?"""
        return source.import_id != self._me and source.import_id not in self._undone

    def rests_on_it(self) -> str | None:
        """The first import or command that rests on this one, in words; None where there is none."""
        found = next(self._resting(), None)
        if found is None:
            return None
        return next((str(i) for i in self.brought.all if i.import_id == found), found)

    def _resting(self) -> Iterator[str]:
        yield from (i for i in self.brought.on_its_nodes if i not in self._undone)
        for link in self._recorded:
            if link.retracted_at and link.retracted_by not in self._undone:
                yield link.retracted_by or f"{link.retracted_at:%Y-%m-%d %H:%M}"
        taken = {(x.type, x.key): x for x in self.books.links}
        for link in self._closed:
            if (other := taken.get((link.type, link.key))) and self._stands(other.source):
                yield _name(other.source)
        for link in self.books.facts.links:
            if (link.start in self._made or link.end in self._made) and self._stands(link.source):
                yield _name(link.source)
        mine = {(c.subject, c.name): c.recorded_at for c in self._changed}
        for change in self.books.facts.changes:
            own, stands = mine.get((change.subject, change.name)), change.retracted_at is None and self._stands(change.source)
            if stands and (change.subject in self._made or (own is not None and change.recorded_at > own)):
                yield _name(change.source)

    # ---- the plan

    def plan(self) -> Plan:
        at, by = self.stamp.at, self.stamp.import_id
        live = (x for x in self._recorded if x.retracted_at is None)
        return Plan(
            self.books.district,
            links=tuple(map(self._anew, self._closed)),
            retractions=tuple(replace(x, retracted_at=at, reason="undone", retracted_by=by) for x in live),
            taken_back=tuple(replace(c, retracted_at=at, retracted_by=by) for c in self._changed),
            withdrawals=tuple(replace(a, withdrawn=(*a.withdrawn, at)) for a in self._made.values()),
            undone=self._me,
        )

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        numbers: dict[tuple[str, str], int] = {}
        for link in self.books.facts.links:
            numbers[link.type, link.key] = max(numbers.get((link.type, link.key), 0), link.number)
        return numbers

    def _anew(self, link: Link) -> Link:
        """The same fact from the same source, recorded once more."""
        number = self._numbers[link.type, link.key] + 1
        return replace(link, number=number, recorded_at=self.stamp.at, retracted_at=None, reason=None, retracted_by=None)


def _name(source: Source) -> str:
    return source.import_id or source.title


def _ends(after: History, brought: ImportFacts) -> Iterator[tuple[Ref, PartialDate | None]]:
    """When the states of the cases that it was about end, now that it is undone."""
    for case in brought.facts.actors:
        if case.kind == "Case" and case.ref in after.actors:
            book = Casebook(after, case.ref)
            ends = {stay.event.key: stay.until for stay in stays(book.events)}
            for event in book.events:
                if book.node(event).interval.until != ends.get(event.key):
                    yield Ref("CaseEvent", event.key), ends.get(event.key)
