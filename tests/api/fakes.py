"""What stands in for the store and the schema where only the way of a request is tested."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import strawberry
from starlette.applications import Starlette

from api.app import create_app
from api.settings import Settings, read
from graph.archive import Archive
from graph.errors import GovernanceError, NotFound
from graph.model import Counters, Facts, Plan, Receipt
from schema.errors import Errors
from tests.nocases import NoCases

TODAY = date(2020, 2, 6)
NOW = datetime(2020, 2, 6, 1, tzinfo=UTC)
SECRET = "bolt://user:password@example"


@dataclass
class EmptyStore(NoCases):
    """A store without records; `trouble`, where there is any, is raised by every read."""

    trouble: Exception | None = None
    asked: int = 0
    ensured: int = 0

    async def revisions(self) -> Mapping[str, Counters]:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return {}

    async def load(self, district: str) -> Facts:
        return Facts(district, 0)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        yield

    async def commit(self, plan: Plan, expected: int, receipt: Receipt, ledger: int | None = None) -> int:
        raise AssertionError("nothing here writes")

    async def prepare(self) -> None: ...

    async def healthy(self) -> bool:
        if isinstance(self.trouble, GovernanceError):
            raise self.trouble
        return self.trouble is None

    async def ensure(self) -> None:
        self.ensured += 1
        if self.trouble:
            raise self.trouble

    async def close(self) -> None: ...


@strawberry.type
class Query:
    @strawberry.field
    def echo(self, text: str) -> str:
        return text

    @strawberry.field
    def accident(self) -> str | None:
        raise RuntimeError(SECRET)

    @strawberry.field
    def refusal(self) -> str | None:
        raise NotFound(what="case", value="7")


SCHEMA = strawberry.Schema(Query, extensions=[Errors])


def settings(**variables: str) -> Settings:
    return read({f"LIANDONG_{name}": value for name, value in variables.items()})


def app(store: EmptyStore | None = None, **variables: str) -> Starlette:
    archive = Archive(store or EmptyStore(), lambda: TODAY, lambda: NOW)
    return create_app(settings(DATA=str(Path("data")), **variables), SCHEMA, archive)
