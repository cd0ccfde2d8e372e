"""A plan as the statements that write it, in order and in batches. Pure."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias, TypeVar

from graph.interval import PartialDate
from graph.model import Actor, Change, Link, Plan, Receipt, Ref
from graph.store import codec, cypher
from graph.vocabulary import LINKS, NODES

BATCH = 5_000
"""Rows of one statement at most."""

LIMIT = 100_000
"""Nodes and links of one transaction at most: what both servers do, and undo, within two gigabytes of heap. (Of 150,000 the undo is too
much for Neo4j, which has to keep both sides of every link that it retracts.)"""

T = TypeVar("T")
Row = dict[str, Any]
Timed: TypeAlias = tuple[cypher.Write, datetime]
"""A statement and the moment that its rows share."""


class Step(NamedTuple):
    """One statement and its rows. Each row must write exactly one node or link.

    `moment`: when all that they make was recorded, or all that they retract retracted; None where rows have instants of their own.
    """

    statement: cypher.Write
    rows: list[Row]
    moment: datetime | None = None


def is_structural(plan: Plan) -> bool:
    """Does a plan write anything that a district's history holds? A plan that writes nothing moves the counter of structure too."""
    return not is_on_cases(plan) or not all(_ledger_kinds(plan))


def is_on_cases(plan: Plan) -> bool:
    """Does a plan write anything of the ledger?"""
    return any(_ledger_kinds(plan))


def _ledger_kinds(plan: Plan) -> Iterator[bool]:
    """Of each fact whether it is the ledger's."""
    yield from (NODES[actor.kind].ledger for actor in (*plan.actors, *plan.withdrawals))
    yield from (NODES[change.subject.kind].ledger for change in (*plan.changes, *plan.taken_back))
    yield from (LINKS[link.type].ledger for link in (*plan.links, *plan.retractions))
    yield from (NODES[ref.kind].ledger for ref, _ in (*plan.relabels, *plan.ends))


def steps(plan: Plan, receipt: Receipt) -> Iterator[Step]:
    """Labels of existing nodes first: the embedded server cannot label what the same transaction made or linked."""
    withdrawn = frozenset(actor.ref for actor in plan.withdrawals)
    yield from _batches(_relabelled(plan.relabels))
    yield from _batches(_restored(plan.actors))
    yield from _batches(_withdrawn(plan))
    yield from _at_once(_retracted(plan.retractions, receipt, withdrawn))
    yield from _batches({cypher.TAKE_BACK: [_taken_back(change, receipt) for change in plan.taken_back]})
    yield from _batches({cypher.END_EVENT: [_end(ref, until) for ref, until in plan.ends]})
    yield from _at_once(_created(plan.actors))
    yield from _at_once(_changed(plan.changes))
    yield from _at_once(_linked(plan.links))
    yield from _batches({cypher.UNDONE: [codec.undone_properties(plan.undone)] if plan.undone else []})


def _relabelled(relabels: Iterable[tuple[Ref, str]]) -> Mapping[cypher.Write, list[Row]]:
    labels = _grouped(relabels)
    return _grouped((cypher.RELABEL[ref.kind, tuple(sorted(set(new)))], {"key": ref.key}) for ref, new in labels.items())


def _restored(actors: Iterable[Actor]) -> Mapping[cypher.Write, list[Row]]:
    return _grouped((cypher.RESTORE[a.kind, tuple(sorted(a.extra))], _restoration(a)) for a in actors if a.withdrawn)


def _restoration(actor: Actor) -> Row:
    return {"former": codec.former(actor.district, actor.ref), "restoration": codec.restoration_properties(actor)}


def _withdrawn(plan: Plan) -> Mapping[cypher.Write, list[Row]]:
    """Nodes, and the ChangeEvents of what is taken back."""
    gone = (*plan.withdrawals, *map(_event, plan.taken_back))
    return _grouped((cypher.WITHDRAW[a.kind], {"key": a.key, "withdrawal": codec.withdrawal_properties(a)}) for a in gone)


