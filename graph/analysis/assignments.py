"""Who served which community from when to when: the periods of each person with each community, on paper, disjoint ones apart.

A person serves a community while in the books for a seat, that the rule asks for, of a group that serves it. Another seat or another group
without a day between makes no other period. Each end of a period is as exact as the facts are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.analysis.sittings import Sittings
from graph.analysis.spells import Window
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Link, Ref
from graph.vocabulary import SeatKind

_EVER = Window(date.min, date.max)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A day between `earliest` and `latest`; `date.min` and `date.max`: from before all records, and still."""

    earliest: date
    latest: date

    @property
    def unknown(self) -> bool:
        """A source gives a year at the coarsest: of a day among more than that nothing is known."""
        return (self.latest - self.earliest).days > 366

    def within(self, window: Window) -> bool | None:
        """Is it a day of the window? None where the facts do not tell."""
        if window.since <= self.earliest and self.latest < window.until:
            return True
        return False if self.latest < window.since or self.earliest >= window.until else None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A period of a person with a community: on which day it began, and on which the person was there no more.

    `number`: 1 for the first period of the two, 2 for the first return …
    """

    person: Ref
    community: Ref
    came: Bounds
    went: Bounds
    number: int = 1

    def days_in(self, window: Window) -> int:
        """On how many days of the window it had begun for certain and was not over."""
        return max(0, (min(self.went.earliest, window.until) - max(self.came.latest, window.since)).days)

    def on(self, day: date) -> bool:
        """Had it begun by that day for certain, and was it not over?"""
        return self.came.latest <= day < self.went.earliest

    @property
    def tenure(self) -> int | None:
        """Days from the first to the last, by the first days that both ends may be; None of an unknown start, or of one that lasts."""
        if self.came.unknown or self.went.earliest == date.max:
            return None
        return (self.went.earliest - self.came.earliest).days


def assignments(history: History, communities: Iterable[Ref]) -> Iterator[Assignment]:
    """The periods of everybody who ever served one of these communities; of two people and places in the order of time."""
    asked = _asked(history)
    for community in communities:
        spans: dict[Ref, tuple[list[Window], list[Window]]] = {}
        for person, certain, possible in _pieces(history, community, asked):
            sure, perhaps = spans.setdefault(person, ([], []))
            sure += [certain] if certain else []
            perhaps.append(possible)
        for person, (sure, perhaps) in sorted(spans.items()):
            yield from _periods(person, community, sure, perhaps)


def _asked(history: History) -> Mapping[SeatKind, Sequence[Window]]:
    """When the rule asked for each kind of seat."""
    spells = list(Sittings(history, _EVER).rules)
    return {kind: _united([spell.window for spell in spells if kind in spell.value.rule]) for kind in SeatKind}


def _pieces(history: History, community: Ref, asked: Mapping[SeatKind, Sequence[Window]]) -> Iterator[tuple[Ref, Window | None, Window]]:
    """Somebody in one seat by one fact of each kind: when for certain, and when perhaps."""
    life = history.actors[community].interval
    for serves in history.into("SERVES", community):
        whole = (life, serves.interval, history.actors[serves.start].interval)
        for chair, filling in _fillings(history, serves.start):
            for window in asked[SeatKind(history.actors[chair.end].text("kind"))]:
                held = (*whole, filling.interval)
                possible = _common(window, _possible(chair.interval), *map(_possible, held))
                if possible:
                    yield filling.start, _common(window, _possible(chair.interval), *map(_certain, held)), possible


def _fillings(history: History, group: Ref) -> Iterator[tuple[Link, Link]]:
    return ((chair, filling) for chair in history.out("HAS_SEAT", group) for filling in history.into("FILLS", chair.end))


def _periods(person: Ref, community: Ref, sure: Sequence[Window], perhaps: Sequence[Window]) -> Iterator[Assignment]:
    """A stretch of days of which it is certain or possible that the person served, with a certain one among them, is one period."""
    certain, number = _united(sure), 0
    for window in _united(perhaps):
        inside = [piece for piece in certain if window.since <= piece.since and piece.until <= window.until]
        if inside:
            number += 1
            came, went = Bounds(window.since, inside[0].since), Bounds(inside[-1].until, window.until)
            yield Assignment(person, community, came, went, number)


# ---- windows, open ends being the first and the last day of all


def _certain(interval: Interval) -> Window:
    return Window(_latest(interval.since), interval.until.earliest if interval.until else date.max)


def _possible(interval: Interval) -> Window:
    return Window(interval.since.earliest if interval.since else date.min, interval.until.latest if interval.until else date.max)


def _latest(since: PartialDate | None) -> date:
    return since.latest if since else date.min


def _common(*windows: Window) -> Window | None:
    """The days of all; None where there are none."""
    since, until = max(w.since for w in windows), min(w.until for w in windows)
    return Window(since, until) if since < until else None


def _united(windows: Iterable[Window]) -> list[Window]:
    """The union as the fewest windows, in order."""
    out: list[Window] = []
    for window in sorted(windows):
        if out and window.since <= out[-1].until:
            out[-1] = Window(out[-1].since, max(out[-1].until, window.until))
        else:
            out.append(window)
    return out
