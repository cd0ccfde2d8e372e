"""The data folder: whose it is, what lies in it, and the errors of one that cannot be used. Folder 0700, files 0600."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from graph.errors import CannotStart

FORMAT = 1
_MARK = "liandong.json"


class FolderNotWritable(CannotStart):
    zh = "数据文件夹 {folder} 不能写入({reason})。请修改权限,或用 LIANDONG_DATA 指定另一个文件夹。"
    en = "The data folder {folder} cannot be written ({reason}). Change its permissions, or name another one by LIANDONG_DATA."


class FolderNotOurs(CannotStart):
    zh = "文件夹 {folder} 里有别的内容,不是联动的数据文件夹。请用 LIANDONG_DATA 指定一个空文件夹或原有的数据文件夹。"
    en = "The folder {folder} holds other things and is no data folder of Liandong. Name an empty or an existing one by LIANDONG_DATA."


class FolderOfAnotherFormat(CannotStart):
    zh = "数据文件夹 {folder} 的格式是 {format},本版本只能读取格式 {ours}。请使用相应版本,或另选文件夹后重新导入。"
    en = "The data folder {folder} has the format {format}; this version reads {ours}. Use the version that wrote it, or import anew."


@dataclass(frozen=True, slots=True)
class Presence:
    """What a running server says of itself, in a file that only its owner can read."""

    port: int
    pid: int
    token: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The places within a data folder."""

    path: Path

    @property
    def server(self) -> Path:
        """Where the embedded server lives and works."""
        return self.path / "server"

    @property
    def output(self) -> Path:
        """What the embedded server printed since it was started."""
        return self.server / "output.log"

    @property
    def users_lock(self) -> Path:
        """Held, shared, by each process that uses the embedded server, which stops when nobody holds it."""
        return self.path / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the process that joins or starts the embedded server."""
        return self.path / "start.lock"

    @property
    def server_lock(self) -> Path:
        """Held by the embedded server for as long as it lives."""
        return self.path / "server.lock"

    @property
    def _presence(self) -> Path:
        return self.path / "server.json"

    def claim(self) -> None:
        """Make the folder, or see that it is ours. Errors: FolderNotWritable, FolderNotOurs, FolderOfAnotherFormat."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not (self.path / _MARK).exists():
                self._begin()
            self._check_format()
            self.path.chmod(0o700)
            self.server.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise FolderNotWritable(folder=self.path, reason=error.strerror) from error

    def _begin(self) -> None:
        """Mark an empty folder as ours; another process may be doing the same."""
        names = {entry.name for entry in self.path.iterdir() if not entry.name.startswith(f".{_MARK}.")}
        if names and not (self.path / _MARK).exists():
            raise FolderNotOurs(folder=self.path)
        write_private(self.path / _MARK, json.dumps({"format": FORMAT}))

    def _check_format(self) -> None:
        try:
            found = json.loads((self.path / _MARK).read_text())["format"]
        except (ValueError, KeyError, TypeError) as error:
            raise FolderNotOurs(folder=self.path) from error
        if found != FORMAT:
            raise FolderOfAnotherFormat(folder=self.path, format=found, ours=FORMAT)

    def password(self) -> str:
        """The embedded server's password: random, made when first asked for. With a new one the server makes its user anew."""
        file = self.path / "password"
        if not file.exists():
            (self.server / "config" / "server-users.jsonl").unlink(missing_ok=True)
            write_private(file, secrets.token_urlsafe(32))
        return file.read_text()

    def presence(self) -> Presence | None:
        """What the server, if any, says of itself; None where the file is missing or makes no sense."""
        try:
            return Presence(**json.loads(self._presence.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def announce(self, presence: Presence) -> None:
        write_private(self._presence, json.dumps({"port": presence.port, "pid": presence.pid, "token": presence.token}))

    def withdraw(self) -> None:
        """Take away what a server, running or dead, said of itself."""
        self._presence.unlink(missing_ok=True)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
