"""Both READMEs tell what the program does."""

import re
from pathlib import Path

import pytest

from api.cli import app
from api.settings import SETTINGS

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")


@pytest.mark.parametrize("name", READMES)
def test_the_readme_tells_every_setting_and_its_default(name: str) -> None:
    rows = re.findall(r"^\| *`(LIANDONG_\w+)` *\| *`?(.*?)`? *\|", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {setting.variable: setting.default for setting in SETTINGS}


@pytest.mark.parametrize("name", READMES)
def test_the_readme_tells_every_command_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    commands = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert {command for command in commands if f"`{command}" not in text and f"liandong {command}" not in text} == set()
    assert set(re.findall(r"bin/liandong (\w+)", text)) <= commands
