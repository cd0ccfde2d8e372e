"""Every trap that is refused leaves the stored graph as it was: the same digest before and after, on a real server."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from graph.archive import Archive
from graph.model import Severity
from graph.store.locks import SUPPORTED
from graph.store.opening import open_store
from graph.store.port import StoreConfig
from loaders.desk import Options
from loaders.intake import Intake
from tests.contract.ground import ground_of
from tests.loaders.books import workbook
from tests.loaders.clerk import DISTRICT, DIVISIONS, POST_HEADERS, TODAY, post
from tests.loaders.traps import TRAPS, Trap

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not SUPPORTED, reason="there is no embedded server")]

LARGE = ("zip bomb", "zip bomb with a lying header", "one string in many cells")
REFUSED = [trap for trap in TRAPS if trap.refused]
OPTIONS = Options(TODAY, date(2018, 1, 1), DISTRICT)


def written(trap: Trap, folder: Path) -> Path:
    path = folder / trap.file
    path.write_bytes(trap.make())
    return path


async def fallen_into(config: StoreConfig, folder: Path, traps: list[Trap]) -> list[str]:
    """The traps after which the graph was another; each must be refused."""
    clock = count()
    sound = workbook(folder / "sound.xlsx", DIVISIONS, (POST_HEADERS, post("钱七", "甲社区", "村(社区)书记")))
    changed: list[str] = []
    async with open_store(config) as store, ground_of(config) as ground:
        intake = Intake(Archive(store, lambda: TODAY, lambda: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(seconds=next(clock))))
        await intake.run([sound], OPTIONS)
        before, size = await ground.digest(DISTRICT), await ground.size()
        for trap in traps:
            (outcome,) = await intake.run([written(trap, folder)], OPTIONS)
            assert (outcome.refused, outcome.import_id) == (True, None), trap.file
            assert any(problem.severity is Severity.ERROR for problem in outcome.problems), trap.file
            if await ground.digest(DISTRICT) != before:
                changed.append(trap.file)
        assert await ground.size() == size
        assert size[0] > 10
    return changed


async def test_no_trap_changes_the_graph(common: StoreConfig, tmp_path: Path) -> None:
    traps = [trap for trap in REFUSED if trap.name not in LARGE]
    assert len(traps) > 30
    assert await fallen_into(common, tmp_path, traps) == []


@pytest.mark.long
async def test_nor_does_a_large_one(common: StoreConfig, tmp_path: Path) -> None:
    traps = [trap for trap in REFUSED if trap.name in LARGE]
    assert {trap.name for trap in traps} == set(LARGE)
    assert await fallen_into(common, tmp_path, traps) == []
