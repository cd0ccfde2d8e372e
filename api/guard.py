"""The one reader of bodies sent to /graphql: method, media type, size, JSON and its shape, before anything is carried out."""

import asyncio
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import urlsplit

from starlette.requests import Request

from api.refusals import BadRequest, BadText, BodyTooLarge, BodyTooSlow, ForeignOrigin, MethodNotAllowed, UnsupportedMedia
from api.settings import is_loopback

LARGEST_BODY = 1 << 20
SLOWEST_BODY_SECONDS = 10
_MEDIA_TYPES = ("application/json", "application/json;charset=utf-8")
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Asked:
    """A well-formed GraphQL request; nothing of it is carried out yet."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


async def read_request(request: Request) -> Asked:
    """What the request asks. Errors: a Refused for everything that is not one POST of one JSON object from this machine."""
    _require_own_origin(request)
    if request.method != "POST":
        raise MethodNotAllowed(method=request.method)
    _require_plain_json(request)
    return parse(await _body(request))


def parse(body: bytes) -> Asked:
    """The JSON object of a body as a request. Errors: BadRequest, BadText."""
    try:
        content = _clean(json.loads(body.decode(), object_pairs_hook=_object, parse_constant=_no_number, parse_float=_finite))
    except UnicodeDecodeError:
        raise BadRequest(reason="UTF-8") from None
    except RecursionError:
        raise BadRequest(reason="JSON: nesting") from None
    except ValueError as wrong:
        raise BadRequest(reason=f"JSON: {str(wrong)[:80]}") from None
    return _asked(content)


def _asked(content: Any) -> Asked:
    if not isinstance(content, dict):
        raise BadRequest(reason="{…}")
    query, name = content.get("query"), content.get("operationName")
    variables, extensions = content.get("variables"), content.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise BadRequest(reason="query")
    if not isinstance(variables, dict | None):
        raise BadRequest(reason="variables")
    if not isinstance(name, str | None):
        raise BadRequest(reason="operationName")
    if not isinstance(extensions, dict | None):
        raise BadRequest(reason="extensions")
    return Asked(query, variables or {}, name)


def _require_own_origin(request: Request) -> None:
    for origin in request.headers.getlist("origin"):
        if not is_loopback(urlsplit(origin).hostname or ""):
            raise ForeignOrigin(origin=origin[:80])


def _require_plain_json(request: Request) -> None:
    media_types = [value.lower().replace(" ", "") for value in request.headers.getlist("content-type")]
    encodings = [value.lower() for value in request.headers.getlist("content-encoding")]
    if len(media_types) != 1 or media_types[0] not in _MEDIA_TYPES or encodings not in ([], ["identity"]):
        raise UnsupportedMedia


async def _body(request: Request) -> bytes:
    """The body, read no further than the limit, whatever length was announced."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced[:20]) > LARGEST_BODY:
        raise BodyTooLarge(limit=LARGEST_BODY)
    received = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY_SECONDS):
            async for piece in request.stream():
                received += piece
                if len(received) > LARGEST_BODY:
                    raise BodyTooLarge(limit=LARGEST_BODY)
    except TimeoutError:
        raise BodyTooSlow(seconds=SLOWEST_BODY_SECONDS) from None
    return bytes(received)


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise BadRequest(reason=f"JSON: {key[:40]!a} ×2")
        out[key] = value
    return out


def _no_number(text: str) -> NoReturn:
    raise BadRequest(reason=f"JSON: {text}")


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _no_number(text[:20])


def _clean(value: Any) -> Any:
    """The same with its texts in NFC. Errors: BadText for NUL, a lone surrogate, or a sign that turns the reading direction."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean_text(key): _clean(item) for key, item in value.items()}
    return value


def _clean_text(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return text
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff" or character in _DIRECTIONS:
            raise BadText(character=f"U+{ord(character):04X}")
    return unicodedata.normalize("NFC", text)
