"""Does a person's post qualify for a seat on a day? Pure functions of a history; three outcomes, None where dates are too coarse.

A seat's status is that of its best holder: EFFECTIVE, UNVERIFIED, UNKNOWN, GHOST; VACANT without any.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.history import History
from graph.model import Actor, Link, Ref
from graph.vocabulary import LEADERSHIP_RANKS, FillStatus, GapReason, OrganizationKind, PostRank, SeatKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a holder stands on a day: the status, why not EFFECTIVE, and the holding that qualifies."""

    status: FillStatus
    reason: GapReason | None = None
    holding: Link | None = None


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a seat asks of a post on a day: to be in one of these units (None: in any of the right kind)."""

    kind: SeatKind
    units: frozenset[Ref] | None


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """Three-valued and: False beats unknown, unknown beats True."""
    out: bool | None = True
    for verdict in verdicts:
        if verdict is False:
            return False
        out = None if verdict is None else out
    return out


def best(verdicts: Iterable[bool | None]) -> bool | None:
    """Three-valued or: True beats unknown, unknown beats False; False of nothing."""
    out: bool | None = False
    for verdict in verdicts:
        if verdict:
            return True
        out = None if verdict is None else out
    return out


def communities(history: History, group: Ref, day: date) -> tuple[Ref, ...]:
    """The communities that a group serves on a day; on a day outside its service, all that it ever served."""
    serves = history.out("SERVES", group)
    on_day = tuple(x.end for x in serves if x.interval.holds(day) is not False)
    return on_day or tuple(dict.fromkeys(x.end for x in serves))


def represented(history: History, seat: Ref, day: date) -> tuple[Ref, ...]:
    """The organisations that a seat represents on a day."""
    return tuple(x.end for x in history.out("REPRESENTS", seat) if x.interval.holds(day) is not False)


def successors(history: History, organization: Ref, day: date) -> Iterator[Ref]:
    """An organisation and, if it was succeeded by that day, those that came after it."""
    todo, seen = [organization], {organization}
    while todo:
        ref = todo.pop()
        yield ref
        ends = {x.end for x in history.out("SUCCEEDED_BY", ref) if x.interval.holds(day) is not False} - seen
        seen |= ends
        todo += sorted(ends)


def subdistricts(history: History, community: Ref, day: date) -> tuple[Ref, ...]:
    """The subdistrict of a community on a day; outside its life, any it ever was in."""
    links = history.out("IN_SUBDISTRICT", community)
    on_day = tuple(x.end for x in links if x.interval.holds(day) is not False)
    return on_day or tuple(x.end for x in links)


def leads(post: Actor) -> bool:
    """Is it a post of a leadership team? The sheet's own word decides; where it says nothing, the rank."""
    stated = post.properties.get("isLeadershipTeam")
    return stated if isinstance(stated, bool) else post.text("rank") in LEADERSHIP_RANKS


def post_unit(history: History, post: Ref) -> Ref | None:
    """The organisation that a post is in."""
    return next((x.end for x in history.out("POST_IN", post)), None)


def holdings(history: History, person: Ref) -> tuple[Link, ...]:
    """The posts of a person on any day."""
    return history.out("HOLDS", person)


def _places(history: History, kind: SeatKind, group: Ref, day: date) -> frozenset[Ref]:
    served = communities(history, group, day)
    if kind is SeatKind.COMMUNITY_CADRE:
        return frozenset(served)
    return frozenset(s for c in served for s in subdistricts(history, c, day))


def _needs(history: History, seat: Ref, kind: SeatKind, group: Ref, day: date) -> _Needs:
    if kind is SeatKind.DISTRICT_LEADER:
        return _Needs(kind, None)
    if kind is not SeatKind.DEPARTMENT_LEADER:
        return _Needs(kind, _places(history, kind, group, day))
    stands_for = represented(history, seat, day)
    if not stands_for and best(x.interval.holds(day) for x in history.out("SERVES", group)) is False:
        stands_for = tuple(x.end for x in history.out("REPRESENTS", seat))
    units = frozenset(u for ref in stands_for for u in successors(history, ref, day))
    return _Needs(kind, units or None)


def _right_kind(history: History, kind: SeatKind, post: Actor, unit: Ref, day: date) -> bool | None:
    """Is it a post of the kind that the seat asks for, wherever it is?"""
    if kind is SeatKind.DISTRICT_LEADER:
        return post.text("rank") == PostRank.DISTRICT_LEADER
    if kind is SeatKind.DEPARTMENT_LEADER:
        return leads(post) and history.on(unit, day).text("kind") == OrganizationKind.DEPARTMENT
    label = "Community" if kind is SeatKind.COMMUNITY_CADRE else "Subdistrict"
    if kind is SeatKind.SUBDISTRICT_LEADER and not leads(post):
        return False
    return best(x.interval.holds(day) for x in history.out("GOVERNS", unit) if x.end.kind == label)


