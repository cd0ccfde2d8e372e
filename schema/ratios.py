"""Rates with both their sides."""

from typing import Annotated

import strawberry

from graph.analysis import coverage, measures
from graph.analysis.courtyards import courtyard_linkage
from graph.analysis.terms import Basis, ExclusionReason, Strictness
from graph.model import Actor
from graph.view import View
from schema.fields import field
from schema.scalars import Count
from schema.words import both

InStrictness = Annotated[
    Strictness, strawberry.argument(description=both("区级两个席位:有其一,或两者都要", "Of the two district seats: one suffices, or both."))
]
InBasis = Annotated[
    Basis, strawberry.argument(description=both("名义(在册)或实际(在册且有相应职务)", "On paper, or with a qualifying post as well."))
]


@strawberry.type(description=both("未计入的数量", "How many were left out, and why."))
class Exclusion:
    reason: ExclusionReason = strawberry.field(description=both("原因", "Why."))
    count: int = strawberry.field(description=both("数量", "How many."))


@strawberry.type(description=both("比率及其分子、分母。分母为 0 时值为空", "A rate with both its sides. Value null: denominator 0."))
class Ratio:
    ratio: strawberry.Private[measures.Ratio]

    @field("分子", "The numerator.")
    def numerator(self) -> Count | None:
        return Count(self.ratio.numerator)

    @field("分母", "The denominator.")
    def denominator(self) -> Count | None:
        return Count(self.ratio.denominator)

    @field("比率,0 至 1", "The rate, from 0 to 1.")
    def value(self) -> float | None:
        return self.ratio.value

    @field("数量太小而不予显示", "Is it withheld because the cell is too small to show?")
    def suppressed(self) -> bool:
        return False

    @field(
        "未计入分母的数量;COARSE_DATE 仍在分母内,列在 missing",
        "What was left out of the denominator; COARSE_DATE was not: those stand in `missing`.",
    )
    def excluded(self) -> list[Exclusion]:
        return [Exclusion(reason=x.reason, count=x.count) for x in self.ratio.excluded]


def ratio(value: measures.Ratio | None) -> Ratio | None:
    """A rate, or none."""
    return None if value is None else Ratio(ratio=value)


def linkage(view: View, place: Actor, strictness: Strictness, basis: Basis) -> Ratio:
    """Complete three-level linkage (K5) of a division; of a courtyard, its coverage (K9)."""
    if place.kind == "Courtyard":
        return Ratio(ratio=courtyard_linkage(view, place.key, basis))
    return Ratio(ratio=coverage.linkage(view, place.key, strictness, basis))
