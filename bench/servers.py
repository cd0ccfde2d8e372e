"""A fresh embedded server for a measurement, seen through its store and through a plain driver."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from neo4j import AsyncDriver, AsyncGraphDatabase

from graph.store.embedded_server import DATABASE, USER
from graph.store.folder import Folder
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig


@dataclass(frozen=True)
class Server:
    """A server that is ready: the store on it, and a driver that knows nothing of this project."""

    store: Store
    driver: AsyncDriver

    async def write(self, statement: str, **parameters: object) -> None:
        """One plain statement in a write transaction of its own."""
        async with self.driver.session(database=DATABASE) as session:
            await session.execute_write(lambda tx: _consumed(tx.run(statement, parameters)))

    async def read(self, statement: str, **parameters: object) -> list[dict[str, object]]:
        """The rows of one plain statement."""
        async with self.driver.session(database=DATABASE) as session:
            result = await session.run(statement, parameters)
            return [dict(record) async for record in result]


async def _consumed(running) -> None:  # type: ignore[no-untyped-def]
    await (await running).consume()


@asynccontextmanager
async def fresh() -> AsyncIterator[Server]:
    """A server with nothing in it but the constraints and indexes; gone afterwards."""
    with TemporaryDirectory() as folder:
        data = Folder(Path(folder) / "data")
        data.claim()
        async with open_store(StoreConfig(Path(folder) / "data", read_seconds=600, write_seconds=600)) as store:
            presence = data.presence()
            assert presence is not None
            address = f"bolt://127.0.0.1:{presence.port}"
            async with AsyncGraphDatabase.driver(address, auth=(USER, data.password())) as driver:
                yield Server(store, driver)
