"""The statements: one place, constants, aliased, and a read face that cannot write."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import CaseTrait
from graph.store import cypher
from graph.vocabulary import LINKS, NODES

ROOT = Path(__file__).parents[2]


def statements() -> Iterator[cypher.Read | cypher.Write]:
    for value in vars(cypher).values():
        found = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
        yield from (item for item in found if isinstance(item, cypher.Read | cypher.Write))


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n) RETURN 1 AS one",
        "MATCH (n) SET n.x = 1 RETURN n.x AS x",
        "MATCH (n) detach delete n",
        "UNWIND $rows AS row CALL (row) { CREATE (n) RETURN n AS n } RETURN n AS n",
        "CALL db.labels() YIELD label RETURN label AS label",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row AS row",
        "MATCH (n) FOREACH (x IN [1] | REMOVE n.y) RETURN 1 AS one",
        "MERGE (n:Person) RETURN n.personId AS id",
        "DROP CONSTRAINT key_Person",
    ],
)
def test_a_statement_that_could_write_is_no_read(text: str) -> None:
    """D14: and the read face takes no other; see also test_reads_leave_the_graph_as_it_is."""
    with pytest.raises(ValueError, match="read face"):
        cypher.Read(text)


def test_every_statement_is_of_one_face_and_there_are_both() -> None:
    kinds = {type(statement) for statement in statements()}
    assert kinds == {cypher.Read, cypher.Write}


def test_every_returned_column_has_an_alias() -> None:
    for statement in statements():
        for returned in re.findall(r"\bRETURN (.*?)(?: UNION| \}|$)", _repeatedly(r"COLLECT \{[^{}]*\}", statement)):
            columns = _without_brackets(returned).split(", ")
            assert [column for column in columns if not re.search(r" AS \w+$", column)] == [], statement


def _without_brackets(text: str) -> str:
    return _repeatedly(r"\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)", text)


def _repeatedly(pattern: str, text: str) -> str:
    """Without what the pattern finds, the innermost first."""
    while (shorter := re.sub(pattern, "", text)) != text:
        text = shorter
    return text


def test_values_come_as_parameters_only() -> None:
    """The only quoted texts are kinds of the vocabulary, and what cases can be like."""
    quoted = {text for statement in statements() for text in re.findall(r"'([^']*)'", statement)}
    assert quoted <= {*NODES, *LINKS, *CaseTrait}


def test_a_receipt_or_a_claim_is_not_repeated_by_chance() -> None:
    assert "importId" in cypher.CLAIM
    assert cypher.CLAIM.index("SET r.importId") < cypher.CLAIM.index("r.structure = $expected")


def test_a_row_that_is_written_finds_its_nodes_by_their_keys() -> None:
    """While a label is all but empty Neo4j may choose the index of districts, keep that plan, and take hours over a large import."""
    finding = [s for s in statements() if s.startswith("UNWIND $rows") and "MATCH" in s]
    assert len(finding) > 100
    for statement in finding:
        for match in re.split(r"(?=\bMATCH\b)", statement)[1:]:
            hint = re.match(r"MATCH \((\w+):(\w+) \{.*? USING INDEX \1:\2\(([\w, ]+)\)", match)
            assert hint, statement
            key = ", ".join(f"n.{name}" for name in hint[3].split(", "))
            assert f"({key}) IS UNIQUE" in cypher.CONSTRAINTS[f"key_{hint[2]}"], statement


def about_cases() -> Iterator[tuple[cypher.Shape, str]]:
    for told in (cypher.CASES, cypher.CASES_BY_PLACE, cypher.CASES_NUMBERED, cypher.CASE_STATES, cypher.CASE_COUNTS, cypher.CLOSINGS):
        yield from ((key if isinstance(key, cypher.Shape) else key[0], statement) for key, statement in told.items())


def test_cases_of_divisions_are_found_by_where_they_are() -> None:
    """Not by looking at every case of a district, as often as there are divisions; what was, is in no index."""
    found = [statement for shape, statement in about_cases() if shape.when == "NOW" and shape.within]
    assert len(found) > 20
    for statement in found:
        assert "USING INDEX c:Case(communityCode)" in statement
        assert "USING INDEX c:Case(courtyardCode)" in statement


def test_what_is_told_of_cases_is_gathered_case_by_case() -> None:
    """The embedded server gives all statements together one gigabyte: the events of 200,000 cases gathered at once do not fit."""
    found = [statement for _, statement in about_cases()]
    assert len(found) > 60
    assert [statement for statement in found if statement.count("OPTIONAL MATCH") > 1] == []


def test_no_cypher_is_written_anywhere_else() -> None:
    clause = re.compile(r"\b(MATCH|MERGE|UNWIND|CREATE|RETURN)\b[^a-z]*[(\[$]")
    files = (path for name in ("api", "graph", "loaders", "schema") for path in (ROOT / name).rglob("*.py"))
    others = [path for path in files if path.parent != Path(cypher.__file__).parent]
    assert len(others) > 10
    assert [str(path) for path in others for text in _texts(path) if clause.search(text)] == []


def _texts(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
