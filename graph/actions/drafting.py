"""A history with facts drafted on top. Commands and imports edit the draft; it ends as a Plan. No I/O, no clock of its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from graph.history import History, with_value
from graph.interval import Interval, PartialDate
from graph.model import Actor, Change, Link, Plan, Problem, Ref, Scalar, Severity, Source
from graph.vocabulary import ORGANIZATION_LABELS, PostRank


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every fact of one write has in common: when it is recorded, and the import's id."""

    at: datetime
    import_id: str


class Draft:
    """Facts to be added, changed and closed in one district. Reading it shows the history as it would be."""

    def __init__(self, history: History, stamp: Stamp) -> None:
        self.history = history
        self.stamp = stamp
        self._actors: dict[Ref, Actor] = dict(history.actors)
        self._live: dict[tuple[str, str], Link] = {(x.type, x.key): x for x in history.links}
        self._out: defaultdict[tuple[str, Ref], dict[str, None]] = defaultdict(dict)
        self._in: defaultdict[tuple[str, Ref], dict[str, None]] = defaultdict(dict)
        self._numbers: defaultdict[tuple[str, str], int] = defaultdict(int)
        for x in history.facts.links:
            self._numbers[x.type, x.key] = max(self._numbers[x.type, x.key], x.number)
        for x in history.links:
            self._index(x)
        self._new: dict[Ref, None] = {}
        self._changes: dict[tuple[Ref, str, date | None], Change] = {}
        self._retractions: dict[tuple[str, str], Link] = {}
        self._ends: dict[Ref, PartialDate | None] = {}
        self._problems: list[Problem] = []

    # ---- reading

    @property
    def district(self) -> str:
        return self.history.district

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes of properties, drafted ones too."""
        return (*self.history.facts.changes, *self._changes.values())

    def actor(self, ref: Ref) -> Actor | None:
        return self._actors.get(ref)

    def flag(self, ref: Ref, name: str) -> bool:
        """Does the node say yes to a property?"""
        actor = self._actors.get(ref)
        return actor is not None and actor.flag(name)

    def is_new(self, ref: Ref) -> bool:
        """Is the node one that only this draft made?"""
        return ref in self._new

    def of(self, kind: str) -> Iterator[Actor]:
        """The nodes of a label, drafted ones too, in the order of their keys."""
        return iter(sorted((a for a in self._actors.values() if a.kind == kind), key=lambda a: a.key))

    def out(self, type_: str, start: Ref) -> tuple[Link, ...]:
        """The live links of a type from a node."""
        return tuple(self._live[type_, key] for key in self._out[type_, start])

    def into(self, type_: str, end: Ref) -> tuple[Link, ...]:
        """The live links of a type to a node."""
        return tuple(self._live[type_, key] for key in self._in[type_, end])

    # ---- nodes

    def ensure(self, ref: Ref, source: Source, properties: Mapping[str, Scalar], interval: Interval = Interval()) -> Actor:
        """The node, made if it is not there; one that is there keeps what it has."""
        if ref not in self._actors:
            stamped = self._stamped(source)
            kept = {k: v for k, v in properties.items() if v is not None}
            made = Actor(ref.kind, ref.key, self.district, self.stamp.at, stamped, interval, kept)
            before = self.history.withdrawn.get(ref)
            self._actors[ref] = self._put_back(before, made) if before else made
            self._new[ref] = None
        return self._actors[ref]

    def _put_back(self, before: Actor, made: Actor) -> Actor:
        """A node that an undo took out of the books, in them again; what is said of it otherwise now is a change."""
        for name in sorted({*before.properties, *made.properties}):
            self._note(made.ref, name, before.properties.get(name), made.properties.get(name), None, made.source)
        for name in ("since", "until") if made.kind != "CaseEvent" else ():
            self._note(made.ref, name, getattr(before.interval, name), getattr(made.interval, name), None, made.source)
        moments = (*before.withdrawn, self.stamp.at)
        return replace(made, recorded_at=before.recorded_at, extra=before.extra, withdrawn=moments)

    def change(self, ref: Ref, name: str, value: Scalar | PartialDate, on: date | None, source: Source) -> None:
        """Give a property (or the node's `since` or `until`) another value from a day on; nothing if it has it already."""
        actor = self._actors[ref]
        old = getattr(actor.interval, name) if name in ("since", "until") else actor.properties.get(name)
        if old == value:
            return
        self._actors[ref] = with_value(actor, name, value)
        if ref not in self._new or actor.withdrawn or (old is not None and on is not None and actor.interval.start < on):
            self._note(ref, name, old, value, on, source)

    def end(self, ref: Ref, until: PartialDate | None) -> None:
        """When the state that an event led to ends by now: derived, so no change is noted."""
        actor = self._actors[ref]
        if actor.interval.until != until:
            self._actors[ref] = with_value(actor, "until", until)
            if ref not in self._new:
                self._ends[ref] = until

    def forget(self, ref: Ref) -> None:
        """Take back a node that only this draft made; no link may hold on to it."""
        del self._actors[ref], self._new[ref]
        self._changes = {key: change for key, change in self._changes.items() if key[0] != ref}

    def _note(self, ref: Ref, name: str, old: Scalar | PartialDate, new: Scalar | PartialDate, on: date | None, source: Source) -> None:
        """One change for each property and day: what was first is the old value, what is last the new one."""
        before = self._changes.pop((ref, name, on), None)
        first = before.old if before else old
        if first != new:
            key = f"{ref.kind}:{ref.key}:{name}:{on or ''}:{self.stamp.import_id}"
            stamped = self._stamped(source)
            self._changes[ref, name, on] = Change(key, ref, self.district, name, first, new, on, self.stamp.at, stamped)

    # ---- links

    def put(
        self,
        type_: str,
        key: str,
        start: Ref,
        end: Ref,
        source: Source,
        interval: Interval = Interval(),
        properties: Mapping[str, Scalar] | None = None,
    ) -> Link:
        """Record a link; where the live one of this key says the same, nothing. One that says otherwise is retracted first."""
        kept = {k: v for k, v in (properties or {}).items() if v is not None}
        held = self._live.get((type_, key))
        if held is not None:
            if held.says(start, end, interval, kept):
                return held
            self.drop(held, "changed")
        self._numbers[type_, key] += 1
        number = self._numbers[type_, key]
        link = Link(type_, key, start, end, self.district, self.stamp.at, self._stamped(source), interval, kept, number)
        self._live[type_, key] = link
        self._index(link)
        return link

    def drop(self, link: Link, reason: str) -> None:
        """Retract a live link; one that was only drafted is forgotten."""
        del self._live[link.type, link.key]
        del self._out[link.type, link.start][link.key]
        del self._in[link.type, link.end][link.key]
        if link.recorded_at == self.stamp.at and link.source.import_id == self.stamp.import_id:
            self._numbers[link.type, link.key] -= 1
        else:
            gone = replace(link, retracted_at=self.stamp.at, reason=reason, retracted_by=self.stamp.import_id)
            self._retractions[link.type, link.id] = gone

    def until(self, link: Link, end: PartialDate, source: Source) -> None:
        """Close a link on a day: the fact is retracted and recorded anew with its end."""
        self.put(link.type, link.key, link.start, link.end, source, replace(link.interval, until=end), link.properties)

    def _stamped(self, source: Source) -> Source:
        """Where a fact was learnt, with this import's id."""
        return Source(source.title, source.file, source.sheet, source.cell, self.stamp.import_id)

    def _index(self, link: Link) -> None:
        self._out[link.type, link.start][link.key] = None
        self._in[link.type, link.end][link.key] = None

    # ---- what there is to say

    def tell(self, problem: Problem) -> None:
        self._problems.append(problem)

    @property
    def refused(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self._problems)

    def plan(self) -> Plan:
        """The facts drafted, unchanged ones left out."""
        links = tuple(x for x in self._live.values() if self._drafted(x))
        revived, links = self._revived(links)
        gone = tuple(x for x in self._retractions.values() if (x.type, x.id) not in revived)
        actors = tuple(self._labelled(self._actors[ref]) for ref in self._new)
        relabels = tuple((ref, x) for ref in self._touched(links) for x in self._extra(ref) if x not in self._actors[ref].extra)
        changes, ends = tuple(self._changes.values()), tuple(self._ends.items())
        return Plan(self.district, actors, changes, links, gone, tuple(self._problems), relabels, ends)

    def _labelled(self, actor: Actor) -> Actor:
        extra = self._extra(actor.ref)
        extra = tuple(sorted({*actor.extra, *extra}))
        return replace(actor, extra=extra) if extra != actor.extra else actor

    def _drafted(self, link: Link) -> bool:
        return link.recorded_at == self.stamp.at and link.source.import_id == self.stamp.import_id

    def _revived(self, links: tuple[Link, ...]) -> tuple[set[tuple[str, str]], tuple[Link, ...]]:
        """Links that were retracted and recorded again to say the same: neither is written."""
        gone = {(x.type, x.key): x for x in self._retractions.values()}
        same = {(x.type, x.key) for x in links if (x.type, x.key) in gone and gone[x.type, x.key].says_the_same(x)}
        return {(gone[key].type, gone[key].id) for key in same}, tuple(x for x in links if (x.type, x.key) not in same)

    def _touched(self, links: tuple[Link, ...]) -> list[Ref]:
        """The nodes that were there before and may have earned a further label."""
        ends = {x.start for x in links} | {c.subject for c in self._changes.values()}
        return sorted(ends - set(self._new))

    def _extra(self, ref: Ref) -> tuple[str, ...]:
        """The labels that a node has earned, for people who browse: they mean "ever", and no answer reads them."""
        if ref.kind == "Organization":
            label = ORGANIZATION_LABELS.get(self._actors[ref].text("kind"))
            return (label,) if label else ()
        if ref.kind != "Person":
            return ()
        leads = any(self._actors[x.end].text("rank") == PostRank.DISTRICT_LEADER for x in self.out("HOLDS", ref))
        member = any(self.out(type_, ref) for type_ in ("PARTY_MEMBER_OF", "LINKS"))
        return (*(("DistrictLeader",) if leads else ()), *(("PartyMember",) if member else ()))


def joined(*parts: str) -> str:
    """A key made of key columns."""
    return "|".join(parts)
