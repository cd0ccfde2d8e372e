"""Places that merge, split, change their name, end or begin on a day. What becomes of the groups that serve them is not decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.actions import courtyards, territory
from graph.actions.courtyards import Courtyard
from graph.actions.drafting import Draft, joined
from graph.actions.territory import Edition, Place
from graph.interval import Interval, PartialDate
from graph.model import Ref, Source
from graph.vocabulary import LABEL_OF_LENGTH, SuccessionKind

_INSIDE = {"Subdistrict": "IN_DISTRICT", "Community": "IN_SUBDISTRICT", "Courtyard": "IN_COMMUNITY"}


@dataclass(frozen=True, slots=True)
class Named:
    """A place by its code, and its name where the row tells it."""

    code: str
    name: str = ""

    @property
    def ref(self) -> Ref:
        return Ref(LABEL_OF_LENGTH[len(self.code)], self.code)


@dataclass(frozen=True, slots=True)
class Event:
    """What became of places on a day: each of `old` became each of `new`. `share`: the part that went over, from 0 to 1."""

    kind: SuccessionKind
    on: date
    old: tuple[Ref, ...]
    new: tuple[Named, ...]
    source: Source
    share: float | None = None

    @property
    def pairs(self) -> Iterator[tuple[Ref, Ref]]:
        return ((old, new.ref) for old in self.old for new in self.new if old != new.ref)


def apply(draft: Draft, events: tuple[Event, ...]) -> tuple[Ref, ...]:
    """Write the events of one day. Returns the places that they ended."""
    for event in events:
        for place in event.new:
            _open(draft, place, event)
        for old, new in event.pairs:
            said = {"event": event.kind.value} | ({} if event.share is None else {"share": event.share})
            key = joined(old.key, new.key)
            draft.put("SUCCEEDED_BY", key, old, new, event.source, Interval.days(event.on), said)
    ended = tuple(dict.fromkeys(old for event in events for old in event.old if _ends(old, events)))
    for ref in ended:
        source = next(event.source for event in events if ref in event.old)
        _close(draft, ref, events[0].on, source)
    return ended


def in_circle(draft: Draft, ref: Ref) -> bool:
    """Does a place become itself again, by whatever it became (V12)?"""
    todo, seen = [ref], set[Ref]()
    while todo:
        for link in draft.out("SUCCEEDED_BY", todo.pop()):
            if link.end == ref:
                return True
            if link.end not in seen:
                seen.add(link.end)
                todo.append(link.end)
    return False


def _ends(old: Ref, events: tuple[Event, ...]) -> bool:
    """A place ends by these events unless it stands among what it became, or they leave a part of it where it was."""
    own = [event for event in events if old in event.old]
    if any(old == new.ref for event in own for new in event.new):
        return False
    splits = [event for event in own if event.kind is SuccessionKind.SPLIT]
    shares = [event.share * len(event.new) for event in splits if event.share is not None]
    if splits and len(splits) == len(own):
        return len(shares) < len(splits) or sum(shares) > 0.999
    return any(event.kind is not SuccessionKind.CREATE for event in own)


# ---- beginnings and ends


def _open(draft: Draft, place: Named, event: Event) -> None:
    """Open a newcomer, or give one that is there another name; one that an edition opened later begins with the event."""
    if place.ref.kind == "Courtyard":
        since = Interval.days(event.on) if draft.actor(place.ref) is None else Interval()
        courtyards.settle(draft, Courtyard(place.code, event.source, place.name or None, interval=since), event.on)
    else:
        territory.apply(draft, Edition((Place(place.code, place.name, event.source),), event.on, closes=False))
    actor = draft.actor(place.ref)
    begun = actor.interval.since if actor else None
    if begun is not None and begun.reached(event.on) is False:
        draft.change(place.ref, "since", PartialDate.day(event.on), None, event.source)
        for link in draft.out(_INSIDE[place.ref.kind], place.ref):
            if link.interval.since == begun:
                draft.drop(link, "changed")
                days = Interval(PartialDate.day(event.on), link.interval.until)
                draft.put(link.type, joined(place.code, event.on.isoformat()), link.start, link.end, event.source, days, link.properties)


def _close(draft: Draft, ref: Ref, day: date, source: Source) -> None:
    """End a place; one that an edition ended later ends on this day, one that had ended before stays so."""
    end, actor = PartialDate.day(day), draft.actor(ref)
    if actor and actor.interval.until and actor.interval.until.reached(day):
        return
    draft.change(ref, "until", end, day, source)
    for link in draft.out(_INSIDE[ref.kind], ref):
        if link.interval.until is None or link.interval.until.reached(day) is False:
            draft.until(link, end, source)
