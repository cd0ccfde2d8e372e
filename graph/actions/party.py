"""Party members and their organisations. When somebody joined is not held: a membership holds while the organisation does."""

import re
from collections.abc import Mapping

from graph.actions import ties
from graph.actions.drafting import Draft, joined
from graph.actions.organizations import Unit
from graph.actions.units import Names
from graph.interval import Interval
from graph.model import Link, Ref, Scalar, Source
from graph.vocabulary import OrganizationKind

_BRANCH = re.compile(r"(.+?)(?:第?[一二三四五六七八九十\d]+)?(?:党支部|党总支|党委|支部委员会|总支部委员会|总支委员会)(?:委员会)?")


def implied_kind(name: str, otherwise: OrganizationKind) -> OrganizationKind:
    """What an implied unit of this name is: a Party branch by its name, whatever the row says."""
    return OrganizationKind.PARTY_ORGANIZATION if _BRANCH.fullmatch(name) and otherwise is OrganizationKind.OTHER else otherwise


def base_by_name(draft: Draft, names: Names, organization: Ref, name: str, source: Source) -> None:
    """A Party organisation is based in the one community whose name, with a word for such an organisation behind it, is its own."""
    found = _BRANCH.fullmatch(names.canonical(name))
    places = [ref for ref in names.places(found[1]) if ref.kind == "Community"] if found else []
    if len(places) == 1:
        base(draft, organization, places[0], source)


def organizations_for(draft: Draft, names: Names, name: str, community: Ref) -> tuple[Ref, ...]:
    """The organisations of a name that may be the one of a community: those of none yet, of this one, or that a list of units holds."""
    found = {ref: ties.communities(draft, ref) for ref in names.organizations(name)}
    own = tuple(ref for ref, places in found.items() if community in places)
    return own or tuple(ref for ref, places in found.items() if not places or not _implied(draft, ref))


def imply(draft: Draft, names: Names, name: str, community: Ref, source: Source) -> Ref:
    """A Party organisation of a community that no list holds, made because a row names it; another community may have its namesake."""
    plain = Ref("Organization", names.canonical(name))
    ref = plain if draft.actor(plain) is None else Ref("Organization", joined(plain.key, community.key))
    unit = Unit(name, OrganizationKind.PARTY_ORGANIZATION, source)
    names.learn(draft.ensure(ref, source, {**unit.properties, "implied": True}))
    base(draft, ref, community, source)
    return ref


def base(draft: Draft, organization: Ref, community: Ref, source: Source) -> None:
    """Say in which community an organisation is based, where nothing has said so yet."""
    if not ties.communities(draft, organization):
        draft.put("BASED_IN", joined(organization.key, community.kind, community.key), organization, community, source)


def enrol(draft: Draft, person: Ref, organization: Ref, said: Mapping[str, Scalar], source: Source) -> Link:
    """Record a membership; what the row leaves open stays as it is known."""
    key = joined(person.key, organization.key)
    known = next((x for x in draft.out("PARTY_MEMBER_OF", person) if x.key == key), None)
    kept = {**(known.properties if known else {}), **{k: v for k, v in said.items() if v is not None}}
    return draft.put("PARTY_MEMBER_OF", key, person, organization, source, known.interval if known else Interval(), kept)


def _implied(draft: Draft, organization: Ref) -> bool:
    actor = draft.actor(organization)
    return actor is not None and actor.flag("implied")
