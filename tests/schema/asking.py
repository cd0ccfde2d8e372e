"""A small district, and how tests ask the schema about it."""

import asyncio
from typing import Any

from strawberry.types import ExecutionResult

from graph.store.port import LedgerReader
from graph.view import View
from schema.context import Context
from schema.root import schema
from tests.nocases import NoCases
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


async def answering(view: View, query: str, ledger: LedgerReader | None = None, language: str = "zh", **variables: Any) -> ExecutionResult:
    """The answer to a query; of an empty ledger where none is given."""
    result = await schema.execute(query, variables, Context(view, ledger or NoCases(), language))
    assert isinstance(result, ExecutionResult)
    return result


def answered(view: View, query: str, ledger: LedgerReader | None = None, language: str = "zh", **variables: Any) -> ExecutionResult:
    """The answer to a query, for a test that is not a coroutine."""
    return asyncio.run(answering(view, query, ledger, language, **variables))


def ask(view: View, query: str, ledger: LedgerReader | None = None, **variables: Any) -> Any:
    """The data of a query that must have no error."""
    return _faultless(answered(view, query, ledger, **variables))


async def asking(view: View, query: str, ledger: LedgerReader | None = None, **variables: Any) -> Any:
    """As `ask`, within a coroutine."""
    return _faultless(await answering(view, query, ledger, **variables))


def _faultless(result: ExecutionResult) -> Any:
    assert result.errors is None, [e.message for e in result.errors]
    return result.data


def refused(view: View, query: str, ledger: LedgerReader | None = None, **variables: Any) -> list[tuple[str, str]]:
    """The errors of a query: where, and the code; of a document that is not carried out, an empty place and the message."""
    result = answered(view, query, ledger, **variables)
    return [(_where(e.path), str((e.extensions or {}).get("code") or e.message)) for e in result.errors or []]


def _where(path: list[str | int] | None) -> str:
    return ".".join(str(part) for part in path or [])


def nodes(connection: Any, *names: str) -> list[Any]:
    """One field of each item of a page, or several."""
    items = [edge["node"] for edge in connection["edges"]]
    return [item[names[0]] if len(names) == 1 else tuple(item[n] for n in names) for item in items]
