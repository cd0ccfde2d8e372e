"""The book-keeping of imports: which there were, what one brought, one that goes in by parts, and what is left of one that broke off."""

from graph.store.cypher.text import SUBJECTS, Read, Write
from graph.vocabulary import LINKS

IMPORTS = Read("MATCH (i:_Import {districtCode: $district}) WHERE i.open IS NULL RETURN i {.*, at: toString(i.at)} AS properties")
IMPORT = Read("MATCH (i:_Import {importId: $importId}) WHERE i.open IS NULL RETURN i {.*, at: toString(i.at)} AS properties")

_TOUCHED = "|".join(f"{k.type}|{k.retracted}" for k in LINKS.values() if k.ledger and k.start == "Case")
CASES_OF_IMPORT = Read(
    "MATCH (c:Case {districtCode: $district}) WHERE c.importId = $importId "
    f"OR EXISTS {{ MATCH (c)-[r:{_TOUCHED}]->() WHERE r.importId = $importId OR r.retractedBy = $importId }} "
    "OR EXISTS { MATCH (c)-[:HAS_EVENT]->()-[r:BY|BY_RETRACTED]->() WHERE r.importId = $importId OR r.retractedBy = $importId } "
    "OR EXISTS { MATCH (c)<-[r:CHANGES]-() WHERE r.importId = $importId } "
    "RETURN c.caseId AS key"
)
"""The cases that an import made, or said anything of."""

_HELD = tuple(dict.fromkeys(end for k in LINKS.values() if k.ledger for _, end in k.pairs if end not in ("Case", "CaseEvent")))
_HOLDING = "|".join(f"{k.type}|{k.retracted}" for k in LINKS.values() if k.ledger)
CASES_ON_IMPORT = Read(
    " UNION ".join(
        f"MATCH (n:{label} {{districtCode: $district}})<-[r:{_HOLDING}]-() WHERE n.importId = $importId AND r.importId <> $importId "
        "RETURN DISTINCT r.importId AS importId"
        for label in _HELD
    )
)
"""The imports whose cases hang on places, people and organisations that an import made."""

# ---- parts

JOURNAL = Read(
    "OPTIONAL MATCH (i:_Import {open: true}) WHERE i.districtCode = $district "
    "WITH collect(i {.importId, .digest, .done}) AS unfinished "
    "OPTIONAL MATCH (done:_Import {importId: $importId, districtCode: $district}) WHERE done.open IS NULL "
    "RETURN unfinished AS unfinished, done.revision AS revision"
)
OPEN_IMPORT = Write("UNWIND $rows AS row CREATE (n:_Import) SET n = row RETURN count(n) AS written")
NEXT_PART = Write(
    "MATCH (n:_Import {importId: $importId, open: true}) WHERE n.done IN [$done, $done + 1] "
    "WITH n, n.done > $done AS there SET n.done = $done + 1 RETURN there AS there"
)
"""Take the part after so many; whether it is there already. No row where the import is not open, or at another part."""

CLOSE_IMPORT = Write(
    "UNWIND $rows AS row MATCH (n:_Import {importId: row.importId, open: true}) USING INDEX n:_Import(importId) "
    "SET n = row RETURN count(n) AS written"
)

_LIVE = {kind.label: "|".join(k.type for k in LINKS.values() if kind.label in dict(k.pairs)) for kind in SUBJECTS}
_ABANDONED = "MATCH (:_Import {importId: $importId, open: true, done: -1})"
ABANDON = Write("MATCH (n:_Import {importId: $importId, open: true}) SET n.done = -1 RETURN count(n) AS swept")
"""No further part of it can follow, from whichever process."""

SWEEP: tuple[Write, ...] = (
    *(
        Write(
            f"{_ABANDONED} MATCH (a:{label} {{districtCode: $district}})-[r:{types}]->() WHERE r.importId = $importId "
            "WITH r LIMIT $most DELETE r RETURN count(*) AS swept"
        )
        for label, types in _LIVE.items()
        if types
    ),
    *(
        Write(
            f"{_ABANDONED} MATCH (n:{kind.label} {{districtCode: $district}}) WHERE n.importId = $importId "
            "WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS swept"
        )
        for kind in SUBJECTS
    ),
)
"""What an abandoned import has brought, links before nodes, so many at a time; nothing of one that is done."""

FORGET = Write("MATCH (n:_Import {importId: $importId, open: true, done: -1}) DELETE n RETURN count(*) AS swept")
