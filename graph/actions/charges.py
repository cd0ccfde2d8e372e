"""Who answers for a case: leads and assists, sponsors, the units that it was reported up to.

A ledger tells who they are on its own day. Without a day of assignment the start is unknown, and today's lead is never copied
backwards; one who takes over from another does so on a day between the two ledgers. A charge lasts until the case is struck off.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.actions.drafting import Draft, joined
from graph.interval import Interval, PartialDate, Precision
from graph.model import Link, Ref, Scalar, Source
from graph.vocabulary import AssignmentRole

_HANDED_OVER = "handedOver"


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody, or a unit, that a row names in a role. `since` None: the row gives no day."""

    role: AssignmentRole
    to: Ref
    source: Source
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a row's words reach: its own day, the day by which those whom it names led at the latest, and the end."""

    own_day: date
    by: date
    until: PartialDate | None


def give(draft: Draft, case: Ref, charges: Iterable[Charge], reach: Reach) -> None:
    """Write whom a row names; of a role and kind that it leaves blank, those who are known stay."""
    named: dict[tuple[AssignmentRole, str], list[Charge]] = {}
    for charge in charges:
        named.setdefault((charge.role, charge.to.kind), []).append(charge)
    for role, kind in dict.fromkeys([*named, *_recorded_roles(draft, case)]):
        _settle(draft, case, named.get((role, kind), []), tuple(_current(draft, case, role, kind)), reach)


def _recorded_roles(draft: Draft, case: Ref) -> Iterable[tuple[AssignmentRole, str]]:
    return ((_role(x), x.end.kind) for x in _all(draft, case))


def _all(draft: Draft, case: Ref) -> tuple[Link, ...]:
    return draft.out("ASSIGNED_TO", case) + draft.out("SPONSORED_BY", case)


def _current(draft: Draft, case: Ref, role: AssignmentRole, kind: str) -> Iterable[Link]:
    """Those of a role who have not handed it over."""
    return (x for x in _all(draft, case) if _role(x) is role and x.end.kind == kind and not x.text("reason"))


def _role(link: Link) -> AssignmentRole:
    return AssignmentRole.SPONSOR if link.type == "SPONSORED_BY" else AssignmentRole(link.text("role"))


def _settle(draft: Draft, case: Ref, charges: list[Charge], current: tuple[Link, ...], reach: Reach) -> None:
    wanted = {charge.to: charge for charge in charges}
    leaving = [x for x in current if wanted and x.end not in wanted]
    for link in current:
        if link.end in wanted or not wanted:
            _go_on(draft, link, wanted.get(link.end), reach)
    started = {x.end for x in current}
    since = _handed_over(draft, leaving, charges, reach)
    for charge in charges:
        if charge.to not in started:
            _put(draft, case, charge, charge.since or since or PartialDate.by(_by(reach)), reach.until)


def _by(reach: Reach) -> date:
    """By when somebody named without a day had begun."""
    return reach.by if reach.until is None else min(reach.by, reach.until.earliest)


def _go_on(draft: Draft, link: Link, charge: Charge | None, reach: Reach) -> None:
    """The same as before: with the day that the row now gives, and the end."""
    since = charge.since if charge and charge.since else link.interval.since
    if since is not None and reach.until is not None and since.precision is Precision.UNKNOWN:
        since = replace(since, latest=min(since.latest, reach.until.earliest))
    source = charge.source if charge else link.source
    draft.put(link.type, link.key, link.start, link.end, source, Interval(since, reach.until), link.properties)


def _handed_over(draft: Draft, leaving: list[Link], charges: list[Charge], reach: Reach) -> PartialDate | None:
    """Those whom the row no longer names hand over; one named on the same day was a mistake. Returns the day of it, if there is one."""
    days: list[PartialDate] = []
    for link in leaving:
        known = link.interval.since.latest if link.interval.since else date.min
        given = next((c.since for c in charges if c.since), None)
        if (given.latest if given else reach.own_day) <= known:
            draft.drop(link, "changed")
            continue
        between = PartialDate(known + timedelta(days=1), reach.own_day, Precision.UNKNOWN)
        days.append(given or between)
        said = {**link.properties, "reason": _HANDED_OVER}
        draft.put(link.type, link.key, link.start, link.end, link.source, Interval(link.interval.since, days[-1]), said)
    return max(days, key=lambda d: d.latest, default=None)


def _put(draft: Draft, case: Ref, charge: Charge, since: PartialDate, until: PartialDate | None) -> None:
    sponsor = charge.role is AssignmentRole.SPONSOR
    type_ = "SPONSORED_BY" if sponsor else "ASSIGNED_TO"
    said: dict[str, Scalar] = {} if sponsor else {"role": charge.role.value}
    key = joined(case.key, charge.role, charge.to.kind, charge.to.key)
    taken = sum(x.key == key or x.key.startswith(key + "|") for x in draft.out(type_, case))
    key = joined(key, str(taken + 1)) if taken else key
    draft.put(type_, key, case, charge.to, charge.source, Interval(since, until), said)


# ---- reported up


def escalate(draft: Draft, case: Ref, to: Ref, since: PartialDate | None, said: dict[str, Scalar], source: Source, reach: Reach) -> None:
    """Write to whom a case was reported up; named again without a day, nothing is new."""
    known = [x for x in draft.out("ESCALATED_TO", case) if x.end == to and (since is None or x.interval.since == since or _vague(x))]
    started = since or (known[-1].interval.since if known else None) or PartialDate.by(_by(reach))
    key = known[-1].key if known else joined(case.key, "ESCALATED_TO", to.key, str(started))
    draft.put("ESCALATED_TO", key, case, to, source, Interval(started, reach.until), said)


def _vague(link: Link) -> bool:
    since = link.interval.since
    return since is not None and since.precision is Precision.UNKNOWN
