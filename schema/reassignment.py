"""Who should take the seats that lack a holder, and at what cost."""

import json
from collections.abc import Iterable
from typing import Annotated, Protocol

import strawberry

import graph.view
from graph.analysis import candidates
from graph.analysis import reassignment as answers
from graph.analysis.directory import find
from graph.analysis.measures import Counted
from graph.analysis.terms import BindingLimit, CostName
from graph.errors import BadArgument
from graph.model import Ref
from graph.vocabulary import SeatKind
from schema.actors import Person, Seat, seat_of
from schema.fields import field
from schema.ids import misread, read
from schema.load import LoadEntry
from schema.nodes import Sight, Within, seen
from schema.paging import Connection, Page
from schema.ratios import Ratio
from schema.scalars import Count
from schema.words import both

MOST_MOVES = 100
"""A plan of more moves takes too long to find."""


@strawberry.input(description=both("调整方案的限制", "What a plan must keep to."))
class ReassignmentLimits:
    capacity: int | None = strawberry.field(
        default=strawberry.UNSET,
        description=both(
            "每人在一种席位上最多联系几个组;不填即负担的上限(load.limit,按可共同分担的范围)",
            "Groups that somebody may carry in a kind of seat; left out, the limit of the load among those with whom they are shared.",
        ),
    )
    moves: int | None = strawberry.field(
        default=strawberry.UNSET,
        description=both(
            "最多调整几次,不超过 100;无人缺席时,补齐空席后余下的次数用来均衡负担",
            "So many moves at most, up to 100. Where nobody is absent, those left after the seats are filled even the loads.",
        ),
    )
    stay: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET,
        description=both("这些人现有的席位不动", "People whose seats are not touched; they may take more."),
    )
    seat_kinds: list[SeatKind] | None = strawberry.field(
        default=strawberry.UNSET, description=both("只调整这些席位", "Of these seats only; left out, of all.")
    )


Absent = Annotated[
    list[strawberry.ID], strawberry.argument(description=both("缺席的人员和单位", "People and organisations that are gone."))
]
InLimits = Annotated[ReassignmentLimits | None, strawberry.argument(description=both("方案的限制", "What the plan must keep to."))]


@strawberry.type(description=both("费用的一部分", "A part of a cost."))
class CostPart:
    name: CostName = strawberry.field(description=both("哪一部分", "Which."))
    cost: Count = strawberry.field(
        description=both(
            "多少:各部分按次序加权,前一部分的一个单位重于其后的全部。LOAD 为接任者调整后的负担,减去让出者原来的负担,可为负",
            "How much, weighed: a unit of one part outweighs all that comes after it. LOAD: what the taker comes to carry, less what the "
            "giver carried; it may be negative.",
        )
    )


@strawberry.type(description=both("一次调整", "Somebody takes a seat."))
class Move:
    view: strawberry.Private[graph.view.View]
    move: strawberry.Private[answers.Move]

    @field("席位", "The seat.")
    def seat(self) -> Seat:
        return _seat(self.view, self.move.district, self.move.seat)

    @field("原在册者,其在册就此结束;没有则为空", "Who is in the books for it and leaves it; null: nobody.", name="from")
    def from_(self) -> Person | None:
        leaves = self.move.leaves
        return seen(Person, _sight(self.view, self.move.district), leaves.start) if leaves else None

    @field("接任者;无权知晓时为空", "Who takes it; null where the caller may not know.")
    def to(self) -> Person | None:
        return seen(Person, _sight(self.view, self.move.district), self.move.taker)

    @field("费用,为各部分之和", "What it costs: the sum of its parts.")
    def cost(self) -> Count:
        return Count(self.move.cost)

    @field("费用的各部分,重的在前", "The parts of the cost, the weightiest first.")
    def parts(self) -> list[CostPart]:
        return [CostPart(name=part.name, cost=Count(part.cost)) for part in self.move.parts]

    @field("全部调整之后,接任者在此种席位上联系几个组", "Groups that the taker carries in this kind of seat, once all moves are made.")
    def work_group_count(self) -> int:
        return self.move.load


@strawberry.type(description=both("无人可任的席位,及其所受的限制", "A seat that nobody can take, and the limit that binds."))
class Unfilled:
    view: strawberry.Private[graph.view.View]
    unfilled: strawberry.Private[answers.Unfilled]

    @field("席位", "The seat.")
    def seat(self) -> Seat:
        return _seat(self.view, self.unfilled.district, self.unfilled.seat)

    @field("所受的限制", "The limit that binds.")
    def limit(self) -> BindingLimit:
        return self.unfilled.limit


