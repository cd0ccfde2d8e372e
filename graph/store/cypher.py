"""All Cypher of the project: a constant per operation, made once from the vocabulary. Values come as parameters only.

Every returned column has an alias, and every statement runs on Neo4j 5.26 and on the embedded server alike. A statement that
writes rows takes `$rows` and returns how many it `written`, so that a link whose end is missing cannot be lost silently.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain, combinations

from graph.vocabulary import EVER_LABELS, LINKS, NODES, LinkKind, NodeKind

_SUBQUERY = r"\s*(?:\([\w, ]*\)\s*)?\{"  # CALL (x) { … } reads; CALL name(…) may do anything
_WRITING = re.compile(rf"\b(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|INSERT|CALL(?!{_SUBQUERY})|LOAD|DROP|ALTER)\b", re.IGNORECASE)


class Read(str):
    """A statement of the read face. Refuses (ValueError) any text with a clause that could write."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Read":
        if clause := _WRITING.search(text):
            raise ValueError(f"{clause[0]} in a statement of the read face: {text}")
        return super().__new__(cls, text)


class Write(str):
    """A statement of the write face."""

    __slots__ = ()


SUBJECTS = tuple(kind for kind in NODES.values() if kind.label != "ChangeEvent")
"""The kinds of node that stand for things of the world: loaded as actors, and what a change can be about."""


# ---- schema


def _by_district(kind: NodeKind) -> Write:
    return Write(f"CREATE INDEX district_{kind.label} IF NOT EXISTS FOR (n:{kind.label}) ON (n.districtCode)")


def _unique_node(label: str, *properties: str) -> Write:
    key = ", ".join(f"n.{name}" for name in properties)
    return Write(f"CREATE CONSTRAINT key_{label} IF NOT EXISTS FOR (n:{label}) REQUIRE ({key}) IS UNIQUE")


def _unique_link(kind: LinkKind) -> Write:
    return Write(f"CREATE CONSTRAINT live_{kind.type} IF NOT EXISTS FOR ()-[r:{kind.type}]-() REQUIRE r.{kind.key} IS UNIQUE")


CONSTRAINTS: Mapping[str, Write] = {
    **{f"key_{k.label}": _unique_node(k.label, *(("districtCode", k.key) if k.scoped else (k.key,))) for k in NODES.values()},
    **{f"live_{k.type}": _unique_link(k) for k in LINKS.values()},
    "key__Revision": _unique_node("_Revision", "districtCode"),
    "key__Import": _unique_node("_Import", "importId"),
}
"""Name → statement. Among live links of a type the key is unique; a retracted one bears another type and keeps it."""

_ON_CASES = tuple(
    Write(f"CREATE INDEX case_{name} IF NOT EXISTS FOR (n:Case) ON (n.{name})") for name in ("communityCode", "courtyardCode", "number")
)

SCHEMA: tuple[Write, ...] = (*map(_by_district, NODES.values()), *_ON_CASES, *CONSTRAINTS.values())
"""Indexes, then constraints; each is safe to repeat, and where all constraints are there, all is."""

PRESENT_CONSTRAINTS = Read("SHOW CONSTRAINTS YIELD name RETURN name AS name")

# ---- the read face


def _union(branches: Iterable[str]) -> Read:
    return Read(" UNION ALL ".join(branches))


def _properties(name: str, *instants: str) -> str:
    """A node's or link's properties, its instants as text: the driver takes longer over an instant than over all else."""
    return f"{name} {{.*, {', '.join(f'{instant}: toString({name}.{instant})' for instant in instants)}}} AS properties"


def _nodes_of(kind: NodeKind) -> str:
    return (
        f"MATCH (n:{kind.label} {{districtCode: $district}}) "
        f"RETURN '{kind.label}' AS kind, labels(n) AS labels, {_properties('n', 'recordedAt')}"
    )


KEYS = tuple(dict.fromkeys(kind.key for kind in NODES.values()))
"""The key properties of all kinds of node, in the order in which a statement returns them of a node whose kind it does not know."""

_STARTS = tuple(dict.fromkeys(start for kind in LINKS.values() if not kind.ledger for start, _ in kind.pairs))


