"""The promises of the house: what the wheel holds, what the lock holds, how files and functions are cut."""

import ast
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "graph", "loaders", "schema")
DRAWERS = {"utils.py", "helpers.py", "common.py"}
LONGEST_FUNCTION = 60


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def files(suffix: str = "") -> list[Path]:
    """All files of the packages and the tests, byte code aside."""
    found = (path for name in (*PACKAGES, "tests") for path in (ROOT / name).rglob(f"*{suffix}"))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from this tree."""
    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel"))))
    return set(zipfile.ZipFile(built).namelist())


def test_the_wheel_holds_exactly_the_four_packages(wheel: set[str]) -> None:
    roots = {name.split("/")[0] for name in wheel}
    assert {root for root in roots if not root.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_file_of_the_packages(wheel: set[str]) -> None:
    here = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {name for name in here if not name.startswith("tests/")} <= wheel


def test_the_lock_pins_what_the_project_asks_for() -> None:
    wanted = project()["project"]
    asked = [Requirement(text) for text in [*wanted["dependencies"], *wanted["optional-dependencies"]["dev"]]]
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
    assert [str(r) for r in asked if not r.specifier.contains(pinned.get(r.name, "0"), prereleases=True)] == []


def test_the_lock_has_a_hash_for_everything_and_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    entries = re.findall(r"^\S+==.*(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+$", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^\S", text, re.MULTILINE)) > 0
    assert "://" not in text


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in files(".py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_file_is_a_drawer() -> None:
    assert [str(path) for path in files(".py") if path.name in DRAWERS] == []


def test_no_function_is_long() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in files(".py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_every_package_is_in_the_layers() -> None:
    contracts = project()["tool"]["importlinter"]["contracts"]
    layers = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}
    assert layers == {*PACKAGES, "tests"}
