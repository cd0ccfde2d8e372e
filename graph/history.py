"""All that was known of one district at a moment, indexed. Derived from stored facts by pure functions; never changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from graph.interval import PartialDate
from graph.model import Actor, Change, Facts, Link, Plan, Ref, Scalar
from graph.vocabulary import LINKS, NODES

_BOUNDARIES = ("since", "until")
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, eq=False)
class History:
    """The facts of a district as known at `known_at` (None: now). Compared by identity, so that it may key a cache."""

    facts: Facts
    known_at: datetime | None = None

    @property
    def district(self) -> str:
        return self.facts.district

    @cached_property
    def actors(self) -> Mapping[Ref, Actor]:
        """Every node in the books, with the properties it had in them at that moment."""
        at = self.known_at
        known = (a for a in self.facts.actors if a.known(at))
        return {a.ref: a if at is None else as_known(a, self._later_changes.get(a.ref, ()), at) for a in known}

    @cached_property
    def withdrawn(self) -> Mapping[Ref, Actor]:
        """The nodes that were taken out of the books."""
        return {a.ref: a for a in self.facts.actors if a.retracted_at is not None}

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Actor, ...]]:
        """The nodes of each label, in the order of their keys."""
        return _grouped((a.kind, a) for a in sorted(self.actors.values(), key=lambda a: a.ref))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links that were in the books."""
        return tuple(x for x in self.facts.links if x.known(self.known_at))

    @cached_property
    def _outward(self) -> Mapping[tuple[str, Ref], tuple[Link, ...]]:
        return _grouped(((x.type, x.start), x) for x in self.links)

    @cached_property
    def _inward(self) -> Mapping[tuple[str, Ref], tuple[Link, ...]]:
        return _grouped(((x.type, x.end), x) for x in self.links)

    @cached_property
    def _changes(self) -> Mapping[Ref, tuple[Change, ...]]:
        return _grouped((c.subject, c) for c in self.facts.changes if c.known(self.known_at))

    @cached_property
    def _later_changes(self) -> Mapping[Ref, tuple[Change, ...]]:
        """Changes that were recorded or taken back later."""
        at = self.known_at
        return _grouped((c.subject, c) for c in self.facts.changes if at is not None and (c.retracted_at or c.recorded_at) > at)

    def of(self, kind: str) -> tuple[Actor, ...]:
        return self.by_kind.get(kind, ())

    def out(self, type_: str, start: Ref) -> tuple[Link, ...]:
        """The links of a type from a node, on any day."""
        return self._outward.get((type_, start), ())

    def into(self, type_: str, end: Ref) -> tuple[Link, ...]:
        """The links of a type to a node, on any day."""
        return self._inward.get((type_, end), ())

    def on(self, ref: Ref, day: date) -> Actor:
        """A node with the properties it had on a day: a name answers by the day."""
        actor, changes = self.actors[ref], self.changes(ref)
        return _on_day(actor, changes, day) if changes else actor

    def changes(self, ref: Ref) -> tuple[Change, ...]:
        """The changes of a node's properties that were in the books, on any day."""
        return self._changes.get(ref, ())

    @cached_property
    def first_day(self) -> date | None:
        """The first record: the earliest start of a community. None where there are no dated communities."""
        starts = [a.interval.since.anchor for a in self.of("Community") if a.interval.since is not None]
        return min(starts, default=None)

    @cached_property
    def last_recorded(self) -> datetime | None:
        """When the newest fact was recorded."""
        times = [max((a.recorded_at, *a.withdrawn)) for a in self.facts.actors]
        times += [x.retracted_at or x.recorded_at for x in self.facts.links]
        return max(times + [c.retracted_at or c.recorded_at for c in self.facts.changes], default=None)

    def after(self, plan: Plan) -> "History":
        """This history with a plan written on top, as a store would give it back."""
        return History(_written(self.facts, plan))

    def instead(self, actors: Mapping[Ref, Actor], links: Iterable[Link]) -> "History":
        """This history with other versions of some of its nodes and links, between the same ends. What is indexed stays so."""
        by_id = {(x.type, x.id): x for x in links}
        facts = replace(
            self.facts,
            actors=tuple(actors.get(a.ref, a) for a in self.facts.actors),
            links=tuple(by_id.get((x.type, x.id), x) for x in self.facts.links),
            changes=tuple(c for c in self.facts.changes if not (c.subject in actors and c.name in _BOUNDARIES)),
        )
        other = History(facts, self.known_at)
        outward = {(x.type, x.start) for x in by_id.values()}
        inward = {(x.type, x.end) for x in by_id.values()}
        kinds = {ref.kind: tuple(actors.get(a.ref, a) for a in self.of(ref.kind)) for ref in actors}
        other.__dict__["actors"] = {**self.actors, **actors}
        other.__dict__["by_kind"] = {**self.by_kind, **kinds}
        other.__dict__["_outward"] = _exchanged(self._outward, outward, by_id)
        other.__dict__["_inward"] = _exchanged(self._inward, inward, by_id)
        return other

    def beside(self, other: Facts) -> "History":
        """This history with further facts of its district, of nodes that it does not hold: what a load leaves in the database."""
        mine = self.facts
        if not (other.actors or other.links or other.changes):
            return self
        actors = {a.ref: a for a in other.actors} | {a.ref: a for a in mine.actors}
        links = {(x.type, x.id): x for x in (*other.links, *mine.links)}
        changes = {c.key: c for c in (*other.changes, *mine.changes)}
        return History(replace(mine, actors=tuple(actors.values()), links=tuple(links.values()), changes=tuple(changes.values())))


