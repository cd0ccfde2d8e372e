"""What the HTTP side refuses, in the one family of errors, and the HTTP status of every code."""

from collections.abc import Mapping
from typing import ClassVar

from graph.errors import GovernanceError


class Refused(GovernanceError):
    """A request that is answered without being carried out. `headers` go with the answer."""

    status: ClassVar[int] = 400
    headers: ClassVar[Mapping[str, str]] = {}


class BadRequest(Refused):
    code = "BAD_REQUEST"
    zh = "请求体不对:{reason}。请发送一个 JSON 对象,含 query,可含 variables 和 operationName。"
    en = "The body is wrong: {reason}. Send one JSON object with query, and variables and operationName where needed."


class BadText(Refused):
    code = "BAD_USER_INPUT"
    zh = "文本含有不允许的字符 {character}。"
    en = "A text holds the character {character}, which is not allowed."


class ForeignOrigin(Refused):
    code = "FORBIDDEN_ORIGIN"
    status = 403
    zh = "不接受其他网站 {origin} 发来的请求。"
    en = "Requests from another site, {origin}, are not accepted."


class MethodNotAllowed(Refused):
    code = "METHOD_NOT_ALLOWED"
    status = 405
    headers: ClassVar[Mapping[str, str]] = {"Allow": "POST"}
    zh = "这里只接受 POST,不接受 {method}。"
    en = "Only POST is accepted here, not {method}."


class BodyTooSlow(Refused):
    code = "REQUEST_TIMEOUT"
    status = 408
    headers: ClassVar[Mapping[str, str]] = {"Connection": "close"}
    zh = "请求体没有在 {seconds} 秒内到齐。"
    en = "The body did not arrive within {seconds} seconds."


class BodyTooLarge(Refused):
    code = "PAYLOAD_TOO_LARGE"
    status = 413
    headers: ClassVar[Mapping[str, str]] = {"Connection": "close"}
    zh = "请求体超过上限 {limit} 字节。"
    en = "The body is over the limit of {limit} bytes."


class UnsupportedMedia(Refused):
    code = "UNSUPPORTED_MEDIA_TYPE"
    status = 415
    zh = "只接受 Content-Type: application/json,不压缩。"
    en = "Only Content-Type: application/json is accepted, uncompressed."


def status_of(error: Exception) -> int:
    """A refusal's own status; 503 for what the server cannot do now."""
    return error.status if isinstance(error, Refused) else 503


def headers_of(error: Exception) -> Mapping[str, str]:
    """The headers that go with the status."""
    return error.headers if isinstance(error, Refused) else {"Retry-After": "5"}
