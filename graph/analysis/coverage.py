"""Is every community linked? Group, seat, level, linkage and composition coverage of a day, with both sides of every rate.

A row for each community is made once per snapshot; the whole and every breakdown are sums of rows, and so add up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import compress
from operator import not_
from typing import TypeAlias

from graph.analysis import courtyards, deputies, quality
from graph.analysis.composition import Needs, Question, questions, seated, within_bounds
from graph.analysis.measures import Counted, Exclusion, Measure, Ratio, Sides
from graph.analysis.people_groups import Reading, doubled, holders
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, ExclusionReason, Strictness
from graph.model import Actor, Ref
from graph.snapshot import Snapshot
from graph.view import View, lies_in
from graph.vocabulary import Level, SeatKind, place_kind

Answers: TypeAlias = Mapping[Reading, frozenset[Question]]
"""What is answered yes to, on each reading."""

EFFECTIVE_ONLY = frozenset({CoverageKpi.GROUP, CoverageKpi.FULL_COMPOSITION})


@dataclass(frozen=True, slots=True)
class CoverageGroup:
    """A part of a breakdown: a division's code or a kind of place, and the division itself where it is one."""

    key: str
    place: Ref | None
    communities: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a day. `communities` exist on it: the denominator. `breakdown` is empty where none was asked for."""

    date: date
    known_at: datetime
    within: tuple[str, ...] | None
    communities: int
    measures: tuple[Measure, ...]
    breakdown: tuple[CoverageGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A community: what was asked of it, and what it answers yes to on each reading. `dated` False: perhaps it does not exist.

    `deputised`: deputies are known of in its district.
    """

    snapshot: Snapshot
    community: Actor
    of: Counted
    dated: bool
    asked: frozenset[Question]
    yes: Answers
    deputised: bool = False

    @property
    def local(self) -> courtyards.Local:
        """Its courtyards and Party members."""
        return courtyards.local(self.snapshot, self.community.ref)

    @property
    def kept(self) -> quality.Local:
        """Its fillings and records."""
        return quality.local(self.snapshot, self.community.ref)


def coverage(view: View, within: Sequence[str] | None = None, group_by: CoverageGroupBy | None = None) -> Coverage:
    """The coverage of the communities of these divisions, of all where None. Errors: UnknownDivision."""
    parts = view.scope(within)
    rows = tuple(community_rows(part.snapshot)[c.ref] for part in parts for c in (*part.communities, *part.undated))
    asked = {q for part in parts for q in questions(part.snapshot.rule)}
    strays = {p.snapshot.district: courtyards.strays(p.snapshot) for p in parts if lies_in(p.snapshot.district, within)}
    return Coverage(
        view.day,
        view.known_at,
        None if within is None else tuple(within),
        _existing(rows),
        _measures(rows, asked, sum(strays.values())),
        () if group_by is None else _breakdown(rows, GROUPINGS[group_by], strays),
    )


def linkage(view: View, code: str, strictness: Strictness = Strictness.STRICT, basis: Basis = Basis.EFFECTIVE) -> Ratio:
    """The complete three-level linkage of one division's communities. Errors: UnknownDivision."""
    rows = [community_rows(part.snapshot)[c.ref] for part in view.scope((code,)) for c in (*part.communities, *part.undated)]
    measure = _measure(Question(CoverageKpi.LINKAGE, strictness=strictness), rows)
    return measure.nominal if basis is Basis.NOMINAL and measure.nominal else measure.effective


def linkage_of(rows: Sequence[Row], strictness: Strictness) -> Ratio:
    """The complete three-level linkage of these communities, effectively."""
    return _measure(Question(CoverageKpi.LINKAGE, strictness=strictness), rows).effective


def linked(snapshot: Snapshot, community: Ref, strictness: Strictness = Strictness.STRICT) -> bool:
    """Does one of this community's groups link all three levels, effectively? False too where it does not exist on this day."""
    row = community_rows(snapshot).get(community)
    return row is not None and row.dated and Question(CoverageKpi.LINKAGE, strictness=strictness) in row.yes[Reading.EFFECTIVE]


# ---- rows


def community_rows(snapshot: Snapshot) -> Mapping[Ref, Row]:
    """The rows of all communities that exist on this day or may, made once."""
    return snapshot.once(community_rows, _rows)


def _rows(snapshot: Snapshot) -> Mapping[Ref, Row]:
    asked = questions(snapshot.rule)
    answers = {g.ref: _answers(snapshot, g.ref, asked) for g in snapshot.history.of("WorkGroup")}
    places = [(c, True) for c in snapshot.communities] + [(c, False) for c in snapshot.undated_communities]
    return {c.ref: _row(snapshot, c, dated, frozenset(asked), answers) for c, dated in places}


def _row(snapshot: Snapshot, community: Actor, dated: bool, asked: frozenset[Question], answers: Mapping[Ref, Answers]) -> Row:
    yes = {reading: _yes(snapshot, community.ref, reading, answers) for reading in Reading}
    return Row(snapshot, community, Counted(community.district, community.ref), dated, asked, yes, deputies.known(snapshot))


def _answers(snapshot: Snapshot, group: Ref, asked: Mapping[Question, tuple[Needs, ...]]) -> Answers:
    """What a group answers yes to on each reading, whomever it serves."""
    held = {reading: holders(snapshot, group, reading) for reading in Reading}
    in_order = within_bounds(snapshot.rule, held[Reading.EFFECTIVE]) and not doubled(snapshot, group)
    open_to_it = {q: choices for q, choices in asked.items() if in_order or q.kpi is not CoverageKpi.FULL_COMPOSITION}

    @cache  # the same people count on most readings
    def answered(seats: frozenset[tuple[SeatKind, frozenset[Ref]]]) -> frozenset[Question]:
        people = dict(seats)
        return frozenset(q for q, choices in open_to_it.items() if any(seated(needs, people) for needs in choices))

    return {reading: answered(frozenset(people.items())) for reading, people in held.items()}


