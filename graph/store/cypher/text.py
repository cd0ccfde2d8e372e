"""A statement's text: of the read face, which refuses any clause that could write, or of the write face; and what texts share."""

import re
from collections.abc import Iterable, Mapping

from graph.vocabulary import NODES, NodeKind

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

KEYS = tuple(dict.fromkeys(kind.key for kind in NODES.values()))
"""The key properties of all kinds of node, in the order in which a statement returns them of a node whose kind it does not know."""


def union(branches: Iterable[str]) -> Read:
    return Read(" UNION ALL ".join(branches))


def properties(name: str, *instants: str) -> str:
    """A node's or link's properties, its instants as text: the driver takes longer over an instant than over all else."""
    return f"{name} {{.*, {', '.join(f'{instant}: toString({name}.{instant})' for instant in instants)}}} AS properties"


def labels(name: str) -> str:
    """A node's labels; of one that is withdrawn, those that it bore before."""
    return f"coalesce({name}.formerLabels, labels({name}))"


def former_kind(name: str) -> str:
    """The label that says what a withdrawn node is: the first of those that it bore."""
    return f"{name}.formerLabels[0]"


def former_key(name: str) -> str:
    """The key of a withdrawn node, from district/label/key."""
    return f"substring({name}.former, size({name}.districtCode) + size({former_kind(name)}) + 2)"


def keys(name: str) -> str:
    """The values of a node of any kind under the names of all kinds' keys."""
    return f"[{', '.join(f'{name}.{key}' for key in KEYS)}]"


def by_key(name: str, kind: NodeKind, value: str, on: str = "") -> str:
    """The match of a node by its key, and what the pattern goes `on` to."""
    scope = {"districtCode": "$district"} if kind.scoped else {}
    return _sought(name, kind.label, scope | {kind.key: value}, on)


def withdrawn(name: str, former: str, on: str = "") -> str:
    """The match of a withdrawn node by what it was, and what the pattern goes `on` to."""
    return _sought(name, "_Retracted", {"former": former}, on)


def _sought(name: str, label: str, key: Mapping[str, str], on: str) -> str:
    """With the hint to look by this key: while a label is all but empty, Neo4j would take the index of districts as well, keep that plan,
    and look at a whole district for each row."""
    values = ", ".join(f"{property_}: {value}" for property_, value in key.items())
    return f"MATCH ({name}:{label} {{{values}}}){on} USING INDEX {name}:{label}({', '.join(key)})"


HIDING = "OPTIONAL MATCH (i:_Import {open: true}) WITH collect(i.importId) AS hidden "
"""The beginning of a statement that leaves out what imports that are not done have brought so far."""


def shown(name: str) -> str:
    """The condition that a node or link is not of an import that is not done."""
    return f"({name}.importId IS NULL OR NOT {name}.importId IN hidden)"