def _links_from(start: str) -> str:
    """One branch a label and not one a pair of labels: Neo4j takes seconds to plan a long union."""
    kinds = [kind for kind in LINKS.values() if not kind.ledger and start in dict(kind.pairs)]
    types = "|".join(f"{kind.type}|{kind.retracted}" for kind in kinds)
    keys = ", ".join(f"b.{key}" for key in KEYS)
    return (
        f"MATCH (a:{start} {{districtCode: $district}})-[r:{types}]->(b) "
        f"RETURN type(r) AS type, '{start}' AS startKind, a.{NODES[start].key} AS start, "
        f"labels(b) AS endLabels, [{keys}] AS endKeys, {_properties('r', 'recordedAt', 'retractedAt')}"
    )


def _changes_of(kind: NodeKind) -> str:
    return (
        f"MATCH (n:{kind.label} {{districtCode: $district}})<-[:CHANGES]-(c:ChangeEvent) "
        f"RETURN '{kind.label}' AS kind, n.{kind.key} AS subject, {_properties('c', 'recordedAt')}"
    )


ALIVE = Read("RETURN 1 AS one")
REVISIONS = Read("MATCH (r:_Revision) WHERE r.structure > 0 RETURN r.districtCode AS district, r.structure AS revision")
REVISION = Read("MATCH (r:_Revision {districtCode: $district}) RETURN r.structure AS revision")
LOAD_ACTORS = _union(_nodes_of(kind) for kind in SUBJECTS if not kind.ledger)
LOAD_LINKS = _union(map(_links_from, _STARTS))
LOAD_CHANGES = _union(_changes_of(kind) for kind in SUBJECTS if not kind.ledger)

# ---- the ledger's read face

_OF_A_DIVISION = "(c.communityCode STARTS WITH {0} OR c.courtyardCode = {0})"
_WITHIN = f"($within IS NULL OR any(code IN $within WHERE {_OF_A_DIVISION.format('code')}))"
_IS_OPEN = "e.state IN $openStates"
_LED = (
    "EXISTS { MATCH (c)-[a:ASSIGNED_TO {role: $leadRole}]->(o:Organization {orgId: $lead}) "
    "WHERE coalesce(a.since, a.sinceBy) <= $day AND (a.until IS NULL OR a.until > $day) }"
)
_ASKED = (
    "c.districtCode IN $districts AND ($matters IS NULL OR c.matter IN $matters) AND ($categories IS NULL OR c.category IN $categories) "
    "AND ($states IS NULL OR e.state IN $states) "
    f"AND ($open IS NULL OR ({_IS_OPEN}) = $open) "
    f"AND ($overdue IS NULL OR ({_IS_OPEN} AND c.due IS NOT NULL AND c.due < $day) = $overdue) "
    f"AND ($dueUntil IS NULL OR ({_IS_OPEN} AND c.due <= $dueUntil)) "
    f"AND ($lead IS NULL OR {_LED})"
)
_BEGUN = "e.state IS NOT NULL AND coalesce(e.since, e.sinceBy) <= $day"

_STATE_NOW = (
    "MATCH (c:Case)-[:HAS_EVENT]->(e:CaseEvent) "
    f"WHERE @place AND c.districtCode IN $districts AND {_BEGUN} AND (e.until IS NULL OR e.until > $day) AND {_ASKED} "
)
"""Cases beside the event that led to their state of a day, as known now: one interval tells."""

_STATE_THEN = (
    "MATCH (c:Case)-[h:HAS_EVENT|HAS_EVENT_RETRACTED]->(e:CaseEvent) "
    "WHERE @place AND c.districtCode IN $districts AND h.recordedAt <= $knownAt AND (h.retractedAt IS NULL OR h.retractedAt > $knownAt) "
    f"AND {_BEGUN} "
    "WITH c, e, [i IN range(0, size($types) - 1) WHERE $types[i] = e.type][0] AS place "
    "ORDER BY coalesce(e.since, e.sinceBy), place, e.order "
    f"WITH c, last(collect(e)) AS e WHERE {_ASKED} "
)
"""The same as known at an earlier moment: the last of the events recorded by then."""

