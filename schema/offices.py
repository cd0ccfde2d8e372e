"""What organisations and posts say of themselves; where they lead is in `actors`."""

from enum import StrEnum
from typing import TypeVar

import strawberry

from graph.qualification import leads
from graph.vocabulary import Axis, Level, OrganizationKind, PostRank
from schema.enums import Language
from schema.fields import field
from schema.nodes import Entity, InLanguage, Lasting, Named

V = TypeVar("V", bound=StrEnum)


def _value(kind: type[V], text: str) -> V | None:
    return kind(text) if text else None


@strawberry.type
class Office(Named, Lasting):
    @field("类别", "Its kind.")
    def kind(self) -> OrganizationKind:
        return OrganizationKind(self.actor.text("kind") or OrganizationKind.OTHER)

    @field("层级", "Its level.")
    def level(self) -> Level | None:
        return _value(Level, self.actor.text("level"))

    @field("条块", "Of a line, or of a territory.")
    def axis(self) -> Axis | None:
        return _value(Axis, self.actor.text("axis"))

    @field("只因其他表提到而记录", "In the books only because another sheet names it.")
    def implied(self) -> bool:
        return self.actor.flag("implied")


@strawberry.type
class Position(Entity):
    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.actor.text("title")

    @field("职务名称", "Its title.")
    def title(self) -> str:
        return self.actor.text("title")

    @field("级别", "Its rank.")
    def rank(self) -> PostRank | None:
        return _value(PostRank, self.actor.text("rank"))

    @field("是否班子成员", "Is it of the leadership team?")
    def is_leadership_team(self) -> bool:
        return leads(self.actor)
