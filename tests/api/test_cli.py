"""The commands as they are typed: arguments, one line for an error, exit codes, and files to start from."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from graphql import build_schema
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import importing, terminal
from api.settings import SETTINGS
from graph.model import Plan, Problem, Severity
from loaders.intake import Counts, Outcome
from tests.api.fakes import settings

Run = Callable[..., Result]
PROBLEM = Problem(Severity.ERROR, "BAD_DATE", "这不是日期。", "This is no day.", "a.xlsx", "名册", "C5", "昨天")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command with settings of its own: run("audit", LANG="en")."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setenv("LIANDONG_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(terminal.OUT, "width", 200)

    def command(*arguments: str, **variables: str) -> Result:
        return CliRunner().invoke(app, arguments, env={f"LIANDONG_{name}": value for name, value in variables.items()})

    return command


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("import", "a.xlsx", "--effective", "2020-02-30"),
        ("import", "a.xlsx", "--edition", "new"),
        ("import", "a.xlsx", "--format", "xml"),
        ("import", "a.xlsx", "--undo", "import-1"),
        ("refresh", "a.xlsx"),
        ("export",),
        ("export", "out", "--format", "pdf"),
        ("audit", "--as-of", "yesterday"),
        ("audit", "--fail-on", "INFO"),
        ("audit", "--nothing"),
        ("chain",),
        ("sample",),
        ("sample", __file__),
        ("template",),
        ("bake",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2_and_touches_nothing(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_every_command_explains_itself_in_both_languages(run: Run) -> None:
    for command in ("serve", "import", "audit", "chain", "export", "refresh", "sample", "template", "schema"):
        assert " · " in run(command, "--help").output
        assert command in run("--help").output


@pytest.mark.parametrize(
    "arguments", [("serve",), ("audit",), ("import", "a.xlsx"), ("import", "--undo", "1"), ("chain", "1"), ("export", "out"), ("refresh",)]
)
def test_a_wrong_setting_is_one_line_and_exit_code_1(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, PORT="many", LANG="en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "The setting LIANDONG_PORT has a wrong value: many. → 0 … 65535\n"


def test_errors_are_in_chinese_unless_english_is_asked_for(run: Run) -> None:
    assert run("audit", PORT="many").stderr == "设置 LIANDONG_PORT 的值 many 不对。→ 0 … 65535\n"
    assert run("audit", LANG="fr").stderr == "设置 LIANDONG_LANG 的值 fr 不对。→ zh | en\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_it_does_not_serve_beyond_this_machine(run: Run, tmp_path: Path, host: str) -> None:
    result = run("serve", HOST=host, LANG="en")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith(f"Cannot start: without access control it may not listen on {host}.")
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_told_before_anything_starts(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", PORT=port, LANG="en")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert f"127.0.0.1:{port}" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_is_not_taken_for_data(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.doc").touch()
    result = run("audit")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_an_unwritable_place_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("template", str(tmp_path / "file" / "below"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_templates_and_samples_are_written_where_told(run: Run, tmp_path: Path) -> None:
    for command in ("template", "sample"):
        result = run(command, str(tmp_path / command))
        paths = [Path(line) for line in result.stdout.splitlines()]
        assert (result.exit_code, len(paths) > 3) == (0, True)
        assert all(path.parent == tmp_path / command and path.stat().st_size for path in paths)


def test_the_schema_is_printed(run: Run) -> None:
    assert "Query" in build_schema(run("schema").stdout).type_map


def test_an_undo_is_told_in_one_line() -> None:
    plan = Plan("100000", undone="import-1")
    assert importing.undone("import-1", plan, settings(LANG="en")) == "import-1 is undone: 0 facts taken back, 0 recorded anew."
    assert importing.undone("import-1", plan, settings()) == "已撤销 import-1:撤回 0 项,恢复 0 项。"


def test_an_import_is_told_as_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal.OUT, "width", 200)
    done = Outcome("b.csv", "100000", (), {"Person": Counts(3, 2, 1), "FILLS": Counts(0, 0, 7)}, "import-1")
    importing.print_outcomes([Outcome("a.xlsx", None, (PROBLEM,), refused=True), done], dry_run=False, settings=settings(LANG="en"))
    told = capsys.readouterr().out
    assert all(part in told for part in ("a.xlsx", "名册", "C5", "昨天", "This is no day.", "a.xlsx: not imported"))
    assert [line.split()[1:-1] for line in told.splitlines() if "Person" in line] == [
        ["b.csv", "│", "Person", "│", "3", "│", "2", "│", "1"],
        ["b.csv", "│", "Person", "fills", "│", "0", "│", "0", "│", "7"],
    ]
    assert "b.csv: imported as import-1." in told


def test_a_dry_run_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    importing.print_outcomes([Outcome("b.csv", "100000", (), {"Person": Counts(1)})], dry_run=True, settings=settings(LANG="en"))
    assert "b.csv: can be imported (dry run; nothing was written)." in capsys.readouterr().out


_WAITING = """
import signal, sys, time
from api import cli
def wait():
    print("waiting", flush=True)
    time.sleep(60)
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell leaves it for what it runs in the background
cli.app = wait
try:
    cli.main()
except KeyboardInterrupt:
    sys.exit("closed in order")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_a_command_in_the_background_can_be_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", _WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30) == ("", "closed in order\n")