@strawberry.type(description=both("调整方案;不写入任何内容", "A plan; nothing is written."))
class Reassignment:
    view: strawberry.Private[graph.view.View]
    answer: strawberry.Private[answers.Reassignment]
    asked: strawberry.Private[str]

    def list_key(self) -> str:
        return self.asked

    @field("费用,为各次调整之和", "What it costs: the sum of its moves.")
    def cost(self) -> Count:
        return Count(self.answer.cost)

    @field("缺席者离开之后、调整之前的三级联动完整率(严口径)", "Linkage (strict) once the absent are gone, before any move.")
    def before(self) -> Ratio:
        return Ratio(ratio=self.answer.before)

    @field("全部调整之后的三级联动完整率(严口径)", "Linkage (strict) once all moves are made.")
    def after(self) -> Ratio:
        return Ratio(ratio=self.answer.after)

    @field("各次调整", "The moves.")
    def moves(self, page: Page) -> Connection[Move]:
        return page.of(self.answer.moves, lambda move: Move(view=self.view, move=move))

    @field(
        "调整之后的负担:所涉及的席位种类的所有人选,最重的在前",
        "The loads once all moves are made, of everybody in the pools of the seat kinds concerned; the most loaded first.",
    )
    def loads(self, page: Page) -> Connection[LoadEntry]:
        return page.of(self.answer.loads, lambda entry: LoadEntry(view=self.view, entry=entry))

    @field("仍无人可任的席位,缺几人有几项", "What stays open, one for each holder that is lacking.")
    def infeasible(self, page: Page) -> Connection[Unfilled]:
        return page.of(self.answer.unfilled, lambda unfilled: Unfilled(view=self.view, unfilled=unfilled))


def _sight(view: graph.view.View, district: str) -> Sight:
    snapshot = view.snapshot(district)
    assert snapshot is not None, "a plan is made of what is in the books"
    return Sight(view, snapshot)


def _seat(view: graph.view.View, district: str, ref: Ref) -> Seat:
    by = _sight(view, district)
    seat = by.snapshot.seat(ref)
    assert seat is not None, "a plan is about seats that the rule of the day asks for"
    return seat_of(by, seat)


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Reassigning:
    @field(
        "谁来接任无人在岗的席位,代价最小;absent 视为已离开",
        "Who should take the seats that lack a holder, at the least cost, with these people and organisations gone?",
    )
    def reassignment(self: Viewed, within: Within = None, absent: Absent = [], limits: InLimits = None) -> Reassignment | None:  # noqa: B006
        gone = frozenset(_named(self.view, "absent", absent, ("Person", "Organization")))
        bounds = _limits(self.view, limits)
        asked = json.dumps([within, sorted(absent), repr(limits)])
        return Reassignment(view=self.view, answer=answers.reassignment(self.view, within, gone, bounds), asked=asked)


def _limits(view: graph.view.View, limits: ReassignmentLimits | None) -> candidates.Limits:
    if not limits:
        return candidates.NO_LIMITS
    return candidates.Limits(
        _whole("capacity", limits.capacity),
        _whole("moves", limits.moves, MOST_MOVES),
        frozenset(_named(view, "stay", limits.stay or [], ("Person",))),
        frozenset(limits.seat_kinds) if isinstance(limits.seat_kinds, list) else None,
    )


def _whole(name: str, value: int | None, most: int | None = None) -> int | None:
    """A number that may be left out. Errors: BadArgument where it is negative or too high."""
    if not isinstance(value, int):
        return None
    if value < 0:
        raise BadArgument(argument=name, value=value, cure="请给出 0 或更大的数。/ Give 0 or more.")
    if most is not None and value > most:
        raise BadArgument(argument=name, value=value, cure=f"最多 {most}。/ Give {most} at most.")
    return value


def _named(view: graph.view.View, argument: str, ids: Iterable[str], kinds: tuple[str, ...]) -> Iterable[Counted]:
    """What these ids name. Errors: BadArgument where one names nothing in the view, or nothing of these kinds."""
    for id_ in ids:
        key = read(id_)
        if key.type not in kinds:
            raise misread(id_)
        found = find(view, key.district, Ref(key.type, key.key))
        if found is None:
            cure = "请给出此视图中人员或单位的 id。/ Give the id of a person or an organisation of this view."
            raise BadArgument(argument=argument, value=id_[:80], cure=cure)
        yield Counted(found.snapshot.district, found.actor.ref)
