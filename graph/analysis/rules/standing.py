"""What rules look at: work groups that serve on the day, their seats, and who is in the books for them."""

from collections.abc import Iterator, Mapping

from graph.analysis.rules.rule import Item
from graph.model import Ref
from graph.qualification import best, every, serves
from graph.snapshot import Filling, Seat, Snapshot
from graph.vocabulary import SeatKind


def exists(snapshot: Snapshot, ref: Ref) -> bool | None:
    """Does a thing exist on the day? None where its dates do not tell."""
    return snapshot.history.actors[ref].interval.holds(snapshot.day)


def serving(snapshot: Snapshot) -> tuple[Ref, ...]:
    """The groups that serve a community that exists, by key."""
    return snapshot.once(serving, lambda s: tuple(sorted({g for c in s.communities for g in s.groups(c.ref)})))


def serves_somebody(snapshot: Snapshot, group: Ref) -> bool | None:
    """Does a group serve a community that exists?"""
    return snapshot.once(("serves somebody", group), lambda s: _serves_somebody(s, group))


def _serves_somebody(snapshot: Snapshot, group: Ref) -> bool | None:
    links = snapshot.history.out("SERVES", group)
    return best(every((serves(snapshot.history, x, snapshot.day), exists(snapshot, x.end))) for x in links)


def served(snapshot: Snapshot, group: Ref) -> tuple[Ref, ...]:
    """The communities that a group serves, by the books, on the day; those abolished too."""
    return tuple(sorted({x.end for x in snapshot.out("SERVES", group)}))


def groups(snapshot: Snapshot) -> Iterator[Item]:
    """The groups that serve."""
    return map(Item, serving(snapshot))


def seats(snapshot: Snapshot, item: Item) -> tuple[Seat, ...]:
    """The seats of one kind of a group; `item` names both."""
    return tuple(seat for seat in snapshot.seats(item.subject) if seat.kind == item.part)


def kind_of(item: Item) -> SeatKind:
    return SeatKind(item.part)


def in_the_books(snapshot: Snapshot) -> tuple[Item, ...]:
    """Everybody in a seat of a group that serves, once a seat."""
    return snapshot.once(in_the_books, lambda s: tuple(_holders(s, serving(s))))


def _holders(snapshot: Snapshot, of: tuple[Ref, ...]) -> Iterator[Item]:
    for group in of:
        for seat in snapshot.seats(group):
            for person in dict.fromkeys(f.person.ref for f in seat.fillings):
                yield Item(seat.ref, person.key)


def in_any_books(snapshot: Snapshot) -> Iterator[Item]:
    """Everybody in a seat of whatever group, once a seat."""
    return _holders(snapshot, tuple(a.ref for a in snapshot.history.of("WorkGroup")))


def group_of(snapshot: Snapshot, seat: Ref) -> Ref | None:
    return next((x.start for x in snapshot.history.into("HAS_SEAT", seat)), None)


def filling(snapshot: Snapshot, item: Item) -> Filling | None:
    """How somebody stands in a seat on the day, at best; None where they are not in the books for it."""
    return snapshot.once(("holders", item.subject), lambda s: _at_best(s.seat(item.subject))).get(item.part)


def _at_best(seat: Seat | None) -> Mapping[str, Filling]:
    """The fillings of a seat by person, the best of each."""
    return {f.person.key: f for f in reversed(seat.fillings)} if seat else {}
