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
"""Nodes and links of one transaction at most: what both servers do, and undo, within two gigabytes of heap."""

T = TypeVar("T")
Row = dict[str, Any]


class Step(NamedTuple):
    """One statement and its rows. Each row must write exactly one node or link."""

    statement: cypher.Write
    rows: list[Row]


def weight(plan: Plan) -> int:
    """Nodes and links of the plan's transaction or of the one that would undo it, whichever is more.

    Undo relabels each node, withdraws each link (one made, one removed), records each retracted link anew, and reverses each
    change by another one.
    """
    undo = len(plan.actors) + 2 * len(plan.changes) + 2 * len(plan.links) + len(plan.retractions) + len(plan.relabels)
    return max(plan.size, undo)


def is_structural(plan: Plan) -> bool:
    """Does a plan write anything that a district's history holds? A plan that writes nothing moves the counter of structure too."""
    return not is_on_cases(plan) or not all(_ledger_kinds(plan))


def is_on_cases(plan: Plan) -> bool:
    """Does a plan write anything of the ledger?"""
    return any(_ledger_kinds(plan))


def _ledger_kinds(plan: Plan) -> Iterator[bool]:
    """Of each fact whether it is the ledger's."""
    yield from (NODES[actor.kind].ledger for actor in plan.actors)
    yield from (NODES[change.subject.kind].ledger for change in plan.changes)
    yield from (LINKS[link.type].ledger for link in (*plan.links, *plan.retractions))
    yield from (NODES[ref.kind].ledger for ref, _ in (*plan.relabels, *plan.ends))


def steps(plan: Plan, receipt: Receipt, revision: int) -> Iterator[Step]:
    """Labels of existing nodes first (the embedded server cannot label what the same transaction made or linked), receipt last."""
    yield from _batches(_relabelled(plan.relabels))
    yield from _batches(_retracted(plan.retractions, receipt))
    yield from _batches({cypher.END_EVENT: [_end(ref, until) for ref, until in plan.ends]} if plan.ends else {})
    yield from _batches(_created(plan.actors))
    yield from _batches(_changed(plan.changes))
    yield from _batches(_linked(plan.links))
    yield Step(cypher.RECEIPT, [codec.receipt_properties(receipt, plan.district, revision)])


def _relabelled(relabels: Iterable[tuple[Ref, str]]) -> Mapping[cypher.Write, list[Row]]:
    labels = _grouped(relabels)
    return _grouped((cypher.RELABEL[ref.kind, tuple(sorted(set(new)))], {"key": ref.key}) for ref, new in labels.items())


def _retracted(links: Iterable[Link], receipt: Receipt) -> Mapping[cypher.Write, list[Row]]:
    return _grouped((cypher.RETRACT[x.type, x.start.kind], _retraction(x, receipt)) for x in links)


def _end(event: Ref, until: PartialDate | None) -> Row:
    return {"key": event.key, "until": codec.cleared("until") | codec.boundary_properties("until", until)}


def _retraction(link: Link, receipt: Receipt) -> Row:
    """A link retracted without a moment of its own is retracted when the receipt says."""
    default = {"retractedAt": receipt.at}
    return {"start": link.start.key, "id": codec.link_id(link), "retraction": default | codec.retraction_properties(link)}


def _created(actors: Iterable[Actor]) -> Mapping[cypher.Write, list[Row]]:
    return _grouped((cypher.CREATE_NODE[a.kind, tuple(sorted(a.extra))], codec.actor_properties(a)) for a in actors)


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
