"""Who and what there is on a day, within divisions. Pure functions of a view; rows in the order of districts and keys."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from graph import courtyards
from graph.model import Actor, Link, Ref
from graph.qualification import communities, successors
from graph.snapshot import Filling, Snapshot
from graph.view import View, lies_in
from graph.vocabulary import LABEL_OF_LENGTH, FillStatus, OrganizationKind, PostRank, SeatKind

_OF_PEOPLE = ("HOLDS", "FILLS", "PARTY_MEMBER_OF", "HEADS", "LINKS")
"""What leads from a person to where they belong."""


class Found(NamedTuple):
    """A node with its properties of the day, and the district's snapshot that shows it."""

    snapshot: Snapshot
    actor: Actor


def codes(snapshot: Snapshot, ref: Ref) -> tuple[str, ...]:
    """The divisions that a thing belongs to on this day; its district's code where it belongs to no other."""
    return snapshot.once(("codes", ref), lambda s: tuple(dict.fromkeys(_codes(s, ref)))) or (snapshot.district,)


def inside(snapshot: Snapshot, ref: Ref, within: Sequence[str] | None) -> bool:
    """Does a thing belong to one of these divisions? To the whole district belongs everything that is in its books."""
    return lies_in(snapshot.district, within) or any(lies_in(code, within) for code in codes(snapshot, ref))


def listed(view: View, kind: str, within: Sequence[str] | None = None) -> tuple[Found, ...]:
    """The nodes of a label on this day within these divisions. Errors: UnknownDivision.

    Communities are those that exist for certain; of all else also what perhaps does, where its dates are too coarse to tell.
    """
    found = (Found(s, actor) for s in _asked(view, within) for actor in _all_present(s, kind))
    return tuple(f for f in found if inside(f.snapshot, f.actor.ref, within))


def find(view: View, district: str, ref: Ref) -> Found | None:
    """A node by its key, whether or not it exists on this day; None where there is none in the books."""
    snapshot = view.snapshot(district)
    return Found(snapshot, snapshot.actor(ref)) if snapshot and ref in snapshot.history.actors else None


def organizations(view: View, kinds: Collection[OrganizationKind] | None, within: Sequence[str] | None = None) -> tuple[Found, ...]:
    """The organisations of these kinds on this day, of all where None. Errors: UnknownDivision."""
    found = listed(view, "Organization", within)
    return found if kinds is None else tuple(f for f in found if f.actor.text("kind") in kinds)


def district_leaders(view: View, within: Sequence[str] | None = None) -> tuple[Found, ...]:
    """The people who on this day hold a post of a district leader's rank. Errors: UnknownDivision."""
    return tuple(f for f in listed(view, "Person", within) if _leads_district(f.snapshot, f.actor.ref))


def party_members(view: View, within: Sequence[str] | None = None) -> tuple[Found, ...]:
    """The people who on this day belong to a Party organisation. Errors: UnknownDivision."""
    return tuple(f for f in listed(view, "Person", within) if is_member(f.snapshot, f.actor.ref))


def fillings(
    view: View,
    within: Sequence[str] | None = None,
    kinds: Collection[SeatKind] | None = None,
    statuses: Collection[FillStatus] | None = None,
) -> tuple[tuple[Snapshot, Filling], ...]:
    """Everybody in a seat on this day, by group and in the rule's order of seats. Errors: UnknownDivision."""
    groups = listed(view, "WorkGroup", within)
    seats = ((g.snapshot, seat) for g in groups for seat in g.snapshot.seats(g.actor.ref) if kinds is None or seat.kind in kinds)
    return tuple((s, f) for s, seat in seats for f in seat.fillings if statuses is None or f.verdict.status in statuses)


def members(snapshot: Snapshot, type_: str, whole: Ref) -> tuple[Ref, ...]:
    """What points to a thing by links of a type on this day, in the order of keys; only what exists, or may."""
    starts = sorted({x.start for x in snapshot.into(type_, whole)})
    return tuple(ref for ref in starts if snapshot.history.actors[ref].interval.holds(snapshot.day) is not False)


def became(snapshot: Snapshot, ref: Ref) -> tuple[Ref, ...]:
    """What a place or an organisation turned into by this day: the last of each line of successors; nothing where it goes on."""
    line = [r for r in successors(snapshot.history, ref, snapshot.day) if r != ref]
    return tuple(r for r in line if not snapshot.out("SUCCEEDED_BY", r))


def link(snapshot: Snapshot, type_: str, key: str) -> Link | None:
    """A link that is in the books, by its key; None where there is none."""
    return snapshot.once(("by key", type_), lambda s: {x.key: x for x in s.history.links if x.type == type_}).get(key)


def _asked(view: View, within: Sequence[str] | None) -> tuple[Snapshot, ...]:
    return tuple(part.snapshot for part in view.scope(within))


def present(snapshot: Snapshot, actor: Actor) -> bool:
    """Does a thing exist on this day, or may it? A group does while it serves somebody, a courtyard while its community does."""
    if actor.kind == "Courtyard":
        return courtyards.there(snapshot, actor.ref) is not False
    serves = snapshot.history.out("SERVES", actor.ref)
    serving = not serves or any(x.interval.holds(snapshot.day) is not False for x in serves)
    return serving and actor.interval.holds(snapshot.day) is not False


def _all_present(snapshot: Snapshot, kind: str) -> tuple[Actor, ...]:
    if kind == "Community":
        return snapshot.communities
    return snapshot.once(("present", kind), lambda s: tuple(s.actor(a.ref) for a in s.history.of(kind) if present(s, a)))


def is_member(snapshot: Snapshot, person: Ref) -> bool:
    memberships = (x for x in snapshot.out("PARTY_MEMBER_OF", person) if x.interval.holds(snapshot.day))
    return any(snapshot.history.actors[x.end].interval.holds(snapshot.day) for x in memberships)


def _leads_district(snapshot: Snapshot, person: Ref) -> bool:
    held = (x.end for x in snapshot.out("HOLDS", person) if x.interval.holds(snapshot.day))
    return any(snapshot.actor(post).text("rank") == PostRank.DISTRICT_LEADER for post in held)


def _codes(snapshot: Snapshot, ref: Ref) -> Iterator[str]:
    if ref.kind in LABEL_OF_LENGTH.values():
        yield ref.key
    elif ref.kind == "Organization":
        yield from (x.end.key for type_ in ("GOVERNS", "BASED_IN") for x in snapshot.out(type_, ref))
    elif ref.kind == "WorkGroup":
        yield from (c.key for c in communities(snapshot.history, ref, snapshot.day))
    else:
        yield from (code for neighbour in _belongs_to(snapshot, ref) for code in _codes(snapshot, neighbour))


def _belongs_to(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    """A post to its organisation, a seat to its group, a person to posts, seats, Party organisations and courtyards."""
    if ref.kind == "Person":
        yield from (x.end for type_ in _OF_PEOPLE for x in snapshot.out(type_, ref))
    yield from (x.end for x in snapshot.out("POST_IN", ref))
    yield from (x.start for x in snapshot.into("HAS_SEAT", ref))
