"""On whom linkage rests: single points of failure, the impact of each person, the smallest cut, and how much stands after losses."""

import asyncio
import datetime
import json
from typing import Annotated, Protocol

import strawberry

import graph.view
from graph.analysis import cutset, resilience, robustness
from graph.analysis.crews import Web, joined
from graph.analysis.measures import Counted
from graph.analysis.terms import Strictness
from graph.deputies import deputies
from graph.errors import BadArgument
from graph.model import CaseQuery
from graph.view import View
from schema.actors import Community, Person
from schema.context import Info
from schema.fields import field
from schema.ids import Key, known_at, misread
from schema.nodes import E, Node, Sight, Within, seen
from schema.paging import MOST_OF_PLACES, Connection, Page
from schema.ratios import InStrictness, Ratio
from schema.words import both

MOST_ABSENT = 20
"""How many people may be taken away in a question of robustness."""

Worst = Annotated[int, strawberry.argument(description=both("最多失去几人,1 至 20", "How many are gone at the most: 1 to 20."))]


def found(kind: type[E], view: View, counted: Counted) -> E:
    """A thing of one of the view's districts."""
    snapshot = view.snapshot(counted.district)
    assert snapshot is not None, "what is counted is in the books"
    return seen(kind, Sight(view, snapshot), counted.ref)


@strawberry.type(description=both("一人离开的影响", "What one person's leaving breaks."))
class Impact:
    view: strawberry.Private[View]
    impact: strawberry.Private[resilience.Impact]

    @field("谁;无权知晓时为空", "Who; null where the caller may not know.")
    def person(self) -> Person | None:
        return found(Person, self.view, self.impact.person)

    @field("在所问范围的工作组中在岗的席位数", "Seats effectively held in work groups of the divisions asked for.")
    def seat_count(self) -> int:
        return self.impact.seats

    @field("因此失去三级联动的村(社区);有 B 角能顶上的不算", "Communities that lose linkage; not those where a deputy can stand in.")
    def lost(self) -> list[Community]:
        return [found(Community, self.view, counted) for counted in self.impact.lost]

    @field("这些村(社区)的人口;无人口数的不计,全无则为空", "Their population, as far as known; null: known of none.")
    def population(self) -> int | None:
        return self.impact.population

    @field("这些村(社区)未了结的问题数", "The open cases of these communities.")
    async def open_cases(self, info: Info) -> int:
        districts = tuple(s.district for s in self.view.snapshots)
        query = CaseQuery(districts, self.view.day, known_at(self.view), open=True, limit=0)
        pages = await asyncio.gather(*(info.context.books.page_of(query, c.ref.key) for c in self.impact.lost))
        return sum(page.total for page in pages)

    @field("这一天有效的 B 角,无论能否顶上", "The deputies in force, whether or not their posts let them stand in.")
    def backups(self) -> list[Person]:
        district, person = self.impact.person
        snapshot = self.view.snapshot(district)
        known = deputies(snapshot, person) if snapshot else ()
        return [found(Person, self.view, Counted(district, deputy.ref)) for deputy in known]


@strawberry.type(
    description=both("使所有村(社区)都失去三级联动的最少的人", "The fewest people whose absence breaks every linked community.")
)
class CutSet:
    view: strawberry.Private[View]
    cut: strawberry.Private[cutset.CutSet]

    @field("这些人;没有村(社区)三级联动完整时为空列表", "These people; none where no community is linked.")
    def people(self) -> list[Person]:
        return [found(Person, self.view, counted) for counted in self.cut.people]

    @field("几人", "How many.")
    def size(self) -> int:
        return self.cut.size

    @field("已证明不可能更少的人数", "It is proven that no set has fewer.")
    def lower_bound(self) -> int:
        return self.cut.lower_bound

    @field("是否已证明最少;否则在时限内未能证明", "Is it proven to be the smallest? If not, time ran out before.")
    def optimal(self) -> bool:
        return self.cut.optimal


@strawberry.type(description=both("失去若干人之后仍三级联动的村(社区)数", "Communities still linked after so many are gone."))
class RobustnessPoint:
    absent: int = strawberry.field(description=both("失去几人", "How many are gone."))
    linked: float = strawberry.field(description=both("仍三级联动的村(社区)数", "Communities still linked."))
    low: float = strawberry.field(
        description=both("下限:未证明部分,或置信区间", "The lower bound: of what is not proven, or of the interval.")
    )
    high: float = strawberry.field(
        description=both("上限:未证明部分,或置信区间", "The upper bound: of what is not proven, or of the interval.")
    )


