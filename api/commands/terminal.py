"""What the commands share: their settings, their two streams, the form of an answer, and something to watch while they work."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import orjson
import typer
from rich.console import Console

from api.settings import Settings, language, read

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)

Tell: TypeAlias = Callable[[str], None]


class Format(StrEnum):
    """How a command prints its answer."""

    TABLE = "table"
    JSON = "json"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("YYYY-MM-DD") from None


FormatOption = Annotated[Format, typer.Option("--format", help="输出形式 · Form of the answer")]
AsOfOption = Annotated[
    date | None, typer.Option("--as-of", parser=_day, metavar="YYYY-MM-DD", help="哪一天;默认今天 · Which day; today if left out")
]
EffectiveOption = Annotated[
    date | None,
    typer.Option(
        "--effective", parser=_day, metavar="YYYY-MM-DD", help="没有自带日期的表从哪天起算 · The day of sheets without dates of their own"
    ),
]
WithinOption = Annotated[str | None, typer.Option("--within", metavar="CODE", help="只看这个区划代码之内 · Only within this division")]


def settings() -> Settings:
    """The settings of this process. Errors: BadSetting."""
    return read(os.environ)


def spoken() -> str:
    """The language of messages, also where the settings are wrong."""
    return language(os.environ)


def fail(message: str) -> None:
    """One clear line of what went wrong."""
    ERR.print(message, style="bold red", markup=False, soft_wrap=True)


def note(message: str) -> None:
    """One line beside the answer."""
    ERR.print(message, markup=False, soft_wrap=True)


def print_json(answer: Mapping[str, Any]) -> None:
    typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())


@contextmanager
def waiting(message: str, in_lines: bool = False) -> Iterator[Tell]:
    """Show on stderr that work goes on, and what it is at: a line that changes; where nobody watches nothing, or lines."""
    if in_lines and not ERR.is_terminal:
        yield lambda step: note(f"{message} {step}")
    else:
        with ERR.status(message) as status:
            yield lambda step: status.update(f"{message} {step}")
