"""What the archive keeps of its own writes is what another one reads from the database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph.archive import Archive
from graph.history import History
from graph.store.port import Store
from loaders.desk import Options
from loaders.intake import Intake
from tests.loaders.books import workbook
from tests.loaders.clerk import DISTRICT, DIVISIONS, POST_HEADERS, ROSTER_HEADERS, RULE_HEADERS, TODAY, Rows, line, post
from tests.loaders.ledgers import ledger

pytestmark = [pytest.mark.anyio, pytest.mark.long_on_neo4j]
SHEETS: Sequence[Rows] = (
    (
        POST_HEADERS,
        post("袁林", "区委", "区级领导", number="7"),
        post("江群", "区民政局", "部门班子成员"),
        post("沈静", "甲社区居委会", ""),
    ),
    (RULE_HEADERS, ("在职区级领导", "区级领导", 1, 1, "否", "2017-01-01", None), ("村(社区)干部", "干部", 1, 2, "否", "2017-01-01", None)),
    (ROSTER_HEADERS, line("甲社区", leader="袁林", department="民政局", member="江群", local="沈静"), line("丁村", local="某人")),
    (ROSTER_HEADERS, line("甲社区", since="2019-06-01", leader="江群", local="沈静、杨光")),
    ledger({"责任人": "新来的", "主办单位": "区城管局"}),
)


def told(history: History) -> tuple[object, ...]:
    facts = history.facts
    return (
        facts.revision,
        {actor.ref: actor for actor in facts.actors},
        {(link.type, link.id): link for link in facts.links},
        {change.key: change for change in facts.changes},
    )


async def test_an_archive_keeps_what_another_reads(store: Store, tmp_path: Path) -> None:
    archive = Archive(store, lambda: TODAY, lambda: datetime.now(UTC))
    intake = Intake(archive)
    for number, rows in enumerate((DIVISIONS, *SHEETS)):
        options = Options(TODAY, date(2017, 1, 1) if number == 0 else None, within=DISTRICT)
        (outcome,) = await intake.run([workbook(tmp_path / f"{number}.xlsx", rows)], options)
        assert not outcome.refused, outcome.problems
        kept = await archive.history(DISTRICT)
        read = await Archive(store, lambda: TODAY, lambda: datetime.now(UTC)).history(DISTRICT)
        assert told(kept) == told(read)
    await archive.undo(str(outcome.import_id), "local")
    read = await Archive(store, lambda: TODAY, lambda: datetime.now(UTC)).history(DISTRICT)
    assert told(await archive.history(DISTRICT)) == told(read)


async def test_its_own_writes_are_not_read_again(store: Store, statements: list[str], tmp_path: Path) -> None:
    archive = Archive(store, lambda: TODAY, lambda: datetime.now(UTC))
    await archive.history(DISTRICT)
    await Intake(archive).run(
        [workbook(tmp_path / "a.xlsx", (POST_HEADERS, post("后来的", "区财政局", "部门班子成员")))], Options(TODAY, within=DISTRICT)
    )
    del statements[:]
    await archive.history(DISTRICT)
    assert len(statements) == 1
