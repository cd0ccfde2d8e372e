"""A row of a ledger becomes a case: where it was raised, what it is about, what happened to it, and who answers for it.

Rows are deltas: what a row leaves blank stays as it is known. The same row again changes nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import takewhile

from graph.actions import charges, happenings
from graph.actions.charges import Charge, Reach
from graph.actions.drafting import Draft, joined
from graph.actions.happenings import Course, Given
from graph.actions.undated import Said, Word
from graph.interval import Interval, PartialDate, Precision
from graph.lifecycle import HANDLED, EventType, judging_themselves, misled
from graph.model import Ref, Scalar, Source
from graph.vocabulary import AssignmentRole, CaseState, Matter, OrganizationKind


class Doubt(StrEnum):
    """What is odd about a row. DISORDER is V10, and keeps the case out; the others are told."""

    DISORDER = "DISORDER"
    CONTRADICTION = "CONTRADICTION"
    MISLED = "MISLED"
    SELF_EVALUATED = "SELF_EVALUATED"
    OUTLIVED = "OUTLIVED"
    LATE_EXTENSION = "LATE_EXTENSION"
    OTHER_RECEIVER = "OTHER_RECEIVER"
    OTHER_PLACE = "OTHER_PLACE"
    NO_EVENT = "NO_EVENT"


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt, and what it is about: events out of order, a word, a party to the case."""

    doubt: Doubt
    events: tuple[EventType, ...] = ()
    word: Word | None = None
    about: Ref | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """A case was reported up to a unit. `since` None: the row gives no day."""

    to: Ref
    source: Source
    since: PartialDate | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of a ledger whose places, units and people are known. `raised` may be unknown, by the ledger's own day. `events` has the
    days that it gives after the first, `beside` what it says of events without their day."""

    key: str
    community: Ref
    raised: PartialDate
    own_day: date
    source: Source
    properties: Mapping[str, Scalar] = field(default_factory=dict)
    due: PartialDate | None = None
    no_due: bool = False
    events: tuple[Given, ...] = ()
    beside: tuple[Given, ...] = ()
    said: Said = field(default_factory=Said)
    courtyard: Ref | None = None
    receiver: Ref | None = None
    charges: tuple[Charge, ...] = ()
    escalations: tuple[Escalation, ...] = ()

    @property
    def ref(self) -> Ref:
        return Ref("Case", self.key)


def digest(community: str, raised: PartialDate, text: str) -> str:
    """The key of a case without a number: its community, the day raised, and a digest of the text."""
    return f"{community}-{raised}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def record(draft: Draft, row: CaseRow) -> tuple[Finding, ...]:
    """Write a case. Where its events are out of order (V10), nothing of them, and the finding says which."""
    case = row.ref
    known = draft.actor(case)
    moved = known is not None and known.text("communityCode") not in ("", row.community.key)
    draft.ensure(case, row.source, _properties(row))
    first = _raised(row)
    course = happenings.write(draft, case, (first, *row.events), row.said, row.own_day, row.source, row.beside)
    if course.disorder:
        return tuple(Finding(Doubt.DISORDER, (a.type, b.type)) for a, b in course.disorder[:1])
    late = _describe(draft, row)
    _place(draft, row)
    reach = _reach(course, max(row.own_day, row.raised.latest))
    charges.give(draft, case, row.charges, reach)
    for up in row.escalations:
        charges.escalate(draft, case, up.to, up.since, {"level": up.level} if up.level else {}, up.source, reach)
    other = _receive(draft, row)
    doubts = ((moved, Doubt.OTHER_PLACE), (late, Doubt.LATE_EXTENSION), (other, Doubt.OTHER_RECEIVER))
    return (*(Finding(doubt) for told, doubt in doubts if told), *_of_course(course, row), *_of_charges(draft, row))


# ---- what a case is


def _raised(row: CaseRow) -> Given:
    """On its day; where that is not known, by the first day that is, or else from the ledger's own day."""
    if row.raised.precision is not Precision.UNKNOWN:
        return Given(EventType.RAISED, row.raised, row.source)
    days = [given.on.anchor for given in row.events if not given.undated]
    on = PartialDate.by(min(days)) if days else PartialDate.day(row.raised.latest)
    return Given(EventType.RAISED, on, row.source, undated=True)


def since(row: CaseRow) -> PartialDate | None:
    """The day from which links to a case hold: that on which it was raised; None where that is not known."""
    return None if row.raised.precision is Precision.UNKNOWN else row.raised


def _properties(row: CaseRow, known: bool = False) -> dict[str, Scalar]:
    """What a row says a case is, its due day aside. `known`: it was recorded before, and an unknown day says nothing new."""
    vague = row.raised.precision is Precision.UNKNOWN
    dates: dict[str, Scalar] = {"raised": row.raised.latest if vague else row.raised.earliest, "raisedPrecision": _precision(row.raised)}
    dates = {} if vague and known else dates
    places: dict[str, Scalar] = {"communityCode": row.community.key}
    if row.courtyard:
        places["courtyardCode"] = row.courtyard.key
    return {"number": row.key, **row.properties, **dates, **places}


def _describe(draft: Draft, row: CaseRow) -> bool:
    """Write the properties of a case. True: it was extended after its due day, which does not count."""
    case = row.ref
    for name, value in () if draft.is_new(case) else _properties(row, known=True).items():
        draft.change(case, name, value, None, row.source)
    return _fall_due(draft, row)


def _precision(on: PartialDate | None) -> str | None:
    return None if on is None or on.precision is Precision.DAY else on.precision.value


