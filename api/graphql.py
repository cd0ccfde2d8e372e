"""POST /graphql: guard, context, execution, answer (GraphQL over HTTP)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
import strawberry
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from api import failures
from api.guard import Asked, read_request
from api.refusals import BadRequest, headers_of, status_of
from graph.store.port import LedgerReader
from graph.view import View
from schema.context import Context

_PRECISE = "application/graphql-response+json"
_PLAIN = "application/json"


class Endpoint:
    """The ASGI application of /graphql. `open_view` gives today's view of the newest facts, once a request; `ledger` the cases."""

    def __init__(self, schema: strawberry.Schema, open_view: Callable[[], Awaitable[View]], ledger: LedgerReader, language: str) -> None:
        self._schema = schema
        self._open_view = open_view
        self._ledger = ledger
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        language = _language(request, self._language)
        media = _PRECISE if _PRECISE in request.headers.get("accept", "") else _PLAIN
        try:
            result = await self._carry_out(await read_request(request), language)
            response = _answer(result, media)
        except ClientDisconnect:
            return
        except Exception as error:
            response = _json({"errors": [failures.of_request(error, language)]}, media, status_of(error), headers_of(error))
        await response(scope, receive, send)

    async def _carry_out(self, asked: Asked, language: str) -> ExecutionResult:
        context = Context(await self._open_view(), self._ledger, language)
        try:
            return await self._schema.execute(asked.query, asked.variables, context, operation_name=asked.operation_name)
        except (CannotGetOperationTypeError, InvalidOperationTypeError):
            raise BadRequest(reason="operationName") from None


def _answer(result: ExecutionResult, media: str) -> Response:
    """Without data the request itself was wrong: 400, but 200 for clients of plain JSON, as GraphQL over HTTP has it."""
    content: dict[str, Any] = {}
    refused = isinstance(result, PreExecutionError)
    if result.errors:
        content["errors"] = failures.of_result(result.errors, refused)
    if not refused:
        content["data"] = result.data
    if result.extensions:
        content["extensions"] = result.extensions
    whole = "data" in content and not (result.data is None and all(error.path is None for error in result.errors or []))
    return _json(content, media, 200 if whole or media == _PLAIN else 400)


def _json(content: Mapping[str, Any], media: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(content), status, {"Cache-Control": "no-store", **(headers or {})}, media)


def _language(request: Request, default: str) -> str:
    """The first of zh and en that the client asks for."""
    asked = request.headers.get("accept-language", "")[:2].lower()
    return asked if asked in ("zh", "en") else default
