"""What if these people, or these organisations, were gone? Nothing is written.

Gone people hold no post any more and deputise for nobody; they stay in the books of their seats. An organisation that is gone ends on the
day, and its posts with it; where the books name a successor, be it for later, that has taken over. What is lost honours deputies as
`crews` tells.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from graph.analysis.composition import Question, questions, seated
from graph.analysis.coverage import Row, community_rows, linkage_of
from graph.analysis.crews import Place, Places, met
from graph.analysis.deputies import standing_in
from graph.analysis.directory import present
from graph.analysis.measures import Counted, Ratio
from graph.analysis.people_groups import Reading, counts
from graph.analysis.projections import community_levels, level_question
from graph.analysis.terms import CoverageKpi, Strictness
from graph.history import History
from graph.interval import PartialDate
from graph.model import Actor, Link, Ref
from graph.qualification import holdings, successors
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import LINKS, Level, SeatKind

_STAYS = "FILLS"
"""The one kind of link by which the books still name somebody who is gone."""


@dataclass(frozen=True, slots=True)
class LevelLoss:
    """A level that a community has no more."""

    community: Counted
    level: Level


@dataclass(frozen=True, slots=True)
class Absence:
    """What is lost when people and organisations are gone, each list in the order of districts and keys.

    `before` and `after` are of all communities of the view; their numerators differ by `lost`. `seats` have no effective holder any more.
    `leaderless`: those whose cases lose their lead: the people, under every key they ever had, and the organisations without a successor
    that is still there.
    """

    people: tuple[Counted, ...]
    organizations: tuple[Counted, ...]
    before: Ratio
    after: Ratio
    lost: tuple[Counted, ...]
    levels: tuple[LevelLoss, ...]
    seats: tuple[Counted, ...]
    leaderless: tuple[Counted, ...]


def absence(view: View, gone: Iterable[Counted], strictness: Strictness = Strictness.STRICT) -> Absence:
    """What is lost when these people and organisations of the view's districts are gone."""
    of = sorted(set(gone))
    found = [_loss(s, _refs(of, s.district, "Person"), _refs(of, s.district, "Organization"), strictness) for s in view.snapshots]
    people, organizations = (tuple(c for c in of if c.ref.kind == kind) for kind in ("Person", "Organization"))
    return Absence(
        people,
        organizations,
        linkage_of([row for loss in found for row in loss.before], strictness),
        linkage_of([row for loss in found for row in loss.after], strictness),
        tuple(c for loss in found for c in loss.lost),
        tuple(level for loss in found for level in loss.levels),
        tuple(seat for loss in found for seat in loss.seats),
        tuple(c for loss in found for c in loss.leaderless),
    )


def _refs(gone: Iterable[Counted], district: str, kind: str) -> frozenset[Ref]:
    return frozenset(c.ref for c in gone if c.district == district and c.ref.kind == kind)


# ---- a day without them


def without(snapshot: Snapshot, people: AbstractSet[Ref] = frozenset(), organizations: AbstractSet[Ref] = frozenset()) -> Snapshot:
    """The same day, if these people and organisations of the district were gone from it on."""
    if not people and not organizations:
        return snapshot
    history, day = snapshot.history, snapshot.day
    closed = tuple(_changed(history, people, organizations, day))
    heirs = {x.end for x in closed if x.type == "SUCCEEDED_BY"} - organizations
    units = {ref: _ending(history.actors[ref], day) for ref in organizations} | {ref: _begun(history.actors[ref], day) for ref in heirs}
    return Snapshot(history.instead(units, closed), day)


def _ending(organization: Actor, day: date) -> Actor:
    return replace(organization, interval=replace(organization.interval, until=_until(organization.interval.until, day)))


def _begun(organization: Actor, day: date) -> Actor:
    """A successor that the books have begin later."""
    since = organization.interval.since
    begins = since if since is None or since.reached(day) else PartialDate.day(day)
    return replace(organization, interval=replace(organization.interval, since=begins))


def _until(until: PartialDate | None, day: date) -> PartialDate:
    return until if until is not None and until.reached(day) else PartialDate.day(day)


def _changed(history: History, people: AbstractSet[Ref], organizations: AbstractSet[Ref], day: date) -> Iterator[Link]:
    posts = {x.start for ref in organizations for x in history.into("POST_IN", ref)}
    unknown = {person for person in people if not holdings(history, person)}
    leaving = [x for type_ in LINKS for person in people for x in history.out(type_, person) if type_ != _STAYS or person in unknown]
    for link in (*leaving, *(x for post in posts for x in history.into("HOLDS", post))):
        yield replace(link, interval=replace(link.interval, until=_until(link.interval.until, day)))
    for link in (x for ref in organizations for x in history.out("SUCCEEDED_BY", ref)):
        if link.interval.since and not link.interval.since.reached(day):
            yield replace(link, interval=replace(link.interval, since=PartialDate.day(day)))


# ---- what is lost


@dataclass(frozen=True, slots=True)
class _Loss:
    """The same of one district, with a row for each community as it was and as it would be."""

    before: tuple[Row, ...]
    after: tuple[Row, ...]
    lost: tuple[Counted, ...]
    levels: tuple[LevelLoss, ...]
    seats: tuple[Counted, ...]
    leaderless: tuple[Counted, ...]


