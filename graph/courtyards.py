"""Courtyards on a day: which there are, who heads them, who links them, and how these stand. Pure functions of a snapshot.

A courtyard exists while its community does. A head is effective from the election to the end of the term, and stands on paper after
it; a linking Party member is effective while the link holds. Neither needs a post.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.history import History
from graph.interval import Interval, PartialDate, Precision
from graph.model import Actor, Link, Ref, Scalar
from graph.qualification import Verdict, best, every, negated
from graph.snapshot import Snapshot
from graph.vocabulary import FillStatus, GapReason

_ORDER = (FillStatus.EFFECTIVE, FillStatus.UNKNOWN, FillStatus.GHOST)


@dataclass(frozen=True, slots=True, eq=False)
class Charge:
    """Somebody in the books of this day as the head of a courtyard, or as a Party member who links it.

    `on_paper`: None where the dates do not tell.
    """

    link: Link
    person: Actor
    verdict: Verdict
    on_paper: bool | None = True

    @property
    def courtyard(self) -> Ref:
        return self.link.end

    @property
    def effective(self) -> bool:
        return self.verdict.status is FillStatus.EFFECTIVE

    @property
    def elected_on(self) -> PartialDate | None:
        """The election of a head; None where it is not known."""
        return gathered(self.link, "electedOn")

    @property
    def term_end(self) -> PartialDate | None:
        """The first day after a head's term; None where the term is open or not known."""
        return gathered(self.link, "termEnd")


# ---- which there are


def community_of(history: History, courtyard: Ref) -> Ref | None:
    """The community that a courtyard lies in; None where no link says."""
    return next((x.end for x in history.out("IN_COMMUNITY", courtyard)), None)


def exists(history: History, courtyard: Ref, day: date) -> bool | None:
    """Does a courtyard exist on a day, and its community with it? None where the dates do not tell."""
    inside = history.out("IN_COMMUNITY", courtyard)
    there = best(every((x.interval.holds(day), history.actors[x.end].interval.holds(day))) for x in inside)
    return every((history.actors[courtyard].interval.holds(day), there))


def there(snapshot: Snapshot, courtyard: Ref) -> bool | None:
    """Does a courtyard exist on this day? Judged once; many answers ask it."""
    return snapshot.once((there, courtyard), lambda s: exists(s.history, courtyard, s.day))


def life(history: History, courtyard: Ref) -> Interval:
    """When a courtyard exists: its own dates, and those of its community where it has none or ends with it."""
    own, community = history.actors[courtyard].interval, community_of(history, courtyard)
    if community is None:
        return own
    outer = history.actors[community].interval
    ends = [end for end in (own.until, outer.until) if end is not None]
    return Interval(own.since or outer.since, min(ends, key=lambda end: end.anchor, default=None))


def courtyards(snapshot: Snapshot, community: Ref) -> tuple[Actor, ...]:
    """The courtyards of a community that exist on this day, in the order of their codes."""
    return tuple(snapshot.actor(ref) for ref, there in _listed(snapshot, community) if there)


def undated(snapshot: Snapshot, community: Ref) -> tuple[Actor, ...]:
    """The courtyards of a community of which the dates do not tell whether they exist on this day."""
    return tuple(snapshot.actor(ref) for ref, there in _listed(snapshot, community) if there is None)


def _listed(snapshot: Snapshot, community: Ref) -> tuple[tuple[Ref, bool | None], ...]:
    return snapshot.once(("courtyards", community), lambda s: tuple((ref, there(s, ref)) for ref in _ever(s, community)))


def _ever(snapshot: Snapshot, community: Ref) -> list[Ref]:
    """The courtyards that a community has or had, in the order of their codes."""
    return sorted({x.start for x in snapshot.history.into("IN_COMMUNITY", community)})


# ---- who answers for them