def _exchanged(
    index: Mapping[tuple[str, Ref], tuple[Link, ...]], ends: Iterable[tuple[str, Ref]], links: Mapping[tuple[str, str], Link]
) -> Mapping[tuple[str, Ref], tuple[Link, ...]]:
    """An index of links with other versions of those at some ends."""
    return {**index, **{end: tuple(links.get((x.type, x.id), x) for x in index.get(end, ())) for end in ends}}


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    out: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        out[key].append(value)
    return {key: tuple(values) for key, values in out.items()}


def with_value(actor: Actor, name: str, value: Scalar | PartialDate) -> Actor:
    """A node with another value of a property, or of its own `since` or `until`; None takes a property away."""
    if name in _BOUNDARIES:
        assert value is None or isinstance(value, PartialDate)
        return replace(actor, interval=replace(actor.interval, **{name: value}))
    assert not isinstance(value, PartialDate)
    kept = {**actor.properties, name: value}
    if value is None:
        del kept[name]
    return replace(actor, properties=kept)


def as_known(actor: Actor, later: Iterable[Change], at: datetime) -> Actor:
    """A node as it was before what came later was recorded and taken back: that is undone, the newest first."""
    steps: list[tuple[datetime, int, str, Scalar | PartialDate]] = []
    for change in later:
        on = (change.on or date.min).toordinal()
        if change.recorded_at > at:
            steps.append((change.recorded_at, on, change.name, change.old))
        if change.retracted_at is not None and change.retracted_at > at:
            steps.append((change.retracted_at, -on, change.name, change.new))
    for _, _, name, value in sorted(steps, key=lambda step: step[:2], reverse=True):
        actor = with_value(actor, name, value)
    return actor


def _on_day(actor: Actor, changes: Iterable[Change], day: date) -> Actor:
    """Take back the changes that came after a day; those of its life itself stay."""
    after = [c for c in changes if c.name not in _BOUNDARIES and c.on is not None and c.on > day]
    for change in sorted(after, key=lambda c: (c.on, c.recorded_at), reverse=True):
        actor = with_value(actor, change.name, change.old)
    return actor


def _written(facts: Facts, plan: Plan) -> Facts:
    gone = {(x.type, x.id): x for x in plan.retractions}
    taken_back = {c.key: c for c in plan.taken_back}
    actors = {a.ref: a for a in (*facts.actors, *plan.actors, *plan.withdrawals)}
    for change in plan.taken_back:
        actors[change.subject] = with_value(actors[change.subject], change.name, change.old)
    for change in plan.changes:
        actors[change.subject] = with_value(actors[change.subject], change.name, change.new)
    for ref, end in plan.ends:
        actors[ref] = with_value(actors[ref], "until", end)
    for ref, label in plan.relabels:
        actors[ref] = replace(actors[ref], extra=tuple(sorted({*actors[ref].extra, label})))
    links = tuple(gone.get((x.type, x.id), x) for x in facts.links)
    changes = tuple(taken_back.get(c.key, c) for c in facts.changes)
    return Facts(facts.district, facts.revision + 1, tuple(actors.values()), links + plan.links, changes + plan.changes)


def structural(plan: Plan) -> Plan:
    """What a plan changes of the structure: cases, which may be very many, are no part of a history."""
    actors = tuple(a for a in plan.actors if not NODES[a.kind].ledger)
    changes = tuple(c for c in plan.changes if not NODES[c.subject.kind].ledger)
    links, retractions = (tuple(x for x in some if not LINKS[x.type].ledger) for some in (plan.links, plan.retractions))
    return replace(plan, actors=actors, changes=changes, links=links, retractions=retractions, ends=())


def empty(district: str) -> History:
    """The history of a district of which nothing is recorded."""
    return History(Facts(district, 0))
