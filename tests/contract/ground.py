"""What the tests see and do in the database behind the store's back."""

import hashlib
from typing import Any

from neo4j import AsyncDriver


class Ground:
    """Plain statements on the server under test."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    async def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        async with self._driver.session(database=self._database) as session:
            result = await session.run(statement, parameters)
            return [dict(record) async for record in result]

    async def digest(self, district: str) -> str:
        """A fingerprint of everything that is stored of a district, its book-keeping too."""
        nodes = await self.rows(
            "MATCH (n) WHERE n.districtCode = $district RETURN labels(n) AS labels, properties(n) AS properties", district=district
        )
        links = await self.rows(
            "MATCH (a)-[r]->(b) WHERE r.districtCode = $district RETURN type(r) AS type, properties(a) AS start, "
            "properties(b) AS end, properties(r) AS properties",
            district=district,
        )
        return hashlib.sha256("\n".join(sorted(map(_canonical, [*nodes, *links]))).encode()).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{_canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(str, value))) + "]"
    return str(value)