def _in_unit(history: History, needs: _Needs, unit: Ref, day: date) -> bool | None:
    """Is the post in one of the units that the seat asks for?"""
    if needs.units is None:
        return True
    if needs.kind is SeatKind.DEPARTMENT_LEADER:
        return unit in needs.units
    return best(x.interval.holds(day) for x in history.out("GOVERNS", unit) if x.end in needs.units)


def _qualifies(history: History, needs: _Needs, holding: Link, day: date) -> bool | None:
    """Does the holding cover the day, with a post of the right kind in a unit that exists and that the seat asks for?"""
    unit = post_unit(history, holding.end)
    if unit is None:
        return False
    post = history.on(holding.end, day)
    return every(
        (
            holding.interval.holds(day),
            history.actors[unit].interval.holds(day),
            _right_kind(history, needs.kind, post, unit, day),
            _in_unit(history, needs, unit, day),
        )
    )


def qualification(history: History, person: Ref, seat: Ref, kind: SeatKind, group: Ref, day: date) -> tuple[bool | None, Link | None]:
    """Does this person hold a qualifying post for this seat on this day, and which holding is it?"""
    needs = _needs(history, seat, kind, group, day)
    unsure: Link | None = None
    for holding in holdings(history, person):
        verdict = _qualifies(history, needs, holding, day)
        if verdict:
            return True, holding
        unsure = holding if verdict is None else unsure
    return (None, unsure) if unsure else (False, None)


def _days_of_interest(history: History, person: Ref, seat: Ref, group: Ref) -> set[date]:
    """The days on which this person's qualification for this seat can change, and the day before the first."""
    held = holdings(history, person)
    units = {u for h in held if (u := post_unit(history, h.end))}
    served = [x.end for x in history.out("SERVES", group)]
    links = [*held, *history.out("SERVES", group), *history.out("REPRESENTS", seat)]
    links += [x for u in units for x in history.out("GOVERNS", u)] + [x for c in served for x in history.out("IN_SUBDISTRICT", c)]
    links += [x for r in history.out("REPRESENTS", seat) for o in successors(history, r.end, date.max) for x in history.out("SUCCEEDED_BY", o)]
    days = {d for x in links for d in x.interval.boundaries()}
    days |= {d for u in units for d in history.actors[u].interval.boundaries()}
    return days | {date.fromordinal(d.toordinal() - 1) for d in days if d > date.min}


def ever_qualified(history: History, person: Ref, seat: Ref, kind: SeatKind, group: Ref) -> bool:
    """Did this person qualify for this very seat on any day?"""
    days = _days_of_interest(history, person, seat, group) or {date.min}
    return any(qualification(history, person, seat, kind, group, d)[0] for d in days)


def _elsewhere(history: History, person: Ref, kind: SeatKind, day: date) -> bool:
    """Does this person hold, on this day, a post of that kind in whatever unit?"""
    return any(_qualifies(history, _Needs(kind, None), h, day) for h in holdings(history, person))


_ELSEWHERE = {
    SeatKind.DEPARTMENT_LEADER: GapReason.WRONG_UNIT,
    SeatKind.SUBDISTRICT_LEADER: GapReason.WRONG_SUBDISTRICT,
    SeatKind.SUBDISTRICT_CADRE: GapReason.WRONG_SUBDISTRICT,
    SeatKind.COMMUNITY_CADRE: GapReason.WRONG_UNIT,
}


def _ghost(history: History, person: Ref, seat: Ref, kind: SeatKind, group: Ref, day: date) -> Verdict:
    wrong = _ELSEWHERE.get(kind)
    if wrong and not ever_qualified(history, person, seat, kind, group) and _elsewhere(history, person, kind, day):
        return Verdict(FillStatus.GHOST, wrong)
    return Verdict(FillStatus.GHOST, GapReason.GHOST)


def verdict(history: History, filling: Link, kind: SeatKind, group: Ref, day: date) -> Verdict:
    """The status of the holder of a filling that is in the books on a day."""
    person, seat = filling.start, filling.end
    if not holdings(history, person):
        return Verdict(FillStatus.UNVERIFIED, GapReason.UNVERIFIED)
    held = filling.interval.holds(day)
    fits, holding = qualification(history, person, seat, kind, group, day)
    if held and fits:
        return Verdict(FillStatus.EFFECTIVE, None, holding)
    if held is None or fits is None:
        return Verdict(FillStatus.UNKNOWN, GapReason.UNKNOWN, holding)
    return _ghost(history, person, seat, kind, group, day)
