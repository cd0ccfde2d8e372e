"""What a courtyard lacks on a day, since when, and who was there last: a head in the books, a head in term, a linking member."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from graph import courtyards
from graph.analysis.runs import Run
from graph.courtyards import Charge, community_of, gathered
from graph.model import Actor, Link, Ref
from graph.qualification import stretches
from graph.snapshot import Snapshot, best_status
from graph.vocabulary import FillStatus, GapReason, PlaceKind


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a courtyard lacks: since when it stands so, since when nobody was effective, who is in the books, who was last."""

    reason: GapReason
    courtyard: Ref
    run: Run
    without_effective: Run
    charges: tuple[Charge, ...] = ()
    last: Charge | None = None


def lacks(snapshot: Snapshot, community: Ref) -> Iterator[Lack]:
    """What the courtyards of a community lack, by code; estates and buildings are asked for nothing."""
    for courtyard in courtyards.courtyards(snapshot, community):
        if courtyard.text("kind") == PlaceKind.COURTYARD:
            yield from of_courtyard(snapshot, courtyard)


def of_courtyard(snapshot: Snapshot, courtyard: Actor) -> Iterator[Lack]:
    """At most two: of its head, and of those who link it. Nothing is lacking where the dates do not tell."""
    ref, heads, links = courtyard.ref, courtyards.heads(snapshot, courtyard.ref), courtyards.links(snapshot, courtyard.ref)
    status = best_status(c.verdict.status for c in heads)
    if status in (FillStatus.VACANT, FillStatus.GHOST):
        yield _lack(snapshot, ref, "HEADS", GapReason.TERM_EXPIRED if heads else GapReason.NO_HEAD, heads)
    if not links:
        yield _lack(snapshot, ref, "LINKS", GapReason.NO_LINKING_MEMBER, ())


def vacancy(snapshot: Snapshot, courtyard: Ref, type_: str) -> Run:
    """The run of days on which nobody was in the books as its head (HEADS) or linked it (LINKS)."""
    return _run(snapshot, courtyard, type_, lambda d: _status(snapshot, courtyard, type_, d) is FillStatus.VACANT)


def _lack(snapshot: Snapshot, courtyard: Ref, type_: str, reason: GapReason, charges: tuple[Charge, ...]) -> Lack:
    today = _status(snapshot, courtyard, type_, snapshot.day)
    run = _run(snapshot, courtyard, type_, lambda d: _status(snapshot, courtyard, type_, d) is today)
    nobody = (FillStatus.VACANT, FillStatus.GHOST)
    without = _run(snapshot, courtyard, type_, lambda d: _status(snapshot, courtyard, type_, d) in nobody)
    return Lack(reason, courtyard, run, without, charges, _last(snapshot, courtyard, type_))


def _run(snapshot: Snapshot, courtyard: Ref, type_: str, condition: Callable[[date], bool]) -> Run:
    """The run of days on which the courtyard was there and the condition true."""

    def holds(day: date) -> bool | None:
        return courtyards.exists(snapshot.history, courtyard, day) and condition(day)

    return Run.up_to(snapshot.day, _turning(snapshot, courtyard, type_), holds)


def _status(snapshot: Snapshot, courtyard: Ref, type_: str, day: date) -> FillStatus:
    """The best status of those in the books on a day, VACANT without any."""
    history = snapshot.history
    links = (x for x in history.into(type_, courtyard) if courtyards.on_paper(history, x, day) is not False)
    return best_status(courtyards.verdict(history, x, day).status for x in links)


def _last(snapshot: Snapshot, courtyard: Ref, type_: str) -> Charge | None:
    """Who was effective last, up to this day."""
    for day in stretches(_turning(snapshot, courtyard, type_), snapshot.day):
        for link in snapshot.history.into(type_, courtyard):
            held = courtyards.on_paper(snapshot.history, link, day)
            if held and courtyards.verdict(snapshot.history, link, day).status is FillStatus.EFFECTIVE:
                return courtyards.charge(snapshot, link)
    return None


def _turning(snapshot: Snapshot, courtyard: Ref, type_: str) -> frozenset[date]:
    """The days on which the courtyard, or those in the books, can change."""
    history, community = snapshot.history, community_of(snapshot.history, courtyard)
    lives = [history.actors[ref].interval for ref in (courtyard, community) if ref]
    links: tuple[Link, ...] = history.into(type_, courtyard)
    inside = history.out("IN_COMMUNITY", courtyard)
    days = {d for interval in (*lives, *(x.interval for x in (*links, *inside))) for d in interval.boundaries()}
    return frozenset(days.union(*(end.days() for x in links if (end := gathered(x, "termEnd")))))
