"""What an audit prints, and when it fails."""

from typing import Any

import pytest

from api.commands import questions
from api.commands.auditing import FailOn, fails, print_audit
from graph.model import Severity
from tests.api.fakes import settings
from tests.nocases import NoCases
from tests.schema.asking import district
from tests.world import world


def rule(severity: Severity, found: int, muted: int = 0) -> dict[str, Any]:
    return {"severity": severity.value, "found": found, "muted": muted}


@pytest.mark.parametrize(
    ("severity", "found", "failing"),
    [
        (Severity.ERROR, 1, {FailOn.ERROR, FailOn.WARN}),
        (Severity.WARN, 1, {FailOn.WARN}),
        (Severity.INFO, 1, set()),
        (Severity.ERROR, 0, set()),
    ],
)
def test_it_fails_on_what_is_this_bad_or_worse_and_not_muted(severity: Severity, found: int, failing: set[FailOn]) -> None:
    rules = [rule(Severity.INFO, 3), rule(severity, found, muted=2)]
    assert {on for on in FailOn if fails(on, rules)} == failing


@pytest.mark.anyio
async def test_an_audit_prints_its_findings_and_what_each_rule_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.commands.terminal.OUT.width", 240)
    answer = await questions.audit(district().view(), NoCases(), "en", None, None)
    print_audit(answer["asOf"], settings(LANG="en"))
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in capsys.readouterr().out.splitlines()]
    assert ["Error", "NO_GROUP", "990101002001", "990101002001 has no work group; no roster ever named it", "2017-01-01"] in lines
    assert ["Error", "NO_GROUP", "Community without a work group", "4", "3", "1", "0", "0"] in lines
    assert ["Warning", "V6", "Group with two heads", "3", "3", "0", "0", "0"] in lines


@pytest.mark.anyio
async def test_an_audit_of_a_district_in_order_fails_on_nothing() -> None:
    answer = await questions.audit(world().staffed("001001").view(), NoCases(), "zh", None, None)
    rules = answer["asOf"]["findings"]["rules"]
    assert (answer["asOf"]["findings"]["totalCount"], fails(FailOn.WARN, rules)) == (0, False)
    assert len(rules) > 20
