"""`python -m bench [NAME …]`: measures what the modules of this folder measure, or those of these names, one after another.

A module takes part by a function `main()` that prints what it measured. Nothing here is a test: times are of this machine and this hour.
"""

import gc
import pkgutil
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console

from api.cli import COLLECT_AFTER

FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """The modules of this folder that measure something, by name."""
    found = (module.name for module in pkgutil.iter_modules([str(FOLDER)]) if not module.name.startswith("_"))
    return tuple(sorted(name for name in found if hasattr(import_module(f"bench.{name}"), "main")))


def run(chosen: Sequence[str], console: Console) -> int:
    """Run the modules of these names, or all; the exit code is 2 for a name that is none, 1 where one failed."""
    known = names()
    if unknown := [name for name in chosen if name not in known]:
        console.print(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(known)}", markup=False)
        return 2
    failed = [name for name in chosen or known if not _measured(name, console)]
    return int(bool(failed))


def _measured(name: str, console: Console) -> bool:
    main: Callable[[], None] = import_module(f"bench.{name}").main
    console.rule(name)
    start = time.perf_counter()
    try:
        main()
    except Exception:  # the others are still measured
        console.print_exception()
        return False
    console.print(f"{name}: {time.perf_counter() - start:.1f} s in all", markup=False)
    return True


if __name__ == "__main__":
    gc.set_threshold(*COLLECT_AFTER)  # as the console script has it
    sys.exit(run(sys.argv[1:], Console(width=200)))
