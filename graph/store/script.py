"""A plan as the statements that write it, in order and in batches. Pure."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from graph.interval import PartialDate
from graph.model import Actor, Change, Link, Plan, Receipt, Ref
from graph.store import codec, cypher
from graph.vocabulary import LINKS, NODES

BATCH = 5_000
"""Rows of one statement at most."""

LIMIT = 150_000
"""Nodes and links of one transaction at most: what both servers do, and roll back, within two gigabytes of heap."""

T = TypeVar("T")
Row = dict[str, Any]


class Step(NamedTuple):
    """One statement and its rows. Each row must write exactly one node or link."""

    statement: cypher.Write
    rows: list[Row]


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
    yield from _batches(_retracted(plan.retractions, receipt, withdrawn))
    yield from _batches({cypher.TAKE_BACK: [_taken_back(change, receipt) for change in plan.taken_back]})
    yield from _batches({cypher.END_EVENT: [_end(ref, until) for ref, until in plan.ends]})
    yield from _batches(_created(plan.actors))
    yield from _batches(_changed(plan.changes))
    yield from _batches(_linked(plan.links))
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


def _retracted(links: Iterable[Link], receipt: Receipt, withdrawn: frozenset[Ref]) -> Mapping[cypher.Write, list[Row]]:
    return _grouped(_retraction_of(link, receipt, link.start in withdrawn) for link in links)


def _retraction_of(link: Link, receipt: Receipt, of_withdrawn: bool) -> tuple[cypher.Write, Row]:
    """A link retracted without a moment of its own is retracted when, and by what, the receipt says."""
    retraction = {"retractedAt": receipt.at, "retractedBy": receipt.import_id} | codec.retraction_properties(link)
    row = {"id": codec.link_id(link), "retraction": retraction}
    if of_withdrawn:
        return cypher.RETRACT_OF_WITHDRAWN[link.type], {"start": codec.former(link.district, link.start), **row}
    return cypher.RETRACT[link.type, link.start.kind], {"start": link.start.key, **row}


def _end(event: Ref, until: PartialDate | None) -> Row:
    return {"key": event.key, "until": codec.cleared("until") | codec.boundary_properties("until", until)}


def _created(actors: Iterable[Actor]) -> Mapping[cypher.Write, list[Row]]:
    return _grouped((cypher.CREATE_NODE[a.kind, tuple(sorted(a.extra))], codec.actor_properties(a)) for a in actors if not a.withdrawn)


def _changed(changes: Iterable[Change]) -> Mapping[cypher.Write, list[Row]]:
    return _grouped((cypher.CHANGE[c.subject.kind], _change(c)) for c in changes)


def _change(change: Change) -> Row:
    return {
        "subject": change.subject.key,
        "current": codec.current_properties(change),
        "event": codec.event_properties(change),
        "link": codec.changes_properties(change),
    }


def _linked(links: Iterable[Link]) -> Mapping[cypher.Write, list[Row]]:
    return _grouped((cypher.CREATE_LINK[x.type, x.start.kind, x.end.kind], _link(x)) for x in links)


def _link(link: Link) -> Row:
    return {"start": link.start.key, "end": link.end.key, "properties": codec.link_properties(link)}


K = TypeVar("K", bound=Hashable)


def _grouped(pairs: Iterable[tuple[K, T]]) -> Mapping[K, list[T]]:
    """Values by key, in the order in which they come."""
    out: dict[K, list[T]] = {}
    for key, value in pairs:
        out.setdefault(key, []).append(value)
    return out


def _batches(rows: Mapping[cypher.Write, list[Row]]) -> Iterator[Step]:
    for statement, all_rows in rows.items():
        for first in range(0, len(all_rows), BATCH):
            yield Step(statement, all_rows[first : first + BATCH])
