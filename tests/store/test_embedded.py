"""The embedded server's life: found, joined, started again, private, and never left running."""

import asyncio
import base64
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from select import select
from typing import Any

import pytest
from neo4j import AsyncGraphDatabase
from neo4j.exceptions import Neo4jError

from graph.errors import CannotStart, DeadlineExceeded, StoreUnavailable
from graph.model import Counters, Plan
from graph.store import embedded
from graph.store.folder import Folder, FolderNotOurs, FolderNotWritable, FolderOfAnotherFormat, Presence
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract import facts as some
from tests.contract.embedded import embedded_server

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(sys.platform == "win32", reason="there is no embedded server")]

ROOT = Path(__file__).parents[2]
NOW = datetime(2020, 2, 6, tzinfo=UTC)
DISTRICT = "900000"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a server that runs for all tests which ask for it; they may end it."""
    with embedded_server(tmp_path_factory.mktemp("shared") / "data") as config:
        yield config.data


class User:
    """Another process that uses the store."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-m", "tests.store.user", str(data)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True)

    def told(self, seconds: float = 120) -> dict[str, Any]:
        assert self.process.stdout is not None
        assert select([self.process.stdout], [], [], seconds)[0], f"It says nothing for {seconds} s."
        return dict(json.loads(self.process.stdout.readline()))

    def leave(self) -> None:
        """Let it end, as it does when its input ends."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)


@contextmanager
def user(data: Path) -> Iterator[User]:
    other = User(data)
    try:
        yield other
    finally:
        other.process.kill()
        other.process.wait()
        for pipe in (other.process.stdin, other.process.stdout):
            assert pipe is not None
            pipe.close()


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except ProcessLookupError:
        return False


async def gone(pid: int, seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while lives(pid) and time.monotonic() < end:  # noqa: ASYNC110 - another process's life
        await asyncio.sleep(0.05)
    return not lives(pid)


def modes_under(folder: Path) -> dict[Path, int]:
    return {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def is_untouched(folder: Path) -> bool:
    return not folder.exists()


def presence(data: Path) -> Presence:
    found = Folder(data).presence()
    assert found is not None
    return found


async def write_one(config: StoreConfig) -> None:
    async with open_store(config) as store:
        await store.commit(Plan(DISTRICT, some.people(DISTRICT, NOW, 0, 1)), 0, some.receipt(NOW, DISTRICT))


async def test_a_server_is_shared_outlives_its_starter_and_ends_with_its_last_user(data: Path) -> None:
    with user(data) as first, user(data) as second:
        told = first.told()
        assert second.told() == told
        await write_one(StoreConfig(data))
        first.leave()
        await asyncio.sleep(1)
        assert lives(told["server"])
        second.process.send_signal(signal.SIGKILL)
        assert await gone(told["server"])
    await _comes_back_with_another_password(data)


async def _comes_back_with_another_password(data: Path) -> None:
    lost = Folder(data).password()
    (data / "password").unlink()
    async with open_store(StoreConfig(data)) as store:
        assert await store.revisions() == {DISTRICT: Counters(1)}
    assert Folder(data).password() != lost


async def test_stale_files_are_replaced_and_ctrl_c_leaves_the_server_until_its_user_is_done(data: Path) -> None:
    """The stale files name this very process, which lives and is no server."""
    Folder(data).claim()
    Folder(data).announce(Presence(port=1, pid=os.getpid(), token="old"))
    with user(data) as only:
        server = only.told()["server"]
        assert server != os.getpid()
        assert os.getpgid(server) != os.getpgid(only.process.pid)
        os.killpg(only.process.pid, signal.SIGINT)
        assert only.told() == {"healthy": True}
        only.leave()
        assert await gone(server)


async def test_a_server_that_dies_is_missed_at_once_and_started_again(shared: Path) -> None:
    """D13."""
    async with open_store(StoreConfig(shared)) as store:
        await store.commit(Plan(DISTRICT, some.people(DISTRICT, NOW, 0, 1)), 0, some.receipt(NOW, DISTRICT))
        before = presence(shared)
        await store.ensure()
        assert presence(shared) == before
        os.kill(before.pid, signal.SIGKILL)
        with pytest.raises(StoreUnavailable):
            await store.revisions()
        assert not await store.healthy()
        await store.ensure()
        assert await store.revisions() == {DISTRICT: Counters(1)}
        after = presence(shared)
        assert (after.pid, after.token) != (before.pid, before.token)


async def ask_again_and_again(store: Store) -> None:
    """The first questions may slip through before all threads of a frozen server stand still."""
    for _ in range(5):
        await store.revisions()


async def test_a_frozen_server_is_a_deadline_and_then_goes_on(shared: Path) -> None:
    """D12."""
    async with open_store(StoreConfig(shared, read_seconds=1)) as store:
        server = presence(shared).pid
        os.kill(server, signal.SIGSTOP)
        try:
            with pytest.raises(DeadlineExceeded):
                await ask_again_and_again(store)
            assert not await store.healthy()
        finally:
            os.kill(server, signal.SIGCONT)
        assert await store.healthy()


async def test_sigterm_ends_the_server_in_order(shared: Path) -> None:
    """D19."""
    async with open_store(StoreConfig(shared)) as store:
        server = presence(shared).pid
        os.kill(server, signal.SIGTERM)
        assert await gone(server)
        assert Folder(shared).presence() is None
        assert "ArcadeDB Server is down" in Folder(shared).output.read_text()
        await store.ensure()
        assert await store.healthy()


async def test_only_the_owner_can_read_what_lies_in_the_folder(shared: Path) -> None:
    async with open_store(StoreConfig(shared)):
        modes = modes_under(shared)
    assert [path for path, mode in modes.items() if mode & 0o077] == []
    assert {"password", "server.json", "users.lock", "server"} <= {path.name for path in modes}
    assert modes[shared] == 0o700
    assert modes[shared / "password"] == modes[shared / "server.json"] == 0o600


async def test_a_port_that_is_taken_is_named(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(embedded.PortTaken) as caught:
            await _open(StoreConfig(data, port=port))
    assert str(port) in caught.value.message("zh")


async def test_a_server_that_cannot_start_says_why_and_where_to_look(data: Path) -> None:
    Folder(data).claim()
    (data / "server" / "databases").write_text("no folder")
    with pytest.raises(embedded.ServerDidNotStart) as caught:
        await _open(StoreConfig(data))
    assert str(Folder(data).output) in caught.value.message("en")


async def _open(config: StoreConfig) -> None:
    async with open_store(config):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_it_listens_on_loopback_only_and_answers_no_assistant(shared: Path) -> None:
    async with open_store(StoreConfig(shared)):
        found = presence(shared)
        listening = _listening(found.pid)
        assert found.port in {port for _, port in listening}
        assert {host for host, _ in listening} <= {"127.0.0.1", "::1"}
        answers = [_ask_mcp(port, Folder(shared).password()) for _, port in listening if port != found.port]
        assert len(answers) == 1
        assert all("disabled" in answer for answer in answers)


def _listening(pid: int) -> set[tuple[str, int]]:
    """Addresses on which a process listens."""
    inodes = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]]
    return {_address(row[1]) for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes}


def _address(text: str) -> tuple[str, int]:
    host, port = text.split(":")
    raw = b"".join(bytes.fromhex(host[n : n + 8])[::-1] for n in range(0, len(host), 8))
    name = socket.inet_ntop(socket.AF_INET6 if len(raw) == 16 else socket.AF_INET, raw)
    return name.removeprefix("::ffff:"), int(port, 16)


def _ask_mcp(port: int, password: str) -> str:
    """What the server's endpoint for assistants says to somebody who knows the password."""
    login = base64.b64encode(f"root:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/mcp", body, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.read().decode()


async def test_the_server_itself_ends_what_runs_too_long_and_reads_no_files(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """D11, D15: LOAD CSV gets at nothing."""
    monkeypatch.setattr(embedded, "_SLOWEST_STATEMENT_SECONDS", 3.0)
    async with open_store(StoreConfig(data, read_seconds=3)):
        uri, login = f"bolt://127.0.0.1:{presence(data).port}", ("root", Folder(data).password())
        async with AsyncGraphDatabase.driver(uri, auth=login) as driver, driver.session(database="liandong") as session:
            with pytest.raises(Neo4jError) as late:
                await (
                    await session.run(
                        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(a) AS n"
                    )
                ).consume()
            assert (late.value.code or "").endswith("TransactionTimedOut")
            with pytest.raises(Neo4jError):
                await (await session.run("LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row AS row")).consume()


async def test_a_system_without_the_server_is_told_of_neo4j(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(embedded.NoEmbeddedServer) as caught:
        await _open(StoreConfig(data))
    assert all("LIANDONG_NEO4J_URI" in caught.value.message(language) for language in ("zh", "en"))
    assert is_untouched(data)


async def test_a_neo4j_that_is_not_there_is_told_within_seconds(data: Path) -> None:
    began = time.monotonic()
    with pytest.raises(StoreUnavailable):
        await _open(StoreConfig(data, uri="bolt://127.0.0.1:1", read_seconds=20))
    assert time.monotonic() - began < 15
    assert is_untouched(data)


def test_a_folder_with_other_things_is_left_alone(data: Path) -> None:
    data.mkdir()
    (data / "thesis.docx").touch()
    with pytest.raises(FolderNotOurs):
        Folder(data).claim()
    assert [path.name for path in data.iterdir()] == ["thesis.docx"]


def test_many_may_claim_a_new_folder_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for round_ in range(10):
            folder = Folder(tmp_path / str(round_))
            claims = [pool.submit(folder.claim) for _ in range(8)]
            assert [claim.result() for claim in claims] == [None] * 8


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json"])
def test_a_folder_whose_mark_makes_no_sense_is_left_alone(data: Path, text: str) -> None:
    data.mkdir()
    (data / "liandong.json").write_text(text)
    with pytest.raises(FolderNotOurs):
        Folder(data).claim()


def test_a_folder_of_another_format_is_left_alone(data: Path) -> None:
    Folder(data).claim()
    (data / "liandong.json").write_text('{"format": 2}')
    with pytest.raises(FolderOfAnotherFormat) as caught:
        Folder(data).claim()
    assert caught.value.fields == {"folder": data, "format": 2, "ours": 1}
    assert isinstance(caught.value, CannotStart)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(FolderNotWritable):
        Folder(file / "data").claim()


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(data: Path) -> None:
    data.mkdir(mode=0o500)
    with pytest.raises(FolderNotWritable):
        Folder(data).claim()


def test_a_folder_that_others_could_read_is_closed(data: Path) -> None:
    data.mkdir(mode=0o755)
    Folder(data).claim()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_the_configuration_is_a_value() -> None:
    config = StoreConfig(Path("data"))
    assert replace(config, port=1) == StoreConfig(Path("data"), port=1)
