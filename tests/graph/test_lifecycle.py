"""The life of a case: the whole table of transitions, the state on any day, the order of events."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.interval import PartialDate
from graph.lifecycle import (
    ASIDE,
    CYCLE,
    HANDLED,
    OPEN,
    STATE_AFTER,
    WORDS,
    Event,
    EventType,
    allowed,
    cycle,
    disorder,
    misled,
    narrowed,
    reopenings,
    state_on,
    stays,
)
from graph.vocabulary import CaseState, HandlingMode, Matter, OrganizationKind
from tests.world import boundary

OPEN_STATES = "RAISED ACCEPTED TRIAGED ASSIGNED IN_PROGRESS RETURNED SUSPENDED GUIDED REOPENED"
TABLE = f"""
ACCEPTED     | RAISED
OUT_OF_SCOPE | RAISED ACCEPTED
DUPLICATE    | RAISED ACCEPTED TRIAGED ASSIGNED
WITHDRAWN    | {OPEN_STATES}
TRIAGED      | RAISED ACCEPTED TRIAGED ASSIGNED RETURNED REOPENED
GUIDED       | TRIAGED:PRIVATE
ASSIGNED     | TRIAGED:NOT_PRIVATE ASSIGNED IN_PROGRESS RETURNED REOPENED
STARTED      | ASSIGNED
RETURNED     | ASSIGNED IN_PROGRESS
SUSPENDED    | IN_PROGRESS
RESUMED      | SUSPENDED
ESCALATE     | TRIAGED ASSIGNED IN_PROGRESS RETURNED SUSPENDED
EXTEND       | {OPEN_STATES}
SUPERVISE    | {OPEN_STATES}
SPONSOR      | {OPEN_STATES}
FOLLOW_UP    | {OPEN_STATES} RESOLVED
RELIEF       | GUIDED
RESOLVED     | ASSIGNED IN_PROGRESS GUIDED TRIAGED:IMMEDIATE
FED_BACK     | RESOLVED
EVALUATED    | FED_BACK
STRUCK_OFF   | EVALUATED
REOPENED     | RESOLVED FED_BACK EVALUATED STRUCK_OFF
"""
"""Event | the states from which a command may bring it about, some under a condition."""
LEADS_TO = {"STARTED": "IN_PROGRESS", "RESUMED": "IN_PROGRESS"}
LEAVES = {"ESCALATE", "EXTEND", "SUPERVISE", "SPONSOR", "FOLLOW_UP", "RELIEF"}


def conditions() -> dict[tuple[str, str], str]:
    """(event, state) → the condition, empty for none."""
    rows = (line.split("|") for line in TABLE.strip().splitlines())
    return {(event.strip(), state.partition(":")[0]): state.partition(":")[2] for event, states in rows for state in states.split()}


def holds(condition: str, matter: Matter | None, mode: HandlingMode | None) -> bool:
    match condition:
        case "PRIVATE":
            return matter is Matter.PRIVATE
        case "NOT_PRIVATE":
            return matter is not Matter.PRIVATE
        case "IMMEDIATE":
            return mode is HandlingMode.IMMEDIATE
        case _:
            return True


def every_case() -> Iterator[tuple[EventType, CaseState, Matter | None, HandlingMode | None]]:
    return product(EventType, CaseState, (None, *Matter), (None, *HandlingMode))


def test_the_table_allows_what_the_text_allows_and_refuses_every_other_pair() -> None:
    table = conditions()
    for event, state, matter, mode in every_case():
        expected = (event, state) in table and holds(table[event, state], matter, mode)
        assert allowed(event, state, matter, mode) is expected, (event, state, matter, mode)


def test_every_event_leads_to_its_state_or_leaves_it() -> None:
    leads = {event.value: state.value for event, state in STATE_AFTER.items()}
    assert leads == {event.value: LEADS_TO.get(event.value, event.value) for event in EventType if event.value not in LEAVES}


def test_every_state_is_open_handled_or_aside() -> None:
    assert {CaseState(state) for state in OPEN_STATES.split()} == OPEN
    assert {CaseState.RESOLVED, CaseState.FED_BACK, CaseState.EVALUATED, CaseState.STRUCK_OFF} == HANDLED
    assert sorted([*OPEN, *HANDLED, *ASIDE]) == sorted(CaseState)


def test_every_event_has_its_words() -> None:
    assert set(WORDS) == set(EventType)
    assert len({words.zh for words in WORDS.values()}) == len({words.en for words in WORDS.values()}) == len(EventType)


# ---- the state on a day

FIRST = date(2019, 1, 1)
DAYS = st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n))
EVENTS = st.lists(st.tuples(st.sampled_from(EventType), DAYS, st.booleans()), max_size=12)


def course(rows: list[tuple[EventType, date, bool]]) -> list[Event]:
    return [Event(type_, PartialDate.day(on), order=n, leads=leads) for n, (type_, on, leads) in enumerate(rows)]


def replayed(events: list[Event], day: date) -> CaseState | None:
    """Day after day, event after event."""
    state = None
    for on in (FIRST + timedelta(days=n) for n in range((day - FIRST).days + 1)):
        for type_ in EventType:
            for event in events:
                if event.on.earliest == on and event.type is type_ and event.leads and type_.value not in LEAVES:
                    state = CaseState(LEADS_TO.get(type_.value, type_.value))
    return state


@given(EVENTS, DAYS)
def test_the_state_on_a_day_is_that_of_a_replay(rows: list[tuple[EventType, date, bool]], day: date) -> None:
    events = course(rows)
    expected = replayed(events, day)
    assert state_on(events, day) is expected
    held = [stay for stay in stays(events) if stay.since.anchor <= day and (stay.until is None or stay.until.anchor > day)]
    assert [stay.state for stay in held] == ([expected] if expected else [])


@given(EVENTS, DAYS)
def test_reopenings_are_counted_up_to_the_day(rows: list[tuple[EventType, date, bool]], day: date) -> None:
    assert reopenings(course(rows), day) == len([1 for type_, on, _ in rows if type_ is EventType.REOPENED and on <= day])


def told(*texts: str) -> list[Event]:
    """`RESOLVED 2019-05` each."""
    pairs = (text.split(" ") for text in texts)
    found = [(EventType(type_), boundary(on)) for type_, on in pairs]
    return [Event(type_, on, order=n) for n, (type_, on) in enumerate(found) if on]


def test_one_day_may_see_a_whole_life() -> None:
    day = "2019-05-01"
    events = told(f"RESOLVED {day}", f"TRIAGED {day}", f"RAISED {day}", f"FED_BACK {day}")
    assert [(stay.state, str(stay.since), str(stay.until)) for stay in stays(events)] == [
        ("RAISED", day, day), ("TRIAGED", day, day), ("RESOLVED", day, day), ("FED_BACK", day, "None"),
    ]  # fmt: skip
    assert state_on(events, date(2019, 5, 1)) is CaseState.FED_BACK
    assert state_on(events, date(2019, 4, 30)) is None


def test_a_state_ends_on_the_day_on_which_an_event_of_unknown_day_counts() -> None:
    events = told("RAISED 2019-05-01", "EVALUATED ?2019-06-01", "STRUCK_OFF 2019-06-01")
    assert [stay.until for stay in stays(events)] == [boundary("2019-06-01"), boundary("2019-06-01"), None]


# ---- their order


@pytest.mark.parametrize(("first", "second"), [(a, b) for a, b in product(CYCLE, CYCLE) if CYCLE.index(a) < CYCLE.index(b)])
def test_each_of_a_cycle_comes_on_or_after_those_before_it(first: EventType, second: EventType) -> None:
    assert list(disorder(told(f"{first} 2019-05-02", f"{second} 2019-05-02"))) == []
    assert [(a.type, b.type) for a, b in disorder(told(f"{first} 2019-05-02", f"{second} 2019-05-01"))] == [(first, second)]


@pytest.mark.parametrize("event", [e for e in EventType if e is not EventType.RAISED])
def test_nothing_comes_before_a_case_is_raised(event: EventType) -> None:
    assert [(a.type, b.type) for a, b in disorder(told(f"{event} 2019-05-01", "RAISED 2019-05-02"))] == [("RAISED", event)]


def test_reopening_starts_a_new_cycle() -> None:
    events = told("RAISED 2019-05-01", "FED_BACK 2019-05-10", "REOPENED 2019-06-01", "RESOLVED 2019-06-10")
    assert list(disorder(events)) == []
    assert [cycle(e.on, events) for e in events] == [0, 0, 0, 1]
    assert [(a.type, b.type) for a, b in disorder([*events, *told("STRUCK_OFF 2019-06-09")])] == [("RESOLVED", "STRUCK_OFF")]


@pytest.mark.parametrize(
    ("resolved", "fed_back", "wrong"),
    [
        ("2019-05", "2019-05-01", False),
        ("2019-06", "2019-05-31", True),
        ("2019", "2019-01-01", False),
        ("?2020-01-01", "2019-01-01", False),
    ],
)
def test_only_what_is_certainly_out_of_order_is_so(resolved: str, fed_back: str, wrong: bool) -> None:
    assert bool(list(disorder(told(f"RESOLVED {resolved}", f"FED_BACK {fed_back}")))) is wrong


def test_a_coarse_day_is_narrowed_by_what_came_before() -> None:
    events = narrowed(told("RAISED 2019-05-20", "ACCEPTED 2019-05-25", "RESOLVED 2019-05", "STRUCK_OFF 2019"))
    assert {e.type.value: (e.on.earliest.isoformat(), str(e.on)) for e in events} == {
        "RAISED": ("2019-05-20", "2019-05-20"),
        "ACCEPTED": ("2019-05-25", "2019-05-25"),
        "RESOLVED": ("2019-05-25", "2019-05"),
        "STRUCK_OFF": ("2019-05-25", "2019"),
    }
    assert state_on(events, date(2019, 5, 24)) is CaseState.RAISED
    assert state_on(events, date(2019, 5, 25)) is CaseState.STRUCK_OFF


# ---- whose matter it is


@pytest.mark.parametrize(
    ("matter", "wrong"),
    [
        (None, ""),
        (Matter.BIG, "COMMITTEE SOCIAL_ORGANIZATION COOPERATIVE"),
        (Matter.SMALL, "PARTY_COMMITTEE GOVERNMENT DEPARTMENT SUBDISTRICT_OFFICE"),
        (Matter.PRIVATE, "PARTY_COMMITTEE GOVERNMENT DEPARTMENT SUBDISTRICT_OFFICE COMMITTEE"),
    ],
)
def test_a_matter_has_its_lead(matter: Matter | None, wrong: str) -> None:
    assert {kind for kind in OrganizationKind if misled(matter, kind)} == set(wrong.split())