@strawberry.type(
    description=both(
        "失去若干人之后仍三级联动的村(社区)数;人数不超过联动所系的全部人",
        "Communities still linked after so many are gone. Low and high: the bounds of what is not proven, or the confidence interval.",
    )
)
class Robustness:
    worst: list[RobustnessPoint] = strawberry.field(description=both("最坏情形", "In the worst case."))
    random: list[RobustnessPoint] = strawberry.field(
        description=both("随机失去联动所系的人时的期望", "On average, if it hits anybody alike on whom linkage rests.")
    )


@strawberry.type(description=both("联动系于谁", "On whom linkage rests."))
class Resilience(Node):
    within: strawberry.Private[tuple[str, ...] | None]
    strictness: strawberry.Private[Strictness]
    points: strawberry.Private[resilience.SinglePoints]

    def place_in_graph(self) -> tuple[str, str]:
        return "", json.dumps([self.within, self.strictness], separators=(",", ":"))

    def _web(self) -> Web:
        return joined(self.view.scope(self.within), self.strictness)

    @field("这一天", "The day.")
    def date(self) -> datetime.date:
        return self.view.day

    @field("所知的时刻", "As known at this moment.")
    def known_at(self) -> datetime.datetime:
        return self.view.known_at

    @field(
        "某一必备席位只有一人在岗且无 B 角的村(社区)所占比例,不论是否联动",
        "Communities that rest on one person in some required seat, without a deputy who could stand in; linked or not.",
    )
    def single_points(self) -> Ratio:
        return Ratio(ratio=self.points.ratio)

    @field("这些村(社区)", "These communities.", most=MOST_OF_PLACES)
    def fragile(self, page: Page) -> Connection[Community]:
        return page.of(self.points.fragile, lambda counted: found(Community, self.view, counted))

    @field("其离开会使村(社区)失去三级联动的人,影响最大的在前", "Those whose leaving breaks something, the worst first.")
    def impact(self, page: Page) -> Connection[Impact]:
        rows = resilience.impacts(self.view, self.within, self.strictness)
        return page.of(rows, lambda impact: Impact(view=self.view, impact=impact))

    @field(
        "割点:独自把某村(社区)连到区县的人,其工作组中别无他人在岗",
        "Articulation people: those who alone tie a community to its district, since nobody else effectively sits in its group.",
    )
    def articulation(self, page: Page) -> Connection[Person]:
        return page.of(resilience.articulation(self.view, self.within), lambda counted: found(Person, self.view, counted))

    @field("使所问范围全部失去三级联动的最少的人", "The fewest people whose absence breaks every linked community.")
    def cut_set(self) -> CutSet:
        return CutSet(view=self.view, cut=cutset.cut_set(self._web()))

    @field("失去 1 人、2 人……之后还剩多少", "What is left after one, two, three … are gone.")
    def robustness(self, worst: Worst = 5) -> Robustness:
        if not 1 <= worst <= MOST_ABSENT:
            raise BadArgument(argument="worst", value=worst, cure=f"请给出 1 至 {MOST_ABSENT}。/ Give 1 to {MOST_ABSENT}.")
        web = self._web()
        return Robustness(worst=_points(robustness.worst(web, worst)), random=_points(robustness.average(web, worst)))


def _points(points: tuple[robustness.Point, ...]) -> list[RobustnessPoint]:
    return [RobustnessPoint(absent=p.absent, linked=p.linked, low=p.low, high=p.high) for p in points]


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Resiliences:
    @field("联动系于谁,离了谁会断", "On whom linkage rests, and what breaks it. Deputies who can stand in are honoured.")
    def resilience(self: Viewed, within: Within = None, strictness: InStrictness = Strictness.STRICT) -> Resilience | None:
        return rests_on(self.view, within, strictness)


def rests_on(view: View, within: list[str] | None, strictness: Strictness) -> Resilience:
    """The resilience that a view shows. Errors: UnknownDivision."""
    asked = None if within is None else tuple(within)
    return Resilience(view=view, within=asked, strictness=strictness, points=resilience.single_points(view, asked))


def resilience_by_key(view: View, key: Key) -> Resilience:
    """The resilience that an id names. Errors: UnknownDivision; BadArgument where the id was made up."""
    try:
        within, strictness = json.loads(key.key)
        return rests_on(view, None if within is None else [str(code) for code in within], Strictness(strictness))
    except (ValueError, TypeError):
        raise misread(str(key)) from None
