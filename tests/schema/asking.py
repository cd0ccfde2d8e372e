"""A small district, and how tests ask the schema about it."""

from typing import Any

from graph.view import View
from schema.context import Context
from schema.root import schema
from tests.world import World, world


def district() -> World:
    """Two subdistricts. 001001 is whole; 001002 has a ghost since 2019-05-01; 001003 an empty seat; 002001 no group; 002002 ended."""
    return (
        world()
        .community("002002", "2017-01-01..2019-12-01", name="旧村", shortName="旧村")
        .community("001001", name="南湖社区居民委员会", shortName="南湖社区", population=100)
        .staffed("001001", "002002")
        .staffed("001002", "001003", but=["DEPARTMENT_LEADER"])
        .holder("DEPARTMENT_LEADER", "001002", holds="..2019-05-01")
        .post("接任者", "部门001002", "DEPT_LEADERSHIP", "2019-05-01..")
        .community("002001")
    )


def ask(view: View, query: str, **variables: object) -> Any:
    """The data of a query that must have no error."""
    result = schema.execute_sync(query, variables, Context(view))
    assert result.errors is None, [e.message for e in result.errors]
    return result.data


def refused(view: View, query: str, language: str = "zh", **variables: object) -> list[tuple[str, str]]:
    """The errors of a query: where, and the code; of a document that is not carried out, an empty place and the message."""
    result = schema.execute_sync(query, variables, Context(view, language))
    return [(_where(e.path), str((e.extensions or {}).get("code") or e.message)) for e in result.errors or []]


def _where(path: list[str | int] | None) -> str:
    return ".".join(str(part) for part in path or [])


def nodes(connection: Any, *names: str) -> list[Any]:
    """One field of each item of a page, or several."""
    items = [edge["node"] for edge in connection["edges"]]
    return [item[names[0]] if len(names) == 1 else tuple(item[n] for n in names) for item in items]