_SORTS: Mapping[str, str] = {
    "RAISED": "c.raised, c.caseId",
    "RAISED_DESC": "c.raised DESC, c.caseId",
    "DUE": "c.due IS NULL, c.due, c.caseId",
}


def _placed(state: str, where: str) -> str:
    """A statement's beginning with its condition on places."""
    return state.replace("@place", where)


def _page(state: str, where: str, sort: str) -> str:
    return (
        f"{_placed(state, where)}WITH c ORDER BY {sort} WITH collect([c.districtCode, c.caseId]) AS found "
        "RETURN size(found) AS total, found[$skip .. $skip + $limit] AS page"
    )


_STATES = {"NOW": _STATE_NOW, "THEN": _STATE_THEN}
CASES: Mapping[tuple[str, str], Read] = {
    (when, sort): Read(_page(state, _WITHIN, order)) for when, state in _STATES.items() for sort, order in _SORTS.items()
}
"""(NOW or THEN, order) → how many cases there are, and the keys of a page of them."""

CASES_BY_PLACE: Mapping[tuple[str, str], Read] = {
    (when, sort): Read(
        f"UNWIND $codes AS place_ CALL (place_) {{ {_page(state, _OF_A_DIVISION.format('place_'), order)} }} "
        "RETURN place_ AS place, total AS total, page AS page"
    )
    for when, state in _STATES.items()
    for sort, order in _SORTS.items()
}
CASE_STATES: Mapping[str, Read] = {
    when: Read(f"{_placed(state, _WITHIN)}RETURN e.state AS state, count(c) AS number") for when, state in _STATES.items()
}
CASES_OF_NUMBER = Read(
    "MATCH (c:Case) WHERE c.districtCode IN $districts AND c.number = $number RETURN c.districtCode AS district, c.caseId AS key"
)

_OF_A_CASE = "|".join(f"{k.type}|{k.retracted}" for k in LINKS.values() if k.ledger and k.start == "Case")
_EVENT_OF = "-[:HAS_EVENT|HAS_EVENT_RETRACTED]->"


_EACH = "UNWIND $keys AS key MATCH (c:Case {districtCode: key[0], caseId: key[1]})"
_NODE = (
    f"RETURN key AS case, labels(n) AS labels, {_properties('n', 'recordedAt')}, null AS type, "
    "null AS start, null AS endLabels, null AS endKeys"
)
_LINK = (
    f"RETURN key AS case, labels(n) AS labels, {_properties('r', 'recordedAt', 'retractedAt')}, type(r) AS type, "
    f"coalesce(n.eventId, n.caseId) AS start, labels(b) AS endLabels, [{', '.join(f'b.{key}' for key in KEYS)}] AS endKeys"
)
CASE_FILES = _union(
    (
        f"{_EACH} WITH key, c AS n {_NODE}",
        f"{_EACH}{_EVENT_OF}(n:CaseEvent) {_NODE}",
        f"{_EACH}-[r:{_OF_A_CASE}]->(b) WITH key, c AS n, r, b {_LINK}",
        f"{_EACH}{_EVENT_OF}(n:CaseEvent)-[r:BY|BY_RETRACTED]->(b) {_LINK}",
    )
)
"""Everything that hangs on the cases of these keys; a row is a node where it has no type, else a link."""

CASE_CHANGES = Read(
    "UNWIND $keys AS key MATCH (n:Case {districtCode: key[0], caseId: key[1]})<-[:CHANGES]-(c:ChangeEvent) "
    f"RETURN 'Case' AS kind, n.caseId AS subject, {_properties('c', 'recordedAt')}"
)
LEDGER_REVISION = Read("MATCH (r:_Revision {districtCode: $district}) RETURN r.ledger AS revision")

# ---- the write face

CLAIM = Write(
    "MERGE (r:_Revision {districtCode: $district}) ON CREATE SET r.structure = 0, r.ledger = 0 "
    "SET r.importId = $importId "  # takes the lock on the node before its counter is read
    "WITH r OPTIONAL MATCH (done:_Import {importId: $importId, districtCode: $district}) "
    "WITH r, done IS NOT NULL AS repeated, r.structure = $expected AND ($ledger IS NULL OR r.ledger = $ledger) AS unmoved "
    "SET r.structure = CASE WHEN unmoved AND NOT repeated AND $structural THEN r.structure + 1 ELSE r.structure END, "
    "r.ledger = CASE WHEN unmoved AND NOT repeated AND $onCases THEN r.ledger + 1 ELSE r.ledger END "
    "RETURN r.structure AS revision, repeated AS repeated, unmoved AS unmoved"
)
"""Compare-and-set of the district's two counters, and whether this receipt has been written before."""

