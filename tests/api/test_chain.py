"""liandong chain: of a place by its code or of a case by its number, as tables and in the shape of the GraphQL answer."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import asking, terminal
from api.settings import SETTINGS, Settings
from graph.archive import Archive
from graph.history import History
from graph.model import Counters, Facts
from tests.api.fakes import NOW, TODAY, EmptyStore
from tests.loaders.clerk import JIA, YI, Clerk
from tests.loaders.ledgers import ledger
from tests.paper import PaperLedger, structure
from tests.schema.caseload import YARD, caseload

Chain = Callable[..., Result]


class PaperStore(PaperLedger, EmptyStore):  # type: ignore[misc]  # both note what they are asked
    """A store of one district in memory, its cases on paper."""

    def __init__(self, history: History) -> None:
        super().__init__(history)
        self._structure = structure(history).facts

    async def revisions(self) -> Mapping[str, Counters]:
        return {self._structure.district: Counters(1, 1)}

    async def load(self, district: str) -> Facts:
        return self._structure


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Chain:
    """Run the command on the small district of cases, or on another one."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setattr(terminal.OUT, "width", 200)

    def command(*arguments: str, language: str = "zh", history: History | None = None) -> Result:
        @asynccontextmanager
        async def opened(settings: Settings) -> AsyncIterator[Archive]:
            yield Archive(PaperStore(history or caseload().history), lambda: TODAY, lambda: NOW)

        monkeypatch.setattr(asking, "open_archive", opened)
        variables = {"LIANDONG_LANG": language, "LIANDONG_DATA": str(tmp_path / "data"), "LIANDONG_TODAY": TODAY.isoformat()}
        return CliRunner().invoke(app, ("chain", *arguments), env=variables)

    return command


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["data"]["asOf"]["responsibilityChain"]


def rows(result: Result) -> list[list[str]]:
    """The cells of all tables, and the titles between them."""
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if line.strip() and not set(line.strip()) & set("━─┏└┡├")]
    return [[cell.strip() for cell in line.strip("│┃ ").replace("┃", "│").split("│")] for line in lines]


def test_a_case_by_its_number_in_the_shape_of_graphql(chain: Chain) -> None:
    found = answer(chain("N1", "--format", "json"))
    assert {name: found["subject"][name] for name in ("__typename", "number", "state", "matter", "lead")} == {
        "__typename": "Case", "number": "N1", "state": "EVALUATED", "matter": "BIG", "lead": {"name": "民政局"},
    }  # fmt: skip
    assert [found[name]["date"] for name in ("raised", "resolved", "now")] == ["2019-05-12", "2019-05-20", "2020-02-06"]
    assert [hop["role"] for hop in found["resolved"]["handling"]] == ["FIRST_RECEIVER", "LEAD", "ASSIST", "ESCALATION", "SPONSOR"]
    assert [(s["from"]["code"], s["to"][0]["code"]) for s in found["now"]["successions"]] == [(JIA, YI)]


def test_a_case_as_of_a_day(chain: Chain) -> None:
    found = answer(chain("N1", "--as-of", "2019-05-15", "--format", "json"))
    assert (found["subject"]["state"], found["resolved"], found["now"]["date"]) == ("ASSIGNED", None, "2019-05-15")


def test_a_case_as_tables_of_its_three_days(chain: Chain) -> None:
    told = rows(chain("N1"))
    titles = [cells[0] for cells in told if len(cells) == 1]
    assert titles == ["N1 · 甲社区居民委员会 · 已评价", "收集时 2019-05-12", "办结时 2019-05-20", "这一天 2020-02-06"]
    resolved = told[told.index(["办结时 2019-05-20"]) : told.index(["这一天 2020-02-06"])]
    assert ["在职区级领导", "在岗", "李四 区委 区级领导", "2019-05-15"] in resolved
    assert ["主办", "在岗", "民政局", "2019-05-14"] in resolved
    assert ["首接人", "在岗", "周书记 甲社区 村(社区)书记", "2019-05-12"] in resolved


def test_a_case_in_english_with_a_coarse_day(chain: Chain) -> None:
    clerk = Clerk(ledger({"收集时间": "2019-05", "主办单位": "民政局"}))
    told = rows(chain("N1", language="en", history=clerk.history))
    assert [cells[0] for cells in told if len(cells) == 1][:2] == ["N1 · 甲社区居民委员会 · Raised", "When raised ~2019-05-01"]


@pytest.mark.parametrize(("code", "kind"), [(JIA, "Community"), (YARD, "Courtyard")])
def test_a_place_by_its_code(chain: Chain, code: str, kind: str) -> None:
    found = answer(chain(code, "--as-of", "2019-06-01", "--format", "json"))
    assert (found["subject"]["__typename"], found["subject"]["code"], found["raised"], found["resolved"]) == (kind, code, None, None)
    titles = [cells[0] for cells in rows(chain(code, "--as-of", "2019-06-01")) if len(cells) == 1]
    assert titles == [f"{found['subject']['name']} {code} · 2019-06-01"]


def test_a_number_that_looks_like_a_code_is_a_case_where_no_place_has_it(chain: Chain) -> None:
    clerk = Clerk(ledger({"问题编号": "201905010001"}, {"问题编号": JIA}))
    for number, kind in (("201905010001", "Case"), (JIA, "Community")):
        assert answer(chain(number, "--format", "json", history=clerk.history))["subject"]["__typename"] == kind


@pytest.mark.parametrize(("subject", "language", "said"), [("N9", "zh", "N9"), ("990101009009", "en", "community, courtyard or case")])
def test_what_is_not_there_is_one_line(chain: Chain, subject: str, language: str, said: str) -> None:
    result = chain(subject, language=language)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert said in result.stderr
