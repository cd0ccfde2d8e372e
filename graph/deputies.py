"""Deputies (B角): who stands in for somebody on a day."""

from graph.model import Actor, Ref
from graph.snapshot import Snapshot


def deputies(snapshot: Snapshot, person: Ref) -> tuple[Actor, ...]:
    """The deputies of a person in force on this day for certain, the longest serving first."""
    held = (x for x in snapshot.into("DEPUTISES_FOR", person) if x.interval.holds(snapshot.day))
    return tuple(snapshot.actor(x.start) for x in sorted(held, key=lambda x: (x.interval.start, x.key)))
