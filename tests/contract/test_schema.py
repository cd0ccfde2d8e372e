"""The constraints are there, and they bite."""

from datetime import datetime

import pytest
from neo4j.exceptions import ConstraintError

from graph.store import cypher
from graph.store.port import Store
from graph.vocabulary import LINKS, NODES, LinkKind, NodeKind
from tests.contract import facts as some
from tests.contract.ground import Ground

pytestmark = pytest.mark.anyio


async def test_every_constraint_is_there_and_preparing_again_sends_one_statement(
    store: Store, ground: Ground, statements: list[str]
) -> None:
    await store.prepare()
    assert statements == [cypher.PRESENT_CONSTRAINTS]
    rows = await ground.rows("SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties RETURN labelsOrTypes[0] AS kind, properties AS key")
    present = {(row["kind"], tuple(row["key"])) for row in rows}
    nodes = {(kind.label, ("districtCode", kind.key) if kind.scoped else (kind.key,)) for kind in NODES.values()}
    links = {(kind.type, (kind.key,)) for kind in LINKS.values()}
    books = {("_Import", ("importId",)), ("_Revision", ("districtCode",)), ("_Retracted", ("former",))}
    assert nodes | links | books <= present


@pytest.mark.parametrize("kind", cypher.SUBJECTS, ids=lambda kind: kind.label)
async def test_no_two_nodes_of_a_kind_have_one_key(store: Store, ground: Ground, district: str, now: datetime, kind: NodeKind) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    before = await ground.digest(district)
    with pytest.raises(ConstraintError):
        await ground.rows(
            f"CREATE (n:{kind.label} {{districtCode: $district, {kind.key}: $key}}) RETURN 1 AS one",
            district=district,
            key=some.key_of(kind.label, district),
        )
    assert await ground.digest(district) == before


@pytest.mark.parametrize("kind", LINKS.values(), ids=lambda kind: kind.type)
async def test_no_two_live_links_of_a_kind_have_one_key(store: Store, ground: Ground, district: str, now: datetime, kind: LinkKind) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    before = await ground.digest(district)
    with pytest.raises(ConstraintError):
        await ground.rows(
            f"MATCH (a:{kind.pairs[0][0]} {{districtCode: $district}})-[r:{kind.type}]->(b:{kind.pairs[0][1]}) "
            f"CREATE (a)-[copy:{kind.type}]->(b) SET copy = properties(r) RETURN 1 AS one",
            district=district,
        )
    assert await ground.digest(district) == before


async def test_no_two_receipts_and_no_two_counters(store: Store, ground: Ground, district: str, now: datetime) -> None:
    await store.commit(some.everything(district, now), 0, some.receipt(now, district))
    with pytest.raises(ConstraintError):
        await ground.rows("CREATE (n:_Import {importId: $id}) RETURN 1 AS one", id=some.receipt(now, district).import_id)
    with pytest.raises(ConstraintError):
        await ground.rows("CREATE (n:_Revision {districtCode: $district}) RETURN 1 AS one", district=district)
