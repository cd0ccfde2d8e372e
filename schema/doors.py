"""The doors to other days: `asOf`, and ids, which open on their own day."""

import asyncio
from datetime import date, datetime
from typing import Annotated, cast

import strawberry

from graph import courtyards
from graph.analysis import directory
from graph.errors import GovernanceError
from graph.interval import Interval
from graph.model import Actor, Link, Ref
from graph.snapshot import Snapshot, existed
from graph.view import View
from schema.actors import HEART, Holding, Seat, charges_of, fillings_of
from schema.audits import finding_by_key
from schema.cases import of_ledger
from schema.context import Context, Info
from schema.coverage import coverage_by_key
from schema.fields import field
from schema.ids import Key, misread, read
from schema.load import load_by_key
from schema.nodes import Node, Sight
from schema.resilience import resilience_by_key
from schema.timeline import timeline_by_key
from schema.view import AsOf
from schema.words import both

_LINKS = {"Filling": "FILLS", "Holding": "HOLDS", "Headship": "HEADS", "Linking": "LINKS"}

Day = Annotated[date, strawberry.argument(description=both("哪一天", "The day."))]
Moment = Annotated[
    datetime | None, strawberry.argument(description=both("按哪一时刻所知;不填即现在", "As known at this moment; left out, now."))
]
Id = Annotated[strawberry.ID, strawberry.argument(description=both("任何视图的 id", "An id of any view."))]
Ids = Annotated[list[strawberry.ID], strawberry.argument(description=both("任何视图的 id", "Ids of any views."))]


@strawberry.type
class Doors:
    @field("另一天的视图;未来的或首条记录之前的日期是错误", "Null with an error: a day in the future, or before the first record.")
    def as_of(self, info: Info, date: Day, known_at: Moment = None) -> AsOf | None:
        return AsOf(view=info.context.open(date, known_at))

    @field("按 id 取一个对象,在 id 所带的那一天;没有则为空", "The thing of an id, on the day that the id carries; null: there is none.")
    async def node(self, info: Info, id: Id) -> Node | None:  # noqa: A002
        return await opened(info.context, id)

    @field("按 id 取多个对象,依次对应", "The things of these ids, one for each.")
    async def nodes(self, info: Info, ids: Ids) -> list[Node | None]:
        return await asyncio.gather(*(_attempted(info.context, id_) for id_ in ids))


async def _attempted(context: Context, id_: str) -> Node | None:
    """An id that is refused must not take the others with it: GraphQL raises what stands in a list where it stands."""
    try:
        return await opened(context, id_)
    except GovernanceError as refusal:
        return cast(Node, refusal)


async def opened(context: Context, id_: str) -> Node | None:
    """The thing of an id on the id's own day, or today; None where there is none. Errors: BadArgument, DateOutOfRange."""
    key = read(id_)
    view = context.view if key.day is None else context.open(key.day, key.known_at)
    if key.type == "AsOf":
        return AsOf(view=view)
    if key.type == "Coverage":
        return coverage_by_key(view, key)
    if key.type == "Load":
        return load_by_key(view, key)
    if key.type == "Resilience":
        return resilience_by_key(view, key)
    if key.type == "CoverageTimeline":
        return timeline_by_key(view, key)
    if key.type == "Finding":
        return await finding_by_key(context.books, view, key)
    if key.type in ("Case", "Assignment"):
        return await of_ledger(context.books, view, key)
    if key.type in HEART or key.type in _LINKS or key.type == "Seat":
        return _found(view, key)
    raise misread(id_)


def _found(view: View, key: Key) -> Node | None:
    snapshot = view.snapshot(key.district)
    if snapshot is None:
        return None
    if key.type in _LINKS:
        link = directory.link(snapshot, _LINKS[key.type], key.key)
        return _dated(view, snapshot, key.type, link) if link and existed(link.interval, view.day) else None
    found = directory.find(view, key.district, Ref(key.type, key.key))
    if found is None or not existed(_life(snapshot, found.actor), view.day):
        return None
    if key.type == "Seat":
        seat = snapshot.seat(found.actor.ref)
        return Seat(view=view, snapshot=snapshot, actor=found.actor, seat=seat) if seat else None
    return HEART[key.type](view=view, snapshot=snapshot, actor=found.actor)


def _life(snapshot: Snapshot, actor: Actor) -> Interval:
    return courtyards.life(snapshot.history, actor.ref) if actor.kind == "Courtyard" else actor.interval


def _dated(view: View, snapshot: Snapshot, type_: str, link: Link) -> Node | None:
    by = Sight(view, snapshot)
    if type_ == "Holding":
        return Holding(view=view, snapshot=snapshot, link=link)
    if type_ == "Filling":
        return next(iter(fillings_of(by, [link])), None)
    charge = courtyards.charge(snapshot, link)
    return next(iter(charges_of(by, [charge] if charge else [])), None)
