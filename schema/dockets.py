"""What a case says of itself on a day; where it leads is in `actors`."""

import strawberry

from graph.analysis.cases import CaseAnswer
from graph.interval import PartialDate
from graph.vocabulary import ENUMERATIONS, CaseState, Channel, HandlingMode, Level, Matter
from schema.enums import Language
from schema.fields import field
from schema.nodes import Entity, InLanguage


@strawberry.type
class Docket(Entity):
    answer: strawberry.Private[CaseAnswer]

    @field("显示用的名称:问题编号", "What to call it: its number.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.answer.number

    @field("问题编号", "Its number.")
    def number(self) -> str:
        return self.answer.number

    @field("这一天结束时的状态", "Its state when the day is over.")
    def state(self) -> CaseState:
        return self.answer.state

    @field("问题类别", "What it is about.")
    def category(self) -> str | None:
        return self.answer.case.text("category") or None

    @field("收集渠道,如走访", "How it came in, in Chinese.")
    def channel(self) -> str | None:
        told = self.answer.case.text("channel")
        known = {value.value: term.zh for value, term in ENUMERATIONS[Channel.__name__].items()}
        return known.get(told, told) or None

    @field("问题描述", "What is the matter.")
    def description(self) -> str | None:
        return self.answer.case.text("description") or None

    @field("三事分类;分流之前为空", "A big, a small or a private matter; null before the triage.")
    def matter(self) -> Matter | None:
        return self.answer.matter

    @field("办理方式;分流之前为空", "How it is handled; null before the triage.")
    def handling_mode(self) -> HandlingMode | None:
        return self.answer.handling_mode

    @field("涉及户数", "Households that it affects.")
    def households_affected(self) -> int | None:
        return self.answer.case.whole("householdsAffected")

    @field("在哪一级解决;办结之前为空", "At which level it was solved; null until it is handled.")
    def solved_level(self) -> Level | None:
        return self.answer.solved_level

    @field("收集时间", "When it was raised.")
    def raised(self) -> PartialDate | None:
        return self.answer.raised

    @field("受理时间;未另行记载的,为收集时间", "When it was accepted; where nothing else is told, when it was raised.")
    def accepted(self) -> PartialDate | None:
        return self.answer.accepted

    @field("办理时限:到这一天为止准予延期的,为延长后的时限", "By when it is due: extended, where that was granted by this day.")
    def due(self) -> PartialDate | None:
        return self.answer.due

    @field("办结时间", "When it was handled.")
    def resolved(self) -> PartialDate | None:
        return self.answer.resolved

    @field("反馈时间", "When those who raised it were told.")
    def fed_back(self) -> PartialDate | None:
        return self.answer.fed_back

    @field("评价时间", "When they gave their opinion.")
    def evaluated(self) -> PartialDate | None:
        return self.answer.evaluated

    @field("销号时间", "When it was struck off.")
    def struck_off(self) -> PartialDate | None:
        return self.answer.struck_off
