"""Does a person's post qualify for a seat on a day? Pure functions of a history; three outcomes, None where dates are too coarse.

A seat's status is that of its best holder: EFFECTIVE, UNVERIFIED, UNKNOWN, GHOST; VACANT without any.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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
    """What a seat asks of a post on a day: to be in one of `own` (units, or places that units govern), or else in `others`."""

    kind: SeatKind
    own: Mapping[Ref, bool | None]
    others: bool | None = False


def _anywhere(kind: SeatKind) -> _Needs:
    return _Needs(kind, {}, True)


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


def negated(verdict: bool | None) -> bool | None:
    """Three-valued not."""
    return None if verdict is None else not verdict


def _by_end(ends: Iterable[tuple[Ref, bool | None]]) -> dict[Ref, bool | None]:
    """The best of what several links to one end say: each stands for a period of its own."""
    out: dict[Ref, bool | None] = {}
    for end, held in ends:
        out[end] = best((out.get(end, False), held))
    return out


def serves(history: History, link: Link, day: date) -> bool | None:
    """Does the group of a SERVES link exist and serve the community on a day?"""
    return every((link.interval.holds(day), history.actors[link.start].interval.holds(day)))


def communities(history: History, group: Ref, day: date) -> tuple[Ref, ...]:
    """The communities that a group serves on a day, or else may serve; on a day outside its service, all that it ever served."""
    links = history.out("SERVES", group)
    served = _by_end((x.end, serves(history, x, day)) for x in links)
    on_day = tuple(c for c, held in served.items() if held) or tuple(c for c, held in served.items() if held is None)
    return on_day or tuple(served)


def represented(history: History, seat: Ref, day: date) -> tuple[Ref, ...]:
    """The organisations that a seat represents on a day, or may."""
    return tuple(x.end for x in history.out("REPRESENTS", seat) if x.interval.holds(day) is not False)


def succession(history: History, organization: Ref, day: date) -> Mapping[Ref, bool | None]:
    """An organisation and what came after it by that day, in order; None where dates do not tell whether it did by then."""
    found: dict[Ref, bool | None] = {organization: True}
    todo = [organization]
    while todo:
        ref = todo.pop()
        for link in history.out("SUCCEEDED_BY", ref):
            before = found.get(link.end, False)
            came = best((before, every((found[ref], link.interval.holds(day)))))
            if came is not before:
                found[link.end] = came
                todo.append(link.end)
    return found


def successors(history: History, organization: Ref, day: date) -> Iterator[Ref]:
    """An organisation and, if it was succeeded by that day or may have been, those that came after it."""
    return iter(succession(history, organization, day))


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


def _needs(history: History, seat: Ref, kind: SeatKind, group: Ref, day: date) -> _Needs:
    if kind is SeatKind.DISTRICT_LEADER:
        return _anywhere(kind)
    if kind is SeatKind.DEPARTMENT_LEADER:
        return _department(history, seat, group, day)
    served = communities(history, group, day)
    if kind is not SeatKind.COMMUNITY_CADRE:
        served = tuple(s for c in served for s in subdistricts(history, c, day))
    return _Needs(kind, dict.fromkeys(served, True))


def _department(history: History, seat: Ref, group: Ref, day: date) -> _Needs:
    """What the seat represents, and its heirs; outside the group's service, all it ever stood for. Nothing: any department."""
    stands = _by_end((x.end, x.interval.holds(day)) for x in history.out("REPRESENTS", seat))
    if not any(serves(history, x, day) for x in history.out("SERVES", group)):
        stands = dict.fromkeys(stands, True)
    heirs = ((heir, every((stood, came))) for unit, stood in stands.items() for heir, came in succession(history, unit, day).items())
    own = _by_end(heirs)
    return _Needs(SeatKind.DEPARTMENT_LEADER, own, negated(best(stands.values())))


def _right_kind(history: History, kind: SeatKind, post: Actor, unit: Ref, day: date) -> bool | None:
    """Is it a post of the kind that the seat asks for, wherever it is?"""
    if kind is SeatKind.DISTRICT_LEADER:
        return post.text("rank") == PostRank.DISTRICT_LEADER
    if kind is not SeatKind.SUBDISTRICT_CADRE and kind is not SeatKind.COMMUNITY_CADRE and not leads(post):
        return False
    if kind is SeatKind.DEPARTMENT_LEADER:
        return True
    label = "Community" if kind is SeatKind.COMMUNITY_CADRE else "Subdistrict"
    return best(x.interval.holds(day) for x in history.out("GOVERNS", unit) if x.end.kind == label)


def _in_unit(history: History, needs: _Needs, unit: Ref, day: date) -> bool | None:
    """Is the post in one of the units that the seat asks for?"""
    if needs.kind is SeatKind.DISTRICT_LEADER:
        return True
    if needs.kind is SeatKind.DEPARTMENT_LEADER:
        any_department = every((needs.others, history.on(unit, day).text("kind") == OrganizationKind.DEPARTMENT))
        return best((needs.own.get(unit, False), any_department))
    governed = history.out("GOVERNS", unit)
    return best(every((x.interval.holds(day), needs.own.get(x.end, needs.others))) for x in governed)


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


def turning_days(history: History, person: Ref, seat: Ref, group: Ref) -> frozenset[date]:
    """The days on which this person's qualification for this seat can change."""
    held = holdings(history, person)
    units = {u for h in held if (u := post_unit(history, h.end))}
    links = [*held, *history.out("SERVES", group), *history.out("REPRESENTS", seat)]
    links += (x for u in units for x in history.out("GOVERNS", u))
    links += (x for s in history.out("SERVES", group) for x in history.out("IN_SUBDISTRICT", s.end))
    links += (x for r in history.out("REPRESENTS", seat) for x in _inheritances(history, r.end))
    days = {d for x in links for d in x.interval.boundaries()}
    days |= {d for ref in (group, *units) for d in history.actors[ref].interval.boundaries()}
    changed = (c.on for ref in (*units, *(h.end for h in held)) for c in history.changes(ref) if c.on)
    return frozenset(days.union(changed))


def _inheritances(history: History, organization: Ref) -> Iterator[Link]:
    return (x for unit in successors(history, organization, date.max) for x in history.out("SUCCEEDED_BY", unit))


def stretches(turning: Iterable[date], day: date = date.max) -> Iterator[date]:
    """A day of each stretch between turning days, the latest first: its own first day; of the one before all, its last."""
    days = sorted({d for d in turning if d <= day}, reverse=True)
    yield from days or [day]
    if days and days[-1] > date.min:
        yield days[-1] - timedelta(days=1)


def last_qualifying(history: History, person: Ref, seat: Ref, kind: SeatKind, group: Ref, day: date = date.max) -> Link | None:
    """The holding by which this person last qualified for this very seat, by that day; None: never."""
    for tried in stretches(turning_days(history, person, seat, group), day):
        fits, holding = qualification(history, person, seat, kind, group, tried)
        if fits:
            return holding
    return None


def ever_qualified(history: History, person: Ref, seat: Ref, kind: SeatKind, group: Ref) -> bool:
    """Did this person qualify for this very seat on any day?"""
    return last_qualifying(history, person, seat, kind, group) is not None


def _elsewhere(history: History, person: Ref, kind: SeatKind, day: date) -> bool:
    """Does this person hold, on this day, a post of that kind in whatever unit?"""
    return any(_qualifies(history, _anywhere(kind), h, day) for h in holdings(history, person))


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
