"""What is missing, since when, and who was there last."""

import strawberry

from graph.analysis import gaps as answers
from graph.interval import PartialDate
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import GapReason, SeatKind
from schema.actors import Community, Courtyard, Holder, Place, Seat, WorkGroup, charges_of, filling_of, fillings_of, place, seat_of
from schema.fields import field
from schema.nodes import seen
from schema.scalars import stated
from schema.words import both


@strawberry.type(description=both("一处缺口", "One thing missing or wrong in one community."))
class Gap:
    view: strawberry.Private[View]
    snapshot: strawberry.Private[Snapshot]
    gap: strawberry.Private[answers.Gap]

    @field("原因", "Why.")
    def reason(self) -> GapReason:
        return self.gap.reason

    @field("村(社区)", "Where.")
    def community(self) -> Community:
        return seen(Community, self, self.gap.community)

    @field("院坝", "The courtyard, where it is one that lacks something.")
    def courtyard(self) -> Courtyard | None:
        return seen(Courtyard, self, self.gap.courtyard) if self.gap.courtyard else None

    @field("工作组", "The work group.")
    def work_group(self) -> WorkGroup | None:
        return seen(WorkGroup, self, self.gap.group) if self.gap.group else None

    @field("席位种类", "The kind of seat.")
    def seat_kind(self) -> SeatKind | None:
        return self.gap.seat_kind

    @field("涉及的席位;SAME_PERSON 涉及两个", "The seats concerned: of SAME_PERSON, two.")
    def seats(self) -> list[Seat]:
        asked = (self.snapshot.seat(ref) for ref in self.gap.seats)
        return [seat_of(self, seat) for seat in asked if seat]

    @field("此状态自何日起不间断", "First day of the unbroken run of this status.")
    def since(self) -> PartialDate | None:
        return stated(self.gap.run.since)

    @field("至今几天", "The days since.")
    def days(self) -> int | None:
        return self.gap.run.days

    @field("自何日起一直无人在岗", "First day of the unbroken run without an effective holder.")
    def without_effective_since(self) -> PartialDate | None:
        return stated(self.gap.without_effective.since)

    @field("无人在岗几天", "The days since.")
    def days_without_effective(self) -> int | None:
        return self.gap.without_effective.days

    @field("现在的在席者", "Who is in the books now.")
    def holders(self) -> list[Holder]:
        return [*(filling_of(self, holder) for holder in self.gap.holders), *charges_of(self, self.gap.charges)]

    @field("最后一个在岗者", "The last effective one.")
    def last_holder(self) -> Holder | None:
        filling, charge = self.gap.last_holder, self.gap.last_charge
        last = [*fillings_of(self, [filling.link] if filling else []), *charges_of(self, [charge] if charge else [])]
        return last[0] if last else None

    @field("是否曾列入名册", "False: no roster ever named the community.")
    def ever_in_roster(self) -> bool:
        return self.gap.ever_in_roster


def gap_of(view: View, gap: answers.Gap) -> Gap:
    """A gap as the view shows it."""
    return Gap(view=view, snapshot=_snapshot(view, gap.community.key), gap=gap)


@strawberry.type(description=both("所联系的村(社区)到这一天已撤销的工作组", "A group that serves a community abolished by this day."))
class OrphanedGroup:
    view: strawberry.Private[View]
    snapshot: strawberry.Private[Snapshot]
    orphan: strawberry.Private[answers.OrphanedGroup]

    @field("工作组", "The work group.")
    def work_group(self) -> WorkGroup:
        return seen(WorkGroup, self, self.orphan.group)

    @field("已撤销的村(社区)", "The community that it serves.")
    def community(self) -> Community:
        return seen(Community, self, self.orphan.community)

    @field("何日撤销", "When it was abolished.")
    def abolished(self) -> PartialDate:
        return self.orphan.abolished

    @field("由哪些区划承继", "What the community became.")
    def successors(self) -> list[Place]:
        return [place(self, ref) for ref in self.orphan.successors]


def orphan_of(view: View, orphan: answers.OrphanedGroup) -> OrphanedGroup:
    """An orphaned group as the view shows it."""
    return OrphanedGroup(view=view, snapshot=_snapshot(view, orphan.community.key), orphan=orphan)


def _snapshot(view: View, code: str) -> Snapshot:
    snapshot = view.snapshot(code[:6])
    assert snapshot is not None, "a gap is found in a district of the view"
    return snapshot
