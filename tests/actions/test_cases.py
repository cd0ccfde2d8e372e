"""A row becomes a case: the same row again changes nothing, and every event knows when its state ended."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.actions.cases import CaseRow, Doubt, digest, record, relate
from graph.actions.charges import Charge
from graph.actions.drafting import Draft, Stamp
from graph.actions.happenings import Given
from graph.actions.undated import Said, Word, settled
from graph.casebook import Casebook
from graph.history import History
from graph.interval import PartialDate, Precision
from graph.lifecycle import ASIDE, CYCLE, HANDLED, OPEN, Event, EventType, last_state, state_on
from graph.model import Plan, Ref, Source
from graph.vocabulary import AssignmentRole, CaseState
from tests.world import boundary, world

CASE = Ref("Case", "N1")
COMMUNITY = Ref("Community", "990101001001")
RAISED = date(2019, 1, 1)
OWN_DAY = date(2019, 3, 1)
SOURCE = Source("ledger")


def district() -> History:
    return world().community("001001").unit("甲局", "DEPARTMENT").unit("乙局", "DEPARTMENT").unit("居委会", "COMMITTEE").history()


NOTHING = Said()


def row(days: Mapping[EventType, date], said: Said = NOTHING, own_day: date = OWN_DAY, lead: str = "") -> CaseRow:
    events = tuple(Given(type_, PartialDate.day(on), SOURCE) for type_, on in days.items())
    charges = (Charge(AssignmentRole.LEAD, Ref("Organization", lead), SOURCE),) if lead else ()
    return CaseRow("N1", COMMUNITY, PartialDate.day(RAISED), own_day, SOURCE, {"number": "N1"}, events=events, said=said, charges=charges)


def written(history: History, *rows: CaseRow) -> tuple[History, Plan]:
    """The history with these rows recorded one import after another, and the last plan."""
    plan = Plan(history.district)
    for one in rows:
        number = history.facts.revision
        draft = Draft(history, Stamp(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number), f"import-{number}"))
        record(draft, one)
        plan = draft.plan()
        history = history.after(plan)
    return history, plan


# ---- dates and words

DAY = st.integers(0, 50).map(lambda n: RAISED + timedelta(days=n))
IN_ORDER = st.dictionaries(st.sampled_from(CYCLE[1:]), DAY).map(
    lambda days: dict(zip(sorted(days, key=CYCLE.index), sorted(days.values()), strict=True))
)
"""Some events of a cycle, each on or after those before it."""
WITH_OTHERS = st.builds(
    lambda days, others: {**days, **{t: RAISED + timedelta(days=60 + n) for t, n in others.items()}},
    IN_ORDER,
    st.dictionaries(st.sampled_from([EventType.REOPENED, EventType.RETURNED]), st.integers(0, 9)),
)
WORDS = st.builds(
    Said,
    st.sampled_from([None, True, False]),
    st.sampled_from([(), (CaseState.EVALUATED,), (CaseState.FED_BACK, CaseState.EVALUATED)]),
    st.booleans(),
    st.none() | st.sampled_from(CaseState),
)


def dated(days: Mapping[EventType, date]) -> list[Event]:
    return [Event(EventType.RAISED, PartialDate.day(RAISED)), *(Event(type_, PartialDate.day(on)) for type_, on in days.items())]


@given(WITH_OTHERS, WORDS)
def test_words_never_undo_what_dates_say(days: dict[EventType, date], said: Said) -> None:
    events = dated(days)
    by_dates = last_state(settled(events, (), NOTHING, OWN_DAY).events)
    found = settled(events, (), said, OWN_DAY + timedelta(days=100))
    state = last_state(found.events)
    assert by_dates
    assert state
    if by_dates in HANDLED and state not in HANDLED:
        assert (state, said.progress) == (CaseState.REOPENED, CaseState.REOPENED)
    if by_dates is CaseState.STRUCK_OFF:
        assert state is CaseState.STRUCK_OFF
    if state in ASIDE:
        assert by_dates not in HANDLED
    if EventType.REOPENED in days:
        assert state not in ASIDE


@given(WITH_OTHERS, WORDS)
def test_a_word_that_is_not_heeded_is_told(days: dict[EventType, date], said: Said) -> None:
    found = settled(dated(days), (), said, OWN_DAY + timedelta(days=100))
    state = last_state(found.events)
    assert state
    if Word.STRUCK not in found.contradictions:
        assert not (said.struck is False and state is CaseState.STRUCK_OFF)
    if Word.PROGRESS not in found.contradictions and said.progress in {*ASIDE, CaseState.STRUCK_OFF}:
        assert state is said.progress
    if Word.PROGRESS not in found.contradictions and said.progress in OPEN:
        assert state not in HANDLED


@given(IN_ORDER, WORDS)
def test_nothing_holds_from_the_own_day_that_dates_know_earlier(days: dict[EventType, date], said: Said) -> None:
    """Before the ledger's own day the state is that of the dates, unless the case is aside or open throughout."""
    own_day = RAISED + timedelta(days=90)
    events = dated(days)
    found = settled(events, (), said, own_day)
    throughout = any(e.type.value in {s.value for s in ASIDE} or e.type is EventType.REOPENED for e in found.events)
    if not throughout:
        for day in (RAISED + timedelta(days=n) for n in range(0, 90, 7)):
            assert state_on(found.events, day) is state_on(events, day)


