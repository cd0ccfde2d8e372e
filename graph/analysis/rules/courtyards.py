"""Rules on courtyards: is each headed, by one, in term and by election, and does a Party member link it?"""

from collections.abc import Iterator

from graph import courtyards
from graph.analysis.rules.rule import Account, Item, Outcome, Rule, decided, named
from graph.courtyards import Charge
from graph.model import Link, Severity
from graph.snapshot import Snapshot, best_status
from graph.vocabulary import FillStatus, PlaceKind, Term


def _all(snapshot: Snapshot) -> Iterator[Item]:
    return (Item(yard.ref) for c in snapshot.communities for yard in courtyards.courtyards(snapshot, c.ref))


def _proper(snapshot: Snapshot) -> Iterator[Item]:
    """Courtyards (院坝); estates and buildings are asked for nothing."""
    return (item for item in _all(snapshot) if snapshot.actor(item.subject).text("kind") == PlaceKind.COURTYARD)


def _there(snapshot: Snapshot, item: Item) -> bool:
    return courtyards.there(snapshot, item.subject) is True


def _heads(snapshot: Snapshot, item: Item) -> tuple[Charge, ...]:
    return courtyards.heads(snapshot, item.subject)


def _located(snapshot: Snapshot, item: Item) -> tuple[Link, ...]:
    return snapshot.out("IN_COMMUNITY", item.subject)


def _name(snapshot: Snapshot, item: Item) -> str:
    outer, own = courtyards.community_of(snapshot.history, item.subject), named(snapshot, item.subject)
    place = named(snapshot, outer) if outer else ""
    return own if own.startswith(place) else place + own


def _nobody(charges: tuple[Charge, ...]) -> Outcome:
    return decided(not charges, all(c.on_paper is None for c in charges))


def no_head(snapshot: Snapshot, item: Item) -> Outcome:
    return _nobody(_heads(snapshot, item)) if _there(snapshot, item) else Outcome.PASSED


def _tell_no_head(snapshot: Snapshot, item: Item) -> Account:
    name = _name(snapshot, item)
    return Account(f"{name}没有院坝长", f"{name} has no head", _located(snapshot, item))


def term_expired(snapshot: Snapshot, item: Item) -> Outcome:
    found = _heads(snapshot, item)
    if not found or not _there(snapshot, item):
        return Outcome.PASSED
    status = best_status(c.verdict.status for c in found)
    return decided(status is FillStatus.GHOST, status is FillStatus.UNKNOWN)


def _tell_term_expired(snapshot: Snapshot, item: Item) -> Account:
    found, name = _heads(snapshot, item), _name(snapshot, item)
    who, end = "、".join(c.person.text("name") for c in found), found[0].term_end
    links = tuple(c.link for c in found)
    return Account(f"{name}的院坝长{who}任期已于 {end} 届满", f"The term of {who}, head of {name}, expired on {end}", links)


def no_linking_member(snapshot: Snapshot, item: Item) -> Outcome:
    return _nobody(courtyards.links(snapshot, item.subject)) if _there(snapshot, item) else Outcome.PASSED


def _tell_no_linking_member(snapshot: Snapshot, item: Item) -> Account:
    name = _name(snapshot, item)
    return Account(f"{name}没有联系党员", f"No Party member links {name}", _located(snapshot, item))


def two_heads(snapshot: Snapshot, item: Item) -> Outcome:
    found = _heads(snapshot, item)
    certain = {c.person.ref for c in found if c.effective}
    possible = certain | {c.person.ref for c in found if c.verdict.status is FillStatus.UNKNOWN}
    return decided(len(certain) > 1, len(possible) > 1)


def _tell_two_heads(snapshot: Snapshot, item: Item) -> Account:
    found = [c for c in _heads(snapshot, item) if c.effective]
    who, name = "、".join(c.person.text("name") for c in found), _name(snapshot, item)
    return Account(
        f"{name}有 {len(found)} 名任期内的院坝长:{who}", f"{name} has several heads in term: {who}", tuple(c.link for c in found)
    )


def _headships(snapshot: Snapshot) -> Iterator[Item]:
    for item in _all(snapshot):
        yield from (Item(item.subject, key) for key in dict.fromkeys(c.person.key for c in _heads(snapshot, item)))


def before_election(snapshot: Snapshot, item: Item) -> Outcome:
    """Head from a day before the election."""
    charge = next((c for c in _heads(snapshot, item) if c.person.key == item.part), None)
    since, elected = (charge.link.interval.since, charge.elected_on) if charge else (None, None)
    if charge is None:
        return Outcome.PASSED
    if since is None or elected is None:
        return Outcome.UNKNOWN
    return decided(since.latest < elected.earliest, since.earliest < elected.earliest < since.latest)


def _tell_before_election(snapshot: Snapshot, item: Item) -> Account:
    charge = next(c for c in _heads(snapshot, item) if c.person.key == item.part)
    who, name, since, elected = charge.person.text("name"), _name(snapshot, item), charge.link.interval.since, charge.elected_on
    zh = f"{name}的院坝长{who}自 {since} 任职,早于推选日期 {elected}"
    return Account(zh, f"{who} heads {name} since {since}, before the election of {elected}", (charge.link,))


RULES = (
    Rule("NO_HEAD", Severity.WARN, Term("无院坝长", "Courtyard without a head"), _proper, no_head, _tell_no_head),
    Rule("TERM_EXPIRED", Severity.WARN, Term("院坝长任期届满", "Courtyard head's term expired"), _proper, term_expired, _tell_term_expired),
    Rule(
        "NO_LINKING_MEMBER",
        Severity.WARN,
        Term("无联系党员", "No linking Party member"),
        _proper,
        no_linking_member,
        _tell_no_linking_member,
    ),
    Rule("V7", Severity.WARN, Term("一个院坝有两名院坝长", "Courtyard with two heads"), _all, two_heads, _tell_two_heads),
    Rule(
        "V7_ELECTION",
        Severity.WARN,
        Term("院坝长早于推选任职", "Head before the election"),
        _headships,
        before_election,
        _tell_before_election,
    ),
)
