"""What changed between two days in who sat in a work group and whom it served: people, posts, groups, places, with the day of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from graph.analysis.blame import Kinds
from graph.analysis.people_groups import Reading
from graph.analysis.sittings import Sitter, Sittings
from graph.analysis.spells import Window
from graph.interval import Interval, PartialDate
from graph.model import Link, Ref
from graph.qualification import best, serves, verdict
from graph.vocabulary import SeatKind, Term


class ChangeKind(StrEnum):
    """QUALIFICATION: neither the post nor the place in the seat, but whether the one fits the other. RULE: what is asked for."""

    POST_BEGAN = "POST_BEGAN"
    POST_ENDED = "POST_ENDED"
    FILLING_BEGAN = "FILLING_BEGAN"
    FILLING_ENDED = "FILLING_ENDED"
    GROUP_BEGAN = "GROUP_BEGAN"
    GROUP_ENDED = "GROUP_ENDED"
    PLACE_BEGAN = "PLACE_BEGAN"
    PLACE_ENDED = "PLACE_ENDED"
    QUALIFICATION_BEGAN = "QUALIFICATION_BEGAN"
    QUALIFICATION_ENDED = "QUALIFICATION_ENDED"
    RULE_CHANGED = "RULE_CHANGED"


TERMS: Mapping[str, Mapping[StrEnum, Term]] = {
    "ChangeKind": {
        ChangeKind.POST_BEGAN: Term("任职", "Took up a post"),
        ChangeKind.POST_ENDED: Term("免职", "Left a post"),
        ChangeKind.FILLING_BEGAN: Term("进入工作组", "Took a seat"),
        ChangeKind.FILLING_ENDED: Term("退出工作组", "Left a seat"),
        ChangeKind.GROUP_BEGAN: Term("工作组开始联系", "A group began to serve"),
        ChangeKind.GROUP_ENDED: Term("工作组停止联系", "A group ceased to serve"),
        ChangeKind.PLACE_BEGAN: Term("村(社区)设立", "A place began"),
        ChangeKind.PLACE_ENDED: Term("村(社区)撤销", "A place ended"),
        ChangeKind.QUALIFICATION_BEGAN: Term("职务开始符合席位要求", "A post came to fit the seat"),
        ChangeKind.QUALIFICATION_ENDED: Term("职务不再符合席位要求", "A post ceased to fit the seat"),
        ChangeKind.RULE_CHANGED: Term("组成规则变更", "The rule changed"),
    }
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that began or ended. `seat`: the seat that the person or the post is about."""

    kind: ChangeKind
    on: PartialDate | None
    person: Ref | None = None
    post: Ref | None = None
    seat: Ref | None = None
    group: Ref | None = None
    place: Ref | None = None


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each once, by day."""
    return tuple(sorted(set(changes), key=lambda c: (c.on.anchor if c.on else date.min, list(ChangeKind).index(c.kind), repr(c))))


class Changes:
    """The changes in a district after the first day of a window, up to the last."""

    def __init__(self, sittings: Sittings) -> None:
        self._sittings = sittings
        self._history = sittings.history
        self._first = sittings.window.since
        self._last = _day_before(sittings.window.until)

    def lost(self, group: Ref, kinds: Kinds) -> Iterator[Change]:
        """What took those from these seats who were effective in them on the first day, and are so no more on the last."""
        for kind, person in self._people(group, kinds, self._first):
            if self._sits(group, kind, person, self._first) and not self._sits(group, kind, person, self._last):
                day = self._last_turn(self._sittings.turning(group), partial(self._sits, group, kind, person))
                for link in self._effective(group, kind, person, _day_before(day)):
                    yield from self._left(group, kind, link, day)

    def gained(self, group: Ref, kinds: Kinds) -> Iterator[Change]:
        """What brought those to these seats who are effective in them on the last day, and were not so on the first."""
        for kind, person in self._people(group, kinds, self._last):
            if self._sits(group, kind, person, self._last) and not self._sits(group, kind, person, self._first):
                day = self._last_turn(self._sittings.turning(group), partial(self._sits, group, kind, person))
                for link in self._effective(group, kind, person, day):
                    yield from self._came(group, kind, link, day)

    def began(self, group: Ref, community: Ref) -> Change:
        """A group serves a community that it did not serve on the first day."""
        links, own, day = self._service(group, community)
        on = next((x.since for x in (*links, own) if x.since and day in x.since.days()), PartialDate.day(day))
        return Change(ChangeKind.GROUP_BEGAN, on, group=group, place=community)

    def ended(self, group: Ref, community: Ref) -> Change:
        """A group does not serve a community that it served on the first day."""
        links, own, day = self._service(group, community)
        on = next((x.until for x in (*links, own) if x.until and day in x.until.days()), PartialDate.day(day))
        return Change(ChangeKind.GROUP_ENDED, on, group=group, place=community)

    def rule(self) -> Iterator[Change]:
        """The last change of the rule, if there was one."""
        yield from (Change(ChangeKind.RULE_CHANGED, PartialDate.day(day)) for day in self._sittings.rules.turning[-1:])

    # ---- of one person in one kind of seat

    def _people(self, group: Ref, kinds: Kinds, day: date) -> list[tuple[SeatKind, Ref]]:
        """Whoever sat in these seats, as far as the rule of that day asks for them."""
        seen = {(spell.value.kind, s.link.start) for s in self._sittings.of(group) for spell in s.spells if spell.value}
        return sorted(pair for pair in seen if pair[0] in kinds & self._sittings.rules.at(day).rule.keys())

    def _effective(self, group: Ref, kind: SeatKind, person: Ref, day: date) -> list[Link]:
        return [s.link for s in self._sittings.of(group) if s.link.start == person and _sat(s, kind, day)]

    def _sits(self, group: Ref, kind: SeatKind, person: Ref, day: date) -> bool:
        return bool(self._effective(group, kind, person, day))

    def _last_turn(self, turning: Iterable[date], holds: Callable[[date], bool]) -> date:
        """The last day on which it came out otherwise than on the day before."""
        days = sorted({day for day in turning if self._first < day <= self._last}, reverse=True)
        return next((day for day in days if holds(day) is not holds(_day_before(day))), self._last)

    def _left(self, group: Ref, kind: SeatKind, link: Link, day: date) -> Iterator[Change]:
        """Why somebody effective on the day before is so no more."""
        until, held = link.interval.until, verdict(self._history, link, kind, group, _day_before(day)).holding
        found = []
        if until is not None and day in until.days():
            found.append(Change(ChangeKind.FILLING_ENDED, until, link.start, seat=link.end, group=group))
        if held is not None and held.interval.until is not None and day in held.interval.until.days():
            found.append(Change(ChangeKind.POST_ENDED, held.interval.until, link.start, held.end, link.end, group))
        post = held.end if held else None
        yield from found or [Change(ChangeKind.QUALIFICATION_ENDED, PartialDate.day(day), link.start, post, link.end, group)]

    def _came(self, group: Ref, kind: SeatKind, link: Link, day: date) -> Iterator[Change]:
        """What somebody needed to be effective from that day on, and did not have on the first day."""
        held = verdict(self._history, link, kind, group, day).holding
        found = []
        if link.interval.holds(self._first) is not True:
            found.append(Change(ChangeKind.FILLING_BEGAN, link.interval.since, link.start, seat=link.end, group=group))
        if held is not None and held.interval.holds(self._first) is not True:
            found.append(Change(ChangeKind.POST_BEGAN, held.interval.since, link.start, held.end, link.end, group))
        post = held.end if held else None
        yield from found or [Change(ChangeKind.QUALIFICATION_BEGAN, PartialDate.day(day), link.start, post, link.end, group)]

    def _service(self, group: Ref, community: Ref) -> tuple[list[Interval], Interval, date]:
        """The spans of a group's service of a community, its own, and the last day on which the service turned."""
        links = [x for x in self._history.out("SERVES", group) if x.end == community]
        own = self._history.actors[group].interval
        turning = {day for interval in (own, *(x.interval for x in links)) for day in interval.boundaries()}
        served = self._last_turn(turning, lambda day: best(serves(self._history, x, day) for x in links) is True)
        return [x.interval for x in links], own, served


def between(earlier: date, later: date) -> Window:
    """The days from the one to the other, both included."""
    return Window(earlier, date.fromordinal(later.toordinal() + 1))


def _sat(sitter: Sitter, kind: SeatKind, day: date) -> bool:
    sat = sitter.spells.at(day)
    return sat is not None and sat.kind is kind and sat.counts(Reading.EFFECTIVE)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
