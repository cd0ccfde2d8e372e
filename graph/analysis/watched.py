"""A history that notes what is asked of it, and what follows: since when something has been so, and since when the books show it.

An answer derived from a watched history rests on the days and moments noted and on no others: it is the same on every day, and as known
at every moment, between two of them. So both questions are answered exactly by asking again just before the last one, step by step.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TypeAlias, TypeVar

from graph.courtyards import gathered
from graph.history import History, as_known
from graph.interval import PartialDate
from graph.model import Actor, Change, Facts, Link, Ref
from graph.snapshot import Snapshot

_TICK = timedelta(microseconds=1)
_EVER = datetime.max.replace(tzinfo=UTC)


K = TypeVar("K", bound=Hashable)
F = TypeVar("F", Link, Change)
_Looked: TypeAlias = dict[K, tuple[Sequence[F], tuple[F, ...]]]
"""What there ever was where one looked, and what of it was known."""


class Shelf:
    """Everything ever recorded of a district, what was retracted too, by where it is looked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.actors = {actor.ref: actor for actor in facts.actors}
        self.kinds: defaultdict[str, list[Ref]] = defaultdict(list)
        self.outward: defaultdict[tuple[str, Ref], list[Link]] = defaultdict(list)
        self.inward: defaultdict[tuple[str, Ref], list[Link]] = defaultdict(list)
        self.changes: defaultdict[Ref, list[Change]] = defaultdict(list)
        for ref in sorted(self.actors):
            self.kinds[ref.kind].append(ref)
        for link in facts.links:
            self.outward[link.type, link.start].append(link)
            self.inward[link.type, link.end].append(link)
        for change in facts.changes:
            self.changes[change.subject].append(change)


def shelf(snapshot: Snapshot) -> Shelf:
    """The shelf of a snapshot's facts, made once."""
    return snapshot.once(shelf, lambda s: Shelf(s.history.facts))


@dataclass(frozen=True, eq=False)
class Watched(History):
    """The facts as known at a moment, looked up one by one; `days` and `moments` are those that what was looked up turns on.

    `links` and `by_kind` are not for use here: they would look at everything.
    """

    shelf: Shelf = field(default_factory=lambda: Shelf(Facts("", 0)))
    _outward_of: _Looked[tuple[str, Ref], Link] = field(default_factory=dict)
    _inward_of: _Looked[tuple[str, Ref], Link] = field(default_factory=dict)
    _changes_of: _Looked[Ref, Change] = field(default_factory=dict)

    @cached_property
    def actors(self) -> "_Known":
        return _Known(self)

    def of(self, kind: str) -> tuple[Actor, ...]:
        return tuple(self.actors[ref] for ref in self.shelf.kinds.get(kind, ()) if ref in self.actors)

    def out(self, type_: str, start: Ref) -> tuple[Link, ...]:
        return self._look((type_, start), self.shelf.outward, self._outward_of)

    def into(self, type_: str, end: Ref) -> tuple[Link, ...]:
        return self._look((type_, end), self.shelf.inward, self._inward_of)

    def changes(self, ref: Ref) -> tuple[Change, ...]:
        return self._look(ref, self.shelf.changes, self._changes_of)

    def _look(self, key: K, shelf: Mapping[K, Sequence[F]], looked: _Looked[K, F]) -> tuple[F, ...]:
        if key not in looked:
            found = shelf.get(key, ())
            looked[key] = found, tuple(x for x in found if x.known(self.known_at))
        return looked[key][1]

    @property
    def days(self) -> set[date]:
        """Of what was known then."""
        links = [x for of in (self._outward_of, self._inward_of) for _, known in of.values() for x in known]
        days = {day for x in links for day in (*x.interval.boundaries(), *_of_term(x))}
        days.update(day for _, actor in self.actors.looked.values() if actor for day in actor.interval.boundaries())
        return days.union(c.on for found, _ in self._changes_of.values() for c in found if c.on)

    @property
    def moments(self) -> set[datetime]:
        """Of what was known at any time."""
        facts: list[Link | Change] = [x for of in (self._outward_of, self._inward_of) for found, _ in of.values() for x in found]
        facts += (c for found, _ in self._changes_of.values() for c in found)
        moments = {moment for fact in facts for moment in (fact.recorded_at, fact.retracted_at) if moment}
        return moments.union(moment for actor, _ in self.actors.looked.values() for moment in (actor.recorded_at, *actor.withdrawn))


def _of_term(link: Link) -> tuple[date, ...]:
    end = gathered(link, "termEnd") if link.type == "HEADS" else None
    return end.days() if end else ()


@dataclass(frozen=True)
class _Known(Mapping[Ref, Actor]):
    """The nodes that were in the books, each with the properties that it had in them; `looked`: as they are now and as they were."""

    history: Watched
    looked: dict[Ref, tuple[Actor, Actor | None]] = field(default_factory=dict)

    def __getitem__(self, ref: Ref) -> Actor:
        if ref not in self.looked:
            self.looked[ref] = self._looked_up(self.history.shelf.actors[ref])
        known = self.looked[ref][1]
        if known is None:
            raise KeyError(ref)
        return known

    def _looked_up(self, actor: Actor) -> tuple[Actor, Actor | None]:
        at = self.history.known_at
        if at is None or not actor.known(at):
            return actor, actor if actor.known(at) else None
        self.history.changes(actor.ref)  # the answer turns on them
        later = (c for c in self.history.shelf.changes.get(actor.ref, ()) if (c.retracted_at or c.recorded_at) > at)
        return actor, as_known(actor, later, at)

    def __iter__(self) -> Iterator[Ref]:
        return (ref for ref in self.history.shelf.actors if ref in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


Holds = Callable[[Snapshot], bool | None]
"""Is it so? None: the dates do not tell."""


def _watched(snapshot: Snapshot, known_at: datetime | None) -> Watched:
    return Watched(snapshot.history.facts, known_at, shelf(snapshot))


def since(snapshot: Snapshot, holds: Holds, ahead: int = 0) -> PartialDate | None:
    """The first day of the unbroken run of days, up to the snapshot's, on which it is so.

    `ahead`: so many days before a date the answer may turn as well. None where the run reaches back before all records, or into days
    that are undecided.
    """
    day, start = snapshot.day, None
    while True:
        history = _watched(snapshot, snapshot.known_at)
        so = holds(Snapshot(history, day))
        if not so:
            return start if so is False else None
        turning = history.days | {_before(d, ahead) for d in history.days} if ahead else history.days
        first = max((d for d in turning if d <= day), default=date.min)
        if first == date.min:
            return None
        day, start = first - timedelta(days=1), PartialDate.day(first)


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))


def first_seen(snapshot: Snapshot, holds: Holds, others: Collection[datetime] = ()) -> datetime:
    """The moment from which on the books, as they were, have shown that it is so on the snapshot's day.

    `others`: further moments at which the answer can turn, of what is not in the history.
    """
    moment, shown = snapshot.known_at or _EVER, None
    while True:
        history = _watched(snapshot, moment)
        if shown is not None and holds(Snapshot(history, snapshot.day)) is not True:
            return shown
        if shown is None:
            holds(Snapshot(history, snapshot.day))
        earlier = max((m for m in (*history.moments, *others) if m <= moment), default=None)
        assert earlier is not None, "what the books show was recorded"
        moment, shown = earlier - _TICK, earlier
