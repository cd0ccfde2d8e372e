"""What would be lost if people or organisations were gone."""

from dataclasses import replace
from typing import Annotated, Protocol

import strawberry

import graph.view
from graph.analysis import absence as answers
from graph.analysis import directory
from graph.analysis.measures import Counted
from graph.analysis.terms import Strictness
from graph.errors import NotFound
from graph.model import Ref
from graph.view import View
from graph.vocabulary import Level
from schema.actors import Case, Community, Organization, Person, Seat, case_of, seat_of
from schema.caselists import CaseFilter, case_query
from schema.context import Info
from schema.enums import CaseOrder
from schema.fields import field
from schema.ids import misread, read
from schema.nodes import Sight
from schema.paging import MOST_OF_PLACES, Connection, Page, digest
from schema.ratios import InStrictness, Ratio
from schema.resilience import found
from schema.words import both

Of = Annotated[
    list[strawberry.ID],
    strawberry.argument(
        description=both("离开的人员、撤销的单位:任何视图的 id", "People and organisations that are gone, by ids of any view.")
    ),
]


@strawberry.type(description=both("某村(社区)失去的一个层级", "A level that a community loses."))
class LevelLoss:
    view: strawberry.Private[View]
    loss: strawberry.Private[answers.LevelLoss]

    @field("村(社区)", "Which community.")
    def community(self) -> Community:
        return found(Community, self.view, self.loss.community)

    @field("层级", "Which level.")
    def level(self) -> Level:
        return self.loss.level


@strawberry.type(description=both("假如这些人离开、这些单位撤销", "What is lost if these people and organisations are gone."))
class Absence:
    view: strawberry.Private[View]
    answer: strawberry.Private[answers.Absence]
    strictness: strawberry.Private[Strictness]

    def list_key(self) -> str:
        return digest(self.answer.people, self.answer.organizations, self.strictness)

    @field("离开的人员", "The people who are gone.")
    def people(self) -> list[Person]:
        return [found(Person, self.view, counted) for counted in self.answer.people]

    @field("撤销的单位", "The organisations that are gone.")
    def organizations(self) -> list[Organization]:
        return [found(Organization, self.view, counted) for counted in self.answer.organizations]

    @field("现在的三级联动完整率", "Complete three-level linkage now.")
    def before(self) -> Ratio:
        return Ratio(ratio=self.answer.before)

    @field("其后的三级联动完整率:有 B 角能顶上的仍算", "Complete three-level linkage after: still so where a deputy can stand in.")
    def after(self) -> Ratio:
        return Ratio(ratio=self.answer.after)

    @field("失去三级联动的村(社区)", "The communities that lose linkage.", most=MOST_OF_PLACES)
    def lost(self, page: Page) -> Connection[Community]:
        return page.of(self.answer.lost, lambda counted: found(Community, self.view, counted))

    @field("失去的层级,已不联动的村(社区)的也在内", "The levels lost, of communities too that are not linked anyway.", most=MOST_OF_PLACES)
    def levels(self, page: Page) -> Connection[LevelLoss]:
        return page.of(self.answer.levels, lambda loss: LevelLoss(view=self.view, loss=loss))

    @field(
        "不再有人在岗的席位,不论 B 角", "The seats without an effective holder any more, whatever deputies there are.", most=MOST_OF_PLACES
    )
    def seats(self, page: Page) -> Connection[Seat]:
        return page.of(self.answer.seats, self._seat)

    @field(
        "失去主办单位或责任人的未了结问题;单位有承继单位的,问题随之转去",
        "The open cases that lose the unit that leads, or the person in charge. Those of a unit with a successor go to that.",
    )
    async def cases(self, info: Info, page: Page) -> Connection[Case]:
        led_by = tuple(f"{district}/{ref.kind}/{ref.key}" for district, ref in self.answer.leaderless)
        if not led_by:
            return page.of_asked(0, (), lambda file: case_of(self.view, file))
        query = case_query(info, self.view, page, CaseFilter(open=True), CaseOrder.RAISED_DESC)
        rows = await info.context.books.page(replace(query, led_by=led_by))
        return page.of_asked(rows.total, rows.files, lambda file: case_of(self.view, file))

    def _seat(self, counted: Counted) -> Seat:
        snapshot = self.view.snapshot(counted.district)
        seat = snapshot.seat(counted.ref) if snapshot else None
        assert snapshot is not None
        assert seat is not None, "what is lost is a seat of the day"
        return seat_of(Sight(self.view, snapshot), seat)


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Absences:
    @field("假如这些人离开、这些单位撤销,会失去什么;不写入任何内容", "What would be lost if these were gone? Nothing is written.")
    def absence(self: Viewed, of: Of, strictness: InStrictness = Strictness.STRICT) -> Absence | None:
        gone = [_gone(self.view, id_) for id_ in of]
        return Absence(view=self.view, answer=answers.absence(self.view, gone, strictness), strictness=strictness)


def _gone(view: View, id_: str) -> Counted:
    """Who or what an id names. Errors: BadArgument where it is no person and no organisation, NotFound where there is none."""
    key = read(id_)
    if key.type not in ("Person", "Organization"):
        raise misread(id_)
    if directory.find(view, key.district, Ref(key.type, key.key)) is None:
        raise NotFound(what="人员或单位 · person or organisation", value=key.key)
    return Counted(key.district, Ref(key.type, key.key))
