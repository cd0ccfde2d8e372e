"""Two days side by side, and the changes that made the difference."""

import datetime
from typing import Annotated, Protocol

import strawberry

import graph.view
from graph.analysis import changes
from graph.analysis import comparison as answers
from graph.analysis.changes import ChangeKind
from graph.interval import PartialDate
from schema.actors import Community, Person, Post, Seat, WorkGroup, seat_of
from schema.enums import Language, word
from schema.fields import field
from schema.nodes import InLanguage, Sight, Within, seen
from schema.paging import Connection, Page
from schema.ratios import Ratio
from schema.scalars import stated
from schema.words import both

With = Annotated[datetime.date, strawberry.argument(name="with", description=both("另一天", "The other day."))]


@strawberry.type(description=both("人员、职务、席位、工作组或村(社区)的一项变化", "Something that began or ended."))
class Change:
    sight: strawberry.Private[Sight]
    change: strawberry.Private[changes.Change]

    @field("何种变化", "Of which kind.")
    def kind(self) -> ChangeKind:
        return self.change.kind

    @field("谁;与人无关或无权知晓时为空", "Whose; null where it is nobody's, or the caller may not know.")
    def person(self) -> Person | None:
        return seen(Person, self.sight, self.change.person) if self.change.person else None

    @field("哪个职务;与职务无关时为空", "Which post; null where it is about none.")
    def post(self) -> Post | None:
        return seen(Post, self.sight, self.change.post) if self.change.post else None

    @field(
        "涉及的席位;与席位无关,或视图当天的规则不要求时为空",
        "The seat that it is about; null: about none, or the rule of the view's day asks for none.",
    )
    def seat(self) -> Seat | None:
        seat = self.sight.snapshot.seat(self.change.seat) if self.change.seat else None
        return seat_of(self.sight, seat) if seat else None

    @field("哪个工作组;与工作组无关时为空", "Which work group; null where it is about none.")
    def work_group(self) -> WorkGroup | None:
        return seen(WorkGroup, self.sight, self.change.group) if self.change.group else None

    @field("何日", "When.")
    def on(self) -> PartialDate | None:
        return stated(self.change.on)

    @field("显示用的说明", "What to say of it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        things = (self.person(), self.post(), self.seat() or self.work_group())
        about = [thing.label(language) for thing in things if thing]
        return " · ".join([word(self.change.kind, language), *about, *([str(self.change.on)] if self.on() else [])])


@strawberry.type(description=both("一个村(社区)的转变", "A community that became something else."))
class Transition:
    view: strawberry.Private[graph.view.View]
    transition: strawberry.Private[answers.Transition]

    def _sight(self) -> Sight:
        snapshot = self.view.snapshot(self.transition.district)
        assert snapshot is not None, "what changed is in a district of the view"
        return Sight(self.view, snapshot)

    @field("村(社区)", "Which.")
    def community(self) -> Community:
        return seen(Community, self._sight(), self.transition.community)

    @field(
        "两天之间造成转变的变化,按日期:只列与所涉席位有关、缺一不可的",
        "The changes between the two days that made it, by day: only those of the seats concerned, without which it would not be so.",
    )
    def causes(self) -> list[Change]:
        return [Change(sight=self._sight(), change=change) for change in self.transition.causes]


@strawberry.type(description=both("两天的比较,从较早的一天到较晚的一天", "From the earlier day to the later."))
class Comparison:
    view: strawberry.Private[graph.view.View]
    answer: strawberry.Private[answers.Comparison]
    within: strawberry.Private[list[str] | None]

    def list_key(self) -> str:
        return f"{self.answer.earlier}/{self.answer.later}/{self.within}"

    @field("较早的一天", "The earlier day.")
    def earlier(self) -> datetime.date:
        return self.answer.earlier

    @field("较晚的一天", "The later day.")
    def later(self) -> datetime.date:
        return self.answer.later

    @field("较早一天的三级联动完整率(严口径、实际)", "Linked on the earlier day: strictly and effectively.")
    def before(self) -> Ratio:
        return Ratio(ratio=self.answer.before)

    @field("较晚一天的", "On the later day.")
    def after(self) -> Ratio:
        return Ratio(ratio=self.answer.after)

    @field("新达到的:较晚一天完整,较早一天不完整或尚未设立", "Newly complete: linked on the later day, and not on the earlier.")
    def completed(self, page: Page) -> Connection[Transition]:
        return page.of(self.answer.completed, self._transition)

    @field(
        "新断开的:较早一天完整,较晚一天不再完整或已撤销;或其间新设而不完整",
        "Newly broken: linked on the earlier day, and no more on the later, or gone; or begun in between, and not linked.",
    )
    def broken(self, page: Page) -> Connection[Transition]:
        return page.of(self.answer.broken, self._transition)

    @field(
        "有变动的:两天都完整,但原来的工作组或规则所要求的席位上原来的人已不再联系",
        "Linked on both days, but a group, or somebody in a seat that is asked for, linked it then and does no more.",
    )
    def moved(self, page: Page) -> Connection[Transition]:
        return page.of(self.answer.moved, self._transition)

    def _transition(self, transition: answers.Transition) -> Transition:
        return Transition(view=self.view, transition=transition)


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Comparisons:
    @field("视图这一天与另一天的比较", "This view's day beside another day's.")
    def comparison(self: Viewed, with_: With, within: Within = None) -> Comparison | None:
        return Comparison(view=self.view, answer=answers.comparison(self.view, with_, within), within=within)
