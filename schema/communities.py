"""Which communities to list."""

from collections.abc import Iterable, Sequence

import strawberry

from graph.analysis.coverage import linked
from graph.analysis.directory import Found
from graph.analysis.gaps import community_gaps
from graph.analysis.terms import Strictness
from graph.vocabulary import GapReason, SeatKind
from schema.words import both


@strawberry.input(
    description=both(
        "筛选村(社区):三级联动是否完整;有这些原因的缺口,指明席位时须在其中一席",
        "Linked or not; who has a gap of these reasons, in one of these seats if any are named.",
    )
)
class CommunityFilter:
    linked: bool | None = strawberry.field(default=strawberry.UNSET, description=both("三级联动是否完整", "Linked at all three levels?"))
    strictness: Strictness | None = strawberry.field(default=Strictness.STRICT, description=both("口径", "On which reading."))
    reasons: list[GapReason] | None = strawberry.field(default=strawberry.UNSET, description=both("缺口原因", "The reasons of a gap."))
    seat_kinds: list[SeatKind] | None = strawberry.field(default=strawberry.UNSET, description=both("席位", "The seats of a gap."))


def chosen(found: Iterable[Found], wanted: CommunityFilter | None) -> Sequence[Found]:
    """The communities that pass a filter."""
    return [f for f in found if wanted is None or (_linked(f, wanted) and _lacking(f, wanted))]


def _linked(found: Found, wanted: CommunityFilter) -> bool:
    if not isinstance(wanted.linked, bool):
        return True
    return linked(found.snapshot, found.actor.ref, wanted.strictness or Strictness.STRICT) is wanted.linked


def _lacking(found: Found, wanted: CommunityFilter) -> bool:
    """Has it a gap of one of these reasons, concerning one of these seats? Any will do where none are named."""
    reasons = wanted.reasons if isinstance(wanted.reasons, list) else None
    kinds = wanted.seat_kinds if isinstance(wanted.seat_kinds, list) else None
    if reasons is None and kinds is None:
        return True
    gaps = community_gaps(found.snapshot)[found.actor.ref]
    return any((reasons is None or g.reason in reasons) and (kinds is None or g.concerns(kinds)) for g in gaps)
