"""Posts and who holds them: a post is (organisation, title, rank, team or not); a holding is keyed by person, post and start."""

from dataclasses import dataclass
from datetime import date

from graph.actions.drafting import Draft, joined
from graph.interval import Interval, PartialDate, Precision
from graph.model import Link, Ref, Source
from graph.vocabulary import PostRank


@dataclass(frozen=True, slots=True)
class PostIn:
    """A post as a row describes it."""

    organization: Ref
    title: str
    rank: PostRank | None = None
    team: bool | None = None


def post(draft: Draft, described: PostIn, source: Source) -> Ref:
    """The post's node, made if it is new."""
    team = "" if described.team is None else str(described.team).lower()
    ref = Ref("Post", joined(described.organization.key, described.title, described.rank or "", team))
    properties = {"title": described.title, "rank": described.rank and described.rank.value, "isLeadershipTeam": described.team}
    draft.ensure(ref, source, properties)
    draft.put("POST_IN", ref.key, ref, described.organization, source)
    return ref


def hold(draft: Draft, person: Ref, held: Ref, interval: Interval, document: str | None, source: Source) -> Link:
    """Record that a person holds a post. The same unit, title and start again give the same fact, with what is told of it now.

    A start that is only known to lie before a day takes the place of nothing better: the start already known stays, and one told
    later replaces it.
    """
    known = [x for x in draft.out("HOLDS", person) if _same_office(draft, x.end, held)]
    if is_vague(interval.since):
        interval = Interval(_known_start(known, interval) or interval.since, interval.until)
    told_anew = start_key(interval.since)
    for link in known:
        replaced = is_vague(link.interval.since) and link.interval.joins(interval)
        if (replaced or start_key(link.interval.since) == told_anew) and (link.end != held or replaced):
            draft.drop(link, "changed")
    return draft.put("HOLDS", joined(person.key, held.key, told_anew), person, held, source, interval, {"approvalDoc": document})


def hand_over(draft: Draft, holding: Link, person: Ref) -> None:
    """The same holding, of another person; one that this person has already stays as it is."""
    draft.drop(holding, "merged")
    key = joined(person.key, holding.end.key, start_key(holding.interval.since))
    if key not in {x.key for x in draft.out("HOLDS", person)}:
        draft.put("HOLDS", key, person, holding.end, holding.source, holding.interval, holding.properties)


def _same_office(draft: Draft, one: Ref, other: Ref) -> bool:
    """Posts of one unit and title are the same office, whatever rank a sheet gave it."""
    return one == other or _office(draft, one) == _office(draft, other)


def _office(draft: Draft, post: Ref) -> tuple[str, tuple[Ref, ...]]:
    actor = draft.actor(post)
    return actor.text("title") if actor else post.key, tuple(x.end for x in draft.out("POST_IN", post))


def start_key(since: PartialDate | None) -> str:
    """A start as part of a key."""
    if since is None:
        return "-"
    return f"~{since.latest.isoformat()}" if since.precision is Precision.UNKNOWN else str(since)


def is_vague(since: PartialDate | None) -> bool:
    """Is this start only known to lie before a day?"""
    return since is not None and since.precision is Precision.UNKNOWN


def _known_start(known: list[Link], interval: Interval) -> PartialDate | None:
    """The latest start already known that this interval goes on from."""
    earlier = (x.interval for x in known if x.interval.joins(interval) and x.interval.start <= interval.start)
    latest = max(earlier, key=lambda i: i.start, default=None)
    return latest.since if latest else None


def starting(since: PartialDate | None, until: PartialDate | None, own_day: date) -> PartialDate:
    """The start of a post: a blank one is in force from the sheet's own day (if it has not ended by then), and unknown before."""
    if since is not None:
        return since
    return PartialDate.by(own_day if until is None else min(own_day, until.earliest))
