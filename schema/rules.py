"""The composition rules in force: which seats a work group must have."""

import strawberry

import graph.view
from graph.interval import Interval, PartialDate
from graph.model import Actor
from graph.snapshot import Snapshot
from graph.vocabulary import NODES, SEAT_LEVEL, Level, SeatKind, SeatSpec
from schema.enums import Language, word
from schema.fields import field
from schema.nodes import InLanguage
from schema.scalars import stated
from schema.words import both


@strawberry.type(description=both("组成规则中的一个席位", "A seat that a composition rule asks for."))
class SeatRule:
    spec: strawberry.Private[SeatSpec]

    @field("席位种类", "The kind of the seat.")
    def kind(self) -> SeatKind:
        return self.spec.kind

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.spec.name if language is Language.ZH else word(self.spec.kind, language)

    @field("层级", "Its level.")
    def level(self) -> Level:
        return SEAT_LEVEL[self.spec.kind]

    @field("至少几人", "How many holders at least.")
    def minimum(self) -> int:
        return self.spec.minimum

    @field("最多几人;空为不限", "How many at most; null: no limit.")
    def maximum(self) -> int | None:
        return self.spec.maximum


@strawberry.type(description=both("工作组的组成规则", "What a work group must be made of."))
class CompositionRule:
    snapshot: strawberry.Private[Snapshot]
    actor: strawberry.Private[Actor | None]

    @field("图中的标识;未导入规则的区县用默认规则:default", "The id kept in the graph; `default` where a district has imported none.")
    def key(self) -> str:
        return self.actor.key if self.actor else "default"

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        kind = NODES["CompositionRule"]
        return kind.en if language is Language.EN else (self.actor and self.actor.text("name")) or kind.zh

    @field("以此形式自何日起", "In this form since.")
    def since(self) -> PartialDate | None:
        return stated(max(self._spans, key=lambda i: i.start, default=Interval()).since)

    @field("至何日止(不含)", "The day before which this form ended.")
    def until(self) -> PartialDate | None:
        return stated(min(self._spans, key=lambda i: i.end, default=Interval()).until)

    @property
    def _spans(self) -> list[Interval]:
        """The spans of its seats in force on this day."""
        return [x.interval for x in self.snapshot.out("ASKS_FOR", self.actor.ref)] if self.actor else []

    @field("所要求的席位", "The seats that it asks for.")
    def seats(self) -> list[SeatRule]:
        return [SeatRule(spec=spec) for spec in self.snapshot.rule.values()]


def rules(view: graph.view.View) -> list[CompositionRule]:
    """The rule of each district on this day, and the default one once where a district has none."""
    found = [CompositionRule(snapshot=s, actor=_rule(s)) for s in view.snapshots]
    own = [rule for rule in found if rule.actor]
    return own + [rule for rule in found if not rule.actor][:1]


def _rule(snapshot: Snapshot) -> Actor | None:
    asking = (
        a for a in snapshot.history.of("CompositionRule") if any(x.interval.holds(snapshot.day) for x in snapshot.out("ASKS_FOR", a.ref))
    )
    return next((snapshot.actor(a.ref) for a in asking), None)
