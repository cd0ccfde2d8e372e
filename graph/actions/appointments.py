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
    """Record that a person holds a post. The same start again gives the same fact, with the end that is told now.

    A start that is only known to lie before a day takes the place of nothing better: the start already known stays, and one told
    later replaces it.
    """
    known = [x for x in draft.out("HOLDS", person) if x.end == held]
    if _vague(interval.since):
        interval = Interval(_known_start(known, interval) or interval.since, interval.until)
    else:
        for link in known:
            if _vague(link.interval.since) and link.interval.overlaps(interval):
                draft.drop(link, "changed")
    key = joined(person.key, held.key, start_key(interval.since))
    return draft.put("HOLDS", key, person, held, source, interval, {"approvalDoc": document})


def start_key(since: PartialDate | None) -> str:
    """A start as part of a key."""
    if since is None:
        return "-"
    return f"~{since.latest.isoformat()}" if since.precision is Precision.UNKNOWN else str(since)


def _vague(since: PartialDate | None) -> bool:
    return since is not None and since.precision is Precision.UNKNOWN


def _known_start(known: list[Link], interval: Interval) -> PartialDate | None:
    latest = max((x for x in known if x.interval.joins(interval)), key=lambda x: x.interval.start, default=None)
    return latest.interval.since if latest else None


def starting(since: PartialDate | None, own_day: date) -> PartialDate:
    """The start of a post or seat: a blank one is in force from the sheet's own day, and unknown before."""
    return PartialDate.by(own_day) if since is None else since
