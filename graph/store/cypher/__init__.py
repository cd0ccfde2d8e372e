"""All Cypher of the project: a constant per operation, made once from the vocabulary. Values come as parameters only.

Every returned column has an alias, and every statement runs on Neo4j 5.26 and on the embedded server alike. A statement that
writes rows takes `$rows` and returns how many it `written`, so that a link whose end is missing cannot be lost silently.
"""

from graph.store.cypher.cases import (
    CASE_FILES,
    CASE_STATES,
    CASES,
    CASES_BY_PLACE,
    CASES_OF_NUMBER,
    FIELDS,
    WITHDRAWN_CASE_FILES,
)
from graph.store.cypher.imports import (
    CASES_OF_IMPORT,
    CASES_ON_IMPORT,
    CLOSE_IMPORT,
    FORGET,
    IMPORT,
    IMPORTS,
    JOURNAL,
    NEXT_PART,
    OPEN_IMPORT,
    SWEEP,
)
from graph.store.cypher.schema import CONSTRAINTS, PRESENT_CONSTRAINTS, SCHEMA
from graph.store.cypher.structure import ALIVE, LOAD_ACTORS, LOAD_CHANGES, LOAD_LINKS, REVISION, REVISIONS
from graph.store.cypher.text import KEYS, SUBJECTS, Read, Write
from graph.store.cypher.writing import (
    CHANGE,
    CLAIM,
    CREATE_LINK,
    CREATE_NODE,
    END_EVENT,
    RECEIPT,
    REFRESH,
    RELABEL,
    RESTORE,
    RETRACT,
    RETRACT_OF_WITHDRAWN,
    TAKE_BACK,
    UNDONE,
    WITHDRAW,
)

__all__ = [
    "ALIVE",
    "CASES",
    "CASES_BY_PLACE",
    "CASES_OF_IMPORT",
    "CASES_OF_NUMBER",
    "CASES_ON_IMPORT",
    "CASE_FILES",
    "CASE_STATES",
    "CHANGE",
    "CLAIM",
    "CLOSE_IMPORT",
    "CONSTRAINTS",
    "CREATE_LINK",
    "CREATE_NODE",
    "END_EVENT",
    "FIELDS",
    "FORGET",
    "IMPORT",
    "IMPORTS",
    "JOURNAL",
    "KEYS",
    "LOAD_ACTORS",
    "LOAD_CHANGES",
    "LOAD_LINKS",
    "NEXT_PART",
    "OPEN_IMPORT",
    "PRESENT_CONSTRAINTS",
    "RECEIPT",
    "REFRESH",
    "RELABEL",
    "RESTORE",
    "RETRACT",
    "RETRACT_OF_WITHDRAWN",
    "REVISION",
    "REVISIONS",
    "SCHEMA",
    "SUBJECTS",
    "SWEEP",
    "TAKE_BACK",
    "UNDONE",
    "WITHDRAW",
    "WITHDRAWN_CASE_FILES",
    "Read",
    "Write",
]
