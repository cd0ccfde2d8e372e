"""The audit and the oracle look at the same things of random districts, and find the same, since the same day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from hypothesis import given

from graph.analysis import coverage
from graph.analysis.findings import RULES, findings
from graph.analysis.rules.rule import Item, Outcome
from graph.analysis.terms import CoverageKpi
from graph.interval import PartialDate
from graph.model import Ref
from graph.snapshot import Snapshot
from tests.districts import HORIZON, districts
from tests.oracle.audit import Audit, Seen
from tests.oracle.sheets import Sheets
from tests.recorded import recorded, view

COUNTED = (
    *("NO_GROUP", "TWO_GROUPS", "TWO_COMMUNITIES", "ORPHANED_GROUP", "LEVEL_BROKEN", "V2", "V14", "VACANT"),
    *("GHOST", "WRONG_UNIT", "WRONG_SUBDISTRICT", "UNVERIFIED"),
)
"""The rules that the oracle knows."""
_TRUTH = {Outcome.FOUND: True, Outcome.PASSED: False, Outcome.UNKNOWN: None}


def told(snapshot: Snapshot, rule: str, item: Item) -> Seen:
    """A thing that the audit looks at, as the oracle names it."""
    if rule == "V14":
        return Seen(rule, item.subject.key, snapshot.actor(Ref("Person", item.part)).text("name"))
    if item.subject.kind != "Seat":
        return Seen(rule, item.subject.key, item.part)
    (group,) = (x.start.key for x in snapshot.history.into("HAS_SEAT", item.subject))
    name = snapshot.actor(Ref("Person", item.part)).text("name")
    return Seen(rule, group, f"{snapshot.actor(item.subject).text('kind')} {name}")


def judged(snapshot: Snapshot) -> Iterator[tuple[Seen, bool | None]]:
    for rule in (RULES[name] for name in COUNTED):
        yield from ((told(snapshot, rule.name, item), _TRUTH[rule.judge(snapshot, item)]) for item in rule.items(snapshot))


@given(districts())
def test_everything_that_is_checked_and_how_it_stands(sheets: Sheets) -> None:
    history, oracle = recorded(sheets), Audit(sheets)
    for day in HORIZON[::3]:
        snapshot = view(history, day).snapshots[0]
        expected = Counter((oracle.name(seen), truth) for seen, truth in oracle.outcomes(day).items())
        assert Counter(judged(snapshot)) == expected, day
        adds_up(snapshot, day, expected)


def adds_up(snapshot: Snapshot, day: date, expected: Counter[tuple[Seen, bool | None]]) -> None:
    """The counts of every rule are those of the things; K30 is that of the fillings."""
    for count in findings(view(snapshot.history, day), rules=COUNTED).rules:
        by_truth = Counter(dict.fromkeys((True, False, None), 0))
        for (seen, truth), number in expected.items():
            by_truth[truth] += number if seen.rule == count.rule else 0
        assert (count.found, count.passed, count.unknown) == (by_truth[True], by_truth[False], by_truth[None]), count.rule
        assert count.checked == count.found + count.passed + count.unknown + count.muted
    (ghosts,) = (m for m in coverage.coverage(view(snapshot.history, day)).measures if m.kpi is CoverageKpi.GHOST)
    wrong = sum(n for (seen, truth), n in expected.items() if truth and seen.rule in ("GHOST", "WRONG_UNIT", "WRONG_SUBDISTRICT"))
    fillings = sum(n for (seen, _), n in expected.items() if seen.rule == "GHOST")
    assert (ghosts.effective.numerator, ghosts.effective.denominator) == (wrong, fillings)


@given(districts())
def test_since_when(sheets: Sheets) -> None:
    history, oracle = recorded(sheets), Audit(sheets)
    for day in HORIZON[::6]:
        shown = view(history, day)
        found = Counter((told(f.snapshot, f.rule.name, f.item), _day(f.since)) for f in findings(shown, rules=COUNTED).found)
        failing = (seen for seen, truth in oracle.outcomes(day).items() if truth)
        assert found == Counter((oracle.name(seen), oracle.since(seen, day)) for seen in failing), day


def _day(since: PartialDate | None) -> date | None:
    return None if since is None else since.anchor
