"""What the tests see and do in the database behind the store's back."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from neo4j import AsyncDriver, AsyncTransaction


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

    async def digest(self, district: str) -> str:
        """A fingerprint of everything that is stored of a district, its book-keeping too, and of whatever hangs on it or is nobody's."""
        nodes = await self.rows(
            "MATCH (n) WHERE n.districtCode = $district OR n.districtCode IS NULL RETURN labels(n) AS labels, properties(n) AS properties",
            district=district,
        )
        links = await self.rows(
            "MATCH (a)-[r]->(b) WHERE $district IN [a.districtCode, b.districtCode, r.districtCode] "
            "RETURN type(r) AS type, properties(a) AS start, properties(b) AS end, properties(r) AS properties",
            district=district,
        )
        return hashlib.sha256("\n".join(sorted(map(_canonical, [*nodes, *links]))).encode()).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{_canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(str, value))) + "]"
    return str(value)
