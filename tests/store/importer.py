"""A process that imports one file: `python -m tests.store.importer JSON`. Says a line when it begins, one before each statement that it
sends from then on, and one when it is done.

Its clock stands and its ids are counted, so that two imports of one file write the same graph.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from unittest.mock import patch

from neo4j import AsyncManagedTransaction

from graph.archive import Archive
from graph.store import script
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from loaders import intake
from loaders.desk import Options
from loaders.intake import Intake, Outcome

TODAY = date(2020, 2, 6)
NOW = datetime(2020, 2, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Order:
    """Which file goes into which district, under which id, in parts of how many nodes and links (0: whole)."""

    file: str
    district: str
    import_id: str
    limit: int = 0


async def take_in(store: Store, order: Order) -> Outcome:
    """Errors: those of the store."""
    ids = count()
    with (
        patch.object(script, "LIMIT", order.limit or script.LIMIT),
        patch.object(intake, "_import_id", lambda at: order.import_id),
        patch.object(intake, "_person_id", lambda: f"p-{order.district}-{next(ids)}"),
    ):
        options = Options(TODAY, date(2017, 1, 1), order.district)
        (outcome,) = await Intake(Archive(store, lambda: TODAY, lambda: NOW)).run([Path(order.file)], options)
    assert not outcome.refused, [problem.en for problem in outcome.problems]
    return outcome


def say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


@contextmanager
def telling() -> Iterator[None]:
    """The number of each statement is said before it is sent."""
    numbers = count(1)
    run = AsyncManagedTransaction.run

    async def saying(self, query, *args, **kwargs):  # type: ignore[no-untyped-def]
        say(statement=next(numbers))
        return await run(self, query, *args, **kwargs)

    with patch.object(AsyncManagedTransaction, "run", saying):
        yield


async def main(config: StoreConfig, order: Order) -> None:
    async with open_store(config) as store:
        say(begun=order.import_id)
        with telling():
            outcome = await take_in(store, order)
        say(written=outcome.import_id)


def arguments(config: StoreConfig, order: Order) -> str:
    place = {name: value for name, value in asdict(config).items() if name in ("uri", "user", "password")}
    return json.dumps({"data": str(config.data), "place": place, "order": asdict(order)})


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    asyncio.run(main(StoreConfig(Path(asked["data"]), **asked["place"]), Order(**asked["order"])))