def _fall_due(draft: Draft, row: CaseRow) -> bool:
    """The due day in force and, where it was extended, the `firstDue` day before. A month is over with its last day."""
    case = draft.actor(row.ref)
    assert case is not None
    name = "firstDue" if "firstDue" in case.properties else "due"
    first, precision = case.properties.get(name), case.properties.get(f"{name}Precision")
    if row.due or row.no_due:
        first, precision = row.due.latest if row.due else None, _precision(row.due)
    due, late = first, False
    for granted, to in _extensions(draft, row.ref):
        fits = isinstance(due, date) and granted is not None and granted.latest <= due
        due, late = (to, late) if fits else (due, True)
    extended = due != first
    dates: dict[str, Scalar] = {"due": due, "duePrecision": None if extended else precision}
    before: dict[str, Scalar] = {"firstDue": first if extended else None, "firstDuePrecision": precision if extended else None}
    for name, value in (dates | before).items():
        draft.change(row.ref, name, value, None, row.source)
    return late and any(given.type is EventType.EXTEND for given in row.events)


def _extensions(draft: Draft, case: Ref) -> Iterator[tuple[PartialDate | None, Scalar]]:
    """The extensions of a case in order: when they were granted (None: not told) and to which day."""
    nodes = [node for x in draft.out("HAS_EVENT", case) if (node := draft.actor(x.end)) and node.text("type") == EventType.EXTEND]
    for node in sorted(nodes, key=lambda n: n.interval.start):
        yield None if node.flag("undated") else node.interval.since, node.properties.get("due")


def _place(draft: Draft, row: CaseRow) -> None:
    days = Interval(since(row))
    _only(draft, "RAISED_IN", row, row.community, days)
    if row.courtyard:
        _only(draft, "AT", row, row.courtyard, days)


def _only(draft: Draft, type_: str, row: CaseRow, end: Ref, interval: Interval) -> None:
    """The one link of its type: what the row says takes the place of what was said before."""
    key = joined(row.key, type_)
    draft.put(type_, key, row.ref, end, row.source, interval)


def _receive(draft: Draft, row: CaseRow) -> bool:
    """The first receiver, never overwritten. True: the row names another."""
    known = draft.out("RECEIVED_BY", row.ref)
    if row.receiver and not known:
        draft.put("RECEIVED_BY", joined(row.key, "RECEIVED_BY"), row.ref, row.receiver, row.source, Interval(since(row)))
    return bool(row.receiver and known and known[0].end != row.receiver)


# ---- links between cases


def relate(draft: Draft, type_: str, case: Ref, other: Ref, since: PartialDate | None, source: Source) -> bool:
    """Write DUPLICATE_OF or INSTANCE_OF. False, and nothing written: a case would so come back to itself (V12)."""
    if case in _reached(draft, type_, other):
        return False
    draft.put(type_, joined(case.key, type_), case, other, source, Interval(since))
    return True


def _reached(draft: Draft, type_: str, case: Ref) -> set[Ref]:
    todo, seen = [case], {case}
    while todo:
        for link in draft.out(type_, todo.pop()):
            if link.end not in seen:
                seen.add(link.end)
                todo.append(link.end)
    return seen


# ---- doubts


def _reach(course: Course, own_day: date) -> Reach:
    """A row tells who led by its own day, or by the day of handling; until the case is struck off."""
    closing = list(takewhile(lambda stay: stay.state in HANDLED, reversed(course.stays)))
    by = min(own_day, closing[-1].since.latest) if closing else own_day
    last = course.stays[-1]
    return Reach(own_day, by, last.since if last.state is CaseState.STRUCK_OFF else None)


def _of_course(course: Course, row: CaseRow) -> Iterator[Finding]:
    for word in course.contradictions:
        yield Finding(Doubt.CONTRADICTION, word=word)
    lacking = [given.type for given in row.beside if course.last(given.type) is None]
    yield from (Finding(Doubt.NO_EVENT, (type_,)) for type_ in lacking)


def _of_charges(draft: Draft, row: CaseRow) -> Iterator[Finding]:
    """Who leads a matter that is not theirs (V11), which unit was no more (V4), who evaluates their own work (V13)."""
    case = draft.actor(row.ref)
    matter = Matter(case.text("matter")) if case and case.text("matter") else None
    leads = {c.to for c in row.charges if c.role is AssignmentRole.LEAD}
    yield from _of_evaluation(draft, row)
    for charge in row.charges:
        unit = draft.actor(charge.to)
        if unit is None or unit.kind != "Organization":
            continue
        if charge.to in leads and misled(matter, OrganizationKind(unit.text("kind"))):
            yield Finding(Doubt.MISLED, about=charge.to)
        if unit.interval.until is not None and unit.interval.until.reached(row.raised.anchor):
            yield Finding(Doubt.OUTLIVED, about=charge.to)


def _of_evaluation(draft: Draft, row: CaseRow) -> Iterator[Finding]:
    """Whom the row names as evaluator, against who leads by now, whichever row named them, and who closed the case."""
    told = (*row.events, *row.beside)
    evaluators = {given.by for given in told if given.type is EventType.EVALUATED and given.by}
    leading = {x.end for x in draft.out("ASSIGNED_TO", row.ref) if x.text("role") == AssignmentRole.LEAD and not x.text("reason")}
    closing = {given.by for given in told if given.type is EventType.RESOLVED and given.by}
    yield from (Finding(Doubt.SELF_EVALUATED, about=ref) for ref in sorted(judging_themselves(evaluators, leading | closing)))
