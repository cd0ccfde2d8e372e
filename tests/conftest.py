"""What all tests share: asyncio, and how hard hypothesis tries."""

import pytest
from hypothesis import settings

settings.register_profile("short", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile("short")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long on Neo4j is long."""
    for item in items:
        if _server(item) == "neo4j" and item.get_closest_marker("long_on_neo4j"):
            item.add_marker(pytest.mark.long)


def _server(item: pytest.Item) -> str:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return str(given.get("config", ""))
