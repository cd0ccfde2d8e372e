"""liandong serve: the page, /graphql and the health checks on this machine, until a signal ends it."""

import asyncio
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette

from api import sample
from api.app import create_app, open_archive
from api.commands import terminal
from api.settings import Settings, require_loopback
from graph.errors import CannotStart
from schema.root import schema

_GRACE_SECONDS = 5


def serve(
    with_sample: Annotated[bool, typer.Option("--sample", help="示例区县,数据另存 · The sample district, kept apart")] = False,
) -> None:
    """启动服务,只在本机 · Serve on this machine."""
    settings = terminal.settings()
    require_loopback(settings)
    with _bound(settings) as listener:
        asyncio.run(_serve(sample.apart(settings) if with_sample else settings, listener, with_sample))


async def _serve(settings: Settings, listener: socket.socket, with_sample: bool) -> None:
    async with AsyncExitStack() as opened:
        with terminal.waiting(settings.say("正在启动:", "Starting:"), in_lines=True) as tell:
            tell(settings.say("图数据库 …", "the graph server …"))
            archive = await opened.enter_async_context(open_archive(settings))
            if with_sample:
                await sample.fill(archive, settings, tell)
            view = await archive.view()
        app = create_app(settings, schema, archive)
        await _Server(app, lambda: _greet(settings, listener, view.today.isoformat(), empty=not view.snapshots)).serve([listener])


def _bound(settings: Settings) -> socket.socket:
    """A socket on the address, not yet listening. Errors: CannotStart where it cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        raise CannotStart(
            reason=settings.say(f"不能使用 {where}({error.strerror})", f"{where} cannot be used ({error.strerror})"),
            cure=settings.say("请用 LIANDONG_PORT 换一个端口。", "Choose another port by LIANDONG_PORT."),
        ) from error
    return listener


def _greet(settings: Settings, listener: socket.socket, today: str, empty: bool) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{listener.getsockname()[1]}"
    fixed = settings.say("(固定)", " (fixed)") if settings.today else ""
    kept = settings.neo4j_uri or settings.data
    terminal.note(settings.say(f"联动 {url} · 数据 {kept} · 今天 {today}{fixed}", f"Liandong {url} · data {kept} · today {today}{fixed}"))
    if empty:
        terminal.note(
            settings.say(
                "还没有数据。请另开终端运行:liandong import 文件…", "Nothing is recorded yet. In another terminal: liandong import FILE…"
            )
        )


class _Server(uvicorn.Server):
    """Tells when it listens. A signal ends it like a wish: the caller goes on, and closes what it opened."""

    def __init__(self, app: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on",
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