def test_a_return_after_handling_leaves_the_state() -> None:
    events = dated({EventType.RESOLVED: date(2019, 2, 1), EventType.RETURNED: date(2019, 2, 2)})
    assert last_state(settled(events, (), NOTHING, OWN_DAY).events) is CaseState.RESOLVED
    again = [*events, Event(EventType.REOPENED, PartialDate.day(date(2019, 2, 1)))]
    assert last_state(settled(again, (), NOTHING, OWN_DAY).events) is CaseState.RETURNED


# ---- written


@given(WITH_OTHERS, WORDS, st.sampled_from(["", "甲局"]))
def test_the_same_row_again_changes_nothing_on_whatever_day(days: dict[EventType, date], said: Said, lead: str) -> None:
    history, _ = written(district(), row(days, said, lead=lead))
    for later in (OWN_DAY, OWN_DAY + timedelta(days=30), OWN_DAY - timedelta(days=30)):
        _, plan = written(history, row(days, said, later, lead))
        assert plan.empty


@given(st.lists(st.tuples(WITH_OTHERS, WORDS, st.integers(0, 200)), min_size=1, max_size=3))
def test_one_interval_of_the_present_tells_the_state_of_every_day(rows: list[tuple[dict[EventType, date], Said, int]]) -> None:
    """Whatever ledgers came one after another: the ends that events keep agree with the events."""
    history = district()
    for days, said, later in rows:
        history, _ = written(history, row(days, said, OWN_DAY + timedelta(days=later)))
    book = Casebook(history, CASE)
    nodes = [book.node(e) for e in book.events]
    for day in (RAISED + timedelta(days=n) for n in range(-1, 290, 3)):
        held = [
            n.text("state") for n in nodes if n.text("state") and _stored(n.interval.since) and n.interval.start <= day < n.interval.end
        ]
        state = book.state(day)
        assert held == ([state] if state else [])


def _stored(since: PartialDate | None) -> bool:
    """Is it a day that a database can compare with?"""
    return since is not None and since.precision is not Precision.UNKNOWN


@given(WITH_OTHERS, WORDS, WITH_OTHERS)
def test_what_was_known_before_stays_known_as_it_was(first: dict[EventType, date], said: Said, second: dict[EventType, date]) -> None:
    history, _ = written(district(), row(first, said))
    before = Casebook(history, CASE)
    at = history.last_recorded
    later, _ = written(history, row({**first, **second}, Said(), OWN_DAY + timedelta(days=30)))
    known = Casebook(History(later.facts, at), CASE)
    assert [(e.type, e.on) for e in known.events] == [(e.type, e.on) for e in before.events]
    assert [known.state(RAISED + timedelta(days=n)) for n in range(0, 120, 5)] == [
        before.state(RAISED + timedelta(days=n)) for n in range(0, 120, 5)
    ]


# ---- order, keys, circles


def test_a_row_out_of_order_writes_nothing_of_its_events() -> None:
    draft = Draft(district(), Stamp(datetime(2026, 1, 1, tzinfo=UTC), "i"))
    (finding,) = record(draft, row({EventType.RESOLVED: date(2019, 2, 2), EventType.FED_BACK: date(2019, 2, 1)}))
    assert (finding.doubt, finding.events) == (Doubt.DISORDER, (EventType.RESOLVED, EventType.FED_BACK))
    assert draft.out("HAS_EVENT", CASE) == ()


@pytest.mark.parametrize(
    ("one", "other"), [(("甲", "2019-05", "漏水"), ("甲", "2019", "漏水")), (("甲", "2019", "漏水"), ("乙", "2019", "漏水"))]
)
def test_a_digest_tells_cases_apart(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    keys = [digest(place, on, text) for place, day, text in (one, other, one) if (on := boundary(day))]
    assert keys[0] == keys[2] != keys[1]


def test_duplicates_may_not_come_back_to_themselves() -> None:
    draft = Draft(district(), Stamp(datetime(2026, 1, 1, tzinfo=UTC), "i"))
    a, b, c = (draft.ensure(Ref("Case", key), SOURCE, {}).ref for key in "abc")
    on = PartialDate.day(RAISED)
    assert relate(draft, "DUPLICATE_OF", a, b, on, SOURCE)
    assert relate(draft, "DUPLICATE_OF", b, c, on, SOURCE)
    assert not relate(draft, "DUPLICATE_OF", c, a, on, SOURCE)
    assert not relate(draft, "DUPLICATE_OF", c, c, on, SOURCE)
    assert relate(draft, "INSTANCE_OF", c, a, on, SOURCE)
    assert relate(draft, "DUPLICATE_OF", a, c, on, SOURCE)
    assert [x.end for x in draft.out("DUPLICATE_OF", a)] == [c]


# ---- who leads, ledger after ledger


@given(st.lists(st.tuples(st.sampled_from(["甲局", "乙局", ""]), st.integers(1, 40)), min_size=1, max_size=5))
def test_leads_hand_over_between_ledgers_and_no_day_has_two_for_certain(leads: list[tuple[str, int]]) -> None:
    history, own_day = district(), OWN_DAY
    for lead, days in leads:
        own_day += timedelta(days=days)
        history, _ = written(history, row({}, own_day=own_day, lead=lead))
    links = history.out("ASSIGNED_TO", CASE)
    for day in (OWN_DAY + timedelta(days=n) for n in range(0, 220, 3)):
        assert sum(x.interval.holds(day) is True for x in links) <= 1
    last = next((lead for lead, _ in reversed(leads) if lead), None)
    assert [x.end.key for x in links if x.interval.holds(own_day)] == ([last] if last else [])
    assert all(x.interval.holds(RAISED) is None for x in links if x is links[0])
