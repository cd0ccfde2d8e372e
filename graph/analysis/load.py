"""Who carries how many work groups on a day (K25), how evenly (K26), who carries too many, and who has room.

The pool of a seat kind is everybody who could be asked, whoever carries nothing included; several posts count once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from graph.analysis.directory import inside
from graph.model import Actor, Ref
from graph.qualification import leads, post_unit
from graph.snapshot import Snapshot
from graph.view import Part, View
from graph.vocabulary import OrganizationKind, PostRank, SeatKind


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """Somebody of the pool, or a unit with all its people, and the groups carried, by key.

    `organization` is the unit by whose post they belong to the pool. `over_mean`: 0.25 is a quarter above the mean, None where that is
    0. `room`: how many more groups up to the limit; negative above it; None of a unit.
    """

    district: str
    person: Ref | None
    organization: Ref | None
    kind: SeatKind
    groups: tuple[Ref, ...]
    over_mean: float | None
    room: int | None

    @property
    def count(self) -> int:
        return len(self.groups)


@dataclass(frozen=True)
class Load:
    """The load of a seat kind. `entries`: the most loaded first; `organizations` likewise, by unit. `limit`: None of nobody.

    `lower_bound`: the least that the most loaded must carry, communities / holders rounded up.
    """

    date: date
    known_at: datetime
    within: tuple[str, ...] | None
    seat_kind: SeatKind
    communities: int
    limit: int | None
    entries: tuple[LoadEntry, ...]
    organizations: tuple[LoadEntry, ...]

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Groups carried by each, the most first."""
        return tuple(entry.count for entry in self.entries)

    @property
    def lower_bound(self) -> int | None:
        return _share(self.communities, len(self.entries))

    @property
    def overloaded(self) -> tuple[LoadEntry, ...]:
        """Who carries more than the limit, the most loaded first."""
        return tuple(entry for entry in self.entries if entry.room is not None and entry.room < 0)

    @property
    def with_room(self) -> tuple[LoadEntry, ...]:
        """Who carries less than the limit, the least loaded first."""
        return tuple(sorted((e for e in self.entries if e.room is not None and e.room > 0), key=lambda e: (e.count, e.district, e.person)))


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody of a pool in the books of one district: the units of the posts by which they belong to it, and the groups they carry."""

    units: tuple[Ref, ...]
    groups: frozenset[Ref]

    @property
    def unit(self) -> Ref | None:
        """The first of the units by key; None of somebody who only fills a seat."""
        return next(iter(self.units), None)


def load(view: View, kind: SeatKind, within: Sequence[str] | None = None, limit: int | None = None) -> Load:
    """The load of a seat kind in these divisions, in all where None: only groups that serve a community of theirs are counted.

    `limit`: how many groups are not yet too many; left out, `default_limit`. Errors: UnknownDivision.
    """
    parts = view.scope(within)
    pools = {part.snapshot.district: _within(part, kind, within) for part in parts}
    counts = [len(c.groups) for pool in pools.values() for c in pool.values()]
    communities = sum(len(part.communities) for part in parts)
    top = default_limit(communities, len(counts)) if limit is None else limit
    entries = [e for district, pool in pools.items() for e in entries_of(district, kind, pool, mean(counts), top)]
    units = [(part.snapshot.district, unit, groups) for part in parts for unit, groups in _units(part, kind, within).items()]
    return Load(
        view.day,
        view.known_at,
        None if within is None else tuple(within),
        kind,
        communities,
        top,
        in_order(entries),
        in_order(_of_units(kind, units)),
    )


def entries_of(district: str, kind: SeatKind, pool: Mapping[Ref, Carrier], average: float | None, top: int | None) -> Iterator[LoadEntry]:
    """A pool as entries, beside a mean and a limit."""
    for person, carrier in pool.items():
        groups = tuple(sorted(carrier.groups))
        room = None if top is None else top - len(groups)
        yield LoadEntry(district, person, carrier.unit, kind, groups, _over(len(groups), average), room)


def in_order(entries: Iterable[LoadEntry]) -> tuple[LoadEntry, ...]:
    """The most loaded first, then by district and key."""
    return tuple(sorted(entries, key=lambda e: (-e.count, e.district, e.person or e.organization)))


def default_limit(communities: int, holders: int) -> int | None:
    """The most that is not too much: communities / holders, rounded up, and one more. None without holders."""
    share = _share(communities, holders)
    return None if share is None else share + 1


def _share(communities: int, holders: int) -> int | None:
    return -(-communities // holders) if holders else None


def mean(counts: Sequence[int]) -> float | None:
    """The mean load; None of nobody."""
    return sum(counts) / len(counts) if counts else None


def gini(counts: Sequence[int]) -> float | None:
    """How unevenly the load lies, 0 to below 1: Σ_i Σ_j |x_i − x_j| / (2 n Σx). None of nobody, or where nobody carries anything."""
    n, total = len(counts), sum(counts)
    if not total:
        return None
    return sum((2 * place - n - 1) * x for place, x in enumerate(sorted(counts), 1)) / (n * total)


def _over(count: int, average: float | None) -> float | None:
    return count / average - 1 if average else None


# ---- who could be asked, and who carries


def pool(snapshot: Snapshot, kind: SeatKind) -> Mapping[Ref, Carrier]:
    """Everybody who belongs to the pool of a seat kind on this day, by key: who holds a post of it, and who fills such a seat effectively.

    Posts that dates leave undecided do not count.
    """
    return snapshot.once((pool, kind), lambda s: _pool(s, kind))


def carried(snapshot: Snapshot, kind: SeatKind) -> Mapping[Ref, frozenset[Ref]]:
    """The groups of each effective holder of a seat kind, of those groups that serve a community existing this day."""
    return snapshot.once((carried, kind), lambda s: _carried(s, kind, s.communities))


def serving(snapshot: Snapshot, communities: Iterable[Actor]) -> tuple[Ref, ...]:
    """The groups that serve these communities, each once, by community."""
    return tuple(dict.fromkeys(group for c in communities for group in snapshot.groups(c.ref)))


def _within(part: Part, kind: SeatKind, within: Sequence[str] | None) -> Mapping[Ref, Carrier]:
    """Of the pool, whoever has a post in these divisions or carries a group of theirs; with the groups of theirs only."""
    if within is None:
        return pool(part.snapshot, kind)
    carrying = _carried(part.snapshot, kind, part.communities)
    everybody = pool(part.snapshot, kind)
    near = {unit: inside(part.snapshot, unit, within) for carrier in everybody.values() for unit in carrier.units}
    return {
        person: Carrier(carrier.units, carrying.get(person, frozenset()))
        for person, carrier in everybody.items()
        if person in carrying or any(near[unit] for unit in carrier.units)
    }


def _pool(snapshot: Snapshot, kind: SeatKind) -> Mapping[Ref, Carrier]:
    posted, carrying = _posted(snapshot, kind), carried(snapshot, kind)
    return {p: Carrier(posted.get(p, ()), carrying.get(p, frozenset())) for p in sorted({*posted, *carrying})}


def _carried(snapshot: Snapshot, kind: SeatKind, communities: Iterable[Actor]) -> Mapping[Ref, frozenset[Ref]]:
    out: dict[Ref, set[Ref]] = {}
    for group in serving(snapshot, communities):
        for filling in (f for seat in snapshot.seats(group) if seat.kind is kind for f in seat.effective):
            out.setdefault(filling.person.ref, set()).add(group)
    return {person: frozenset(groups) for person, groups in out.items()}


def _posted(snapshot: Snapshot, kind: SeatKind) -> Mapping[Ref, tuple[Ref, ...]]:
    """Who holds a post of the pool on this day, and the units of these posts, by key."""
    out: dict[Ref, set[Ref]] = {}
    for unit, post in snapshot.once(_posts, _posts)[kind]:
        for held in snapshot.into("HOLDS", post):
            if held.interval.holds(snapshot.day):
                out.setdefault(held.start, set()).add(unit)
    return {person: tuple(sorted(units)) for person, units in out.items()}


def _posts(snapshot: Snapshot) -> Mapping[SeatKind, Sequence[tuple[Ref, Ref]]]:
    """The posts of each pool, with their units."""
    out: dict[SeatKind, list[tuple[Ref, Ref]]] = {kind: [] for kind in SeatKind}
    for unit in snapshot.existing("Organization"):
        governed = _governed(snapshot, unit.ref)
        for post in (snapshot.actor(x.start) for x in snapshot.history.into("POST_IN", unit.ref)):
            for kind in _pools(post, unit, governed):
                out[kind].append((unit.ref, post.ref))
    return out


def _pools(post: Actor, unit: Actor, governed: Collection[str]) -> Iterator[SeatKind]:
    """The pools that a post belongs to, in a unit that governs places of these levels."""
    if post.text("rank") == PostRank.DISTRICT_LEADER:
        yield SeatKind.DISTRICT_LEADER
    if leads(post) and unit.text("kind") == OrganizationKind.DEPARTMENT:
        yield SeatKind.DEPARTMENT_LEADER
    if "Subdistrict" in governed:
        yield SeatKind.SUBDISTRICT_LEADER if leads(post) else SeatKind.SUBDISTRICT_CADRE
    if "Community" in governed:
        yield SeatKind.COMMUNITY_CADRE


def _governed(snapshot: Snapshot, unit: Ref) -> frozenset[str]:
    """The levels of the places that the unit governs and that exist."""
    governed = (x.end for x in snapshot.out("GOVERNS", unit) if x.interval.holds(snapshot.day))
    return frozenset(place.kind for place in governed if snapshot.history.actors[place].interval.holds(snapshot.day))


# ---- by organisation


def _units(part: Part, kind: SeatKind, within: Sequence[str] | None) -> Mapping[Ref, frozenset[Ref]]:
    """The units of a pool, and the groups that each carries through its people: by the posts by which these qualify."""
    snapshot = part.snapshot
    out: dict[Ref, set[Ref]] = {c.unit: set() for c in _within(part, kind, within).values() if c.unit}
    for group in serving(snapshot, part.communities):
        for filling in (f for seat in snapshot.seats(group) if seat.kind is kind for f in seat.effective):
            unit = post_unit(snapshot.history, filling.post) if filling.post else None
            if unit:
                out.setdefault(unit, set()).add(group)
    return {unit: frozenset(groups) for unit, groups in out.items()}


def _of_units(kind: SeatKind, units: Sequence[tuple[str, Ref, frozenset[Ref]]]) -> Iterator[LoadEntry]:
    average = mean([len(groups) for _, _, groups in units])
    for district, unit, groups in units:
        yield LoadEntry(district, None, unit, kind, tuple(sorted(groups)), _over(len(groups), average), None)
