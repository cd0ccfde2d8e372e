"""How coverage stood over time, and what was broken when."""

import datetime
import json
from dataclasses import astuple
from typing import Annotated, Protocol

import strawberry

import graph.view
from graph.analysis import timeline as answers
from graph.analysis.steps import TimeStep
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, Strictness
from graph.analysis.timeline import Course
from graph.vocabulary import Level, PlaceKind, SeatKind
from schema.actors import Community, Place
from schema.coverage import division
from schema.enums import Language, word
from schema.fields import field
from schema.ids import Key, misread
from schema.nodes import InLanguage, Node, Sight, Within, seen
from schema.paging import MOST_OF_PLACES, Connection, Page
from schema.ratios import InBasis, InStrictness, Ratio
from schema.words import both

Since = Annotated[datetime.date, strawberry.argument(description=both("首日", "The first day."))]
Until = Annotated[
    datetime.date, strawberry.argument(description=both("止日(不含);其前一日不得晚于今天", "The day after the last, which may be today."))
]
Step = Annotated[TimeStep, strawberry.argument(description=both("按月、季度或年", "By month, quarter or year."))]
GroupBy = Annotated[CoverageGroupBy | None, strawberry.argument(description=both("如何分组", "What the breakdown is by."))]
Kpi = Annotated[
    CoverageKpi,
    strawberry.argument(
        description=both(
            "指标:LINKAGE、GROUP、FULL_COMPOSITION 或 POPULATION_LINKAGE", "One of LINKAGE, GROUP, FULL_COMPOSITION, POPULATION_LINKAGE."
        )
    ),
]


@strawberry.type(description=both("一个月、季度或年;首尾两段可能不足", "A month, a quarter or a year; the first and the last may be cut."))
class TimelineStep:
    step: strawberry.Private[answers.TimelineStep]

    @field("首日", "The first day.")
    def since(self) -> datetime.date:
        return self.step.window.since

    @field("止日(不含)", "The day after the last.")
    def until(self) -> datetime.date:
        return self.step.window.until

    @field("村(社区)日数之比", "Of community-days.")
    def ratio(self) -> Ratio:
        return Ratio(ratio=self.step.ratio)


def _steps(steps: tuple[answers.TimelineStep, ...]) -> list[TimelineStep]:
    return [TimelineStep(step=step) for step in steps]


@strawberry.type(description=both("分组中的一组", "A part of a breakdown."))
class TimelineGroup:
    view: strawberry.Private[graph.view.View]
    group: strawberry.Private[answers.TimelineGroup]

    @field("区划代码,或种类", "A division's code, or the kind.")
    def key(self) -> str:
        return self.group.key

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        place = self.place()
        return place.name() if place else word(PlaceKind(self.group.key), language)

    @field("区划;按种类分组时为空", "The division; null where the parts are kinds.")
    def place(self) -> Place | None:
        return None if self.group.place is None else division(self.view, self.group.place)

    @field("整个期间", "Of the whole time.")
    def whole(self) -> Ratio:
        return Ratio(ratio=self.group.whole)

    @field("逐期", "Step by step.")
    def steps(self) -> list[TimelineStep]:
        return _steps(self.group.steps)


@strawberry.type(description=both("一段时间内未达到,原因不变", "Days on which it was broken, by the same seats."))
class BrokenSpan:
    span: strawberry.Private[answers.BrokenSpan]

    @field("首日", "The first day.")
    def since(self) -> datetime.date:
        return self.span.since

    @field("止日(不含);期末仍未达到则为空", "The day after the last; null: still broken at the end.")
    def until(self) -> datetime.date | None:
        return self.span.until

    @field("天数", "How many days.")
    def days(self) -> int:
        return self.span.days

    @field("哪些层级未到位", "Which levels broke it.")
    def levels(self) -> list[Level]:
        return list(self.span.levels)

    @field(
        "哪些席位所致;没有工作组时为规则所要求的全部席位",
        "Which seats did: without enough holders, or of one person who sat in both; without a group all that are asked for.",
    )
    def seat_kinds(self) -> list[SeatKind]:
        return list(self.span.seat_kinds)


