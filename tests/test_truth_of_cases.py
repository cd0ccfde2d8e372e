"""What is wrong with the cases of the sample is found by the audit's rules, exactly, against the planter's own list."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from loaders.sample import write
from tests import paper
from tests.loaders.test_sample_import import imported
from tests.paper import PaperLedger
from tests.schema.asking import ask

QUERY = """query ($rules: [String!], $after: String) { findings(rules: $rules, first: 100, after: $after) {
  totalCount edges { node { rule subject { key } } } rules { rule checked passed found muted unknown } } }"""
RULES = ["V11", "NO_FEEDBACK", "OVERDUE"]
NONE = ["V10", "V12_CASES", "V13"]


@pytest.mark.parametrize("clean", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("cases", [300, pytest.param(2_000, marks=pytest.mark.long)])
def test_each_planted_case_is_found_by_its_rule_and_no_other(tmp_path: Path, cases: int, clean: bool) -> None:
    history, _ = imported(write(tmp_path, clean, cases=cases), "500108", 2019)
    truth: dict[str, Any] = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    planted, as_of = truth["ledger"], date.fromisoformat(truth["asOf"])
    found = ask(paper.view(history, day=as_of), QUERY, PaperLedger(history), rules=[*RULES, *NONE])["findings"]
    of = {rule: sorted(e["node"]["subject"]["key"] for e in found["edges"] if e["node"]["rule"] == rule) for rule in RULES}
    assert of["V11"] == sorted(planted["committeeLed"])
    assert of["NO_FEEDBACK"] == sorted(planted["withoutFeedback"])
    long_ago = (as_of - timedelta(days=30)).isoformat()
    due = {case.key: str(case.properties.get("due")) for case in history.of("Case")}
    late = [*planted["overdue"], *planted["reopened"]]  # a reopened case is open again, and its day has long passed
    assert of["OVERDUE"] == sorted(number for number in late if due[number] < long_ago)
    assert all(c["checked"] == c["passed"] + c["found"] + c["muted"] + c["unknown"] for c in found["rules"])
    assert bool(of["V11"]) is not clean
    counted = {c["rule"]: c for c in found["rules"]}
    assert [counted[rule]["found"] for rule in NONE] == [0, 0, 0]
    assert (counted["V10"]["checked"], counted["V12_CASES"]["checked"] > 0) == (len(due), not clean)
