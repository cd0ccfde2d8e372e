"""The composition of work groups. A row is the whole composition of a group in its period, and speaks only for the days it covers:
earlier facts are cut to what lies outside, adjoining parts of the same person and seat join, and no day outside is ever lost."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph.actions.appointments import start_key
from graph.actions.drafting import Draft, joined
from graph.interval import Interval, PartialDate, outside
from graph.model import Link, Ref, Scalar, Source
from graph.snapshot import in_force
from graph.vocabulary import SEAT_LEVEL, SeatKind, SeatSpec


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody named in a cell of a row: 职务 as claimed, and whether the head of the group (牵头)."""

    person: Ref
    source: Source
    title: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """A row of a roster, resolved. `since` None: no start given, in force from `own_day` or from the start already known."""

    community: Ref
    since: PartialDate | None
    until: PartialDate | None
    own_day: date
    source: Source
    members: Mapping[SeatKind, tuple[Member, ...]] = field(default_factory=dict)
    department: Ref | None = None
    liaisons: tuple[Member, ...] = ()
    document: str | None = None

    @property
    def covers(self) -> Interval:
        """The days that the row speaks for."""
        return Interval(self.since or PartialDate.day(self.own_day), self.until)

    @property
    def claims(self) -> Interval:
        """The same days, with a start that is not given as unknown before the sheet's own day."""
        return Interval(self.since or PartialDate.by(self.own_day), self.until)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a dated link that is to hold: its other end, its properties, where it was learnt."""

    start: Ref
    end: Ref
    interval: Interval
    source: Source
    properties: Mapping[str, Scalar]
    vague: bool = False

    @property
    def same(self) -> tuple[Ref, Ref, bool]:
        """What must agree for two stretches to join."""
        return self.start, self.end, self.properties.get("isHead") is True


def rule_on(draft: Draft, day: date) -> dict[SeatKind, SeatSpec]:
    """The seats that the district's composition rule asks for on a day."""
    return in_force(x for a in draft.of("CompositionRule") for x in draft.out("ASKS_FOR", a.ref) if x.interval.holds(day))


def seat_ref(group: Ref, kind: SeatKind) -> Ref:
    return Ref("Seat", joined(group.key, kind))


def found_group(draft: Draft, key: str, name: str, specs: Iterable[SeatSpec], document: str | None, source: Source) -> Ref:
    """The group's node with a seat for each kind asked for."""
    group = Ref("WorkGroup", key)
    draft.ensure(group, source, {"name": name, "basisDocument": document})
    if document:
        draft.change(group, "basisDocument", document, None, source)
    equip(draft, group, specs, source)
    return group


def equip(draft: Draft, group: Ref, specs: Iterable[SeatSpec], source: Source) -> None:
    """Give a group a seat of each kind asked for; what is already there stays."""
    for spec in specs:
        seat = seat_ref(group, spec.kind)
        bounds: dict[str, Scalar] = {"minimum": spec.minimum, "maximum": spec.maximum}
        draft.ensure(seat, source, {"kind": spec.kind.value, "level": SEAT_LEVEL[spec.kind].value, "basis": "PERSONAL", **bounds})
        draft.put("HAS_SEAT", seat.key, group, seat, source)


def compose(draft: Draft, group: Ref, rows: tuple[Composition, ...]) -> None:
    """Write the rows of one group: whom it serves, who sits in each seat, whom the seats represent, who liaises."""
    covered = [row.covers for row in rows]
    serves = (_Part(group, r.community, r.claims, r.source, {}, r.since is None) for r in rows)
    _rewrite(draft, "SERVES", draft.out("SERVES", group), serves, covered)
    liaisons = (_Part(m.person, group, r.claims, m.source, {}, r.since is None) for r in rows for m in r.liaisons)
    _rewrite(draft, "LIAISES", draft.into("LIAISES", group), liaisons, covered)
    for kind in _kinds(draft, group):
        seat = seat_ref(group, kind)
        _rewrite(draft, "FILLS", draft.into("FILLS", seat), _fillings(seat, kind, rows), covered)
    department = seat_ref(group, SeatKind.DEPARTMENT_LEADER)
    if draft.actor(department):
        stands_for = (_Part(department, r.department, r.claims, r.source, {}, r.since is None) for r in rows if r.department)
        _rewrite(draft, "REPRESENTS", draft.out("REPRESENTS", department), stands_for, covered)


def _kinds(draft: Draft, group: Ref) -> tuple[SeatKind, ...]:
    seats = (draft.actor(x.end) for x in draft.out("HAS_SEAT", group))
    return tuple(SeatKind(s.text("kind")) for s in seats if s)


def _fillings(seat: Ref, kind: SeatKind, rows: Iterable[Composition]) -> Iterator[_Part]:
    for row in rows:
        for member in row.members.get(kind, ()):
            said: dict[str, Scalar] = {"isHead": member.head or None, "claimedTitle": member.title or None, "approvalDoc": row.document}
            kept = {k: v for k, v in said.items() if v is not None}
            yield _Part(member.person, seat, row.claims, member.source, kept, row.since is None)


def _rewrite(draft: Draft, type_: str, live: tuple[Link, ...], wanted: Iterable[_Part], covered: list[Interval]) -> None:
    """Make the links of one seat or group what the rows say on the days they cover, and leave them as they were on all others."""
    kept = [_Part(x.start, x.end, rest, x.source, x.properties) for x in live for rest in outside(x.interval, covered)]
    told = [replace(p, interval=_started(p, live)) if p.vague else p for p in wanted]
    parts = {_key(p): p for p in _joined(kept + told)}
    for link in live:
        if link.key not in parts:
            draft.drop(link, "closed")
    for key, part in parts.items():
        draft.put(type_, key, part.start, part.end, part.source, part.interval, part.properties)


def _started(part: _Part, live: Iterable[Link]) -> Interval:
    """A row without a start: the start already known for that holder, if there is one."""
    known = [x.interval for x in live if (x.start, x.end) == (part.start, part.end) and x.interval.joins(part.interval)]
    return min(known, key=lambda i: i.start).union(part.interval) if known else part.interval


def _joined(parts: list[_Part]) -> list[_Part]:
    out: list[_Part] = []
    for part in sorted(parts, key=lambda p: (p.same, p.interval.start, p.interval.end)):
        if out and out[-1].same == part.same and out[-1].interval.joins(part.interval):
            out[-1] = _union(out[-1], part)
        else:
            out.append(part)
    return out


def _union(first: _Part, second: _Part) -> _Part:
    """Two stretches as one; what the later one says of it stands."""
    return replace(second, interval=first.interval.union(second.interval))


def _key(part: _Part) -> str:
    return joined(part.start.key, part.end.key, start_key(part.interval.since))
