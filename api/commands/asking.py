"""liandong audit and chain: the coverage of a day with its gaps, and who answers for a place."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from api.app import open_archive
from api.commands import questions, terminal
from api.commands.terminal import AsOfOption, Format, FormatOption, WithinOption
from api.settings import Settings
from graph.errors import NotFound
from graph.store.port import LedgerReader
from graph.view import View
from graph.vocabulary import FillStatus, GapReason, SeatKind, label


class Severity(StrEnum):
    """How bad a gap is."""

    ERROR = "ERROR"
    WARN = "WARN"


_ERRORS = frozenset({GapReason.NO_GROUP, GapReason.VACANT, GapReason.OVER_MAX, GapReason.WRONG_SUBDISTRICT})
"""Gaps that leave a level without anybody, or break a bound; the others are warnings."""


def audit(
    as_of: AsOfOption = None,
    within: WithinOption = None,
    fail_on: Annotated[
        Severity | None, typer.Option("--fail-on", help="有此级别以上的缺口时退出码为 2 · Exit code 2 where a gap is this bad")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """覆盖率与缺口 · Coverage and gaps."""
    settings = terminal.settings()
    data = _asked(settings, lambda view, ledger: questions.audit(view, ledger, settings.lang, as_of, within))
    if form is Format.JSON:
        terminal.print_json({"data": data})
    else:
        _print_audit(data["asOf"], settings)
    if fail_on and any(_is_as_bad(fail_on, gap["reason"]) for gap in _nodes(data["asOf"]["coverage"]["gaps"])):
        raise typer.Exit(2)


def chain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="村(社区)或院坝的区划代码 · A community's or a courtyard's code")],
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """谁负责 · Who answers for a place."""
    settings = terminal.settings()
    place = {"courtyard" if len(code) == 15 else "community": code}
    data = _asked(settings, lambda view, ledger: questions.ask(view, ledger, settings.lang, questions.CHAIN, as_of, of=place))
    if data["asOf"]["responsibilityChain"] is None:
        raise NotFound(what=settings.say("村(社区)或院坝", "community or courtyard"), value=code)
    if form is Format.JSON:
        terminal.print_json({"data": data})
    else:
        _print_chain(data["asOf"]["responsibilityChain"], settings)


def _asked(settings: Settings, question: Callable[[View, LedgerReader], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """The answer of the newest view."""

    async def answer() -> dict[str, Any]:
        with terminal.waiting(settings.say("正在读取 …", "Reading …")):
            async with open_archive(settings) as archive:
                return await question(await archive.view(), archive.store)

    return asyncio.run(answer())


def _is_as_bad(severity: Severity, reason: str) -> bool:
    return severity is Severity.WARN or reason in _ERRORS


# ---- tables


def _print_audit(day: dict[str, Any], settings: Settings) -> None:
    fixed = settings.say("(今天固定)", " (today is fixed)") if day["date"] == str(settings.today) else ""
    terminal.OUT.print(f"{day['date']}{fixed}", style="bold", markup=False)
    rates = Table(*settings.say("指标 名义 实际", "Measure On-paper Effective").split())
    for measure in day["coverage"]["measures"]:
        rates.add_row(measure["label"], _rate(measure["nominal"]), _rate(measure["effective"]))
    terminal.OUT.print(rates)
    gaps = _nodes(day["coverage"]["gaps"])
    if gaps:
        terminal.OUT.print(_gaps(gaps, settings))
    terminal.OUT.print(settings.say(f"缺口 {len(gaps)} 个", f"Gaps: {len(gaps)}"), markup=False)


def _gaps(gaps: Sequence[dict[str, Any]], settings: Settings) -> Table:
    table = Table(
        *settings.say("问题 镇街 村(社区) 席位 名册所列 起始 天数", "Reason Subdistrict Community Seat In-the-books Since Days").split()
    )
    for gap in sorted(gaps, key=lambda gap: gap["reason"] not in _ERRORS):
        kinds = [gap["seatKind"]] if gap["seatKind"] else [seat["kind"] for seat in gap["seats"]]
        table.add_row(
            label(GapReason(gap["reason"]), settings.lang),
            gap["community"]["subdistrict"]["name"],
            gap["community"]["name"],
            "、".join(label(SeatKind(kind), settings.lang) for kind in kinds),
            _names(gap["holders"]),
            gap["since"] or "",
            "" if gap["days"] is None else str(gap["days"]),
            style="red" if gap["reason"] in _ERRORS else "yellow",
        )
    return table


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
    return " ".join(filter(None, [_names([holder]), post and f"{post['organization']['name']} {post['title']}"]))


def _names(holders: Sequence[dict[str, Any]]) -> str:
    return "、".join(dict.fromkeys(holder["person"]["name"] for holder in holders if holder["person"]))


def _rate(ratio: dict[str, Any] | None) -> str:
    if ratio is None or ratio["value"] is None:
        return "—"
    return f"{ratio['value']:.1%} ({ratio['numerator']}/{ratio['denominator']})"


def _nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]
