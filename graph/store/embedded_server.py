"""The embedded server's process: `python -m graph.store.embedded_server FOLDER TOKEN PORT COMMAND_MILLISECONDS`.

It leads a session of its own, so that a terminal's Ctrl-C reaches its users and not itself; it listens on loopback only; and it
stops when no process holds the users' lock any more, however the last one ended.
"""

import os
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from neo4j import GraphDatabase

from graph.store.folder import Folder, Presence
from graph.store.locks import FileLock

DATABASE = "liandong"
USER = "root"
PORT_TAKEN = "PORT_TAKEN"

_HEAP = "2g"
_WATCH_SECONDS = 0.3
_LOCK_TRIES = 20
_FRESH_PORTS = 5
_BUSY_PORT = "Unable to listen for BOLT"


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _server(folder: Folder, port: int, milliseconds: int) -> Any:
    """The server, not yet started. Instants keep their zone; a command that runs too long is ended."""
    from arcadedb_embedded.server import ArcadeDBServer  # loads a Java runtime: only here

    config = {
        "mode": "production",
        "http_port": "0",
        "bolt_port": str(port),
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    }
    options = (
        f"-Darcadedb.command.timeout={milliseconds}",
        "-Darcadedb.dateTimeImplementation=java.time.ZonedDateTime",
        "-Darcadedb.server.httpWorkerThreads=4",
    )
    java = {"heap_size": _HEAP, "jvm_args": " ".join(options)}
    return ArcadeDBServer(str(folder.server), root_password=folder.password(), config=config, jvm_kwargs=java)


def _started(folder: Folder, port: int, milliseconds: int) -> tuple[Any, int]:
    """A started server and its port; of free ones another is tried where somebody was quicker."""
    for attempts_left in reversed(range(1 if port else _FRESH_PORTS)):
        chosen = port or _any_free_port()
        server = _server(folder, chosen, milliseconds)
        try:
            server.start()
        except Exception as error:
            if _BUSY_PORT not in str(error):
                raise
            if not attempts_left:
                raise SystemExit(PORT_TAKEN) from error
        else:
            server.create_database(DATABASE)
            return server, chosen
    raise AssertionError("unreachable")


def _await_answer(port: int, password: str) -> None:
    """Return when it answers: the first connection after a start takes longer than a user would wait."""
    uri, login, patience = f"bolt://127.0.0.1:{port}", (USER, password), 60.0
    with GraphDatabase.driver(uri, auth=login, connection_timeout=patience, connection_acquisition_timeout=patience) as driver:
        driver.verify_connectivity()


def _watch(folder: Folder) -> None:
    """Return when told to stop or when nobody uses the server; then no new user gets in until this process is gone."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: told.append(received))
    users = FileLock(folder.users_lock)
    while not told and not users.take():
        time.sleep(_WATCH_SECONDS)


def _alone(folder: Folder) -> FileLock:
    """The lock that says a server lives here; taken in spite of those who just look whether it is held."""
    lock = FileLock(folder.server_lock)
    for _ in range(_LOCK_TRIES):
        if lock.take():
            return lock
        time.sleep(0.05)
    raise SystemExit("another server runs on this folder")


def main(arguments: list[str]) -> None:
    folder = Folder(Path(arguments[0]))
    token, port, milliseconds = arguments[1], int(arguments[2]), int(arguments[3])
    os.umask(0o077)
    os.chdir(folder.server)
    alive = _alone(folder)
    folder.withdraw()
    server, port = _started(folder, port, milliseconds)
    try:
        _await_answer(port, folder.password())
        folder.announce(Presence(port, os.getpid(), token))
        _watch(folder)
    finally:
        folder.withdraw()
        server.stop()
        alive.release()


def _last_words(ended: SystemExit) -> int:
    """Say on a line of its own why it ended, for those who wait for the server; the exit code."""
    if ended.code:
        sys.stderr.write(f"\n{ended.code}\n")
    return 1 if ended.code else 0


def run() -> NoReturn:
    """The process's whole life. It ends at once: connections that are still open would keep the Java runtime alive."""
    if os.getsid(0) != os.getpid():
        os.setsid()
    code = 1
    try:
        main(sys.argv[1:])
        code = 0
    except SystemExit as ended:
        code = _last_words(ended)
    except Exception:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    run()
