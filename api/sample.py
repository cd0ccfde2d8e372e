"""The sample district in a data folder of its own: its workbooks, written once, go in as anybody's would."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from api.settings import Settings
from graph.archive import Archive
from graph.errors import CannotStart
from graph.store.folder import Folder
from loaders.desk import Options
from loaders.intake import Intake
from loaders.sample import NANAN, write

_WORKBOOKS = "workbooks"
_DONE = "imported"


def apart(settings: Settings) -> Settings:
    """The same settings with the sample's own data folder, within the user's, and its day unless one is fixed. Errors: CannotStart."""
    Folder(settings.data).claim()
    return settings.in_folder(settings.data / "sample", settings.today or NANAN.as_of)


async def fill(archive: Archive, settings: Settings, tell: Callable[[str], None]) -> None:
    """Import the sample, unless that was done before. Errors: CannotStart, and those of the store."""
    folder = settings.data / _WORKBOOKS
    if (folder / _DONE).exists() and await archive.store.revisions():
        return
    tell(settings.say("生成示例数据 …", "making the sample …"))
    paths = await asyncio.to_thread(write, folder)
    intake = Intake(archive, settings.actor, lambda step: tell(settings.say(f"导入 {step} …", f"importing {step} …")))
    await _run(intake, paths, settings)
    (folder / _DONE).touch()


async def _run(intake: Intake, paths: tuple[Path, ...], settings: Settings) -> None:
    """The divisions hold from the sample's first day; the other sheets have days of their own."""
    own = Options(NANAN.as_of)
    first = Options(NANAN.as_of, effective=NANAN.territory_since, edition=NANAN.edition)
    for options, chosen in ((first, [p for p in paths if p.suffix == ".csv"]), (own, [p for p in paths if p.suffix != ".csv"])):
        for outcome in await intake.run(chosen, options):
            if outcome.refused:
                raise CannotStart(reason=f"{outcome.file}: {outcome.problems[0].message(settings.lang)}", cure="")
