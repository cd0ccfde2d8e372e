"""What goes around every operation: its root, its limits, and how its errors are told."""

from collections.abc import Callable, Iterator, Sequence

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter, SchemaExtension
from strawberry.types import ExecutionContext

from schema.context import Context
from schema.errors import Errors

DEEPEST = 18
MOST_ALIASES = 60
MOST_TOKENS = 1_000


class Today(SchemaExtension):
    """The root of every operation is the view that its context opens with."""

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context.context
        if isinstance(context, Context):
            root = self.execution_context.schema.query
            self.execution_context.root_value = root(view=context.view)
        yield


class Schema(strawberry.Schema):
    """Strawberry's schema, without its log of errors: that would print values. `Errors` writes ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        pass


EXTENSIONS: Sequence[type[SchemaExtension] | Callable[[], SchemaExtension]] = (
    Today,
    Errors,
    lambda: QueryDepthLimiter(max_depth=DEEPEST),
    lambda: MaxAliasesLimiter(max_alias_count=MOST_ALIASES),
    lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
)
"""Made anew for every operation, since an extension keeps the operation that it serves."""
