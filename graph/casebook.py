"""One case as the ledger holds it, as known at a moment: its events and states, and what its links say. Pure functions of a CaseFile."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from graph.history import History
from graph.lifecycle import LONGEST_CIRCLE, STATE_AFTER, TIES, Event, EventType, last_state
from graph.model import Actor, CaseFile, Facts, Link, Ref
from graph.vocabulary import CaseState

V = TypeVar("V")


def event_of(node: Actor) -> Event:
    """A recorded event as the lifecycle reads it."""
    type_, on = EventType(node.text("type")), node.interval.since
    assert on is not None, node.key
    return Event(type_, on, node.key, node.whole("order") or 0, leads=bool(node.text("state")) or type_ not in STATE_AFTER)


@dataclass(frozen=True, eq=False)
class Casebook:
    """A case and what was known of it."""

    history: History
    ref: Ref

    @property
    def case(self) -> Actor:
        """The node, with the properties that were in the books."""
        return self.history.actors[self.ref]

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order."""
        return tuple(sorted(map(event_of, self._nodes.values()), key=lambda e: e.place))

    @cached_property
    def _nodes(self) -> Mapping[str, Actor]:
        found = (self.history.actors[x.end] for x in self.history.out("HAS_EVENT", self.ref))
        return {node.key: node for node in found}

    def node(self, event: Event) -> Actor:
        """The record of an event: its notes, where it was learnt."""
        return self._nodes[event.key]

    def state(self, day: date) -> CaseState | None:
        """The state when a day is over; None before the case was raised."""
        return last_state(e for e in self.events if e.on.anchor <= day)

    def links(self, type_: str) -> tuple[Link, ...]:
        """The case's links of a type, on any day."""
        return self.history.out(type_, self.ref)

    def by(self, event: Event) -> tuple[Ref, ...]:
        """Who did it, where the books say."""
        return tuple(x.end for x in self.history.out("BY", Ref("CaseEvent", event.key)))


def opened(file: CaseFile, known_at: datetime | None = None) -> Casebook | None:
    """The book of a case as known at a moment (None: now). None: nothing was known of it then."""
    facts = Facts(file.case.district, 0, (file.case, *file.events), file.links + file.ties, file.changes)
    book = Casebook(History(facts, known_at), file.case.ref)
    return book if file.case.ref in book.history.actors and book.events else None


def files(facts: Facts) -> dict[str, CaseFile]:
    """What is recorded of several cases, as one file a case, by key."""
    owners = {x.end: x.start for x in facts.links if x.type == "HAS_EVENT"}
    events = _grouped((owners[a.ref], a) for a in facts.actors if a.ref in owners)
    links = _grouped((owners.get(x.start, x.start), x) for x in facts.links)
    changes = _grouped((owners.get(c.subject, c.subject), c) for c in facts.changes)
    cases = (actor for actor in facts.actors if actor.kind == "Case")
    files_ = (CaseFile(c, tuple(events[c.ref]), tuple(links[c.ref]), tuple(changes[c.ref]), _ties(c.ref, links)) for c in cases)
    return {file.case.key: file for file in files_}


def _ties(case: Ref, links: Mapping[Ref, list[Link]]) -> tuple[Link, ...]:
    """The links between cases by which those go on to which this one leads, as far as a circle of them can reach."""
    found: dict[tuple[str, str], Link] = {}
    todo = {case}
    for _ in range(LONGEST_CIRCLE):
        step = [x for ref in todo for x in links.get(ref, ()) if x.type in TIES]
        found |= {(x.type, x.id): x for x in step if x.start != case}
        todo = {x.end for x in step}
    return tuple(found[key] for key in sorted(found))


def _grouped(pairs: Iterable[tuple[Ref, V]]) -> Mapping[Ref, list[V]]:
    out: defaultdict[Ref, list[V]] = defaultdict(list)
    for ref, value in pairs:
        out[ref].append(value)
    return out
