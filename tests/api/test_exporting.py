"""`liandong export`: of which day, within what, and what it says where there is nothing or too much."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import exporting
from graph.view import View
from tests.schema.asking import district
from tests.world import views


class Archive:
    def __init__(self, view: View) -> None:
        self._view = view

    async def view(self) -> View:
        return self._view


def run(monkeypatch: pytest.MonkeyPatch, view: View, *arguments: str) -> Result:
    @asynccontextmanager
    async def opened(_: object) -> AsyncIterator[Archive]:
        yield Archive(view)

    monkeypatch.setattr(exporting, "open_archive", opened)
    return CliRunner().invoke(app, ["export", *arguments], env={"LIANDONG_LANG": "en"})


def test_the_graph_of_a_day_is_written_and_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(monkeypatch, district().view(), str(out), "--as-of", "2019-06-30", "--within", "990101001", "--format", "json")
    assert result.exit_code == 0
    about = json.loads((out / "about.json").read_text("utf-8"))
    assert (about["date"], about["within"]) == ("2019-06-30", "990101001")
    assert "".join(result.stdout.splitlines()).count(str(out)) == 2
    assert result.stderr == f"2019-06-30: {about['nodes']} nodes and {about['links']} links.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "2016-12-31"], "The day 2016-12-31 cannot be asked for"),
        (["--within", "990109"], "No division has the code 990109."),
    ],
    ids=["day", "division"],
)
def test_what_cannot_be_exported_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], said: str) -> None:
    result = run(monkeypatch, district().view(), str(tmp_path / "out"), *arguments)
    assert (result.exit_code, result.stderr.count("\n"), result.stderr.startswith(said)) == (1, 1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_full_folder_and_an_empty_record_are_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    full = run(monkeypatch, district().view(), str(tmp_path))
    assert (full.exit_code, full.stderr.count("\n"), "new or empty" in full.stderr) == (1, 1, True)
    nothing = run(monkeypatch, views(), str(tmp_path / "out"))
    assert (nothing.exit_code, nothing.stderr) == (1, "Nothing is recorded yet. Run first: liandong import FILE…\n")