RECEIPT = Write("UNWIND $rows AS row CREATE (n:_Import) SET n = row RETURN count(n) AS written")


def _key(kind: NodeKind, value: str) -> str:
    """The key of a node as a pattern's properties."""
    return f"{{districtCode: $district, {kind.key}: {value}}}" if kind.scoped else f"{{{kind.key}: {value}}}"


def _subsets(labels: Iterable[str]) -> Iterable[tuple[str, ...]]:
    labels = tuple(sorted(labels))
    return chain.from_iterable(combinations(labels, n) for n in range(len(labels) + 1))


def _create_node(kind: NodeKind, extra: tuple[str, ...]) -> Write:
    return Write(f"UNWIND $rows AS row CREATE (n:{':'.join((kind.label, *extra))}) SET n = row RETURN count(n) AS written")


def _relabel(kind: NodeKind, labels: tuple[str, ...]) -> Write:
    return Write(f"UNWIND $rows AS row MATCH (n:{kind.label} {_key(kind, 'row.key')}) SET n:{':'.join(labels)} RETURN count(n) AS written")


def _create_link(kind: LinkKind, start: str, end: str) -> Write:
    return Write(
        f"UNWIND $rows AS row MATCH (a:{start} {_key(NODES[start], 'row.start')}) "
        f"MATCH (b:{end} {_key(NODES[end], 'row.end')}) "
        f"CREATE (a)-[r:{kind.type}]->(b) SET r = row.properties RETURN count(r) AS written"
    )


def _retract(kind: LinkKind, start: str) -> Write:
    return Write(
        f"UNWIND $rows AS row MATCH (a:{start} {_key(NODES[start], 'row.start')})-[r:{kind.type} {{id: row.id}}]->(b) "
        f"CREATE (a)-[old:{kind.retracted}]->(b) SET old = properties(r) SET old += row.retraction "
        "DELETE r RETURN count(old) AS written"
    )


def _change(kind: NodeKind) -> Write:
    return Write(
        f"UNWIND $rows AS row MATCH (n:{kind.label} {_key(kind, 'row.subject')}) SET n += row.current "
        "CREATE (c:ChangeEvent)-[r:CHANGES]->(n) SET c = row.event SET r = row.link RETURN count(c) AS written"
    )


CREATE_NODE: Mapping[tuple[str, tuple[str, ...]], Write] = {
    (kind.label, extra): _create_node(kind, extra) for kind in SUBJECTS for extra in _subsets(EVER_LABELS.get(kind.label, ()))
}
"""(label, its further labels in order) → statement. A node gets all its labels at once: the embedded server asks for it."""

RELABEL: Mapping[tuple[str, tuple[str, ...]], Write] = {
    (kind, labels): _relabel(NODES[kind], labels) for kind, all_labels in EVER_LABELS.items() for labels in _subsets(all_labels) if labels
}
"""(label, its new labels in order) → statement. All new labels of a node at once, and none twice in a transaction."""

CREATE_LINK: Mapping[tuple[str, str, str], Write] = {
    (kind.type, *pair): _create_link(kind, *pair) for kind in LINKS.values() for pair in kind.pairs
}
"""(type, label of its start, label of its end) → statement."""

RETRACT: Mapping[tuple[str, str], Write] = {(k.type, start): _retract(k, start) for k in LINKS.values() for start, _ in k.pairs}
END_EVENT = Write(
    "UNWIND $rows AS row MATCH (n:CaseEvent {districtCode: $district, eventId: row.key}) SET n += row.until RETURN count(n) AS written"
)
"""When the state that an event led to ends by now: derived from the other events, so no change is noted."""
CHANGE: Mapping[str, Write] = {kind.label: _change(kind) for kind in SUBJECTS}
