"""The schema, put together."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from schema.context import Context, Info
from schema.errors import Errors
from schema.fields import field
from schema.scalars import SCALARS
from schema.view import AsOf, View
from schema.words import both

Day = Annotated[date, strawberry.argument(description=both("哪一天", "The day."))]
Moment = Annotated[
    datetime | None, strawberry.argument(description=both("按哪一时刻所知;不填即现在", "As known at this moment; left out, now."))
]


@strawberry.type(description=both("今天的视图,和通往其他日子的门", "The view of today, and the door to other days."))
class Query(View):
    @field("另一天的视图;未来的或首条记录之前的日期是错误", "Null with an error: a day in the future, or before the first record.")
    def as_of(self, info: Info, date: Day, known_at: Moment = None) -> AsOf | None:
        return AsOf(view=info.context.open(date, known_at))


class Today(SchemaExtension):
    """The root of every operation is the view that its context opens with."""

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context.context
        if isinstance(context, Context):
            self.execution_context.root_value = Query(view=context.view)
        yield


class Schema(strawberry.Schema):
    """Strawberry's schema, without its log of errors: that would print values. `Errors` writes ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        pass


schema = Schema(
    query=Query,
    extensions=[
        Today,
        Errors,
        lambda: QueryDepthLimiter(max_depth=18),
        lambda: MaxAliasesLimiter(max_alias_count=60),
        lambda: MaxTokensLimiter(max_token_count=3_000),
    ],
    config=StrawberryConfig(scalar_map=SCALARS),
)
