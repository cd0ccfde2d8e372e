"""What became of a place by a day: followed from one to the next until places are reached that are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph import courtyards
from graph.interval import PartialDate
from graph.model import Ref
from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Succession:
    """A place became others: on which day, by what event (MERGE, SPLIT, RENAME …; empty where the books do not say)."""

    place: Ref
    became: tuple[Ref, ...]
    on: PartialDate | None
    event: str


def followed(snapshot: Snapshot, place: Ref) -> tuple[tuple[Ref, ...], tuple[Succession, ...]]:
    """The places that a place has become by this day, itself where it is still there or nothing came after it; and the way there."""
    ends: dict[Ref, None] = {}
    way: list[Succession] = []
    todo = [place]
    while todo:
        ref = todo.pop(0)
        steps = () if _there(snapshot, ref) is not False else tuple(_steps(snapshot, ref))
        if not steps:
            ends[ref] = None
        known = {place, *(later for step in way for later in step.became)}
        way += steps
        todo += [later for step in steps for later in step.became if later not in known]
    return tuple(ends), tuple(way)


def _there(snapshot: Snapshot, place: Ref) -> bool | None:
    if place.kind == "Courtyard":
        return courtyards.there(snapshot, place)
    return snapshot.history.actors[place].interval.holds(snapshot.day)


def _steps(snapshot: Snapshot, place: Ref) -> Iterator[Succession]:
    """By day and event, the earliest first."""
    links = [x for x in snapshot.out("SUCCEEDED_BY", place) if x.interval.holds(snapshot.day)]
    for on, event in sorted({(x.interval.start, x.text("event")) for x in links}):
        same = [x for x in links if (x.interval.start, x.text("event")) == (on, event)]
        yield Succession(place, tuple(sorted({x.end for x in same})), same[0].interval.since, event)
