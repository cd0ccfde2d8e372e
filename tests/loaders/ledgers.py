"""Rows of a ledger as they are written by hand, and what a district then says of its cases."""

from datetime import date
from typing import Any

from graph.casebook import Casebook
from graph.history import History
from graph.model import Ref
from tests.loaders.clerk import Clerk, Rows, days, name

ROW: dict[str, Any] = {"问题编号": "N1", "收集时间": "2019-05-01", "村(社区)": "甲社区", "问题描述": "屋顶漏水"}


def ledger(*rows: dict[str, Any]) -> Rows:
    """Rows by header; a header is left out by giving it as None, and stands in the sheet once any row has it."""
    whole = [{k: v for k, v in {**ROW, **row}.items() if v is not None} for row in rows]
    headers = tuple(dict.fromkeys(header for row in whole for header in row))
    return (headers, *(tuple(row.get(header) for header in headers) for row in whole))


def book(clerk: Clerk, key: str = "N1") -> Casebook:
    """A case as the books have it now."""
    return Casebook(clerk.history, Ref("Case", key))


def course(clerk: Clerk, key: str = "N1") -> list[str]:
    """The events of a case in order: type, the state it leads to, from when to when; ~ for one without a day of its own."""
    return [_event(book(clerk, key), event.key) for event in book(clerk, key).events]


def _event(found: Casebook, key: str) -> str:
    node = found.history.actors[Ref("CaseEvent", key)]
    vague = "~" if node.flag("undated") else ""
    return " ".join((vague + node.text("type"), node.text("state") or "-", days(node.interval)))


def states(clerk: Clerk, *on: str, key: str = "N1") -> list[str]:
    """The state on these days, by the events; and by the one interval that each keeps for the present: both agree."""
    found = []
    for day in map(date.fromisoformat, on):
        by_events = book(clerk, key).state(day)
        nodes = [book(clerk, key).node(event) for event in book(clerk, key).events]
        held = [node for node in nodes if node.text("state") and _holds(clerk.history, node.ref, day)]
        assert [node.text("state") for node in held] == ([by_events] if by_events else [])
        found.append(str(by_events))
    return found


def _holds(history: History, ref: Ref, day: date) -> bool:
    """One interval predicate, as a database asks it: since <= day < until, by the day that stands for each."""
    interval = history.actors[ref].interval
    since = interval.since
    stored = since is not None and since.precision != "UNKNOWN"
    return stored and interval.start <= day < interval.end


def parties(clerk: Clerk, key: str = "N1") -> set[tuple[str, str, str]]:
    """Who has to do with a case: the role or the type of the link, the name, the days."""
    history = clerk.history
    found = (x for type_ in ("RECEIVED_BY", "ASSIGNED_TO", "SPONSORED_BY", "ESCALATED_TO") for x in history.out(type_, Ref("Case", key)))
    return {(x.text("role") or x.type, name(history, x.end), days(x.interval)) for x in found}
