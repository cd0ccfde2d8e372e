"""What a commit writes, in the order of the script: labels, links withdrawn, nodes, changes, links, the receipt.

What is made or retracted takes its instant from `$moment`, one for all rows: the driver takes longer over an instant than over all
other properties of a row together.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, combinations

from graph.store.cypher.text import SUBJECTS, Write, by_key, withdrawn
from graph.vocabulary import EVER_LABELS, LINKS, NODES, LinkKind, NodeKind

CLAIM = Write(
    "MERGE (r:_Revision {districtCode: $district}) ON CREATE SET r.structure = 0, r.ledger = 0 "
    "SET r.importId = $importId "  # takes the lock on the node before its counter is read
    "WITH r OPTIONAL MATCH (i:_Import {open: true}) WHERE i.districtCode = $district "
    "WITH r, collect(i.importId) AS unfinished OPTIONAL MATCH (done:_Import {importId: $importId, districtCode: $district}) "
    "WITH r, unfinished, done IS NOT NULL AND done.open IS NULL AS repeated, "
    "r.structure = $expected AND ($ledger IS NULL OR r.ledger = $ledger) AS unmoved "
    "SET r.structure = CASE WHEN unmoved AND NOT repeated AND $structural THEN r.structure + 1 ELSE r.structure END, "
    "r.ledger = CASE WHEN unmoved AND NOT repeated AND $onCases THEN r.ledger + 1 ELSE r.ledger END "
    "RETURN r.structure AS revision, repeated AS repeated, unmoved AS unmoved, unfinished AS unfinished"
)
"""Compare-and-set of the district's two counters; whether this receipt has been written before; which imports are not done."""

RECEIPT = Write("UNWIND $rows AS row CREATE (n:_Import) SET n = row RETURN count(n) AS written")
REFRESH = Write("MATCH (r:_Revision) SET r.structure = r.structure + 1, r.ledger = r.ledger + 1 RETURN count(r) AS written")
"""Both counters of every district move: all that is held of them is read again."""


def _subsets(labels: Iterable[str]) -> Iterable[tuple[str, ...]]:
    labels = tuple(sorted(labels))
    return chain.from_iterable(combinations(labels, n) for n in range(len(labels) + 1))


def _rows(text: str, written: str) -> Write:
    return Write(f"UNWIND $rows AS row {text} RETURN count({written}) AS written")


def _retract(kind: str, start: NodeKind | None) -> Write:
    """Of a link from such a node; None: from one that is withdrawn."""
    on = f"-[r:{kind} {{id: row.id}}]->(b)"
    found = by_key("a", start, "row.start", on) if start else withdrawn("a", "row.start", on)
    return _rows(
        f"{found} CREATE (a)-[old:{kind}_RETRACTED]->(b) "
        "SET old = properties(r) SET old += row.retraction SET old.retractedAt = $moment DELETE r",
        "old",
    )


def _create_link(kind: LinkKind, start: str, end: str) -> Write:
    return _rows(
        f"{by_key('a', NODES[start], 'row.start')} {by_key('b', NODES[end], 'row.end')} "
        f"CREATE (a)-[r:{kind.type}]->(b) SET r = row.properties SET r.recordedAt = $moment",
        "r",
    )


def _change(kind: NodeKind) -> Write:
    return _rows(
        f"{by_key('n', kind, 'row.subject')} SET n += row.current "
        "CREATE (c:ChangeEvent)-[r:CHANGES]->(n) SET c = row.event SET c.recordedAt = $moment SET r = row.link SET r.recordedAt = $moment",
        "c",
    )


def _withdraw(kind: NodeKind) -> Write:
    labels = ":".join((kind.label, *EVER_LABELS.get(kind.label, ())))
    return _rows(f"{by_key('n', kind, 'row.key')} REMOVE n:{labels} SET n:_Retracted SET n += row.withdrawal", "n")


def _restore(kind: NodeKind, extra: tuple[str, ...]) -> Write:
    labels = ":".join((kind.label, *extra))
    return _rows(f"{withdrawn('n', 'row.former')} REMOVE n:_Retracted SET n:{labels} SET n += row.restoration", "n")


_LABELLED = tuple((kind, extra) for kind in SUBJECTS for extra in _subsets(EVER_LABELS.get(kind.label, ())))

RELABEL: Mapping[tuple[str, tuple[str, ...]], Write] = {
    (kind.label, extra): _rows(f"{by_key('n', kind, 'row.key')} SET n:{':'.join(extra)}", "n") for kind, extra in _LABELLED if extra
}
"""(label, its new labels in order) → statement. All new labels of a node at once, and none twice in a transaction."""

RESTORE: Mapping[tuple[str, tuple[str, ...]], Write] = {(kind.label, extra): _restore(kind, extra) for kind, extra in _LABELLED}
"""(label, its further labels in order) → statement: a withdrawn node is of the world again."""

WITHDRAW: Mapping[str, Write] = {kind.label: _withdraw(kind) for kind in NODES.values()}
"""Label → statement: a node that only undone imports made keeps no label but _Retracted."""

RETRACT: Mapping[tuple[str, str], Write] = {(k.type, start): _retract(k.type, NODES[start]) for k in LINKS.values() for start, _ in k.pairs}
"""(type, label of its start) → statement."""

RETRACT_OF_WITHDRAWN: Mapping[str, Write] = {k.type: _retract(k.type, None) for k in LINKS.values()}
"""Type → statement, of a link whose start is withdrawn by the same transaction."""

TAKE_BACK = _rows(
    f"{withdrawn('c', 'row.change', '-[r:CHANGES]->(n)')} SET n += row.current "
    "CREATE (c)-[old:CHANGES_RETRACTED]->(n) SET old = properties(r) SET old += row.retraction DELETE r",
    "old",
)
"""A change, withdrawn by the same transaction, hangs on its subject no more, and that has the value that it had before."""

END_EVENT = _rows(f"{by_key('n', NODES['CaseEvent'], 'row.key')} SET n += row.until", "n")
"""When the state that an event led to ends by now: derived from the other events, so no change is noted."""

CREATE_NODE: Mapping[tuple[str, tuple[str, ...]], Write] = {
    (kind.label, extra): _rows(f"CREATE (n:{':'.join((kind.label, *extra))}) SET n = row SET n.recordedAt = $moment", "n")
    for kind, extra in _LABELLED
}
"""(label, its further labels in order) → statement. A node gets all its labels at once: the embedded server asks for it."""

CHANGE: Mapping[str, Write] = {kind.label: _change(kind) for kind in SUBJECTS}
CREATE_LINK: Mapping[tuple[str, str, str], Write] = {
    (kind.type, *pair): _create_link(kind, *pair) for kind in LINKS.values() for pair in kind.pairs
}
"""(type, label of its start, label of its end) → statement."""

# ---- undo

UNDONE = _rows("MATCH (n:_Import {importId: row.importId}) USING INDEX n:_Import(importId) SET n.state = row.state", "n")