def _yes(snapshot: Snapshot, community: Ref, reading: Reading, answers: Mapping[Ref, Answers]) -> frozenset[Question]:
    groups = snapshot.groups(community) + (snapshot.possible_groups(community) if reading.generous else ())
    return frozenset().union(*(answers[group][reading] for group in groups))


# ---- sums of rows


def _existing(rows: Iterable[Row]) -> int:
    return sum(row.dated for row in rows)


def _measures(rows: Sequence[Row], asked: Iterable[Question], strays: int = 0) -> tuple[Measure, ...]:
    """`strays`: Party members who belong to none of the communities, and to these divisions all the same."""
    of_groups = tuple(_measure(question, rows) for question in sorted(asked, key=_order))
    of_places = courtyards.measures([row.local for row in rows], strays)
    return of_groups + of_places + quality.measures([row.kept for row in rows])


def _order(question: Question) -> tuple[int, ...]:
    """By KPI, then by seat or level as the vocabulary has them, lenient before strict."""
    pairs = zip(question, (CoverageKpi, SeatKind, Level, Strictness), strict=True)
    return tuple(-1 if value is None else list(kind).index(value) for value, kind in pairs)


def _weight(question: Question, row: Row) -> int | None:
    """What a community counts for: people where the KPI is of people, None where their number is missing; else one."""
    return row.community.whole("population") if question.kpi is CoverageKpi.POPULATION_LINKAGE else 1


def _measure(question: Question, rows: Sequence[Row]) -> Measure:
    asked = [(row, _weight(question, row)) for row in rows if question in row.asked]
    counted = [(row, weight) for row, weight in asked if row.dated and weight is not None]
    yes = {reading: tuple(question in row.yes[reading] for row, _ in counted) for reading in Reading}
    sums = _Sums(tuple(row.of for row, _ in counted), tuple(weight for _, weight in counted), yes, _left_out(asked))
    two_readings = question.kpi not in EFFECTIVE_ONLY
    deputised = question.kpi is not CoverageKpi.GROUP and any(row.deputised for row in rows)
    return Measure(
        *question,
        nominal=sums.ratio(Reading.ON_PAPER, Reading.PERHAPS_ON_PAPER) if two_readings else None,
        effective=sums.ratio(Reading.EFFECTIVE, Reading.PERHAPS_EFFECTIVE),
        upper_bound=sums.ratio(Reading.AT_BEST, Reading.AT_BEST),
        in_effect=sums.sides(Reading.EFFECTIVE),
        on_paper=sums.sides(Reading.ON_PAPER) if two_readings else None,
        with_deputies=sums.ratio(Reading.WITH_DEPUTIES, Reading.PERHAPS_EFFECTIVE) if deputised else None,
    )


def _left_out(asked: Sequence[tuple[Row, int | None]]) -> tuple[Exclusion, ...]:
    undated = sum(not row.dated for row, _ in asked)
    uncounted = sum(row.dated and weight is None for row, weight in asked)
    return exclusions((ExclusionReason.UNKNOWN_START, undated), (ExclusionReason.NO_POPULATION, uncounted))


def exclusions(*counted: tuple[ExclusionReason, int]) -> tuple[Exclusion, ...]:
    """Those reasons for which anything was left out."""
    return tuple(Exclusion(reason, count) for reason, count in counted if count)


@dataclass(frozen=True, slots=True)
class _Sums:
    """The communities in the denominator of a question: what each counts for, and whether it answers yes, on each reading."""

    of: tuple[Counted, ...]
    weights: tuple[int, ...]
    yes: Mapping[Reading, tuple[bool, ...]]
    left_out: tuple[Exclusion, ...]

    def ratio(self, reading: Reading, generous: Reading) -> Ratio:
        """Its rate on a reading; COARSE_DATE counts who would pass on the generous one."""
        undecided = sum(perhaps and not yes for yes, perhaps in zip(self.yes[reading], self.yes[generous], strict=True))
        coarse = exclusions((ExclusionReason.COARSE_DATE, undecided))
        return Ratio(sum(compress(self.weights, self.yes[reading])), sum(self.weights), self.left_out + coarse)

    def sides(self, reading: Reading) -> Sides:
        yes = self.yes[reading]
        return Sides(tuple(compress(self.of, yes)), tuple(compress(self.of, map(not_, yes))))


# ---- breakdown


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which part a community belongs to: its key, and the label of the division that has it as its code."""

    key: Callable[[str], str]
    label: str | None


GROUPINGS: Mapping[CoverageGroupBy, Grouping] = {
    CoverageGroupBy.DISTRICT: Grouping(lambda code: code[:6], "District"),
    CoverageGroupBy.SUBDISTRICT: Grouping(lambda code: code[:9], "Subdistrict"),
    CoverageGroupBy.COMMUNITY: Grouping(lambda code: code, "Community"),
    CoverageGroupBy.PLACE_KIND: Grouping(lambda code: place_kind(code) or "", None),
}


def _breakdown(rows: Iterable[Row], grouping: Grouping, strays: Mapping[str, int]) -> tuple[CoverageGroup, ...]:
    parts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        parts[grouping.key(row.community.key)].append(row)
    return tuple(_group(key, part, grouping, strays.get(key, 0)) for key, part in sorted(parts.items()))


def _group(key: str, rows: Sequence[Row], grouping: Grouping, strays: int) -> CoverageGroup:
    place = Ref(grouping.label, key) if grouping.label else None
    return CoverageGroup(key, place, _existing(rows), _measures(rows, {q for row in rows for q in row.asked}, strays))
