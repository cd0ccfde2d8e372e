"""A district written twice, cleanly and with every trap that may not change the meaning, gives the same answers on every day."""

from datetime import date
from pathlib import Path

import pytest

from graph.model import Severity
from loaders import intake
from loaders.desk import Options
from tests.loaders import scribe
from tests.loaders.answers import Import, answers, imported, record
from tests.loaders.scribe import HANDS, TRAPS, Trap
from tests.loaders.smalldistrict import DISTRICT, END, SHEETS, SINCE, START, TURN

TODAY = date(2020, 2, 6)
DAYS = (SINCE, START, date(2018, 12, 31), date(2019, 1, 1), date(2019, 6, 30), TURN, END, date(2019, 10, 1), TODAY)
NEVER_KEPT = ("500101197001010011", "50010119800202002X", "13900001111", "13900002222", "某路某号", "1999-07-01", "某某某户", "备用字段")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Import:
    return imported(scribe.clean(tmp_path_factory.mktemp("clean")), DISTRICT, TODAY, SINCE)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Import:
    return imported(scribe.dirty(tmp_path_factory.mktemp("dirty")), DISTRICT, TODAY, SINCE)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_both_answer_the_same(clean: Import, dirty: Import, day: date) -> None:
    expected, found = answers(clean.history, day), answers(dirty.history, day)
    for question, answer in expected.items():
        assert found[question] == answer, question


def test_both_record_the_same(clean: Import, dirty: Import) -> None:
    expected, found = record(clean.history), record(dirty.history)
    assert (sorted(expected - found), sorted(found - expected)) == ([], [])


def test_codes_tell_the_district_however_they_are_written(tmp_path: Path) -> None:
    coded = {"服务群众工作组名册", "院坝名册", "党员花名册"}
    files = [intake.read(path) for path in scribe.dirty(tmp_path) if path.stem in coded]
    several = ("990102", DISTRICT, "990103")
    assert [intake.districts_of(file.tables, Options(TODAY), several) for file in files] == [(DISTRICT,)] * 3


def test_there_is_something_to_answer(clean: Import) -> None:
    """Each question has an answer that differs between days, so that equal answers say something."""
    first, last = answers(clean.history, START), answers(clean.history, TODAY)
    assert [question for question in first if question != "orphans" and first[question] == last[question]] == []


def test_every_trap_is_set() -> None:
    assert [trap for trap in TRAPS if _spoilt(trap.sheet) == _spoilt(trap.sheet, trap)] == []


def _spoilt(sheet: str, without: Trap | None = None) -> list[scribe.Dirty]:
    traps = [trap for trap in TRAPS if trap is not without]
    return [scribe.spoilt(sheet, row, number, traps) for number, row in enumerate(SHEETS[sheet])]


def test_every_sheet_has_its_hand() -> None:
    assert set(HANDS) == set(SHEETS) == {trap.sheet for trap in TRAPS}
    for name, hand in HANDS.items():
        assert set(hand.headers) <= {header for row in SHEETS[name] for header in row}


def test_personal_data_is_in_no_record_and_in_no_problem(dirty: Import) -> None:
    assert [word for word in NEVER_KEPT[:-1] if word in repr(dirty.history.facts) or word in repr(dirty.problems)] == []
    assert NEVER_KEPT[-1] not in repr(dirty.history.facts)
    assert dirty.said["DROPPED_COLUMN"] == 7


def test_what_is_said_of_the_clean_one_is_said_of_both(clean: Import, dirty: Import) -> None:
    assert {p.code for p in clean.problems if p.severity is not Severity.INFO} <= set(dirty.said)
    assert dirty.said["UNKNOWN_HEADER"] == 1
    assert dirty.said["INCLUSIVE_END"] > 0
