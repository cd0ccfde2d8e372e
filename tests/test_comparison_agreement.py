"""Two days of random districts compared: the graph by what began and ended, the oracle by looking at every day."""

from collections.abc import Iterable
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.changes import Change, ChangeKind
from graph.analysis.comparison import Transition, comparison
from graph.analysis.coverage import coverage
from graph.analysis.measures import Ratio
from graph.analysis.terms import CoverageKpi, Strictness
from graph.history import History
from graph.model import Ref
from tests.districts import HORIZON, districts
from tests.oracle.overtime import OverTime
from tests.oracle.rates import Rates
from tests.oracle.sheets import Sheets
from tests.oracle.twodays import Came, TwoDays
from tests.recorded import recorded, view

ENDED = (ChangeKind.FILLING_ENDED, ChangeKind.POST_ENDED, ChangeKind.QUALIFICATION_ENDED)
BEGAN = (ChangeKind.FILLING_BEGAN, ChangeKind.POST_BEGAN, ChangeKind.QUALIFICATION_BEGAN)
PAIRS = st.tuples(st.sampled_from(HORIZON), st.sampled_from(HORIZON)).filter(lambda pair: pair[0] != pair[1])


@settings(max_examples=settings().max_examples // 2)
@given(districts(), PAIRS)
def test_who_changed_and_by_whom(sheets: Sheets, days: tuple[date, date]) -> None:
    history, oracle = recorded(sheets), TwoDays(OverTime(Rates(sheets)), min(days), max(days))
    assume(history.first_day is not None and history.first_day <= HORIZON[0])
    found = comparison(view(history, days[0]), days[1])
    assert (found.earlier, found.later) == (oracle.earlier, oracle.later)
    assert (found.before, found.after) == (_linked(history, oracle.earlier), _linked(history, oracle.later))
    assert [_codes(x) for x in (found.completed, found.broken, found.moved)] == [oracle.completed(), oracle.broken(), oracle.moved()]
    for transition in (*found.completed, *found.broken, *found.moved):
        assert transition.causes
        assert all(_within(change, oracle) for change in transition.causes), transition
    for transition in found.broken:
        _told(history, transition, ENDED, oracle.gone(transition.community.key))
    for transition in found.completed:
        _told(history, transition, BEGAN, oracle.come(transition.community.key))


def _linked(history: History, day: date) -> Ratio:
    measures = coverage(view(history, day)).measures
    return next(m.effective for m in measures if m.kpi is CoverageKpi.LINKAGE and m.strictness is Strictness.STRICT)


def _codes(transitions: Iterable[Transition]) -> frozenset[str]:
    return frozenset(t.community.key for t in transitions)


def _within(change: Change, days: TwoDays) -> bool:
    """Did it, or may it, fall after the earlier day and not after the later one?"""
    on = change.on
    return on is not None and on.latest > days.earlier and on.earliest <= days.later


def _told(history: History, transition: Transition, kinds: Iterable[ChangeKind], expected: frozenset[Came]) -> None:
    """Just those people; each end on the very day, each beginning by it."""
    people = {c.person: c for c in transition.causes if c.kind in kinds and c.person}
    assert {_name(history, person) for person in people} == {came.name for came in expected}
    for change in (c for c in transition.causes if c.kind in kinds):
        assert change.person
        days = {came.day for came in expected if came.name == _name(history, change.person)}
        assert change.on
        if change.kind in ENDED:
            assert days & {*change.on.days()}
        else:
            assert any(change.on.earliest <= day for day in days)


def _name(history: History, person: Ref) -> str:
    return history.actors[person].text("name")
