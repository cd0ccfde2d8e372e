"""liandong refresh: what was changed by hand in the graph server is read again."""

import asyncio

from api.app import open_archive
from api.commands import terminal
from api.settings import Settings


def refresh() -> None:
    """重新读取在图数据库中手工修改的内容 · Read again what was changed by hand in the graph server."""
    settings = terminal.settings()
    asyncio.run(_refresh(settings))
    terminal.note(settings.say("已通知所有进程重新读取。", "Every process reads its districts again."))


async def _refresh(settings: Settings) -> None:
    async with open_archive(settings) as archive:
        await archive.store.refresh()
