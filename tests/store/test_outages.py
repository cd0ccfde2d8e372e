"""What the application answers while the embedded server is frozen or dead, and that it goes on afterwards."""

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
from tests.store.test_kills import gone

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not SUPPORTED, reason="there is no embedded server")]


async def asked(client: httpx2.AsyncClient) -> tuple[int, str | None, str | None]:
    """Status, code of the error and Retry-After of a query."""
    answer = await client.post("/graphql", json={"query": "{ date }"}, headers={"Accept": "application/graphql-response+json"})
    errors = answer.json().get("errors")
    return answer.status_code, errors[0]["extensions"]["code"] if errors else None, answer.headers.get("Retry-After")


async def test_frozen_then_dead_then_back(common: StoreConfig, tmp_path: Path) -> None:
    """D12, D13: 503 within the deadline, /healthz stays, /readyz does not; afterwards all is well."""
    async with open_store(replace(common, read_seconds=1)) as store:
        archive = Archive(store, lambda: TODAY, lambda: NOW)
        app = create_app(read({"LIANDONG_DATA": str(tmp_path)}), schema, archive)
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as client:
            assert await asked(client) == (200, None, None)
            presence = Folder(common.data).presence()
            assert presence is not None
            os.kill(presence.pid, signal.SIGSTOP)
            try:
                answers = [await asked(client) for _ in range(5)]  # the first may slip through before all threads stand still
                assert answers[-1] == (503, "TIMEOUT", "5")
                assert [(await client.get(path)).status_code for path in ("/healthz", "/readyz")] == [200, 503]
            finally:
                os.kill(presence.pid, signal.SIGCONT)
            assert (await asked(client))[0] == 200
            os.kill(presence.pid, signal.SIGKILL)
            await gone(common.data)
            status, code, after = await asked(client)
            assert (status, code in ("STORE_UNAVAILABLE", "TIMEOUT"), after) == (503, True, "5")
            assert [(await client.get(path)).status_code for path in ("/healthz", "/readyz")] == [200, 503]
            await store.ensure()
            assert (200, None, None) in [await asked(client) for _ in range(10)]  # a new server may need more than the deadline at first
