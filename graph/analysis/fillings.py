"""What else there is to say of somebody in a seat."""

from graph.model import Link
from graph.qualification import last_qualifying
from graph.snapshot import Filling, Snapshot
from graph.vocabulary import FillStatus


def last_post(snapshot: Snapshot, filling: Filling) -> Link | None:
    """Of a ghost: the holding by which he last qualified for this seat; its `until` says when that ended. None: he never did."""
    if filling.verdict.status is not FillStatus.GHOST:
        return None
    seat = filling.seat
    return last_qualifying(snapshot.history, filling.person.ref, seat.ref, seat.kind, seat.group, snapshot.day)


def in_post(snapshot: Snapshot, holding: Link) -> tuple[Link, ...]:
    """The holdings of the same post on this day: who came after."""
    held = (x for x in snapshot.into("HOLDS", holding.end) if x.interval.holds(snapshot.day))
    return tuple(sorted(held, key=lambda x: (x.interval.start, x.id)))
