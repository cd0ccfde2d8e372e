"""How coverage stood over a window of days, and which communities it was broken in, from when to when, by which seats (K7).

Community-days by the boundaries of facts, not by looking at days. The whole, every step and every part of the breakdown are sums of the
same rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from graph.analysis.blame import Kinds, blamed, in_order, least, levels
from graph.analysis.composition import Question, required
from graph.analysis.coverage import GROUPINGS, Grouping
from graph.analysis.measures import Ratio
from graph.analysis.spells import Spells, Window, asked
from graph.analysis.steps import TimeStep, steps
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, Strictness
from graph.analysis.tracks import Services, Tally, Track, total, tracks
from graph.errors import BadArgument
from graph.model import Ref
from graph.view import View
from graph.vocabulary import Level, SeatKind

_OF_LINKAGE = (CoverageKpi.LINKAGE, CoverageKpi.POPULATION_LINKAGE)
_OVER_TIME = (CoverageKpi.GROUP, *_OF_LINKAGE, CoverageKpi.FULL_COMPOSITION)


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """A month, a quarter or a year, cut at the ends of the window."""

    window: Window
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """A part of the breakdown: a division's code or a kind of place, and the division itself where it is one."""

    key: str
    place: Ref | None
    whole: Ratio
    steps: tuple[TimelineStep, ...]


@dataclass(frozen=True, slots=True)
class BrokenSpan:
    """Days on which the same seats were to blame. `until` None: still broken at the end of the window."""

    since: date
    until: date | None
    days: int
    levels: tuple[Level, ...]
    seat_kinds: tuple[SeatKind, ...]


@dataclass(frozen=True, slots=True)
class BrokenCommunity:
    """A community that existed and was not covered on some days of the window; `days` is their number."""

    district: str
    community: Ref
    days: int
    spans: tuple[BrokenSpan, ...]


@dataclass(frozen=True, eq=False)
class Timeline:
    """Coverage over a window. `breakdown` is empty where none was asked for."""

    window: Window
    known_at: datetime
    whole: Ratio
    steps: tuple[TimelineStep, ...]
    breakdown: tuple[TimelineGroup, ...]
    tracks: tuple[Track, ...]

    @cached_property
    def broken(self) -> tuple[BrokenCommunity, ...]:
        """By code; of a rate that counts communities their days are the denominator less the numerator."""
        return tuple(found for track in self.tracks if (found := _broken(track)).days)


@dataclass(frozen=True, slots=True)
class Course:
    """What a timeline is asked of: the days from `since` to the day before `until`. Of one reading, a KPI has the same on either basis."""

    since: date
    until: date
    step: TimeStep = TimeStep.MONTH
    within: tuple[str, ...] | None = None
    group_by: CoverageGroupBy | None = None
    kpi: CoverageKpi = CoverageKpi.LINKAGE
    strictness: Strictness = Strictness.STRICT
    basis: Basis = Basis.EFFECTIVE

    @property
    def question(self) -> Question:
        """Errors: BadArgument of a KPI that has no course over time."""
        if self.kpi not in _OVER_TIME:
            raise BadArgument(argument="kpi", value=self.kpi, cure=f"请用 {'、'.join(_OVER_TIME)}。/ Give one of {', '.join(_OVER_TIME)}.")
        return Question(self.kpi, strictness=self.strictness if self.kpi in _OF_LINKAGE else None)


def timeline(view: View, course: Course) -> Timeline:
    """Coverage over a window. Errors: UnknownDivision, DateOutOfRange; BadArgument of a window without days or of the KPI."""
    window = asked(view, course.since, course.until)
    found = tracks(view, window, course.question, course.basis, course.within)
    parts = steps(window, course.step)
    tallies = [(track, [track.tally(part) for part in parts]) for track in found]
    whole = _sums([row for _, row in tallies], parts)
    groups = () if course.group_by is None else _breakdown(tallies, parts, GROUPINGS[course.group_by])
    return Timeline(window, view.known_at, total(whole).ratio, _steps(whole, parts), groups, found)


# ---- sums


def _sums(rows: Iterable[Sequence[Tally]], parts: Sequence[Window]) -> list[Tally]:
    """Step by step, over communities."""
    return [total(column) for column in zip(*rows, strict=True)] or [Tally() for _ in parts]


def _steps(tallies: Iterable[Tally], parts: Sequence[Window]) -> tuple[TimelineStep, ...]:
    return tuple(TimelineStep(part, tally.ratio) for part, tally in zip(parts, tallies, strict=True))


def _breakdown(tallies: Iterable[tuple[Track, Sequence[Tally]]], parts: Sequence[Window], grouping: Grouping) -> tuple[TimelineGroup, ...]:
    rows: defaultdict[str, list[Sequence[Tally]]] = defaultdict(list)
    for track, row in tallies:
        if any(map(any, row)):
            rows[grouping.key(track.community.key)].append(row)
    return tuple(_group(key, _sums(rows[key], parts), parts, grouping) for key in sorted(rows))


def _group(key: str, sums: Sequence[Tally], parts: Sequence[Window], grouping: Grouping) -> TimelineGroup:
    place = Ref(grouping.label, key) if grouping.label else None
    return TimelineGroup(key, place, total(sums).ratio, _steps(sums, parts))


# ---- what was broken


def _broken(track: Track) -> BrokenCommunity:
    spans = tuple(_span(window, kinds, track.spells.window.until) for window, kinds in _broken_spells(track))
    return BrokenCommunity(track.district, track.community, sum(span.days for span in spans), spans)


def _span(window: Window, kinds: Kinds, end: date) -> BrokenSpan:
    until = None if window.until == end else window.until
    return BrokenSpan(window.since, until, window.days, levels(kinds), in_order(kinds))


def _broken_spells(track: Track) -> Iterator[tuple[Window, Kinds]]:
    """The spells of no, cut where other seats are to blame."""
    if all(spell.value.answered for spell in track.spells):
        return
    service, community = track.service, track.community
    turning = {*service.turning(community), *service.sittings.rules.turning, *track.spells.turning}
    turning |= {day for x in service.history.into("SERVES", community) for day in service.sittings.turning(x.start)}

    def on(day: date) -> Kinds | None:
        return None if track.spells.at(day).answered else to_blame(service, community, day)

    yield from ((spell.window, spell.value) for spell in Spells(track.spells.window, turning, on) if spell.value is not None)


def to_blame(service: Services, community: Ref, day: date) -> Kinds:
    """The seats that kept a community from a yes on a day: without a group all that are asked for."""
    groups = service.groups(community, day)
    if not groups:
        rule = service.sittings.rules.at(day)
        return frozenset(kind for needs in rule.choices[service.question] for kind in needs) or frozenset(required(rule.rule))
    return least(group_blamed(service, group, day) for group in groups)


def group_blamed(service: Services, group: Ref, day: date) -> Kinds:
    """The seats that keep a group from a yes on a day, whomever it serves."""
    rule, choices = service.sittings.rules.at(day)
    holders = service.sittings.holders(group, day, service.reading)
    kinds = blamed(choices[service.question], holders)
    if service.question.kpi is not CoverageKpi.FULL_COMPOSITION:
        return kinds
    tops: Mapping[SeatKind, int | None] = {kind: spec.maximum for kind, spec in rule.items()}
    crowded = {kind for kind, top in tops.items() if top is not None and len(holders.get(kind, ())) > top}
    return kinds.union(crowded, *service.sittings.doubled(group, day).values())
