"""liandong export: the graph of a day as files."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.app import open_archive
from api.commands import terminal
from api.commands.questions import NothingRecorded
from api.commands.terminal import AsOfOption, WithinOption
from api.settings import Settings
from graph.view import View
from loaders.export import Format
from loaders.export import export as write


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", file_okay=False, help="写到哪个新的或空的文件夹 · A folder that is new or empty")
    ],
    as_of: AsOfOption = None,
    within: WithinOption = None,
    form: Annotated[
        Format, typer.Option("--format", help="csv、xlsx、graphml(可用 Gephi 打开)或 json · csv, xlsx, graphml (opens in Gephi) or json")
    ] = Format.CSV,
) -> None:
    """导出某一天的图 · Write the graph of a day to files."""
    settings = terminal.settings()
    with terminal.waiting(settings.say("正在导出 …", "Exporting …")):
        view = asyncio.run(_view(settings, as_of))
        done = write(view, folder, form, None if within is None else [within])
    for path in done.files:
        terminal.OUT.print(str(path), markup=False, soft_wrap=True)
    terminal.note(
        settings.say(
            f"{view.day}:节点 {done.nodes} 个,联系 {done.links} 条。",
            f"{view.day}: {done.nodes} nodes and {done.links} links.",
        )
    )


async def _view(settings: Settings, day: date | None) -> View:
    """The newest view, on a day. Errors: NothingRecorded, DateOutOfRange."""
    async with open_archive(settings) as archive:
        view = await archive.view()
    if not view.snapshots:
        raise NothingRecorded
    return view if day is None else view.as_of(day)
