"""A real Neo4j for the tests: the one that the environment names, else one from Maven Central where Java and Maven are there."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.store.locks import FileLock

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache" / "neo4j"
_OLDEST_JAVA = 17
_START_SECONDS = 120.0
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JAVA_OPTIONS = ("-Xmx2g", "-XX:TieredStopAtLevel=1")  # half the time of a server that lives for a minute
_SETTINGS = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.max_size=2g
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
dbms.cypher.min_replan_interval=1h
"""


@dataclass(frozen=True)
class Server:
    uri: str
    user: str
    password: str


class Missing(Exception):
    """Why there is no Neo4j to test on."""


@contextmanager
def running(home: Path) -> Iterator[Server]:
    """A Neo4j that answers. Error: Missing."""
    if uri := os.environ.get("LIANDONG_TEST_NEO4J_URI"):
        user = os.environ.get("LIANDONG_TEST_NEO4J_USER", "neo4j")
        yield Server(uri, user, os.environ.get("LIANDONG_TEST_NEO4J_PASSWORD", ""))
        return
    own = Own(home)
    own.start()
    try:
        yield own.server
    finally:
        own.kill()  # its home is thrown away: no need to wait for an orderly end


class Own:
    """A Neo4j of ours in a folder, not yet started: it can be killed and started again. Error: Missing."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._jars = _jars()
        self._process: subprocess.Popen[bytes] | None = None
        self.server = Server(f"bolt://127.0.0.1:{_free_port()}", "neo4j", secrets.token_hex(12))
        _configure(home, self.server)
        _java(home, self._jars, "org.neo4j.server.startup.Neo4jAdminCommand", "dbms", "set-initial-password", self.server.password).wait()

    def start(self) -> None:
        """Return when it takes connections. Error: Missing."""
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
        folders = (f"--home-dir={self._home}", f"--config-dir={self._home / 'conf'}")
        self._process = _java(self._home, self._jars, *_JAVA_OPTIONS, *opened, "org.neo4j.server.CommunityEntryPoint", *folders)
        try:
            _await_port(self._process, self.server, self._home)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End it at once (SIGKILL), whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def _jars() -> Path:
    """The folder of Neo4j's libraries, fetched once. Error: Missing."""
    java, maven = shutil.which("java"), shutil.which("mvn")
    if not java or not maven or _java_version(java) < _OLDEST_JAVA:
        raise Missing(f"needs Maven and Java {_OLDEST_JAVA} or later, or LIANDONG_TEST_NEO4J_URI")
    pom = (HERE / "pom.xml").read_text()
    jars, stamp = CACHE / "lib", CACHE / "fetched.xml"
    CACHE.mkdir(parents=True, exist_ok=True)
    with _alone(CACHE / "lock"):
        if not stamp.exists() or stamp.read_text() != pom:
            shutil.rmtree(jars, ignore_errors=True)
            _fetch(maven, jars)
            stamp.write_text(pom)
    return jars


def _fetch(maven: str, jars: Path) -> None:
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={jars}", "-DincludeScope=runtime"]
    done = subprocess.run([maven, "-q", "-B", "-f", str(HERE / "pom.xml"), *goal], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"Maven could not fetch Neo4j: {(done.stdout + done.stderr).strip()[-300:]}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = FileLock(path)
    while not lock.take():
        time.sleep(0.2)
    try:
        yield
    finally:
        lock.release()


def _java_version(java: str) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configure(home: Path, server: Server) -> None:
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(_SETTINGS.format(port=_port(server)))


def _port(server: Server) -> int:
    return int(server.uri.rsplit(":", 1)[1])


def _java(home: Path, jars: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    with (home / "output.log").open("ab") as output:
        command = ["java", "-cp", f"{jars}/*", *arguments]
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)


def _await_port(process: "subprocess.Popen[bytes]", server: Server, home: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", _port(server)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Missing(f"Neo4j did not start: {(home / 'output.log').read_text()[-300:]}")