def heads(snapshot: Snapshot, courtyard: Ref) -> tuple[Charge, ...]:
    """Who is in the books as its head on this day, the best first: one by rule, none and two are what audits look for."""
    return _charges(snapshot, courtyard, "HEADS")


def links(snapshot: Snapshot, courtyard: Ref) -> tuple[Charge, ...]:
    """The Party members who link it on this day, the best first."""
    return _charges(snapshot, courtyard, "LINKS")


def charges_of(snapshot: Snapshot, person: Ref, type_: str) -> tuple[Charge, ...]:
    """The courtyards that a person heads (HEADS) or links (LINKS) on this day, in the order of their codes."""
    ends = sorted({x.end for x in snapshot.out(type_, person)})
    return tuple(charge for ref in ends for charge in _charges(snapshot, ref, type_) if charge.person.ref == person)


def _charges(snapshot: Snapshot, courtyard: Ref, type_: str) -> tuple[Charge, ...]:
    return snapshot.once((type_, courtyard), lambda s: tuple(_ordered(s, s.into(type_, courtyard))))


def _ordered(snapshot: Snapshot, found: Iterable[Link]) -> list[Charge]:
    held = ((x, every((x.interval.holds(snapshot.day), there(snapshot, x.end)))) for x in found)
    standing = [charge for x, on_paper in held if (charge := _charge(snapshot, x, snapshot.day, on_paper))]
    return sorted(standing, key=lambda c: (_ORDER.index(c.verdict.status), c.link.interval.start, c.person.text("name"), c.link.key))


def charge(snapshot: Snapshot, link: Link) -> Charge | None:
    """A HEADS or LINKS link of this day or an earlier one as it stands today; one that has ended, as it stood on its last day."""
    last = date.fromordinal(min(link.interval.end, life(snapshot.history, link.end).end).toordinal() - 1)
    day = min(snapshot.day, last)
    return _charge(snapshot, link, day, on_paper(snapshot.history, link, day))


def _charge(snapshot: Snapshot, link: Link, day: date, held: bool | None) -> Charge | None:
    return None if held is False else Charge(link, snapshot.actor(link.start), _verdict(link, day, held), held)


def on_paper(history: History, link: Link, day: date) -> bool | None:
    """Is the head or the linking member of a HEADS or LINKS link in the books on a day, and the courtyard there?"""
    return every((link.interval.holds(day), exists(history, link.end, day)))


def verdict(history: History, link: Link, day: date) -> Verdict:
    """How the head or the linking member of a HEADS or LINKS link stands on a day on which they are in the books, or may be."""
    return _verdict(link, day, on_paper(history, link, day))


def _verdict(link: Link, day: date, held: bool | None) -> Verdict:
    end = gathered(link, "termEnd")
    in_term = True if end is None else negated(end.reached(day))
    if in_term is None or not held:
        return Verdict(FillStatus.UNKNOWN, GapReason.UNKNOWN)
    return Verdict(FillStatus.EFFECTIVE) if in_term else Verdict(FillStatus.GHOST, GapReason.TERM_EXPIRED)


# ---- dates beside since and until


def spread(name: str, day: PartialDate | None) -> dict[str, Scalar]:
    """A date as properties of a fact: the first day on which it can lie and, where it is coarse, the last."""
    if day is None or day.precision is Precision.UNKNOWN:
        return {}
    exact: dict[str, Scalar] = {name: day.earliest}
    return exact if day.earliest == day.latest else {**exact, f"{name}Latest": day.latest}


def gathered(link: Link, name: str) -> PartialDate | None:
    """The date that `spread` put into the properties of a link; None where there is none."""
    first, last = link.properties.get(name), link.properties.get(f"{name}Latest")
    if not isinstance(first, date):
        return None
    if not isinstance(last, date):
        return PartialDate.day(first)
    whole = PartialDate.year(first.year)
    return whole if (first, last) == (whole.earliest, whole.latest) else PartialDate(first, last, Precision.MONTH)
