"""Two days side by side: which communities became linked, which broke, which are linked by others now, and what made it so.

Linked is linked strictly and effectively. Of one that began between the two days and is not linked, the beginning is what made it so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graph.analysis.changes import Change, ChangeKind, Changes, between, in_order
from graph.analysis.composition import Question, seated
from graph.analysis.measures import Ratio
from graph.analysis.sittings import Sittings
from graph.analysis.spells import asked
from graph.analysis.terms import CoverageKpi, Strictness
from graph.analysis.timeline import group_blamed
from graph.analysis.tracks import Services, State, Track, total, tracks
from graph.model import Ref
from graph.view import View
from graph.vocabulary import SeatKind

_LINKED = Question(CoverageKpi.LINKAGE, strictness=Strictness.STRICT)


@dataclass(frozen=True, slots=True)
class Transition:
    """A community that became something else, and what made it: necessary, and enough together with what there was."""

    district: str
    community: Ref
    causes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """From the earlier day to the later, by code.

    `completed`: linked, and not before. `broken`: linked no more, or new and not linked. `moved`: linked on both days, but a group or
    somebody in a seat that is asked for linked it then and does not now.
    """

    earlier: date
    later: date
    before: Ratio
    after: Ratio
    completed: tuple[Transition, ...]
    broken: tuple[Transition, ...]
    moved: tuple[Transition, ...]


def comparison(view: View, other: date, within: Sequence[str] | None = None) -> Comparison:
    """The view's day and another one. Errors: UnknownDivision; DateOutOfRange for a day that may not be asked for."""
    earlier, later = sorted((view.day, other))
    asked(view, earlier, between(earlier, later).until)
    then, now = (tracks(view, between(day, day), _LINKED, within=within) for day in (earlier, later))
    pairs = _pairs(then, now)
    return Comparison(
        earlier,
        later,
        _rate(then),
        _rate(now),
        _transitions(pairs, _Pair.completed, _Pair.completion),
        _transitions(pairs, _Pair.broken, _Pair.breaking),
        _transitions(pairs, _Pair.moved, _Pair.move),
    )


def _rate(found: Iterable[Track]) -> Ratio:
    return total(track.tally(track.spells.window) for track in found).ratio


def _transitions(
    pairs: Iterable["_Pair"], kind: Callable[["_Pair"], bool], causes: Callable[["_Pair"], Iterator[Change]]
) -> tuple[Transition, ...]:
    return tuple(Transition(p.then.district, p.community, in_order(causes(p))) for p in pairs if kind(p))


def _pairs(then: Sequence[Track], now: Sequence[Track]) -> list["_Pair"]:
    changes: dict[str, Changes] = {}
    for one, other in zip(then, now, strict=True):
        if one.district not in changes:
            window = between(one.spells.window.since, other.spells.window.since)
            changes[one.district] = Changes(Sittings(one.service.history, window))
    return [_Pair(one, other, changes[one.district]) for one, other in zip(then, now, strict=True)]


@dataclass(frozen=True)
class _Pair:
    """A community on the two days."""

    then: Track
    now: Track
    changes: Changes

    @property
    def community(self) -> Ref:
        return self.then.community

    @cached_property
    def _linked_then(self) -> frozenset[Ref]:
        return _linking(self.then)

    @cached_property
    def _linked_now(self) -> frozenset[Ref]:
        return _linking(self.now)

    def completed(self) -> bool:
        return _state(self.now).yes and not _state(self.then).yes

    def broken(self) -> bool:
        then, now = _state(self.then), _state(self.now)
        return not now.yes and (then.yes or (now.exists is True and not then.exists))

    def moved(self) -> bool:
        return _state(self.then).yes and _state(self.now).yes and (bool(self._linked_then - self._linked_now) or bool(self._relieved()))

    def completion(self) -> Iterator[Change]:
        """The community began, its groups did, people came; or less is asked for."""
        if not _state(self.then).exists:
            yield self._place(ChangeKind.PLACE_BEGAN)
        for group in self._linked_now:
            yield from self._into(group)

    def breaking(self) -> Iterator[Change]:
        """The community ended, or began like this; its groups ended, people went; or more is asked for."""
        if not _state(self.now).exists:
            yield self._place(ChangeKind.PLACE_ENDED)
        elif not _state(self.then).exists:
            yield self._place(ChangeKind.PLACE_BEGAN)
        else:
            for group in self._linked_then:
                yield from self._out_of(group)

    def move(self) -> Iterator[Change]:
        """Groups and people went, and others came in their place."""
        for group in self._linked_then - self._linked_now:
            yield from self._out_of(group)
        for group in self._linked_now - self._linked_then:
            yield from self._into(group)
        for group, kinds in self._relieved().items():
            yield from self.changes.lost(group, kinds)
            yield from self.changes.gained(group, kinds)

    def _into(self, group: Ref) -> Iterator[Change]:
        """How a group came to link the community."""
        if group not in _serving(self.then):
            yield self.changes.began(group, self.community)
        yield from self.changes.gained(group, group_blamed(self.then.service, group, _day(self.then)))
        if _would_link(self.then.service, group, _day(self.then), self.now):
            yield from self.changes.rule()

    def _out_of(self, group: Ref) -> Iterator[Change]:
        """How a group ceased to link the community."""
        if group not in _serving(self.now):
            yield self.changes.ended(group, self.community)
            return
        yield from self.changes.lost(group, group_blamed(self.now.service, group, _day(self.now)))
        if _would_link(self.now.service, group, _day(self.now), self.then):
            yield from self.changes.rule()

    def _relieved(self) -> dict[Ref, frozenset[SeatKind]]:
        """The seats of groups that link it on both days from which somebody has gone."""
        found = {group: self._seats_left(group) for group in self._linked_then & self._linked_now}
        return {group: kinds for group, kinds in found.items() if kinds}

    def _seats_left(self, group: Ref) -> frozenset[SeatKind]:
        then, now = (_holders(track, group) for track in (self.then, self.now))
        needs = {kind for choice in _choices(self.then) for kind in choice}
        return frozenset(kind for kind in needs if then.get(kind, frozenset()) - now.get(kind, frozenset()))

    def _place(self, kind: ChangeKind) -> Change:
        life = self.then.service.history.actors[self.community].interval
        return Change(kind, life.until if kind is ChangeKind.PLACE_ENDED else life.since, place=self.community)


def _day(track: Track) -> date:
    return track.spells.window.since


def _state(track: Track) -> State:
    return track.spells.at(_day(track))


def _serving(track: Track) -> tuple[Ref, ...]:
    return track.service.groups(track.community, _day(track))


def _linking(track: Track) -> frozenset[Ref]:
    """The groups that link the community."""
    return frozenset(group for group in _serving(track) if track.service.answers(group).at(_day(track)).yes)


def _holders(track: Track, group: Ref) -> dict[SeatKind, frozenset[Ref]]:
    return dict(track.service.sittings.holders(group, _day(track), track.service.reading))


def _choices(track: Track) -> Iterable[Iterable[SeatKind]]:
    return track.service.sittings.rules.at(_day(track)).choices[_LINKED]


def _would_link(service: Services, group: Ref, day: date, ruled: Track) -> bool:
    """Would the holders of a day do under the rule of another day, though they do not under their own?"""
    sittings, other = service.sittings, ruled.service.sittings.rules.at(_day(ruled))
    own, mine = sittings.rules.at(day), sittings.holders(group, day, service.reading)
    theirs = sittings.holders(group, day, service.reading, other.rule)
    return any(seated(n, theirs) for n in other.choices[_LINKED]) and not any(seated(n, mine) for n in own.choices[_LINKED])
