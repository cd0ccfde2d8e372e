"""What all tests share: asyncio, how hard hypothesis tries, and which tests run in one process."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

settings.register_profile("short", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile("short")

HERE = Path(__file__).parent
CONTRACT = "tests/contract/"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long on Neo4j is long. Tests of the whole come first: they are slow, and the last to run would keep one process waiting."""
    items.sort(key=lambda item: item.path.parent != HERE)
    for item in items:
        if _server(item) == "neo4j" and item.get_closest_marker("long_on_neo4j"):
            item.add_marker(pytest.mark.long)


class _Scheduling(LoadFileScheduling):  # type: ignore[misc]
    """Each process takes whole files, and one of them all of the contract's: their servers start once, and plan each statement once."""

    def _split_scope(self, nodeid: str) -> str:
        return CONTRACT if nodeid.startswith(CONTRACT) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Scheduling:
    return _Scheduling(config, log)


def _server(item: pytest.Item) -> str:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return str(given.get("config", ""))
