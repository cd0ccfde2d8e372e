"""An embedded server that many tests share."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.store.folder import Folder
from graph.store.locks import FileLock
from graph.store.opening import open_store
from graph.store.port import StoreConfig


@contextmanager
def embedded_server(data: Path) -> Iterator[StoreConfig]:
    """Held in use between the tests by this process's own hold on the users' lock."""
    place = StoreConfig(data, wait_seconds=5)
    folder = Folder(data)
    folder.claim()
    hold = FileLock(folder.users_lock)
    assert hold.take(shared=True)
    try:
        asyncio.run(open_once(place))
        yield place
    finally:
        hold.release()


async def open_once(place: StoreConfig) -> None:
    async with open_store(place) as store:
        assert await store.healthy()
