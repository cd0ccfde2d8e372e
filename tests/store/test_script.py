"""A plan as statements: in an order that both servers bear, in batches, weighed with its undo."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.model import Plan
from graph.store import cypher, script
from tests.contract import facts as some

NOW = datetime(2020, 2, 6, tzinfo=UTC)
DISTRICT = "900000"


def whole() -> Plan:
    """A plan with something of everything."""
    plan = some.everything(DISTRICT, NOW)
    gone = tuple(replace(link, key=f"old {link.key}", retracted_at=NOW) for link in plan.links)
    person, late, back = some.people(DISTRICT, NOW, 0, 3)
    taken_back = tuple(replace(change, key=f"old {change.key}", retracted_at=NOW) for change in plan.changes)
    return replace(
        plan,
        actors=(*plan.actors, replace(back, withdrawn=(NOW, NOW))),
        retractions=gone,
        relabels=((person.ref, "Leader"),),
        ends=((some.ref_of("CaseEvent", DISTRICT), None),),
        taken_back=taken_back,
        withdrawals=(replace(late, withdrawn=(NOW,)),),
        undone="import-0",
    )


def test_existing_nodes_are_labelled_before_anything_is_made() -> None:
    order = [step.statement for step in script.steps(whole(), some.receipt(NOW, DISTRICT))]
    operations: list[Mapping[Any, cypher.Write]] = [
        cypher.RELABEL,
        cypher.RESTORE,
        cypher.WITHDRAW,
        cypher.RETRACT,
        {0: cypher.TAKE_BACK},
        {0: cypher.END_EVENT},
        cypher.CREATE_NODE,
        cypher.CHANGE,
        cypher.CREATE_LINK,
        {0: cypher.UNDONE},
    ]
    stages = [set(statements.values()) for statements in operations]
    stage_of = [next(n for n, stage in enumerate(stages) if statement in stage) for statement in order]
    assert stage_of == sorted(stage_of)
    assert set(stage_of) == set(range(len(stages)))


def test_every_fact_is_one_row() -> None:
    plan = whole()
    rows = sum(len(step.rows) for step in script.steps(plan, some.receipt(NOW, DISTRICT)))
    facts = (plan.actors, plan.links, plan.changes, plan.retractions, plan.relabels, plan.ends, plan.withdrawals)
    assert rows == sum(map(len, facts)) + 2 * len(plan.taken_back) + 1


def test_the_links_of_a_withdrawn_node_are_found_by_what_it_was() -> None:
    (person,) = some.people(DISTRICT, NOW, 0, 1)
    link = replace(next(x for x in some.links(DISTRICT, NOW) if x.type == "HOLDS"), start=person.ref)
    plan = Plan(DISTRICT, retractions=(link,), withdrawals=(replace(person, withdrawn=(NOW,)),))
    withdrawal, retraction = script.steps(plan, some.receipt(NOW, DISTRICT))
    assert (withdrawal.statement, withdrawal.rows[0]["key"]) == (cypher.WITHDRAW["Person"], "p0")
    assert (retraction.statement, retraction.rows[0]["start"]) == (cypher.RETRACT_OF_WITHDRAWN["HOLDS"], f"{DISTRICT}/Person/p0")
    assert withdrawal.rows[0]["withdrawal"]["former"] == retraction.rows[0]["start"]


def test_no_statement_has_more_rows_than_a_batch_and_their_order_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "BATCH", 4)
    plan = Plan(DISTRICT, some.people(DISTRICT, NOW, 0, 10))
    steps = list(script.steps(plan, some.receipt(NOW, DISTRICT)))
    assert [len(step.rows) for step in steps] == [4, 4, 2]
    assert [row["personId"] for step in steps for row in step.rows] == [f"p{n}" for n in range(10)]


def test_what_is_recorded_together_has_its_instant_once_a_statement() -> None:
    """The driver takes longer over an instant than over all else in a row."""
    plan = replace(whole(), taken_back=(), withdrawals=(), actors=tuple(a for a in whole().actors if not a.withdrawn))
    steps = list(script.steps(plan, some.receipt(NOW, DISTRICT)))
    timed = {*cypher.CREATE_NODE.values(), *cypher.CREATE_LINK.values(), *cypher.CHANGE.values(), *cypher.RETRACT.values()}
    assert [(step.moment, step.moment and "$moment" in step.statement) for step in steps if step.statement in timed] == [(NOW, True)] * sum(
        step.statement in timed for step in steps
    )
    assert "datetime.datetime" not in repr([step.rows for step in steps])


def test_what_was_recorded_at_another_moment_is_another_step() -> None:
    early, late = some.people(DISTRICT, NOW, 0, 2)
    before = NOW - timedelta(days=1)
    steps = list(script.steps(Plan(DISTRICT, (replace(early, recorded_at=before), late)), some.receipt(NOW, DISTRICT)))
    assert [(step.moment, [row["personId"] for row in step.rows]) for step in steps] == [(before, ["p0"]), (NOW, ["p1"])]


def test_a_node_is_labelled_once_with_all_its_new_labels() -> None:
    person = some.ref_of("Person", DISTRICT)
    plan = Plan(DISTRICT, relabels=((person, "PartyMember"), (person, "Leader"), (person, "Leader")))
    first = next(iter(script.steps(plan, some.receipt(NOW, DISTRICT))))
    assert first == script.Step(cypher.RELABEL["Person", ("Leader", "PartyMember")], [{"key": person.key}])


def test_what_a_plan_writes_says_which_counters_move() -> None:
    person, case = some.people(DISTRICT, NOW, 0, 1)[0], next(a for a in some.actors(DISTRICT, NOW) if a.kind == "Case")
    assert [f(Plan(DISTRICT)) for f in (script.is_structural, script.is_on_cases)] == [True, False]
    for on_person in (Plan(DISTRICT, (person,)), Plan(DISTRICT, relabels=((person.ref, "Leader"),)), Plan(DISTRICT, withdrawals=(person,))):
        assert [f(on_person) for f in (script.is_structural, script.is_on_cases)] == [True, False]
    for on_case in (Plan(DISTRICT, (case,)), Plan(DISTRICT, ends=((case.ref, None),)), Plan(DISTRICT, withdrawals=(case,))):
        assert [f(on_case) for f in (script.is_structural, script.is_on_cases)] == [False, True]
    assert [f(Plan(DISTRICT, (person, case))) for f in (script.is_structural, script.is_on_cases)] == [True, True]
