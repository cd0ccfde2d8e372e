"""A history that notes what is asked of it, and what follows: since when something has been so, and since when the books show it.

An answer derived from a watched history rests on the days and moments noted and on no others: it is the same on every day, and as known
at every moment, between two of them. So both questions are answered exactly by asking again just before the last one, step by step.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from graph.courtyards import gathered
from graph.history import History, as_known
from graph.interval import PartialDate
from graph.model import Actor, Change, Facts, Link, Ref
from graph.snapshot import Snapshot

_TICK = timedelta(microseconds=1)
_EVER = datetime.max.replace(tzinfo=UTC)


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
    days: set[date] = field(default_factory=set)
    moments: set[datetime] = field(default_factory=set)

    @cached_property
    def actors(self) -> Mapping[Ref, Actor]:
        return _Known(self)

    def of(self, kind: str) -> tuple[Actor, ...]:
        return tuple(self.actors[ref] for ref in self.shelf.kinds.get(kind, ()) if ref in self.actors)

    def out(self, type_: str, start: Ref) -> tuple[Link, ...]:
        return self._known_links(self.shelf.outward.get((type_, start), ()))

    def into(self, type_: str, end: Ref) -> tuple[Link, ...]:
        return self._known_links(self.shelf.inward.get((type_, end), ()))

    def changes(self, ref: Ref) -> tuple[Change, ...]:
        found = self.all_changes(ref)
        self.days.update(c.on for c in found if c.on)
        return tuple(c for c in found if c.known(self.known_at))

    def all_changes(self, ref: Ref) -> list[Change]:
        """Those that were recorded or taken back later, too."""
        found = self.shelf.changes.get(ref, [])
        self._note(moment for c in found for moment in (c.recorded_at, c.retracted_at))
        return found

    def note_actor(self, actor: Actor) -> None:
        self.days.update(actor.interval.boundaries())
        self._note((actor.recorded_at, *actor.withdrawn))

    def _known_links(self, links: Iterable[Link]) -> tuple[Link, ...]:
        found = tuple(links)
        self._note(moment for x in found for moment in (x.recorded_at, x.retracted_at))
        known = tuple(x for x in found if x.known(self.known_at))
        self.days.update(day for x in known for day in (*x.interval.boundaries(), *_of_term(x)))
        return known

    def _note(self, moments: Iterable[datetime | None]) -> None:
        self.moments.update(moment for moment in moments if moment is not None)


def _of_term(link: Link) -> tuple[date, ...]:
    end = gathered(link, "termEnd") if link.type == "HEADS" else None
    return end.days() if end else ()


@dataclass(frozen=True)
class _Known(Mapping[Ref, Actor]):
    """The nodes that were in the books, each with the properties that it had in them."""

    history: Watched

    def __getitem__(self, ref: Ref) -> Actor:
        actor, at = self.history.shelf.actors[ref], self.history.known_at
        self.history.note_actor(actor)
        if not actor.known(at):
            raise KeyError(ref)
        if at is not None:
            later = [c for c in self.history.all_changes(ref) if (c.retracted_at or c.recorded_at) > at]
            actor = as_known(actor, later, at)
            self.history.note_actor(actor)
        return actor

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
