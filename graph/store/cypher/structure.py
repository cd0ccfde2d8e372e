"""What a load of a district reads: its counter, its nodes, links and changes, withdrawn ones too; cases are no part of it."""

from graph.store.cypher.text import SUBJECTS, Read, former_key, former_kind, keys, labels, properties, union
from graph.vocabulary import LINKS, NODES, NodeKind

_HOT = tuple(kind for kind in SUBJECTS if not kind.ledger)
_STARTS = tuple(dict.fromkeys(start for kind in LINKS.values() if not kind.ledger for start, _ in kind.pairs))
_LABELS = ", ".join(f"'{kind.label}'" for kind in _HOT)
_WITHDRAWN = f"MATCH (a:_Retracted {{districtCode: $district}}) WHERE {former_kind('a')} IN [{_LABELS}]"


def _nodes_of(kind: NodeKind) -> str:
    return (
        f"MATCH (n:{kind.label} {{districtCode: $district}}) "
        f"RETURN '{kind.label}' AS kind, labels(n) AS labels, {properties('n', 'recordedAt')}"
    )


def _links_from(start: str) -> str:
    """One branch a label and not one a pair of labels: Neo4j takes seconds to plan a long union."""
    kinds = [kind for kind in LINKS.values() if not kind.ledger and start in dict(kind.pairs)]
    types = "|".join(f"{kind.type}|{kind.retracted}" for kind in kinds)
    return (
        f"MATCH (a:{start} {{districtCode: $district}})-[r:{types}]->(b) "
        f"RETURN type(r) AS type, '{start}' AS startKind, a.{NODES[start].key} AS start, {_END}"
    )


_END = f"{labels('b')} AS endLabels, {keys('b')} AS endKeys, {properties('r', 'recordedAt', 'retractedAt')}"


def _changes_of(kind: NodeKind) -> str:
    return (
        f"MATCH (n:{kind.label} {{districtCode: $district}})<-[r:CHANGES|CHANGES_RETRACTED]-(c) "
        f"RETURN '{kind.label}' AS kind, n.{kind.key} AS subject, {_CHANGE}"
    )


_CHANGE = f"toString(r.retractedAt) AS retractedAt, r.retractedBy AS retractedBy, {properties('c', 'recordedAt')}"
_LINKS_OF_WITHDRAWN = (
    f"{_WITHDRAWN} MATCH (a)-[r:{'|'.join(kind.retracted for kind in LINKS.values() if not kind.ledger)}]->(b) "
    f"RETURN type(r) AS type, {former_kind('a')} AS startKind, {former_key('a')} AS start, {_END}"
)

ALIVE = Read("RETURN 1 AS one")
REVISIONS = Read(
    "MATCH (r:_Revision) WHERE r.structure > 0 RETURN r.districtCode AS district, r.structure AS structure, coalesce(r.ledger, 0) AS ledger"
)
REVISION = Read(
    "OPTIONAL MATCH (i:_Import {open: true}) WHERE i.districtCode = $district WITH collect(i.importId) AS hidden "
    "OPTIONAL MATCH (r:_Revision {districtCode: $district}) "
    "RETURN coalesce(r.structure, 0) AS structure, coalesce(r.ledger, 0) AS ledger, hidden AS hidden"
)
"""A district's two counters, and the imports that are not done."""

LOAD_ACTORS = union(
    (*map(_nodes_of, _HOT), f"{_WITHDRAWN} RETURN {former_kind('a')} AS kind, a.formerLabels AS labels, {properties('a', 'recordedAt')}")
)
LOAD_LINKS = union((*map(_links_from, _STARTS), _LINKS_OF_WITHDRAWN))
LOAD_CHANGES = union(
    (
        *map(_changes_of, _HOT),
        f"{_WITHDRAWN} MATCH (a)<-[r:CHANGES_RETRACTED]-(c) RETURN {former_kind('a')} AS kind, {former_key('a')} AS subject, {_CHANGE}",
    )
)
