"""The console script `liandong`: one command a line, and what becomes of errors and signals."""

import gc
import logging
import signal
from typing import Any

import typer
from typer.core import TyperGroup

from api.commands import terminal
from api.commands.asking import chain
from api.commands.auditing import audit
from api.commands.exporting import export
from api.commands.importing import import_
from api.commands.making import sample, schema, template
from api.commands.refreshing import refresh
from api.commands.serving import serve
from graph.errors import GovernanceError

_INTERRUPTED = 130
COLLECT_AFTER = (50_000, 20, 50)
"""An import makes hundreds of thousands of small facts that all stay: looking through them again and again took a quarter of its time."""


class _Commands(TyperGroup):
    """Errors that the caller can understand are one line and exit code 1; an interrupt ends quietly."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except GovernanceError as error:
            terminal.fail(error.message(terminal.spoken()))
        except OSError as error:
            terminal.fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
        except KeyboardInterrupt:
            raise typer.Exit(_INTERRUPTED) from None
        raise typer.Exit(1)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="联动:三级联系是否到位,这件事由谁负责 · Linkage coverage and responsibility chains",
)
app.command()(serve)
app.command("import")(import_)
app.command()(audit)
app.command()(chain)
app.command()(export)
app.command()(refresh)
app.command()(sample)
app.command()(template)
app.command()(schema)


def main() -> None:
    """Run the command of this process. A request to terminate ends it like Ctrl-C, so that everything open is closed.

    Both do, even where a script runs it in the background: such a process begins with Ctrl-C ignored.
    """
    gc.set_threshold(*COLLECT_AFTER)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it reports comes back as our errors; its texts may hold values
    app()
