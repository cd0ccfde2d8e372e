"""Who answers for a place, hop by hop, and where the chain is broken."""

from datetime import date
from typing import Annotated

import strawberry

from graph.analysis import chains as answers
from graph.analysis.successions import Succession as Followed
from graph.analysis.terms import ChainRole
from graph.interval import PartialDate
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import FillStatus, GapReason, Level
from schema.actors import Community, Holder, Organization, Place, Seat, filling_of, place, seat_of
from schema.enums import Language, word
from schema.fields import field
from schema.nodes import InLanguage, seen
from schema.scalars import stated
from schema.sources import Source, source_of
from schema.words import both


@strawberry.input(one_of=True, description=both("谁的责任链:三者取一", "Whose chain: one of the three."))
class ChainOf:
    case: str | None = strawberry.field(default=strawberry.UNSET, description=both("问题编号", "A case's number."))
    courtyard: str | None = strawberry.field(default=strawberry.UNSET, description=both("院坝代码", "A courtyard's code."))
    community: str | None = strawberry.field(default=strawberry.UNSET, description=both("村(社区)代码", "A community's code."))


ChainSubject = Annotated[
    Community, strawberry.union("ChainSubject", description=both("责任链的对象", "What a chain of responsibility is about."))
]


@strawberry.type(description=both("责任链的一环", "A link of a chain of responsibility."))
class Hop:
    view: strawberry.Private[View]
    snapshot: strawberry.Private[Snapshot]
    hop: strawberry.Private[answers.Hop]

    @field("层级", "The level.")
    def level(self) -> Level | None:
        return self.hop.level

    @field("角色", "The role.")
    def role(self) -> ChainRole:
        return self.hop.role

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return word(self.hop.role, language)

    @field("状态", "How it stands.")
    def status(self) -> FillStatus:
        return self.hop.status

    @field("为何不在岗", "Why not EFFECTIVE.")
    def reason(self) -> GapReason | None:
        return self.hop.reason

    @field("席位", "The seat.")
    def seat(self) -> Seat | None:
        seat = self.snapshot.seat(self.hop.seat) if self.hop.seat else None
        return seat_of(self, seat) if seat else None

    @field("单位", "The organisation that answers.")
    def organization(self) -> Organization | None:
        return seen(Organization, self, self.hop.organization) if self.hop.organization else None

    @field("负责的人,在岗者在前", "Who answers, the best first.")
    def holders(self) -> list[Holder]:
        return [filling_of(self, holder) for holder in self.hop.holders]

    @field("自何日起", "The first day.")
    def since(self) -> PartialDate | None:
        return stated(self.hop.since)

    @field("至何日止(不含)", "The day before which it ended.")
    def until(self) -> PartialDate | None:
        return stated(self.hop.until)

    @field("出处", "Where it was learnt.")
    def source(self) -> Source | None:
        return source_of(self.hop.holders[0].link) if self.hop.holders else None


@strawberry.type(description=both("区划的承接", "A place became others."))
class Succession:
    view: strawberry.Private[View]
    snapshot: strawberry.Private[Snapshot]
    succession: strawberry.Private[Followed]

    @field("原区划", "The place that it was.", name="from")
    def origin(self) -> Place:
        return place(self, self.succession.place)

    @field("成为哪些区划", "The places that it became.")
    def to(self) -> list[Place]:
        return [place(self, ref) for ref in self.succession.became]

    @field("从哪一天起", "From which day on.")
    def on(self) -> PartialDate | None:
        return stated(self.succession.on)

    @field("因何变更", "By what change.")
    def event(self) -> str:
        return self.succession.event


@strawberry.type(description=both("某一天的责任链", "A chain of responsibility on a day."))
class ChainAt:
    view: strawberry.Private[View]
    snapshot: strawberry.Private[Snapshot]
    chain: strawberry.Private[answers.ChainAt]

    @field("这一天", "The day.")
    def date(self) -> date:
        return self.chain.date

    @field(
        "这一天是否确切;否:来源只给出年或月,取其第一天",
        "Is it that very day? No: the source gives a month or a year; the chain is of its first day.",
    )
    def exact(self) -> bool:
        return self.chain.exact

    @field("到这一天为止区划的承接", "Followed on the way to this day.")
    def successions(self) -> list[Succession]:
        return [Succession(view=self.view, snapshot=self.snapshot, succession=s) for s in self.chain.successions]

    @field("属地责任链,自下而上", "The standing chain, from below.")
    def standing(self) -> list[Hop]:
        return [self._hop(hop) for hop in self.chain.standing]

    @field("第一个断点:空缺或空挂", "The first broken link: VACANT or GHOST.")
    def first_broken(self) -> Hop | None:
        return self._hop(self.chain.first_broken) if self.chain.first_broken else None

    def _hop(self, hop: answers.Hop) -> Hop:
        return Hop(view=self.view, snapshot=self.snapshot, hop=hop)


@strawberry.type(description=both("责任链:各级由谁负责", "Who answers at each level."))
class ResponsibilityChain:
    community: strawberry.Private[Community]
    standing_now: strawberry.Private[answers.ChainAt]

    @field("对象", "What it is about.")
    def subject(self) -> ChainSubject:
        return self.community

    @field("视图这一天的责任链", "On the day of the view.")
    def now(self) -> ChainAt:
        return ChainAt(view=self.community.view, snapshot=self.community.snapshot, chain=self.standing_now)


def chain(view: View, of: ChainOf) -> ResponsibilityChain | None:
    """The chain of a place; None where there is no such thing on this day."""
    answer, found = answers.chain(view, of.community or ""), view.place(of.community or "")
    if answer is None or found is None:
        return None
    return ResponsibilityChain(community=Community(view=view, snapshot=found[0], actor=found[1]), standing_now=answer)