def _event(change: Change) -> Actor:
    """The node of a change that is taken back."""
    moments = (change.retracted_at,) if change.retracted_at else ()
    return Actor("ChangeEvent", change.key, change.district, change.recorded_at, change.source, withdrawn=moments)


def _taken_back(change: Change, receipt: Receipt) -> Row:
    event = codec.former(change.district, Ref("ChangeEvent", change.key))
    retraction = {"retractedAt": change.retracted_at or receipt.at, "retractedBy": change.retracted_by or receipt.import_id}
    return {"change": event, "current": codec.previous_properties(change), "retraction": retraction}


def _retracted(links: Iterable[Link], receipt: Receipt, withdrawn: frozenset[Ref]) -> Mapping[Timed, list[Row]]:
    return _grouped(_retraction_of(link, receipt, link.start in withdrawn) for link in links)


def _retraction_of(link: Link, receipt: Receipt, of_withdrawn: bool) -> tuple[Timed, Row]:
    """A link retracted without a moment of its own is retracted when, and by what, the receipt says."""
    retraction: Row = {"retractedAt": receipt.at, "retractedBy": receipt.import_id} | codec.retraction_properties(link)
    moment = retraction.pop("retractedAt")
    row = {"id": codec.link_id(link), "retraction": retraction}
    if of_withdrawn:
        return (cypher.RETRACT_OF_WITHDRAWN[link.type], moment), {"start": codec.former(link.district, link.start), **row}
    return (cypher.RETRACT[link.type, link.start.kind], moment), {"start": link.start.key, **row}


def _end(event: Ref, until: PartialDate | None) -> Row:
    return {"key": event.key, "until": codec.cleared("until") | codec.boundary_properties("until", until)}


def _created(actors: Iterable[Actor]) -> Mapping[Timed, list[Row]]:
    return _grouped(_node(actor) for actor in actors if not actor.withdrawn)


def _node(actor: Actor) -> tuple[Timed, Row]:
    row = codec.actor_properties(actor)
    return (cypher.CREATE_NODE[actor.kind, tuple(sorted(actor.extra))], row.pop("recordedAt")), row


def _changed(changes: Iterable[Change]) -> Mapping[Timed, list[Row]]:
    return _grouped(_change(change) for change in changes)


def _change(change: Change) -> tuple[Timed, Row]:
    event, link = codec.event_properties(change), codec.changes_properties(change)
    del link["recordedAt"]
    moment = event.pop("recordedAt")
    row = {"subject": change.subject.key, "current": codec.current_properties(change), "event": event, "link": link}
    return (cypher.CHANGE[change.subject.kind], moment), row


def _linked(links: Iterable[Link]) -> Mapping[Timed, list[Row]]:
    return _grouped(_link(link) for link in links)


def _link(link: Link) -> tuple[Timed, Row]:
    properties = codec.link_properties(link)
    statement = cypher.CREATE_LINK[link.type, link.start.kind, link.end.kind]
    return (statement, properties.pop("recordedAt")), {"start": link.start.key, "end": link.end.key, "properties": properties}


K = TypeVar("K", bound=Hashable)


def _grouped(pairs: Iterable[tuple[K, T]]) -> Mapping[K, list[T]]:
    """Values by key, in the order in which they come."""
    out: dict[K, list[T]] = {}
    for key, value in pairs:
        out.setdefault(key, []).append(value)
    return out


def _at_once(rows: Mapping[Timed, list[Row]]) -> Iterator[Step]:
    for (statement, moment), shared in rows.items():
        yield from (step._replace(moment=moment) for step in _batches({statement: shared}))


def _batches(rows: Mapping[cypher.Write, list[Row]]) -> Iterator[Step]:
    for statement, all_rows in rows.items():
        for first in range(0, len(all_rows), BATCH):
            yield Step(statement, all_rows[first : first + BATCH])
