"""Several processes on one data folder: each file goes in once, and what a dead one left behind is taken away by the next."""

import asyncio
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store.locks import SUPPORTED
from graph.store.opening import open_store
from graph.store.port import StoreConfig
from tests.contract.ground import Ground, ground_of
from tests.loaders.books import workbook
from tests.loaders.clerk import DIVISION_HEADERS
from tests.store.importer import Order, take_in
from tests.store.test_killed_imports import Embedded, Series, importing, saying

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not SUPPORTED, reason="there is no embedded server")]
_districts = itertools.count(930_001)


def series(config: StoreConfig, folder: Path, limit: int = 0) -> Series:
    return Series(Embedded(config), folder, cases=30, limit=limit, districts=_districts)


async def alone(work: Series) -> str:
    """What is there of a district after an import that nobody disturbed."""
    order = work.order()
    await work.divide(order)
    async with open_store(work.site.config) as store:
        await take_in(store, order)
    return await work.digest(order)


async def test_two_processes_import_one_file_at_once(common: StoreConfig, tmp_path: Path) -> None:
    """One writes it; the other waits for its turn, plans on what is there by then, and has nothing to write."""
    work = series(common, tmp_path)
    order = work.order()
    await work.divide(order)
    other = replace(order, import_id=f"{order.district}-other")
    async with importing(common, order) as first, importing(common, other) as second:
        written = [[one async for one in saying(process)][-1]["written"] for process in (first, second)]
        assert [await process.wait() for process in (first, second)] == [0, 0]
    (one,) = (import_id for import_id in written if import_id)
    assert written.count(None) == 1
    assert await work.digest(replace(order, import_id=one)) == await alone(work)


async def test_what_a_killed_process_left_is_taken_away_by_the_next_writer(common: StoreConfig, tmp_path: Path) -> None:
    """The next writer brings another file: it finds parts of the first, sweeps them, and writes as if they had never been."""
    work = series(common, tmp_path, limit=60)
    order, twin = work.order(), work.order()
    for one in (order, twin):
        await work.divide(one)
    async with importing(common, order) as process, ground_of(common) as ground:
        while not await unfinished(ground, order):  # noqa: ASYNC110 - another process's work
            await asyncio.sleep(0.005)
        process.kill()
        await process.wait()
        assert await unfinished(ground, order)
    assert await after_renaming(work, order) == await after_renaming(work, twin)
    async with ground_of(common) as ground:
        assert not await unfinished(ground, order)


async def after_renaming(work: Series, order: Order) -> str:
    """What is there of a district after one community has been given another name."""
    district = order.district
    rows = [(f"{district}0010{n:02}", f"{'新' if n == 1 else '第'}{n}社区居民委员会", "某街道", "某区") for n in range(1, 11)]
    file = workbook(work.folder / "renamed.xlsx", (DIVISION_HEADERS, *rows))
    anew = Order(str(file), district, f"{district}-renamed")
    async with open_store(work.site.config) as store:
        assert (await take_in(store, anew)).import_id == anew.import_id
    return await work.digest(anew)


async def unfinished(ground: Ground, order: Order) -> bool:
    return bool(await ground.rows("MATCH (i:_Import {open: true}) WHERE i.districtCode = $d RETURN i.done AS done", d=order.district))
