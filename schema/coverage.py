"""Coverage of a day: measures with both sides, the breakdown, and what is open."""

import json
from datetime import date, datetime
from typing import Annotated

import strawberry

from graph.analysis import coverage as answers
from graph.analysis import measures
from graph.analysis.gaps import gaps, orphaned_groups
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, Strictness
from graph.model import Ref
from graph.view import View
from graph.vocabulary import GapReason, Level, PlaceKind, SeatKind
from schema.actors import HEART, PLACES, Place
from schema.enums import Language, word
from schema.fields import field
from schema.gaps import Gap, OrphanedGroup, gap_of, orphan_of
from schema.ids import Key, misread
from schema.nodes import Entity, InLanguage, Node
from schema.paging import MOST_OF_PLACES, Connection, Page
from schema.ratios import InBasis, Ratio, ratio
from schema.words import both

Kpis = Annotated[list[CoverageKpi] | None, strawberry.argument(description=both("只要这些指标", "These KPIs only."))]
SeatKinds = Annotated[list[SeatKind] | None, strawberry.argument(description=both("只要这些席位", "These seats only."))]
Reasons = Annotated[list[GapReason] | None, strawberry.argument(description=both("只要这些原因", "These reasons only."))]
Levels = Annotated[list[Level] | None, strawberry.argument(description=both("只要这些层级", "These levels only."))]
OfStrictness = Annotated[
    Strictness | None, strawberry.argument(description=both("只要这一口径", "This reading only; what has one reading stays."))
]


@strawberry.type(description=both("一项覆盖指标", "A measure of coverage."))
class Measure:
    view: strawberry.Private[View]
    measure: strawberry.Private[measures.Measure]
    of: strawberry.Private[str]

    def list_key(self) -> str:
        asked = self.measure
        return "/".join((self.of, asked.kpi, asked.seat_kind or "", asked.level or "", asked.strictness or ""))

    @field("指标", "Which.")
    def kpi(self) -> CoverageKpi:
        return self.measure.kpi

    @field("席位;只用于 SEAT", "Of SEAT only.")
    def seat_kind(self) -> SeatKind | None:
        return self.measure.seat_kind

    @field("层级;只用于 LEVEL", "Of LEVEL only.")
    def level(self) -> Level | None:
        return self.measure.level

    @field("口径;只有一种口径时为空", "Null where the measure has one reading.")
    def strictness(self) -> Strictness | None:
        return self.measure.strictness

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        asked = self.measure
        return " · ".join(word(v, language) for v in (asked.kpi, asked.seat_kind, asked.level, asked.strictness) if v is not None)

    @field("名义;GROUP 与 FULL_COMPOSITION 为空", "On paper; null for GROUP and FULL_COMPOSITION.")
    def nominal(self) -> Ratio | None:
        return ratio(self.measure.nominal)

    @field("实际", "Of effective holders.")
    def effective(self) -> Ratio:
        return Ratio(ratio=self.measure.effective)

    @field("名义减实际", "K3: nominal minus effective.")
    def paper_gap(self) -> Ratio | None:
        return ratio(self.measure.paper_gap)

    @field("计入 B 角", "With the deputies in force.")
    def with_deputies(self) -> Ratio | None:
        return ratio(self.measure.with_deputies)

    @field("未核实或不详者都算在岗时", "Effective if every unverified or unknown holder were so.")
    def upper_bound(self) -> Ratio | None:
        return ratio(self.measure.upper_bound)

    @field("达到的村(社区)、院坝或党员", "Who counts; together with `missing` the denominator.", most=MOST_OF_PLACES)
    def covered(self, page: Page, basis: InBasis = Basis.EFFECTIVE) -> Connection[Entity]:
        return page.of(self.measure.sides(basis).covered, self._entity)

    @field(
        "未达到的村(社区)、院坝或党员",
        "Who does not. `excluded` were left out of both, but for COARSE_DATE: those stand here.",
        most=MOST_OF_PLACES,
    )
    def missing(self, page: Page, basis: InBasis = Basis.EFFECTIVE) -> Connection[Entity]:
        return page.of(self.measure.sides(basis).missing, self._entity)

    def _entity(self, counted: measures.Counted) -> Entity:
        snapshot = self.view.snapshot(counted.district)
        assert snapshot is not None, "what is measured is in the books"
        return HEART[counted.ref.kind](view=self.view, snapshot=snapshot, actor=snapshot.actor(counted.ref))


def division(view: View, ref: Ref) -> Place:
    """A division as the view shows it."""
    found = view.place(ref.key)
    assert found is not None, "what is measured is in the books"
    return PLACES[ref.kind](view=view, snapshot=found[0], actor=found[1])


