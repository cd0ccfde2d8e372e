"""Courtyards as rows tell of them: where they lie, who was elected their head and who links them.

Nothing that a row leaves open is forgotten. A head stands on paper until the next election; links that two sheets name are one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.actions.appointments import is_vague, start_key
from graph.actions.drafting import Draft, joined
from graph.courtyards import spread
from graph.interval import Interval, PartialDate
from graph.model import Link, Ref, Scalar, Source
from graph.vocabulary import PlaceKind, StationFunction


@dataclass(frozen=True, slots=True)
class Courtyard:
    """A courtyard as a row describes it, by its code of 15 digits; None is what the row does not say."""

    code: str
    source: Source
    name: str | None = None
    kind: PlaceKind | None = None
    interval: Interval = Interval()
    households: int | None = None
    population: int | None = None
    functions: tuple[StationFunction, ...] = ()

    @property
    def ref(self) -> Ref:
        return Ref("Courtyard", self.code)

    @property
    def properties(self) -> Mapping[str, Scalar]:
        return {
            "name": self.name,
            "kind": self.kind and self.kind.value,
            "households": self.households,
            "population": self.population,
            "functions": tuple(f.value for f in StationFunction if f in self.functions) or None,
        }


@dataclass(frozen=True, slots=True)
class Election:
    """An election of a head. `on` None: the day is not told, and it was by `own_day`, the sheet's own. `term_end`: first day after it."""

    person: Ref
    on: PartialDate | None
    own_day: date
    source: Source
    term_end: PartialDate | None = None


# ---- the courtyard itself


def settle(draft: Draft, courtyard: Courtyard, day: date) -> Ref:
    """Write a courtyard into the community that its code begins with; what it was before `day` stays so. A new one is a 院坝."""
    ref, new = courtyard.ref, draft.actor(courtyard.ref) is None
    if new:
        courtyard = replace(courtyard, name=courtyard.name or courtyard.code, kind=courtyard.kind or PlaceKind.COURTYARD)
    known = draft.ensure(ref, courtyard.source, courtyard.properties, courtyard.interval)
    for name, value in courtyard.properties.items():
        if value is not None:
            draft.change(ref, name, value, day if name in known.properties else None, courtyard.source)
    for name, boundary in (("since", courtyard.interval.since), ("until", courtyard.interval.until)):
        if boundary is not None:
            draft.change(ref, name, boundary, None, courtyard.source)
    community = Ref("Community", courtyard.code[:12])
    draft.put("IN_COMMUNITY", courtyard.code, ref, community, courtyard.source, _life(draft, ref))
    return ref


def _life(draft: Draft, courtyard: Ref) -> Interval:
    actor = draft.actor(courtyard)
    return actor.interval if actor else Interval()


# ---- its head


def elect(draft: Draft, courtyard: Ref, election: Election) -> tuple[Link, ...]:
    """Record a head. Those elected earlier are heads up to this election, and this one up to a later one.

    Returns who else is its head from the same day on (V7).
    """
    since = election.on or _known_start(draft, courtyard, election) or PartialDate.by(election.own_day)
    if election.on is not None:
        _drop_undated(draft, courtyard, election)
    key = joined(election.person.key, courtyard.key, start_key(since))
    known = next((x for x in draft.into("HEADS", courtyard) if x.key == key), None)
    said = {**(known.properties if known else {}), **spread("electedOn", since), **spread("termEnd", election.term_end)}
    if election.term_end is not None and election.term_end.earliest == election.term_end.latest:
        said.pop("termEndLatest", None)
    interval = Interval(since, known.interval.until if known else None)
    head = draft.put("HEADS", key, election.person, courtyard, election.source, interval, said)
    _hand_over(draft, courtyard, election.source)
    return tuple(x for x in draft.into("HEADS", courtyard) if x.start != head.start and x.interval.start == interval.start)


def _known_start(draft: Draft, courtyard: Ref, election: Election) -> PartialDate | None:
    """The election already known of somebody who is the head on the sheet's own day."""
    heads = [x for x in draft.into("HEADS", courtyard) if x.start == election.person and x.interval.holds(election.own_day) is not False]
    return max(heads, key=lambda x: x.interval.start).interval.since if heads else None


def _drop_undated(draft: Draft, courtyard: Ref, election: Election) -> None:
    """An election whose day is told takes the place of the same person's without one."""
    for link in draft.into("HEADS", courtyard):
        if link.start == election.person and is_vague(link.interval.since) and link.interval.overlaps(Interval(election.on)):
            draft.drop(link, "changed")


def _hand_over(draft: Draft, courtyard: Ref, source: Source) -> None:
    """Each head's time ends where the next election is."""
    heads = draft.into("HEADS", courtyard)
    for link in heads:
        later = [x.interval for x in heads if x.interval.start > link.interval.start]
        following = min(later, key=lambda i: i.start, default=None)
        if following is not None and following.since is not None and link.interval.end > following.start:
            end = PartialDate.day(following.start) if is_vague(following.since) else following.since
            draft.until(link, end, source)


# ---- who links it


def link(draft: Draft, person: Ref, courtyard: Ref, since: PartialDate | None, source: Source) -> Link:
    """Record that a Party member links a courtyard; without a start, for as long as it is there.

    A link of the two that joins this one and this one are one; a start that is told counts for more than none.
    """
    interval = Interval(since)
    same = [x for x in draft.out("LINKS", person) if x.end == courtyard and x.interval.joins(interval)]
    if same and since is None:
        return same[-1]
    for known in same:
        if known.interval.since is not None:
            interval = interval.union(known.interval)
        draft.drop(known, "changed")
    key = joined(person.key, courtyard.key, start_key(interval.since))
    return draft.put("LINKS", key, person, courtyard, source, interval)