def _loss(snapshot: Snapshot, people: AbstractSet[Ref], organizations: AbstractSet[Ref], strictness: Strictness) -> _Loss:
    after = without(snapshot, people, organizations)
    rows = community_rows(snapshot)
    groups = _groups(snapshot, people, organizations)
    found = [_Community(snapshot, after, row, strictness) for row in rows.values() if groups.intersection(_serving(snapshot, row))]
    there = [c for c in found if c.row.dated]
    now = {c.row.community.ref: c.row_after for c in found}
    seats = sorted(ref for group in groups for ref in _emptied(snapshot, after, group))
    return _Loss(
        tuple(rows.values()),
        tuple(now.get(ref, row) for ref, row in rows.items()),
        tuple(c.counted for c in there if c.lost),
        tuple(LevelLoss(c.counted, level) for c in there for level in c.levels),
        tuple(Counted(snapshot.district, ref) for ref in seats),
        tuple(Counted(snapshot.district, ref) for ref in (*_without_heir(after, organizations), *_merged(snapshot, people))),
    )


def _serving(snapshot: Snapshot, row: Row) -> tuple[Ref, ...]:
    return snapshot.groups(row.community.ref) + snapshot.possible_groups(row.community.ref)


def _groups(snapshot: Snapshot, people: AbstractSet[Ref], organizations: AbstractSet[Ref]) -> frozenset[Ref]:
    """The groups of the day in which somebody sits who is gone, or has a post in an organisation that is."""
    posts = (x.start for ref in organizations for x in snapshot.history.into("POST_IN", ref))
    concerned = people | {x.start for post in posts for x in snapshot.into("HOLDS", post)}
    seats = (x.end for person in concerned for x in snapshot.out("FILLS", person))
    groups = {x.start for seat in seats for x in snapshot.history.into("HAS_SEAT", seat)}
    return frozenset(group for group in groups if present(snapshot, snapshot.history.actors[group]))


def _emptied(snapshot: Snapshot, after: Snapshot, group: Ref) -> Iterator[Ref]:
    """The seats of a group that had an effective holder and have none any more."""
    held = {seat.ref for seat in after.seats(group) if seat.effective}
    return (seat.ref for seat in snapshot.seats(group) if seat.effective and seat.ref not in held)


def _without_heir(after: Snapshot, organizations: AbstractSet[Ref]) -> Iterator[Ref]:
    """The organisations that are gone and that nothing which is still there has succeeded."""
    for ref in sorted(organizations):
        heirs = (heir for heir in successors(after.history, ref, after.day) if heir != ref)
        if not any(after.history.actors[heir].interval.holds(after.day) for heir in heirs):
            yield ref


def _merged(snapshot: Snapshot, people: AbstractSet[Ref]) -> Iterator[Ref]:
    """These people, each with those who turned out to be the same."""
    keys = {person.key for person in people}
    return (a.ref for a in snapshot.history.of("Person") if people and (a.ref in people or a.text("mergedInto") in keys))


@dataclass(frozen=True, slots=True)
class _Community:
    """A community that may lose something."""

    snapshot: Snapshot
    after: Snapshot
    row: Row
    strictness: Strictness

    @property
    def counted(self) -> Counted:
        return Counted(self.snapshot.district, self.row.community.ref)

    @property
    def lost(self) -> bool:
        return self._linkage in self.row.yes[Reading.EFFECTIVE] and not self._still(self._linkage)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that it loses."""
        held = self.snapshot.projection(community_levels(self.strictness)).adj[self.row.community.ref]
        return tuple(level for level in Level if level in held and not self._still(level_question(level, self.strictness)))

    @property
    def row_after(self) -> Row:
        """Its row, as far as linkage goes."""
        yes = dict(self.row.yes)
        for reading, linked in ((Reading.EFFECTIVE, not self.lost), (Reading.PERHAPS_EFFECTIVE, self._perhaps())):
            yes[reading] = yes[reading] if linked else yes[reading] - {self._linkage}
        return replace(self.row, yes=yes)

    @property
    def _linkage(self) -> Question:
        return Question(CoverageKpi.LINKAGE, strictness=self.strictness)

    def _still(self, question: Question) -> bool:
        """Does one of its groups still do, by those who are left and by deputies of those who are not?"""
        choices = questions(self.snapshot.rule)[question]
        groups = self.snapshot.groups(self.row.community.ref)
        return any(met(choices, places_left(self.snapshot, self.after, group)) is not None for group in groups)

    def _perhaps(self) -> bool:
        """Is it linked if dates that are undecided turn out well?"""
        choices = questions(self.snapshot.rule)[self._linkage]
        held = [_held(self.after, group, Reading.PERHAPS_EFFECTIVE) for group in _serving(self.after, self.row)]
        return any(seated(needs, holders) for holders in held for needs in choices)


def places_left(snapshot: Snapshot, after: Snapshot, group: Ref) -> Places:
    """Who can be in the places of those who effectively sat in a group: they themselves, or else their deputies."""
    left = {f.link.id: f for seat in after.seats(group) for f in seat.fillings}
    out: defaultdict[SeatKind, dict[Place, None]] = defaultdict(dict)
    for filling in (f for seat in snapshot.seats(group) for f in seat.effective):
        now = left[filling.link.id]
        holder = Counted(snapshot.district, filling.person.ref)
        people = [filling.person.ref] if now.effective else standing_in(after, now)
        out[filling.seat.kind] |= dict.fromkeys(Place(holder, Counted(snapshot.district, ref)) for ref in people)
    return {kind: tuple(places) for kind, places in out.items()}


def _held(snapshot: Snapshot, group: Ref, reading: Reading) -> Mapping[SeatKind, frozenset[Ref]]:
    """As `holders`, of one group only."""
    seats = snapshot.seats(group)
    return {kind: frozenset(f.person.ref for s in seats if s.kind is kind for f in s.fillings if counts(f, reading)) for kind in SeatKind}
