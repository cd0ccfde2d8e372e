"""Who answers for a place or a case, hop by hop, and where the chain is broken."""

from datetime import date
from typing import Annotated

import strawberry

from graph.analysis import cases
from graph.analysis import chains as answers
from graph.analysis.handling import Handler
from graph.analysis.successions import Succession as Followed
from graph.analysis.terms import ChainRole
from graph.interval import PartialDate
from graph.model import Link
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import FillStatus, GapReason, Level
from schema.actors import Case, Community, Courtyard, Holder, Organization, Place, Seat, charges_of, filling_of, place, seat_of
from schema.assignments import assignments
from schema.cases import case_file
from schema.context import Context
from schema.enums import Language, word
from schema.fields import field
from schema.ids import known_at
from schema.nodes import InLanguage, Seen, Sight, seen
from schema.scalars import stated
from schema.sources import Source, source_of
from schema.words import both


@strawberry.input(one_of=True, description=both("谁的责任链:三者取一", "Whose chain: one of the three."))
class ChainOf:
    case: str | None = strawberry.field(default=strawberry.UNSET, description=both("问题编号", "A case's number."))
    courtyard: str | None = strawberry.field(default=strawberry.UNSET, description=both("院坝代码", "A courtyard's code."))
    community: str | None = strawberry.field(default=strawberry.UNSET, description=both("村(社区)代码", "A community's code."))


ChainSubject = Annotated[
    Case | Courtyard | Community,
    strawberry.union("ChainSubject", description=both("责任链的对象", "What a chain of responsibility is about.")),
]


@strawberry.type(description=both("责任链的一环", "A link of a chain of responsibility."))
class Hop:
    view: strawberry.Private[View]
    snapshot: strawberry.Private[Snapshot]
    hop: strawberry.Private[answers.Hop | Handler]
    answering: strawberry.Private[list[Holder]]
    link: strawberry.Private[Link | None]

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
        ref = self.hop.seat if isinstance(self.hop, answers.Hop) else None
        seat = self.snapshot.seat(ref) if ref else None
        return seat_of(self, seat) if seat else None

    @field("单位", "The organisation that answers.")
    def organization(self) -> Organization | None:
        return seen(Organization, self, self.hop.organization) if self.hop.organization else None

    @field("负责的人,在岗者在前", "Who answers, the best first.")
    def holders(self) -> list[Holder]:
        return self.answering

    @field("自何日起", "The first day.")
    def since(self) -> PartialDate | None:
        return stated(self.hop.since)

    @field("至何日止(不含)", "The day before which it ended.")
    def until(self) -> PartialDate | None:
        return stated(self.hop.until)

    @field("出处", "Where it was learnt.")
    def source(self) -> Source | None:
        return source_of(self.link) if self.link else None


def _standing(by: Seen, hop: answers.Hop) -> Hop:
    held: list[Holder] = [*(filling_of(by, holder) for holder in hop.holders), *charges_of(by, hop.charges)]
    return Hop(view=by.view, snapshot=by.snapshot, hop=hop, answering=held, link=held[0].link if held else None)


def _handling(by: Seen, handler: Handler) -> Hop:
    return Hop(view=by.view, snapshot=by.snapshot, hop=handler, answering=[*assignments(by, handler)], link=handler.link)


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
        return [_standing(self, hop) for hop in self.chain.standing]

    @field(
        "办理责任链:首接、主办、协办、上报、包案、督办",
        "Who handles the case: first receiver, lead, assists, escalation, sponsor, supervisor.",
    )
    def handling(self) -> list[Hop]:
        return [_handling(self, handler) for handler in self.chain.handling]

    @field("第一个断点:空缺或空挂", "The first broken link: VACANT or GHOST.")
    def first_broken(self) -> Hop | None:
        return _standing(self, self.chain.first_broken) if self.chain.first_broken else None


def _chain_at(by: Seen, chain: answers.ChainAt) -> ChainAt:
    return ChainAt(view=by.view, snapshot=by.snapshot, chain=chain)


@strawberry.type(description=both("责任链:各级由谁负责", "Who answers at each level."))
class ResponsibilityChain:
    subject: ChainSubject = strawberry.field(description=both("对象", "What it is about."))
    raised: ChainAt | None = strawberry.field(
        default=None, description=both("问题收集那一天的责任链", "Of a case: on the day it was raised; null where that is not known.")
    )
    resolved: ChainAt | None = strawberry.field(
        default=None, description=both("问题办结那一天的责任链", "Of a case: on the day it was handled; null until then.")
    )
    now: ChainAt = strawberry.field(description=both("视图这一天的责任链", "On the day of the view."))


async def chain(context: Context, view: View, of: ChainOf) -> ResponsibilityChain | None:
    """The chain of a place or a case; None where there is no such thing on this day. Errors: BadArgument."""
    if isinstance(of.case, str):
        return await _of_case(context, view, of.case)
    kind, code = (Courtyard, of.courtyard) if isinstance(of.courtyard, str) else (Community, of.community)
    return _of_place(view, kind, code or "")


def _of_place(view: View, kind: type[Courtyard] | type[Community], code: str) -> ResponsibilityChain | None:
    found, answer = view.place(code), answers.chain(view, code)
    if found is None or answer is None or found[1].kind != kind.__name__:
        return None
    subject = kind(view=view, snapshot=found[0], actor=found[1])
    return ResponsibilityChain(subject=subject, now=_chain_at(subject, answer))


async def _of_case(context: Context, view: View, number: str) -> ResponsibilityChain | None:
    file = await case_file(context.books, view, number)
    snapshot = view.snapshot(file.case.district) if file else None
    found = cases.chains(file, snapshot) if file and snapshot else None
    if found is None:
        return None
    subject = Case(view=view, snapshot=found.of.snapshot, actor=found.of.case, answer=found.of)
    raised, resolved = (_on_its_day(context, subject, chain) if chain else None for chain in (found.raised, found.resolved))
    return ResponsibilityChain(subject=subject, raised=raised, resolved=resolved, now=_chain_at(subject, found.now))


def _on_its_day(context: Context, by: Case, chain: answers.ChainAt) -> ChainAt:
    """A chain in the view of its own day."""
    view = context.reach(chain.date, known_at(by.view))
    snapshot = view.snapshot(by.snapshot.district)
    assert snapshot is not None, "a day shows the same districts"
    return _chain_at(Sight(view, snapshot), chain)
