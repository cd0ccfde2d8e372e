"""The whole as people use it: served, asked, imported into while it serves, ended; and nothing is left running."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import networkx as nx
import pytest

from api.settings import SETTINGS

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]


@dataclass
class Served:
    """A process of `liandong serve --sample`, its address, its data folder and the settings that a second command needs."""

    process: subprocess.Popen[str]
    url: str
    data: Path
    environment: dict[str, str]

    def ask(self, query: str) -> Any:
        body = json.dumps({"query": query}).encode()
        with urlopen(Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"}), timeout=30) as response:
            return json.load(response)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments], capture_output=True, text=True, env=self.environment, cwd=ROOT, timeout=120, check=False
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment, cwd=ROOT
        )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("serving") / "data"
    clean = {name: value for name, value in os.environ.items() if name not in {setting.variable for setting in SETTINGS}}
    own = {**clean, "PYTHONUTF8": "1", "LIANDONG_LANG": "en", "LIANDONG_PORT": "0"}
    process = subprocess.Popen(
        [*COMMAND, "serve", "--sample"], stderr=subprocess.PIPE, text=True, env={**own, "LIANDONG_DATA": str(data)}, cwd=ROOT
    )
    try:
        url = next(found[0] for line in process.stderr or () if (found := re.findall(r"http://127\.0\.0\.1:\d+", line)))
        second = {**own, "LIANDONG_DATA": str(data / "sample"), "LIANDONG_TODAY": "2020-02-06"}
        yield Served(process, url, data / "sample", second)
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def test_the_sample_is_served_on_its_day(served: Served) -> None:
    answer = served.ask("{ date districts { totalCount } coverage { communities } }")
    assert answer == {"data": {"date": "2020-02-06", "districts": {"totalCount": 1}, "coverage": {"communities": 146}}}


def test_the_sample_has_5208_cases_of_which_4812_are_handled(served: Served) -> None:
    handled = "states: [RESOLVED, FED_BACK, EVALUATED, STRUCK_OFF]"
    asked = "first: 1) { totalCount edges { node { state } } }"
    answer = served.ask(
        f"{{ all: cases({asked} handled: cases(filter: {{{handled}}}, {asked} open: cases(filter: {{open: true}}, {asked} "
        f'old: asOf(date: "2017-07-31") {{ cases({asked} }} }}'
    )["data"]
    totals = {name: (answer[name] if name != "old" else answer["old"]["cases"])["totalCount"] for name in answer}
    assert (totals["all"], totals["handled"], totals["old"]) == (5_208, 4_812, 0)
    assert answer["handled"]["edges"][0]["node"]["state"] in handled
    assert totals["open"] == 5_208 - 4_812 - 10, "ten are duplicates"


def test_the_planted_cases_are_found_by_filters(served: Served) -> None:
    filters = {
        "overdue": "overdue: true, states: [RAISED, ACCEPTED, TRIAGED, ASSIGNED, IN_PROGRESS]",
        "duplicates": "states: [DUPLICATE]",
        "reopened": "states: [REOPENED]",
    }
    found = served.ask("{ " + " ".join(f"{name}: cases(filter: {{{f}}}) {{ totalCount }}" for name, f in filters.items()) + " }")["data"]
    assert {name: cases["totalCount"] for name, cases in found.items()} == {"overdue": 25, "duplicates": 10, "reopened": 15}


def test_a_case_is_found_by_its_number(served: Served) -> None:
    found = served.ask('{ search(text: "gmrb-e4") { edges { node { by entity { ... on Case { number raised community { code } } } } } } }')
    (hit,) = [edge["node"] for edge in found["data"]["search"]["edges"]]
    assert hit == {"by": "CODE", "entity": {"number": "GMRB-E4", "raised": "2019-05", "community": {"code": "500108002001"}}}


def test_the_case_of_1052_households_became_a_common_problem(served: Served) -> None:
    listed = "pageInfo { hasNextPage endCursor } edges { node { solvedLevel cases { totalCount } case { number householdsAffected } } }"
    found: list[Any] = []
    page: Any = {"hasNextPage": True, "endCursor": None}
    while page["hasNextPage"]:
        after = f', after: "{page["endCursor"]}"' if page["endCursor"] else ""
        answer = served.ask(f"{{ commonProblems(first: 100{after}) {{ {listed} }} }}")["data"]["commonProblems"]
        found += [edge["node"] for edge in answer["edges"]]
        page = answer["pageInfo"]
    (problem,) = (node for node in found if node["case"]["number"] == "GMRB-E4")
    assert (problem["case"]["householdsAffected"], problem["solvedLevel"]) == (1_052, "DISTRICT")
    assert problem["cases"]["totalCount"] > 3


def test_linkage_stands_beside_closure_month_by_month(served: Served) -> None:
    window = 'since: "2019-01-01", until: "2020-01-01"'
    row = "totalCount edges { node { month closed medianDays linked { numerator denominator } community { code } } }"
    answer = served.ask(f'{{ panel(within: ["500108002001"], {window}) {{ {row} }} }}')["data"]["panel"]
    rows = [edge["node"] for edge in answer["edges"]]
    assert (answer["totalCount"], rows[0]["month"], rows[0]["linked"]["denominator"]) == (12, "2019-01-01", 31)
    assert sum(row["closed"] for row in rows) > 12
    assert {row["medianDays"] is None for row in rows if row["closed"]} == {False}


def test_the_graph_is_exported_while_it_serves(served: Served, tmp_path: Path) -> None:
    done = served.run("export", str(tmp_path / "out"), "--format", "graphml")
    assert (done.returncode, re.findall(r"^2020-02-06: \d+ nodes and \d+ links\.$", done.stderr, re.MULTILINE)) == (
        0,
        [done.stderr.strip()],
    )
    graph = nx.read_graphml(tmp_path / "out" / "graph.graphml", force_multigraph=True)
    assert [told["type"] for _, told in graph.nodes(data=True)].count("Community") == 146
    assert f"{graph.number_of_nodes()} nodes and {graph.number_of_edges()} links" in done.stderr


def test_the_page_and_the_checks_are_there(served: Served) -> None:
    for path in ("/", "/pages/page.js", "/healthz", "/readyz"):
        with urlopen(served.url + path, timeout=30) as response:
            assert (response.status, response.headers["server"]) == (200, None)


def test_what_is_imported_shows_in_the_next_answer_and_what_is_refused_does_not(served: Served, tmp_path: Path) -> None:
    units, posts = tmp_path / "units.csv", tmp_path / "posts.csv"
    units.write_text("单位名称,单位类别\n区测试局,区级部门\n", "utf-8")
    posts.write_text("姓名,单位,职务,任职时间\n张三,区测试局,局长,昨天\n", "utf-8")
    question = "{ revision departments { totalCount } people { totalCount } }"
    before = served.ask(question)["data"]

    tried = served.run("import", str(units), "--dry-run")
    assert (tried.returncode, served.ask(question)["data"]) == (0, before)
    assert "units.csv: can be imported" in tried.stdout

    done = served.run("import", str(posts), str(units), "--format", "json")
    refused, written = sorted(json.loads(done.stdout)["files"], key=lambda file: str(file["file"]))
    assert (done.returncode, refused["refused"], written["refused"]) == (1, True, False)
    assert [(p["cell"], p["value"]) for p in refused["problems"] if p["severity"] == "ERROR"] == [("D2", "昨天")]
    assert written["counts"]["Organization"] == {"added": 1, "changed": 0, "closed": 0}

    after = served.ask(question)["data"]
    assert after["revision"] != before["revision"]
    assert after["people"] == before["people"]
    assert after["departments"]["totalCount"] == before["departments"]["totalCount"] + 1


def test_two_imports_at_once_both_go_in_one_after_the_other(served: Served, tmp_path: Path) -> None:
    """Each was planned on what the other left: neither is lost, and the unit that both name is one."""
    files = [tmp_path / f"units{n}.csv" for n in (1, 2)]
    for n, file in enumerate(files):
        file.write_text(f"单位名称,单位类别,上级单位\n区同时{n}局,区级部门,区共同上级委员会\n", "utf-8")
    before = served.ask("{ departments { totalCount } organizations { totalCount } }")["data"]
    both = [served.start("import", str(file)) for file in files]
    said = [command.communicate(timeout=120)[1] for command in both]
    assert [command.returncode for command in both] == [0, 0], said
    after = served.ask("{ departments { totalCount } organizations { totalCount } }")["data"]
    assert after["departments"]["totalCount"] == before["departments"]["totalCount"] + 2
    assert after["organizations"]["totalCount"] == before["organizations"]["totalCount"] + 3


def test_an_audit_beside_the_server_prints_the_answer_of_graphql(served: Served) -> None:
    audit = served.run("audit", "--format", "json", "--fail-on", "ERROR")
    coverage = json.loads(audit.stdout)["data"]["asOf"]["coverage"]
    query = "{ coverage { communities gaps { totalCount } measures { kpi effective { numerator } } } }"
    asked = served.ask(query)["data"]["coverage"]
    assert audit.returncode == 2
    assert (coverage["communities"], coverage["gaps"]["totalCount"]) == (asked["communities"], asked["gaps"]["totalCount"])
    assert len(coverage["gaps"]["edges"]) == coverage["gaps"]["totalCount"] > 0
    assert [m["effective"]["numerator"] for m in coverage["measures"]] == [m["effective"]["numerator"] for m in asked["measures"]]


def test_a_chain_beside_the_server(served: Served) -> None:
    code = served.ask("{ communities(first: 1) { edges { node { code } } } }")["data"]["communities"]["edges"][0]["node"]["code"]
    chain = served.run("chain", code, "--format", "json")
    hops = json.loads(chain.stdout)["data"]["asOf"]["responsibilityChain"]["now"]["standing"]
    assert (chain.returncode, len(hops) > 4) == (0, True)
    case = served.run("chain", "GMRB-E4")
    assert case.returncode == 0
    assert [line.strip() for line in case.stdout.splitlines() if line.startswith(("When", "On this day"))] == [
        "When raised ~2019-05-01",
        "On this day 2020-02-06",
    ]


def test_a_signal_ends_it_all(served: Served) -> None:
    server = json.loads((served.data / "server.json").read_text())["pid"]
    assert runs(server)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(15) == 0
    end = time.monotonic() + 15
    while runs(server) and time.monotonic() < end:
        time.sleep(0.1)
    assert not runs(server)


def runs(process: int) -> bool:
    """Is there a process of that number, not yet ended?"""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")
