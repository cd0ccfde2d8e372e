"""liandong import --dry-run: what this week's roster would change (Q18), which rows of a ledger fail and why (Q25). Nothing is written."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import importing, terminal
from api.settings import SETTINGS, Settings
from graph.archive import Archive
from graph.history import History
from graph.model import Counters, Facts
from tests.api.fakes import NOW, TODAY, EmptyStore
from tests.loaders.books import workbook
from tests.loaders.clerk import DAPING_EAST, DAPING_WEST, DING, DISTRICT, JIA, ROSTER_HEADERS, Clerk, Rows, line, post
from tests.loaders.ledgers import ledger

DryRun = Callable[..., Result]


@dataclass
class RecordedStore(EmptyStore):
    """A store that holds one district; a commit is a failure of the test."""

    facts: Facts = field(default_factory=lambda: recorded().facts)

    async def revisions(self) -> Mapping[str, Counters]:
        return {self.facts.district: Counters(self.facts.revision)}

    async def load(self, district: str) -> Facts:
        return self.facts


def recorded() -> History:
    """Two groups, with posts for all their people but one."""
    clerk = Clerk()
    clerk.posts(
        post("袁林", "区委", "区级领导"),
        post("江群", "区委", "区级领导", until="2019-12-01"),
        post("沈静", "丁村村民委员会", "村(社区)书记"),
    )
    clerk.roster(line("甲社区", leader="袁林", local="冯军"), line("丁村", leader="袁林", local="沈静"))
    return clerk.history


@pytest.fixture
def dry_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> DryRun:
    """Import one sheet by the command, to see what would happen."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setattr(terminal.OUT, "width", 240)

    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[Archive]:
        yield Archive(RecordedStore(), lambda: TODAY, lambda: NOW)

    monkeypatch.setattr(importing, "open_archive", opened)

    def command(sheet: Rows, *arguments: str, language: str = "zh") -> Result:
        path = workbook(tmp_path / "本周.xlsx", sheet)
        variables = {"LIANDONG_LANG": language, "LIANDONG_DATA": str(tmp_path / "data"), "LIANDONG_TODAY": TODAY.isoformat()}
        return CliRunner().invoke(app, ("import", str(path), "--dry-run", *arguments), env=variables)

    return command


def only_file(result: Result) -> dict[str, Any]:
    answer = json.loads(result.stdout)
    assert answer["dryRun"] is True
    (file,) = answer["files"]
    assert file["importId"] is None
    return dict(file)


# ---- Q18: this week's roster and the graph

THIS_WEEK: Rows = (
    ROSTER_HEADERS,
    line("甲社区", since="2018-01-01", until="2020-02-01", leader="袁林", local="冯军"),
    line("甲社区", since="2020-02-01", leader="江群", local="冯军、杨光"),
    line("丁村", leader="袁林"),
)
"""Against the graph: 袁林 leaves 甲社区, 江群 (who has left office) and 杨光 come, 沈静 is named in 丁村 no more."""


def test_a_roster_is_held_against_the_graph(dry_run: DryRun) -> None:
    result = dry_run(THIS_WEEK, "--format", "json")
    assert result.exit_code == 0
    file = only_file(result)
    assert (file["district"], file["refused"]) == (DISTRICT, False)
    assert file["counts"]["FILLS"] == {"added": 2, "changed": 0, "closed": 2}


