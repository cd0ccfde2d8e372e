"""Errors as the caller sees them: our own with code and fields in the caller's language, all others masked under an id."""

import logging
import secrets
import traceback
from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from graph.errors import GovernanceError
from schema.context import Context

log = logging.getLogger("liandong.schema")


class Errors(SchemaExtension):
    """Presents the errors of an operation when it is over."""

    def on_operation(self) -> Iterator[None]:
        yield
        result, context = self.execution_context.result, self.execution_context.context
        language = context.language if isinstance(context, Context) else "zh"
        errors = getattr(result, "errors", None)
        if errors:
            result.errors = [presented(error, language) for error in errors]  # type: ignore[union-attr]


def presented(error: GraphQLError, language: str) -> GraphQLError:
    """An error fit for the caller. What is wrong with the document or its variables is told as it is."""
    cause = _cause(error)
    if cause is None:
        return error
    if isinstance(cause, GovernanceError):
        fields = {name: str(value) for name, value in cause.fields.items()}
        return _retold(error, cause.message(language), {"code": cause.code, "fields": fields})
    number = secrets.token_hex(4)
    log.error("internal error %s: %s at %s", number, type(cause).__name__, _whereabouts(cause))
    return _retold(error, f"{GovernanceError.zh}({number})。{GovernanceError.en} ({number})", {"code": GovernanceError.code, "id": number})


def _cause(error: GraphQLError) -> Exception | None:
    """What was raised by a resolver; None where GraphQL itself complains."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _whereabouts(cause: Exception) -> str:
    """Where it was raised, innermost last, without any value: messages may hold names."""
    frames = traceback.extract_tb(cause.__traceback__)[-5:]
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)


def _retold(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, source=error.source, positions=error.positions, path=error.path, extensions=extensions)