@strawberry.type(description=both("期间内未达到过的村(社区)", "A community that was broken on some days."))
class BrokenCommunity:
    view: strawberry.Private[graph.view.View]
    broken: strawberry.Private[answers.BrokenCommunity]

    @field("村(社区)", "Which.")
    def community(self) -> Community:
        snapshot = self.view.snapshot(self.broken.district)
        assert snapshot is not None, "what is broken is in a district of the view"
        return seen(Community, Sight(self.view, snapshot), self.broken.community)

    @field("共几天", "How many days in all.")
    def days(self) -> int:
        return self.broken.days

    @field("各段;原因改变时另起一段", "The spans in order; where other seats are to blame, another one begins.")
    def spans(self) -> list[BrokenSpan]:
        return [BrokenSpan(span=span) for span in self.broken.spans]


@strawberry.type(description=both("一段时间的覆盖情况;比率以村(社区)日计", "Coverage over time; the ratios are of community-days."))
class CoverageTimeline(Node):
    answer: strawberry.Private[answers.Timeline]
    course: strawberry.Private[Course]

    def place_in_graph(self) -> tuple[str, str]:
        return "", json.dumps(astuple(self.course), default=datetime.date.isoformat, separators=(",", ":"))

    @field("所知的时刻", "As known at this moment.")
    def known_at(self) -> datetime.datetime:
        return self.answer.known_at

    @field("首日", "The first day.")
    def since(self) -> datetime.date:
        return self.answer.window.since

    @field("止日(不含)", "The day after the last.")
    def until(self) -> datetime.date:
        return self.answer.window.until

    @field(
        "整个期间:达到的村(社区)日数与存在的村(社区)日数;起始不详的日数不计入,另列",
        "Of the whole time: days covered by days existing. Days on which it cannot be told whether a community existed are left out.",
    )
    def whole(self) -> Ratio:
        return Ratio(ratio=self.answer.whole)

    @field("逐期", "Step by step.")
    def steps(self) -> list[TimelineStep]:
        return _steps(self.answer.steps)

    @field("分组;未要求分组时为空列表", "Empty without groupBy. Its parts add up to the whole, step by step.")
    def breakdown(self) -> list[TimelineGroup]:
        return [TimelineGroup(view=self.view, group=group) for group in self.answer.breakdown]

    @field(
        "未达到过的村(社区),按代码;天数之和为分母减分子",
        "Who was broken, when and by what, by code. The days of all are the denominator less the numerator.",
        most=MOST_OF_PLACES,
    )
    def broken(self, page: Page) -> Connection[BrokenCommunity]:
        return page.of(self.answer.broken, lambda broken: BrokenCommunity(view=self.view, broken=broken))


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Timelines:
    @field(
        "一段时间的覆盖情况(K7);不受视图日期限制,至多到今天",
        "Coverage over time (K7), up to today, whatever the view's day. Of one reading, a KPI is the same on either basis.",
    )
    def coverage_timeline(
        self: Viewed,
        since: Since,
        until: Until,
        within: Within = None,
        step: Step = TimeStep.MONTH,
        group_by: GroupBy = None,
        kpi: Kpi = CoverageKpi.LINKAGE,
        strictness: InStrictness = Strictness.STRICT,
        basis: InBasis = Basis.EFFECTIVE,
    ) -> CoverageTimeline | None:
        divisions = None if within is None else tuple(within)
        return timeline(self.view, Course(since, until, step, divisions, group_by, kpi, strictness, basis))


def timeline(view: graph.view.View, course: Course) -> CoverageTimeline:
    """The timeline that a view shows. Errors: those of the answer."""
    return CoverageTimeline(view=view, answer=answers.timeline(view, course), course=course)


def timeline_by_key(view: graph.view.View, key: Key) -> CoverageTimeline:
    """The timeline that an id names. Errors: those of the answer; BadArgument where the id was made up."""
    try:
        since, until, step, within, by, kpi, strictness, basis = json.loads(key.key)
        days = datetime.date.fromisoformat(since), datetime.date.fromisoformat(until)
        codes, group_by = None if within is None else tuple(map(str, within)), CoverageGroupBy(by) if by else None
        course = Course(*days, TimeStep(step), codes, group_by, CoverageKpi(kpi), Strictness(strictness), Basis(basis))
    except (ValueError, TypeError):
        raise misread(str(key)) from None
    return timeline(view, course)
