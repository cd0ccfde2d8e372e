"""What a seat says of itself, and how those stand who answer for something; where both lead is in `actors`."""

import strawberry

from graph import snapshot as records
from graph.model import Ref
from graph.qualification import Verdict
from graph.vocabulary import FillStatus, GapReason, Level, SeatKind
from schema.enums import Language, word
from schema.fields import field
from schema.nodes import Entity, Fact, InLanguage


@strawberry.type
class Chair(Entity):
    seat: strawberry.Private[records.Seat]

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.seat.spec.name if language is Language.ZH else word(self.seat.kind, language)

    @field("种类", "Its kind.")
    def kind(self) -> SeatKind:
        return self.seat.kind

    @field("层级", "Its level.")
    def level(self) -> Level:
        return self.seat.level

    @field("这一天的组成规则要求至少几人", "How many holders the rule of the day asks for at least.")
    def minimum(self) -> int:
        return self.seat.spec.minimum

    @field("最多几人;空为不限", "How many at most; null: no limit.")
    def maximum(self) -> int | None:
        return self.seat.spec.maximum

    @field("有一人在岗即为在岗", "EFFECTIVE if any of its fillings is.")
    def status(self) -> FillStatus:
        return self.seat.status


@strawberry.type
class Standing(Fact):
    verdict: strawberry.Private[Verdict]

    def who(self) -> Ref | None:
        """The person who answers; None where it is a unit."""
        return self.link.start

    def qualifies_by(self) -> Ref | None:
        """The post that qualifies."""
        holding = self.verdict.holding
        return holding.end if holding and self.verdict.status is FillStatus.EFFECTIVE else None

    @field("这一天的状态;已结束的,为其最后一天的状态", "How it stands on this day; what has ended, on its last day.")
    def status(self) -> FillStatus:
        return self.verdict.status

    @field(
        "为何不在岗;WRONG_UNIT 与 WRONG_SUBDISTRICT 属于空挂(GHOST)",
        "Why not EFFECTIVE. WRONG_UNIT and WRONG_SUBDISTRICT are reasons of the status GHOST.",
    )
    def reason(self) -> GapReason | None:
        return self.verdict.reason
