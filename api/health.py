"""/healthz: the process lives. /readyz: the store answers too."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph.errors import GovernanceError

_LONGEST_WAIT_SECONDS = 2


async def healthz(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def readyz(healthy: Callable[[], Awaitable[bool]]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that asks the store: 200, or 503 with Retry-After."""

    async def endpoint(_: Request) -> Response:
        if await _answers(healthy):
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "unavailable"}, 503, {"Retry-After": "5"})

    return endpoint


async def _answers(healthy: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await asyncio.wait_for(healthy(), _LONGEST_WAIT_SECONDS)
    except (GovernanceError, TimeoutError):
        return False
