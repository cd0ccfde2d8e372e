"""Courtyards and Party members of a day: K9, the courtyards with a head in term and a linking member; K10, the members who link one.

Counted community by community, so that the parts add up to the whole. K9 is of courtyards proper (院坝): estates and buildings apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph import courtyards
from graph.analysis.measures import Counted, Exclusion, Measure, Ratio, Sides
from graph.analysis.terms import Basis, CoverageKpi, ExclusionReason
from graph.courtyards import Charge
from graph.errors import UnknownDivision
from graph.model import Actor, Ref
from graph.qualification import best, every
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import FillStatus, PlaceKind

_VILLAGES = frozenset({PlaceKind.VILLAGE, PlaceKind.VILLAGE_LIKE})


class Answer(NamedTuple):
    """A courtyard or a member, and whether it counts: on paper, and effectively. None: the dates do not tell."""

    of: Counted
    on_paper: bool | None
    effective: bool | None


@dataclass(frozen=True)
class Local:
    """What one community adds to K9 and K10, and how many it leaves out of them and why."""

    courtyards: tuple[Answer, ...] = ()
    members: tuple[Answer, ...] = ()
    left_out: Mapping[tuple[CoverageKpi, ExclusionReason], int] = field(default_factory=dict)


def local(snapshot: Snapshot, community: Ref) -> Local:
    """A community's courtyards and members, found once."""
    return snapshot.once(("local", community), lambda s: _local(s, community))


def strays(snapshot: Snapshot) -> int:
    """Party members whose organisation leads to no community that exists on this day."""
    return len(_memberships(snapshot).get(None, ()))


def measures(locals_: Sequence[Local], strays: int = 0) -> tuple[Measure, ...]:
    """K9 and K10 of these communities together; `strays` are left out of K10."""
    left_out = Counter({(CoverageKpi.MEMBER_LINKAGE, ExclusionReason.NO_COMMUNITY): strays})
    for one in locals_:
        left_out.update(one.left_out)
    return (
        _measure(CoverageKpi.COURTYARD, [a for x in locals_ for a in x.courtyards], left_out),
        _measure(CoverageKpi.MEMBER_LINKAGE, [a for x in locals_ for a in x.members], left_out),
    )


def courtyard_linkage(view: View, code: str, basis: Basis = Basis.EFFECTIVE) -> Ratio:
    """K9 of one courtyard by its code, of whatever kind: 1/1, 0/1, or 0/0 where it does not exist on this day. Errors: UnknownDivision."""
    found = view.place(code)
    if found is None:
        raise UnknownDivision(value=code)
    snapshot, courtyard = found
    answers = [_courtyard(snapshot, courtyard)] if courtyards.there(snapshot, courtyard.ref) else []
    measure = _measure(CoverageKpi.COURTYARD, answers, Counter())
    return measure.nominal if basis is Basis.NOMINAL and measure.nominal else measure.effective


# ---- one community


def _local(snapshot: Snapshot, community: Ref) -> Local:
    proper, undated = (
        [a for a in found if a.text("kind") == PlaceKind.COURTYARD]
        for found in (courtyards.courtyards(snapshot, community), courtyards.undated(snapshot, community))
    )
    members = _memberships(snapshot).get(community, [])
    place = snapshot.actor(community)
    bare = not proper and place.text("kind") in _VILLAGES and place.interval.holds(snapshot.day) is True
    left_out = {
        (CoverageKpi.COURTYARD, ExclusionReason.NO_COURTYARD): int(bare and not undated),
        (CoverageKpi.COURTYARD, ExclusionReason.UNKNOWN_START): len(undated),
        (CoverageKpi.MEMBER_LINKAGE, ExclusionReason.UNKNOWN_START): sum(not m.dated for m in members),
        (CoverageKpi.MEMBER_LINKAGE, ExclusionReason.FLOATING_MEMBER): sum(m.dated and m.floating for m in members),
    }
    counted = (m.person for m in members if m.dated and not m.floating)
    return Local(tuple(_courtyard(snapshot, a) for a in proper), tuple(_member(snapshot, person) for person in counted), left_out)


