"""Errors as they stand in an answer: each with a code, cut to a readable length, at most ten."""

from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from schema.errors import presented

MOST_ERRORS = 10
LONGEST_MESSAGE = 400


def of_result(errors: Sequence[GraphQLError], document_refused: bool) -> list[dict[str, Any]]:
    """The first errors of a result; what has no code yet is wrong with the document or with its variables."""
    return [_described(error, _of_document(error) if document_refused else "BAD_USER_INPUT") for error in errors[:MOST_ERRORS]]


def of_request(error: Exception, language: str) -> dict[str, Any]:
    """The error that stopped a whole request: our own with code and message, any other masked under an id."""
    return _described(presented(GraphQLError("", original_error=error), language), "INTERNAL")


def _described(error: GraphQLError, code: str) -> dict[str, Any]:
    content = error.formatted
    return {**content, "message": error.message[:LONGEST_MESSAGE], "extensions": {"code": code, **content.get("extensions", {})}}


def _of_document(error: GraphQLError) -> str:
    return "GRAPHQL_PARSE_FAILED" if isinstance(error, GraphQLSyntaxError) else "GRAPHQL_VALIDATION_FAILED"
