"""The view of all loaded districts on one day: the snapshots side by side, and what a request may ask of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from graph.errors import DateOutOfRange, UnknownDivision
from graph.model import Actor, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import LABEL_OF_LENGTH


@dataclass(frozen=True, eq=False)
class Part:
    """What of one district a question is about: the communities asked for that exist on the day, and those undecided."""

    snapshot: Snapshot
    communities: tuple[Actor, ...]
    undated: tuple[Actor, ...]


@dataclass(frozen=True, eq=False)
class View:
    """Districts on `day` as known at `known_at` (an instant, UTC). `reopen` opens the same facts on another day.

    `revision` tells the facts of these snapshots from later ones, `ledger` those of the ledger beside them.
    """

    snapshots: tuple[Snapshot, ...]
    day: date
    known_at: datetime
    revision: str
    today: date
    reopen: "Callable[[date, datetime | None], View]"
    is_today: bool = True
    ledger: str = ""

    def as_of(self, day: date, known_at: datetime | None = None) -> "View":
        """The same facts on another day, as known now or at another moment.

        Errors: DateOutOfRange for a day after today or before the first record of all districts.
        """
        view = self.reopen(day, known_at)
        first = view.first_day
        if day > self.today or first is None or day < first:
            raise DateOutOfRange(value=day, first=first or "-", last=self.today)
        return view

    @cached_property
    def first_day(self) -> date | None:
        """The first day that may be asked for: the earliest start of a community; None where nothing is recorded."""
        return min((s.history.first_day for s in self.snapshots if s.history.first_day), default=None)

    def snapshot(self, district: str) -> Snapshot | None:
        return next((s for s in self.snapshots if s.district == district), None)

    def place(self, code: str) -> tuple[Snapshot, Actor] | None:
        """A division by its code, if it has begun by this day, and the district's snapshot."""
        snapshot = self.snapshot(code[:6])
        ref = Ref(LABEL_OF_LENGTH.get(len(code), ""), code)
        if snapshot is None or ref not in snapshot.history.actors:
            return None
        return snapshot, snapshot.actor(ref)

    def scope(self, within: Sequence[str] | None = None) -> tuple[Part, ...]:
        """The communities of these divisions, of all where None; codes may overlap. Errors: UnknownDivision."""
        for code in within or ():
            if self.place(code) is None:
                raise UnknownDivision(value=code)
        return tuple(_part(s, within) for s in self.snapshots if within is None or any(c[:6] == s.district for c in within))


def lies_in(code: str, within: Sequence[str] | None) -> bool:
    """Division codes nest: is this one of, or inside one of, these? All are where None."""
    return within is None or any(code.startswith(outer) for outer in within)


def _part(snapshot: Snapshot, within: Sequence[str] | None) -> Part:
    asked = tuple(c for c in snapshot.communities if lies_in(c.key, within))
    undated = tuple(c for c in snapshot.undated_communities if lies_in(c.key, within))
    return Part(snapshot, asked, undated)