def _courtyard(snapshot: Snapshot, courtyard: Actor) -> Answer:
    heads, linked = courtyards.heads(snapshot, courtyard.ref), best(map(_stands, courtyards.links(snapshot, courtyard.ref)))
    on_paper, in_term = best(c.on_paper for c in heads), best(map(_stands, heads))
    return Answer(Counted(snapshot.district, courtyard.ref), every((on_paper, linked)), every((in_term, linked)))


def _member(snapshot: Snapshot, person: Ref) -> Answer:
    links = best(map(_stands, courtyards.charges_of(snapshot, person, "LINKS")))
    return Answer(Counted(snapshot.district, person), links, links)


def _stands(charge: Charge) -> bool | None:
    return None if charge.verdict.status is FillStatus.UNKNOWN else charge.effective


# ---- members


class _Membership(NamedTuple):
    """A member once, with the community of the first of the organisations that lead to one."""

    person: Ref
    community: Ref | None
    floating: bool
    dated: bool


def _memberships(snapshot: Snapshot) -> Mapping[Ref | None, list[_Membership]]:
    """The members by community; None: those whose organisation leads to none."""
    return snapshot.once(_memberships, _by_community)


def _by_community(snapshot: Snapshot) -> Mapping[Ref | None, list[_Membership]]:
    out: defaultdict[Ref | None, list[_Membership]] = defaultdict(list)
    for membership in _found_memberships(snapshot):
        out[membership.community].append(membership)
    return out


def _found_memberships(snapshot: Snapshot) -> Iterator[_Membership]:
    by_person: defaultdict[Ref, list[_Membership]] = defaultdict(list)
    for person in snapshot.history.of("Person"):
        for link in snapshot.out("PARTY_MEMBER_OF", person.ref):
            holds = every((link.interval.holds(snapshot.day), snapshot.history.actors[link.end].interval.holds(snapshot.day)))
            if holds is not False:
                own = _community(snapshot, link.end)
                by_person[person.ref].append(_Membership(person.ref, own, link.flag("floating"), holds is True))
    return (min(found, key=lambda m: (not m.dated, m.community is None, m.community or person)) for person, found in by_person.items())


def _community(snapshot: Snapshot, organization: Ref) -> Ref | None:
    """The community that a Party organisation leads to; the first by code where there are several."""
    links = (x for type_ in ("GOVERNS", "BASED_IN") for x in snapshot.out(type_, organization) if x.interval.holds(snapshot.day))
    there = (x.end for x in links if x.end.kind == "Community" and snapshot.history.actors[x.end].interval.holds(snapshot.day))
    return min(there, default=None)


# ---- sums


def _measure(kpi: CoverageKpi, answers: Sequence[Answer], left_out: Mapping[tuple[CoverageKpi, ExclusionReason], int]) -> Measure:
    excluded = tuple(Exclusion(reason, left_out[kpi, reason]) for reason in ExclusionReason if left_out.get((kpi, reason)))
    paper, effective = [a.on_paper for a in answers], [a.effective for a in answers]
    return Measure(
        kpi,
        None,
        None,
        None,
        nominal=_ratio(paper, excluded),
        effective=_ratio(effective, excluded),
        upper_bound=Ratio(sum(e is not False for e in effective), len(answers), excluded),
        in_effect=_sides(answers, effective),
        on_paper=_sides(answers, paper),
    )


def _ratio(answers: Sequence[bool | None], excluded: tuple[Exclusion, ...]) -> Ratio:
    """COARSE_DATE counts those undecided, among the missing."""
    undecided = sum(answer is None for answer in answers)
    coarse = (Exclusion(ExclusionReason.COARSE_DATE, undecided),) if undecided else ()
    return Ratio(sum(answer is True for answer in answers), len(answers), excluded + coarse)


def _sides(answers: Sequence[Answer], counts: Iterable[bool | None]) -> Sides:
    pairs = list(zip(answers, counts, strict=True))
    return Sides(tuple(a.of for a, yes in pairs if yes), tuple(a.of for a, yes in pairs if not yes))
