"""Questions of the commands: what they say where there is no answer, and that pages are joined."""

import pytest

from api.commands import questions
from graph.archive import Archive
from tests.api.fakes import NOW, TODAY, EmptyStore
from tests.nocases import NoCases
from tests.paper import PaperLedger
from tests.schema.asking import district


@pytest.mark.anyio
async def test_without_records_the_way_to_import_is_told() -> None:
    view = await Archive(EmptyStore(), lambda: TODAY, lambda: NOW).view()
    with pytest.raises(questions.NothingRecorded, match="liandong import"):
        await questions.audit(view, NoCases(), "zh", None, None)


@pytest.mark.anyio
async def test_pages_of_gaps_and_findings_are_joined_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    view = district().view("2019-06-30")
    whole = await questions.audit(view, NoCases(), "zh", None, None)
    monkeypatch.setattr(questions, "AUDIT", questions.AUDIT.replace("first: 100", "first: 1"))
    ledger = PaperLedger(view.snapshots[0].history)
    joined = await questions.audit(view, ledger, "zh", None, None)
    gaps = joined["asOf"]["coverage"]["gaps"]
    assert gaps["edges"] == whole["asOf"]["coverage"]["gaps"]["edges"]
    assert len(gaps["edges"]) == gaps["totalCount"] > 1
    assert gaps["pageInfo"]["hasNextPage"] is False
    findings = joined["asOf"]["findings"]
    assert findings["edges"] == whole["asOf"]["findings"]["edges"]
    assert len(findings["edges"]) == findings["totalCount"] > gaps["totalCount"]
    assert findings["pageInfo"]["hasNextPage"] is False
    assert ledger.asked.count("count_cases") == 1, "the cases are counted once for all pages"


@pytest.mark.anyio
async def test_a_refused_question_says_why() -> None:
    view = district().view("2019-06-30")
    with pytest.raises(questions.NotAnswered, match="999999"):
        await questions.audit(view, NoCases(), "en", None, "999999")
