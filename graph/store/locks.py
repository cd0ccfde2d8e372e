"""Locks between processes, on files: the kernel lets go of them when their holder dies, however it dies."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from graph.errors import Busy

try:
    import fcntl
except ImportError:  # Windows: no embedded server there, and no lock
    fcntl = None  # type: ignore[assignment]

SUPPORTED = fcntl is not None
_POLL = 0.02


class FileLock:
    """A lock on a file (mode 0600), held by this object until released. Two objects exclude each other in one process too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def take(self, *, shared: bool = False) -> bool:
        """Take it at once or not at all: has it been taken?"""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    async def wait(self, seconds: float, *, shared: bool = False) -> None:
        """Take it within so many seconds. Error: Busy."""
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while not self.take(shared=shared):
            if clock() >= end:
                raise Busy(seconds=seconds)
            await asyncio.sleep(_POLL * (1 + random.random()))

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def is_held(path: Path) -> bool:
    """Does somebody hold the lock on this file exclusively?"""
    lock = FileLock(path)
    free = lock.take(shared=True)
    lock.release()
    return not free


@asynccontextmanager
async def exclusive(path: Path, seconds: float) -> AsyncIterator[None]:
    """The lock on a file for the length of a block. Error: Busy after so many seconds."""
    lock = FileLock(path)
    await lock.wait(seconds)
    try:
        yield
    finally:
        lock.release()
