"""The server is killed at any moment of a write: nothing confirmed is lost, nothing is half there, what is repeated happens once."""

import asyncio
import os
import random
import signal
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import DeadlineExceeded, StoreUnavailable
from graph.model import Actor, Link, Plan
from graph.store.folder import Folder
from graph.store.locks import SUPPORTED, exclusive
from graph.store.opening import open_store
from graph.store.port import Store, StoreConfig
from tests.contract import facts as some

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not SUPPORTED, reason="there is no embedded server")]

NOW = datetime(2020, 2, 6, tzinfo=UTC)
DISTRICT = "900000"
SIZE = 500


def plan(number: int) -> Plan:
    """So many people, as many posts, and each holds one."""
    numbers = range(SIZE * number, SIZE * (number + 1))
    posts = tuple(Actor("Post", f"o{n}", DISTRICT, NOW, some.SOURCE) for n in numbers)
    people = some.people(DISTRICT, NOW, SIZE * number, SIZE)
    holdings = tuple(
        Link("HOLDS", f"h{n}", person.ref, post.ref, DISTRICT, NOW, some.SOURCE)
        for n, person, post in zip(numbers, people, posts, strict=True)
    )
    return Plan(DISTRICT, people + posts, links=holdings)


@dataclass
class Tally:
    """What became of the writes that a kill met."""

    lost: int = 0
    kept: int = 0


async def killed_soon(data: Path, chance: random.Random, longest: float) -> None:
    presence = Folder(data).presence()
    assert presence is not None
    await asyncio.sleep(chance.uniform(0, longest))
    os.kill(presence.pid, signal.SIGKILL)
    async with exclusive(Folder(data).server_lock, 10):
        """It is gone once its lock is free: the system may take a moment."""


async def written_once(store: Store, data: Path, number: int, chance: random.Random, tally: Tally) -> None:
    """Write while the server is killed, and write again until it is confirmed, with the same receipt."""
    receipt = some.receipt(NOW, DISTRICT, str(number))
    kill = asyncio.create_task(killed_soon(data, chance, longest=0.6))
    with suppress(StoreUnavailable, DeadlineExceeded):
        await store.commit(plan(number), number, receipt)
    await kill
    await store.ensure()
    found = (await store.revisions()).get(DISTRICT, 0)
    assert found in (number, number + 1)
    tally.kept, tally.lost = (tally.kept + 1, tally.lost) if found > number else (tally.kept, tally.lost + 1)
    assert await store.commit(plan(number), number, receipt) == number + 1


async def survive(data: Path, kills: int) -> Tally:
    chance, tally = random.Random(kills), Tally()
    async with open_store(StoreConfig(data)) as store:
        for number in range(kills):
            await written_once(store, data, number, chance, tally)
        facts = await store.load(DISTRICT)
    assert facts.revision == kills
    assert len({actor.ref for actor in facts.actors}) == len(facts.actors) == 2 * SIZE * kills
    assert len({link.id for link in facts.links}) == len(facts.links) == SIZE * kills
    return tally


async def test_a_kill(tmp_path: Path) -> None:
    await survive(tmp_path / "data", kills=1)


@pytest.mark.long
async def test_a_hundred_kills(tmp_path: Path) -> None:
    tally = await survive(tmp_path / "data", kills=100)
    assert tally.kept > 0
    assert tally.lost > 0
