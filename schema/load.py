"""Who carries how many work groups, how evenly, who carries too many, and who has room."""

import datetime
import json
from typing import Annotated, Protocol

import strawberry

import graph.view
from graph.analysis import load as answers
from graph.analysis.fewest import fewest
from graph.errors import BadArgument
from graph.vocabulary import SeatKind
from schema.actors import Organization, Person, WorkGroup
from schema.fields import field
from schema.ids import Key, misread
from schema.nodes import Node, Sight, Within, seen
from schema.paging import MOST_OF_PLACES, Connection, Page
from schema.words import both

InKind = Annotated[SeatKind, strawberry.argument(description=both("哪一种席位", "Of which kind of seat."))]
Limit = Annotated[
    int | None,
    strawberry.argument(description=both("上限几个组;不填即 ⌈村(社区)数 ÷ 人数⌉ + 1", "How many are not too many; left out, ⌈C / n⌉ + 1.")),
]


@strawberry.type(description=both("某人或某单位联系的工作组", "What somebody, or a unit with all its people, carries."))
class LoadEntry:
    view: strawberry.Private[graph.view.View]
    entry: strawberry.Private[answers.LoadEntry]

    def _sight(self) -> Sight:
        snapshot = self.view.snapshot(self.entry.district)
        assert snapshot is not None, "who carries a group is in the books"
        return Sight(self.view, snapshot)

    @field("谁;无权知晓或说的是单位时为空", "Who; null where the caller may not know, or where it is of a unit.")
    def person(self) -> Person | None:
        return seen(Person, self._sight(), self.entry.person) if self.entry.person else None

    @field("所在单位:据以列入此席位人选的职务所在", "The unit by whose post they are among those who could be asked.")
    def organization(self) -> Organization | None:
        return seen(Organization, self._sight(), self.entry.organization) if self.entry.organization else None

    @field("席位种类", "The kind of seat.")
    def seat_kind(self) -> SeatKind:
        return self.entry.kind

    @field("联系几个组", "How many groups.")
    def work_group_count(self) -> int:
        return self.entry.count

    @field("联系哪些组", "Which groups.")
    def work_groups(self) -> list[WorkGroup]:
        return [seen(WorkGroup, self._sight(), group) for group in self.entry.groups]

    @field(
        "超出平均的比例,0.25 即多四分之一;平均为 0 时为空",
        "Share above the mean, or below: 0.25 is a quarter above; null: the mean is 0.",
    )
    def over_mean(self) -> float | None:
        return self.entry.over_mean

    @field("距上限还有几个组;负数为超出;单位没有上限,为空", "Groups up to the limit; negative: over it. Null of a unit: it has no limit.")
    def room(self) -> int | None:
        return self.entry.room


@strawberry.type(description=both("某种席位的负担", "The load of a kind of seat."))
class Load(Node):
    answer: strawberry.Private[answers.Load]
    asked: strawberry.Private[int | None]

    def place_in_graph(self) -> tuple[str, str]:
        return "", json.dumps([self.answer.seat_kind, self.answer.within, self.asked], separators=(",", ":"))

    @field("这一天", "The day.")
    def date(self) -> datetime.date:
        return self.answer.date

    @field("所知的时刻", "As known at this moment.")
    def known_at(self) -> datetime.datetime:
        return self.answer.known_at

    @field("席位种类", "The kind of seat.")
    def seat_kind(self) -> SeatKind:
        return self.answer.seat_kind

    @field("可任此席位的人数,没有联系任何组的也在内", "How many could be asked, idle ones included.")
    def holder_count(self) -> int:
        return len(self.answer.counts)

    @field("他们联系的组数之和", "The sum of their groups.")
    def work_group_count(self) -> int:
        return sum(self.answer.counts)

    @field("没有联系任何组的人数", "How many of them carry none.")
    def idle_count(self) -> int:
        return self.answer.counts.count(0)

    @field("最多的一人联系几个组;无人时为空", "What the most loaded carries; null of nobody.")
    def maximum(self) -> int | None:
        return max(self.answer.counts, default=None)

    @field("平均每人几个组;无人时为空", "Groups for each; null of nobody.")
    def mean(self) -> float | None:
        return answers.mean(self.answer.counts)

    @field("基尼系数;无人或无组时为空", "The Gini coefficient; null of nobody, or of no groups.")
    def gini(self) -> float | None:
        return answers.gini(self.answer.counts)

    @field("上限;无人时为空", "More is too many; null of nobody.")
    def limit(self) -> int | None:
        return self.answer.limit

    @field(
        "负担最重者至少要联系几个组:村(社区)数 ÷ 人数,向上取整",
        "The least that the most loaded must carry: communities / holders, rounded up.",
    )
    def lower_bound(self) -> int | None:
        return self.answer.lower_bound

    @field(
        "在上限之内,至少几人即可联系所有的组;所有人也不够时为空",
        "The fewest who can carry all groups, each within the limit; null: not even all of them can.",
    )
    def fewest(self) -> int | None:
        return fewest(self.view, self.answer.seat_kind, self.answer.within, self.answer.limit)

    @field("超过上限者,最重的在前", "Above the limit, the most loaded first.")
    def overloaded(self, page: Page) -> Connection[LoadEntry]:
        return page.of(self.answer.overloaded, self._entry)

    @field("未到上限者,最轻的在前", "With room below the limit, the least loaded first.")
    def room(self, page: Page) -> Connection[LoadEntry]:
        return page.of(self.answer.with_room, self._entry)

    @field("所有人,最重的在前", "All of them, the most loaded first.", most=MOST_OF_PLACES)
    def entries(self, page: Page) -> Connection[LoadEntry]:
        return page.of(self.answer.entries, self._entry)

    @field("按单位合计,最重的在前", "By unit, through all its people; the most loaded first.")
    def organizations(self, page: Page) -> Connection[LoadEntry]:
        return page.of(self.answer.organizations, self._entry)

    def _entry(self, entry: answers.LoadEntry) -> LoadEntry:
        return LoadEntry(view=self.view, entry=entry)


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Loads:
    @field("谁联系几个工作组", "Who carries how many work groups?")
    def load(self: Viewed, seat_kind: InKind, within: Within = None, limit: Limit = None) -> Load | None:
        return load(self.view, seat_kind, within, limit)


def load(view: graph.view.View, kind: SeatKind, within: list[str] | None, limit: int | None) -> Load:
    """The load that a view shows. Errors: UnknownDivision; BadArgument for a negative limit."""
    if limit is not None and limit < 0:
        raise BadArgument(argument="limit", value=limit, cure="请给出 0 或更大的数。/ Give 0 or more.")
    return Load(view=view, answer=answers.load(view, kind, within, limit), asked=limit)


def load_by_key(view: graph.view.View, key: Key) -> Load:
    """The load that an id names. Errors: UnknownDivision; BadArgument where the id was made up."""
    try:
        kind, within, limit = json.loads(key.key)
        asked = None if within is None else [str(code) for code in within]
        top = None if limit is None else int(limit)
        return load(view, SeatKind(kind), asked, top)
    except (ValueError, TypeError):
        raise misread(str(key)) from None
