"""liandong sample, template, schema: files to start from, and the schema as text."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands import terminal
from loaders import sample as samples
from loaders import templates
from schema.printing import printed

Folder = Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="写到哪个文件夹 · The folder to write to")]


def sample(
    folder: Folder,
    clean: Annotated[bool, typer.Option("--clean", help="不含预设的缺陷 · Without the planted defects")] = False,
    cases: Annotated[int | None, typer.Option(min=0, help="台账的问题数 · Cases of the ledger; above 100,000 as CSV")] = None,
    seed: Annotated[int, typer.Option(help="随机种子 · Seed of chance")] = 1,
) -> None:
    """写出示例区县的工作簿 · Write the workbooks of the sample district."""
    _list(samples.write(folder, clean, seed, cases=cases))


def template(folder: Folder) -> None:
    """写出空白工作簿 · Write empty workbooks to fill in."""
    _list(templates.write(folder))


def schema() -> None:
    """打印 GraphQL 模式 · Print the GraphQL schema."""
    typer.echo(printed(), nl=False)


def _list(paths: tuple[Path, ...]) -> None:
    for path in paths:
        terminal.OUT.print(str(path), markup=False, soft_wrap=True)
