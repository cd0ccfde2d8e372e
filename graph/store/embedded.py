"""The embedded server seen from its users: find it or start it, hold it while in use, let it go.

Every user holds a shared lock on one file; the server watches that lock and stops when nobody holds it, so that nothing is left
running after an orderly end, Ctrl-C, or a kill of any user. A second process finds the server by a file in the data folder.
"""

import asyncio
import importlib.util
import os
import platform
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from neo4j import AsyncDriver

from graph.errors import Busy, CannotStart
from graph.store.bolt import BoltStore, connect
from graph.store.embedded_server import PORT_TAKEN, USER
from graph.store.folder import Folder, Presence
from graph.store.locks import SUPPORTED, FileLock, exclusive, is_held
from graph.store.port import StoreConfig

_START_SECONDS = 90.0
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.05
_RETRY_SECONDS = 0.5
_SLOWEST_STATEMENT_SECONDS = 10.0
"""What one batch of a write may take: the server ends any statement after the read deadline, but not before this."""


class NoEmbeddedServer(CannotStart):
    zh = "本机({system})没有内嵌图数据库。请使用 Neo4j 5.26 以上,并设置 LIANDONG_NEO4J_URI(例如 bolt://127.0.0.1:7687)。"
    en = "There is no embedded graph server for this system ({system}). Use a Neo4j 5.26 or later: LIANDONG_NEO4J_URI=bolt://…"


class ServerDidNotStart(CannotStart):
    zh = "内嵌图数据库没有启动:{reason}。详见 {log}。"
    en = "The embedded graph server did not start: {reason}. See {log}."


class PortTaken(CannotStart):
    zh = "端口 {port} 已被占用。请换一个端口,或不指定端口。"
    en = "The port {port} is taken. Choose another one, or none."


class ServerHandle:
    """One process's hold on the embedded server of a data folder."""

    def __init__(self, config: StoreConfig) -> None:
        self.folder = Folder(config.data.absolute())
        self._port = config.port
        self._milliseconds = round(1000 * max(config.read_seconds, _SLOWEST_STATEMENT_SECONDS))
        self._use = FileLock(self.folder.users_lock)
        self._child: int | None = None

    async def ensure(self) -> Presence:
        """The running server: joined, or started where there is none. Errors: CannotStart and its kinds."""
        if self._use.held and (presence := self._alive()):
            return presence
        _must_be_possible()
        self.folder.claim()
        try:
            if not self._use.held:
                await self._use.wait(_STOP_SECONDS, shared=True)
            async with exclusive(self.folder.start_lock, _START_SECONDS), asyncio.timeout(_START_SECONDS):
                return await self._found() or await self._launched()
        except (Busy, TimeoutError) as error:
            raise ServerDidNotStart(reason=f"> {_START_SECONDS:.0f} s", log=self.folder.output) from error

    def release(self) -> None:
        """Use it no more; the server stops if nobody else does."""
        self._use.release()
        self._reap()

    def _alive(self) -> Presence | None:
        """What a living server says of itself; None where none lives, or one that starts or stops."""
        return self.folder.presence() if is_held(self.folder.server_lock) else None

    async def _found(self) -> Presence | None:
        """A living server, waited for while it starts; None where none lives."""
        while is_held(self.folder.server_lock):
            if presence := self._alive():
                return presence
            await asyncio.sleep(_POLL_SECONDS)
        return None

    async def _launched(self) -> Presence:
        """A new server. It replaces the stale files of a dead one, and its token says that it is this one."""
        token = secrets.token_hex(8)
        self._child = self._spawn(token)
        while self._runs():
            presence = self.folder.presence()
            if presence is not None and presence.token == token:
                return presence
            await asyncio.sleep(_POLL_SECONDS)
        raise self._failure()

    def _spawn(self, token: str) -> int:
        arguments = [str(self.folder.path), token, str(self._port), str(self._milliseconds)]
        with _output(self.folder.output) as output:
            actions = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)]
            command = [sys.executable, "-P", "-m", "graph.store.embedded_server", *arguments]
            return os.posix_spawn(sys.executable, command, _environment(), file_actions=actions)

    def _runs(self) -> bool:
        """Does the server that this process started still run?"""
        self._reap()
        return self._child is not None

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            if self._child is None or os.waitpid(self._child, os.WNOHANG) == (0, 0):
                return
        self._child = None

    def _failure(self) -> CannotStart:
        lines = self.folder.output.read_text(errors="replace").split("\n")
        reason = next((line for line in reversed(lines) if line.strip()), "?")
        if reason == PORT_TAKEN:
            return PortTaken(port=self._port)
        return ServerDidNotStart(reason=reason.strip()[:200], log=self.folder.output)


class EmbeddedStore(BoltStore):
    """A Store on the embedded server; `ensure` starts it again where it has died."""

    def __init__(self, handle: ServerHandle, presence: Presence, config: StoreConfig) -> None:
        super().__init__(_driver(handle.folder, presence), config)
        self._handle = handle
        self._presence = presence

    async def ensure(self) -> None:
        presence = await self._handle.ensure()
        if presence != self._presence:
            old, self._driver = self._driver, _driver(self._handle.folder, presence)
            self._presence = presence
            await old.close()

    async def close(self) -> None:
        await super().close()
        self._handle.release()


def _driver(folder: Folder, presence: Presence) -> AsyncDriver:
    return connect(f"bolt://127.0.0.1:{presence.port}", USER, folder.password(), retry_seconds=_RETRY_SECONDS)


def _must_be_possible() -> None:
    if not SUPPORTED or importlib.util.find_spec("arcadedb_embedded") is None:
        raise NoEmbeddedServer(system=f"{platform.system()} {platform.machine()}")


def _environment() -> dict[str, str]:
    """This process's own, with the folder of these packages in the way: the server works elsewhere."""
    here = str(Path(__file__).parents[2])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


@contextmanager
def _output(file: Path) -> Iterator[int]:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
