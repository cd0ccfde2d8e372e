"""Indexes and constraints: made from the vocabulary, on labels and types that are there from the first write on."""

from collections.abc import Mapping

from graph.store.cypher.text import Read, Write
from graph.vocabulary import LINKS, NODES, LinkKind


def _index(name: str, label: str, property_: str) -> Write:
    return Write(f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{property_})")


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
    "key__Retracted": _unique_node("_Retracted", "former"),
}
"""Name → statement. Among live links of a type the key is unique; a retracted one bears another type and keeps it."""

_INDEXES = (
    *(_index(f"district_{label}", label, "districtCode") for label in (*NODES, "_Retracted", "_Import")),
    *(_index(f"case_{name}", "Case", name) for name in ("communityCode", "courtyardCode", "number")),
    _index("open__Import", "_Import", "open"),
)

SCHEMA: tuple[Write, ...] = (*_INDEXES, *CONSTRAINTS.values())
"""Indexes, then constraints; each is safe to repeat, and where all constraints are there, all is."""

PRESENT_CONSTRAINTS = Read("SHOW CONSTRAINTS YIELD name RETURN name AS name")
