"""Of what is in the books on a day: K30, the fillings that are ghosts; K31, the records that say all that they should.

Counted community by community, so that the parts add up to the whole: a work group counts where it serves, one that serves several at
the first of them; a post at the first group of its holder; a filling once a person and seat. Records are the dated facts that answers
rest on: SERVES, FILLS, the HOLDS of those in seats, and HEADS. One is whole if its dates are days, its source is named, and its
community's code agrees with its kind and with where it lies. When cases are due is no matter of structure: the rates of cases tell how
many have no due date.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph import courtyards
from graph.analysis.measures import Counted, Exclusion, Measure, Ratio, Sides
from graph.analysis.terms import CoverageKpi, ExclusionReason
from graph.interval import PartialDate, Precision
from graph.model import Actor, Link, Ref
from graph.snapshot import Snapshot
from graph.vocabulary import FillStatus, place_kind


@dataclass(frozen=True, slots=True)
class Record:
    """A dated fact, whom it is about, whether it is whole, and whether its dates are days."""

    of: Counted
    whole: bool
    dated: bool


@dataclass
class Local:
    """What one community adds to both rates."""

    fillings: list[tuple[Counted, FillStatus]] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def local(snapshot: Snapshot, community: Ref) -> Local:
    """A community's part; nothing of one that does not exist for certain."""
    return snapshot.once(local, _by_community).get(community, Local())


def measures(locals_: Sequence[Local]) -> tuple[Measure, ...]:
    """K30 and K31 of these communities together. Both sides of them list whom a filling or a record is about, once for each."""
    return _ghosts([f for one in locals_ for f in one.fillings]), _quality([r for one in locals_ for r in one.records])


# ---- one district


def _by_community(snapshot: Snapshot) -> Mapping[Ref, Local]:
    out: defaultdict[Ref, Local] = defaultdict(Local)
    seen: set[str] = set()
    for community in snapshot.communities:
        placed = _in_its_place(snapshot, community)
        for link in _records(snapshot, community.ref, out[community.ref]):
            if f"{link.type} {link.id}" not in seen:
                seen.add(f"{link.type} {link.id}")
                out[community.ref].records.append(_record(link, placed))
    return out


def _records(snapshot: Snapshot, community: Ref, into: Local) -> Iterator[Link]:
    """The dated facts that a community's answers rest on; the fillings among them go into its part."""
    for group in snapshot.groups(community):
        yield from (x for x in snapshot.into("SERVES", community) if x.start == group)
        if _home(snapshot, group) == community:
            for seat in snapshot.seats(group):
                at_best = {f.person.ref: f for f in reversed(seat.fillings)}
                into.fillings += [(_counted(f.link), f.verdict.status) for f in at_best.values()]
                yield from (x for f in seat.fillings for x in (f.link, *snapshot.out("HOLDS", f.person.ref)))
    for yard in courtyards.courtyards(snapshot, community):
        yield from snapshot.into("HEADS", yard.ref)


def _home(snapshot: Snapshot, group: Ref) -> Ref:
    """The first community, by code, that a group serves and that exists."""
    ends = {x.end for x in snapshot.out("SERVES", group)}
    there = (c for c in ends if snapshot.history.actors[c].interval.holds(snapshot.day) and group in snapshot.groups(c))
    return min(there)


def _counted(link: Link) -> Counted:
    return Counted(link.district, link.start)


def _in_its_place(snapshot: Snapshot, community: Actor) -> bool:
    """Does its code agree with its kind, and with where it lies?"""
    parent = snapshot.parent(community.ref)
    return community.text("kind") in ("", place_kind(community.key)) and parent is not None and parent.key == community.key[:9]


def _record(link: Link, placed: bool) -> Record:
    since, until = link.interval.since, link.interval.until
    dated = _is_day(since) and (until is None or _is_day(until))
    return Record(_counted(link), dated and placed and bool(link.source.title or link.source.file), dated)


def _is_day(boundary: PartialDate | None) -> bool:
    return boundary is not None and boundary.precision is Precision.DAY


# ---- sums


def _ghosts(fillings: Sequence[tuple[Counted, FillStatus]]) -> Measure:
    ghosts, others = ([of for of, status in fillings if (status is FillStatus.GHOST) is yes] for yes in (True, False))
    undecided = sum(status is FillStatus.UNKNOWN for _, status in fillings)
    perhaps = undecided + sum(status is FillStatus.UNVERIFIED for _, status in fillings)
    return _measure(CoverageKpi.GHOST, ghosts, others, undecided, perhaps)


def _quality(records: Sequence[Record]) -> Measure:
    whole, others = ([r.of for r in records if r.whole is yes] for yes in (True, False))
    return _measure(CoverageKpi.DATA_QUALITY, whole, others, sum(not r.dated for r in records))


def _measure(kpi: CoverageKpi, yes: Sequence[Counted], no: Sequence[Counted], coarse: int, perhaps: int = 0) -> Measure:
    """`perhaps`: how many of those that do not count may count all the same."""
    excluded = (Exclusion(ExclusionReason.COARSE_DATE, coarse),) if coarse else ()
    rate, bound = (Ratio(n, len(yes) + len(no), excluded) for n in (len(yes), len(yes) + perhaps))
    return Measure(kpi, None, None, None, None, rate, bound, Sides(tuple(yes), tuple(no)))
