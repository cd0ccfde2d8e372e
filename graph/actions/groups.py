"""The composition of work groups. A row is the whole composition of a group in its period, and speaks only for the days it covers:
earlier facts are cut to what lies outside, adjoining parts of the same person and seat join, and no day outside is ever lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph.actions.appointments import is_vague, start_key
from graph.actions.drafting import Draft, joined
from graph.actions.people import BY_NAME
from graph.interval import Interval, PartialDate, Precision, merged, outside
from graph.model import Link, Ref, Scalar, Source
from graph.snapshot import in_force
from graph.vocabulary import SEAT_LEVEL, SeatKind, SeatSpec


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody named in a cell of a row: 职务 as claimed, whether the head of the group (牵头), whether found by the name alone."""

    person: Ref
    source: Source
    title: str = ""
    head: bool = False
    by_name: bool = False

    def said(self, document: str | None = None) -> dict[str, Scalar]:
        """What the link says of them."""
        said = {"isHead": self.head or None, "claimedTitle": self.title or None, "approvalDoc": document, BY_NAME: self.by_name or None}
        return {name: value for name, value in said.items() if value is not None}


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
    properties: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def same(self) -> tuple[Ref, Ref, bool]:
        """What must agree for two stretches to join."""
        return self.start, self.end, self.properties.get("isHead") is True


def rule_on(draft: Draft, day: date) -> dict[SeatKind, SeatSpec]:
    """The seats that the district's composition rule asks for on a day."""
    return in_force(x for a in draft.of("CompositionRule") for x in draft.out("ASKS_FOR", a.ref) if x.interval.holds(day))


def seat_ref(group: Ref, kind: SeatKind) -> Ref:
    return Ref("Seat", joined(group.key, kind))


def found_group(draft: Draft, key: str, name: str, specs: Iterable[SeatSpec], source: Source) -> Ref:
    """The group's node with a seat for each kind asked for."""
    group = Ref("WorkGroup", key)
    draft.ensure(group, source, {"name": name})
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
    _speak(draft, group, rows, [row.covers for row in rows])


def close(draft: Draft, group: Ref, days: Interval) -> None:
    """The group serves nobody on these days, and nobody sits in it."""
    _speak(draft, group, (), [days])


def hand_over(draft: Draft, link: Link, person: Ref, by_name: bool) -> None:
    """The same filling or liaison, of another person; stretches that so adjoin join."""
    own = [x for x in draft.into(link.type, link.end) if x.start == person and x.key != link.key]
    kept = {name: value for name, value in link.properties.items() if name != BY_NAME}
    moved = _Part(person, link.end, link.interval, link.source, kept | ({BY_NAME: True} if by_name else {}))
    _put(draft, link.type, (*own, link), _joined([*map(_part, own), moved]))


def _speak(draft: Draft, group: Ref, rows: tuple[Composition, ...], covered: list[Interval]) -> None:
    serves = draft.out("SERVES", group)
    spoken = merged([x.interval for x in serves] + covered)

    def rewrite(type_: str, live: tuple[Link, ...], told: Iterable[_Part]) -> None:
        kept = [replace(_part(x), interval=rest) for x in live for rest in outside(x.interval, covered)]
        _put(draft, type_, live, [_bounded(part, spoken) for part in _joined([*kept, *told])])

    rewrite("SERVES", serves, (_Part(group, r.community, r.claims, r.source) for r in rows))
    liaisons = (_Part(m.person, group, r.claims, m.source, m.said()) for r in rows for m in r.liaisons)
    rewrite("LIAISES", draft.into("LIAISES", group), liaisons)
    for kind in _kinds(draft, group):
        seat = seat_ref(group, kind)
        fillings = (_Part(m.person, seat, r.claims, m.source, m.said(r.document)) for r in rows for m in r.members.get(kind, ()))
        rewrite("FILLS", draft.into("FILLS", seat), fillings)
    department = seat_ref(group, SeatKind.DEPARTMENT_LEADER)
    stands_for = (_Part(department, r.department, r.claims, r.source) for r in rows if r.department)
    rewrite("REPRESENTS", draft.out("REPRESENTS", department), stands_for)


def _kinds(draft: Draft, group: Ref) -> tuple[SeatKind, ...]:
    seats = (draft.actor(x.end) for x in draft.out("HAS_SEAT", group))
    return tuple(SeatKind(s.text("kind")) for s in seats if s)


def _part(link: Link) -> _Part:
    return _Part(link.start, link.end, link.interval, link.source, link.properties)


def _put(draft: Draft, type_: str, live: Iterable[Link], parts: Iterable[_Part]) -> None:
    """Put these stretches in the place of the live links."""
    wanted = {joined(p.start.key, p.end.key, start_key(p.interval.since)): p for p in parts}
    for link in live:
        if link.key not in wanted:
            draft.drop(link, "closed")
    for key, part in wanted.items():
        draft.put(type_, key, part.start, part.end, part.source, part.interval, part.properties)


def _joined(parts: list[_Part]) -> list[_Part]:
    """Stretches of the same two ends that overlap or adjoin as one; what the later one says stands."""
    out: list[_Part] = []
    for part in sorted(parts, key=lambda p: (p.same, p.interval.start, p.interval.end)):
        if out and out[-1].same == part.same and out[-1].interval.joins(part.interval):
            out[-1] = replace(part, interval=out[-1].interval.union(part.interval))
        else:
            out.append(part)
    return out


def _bounded(part: _Part, spoken: Iterable[Interval]) -> _Part:
    """An unknown start cannot lie on days, or before days, of which a roster has spoken without naming this person."""
    since = part.interval.since
    if since is None or not is_vague(since):
        return part
    first = max((min(days.end, since.latest) for days in spoken if days.start < since.latest), default=since.earliest)
    if first <= since.earliest:
        return part
    known = PartialDate.day(first) if first == since.latest else PartialDate(first, since.latest, Precision.UNKNOWN, since.raw)
    return replace(part, interval=replace(part.interval, since=known))
