"""liandong audit: the coverage of a day, its gaps, and what its rules find."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from api.commands import questions, terminal
from api.commands.asking import asked, names
from api.commands.terminal import AsOfOption, Format, FormatOption, WithinOption
from api.settings import Settings
from graph.analysis.terms import TERMS
from graph.model import Severity
from graph.vocabulary import GapReason, SeatKind, label


class FailOn(StrEnum):
    """From which severity on findings are a failure."""

    ERROR = "ERROR"
    WARN = "WARN"


_COLOURS = {Severity.ERROR: "red", Severity.WARN: "yellow", Severity.INFO: None}


def audit(
    as_of: AsOfOption = None,
    within: WithinOption = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="有此级别以上的发现时退出码为 2 · Exit code 2 where a finding is this bad")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """覆盖率、缺口与审计发现 · Coverage, gaps and findings."""
    settings = terminal.settings()
    data = asked(settings, lambda view, ledger: questions.audit(view, ledger, settings.lang, as_of, within))
    if form is Format.JSON:
        terminal.print_json({"data": data})
    else:
        print_audit(data["asOf"], settings)
    if fail_on and fails(fail_on, data["asOf"]["findings"]["rules"]):
        raise typer.Exit(2)


def fails(on: FailOn, rules: Sequence[dict[str, Any]]) -> bool:
    """Has a rule of this severity, or of a worse one, found something that is not muted?"""
    order = list(Severity)
    return any(rule["found"] and order.index(Severity(rule["severity"])) <= order.index(Severity(on.value)) for rule in rules)


# ---- tables


def print_audit(day: dict[str, Any], settings: Settings) -> None:
    """The answer to AUDIT as tables."""
    fixed = settings.say("(今天固定)", " (today is fixed)") if day["date"] == str(settings.today) else ""
    terminal.OUT.print(f"{day['date']}{fixed}", style="bold", markup=False)
    rates = Table(*settings.say("指标 名义 实际", "Measure On-paper Effective").split())
    for measure in day["coverage"]["measures"]:
        rates.add_row(measure["label"], _rate(measure["nominal"]), _rate(measure["effective"]))
    terminal.OUT.print(rates)
    gaps, findings = _nodes(day["coverage"]["gaps"]), _nodes(day["findings"])
    if gaps:
        terminal.OUT.print(_gaps(gaps, settings))
    terminal.OUT.print(settings.say(f"缺口 {len(gaps)} 个", f"Gaps: {len(gaps)}"), markup=False)
    if findings:
        terminal.OUT.print(_findings(findings, settings))
    terminal.OUT.print(_counts(day["findings"]["rules"], settings))
    terminal.OUT.print(settings.say(f"发现 {len(findings)} 项", f"Findings: {len(findings)}"), markup=False)


def _gaps(gaps: Sequence[dict[str, Any]], settings: Settings) -> Table:
    table = Table(
        *settings.say("问题 镇街 村(社区) 席位 名册所列 起始 天数", "Reason Subdistrict Community Seat In-the-books Since Days").split()
    )
    for gap in gaps:
        kinds = [gap["seatKind"]] if gap["seatKind"] else [seat["kind"] for seat in gap["seats"]]
        table.add_row(
            label(GapReason(gap["reason"]), settings.lang),
            gap["community"]["subdistrict"]["name"],
            gap["community"]["name"],
            "、".join(label(SeatKind(kind), settings.lang) for kind in kinds),
            names(gap["holders"]),
            gap["since"] or "",
            "" if gap["days"] is None else str(gap["days"]),
        )
    return table


def _findings(findings: Sequence[dict[str, Any]], settings: Settings) -> Table:
    table = Table(*settings.say("级别 规则 对象 说明 起始", "Severity Rule Subject Message Since").split())
    for finding in findings:
        row = (finding["rule"], finding["subject"]["label"], finding["message"], finding["since"] or "")
        table.add_row(_severity(finding, settings), *row, style=_COLOURS[Severity(finding["severity"])])
    return table


def _counts(rules: Sequence[dict[str, Any]], settings: Settings) -> Table:
    """What each rule looked at, and what became of it."""
    heads = settings.say("级别 规则 名称 检查 合格 发现 静默 不详", "Severity Rule Title Checked Passed Found Muted Unknown")
    table = Table(*heads.split())
    for rule in rules:
        counts = (str(rule[name]) for name in ("checked", "passed", "found", "muted", "unknown"))
        style = _COLOURS[Severity(rule["severity"])] if rule["found"] else None
        table.add_row(_severity(rule, settings), rule["rule"], rule["title"], *counts, style=style)
    return table


def _severity(of: dict[str, Any], settings: Settings) -> str:
    term = TERMS["Severity"][Severity(of["severity"])]
    return settings.say(term.zh, term.en)


def _rate(ratio: dict[str, Any] | None) -> str:
    if ratio is None or ratio["value"] is None:
        return "—"
    return f"{ratio['value']:.1%} ({ratio['numerator']}/{ratio['denominator']})"


def _nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]
