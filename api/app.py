"""The composition root: the one place that knows all parts, and the ASGI application made of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api import clocks
from api.graphql import Endpoint
from api.headers import SecurityHeaders
from api.health import healthz, readyz
from api.page import FOLDER, index
from api.settings import Settings, require_loopback
from graph.archive import Archive
from graph.errors import GovernanceError
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig

_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
_LOOK_AGAIN_SECONDS = 1.0


@asynccontextmanager
async def open_archive(settings: Settings) -> AsyncIterator[Archive]:
    """The archive of these settings, its store open for the length of the block. Errors: CannotStart, StoreUnavailable."""
    async with open_store(_store_config(settings)) as store:
        yield Archive(store, clocks.today(settings.today), clocks.Now())


def create_app(settings: Settings, schema: strawberry.Schema, archive: Archive) -> Starlette:
    """The application over an open archive. Errors: CannotStart for a host beyond this machine."""
    require_loopback(settings)
    return Starlette(
        routes=[
            Route("/graphql", Endpoint(schema, archive.view, archive.store, settings.lang)),
            Route("/healthz", healthz),
            Route("/readyz", readyz(archive.store.healthy)),
            Route("/", index),
            Mount("/pages", StaticFiles(directory=FOLDER)),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS, www_redirect=False),
        ],
        lifespan=lambda _: _watched(archive.store),
    )


def _store_config(settings: Settings) -> StoreConfig:
    return StoreConfig(
        data=settings.data,
        uri=settings.neo4j_uri,
        user=settings.neo4j_user,
        password=settings.neo4j_password,
        database=settings.neo4j_database,
        read_seconds=settings.read_seconds,
        write_seconds=settings.write_seconds,
        wait_seconds=settings.wait_seconds,
    )


@asynccontextmanager
async def _watched(store: Store) -> AsyncIterator[None]:
    """While the application runs, an embedded server that dies is started again."""
    watch = asyncio.create_task(_watch(store))
    try:
        yield
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _watch(store: Store) -> None:
    while True:
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        with suppress(GovernanceError, OSError):
            await store.ensure()
