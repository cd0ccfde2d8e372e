"""liandong chain: who answers for a place."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from api.app import open_archive
from api.commands import questions, terminal
from api.commands.terminal import AsOfOption, Format, FormatOption
from api.settings import Settings
from graph.errors import NotFound
from graph.store.port import LedgerReader
from graph.view import View
from graph.vocabulary import FillStatus, GapReason, label


def chain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="村(社区)或院坝的区划代码 · A community's or a courtyard's code")],
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """谁负责 · Who answers for a place."""
    settings = terminal.settings()
    place = {"courtyard" if len(code) == 15 else "community": code}
    data = asked(settings, lambda view, ledger: questions.ask(view, ledger, settings.lang, questions.CHAIN, as_of, of=place))
    if data["asOf"]["responsibilityChain"] is None:
        raise NotFound(what=settings.say("村(社区)或院坝", "community or courtyard"), value=code)
    if form is Format.JSON:
        terminal.print_json({"data": data})
    else:
        _print_chain(data["asOf"]["responsibilityChain"], settings)


def asked(settings: Settings, question: Callable[[View, LedgerReader], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """The answer of the newest view."""

    async def answer() -> dict[str, Any]:
        with terminal.waiting(settings.say("正在读取 …", "Reading …")):
            async with open_archive(settings) as archive:
                return await question(await archive.view(), archive.store)

    return asyncio.run(answer())


# ---- tables


def _print_chain(chain_: dict[str, Any], settings: Settings) -> None:
    now = chain_["now"]
    subject = chain_["subject"]
    terminal.OUT.print(f"{subject.get('name', '')} {subject.get('code', '')} · {now['date']}", style="bold", markup=False)
    broken = (now["firstBroken"] or {}).get("role")
    table = Table(*settings.say("环节 状态 由谁 起始", "Hop Status Who Since").split())
    for hop in now["standing"]:
        holders = "\n".join(_holder(holder) for holder in hop["holders"])
        style = "red" if hop["role"] == broken else None
        table.add_row(hop["label"], _status(hop, settings), holders, hop["since"] or "", style=style)
    terminal.OUT.print(table)


def _status(hop: dict[str, Any], settings: Settings) -> str:
    status = label(FillStatus(hop["status"]), settings.lang)
    reason = hop["reason"]
    return status if reason is None or reason == hop["status"] else f"{status}({label(GapReason(reason), settings.lang)})"


def _holder(holder: dict[str, Any]) -> str:
    post = holder["post"]
    return " ".join(filter(None, [names([holder]), post and f"{post['organization']['name']} {post['title']}"]))


def names(holders: Sequence[dict[str, Any]]) -> str:
    return "、".join(dict.fromkeys(holder["person"]["name"] for holder in holders if holder["person"]))
