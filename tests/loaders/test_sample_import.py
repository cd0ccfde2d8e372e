"""The sample goes in whole: nothing refused, and every person of its sheets is one person of the graph."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from graph.actions.drafting import Stamp
from graph.history import History, empty
from graph.model import Severity
from graph.snapshot import Snapshot
from loaders import intake
from loaders.desk import Options
from loaders.sample import NANAN, Profile, write
from tests.loaders.rawsample import AS_OF, Raw
from tests.loaders.test_sample import OTHER_PROFILE

NOW = datetime(2026, 1, 5, tzinfo=UTC)
TOLD = {"UNKNOWN_HEADER", "INCLUSIVE_END", "V2", "V5", "V6", "V14", "SAME_BY_NAME"}
"""What there is to say: a column that is no matter of the graph, the end with its last day, the planted defects that a first day shows,
a stranger."""


def imported(paths: tuple[Path, ...], district: str, edition: int | None) -> tuple[History, set[str]]:
    """A history of the files, one after another, and the codes of all that was said."""
    history, ids, said = empty(district), count(), set[str]()
    for number, path in enumerate(paths):
        file = intake.read(path)
        options = Options(AS_OF, effective=date(2017, 1, 1), edition=edition) if path.suffix == ".csv" else Options(AS_OF)
        stamp = Stamp(NOW + timedelta(seconds=number), f"import-{number}")
        plan = intake.planned(file.tables, history, options, stamp, lambda: f"person-{next(ids)}")
        problems = (*file.problems, *plan.problems)
        assert [p.en for p in problems if p.severity is Severity.ERROR] == []
        said |= {p.code for p in problems}
        history = history.after(plan)
    return history, said


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize(
    ("profile", "district", "edition"), [(NANAN, "500108", 2019), (OTHER_PROFILE, "310101", None)], ids=["towns", "none"]
)
def test_the_sample_goes_in(tmp_path: Path, profile: Profile, district: str, edition: int | None, clean: bool) -> None:
    history, said = imported(write(tmp_path, clean, profile=profile, cases=0), district, edition)
    raw = Raw(tmp_path)
    assert said <= (TOLD if not clean else {"UNKNOWN_HEADER"})
    named = {post["姓名"] for post in raw.posts} | {line["姓名"] for line in raw.members} | {line["院坝长"] for line in raw.courtyards}
    assert sorted(person.text("name") for person in history.of("Person")) == sorted(named - {""})
    assert {c.key for c in Snapshot(history, AS_OF).communities} == {line["区划代码"] for line in raw.on(AS_OF)}
