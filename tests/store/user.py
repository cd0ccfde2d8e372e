"""A process that uses a store: `python -m tests.store.user DATA`. Says one JSON line when it is in, and stays until its input ends.

Interrupted, it still asks the store something, as an application does that shuts down in order, and says what came of it.
"""

import asyncio
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path

from graph.store.folder import Folder
from graph.store.opening import open_store
from graph.store.port import StoreConfig


def say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _interruptible() -> None:
    """Ctrl-C ends this task, even where who started us lets it be ignored, as a shell does with what it runs in the background."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)


async def use(data: Path) -> None:
    _interruptible()
    async with open_store(StoreConfig(data)) as store:
        presence = Folder(data).presence()
        assert presence is not None
        say(server=presence.pid, port=presence.port)
        try:
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        except asyncio.CancelledError:
            await asyncio.sleep(1.5)  # longer than the server needs to notice that nobody is there
            say(healthy=await store.healthy())
            sys.stdin.close()
            raise


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):
        asyncio.run(use(Path(sys.argv[1])))
