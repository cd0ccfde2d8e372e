"""A plan as statements: in an order that both servers bear, in batches, weighed with its undo."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
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
    return replace(plan, retractions=gone, relabels=((some.ref_of("Person", DISTRICT), "Leader"),))


def test_existing_nodes_are_labelled_before_anything_is_made_and_the_receipt_comes_last() -> None:
    order = [step.statement for step in script.steps(whole(), some.receipt(NOW, DISTRICT), 1)]
    operations: list[Mapping[Any, cypher.Write]] = [
        cypher.RELABEL,
        cypher.RETRACT,
        cypher.CREATE_NODE,
        cypher.CHANGE,
        cypher.CREATE_LINK,
    ]
    stages = [set(statements.values()) for statements in operations]
    stage_of = [next((n for n, stage in enumerate(stages) if statement in stage), len(stages)) for statement in order]
    assert stage_of == sorted(stage_of)
    assert set(stage_of) == set(range(len(stages) + 1))
    assert order[-1] == cypher.RECEIPT


def test_every_fact_is_one_row() -> None:
    plan = whole()
    rows = sum(len(step.rows) for step in script.steps(plan, some.receipt(NOW, DISTRICT), 1))
    facts = (plan.actors, plan.links, plan.changes, plan.retractions, plan.relabels)
    assert rows == sum(map(len, facts)) + 1


def test_no_statement_has_more_rows_than_a_batch_and_their_order_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "BATCH", 4)
    plan = Plan(DISTRICT, some.people(DISTRICT, NOW, 0, 10))
    steps = list(script.steps(plan, some.receipt(NOW, DISTRICT), 1))[:-1]
    assert [len(step.rows) for step in steps] == [4, 4, 2]
    assert [row["personId"] for step in steps for row in step.rows] == [f"p{n}" for n in range(10)]


def test_a_node_is_labelled_once_with_all_its_new_labels() -> None:
    person = some.ref_of("Person", DISTRICT)
    plan = Plan(DISTRICT, relabels=((person, "PartyMember"), (person, "Leader"), (person, "Leader")))
    first = next(iter(script.steps(plan, some.receipt(NOW, DISTRICT), 1)))
    assert first == script.Step(cypher.RELABEL["Person", ("Leader", "PartyMember")], [{"key": person.key}])


def test_a_plan_weighs_as_much_as_the_heavier_of_itself_and_its_undo() -> None:
    plan = some.everything(DISTRICT, NOW)
    links = len(plan.links)
    assert script.weight(Plan(DISTRICT, plan.actors)) == len(plan.actors)
    assert script.weight(Plan(DISTRICT, links=plan.links)) == 2 * links  # undo makes and removes one for each
    assert script.weight(Plan(DISTRICT, retractions=plan.links)) == 2 * links
    assert script.weight(Plan(DISTRICT, changes=plan.changes)) == 2 * len(plan.changes)
