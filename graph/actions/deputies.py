"""Deputies (B角): who stands in for whom, from when. A start that is not told takes the place of nothing better."""

from dataclasses import dataclass
from datetime import date

from graph.actions.appointments import is_vague, start_key
from graph.actions.drafting import Draft, joined
from graph.interval import Interval, PartialDate
from graph.model import Link, Ref, Source


@dataclass(frozen=True, slots=True)
class Deputy:
    """A deputy and the holder whom they stand in for, each with the unit beside the name."""

    person: Ref
    unit: Ref
    holder: Ref
    holder_unit: Ref


def deputise(draft: Draft, deputy: Deputy, since: PartialDate | None, until: PartialDate | None, own_day: date, source: Source) -> Link:
    """Record a deputy. The same start again gives the same fact, with the end that is told now; periods that join are one."""
    told = Interval(since or PartialDate.by(own_day), until)
    known = [x for x in draft.out("DEPUTISES_FOR", deputy.person) if x.end == deputy.holder and x.interval.joins(told)]
    interval = told
    if since is None and known:
        interval = Interval(max(known, key=lambda x: x.interval.start).interval.since, until)
    for link in known if since is not None else ():
        if not is_vague(link.interval.since) and link.interval.since != since:
            interval = interval.union(link.interval)
        if link.interval.since != since:
            draft.drop(link, "changed")
    key = joined(deputy.person.key, deputy.holder.key, start_key(interval.since))
    said = {"deputyUnit": joined(*deputy.unit), "holderUnit": joined(*deputy.holder_unit)}
    return draft.put("DEPUTISES_FOR", key, deputy.person, deputy.holder, source, interval, said)
