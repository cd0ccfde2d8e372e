"""The one function that knows which store is which."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from graph.store.bolt import BoltStore, connect
from graph.store.embedded import EmbeddedStore, ServerHandle
from graph.store.embedded_server import DATABASE
from graph.store.port import Store, StoreConfig


@asynccontextmanager
async def open_store(config: StoreConfig) -> AsyncIterator[Store]:
    """A store that is ready: Neo4j where the configuration names one, else the embedded server. Errors: CannotStart, StoreUnavailable."""
    store = await _opened(config)
    try:
        await store.prepare()
        yield store
    finally:
        await store.close()


async def _opened(config: StoreConfig) -> BoltStore:
    if config.uri:
        driver = connect(config.uri, config.user, config.password, notifications_min_severity="OFF")
        return BoltStore(driver, config)
    handle = ServerHandle(config)
    try:
        presence = await handle.ensure()
    except BaseException:
        handle.release()
        raise
    return EmbeddedStore(handle, presence, replace(config, database=DATABASE))
