"""liandong chain: who answers for a place or a case."""

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
from graph.vocabulary import CaseState, FillStatus, GapReason, label


def chain(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="CODE|NUMBER", help="村(社区)或院坝的区划代码,或问题编号 · A community's or a courtyard's code, or a case's number"
        ),
    ],
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """谁负责 · Who answers for a place or a case."""
    settings = terminal.settings()
    data = asked(settings, lambda view, ledger: questions.chain(view, ledger, settings.lang, as_of, subject))
    if data["asOf"]["responsibilityChain"] is None:
        raise NotFound(what=settings.say("村(社区)、院坝或问题", "community, courtyard or case"), value=subject)
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
    subject = chain_["subject"]
    if subject["__typename"] != "Case":
        title = f"{subject['name']} {subject['code']}"
        _print_chain_at(f"{title} · {_day(chain_['now'])}", chain_["now"], settings)
        return
    state = label(CaseState(subject["state"]), settings.lang)
    terminal.OUT.print(f"{subject['number']} · {subject['community']['name']} · {state}", style="bold", markup=False)
    moments = {"raised": ("收集时", "When raised"), "resolved": ("办结时", "When handled"), "now": ("这一天", "On this day")}
    for name, words in moments.items():
        if chain_[name]:
            _print_chain_at(f"{settings.say(*words)} {_day(chain_[name])}", chain_[name], settings)


def _print_chain_at(title: str, chain_: dict[str, Any], settings: Settings) -> None:
    """The standing chain and, below a line, who handles the case."""
    terminal.OUT.print(title, style="bold", markup=False)
    broken = (chain_["firstBroken"] or {}).get("role")
    table = Table(*settings.say("环节 状态 由谁 起始", "Hop Status Who Since").split())
    for hop in chain_["standing"]:
        table.add_row(*_hop(hop, settings), style="red" if hop["role"] == broken else None)
    table.add_section()
    for hop in chain_["handling"]:
        table.add_row(*_hop(hop, settings))
    terminal.OUT.print(table)


def _day(chain_: dict[str, Any]) -> str:
    """The day; ~ where the source gives a month or a year."""
    return f"{'' if chain_['exact'] else '~'}{chain_['date']}"


def _hop(hop: dict[str, Any], settings: Settings) -> tuple[str, str, str, str]:
    who = "\n".join(filter(None, map(_holder, hop["holders"])))
    unit = hop["organization"]["name"] if hop["organization"] else ""
    return hop["label"], _status(hop, settings), who or (unit if hop["status"] != FillStatus.VACANT else ""), hop["since"] or ""


def _status(hop: dict[str, Any], settings: Settings) -> str:
    status = label(FillStatus(hop["status"]), settings.lang)
    reason = hop["reason"]
    return status if reason is None or reason == hop["status"] else f"{status}({label(GapReason(reason), settings.lang)})"


def _holder(holder: dict[str, Any]) -> str:
    post = holder["post"]
    return " ".join(filter(None, [names([holder]), post and f"{post['organization']['name']} {post['title']}"]))


def names(holders: Sequence[dict[str, Any]]) -> str:
    return "、".join(dict.fromkeys(holder["person"]["name"] for holder in holders if holder["person"]))
