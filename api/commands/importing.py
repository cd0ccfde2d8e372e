"""liandong import: files into the record, each whole or not at all."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from api import clocks
from api.app import open_archive
from api.commands import differing, terminal
from api.commands.terminal import EffectiveOption, Format, FormatOption, WithinOption
from api.settings import Settings
from graph.model import Plan
from graph.vocabulary import LINKS, NODES
from loaders import report
from loaders.desk import Options
from loaders.intake import Intake, Outcome


def import_(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="xlsx、xls 或 csv 文件 · xlsx, xls or csv files")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会怎样,不写入 · Tell what would happen; write nothing")] = False,
    effective: EffectiveOption = None,
    within: WithinOption = None,
    edition: Annotated[int | None, typer.Option(metavar="YYYY", help="区划表用哪一年的版本 · Which edition of the divisions")] = None,
    allow_shrink: Annotated[bool, typer.Option("--allow-shrink", help="允许大量终止 · Allow that much is closed")] = False,
    inclusive_ends: Annotated[bool, typer.Option("--inclusive-ends", help="终止日期含当天 · End dates are the last day held")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="推断算错误 · Units that no list holds, and guesses, are errors")] = False,
    skip_bad_rows: Annotated[bool, typer.Option("--skip-bad-rows", help="跳过有错的行 · Leave out rows with errors")] = False,
    undo: Annotated[str | None, typer.Option("--undo", metavar="ID", help="撤销一次导入 · Take back an import")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """导入文件,或撤销一次导入 · Import files, or take back an import."""
    if bool(files) == bool(undo):
        raise typer.BadParameter("FILE… | --undo ID")
    settings = terminal.settings()
    if undo:
        plan = asyncio.run(_undo(settings, undo))
        terminal.OUT.print(undone(undo, plan, settings), markup=False, soft_wrap=True)
        return
    options = Options(clocks.today(settings.today)(), effective, within, edition, allow_shrink, inclusive_ends, strict, skip_bad_rows)
    outcomes = asyncio.run(_import(settings, files or [], options, dry_run))
    if form is Format.JSON:
        terminal.print_json({"dryRun": dry_run, "files": [_plain(outcome, settings.lang) for outcome in outcomes]})
    else:
        print_outcomes(outcomes, dry_run, settings)
    if any(outcome.refused for outcome in outcomes):
        raise typer.Exit(1)


async def _import(settings: Settings, files: Sequence[Path], options: Options, dry_run: bool) -> tuple[Outcome, ...]:
    with terminal.waiting(settings.say("正在导入", "Importing")) as tell:
        async with open_archive(settings) as archive:
            return await Intake(archive, settings.actor, tell).run(files, options, dry_run)


async def _undo(settings: Settings, import_id: str) -> Plan:
    with terminal.waiting(settings.say("正在撤销", "Undoing")):
        async with open_archive(settings) as archive:
            return await archive.undo(import_id, settings.actor)


# ---- what is told


def undone(import_id: str, plan: Plan, settings: Settings) -> str:
    gone = len(plan.withdrawals) + len(plan.retractions) + len(plan.taken_back)
    return settings.say(
        f"已撤销 {import_id}:撤回 {gone} 项,恢复 {len(plan.links)} 项。",
        f"{import_id} is undone: {gone} facts taken back, {len(plan.links)} recorded anew.",
    )


def _plain(outcome: Outcome, language: str) -> dict[str, Any]:
    counts = {kind: {"added": c.added, "changed": c.changed, "closed": c.closed} for kind, c in outcome.counts.items()}
    return {
        "file": outcome.file,
        "district": outcome.district,
        "importId": outcome.import_id,
        "refused": outcome.refused,
        "counts": counts,
        "differences": [differing.plain(difference, language) for difference in outcome.differences],
        "problems": report.rows(outcome.problems, language),
    }


def print_outcomes(outcomes: Sequence[Outcome], dry_run: bool, settings: Settings) -> None:
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if problems:
        terminal.OUT.print(report.summary(problems, settings.lang))
    if any(outcome.counts for outcome in outcomes):
        terminal.OUT.print(_counts(outcomes, settings))
    if any(outcome.differences for outcome in outcomes):
        terminal.OUT.print(differing.table([(outcome.file, outcome.differences) for outcome in outcomes], settings))
    for outcome in outcomes:
        terminal.OUT.print(f"{outcome.file}: {_fate(outcome, dry_run, settings)}", markup=False, soft_wrap=True)


def _counts(outcomes: Sequence[Outcome], settings: Settings) -> Table:
    table = Table(*settings.say("文件 内容 新增 变更 终止", "File What Added Changed Closed").split())
    for outcome in outcomes:
        for kind, counts in outcome.counts.items():
            table.add_row(outcome.file, _kind(kind, settings), str(counts.added), str(counts.changed), str(counts.closed))
    return table


def _kind(kind: str, settings: Settings) -> str:
    """A label of nodes, or a type of links as a little sentence, in words."""
    if kind in NODES:
        return settings.say(NODES[kind].zh, NODES[kind].en)
    link = LINKS[kind]
    start = NODES[link.start]
    return settings.say(f"{start.zh} {link.zh}", f"{start.en} {link.en}")


def _fate(outcome: Outcome, dry_run: bool, settings: Settings) -> str:
    if outcome.refused and dry_run:
        return settings.say("不能导入,请改正上面的错误。", "cannot be imported; correct the errors above.")
    if outcome.refused:
        return settings.say("没有导入,请改正上面的错误。", "not imported; correct the errors above.")
    if not outcome.counts:
        return settings.say("没有变化。", "nothing changes.")
    if dry_run:
        return settings.say("可以导入(试运行,没有写入)。", "can be imported (dry run; nothing was written).")
    return settings.say(f"已导入,编号 {outcome.import_id}。", f"imported as {outcome.import_id}.")
