"""Two editions of a real district's divisions: what the second opens and closes, and what that does to its groups."""

from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from graph.actions.drafting import Stamp
from graph.analysis.coverage import coverage
from graph.analysis.gaps import gaps, orphaned_groups
from graph.analysis.terms import CoverageKpi
from graph.history import History, empty
from graph.model import Plan, Severity
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import GapReason
from loaders import intake
from loaders.columns import Table
from loaders.desk import Options
from tests.loaders.books import table

DIVISIONS = Path(intake.__file__).parent / "data" / "nanan_divisions.csv"
TODAY = date(2023, 12, 31)
CLOSED = "500108103005"
NEWCOMERS = [f"500108{code}" for code in ("001012", "004011", "008006", "008007", "101013", "102011", "106005", "106007")]


def taken(history: History, found: tuple[Table, ...], effective: date, edition: int | None = None) -> tuple[History, Plan]:
    number, ids = count(), count()
    stamp = Stamp(datetime(2026, 1, effective.year % 28 + 1, effective.month, tzinfo=UTC), f"import-{effective}-{next(number)}")
    options = Options(TODAY, effective, edition=edition)
    plan = intake.planned(found, history, options, stamp, lambda: f"{effective}-{next(ids)}")
    assert [p.en for p in plan.problems if p.severity is Severity.ERROR] == []
    return history.after(plan), plan


@pytest.fixture(scope="module")
def district() -> History:
    return two_editions()


@cache
def two_editions() -> History:
    """The edition of 2019 from 2017 on with a group for each community, and the edition of 2023 from 2023-06-30 on."""
    divisions = intake.read(DIVISIONS).tables
    history, _ = taken(empty("500108"), divisions, date(2017, 1, 1), 2019)
    rows = [(c.key, "区级领导01") for c in history.of("Community")]
    history, _ = taken(history, (table(("区划代码", "联系区级领导"), *rows),), date(2017, 7, 1))
    history, plan = taken(history, divisions, date(2023, 6, 30), 2023)
    assert [p.value for p in plan.problems if p.code == "PLACE_CLOSED"] == [CLOSED]
    return history


def view(history: History, day: date) -> View:
    known = datetime(2026, 12, 31, tzinfo=UTC)
    return View((Snapshot(history, day),), day, known, "1", TODAY, lambda on, _: view(history, on))


def k1(history: History, day: date) -> tuple[int, int]:
    (measure,) = [m for m in coverage(view(history, day)).measures if m.kpi is CoverageKpi.GROUP]
    return measure.effective.numerator, measure.effective.denominator


@pytest.mark.parametrize(
    ("day", "expected"),
    [((2020, 2, 6), (146, 146)), ((2023, 6, 29), (146, 146)), ((2023, 6, 30), (145, 153)), ((2023, 12, 31), (145, 153))],
)
def test_the_groups_cover_the_communities_of_the_day(district: History, day: tuple[int, int, int], expected: tuple[int, int]) -> None:
    assert k1(district, date(*day)) == expected


def test_the_newcomers_have_no_group_and_never_had_one(district: History) -> None:
    found = gaps(view(district, date(2023, 6, 30)), reasons=(GapReason.NO_GROUP,))
    assert [(gap.community.key, gap.ever_in_roster) for gap in found] == [(code, False) for code in NEWCOMERS]


def test_one_group_is_left_without_its_community(district: History) -> None:
    assert orphaned_groups(view(district, date(2023, 6, 29))) == ()
    (orphan,) = orphaned_groups(view(district, date(2023, 6, 30)))
    assert (orphan.community.key, str(orphan.abolished)) == (CLOSED, "2023-06-30")