def test_each_filling_that_differs_is_told_with_the_reason(dry_run: DryRun) -> None:
    told = only_file(dry_run(THIS_WEEK, "--format", "json"))["differences"]
    assert {(d["person"]["name"], d["change"], d["reason"], d["seat"], d["communities"][0]["code"], d["cell"]) for d in told} == {
        ("袁林", "REMOVED", "REPLACED", "DISTRICT_LEADER", JIA, None),
        ("江群", "ADDED", "REPLACES", "DISTRICT_LEADER", JIA, "D3"),
        ("杨光", "ADDED", "JOINS", "COMMUNITY_CADRE", JIA, "I3"),
        ("沈静", "REMOVED", "VACATED", "COMMUNITY_CADRE", DING, None),
    }
    by_name = {d["person"]["name"]: d for d in told}
    assert by_name["袁林"]["before"] == [{"since": "2018-01-01", "until": None}]
    assert by_name["袁林"]["after"] == [{"since": "2018-01-01", "until": "2020-02-01"}]
    assert (by_name["江群"]["status"], by_name["江群"]["statusReason"]) == ("GHOST", "GHOST")
    assert (by_name["杨光"]["status"], by_name["杨光"]["day"]) == ("UNVERIFIED", TODAY.isoformat())
    assert (by_name["沈静"]["after"], by_name["沈静"]["status"]) == ([], None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_tells_of_the_same_fillings(dry_run: DryRun, language: str) -> None:
    told = only_file(dry_run(THIS_WEEK, "--format", "json", language=language))["differences"]
    printed = dry_run(THIS_WEEK, language=language).stdout.splitlines()
    rows = [[cell.strip() for cell in row.split("│")[1:-1]] for row in printed]
    for d in told:
        (row,) = [row for row in rows if len(row) == 12 and row[4] == d["person"]["name"]]
        assert row[2] == f"{d['communities'][0]['name']} {d['communities'][0]['code']}"
        assert row[7] == d["reasonLabel"]
        assert row[9:] == [d["day"], d["sheet"] or "", d["cell"] or ""]
        for column, side in ((5, "before"), (6, "after")):
            assert row[column] == "".join(f"{p['since'] or ''}–{p['until'] or ''}" for p in d[side])


def test_nothing_is_told_as_done(dry_run: DryRun) -> None:
    for sheet in (THIS_WEEK, BAD_ROWS):
        for arguments in ((), ("--format", "json")):
            zh, en = dry_run(sheet, *arguments).stdout, dry_run(sheet, *arguments, language="en").stdout
            assert [word for word in ("已导入", "没有导入", "已记录", "没有记录") if word in zh] == []
            assert [word for word in ("Imported", "imported as", "not imported", "was left out", "was recorded") if word in en] == []


def test_a_newcomer_who_does_not_qualify_is_told_with_the_reason(dry_run: DryRun) -> None:
    told = [p for p in only_file(dry_run(THIS_WEEK, "--format", "json"))["problems"] if p["value"] == "江群"]
    assert [(p["severity"], p["code"], p["cell"]) for p in told] == [("WARN", "V5", "D3")]
    assert "空挂" in told[0]["message"]


def test_the_same_as_a_table(dry_run: DryRun) -> None:
    result = dry_run(THIS_WEEK, language="en")
    assert result.exit_code == 0
    (fillings,) = [row for row in result.stdout.splitlines() if "Person fills" in row]
    assert [cell.strip() for cell in fillings.strip("│ ").split("│")] == ["本周.xlsx", "Person fills", "2", "0", "2"]
    assert "Ghost seat" in result.stdout
    assert "本周.xlsx: can be imported (dry run; nothing was written)." in result.stdout


def test_a_roster_that_says_what_is_known_changes_nothing(dry_run: DryRun) -> None:
    same: Rows = (ROSTER_HEADERS, line("甲社区", leader="袁林", local="冯军"), line("丁村", leader="袁林", local="沈静"))
    result = dry_run(same, "--format", "json")
    file = only_file(result)
    assert (result.exit_code, file["counts"], file["differences"]) == (0, {}, [])


# ---- Q25: the rows of a ledger that fail

BAD_ROWS = ledger(
    {"镇街": None},
    {"问题编号": "N2", "村(社区)": "大坪村"},
    {"问题编号": "N3", "收集时间": "上旬"},
    {"问题编号": "N4", "村(社区)": "丙社"},
    {"问题编号": "N5", "三事分类": "中事"},
)


def test_rows_that_fail_are_told_with_place_value_and_cure(dry_run: DryRun) -> None:
    result = dry_run(BAD_ROWS, "--format", "json")
    assert result.exit_code == 1
    file = only_file(result)
    assert (file["refused"], file["counts"]) == (True, {})
    told = {p["cell"]: p for p in file["problems"] if p["severity"] == "ERROR"}
    assert {cell: (p["code"], p["value"]) for cell, p in told.items()} == {
        "C3": ("AMBIGUOUS_PLACE", "大坪村"),
        "B4": ("BAD_DATE", "上旬"),
        "C5": ("UNKNOWN_PLACE", "丙社"),
        "E6": ("BAD_CHOICE", "中事"),
    }
    assert {cell: (p["row"], p["column"]) for cell, p in told.items()} == {
        "C3": (3, "村(社区)"),
        "B4": (4, "收集时间"),
        "C5": (5, "村(社区)"),
        "E6": (6, "三事分类"),
    }
    assert told["C3"]["problem"] == f"这个名称有几处:{DAPING_EAST}、{DAPING_WEST}。"
    assert told["C3"]["suggestion"] == "请填区划代码或镇街。"
    assert all(p["suggestion"] for p in told.values())
    assert all(code in told["C3"]["message"] for code in (DAPING_EAST, DAPING_WEST))
    assert "请填区划代码或镇街" in told["C3"]["message"]
    assert "是否“丙社区”" in told["C5"]["message"]
    assert all(word in told["E6"]["message"] for word in ("大事", "小事", "私事"))


def test_the_same_rows_as_a_table(dry_run: DryRun) -> None:
    result = dry_run(BAD_ROWS)
    assert result.exit_code == 1
    (row,) = [text for text in result.stdout.splitlines() if "大坪村" in text]
    assert all(part in row for part in ("错误", "本周.xlsx", "Sheet1", "C3", "村(社区)", DAPING_EAST))
    assert DAPING_WEST in result.stdout
    assert "本周.xlsx: 不能导入,请改正上面的错误。" in result.stdout


def test_with_the_subdistrict_the_place_is_known(dry_run: DryRun) -> None:
    result = dry_run(ledger({"村(社区)": "大坪村", "镇街": "西镇"}), "--format", "json")
    assert (result.exit_code, only_file(result)["counts"]["Case"]) == (0, {"added": 1, "changed": 0, "closed": 0})


def test_bad_rows_can_be_skipped(dry_run: DryRun) -> None:
    file = only_file(dry_run(BAD_ROWS, "--format", "json", "--skip-bad-rows"))
    assert file["counts"]["Case"]["added"] == 1
    assert sum(p["message"].startswith("这一行不导入") for p in file["problems"]) == 4
