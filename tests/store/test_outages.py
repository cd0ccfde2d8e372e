"""What the application answers while the embedded server is frozen, and that it goes on afterwards."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from api.app import create_app
from api.settings import read
from graph.archive import Archive
from graph.store.folder import Folder
from graph.store.locks import SUPPORTED
from graph.store.opening import open_store
from graph.store.port import StoreConfig
from schema.root import schema
from tests.store.importer import NOW, TODAY

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not SUPPORTED, reason="there is no embedded server")]


async def asked(client: httpx2.AsyncClient) -> tuple[int, str | None, str | None]:
    """Status, code of the error and Retry-After of a query."""
    answer = await client.post("/graphql", json={"query": "{ date }"}, headers={"Accept": "application/graphql-response+json"})
    errors = answer.json().get("errors")
    return answer.status_code, errors[0]["extensions"]["code"] if errors else None, answer.headers.get("Retry-After")


async def until_refused(client: httpx2.AsyncClient) -> list[tuple[int, str | None, str | None]]:
    """What is answered until the first refusal: questions slip through until all threads stand still."""
    answers = []
    for _ in range(200):
        answers.append(await asked(client))
        if answers[-1][0] != 200:
            break
    return answers


async def test_a_frozen_server(common: StoreConfig, tmp_path: Path) -> None:
    """D12: 503 within the deadline, /healthz stays, /readyz does not; afterwards all is well. For a dead one see test_serving."""
    async with open_store(replace(common, read_seconds=1)) as store:
        archive = Archive(store, lambda: TODAY, lambda: NOW)
        app = create_app(read({"LIANDONG_DATA": str(tmp_path)}), schema, archive)
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as client:
            assert await asked(client) == (200, None, None)
            presence = Folder(common.data).presence()
            assert presence is not None
            os.kill(presence.pid, signal.SIGSTOP)
            try:
                assert (503, "TIMEOUT", "5") in await until_refused(client)
                assert [(await client.get(path)).status_code for path in ("/healthz", "/readyz")] == [200, 503]
            finally:
                os.kill(presence.pid, signal.SIGCONT)
            assert (await asked(client))[0] == 200
