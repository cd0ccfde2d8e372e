"""Who really stands in: deputies (B角) in force of somebody who is in the books for a seat and does not qualify for it."""

from collections.abc import Iterator

from graph.deputies import deputies
from graph.model import Ref
from graph.qualification import qualification
from graph.snapshot import Filling, Snapshot


def known(snapshot: Snapshot) -> bool:
    """Do the books of the district name deputies at all, on any day?"""
    return snapshot.once(known, lambda s: any(x.type == "DEPUTISES_FOR" for x in s.history.links))


def standing_in(snapshot: Snapshot, filling: Filling) -> Iterator[Ref]:
    """The deputies of a holder on paper only who themselves have a post that qualifies for the seat on this day."""
    if not filling.effective and filling.on_paper:
        yield from qualified(snapshot, filling)


def qualified(snapshot: Snapshot, filling: Filling) -> Iterator[Ref]:
    """The deputies in force of a holder who themselves have a post that qualifies for the seat on this day."""
    seat = filling.seat
    for deputy in deputies(snapshot, filling.person.ref):
        fits, _ = qualification(snapshot.history, deputy.ref, seat.ref, seat.kind, seat.group, snapshot.day)
        if fits:
            yield deputy.ref
