"""An embedded server that the tests which write, kill and ask share: a start takes seconds."""

from collections.abc import Iterator

import pytest

from graph.store.port import StoreConfig
from tests.contract.embedded import embedded_server


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreConfig]:
    """Where it is. Tests may kill it: the next user starts it again. Each keeps to districts of its own."""
    with embedded_server(tmp_path_factory.mktemp("common") / "data") as config:
        yield config