def _chosen(
    view: View,
    of: str,
    rows: tuple[measures.Measure, ...],
    kpis: list[CoverageKpi] | None,
    seat_kinds: list[SeatKind] | None,
    levels: list[Level] | None,
    strictness: Strictness | None,
) -> list[Measure]:
    """Each filter binds the measures that have what it filters by; the others stay."""

    def wanted(row: measures.Measure) -> bool:
        return (
            (kpis is None or row.kpi in kpis)
            and (seat_kinds is None or row.seat_kind is None or row.seat_kind in seat_kinds)
            and (levels is None or row.level is None or row.level in levels)
            and (strictness is None or row.strictness is None or row.strictness is strictness)
        )

    return [Measure(view=view, measure=row, of=of) for row in rows if wanted(row)]


@strawberry.type(description=both("分组中的一组", "A part of a breakdown."))
class CoverageGroup:
    view: strawberry.Private[View]
    group: strawberry.Private[answers.CoverageGroup]
    of: strawberry.Private[str]

    @field("区划代码,或种类", "A division's code, or the kind.")
    def key(self) -> str:
        return self.group.key

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        division = self.place()
        return division.name() if division else word(PlaceKind(self.group.key), language)

    @field("区划;按种类分组时为空", "The division; null where the parts are kinds.")
    def place(self) -> Place | None:
        return None if self.group.place is None else division(self.view, self.group.place)

    @field("这一天存在的村(社区)数", "Communities that exist on this day.")
    def communities(self) -> int:
        return self.group.communities

    @field("各项指标", "The measures.")
    def measures(
        self, kpis: Kpis = None, seat_kinds: SeatKinds = None, levels: Levels = None, strictness: OfStrictness = None
    ) -> list[Measure]:
        return _chosen(self.view, f"{self.of}/{self.group.key}", self.group.measures, kpis, seat_kinds, levels, strictness)


@strawberry.type(description=both("某一天的覆盖情况", "The coverage of a day."))
class Coverage(Node):
    answer: strawberry.Private[answers.Coverage]
    group_by: strawberry.Private[CoverageGroupBy | None]

    def place_in_graph(self) -> tuple[str, str]:
        return "", json.dumps([self.answer.within, self.group_by], separators=(",", ":"))

    @field("这一天", "The day.")
    def date(self) -> date:
        return self.answer.date

    @field("所知的时刻", "As known at this moment.")
    def known_at(self) -> datetime:
        return self.answer.known_at

    @field("所问的区划;空为全部", "The divisions asked for; null: all.")
    def within(self) -> list[str] | None:
        return None if self.answer.within is None else list(self.answer.within)

    @field("这一天存在的村(社区)数,即分母", "Communities that exist on this day: the denominator.")
    def communities(self) -> int:
        return self.answer.communities

    @field("各项指标", "The measures.")
    def measures(
        self, kpis: Kpis = None, seat_kinds: SeatKinds = None, levels: Levels = None, strictness: OfStrictness = None
    ) -> list[Measure]:
        return _chosen(self.view, self.list_key(), self.answer.measures, kpis, seat_kinds, levels, strictness)

    @field("缺口;NO_GROUP 涉及所有席位,按席位筛选时保留", "A gap NO_GROUP belongs to every seat: the filter by seat keeps it.")
    def gaps(self, page: Page, reasons: Reasons = None, seat_kinds: SeatKinds = None) -> Connection[Gap]:
        found = gaps(self.view, self.answer.within, reasons, seat_kinds)
        return page.of(found, lambda gap: gap_of(self.view, gap))

    @field("所联系的村(社区)已撤销的工作组", "Groups that serve communities abolished by this day.")
    def orphaned_groups(self, page: Page) -> Connection[OrphanedGroup]:
        return page.of(orphaned_groups(self.view, self.answer.within), lambda orphan: orphan_of(self.view, orphan))

    @field(
        "分组;未要求分组时为空列表。各组的分子、分母之和等于总数",
        "Empty without groupBy. The numerators and denominators of a breakdown add up to the whole.",
    )
    def breakdown(self) -> list[CoverageGroup]:
        return [CoverageGroup(view=self.view, group=group, of=self.list_key()) for group in self.answer.breakdown]


def coverage(view: View, within: list[str] | None, group_by: CoverageGroupBy | None) -> Coverage:
    """The coverage that a view shows. Errors: UnknownDivision."""
    return Coverage(view=view, answer=answers.coverage(view, within, group_by), group_by=group_by)


def coverage_by_key(view: View, key: Key) -> Coverage:
    """The coverage that an id names. Errors: UnknownDivision; BadArgument where the id was made up."""
    try:
        within, group_by = json.loads(key.key)
        asked = None if within is None else [str(code) for code in within]
        by = CoverageGroupBy(group_by) if group_by else None
    except (ValueError, TypeError):
        raise misread(str(key)) from None
    return coverage(view, asked, by)
