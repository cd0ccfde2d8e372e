"""What the tests see and do in the database behind the store's back."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncTransaction

from graph.store.folder import Folder
from graph.store.port import StoreConfig


class Ground:
    """Plain statements on the server under test."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    async def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """In a transaction: without one the embedded server keeps what a refused statement has done so far."""
        async with self.transaction() as transaction:
            result = await transaction.run(statement, parameters)
            return [dict(record) async for record in result]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncTransaction]:
        """A plain transaction, never repeated; committed at the end of the block."""
        async with self._driver.session(database=self._database) as session, await session.begin_transaction() as transaction:
            yield transaction
            await transaction.commit()

    async def digest(self, district: str, **names: str) -> str:
        """A fingerprint of everything that is stored of a district, its book-keeping too, and of whatever hangs on it or is nobody's.

        `names`: what stands for a name, so that districts can be compared that differ in nothing else.
        """
        nodes = await self.rows(
            "MATCH (n) WHERE n.districtCode = $district OR n.districtCode IS NULL RETURN labels(n) AS labels, properties(n) AS properties",
            district=district,
        )
        links = await self.rows(
            "MATCH (a)-[r]->(b) WHERE $district IN [a.districtCode, b.districtCode, r.districtCode] "
            "RETURN type(r) AS type, properties(a) AS start, properties(b) AS end, properties(r) AS properties",
            district=district,
        )
        lines = [_renamed(_canonical(row), names) for row in (*nodes, *links)]
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    async def size(self) -> tuple[int, int]:
        """How many nodes and how many relationships there are in all."""
        (nodes,) = await self.rows("MATCH (n) RETURN count(n) AS number")
        (links,) = await self.rows("MATCH ()-[r]->() RETURN count(r) AS number")
        return nodes["number"], links["number"]


@asynccontextmanager
async def ground_of(config: StoreConfig) -> AsyncIterator[Ground]:
    """The server of a configuration, by a plain driver of its own."""
    uri, user, password, database = _address(config)
    async with AsyncGraphDatabase.driver(uri, auth=(user, password)) as driver:
        yield Ground(driver, database)


def _address(config: StoreConfig) -> tuple[str, str, str, str]:
    if config.uri:
        return config.uri, config.user, config.password, "neo4j"
    folder = Folder(config.data)
    presence = folder.presence()
    assert presence is not None
    return f"bolt://127.0.0.1:{presence.port}", "root", folder.password(), "liandong"


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for other, name in names.items():
        text = text.replace(name, other)
    return text


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{_canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(str, value))) + "]"
    return str(value)
