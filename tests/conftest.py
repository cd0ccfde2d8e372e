"""What all tests share: asyncio, and how hard hypothesis tries."""

import pytest
from hypothesis import settings

settings.register_profile("short", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile("short")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
