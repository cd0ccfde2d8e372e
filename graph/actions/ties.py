"""What is said of people beside posts and rosters: courtyards that they head or link, Party organisations, deputies.

Each such tie names its person with a unit: the community of the courtyard or of the Party organisation, the unit beside a deputy.
"""

from graph.actions.drafting import Draft, joined
from graph.model import Link, Ref
from graph.vocabulary import OrganizationKind

FIRST_NAMED_WITH = "firstNamedWith"
"""What ledgers say of people is no part of a district's history; so whom they name first keeps the unit."""
_OF_A_COMMUNITY = ("HEADS", "LINKS", "PARTY_MEMBER_OF")


def ties(draft: Draft, person: Ref) -> tuple[Link, ...]:
    """All ties of a person, those to their deputies too."""
    deputies = draft.out("DEPUTISES_FOR", person) + draft.into("DEPUTISES_FOR", person)
    return tuple(x for type_ in _OF_A_COMMUNITY for x in draft.out(type_, person)) + deputies


def rooted(draft: Draft, person: Ref) -> bool:
    """Does a tie make sure where a person belongs? Deputies, and whom they stand in for, may be names in rosters only."""
    return any(draft.out(type_, person) for type_ in _OF_A_COMMUNITY)


def units(draft: Draft, person: Ref) -> set[Ref]:
    """With which units the ties of a person name them, on any day; and the one with which a ledger first did."""
    actor = draft.actor(person)
    first = spelled(actor.text(FIRST_NAMED_WITH)) if actor else ()
    return {*first, *(unit for link in ties(draft, person) for unit in _units(draft, person, link))}


def communities(draft: Draft, organization: Ref) -> tuple[Ref, ...]:
    """The communities that an organisation governs or is based in, on any day."""
    links = draft.out("GOVERNS", organization) + draft.out("BASED_IN", organization)
    return tuple(dict.fromkeys(x.end for x in links if x.end.kind == "Community"))


def home(draft: Draft, organization: Ref) -> Ref:
    """Units that govern one division are one, that division; so is a Party organisation with its community. Else the organisation."""
    governed = next((x.end for x in draft.out("GOVERNS", organization)), None)
    actor = draft.actor(organization)
    if governed is None and actor and actor.text("kind") == OrganizationKind.PARTY_ORGANIZATION:
        governed = next(iter(communities(draft, organization)), None)
    return governed or organization


def hand_over(draft: Draft, gone: Ref, kept: Ref) -> None:
    """All ties of the one become ties of the other."""
    for link in ties(draft, gone):
        start, end = (kept if ref == gone else ref for ref in (link.start, link.end))
        key = joined(*(kept.key if part == gone.key else part for part in link.key.split("|")))
        draft.drop(link, "merged")
        if start != end:
            draft.put(link.type, key, start, end, link.source, link.interval, link.properties)


def _units(draft: Draft, person: Ref, link: Link) -> tuple[Ref, ...]:
    if link.type == "PARTY_MEMBER_OF":
        return (home(draft, link.end),)
    if link.type == "DEPUTISES_FOR":
        return spelled(link.text("deputyUnit" if link.start == person else "holderUnit"))
    return tuple(x.end for x in draft.out("IN_COMMUNITY", link.end))


def spelled(unit: str) -> tuple[Ref, ...]:
    """The unit that a tie keeps as text, if it keeps one."""
    kind, found, key = unit.partition("|")
    return (Ref(kind, key),) if found else ()
