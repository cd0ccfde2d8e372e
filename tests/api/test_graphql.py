"""POST /graphql: what the guard refuses, with which status and code, and that nothing is carried out then."""

import json
import time
from collections.abc import Mapping
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from api import app as composition
from api import guard
from api.guard import LARGEST_BODY
from api.headers import HEADERS
from graph.errors import DeadlineExceeded, StoreUnavailable
from tests.api.fakes import SECRET, EmptyStore, app

HOST = "http://127.0.0.1:8000"
JSON = {"Content-Type": "application/json"}
PRECISE = "application/graphql-response+json"
SCOPE = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "http_version": "1.1"}
HEADERS_OF_JSON = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
ECHO = "query($t: String!) { echo(text: $t) }"


class Client(TestClient):
    """A client that knows the store behind the application."""

    store: EmptyStore

    def post_body(self, body: bytes | str, headers: Mapping[str, str] = JSON) -> Any:
        return self.post("/graphql", content=body, headers=headers)

    def ask(self, query: Any, headers: Mapping[str, str] = JSON, **more: Any) -> Any:
        return self.post_body(json.dumps({"query": query, **more}), headers)


@pytest.fixture
def client() -> Client:
    store = EmptyStore()
    client = Client(app(store), base_url=HOST)
    client.store = store
    return client


def code(response: Any) -> str:
    """The code of the first error."""
    found = response.json()["errors"][0]["extensions"]["code"]
    assert isinstance(found, str)
    return found


def test_a_question_is_answered(client: Client) -> None:
    response = client.ask(ECHO, variables={"t": "联动"}, operationName=None, extensions={})
    assert (response.status_code, response.json()) == (200, {"data": {"echo": "联动"}})
    assert response.headers["content-type"] == "application/json"
    assert client.store.asked == 1


@pytest.mark.parametrize("media", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
def test_json_is_taken(client: Client, media: str) -> None:
    assert client.ask("{ __typename }", {"Content-Type": media}).json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_post_is_taken(client: Client, method: str) -> None:
    response = client.request(method, "/graphql", params={"query": "mutation { a }", "operationName": "b"})
    assert (response.status_code, response.headers["allow"], client.store.asked) == (405, "POST", 0)


@pytest.mark.parametrize(
    "media",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "text/plain,application/json",
        "application/json, text/plain",
        "application/jsonx",
        "application/json; charset=utf-16",
        "application/graphql",
        "",
    ],
)
def test_other_media_types_are_refused(client: Client, media: str) -> None:
    response = client.ask("{ __typename }", {"Content-Type": media})
    assert (response.status_code, code(response), client.store.asked) == (415, "UNSUPPORTED_MEDIA_TYPE", 0)


def test_no_media_type_and_two_of_them_are_refused(client: Client) -> None:
    assert client.post_body(b'{"query": "{ __typename }"}', {}).status_code == 415
    twice = [("Content-Type", "application/json"), ("Content-Type", "text/plain")]
    assert client.post("/graphql", content=b'{"query": "{ __typename }"}', headers=twice).status_code == 415
    assert client.store.asked == 0


def test_compressed_bodies_are_refused(client: Client) -> None:
    assert client.ask("{ __typename }", {**JSON, "Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1",
        b'"x"',
        b"null",
        b"true",
        b"[]",
        b"[1]",
        b"{}",
        b'[{"query": "{ __typename }"}]',
        b'{"query": "{ __typename }"',
        b'{"query": null}',
        b'{"query": 1}',
        b'{"query": {}}',
        b'{"query": " "}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "x"}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "operationName": ["a"]}',
        b'{"query": "{ __typename }", "extensions": []}',
        b'{"query": "{ __typename }", "variables": {"n": NaN}}',
        b'{"query": "{ __typename }", "variables": {"n": -Infinity}}',
        b'{"query": "{ __typename }", "variables": {"n": 1e999}}',
        b'{"query": "{ __typename }", "query": "{ __typename }"}',
        b'{"query": "{ __typename }", "variables": {"a": 1, "a": 2}}',
        b'{"query": "{ __typename }", "variables": {"n": ' + b"9" * 5_000 + b"}}",
        b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
        b"[" * 1_000_000,
        b'\xef\xbb\xbf{"query": "{ __typename }"}',
        b'{"query": "\xff"}',
        '{"query": "{ __typename }"}'.encode("utf-16"),
    ],
    ids=lambda body: repr(body[:60]),
)
def test_malformed_bodies_are_refused(client: Client, body: bytes) -> None:
    response = client.post_body(body)
    assert (response.status_code, code(response), client.store.asked) == (400, "BAD_REQUEST", 0)
    assert len(response.content) < 2_000


@pytest.mark.parametrize("character", ["\0", "\ud800", "\u202e", "\u2066"])
@pytest.mark.parametrize("place", ["query", "variables", "key"])
def test_signs_that_deceive_or_break_are_refused(client: Client, character: str, place: str) -> None:
    body = {
        "query": {"query": f'{{ echo(text: "{character}") }}'},
        "variables": {"query": ECHO, "variables": {"t": [f"a{character}"]}},
        "key": {"query": ECHO, "variables": {f"a{character}": 1}},
    }[place]
    response = client.post_body(json.dumps(body))
    assert (response.status_code, code(response), client.store.asked) == (400, "BAD_USER_INPUT", 0)


def test_texts_reach_the_schema_in_one_normal_form(client: Client) -> None:
    assert client.ask(ECHO, variables={"t": "e\u0301"}).json() == {"data": {"echo": "\u00e9"}}


@pytest.mark.anyio
@pytest.mark.parametrize(("header", "value", "most"), [("transfer-encoding", "chunked", 17), ("content-length", "50000000", 0)])
async def test_a_body_is_read_to_the_limit_and_no_further(header: str, value: str, most: int) -> None:
    pieces = 0
    sent: list[Any] = []

    async def receive() -> Any:
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": b" " * (LARGEST_BODY // 16), "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    await app()({**SCOPE, "headers": [*HEADERS_OF_JSON, (header.encode(), value.encode())]}, receive, send)
    assert (sent[0]["status"], pieces) == (413, most)
    assert (b"connection", b"close") in sent[0]["headers"]


@pytest.mark.anyio
async def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SLOWEST_BODY_SECONDS", 0.01)
    sent: list[Any] = []

    async def receive() -> Any:
        await anyio.sleep_forever()

    async def send(message: Any) -> None:
        sent.append(message)

    await app()({**SCOPE, "headers": HEADERS_OF_JSON}, receive, send)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_body_at_the_limit_is_taken(client: Client) -> None:
    question = b'{"query": "{ __typename }"}'
    assert client.post_body(question + b" " * (LARGEST_BODY - len(question))).status_code == 200
    assert client.post_body(question + b" " * (LARGEST_BODY - len(question) + 1)).status_code == 413


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "10.0.0.1"])
def test_other_host_names_are_refused(client: Client, host: str) -> None:
    assert client.ask("{ __typename }", {**JSON, "Host": host}).status_code == 400
    assert client.get("/", headers={"Host": host}).status_code == 400
    assert client.store.asked == 0


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1"])
def test_the_names_of_this_machine_are_taken(client: Client, host: str) -> None:
    assert client.ask("{ __typename }", {**JSON, "Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_other_sites_are_refused(client: Client, origin: str) -> None:
    response = client.ask("{ __typename }", {**JSON, "Origin": origin})
    assert (response.status_code, code(response), client.store.asked) == (403, "FORBIDDEN_ORIGIN", 0)


def test_pages_of_this_machine_are_taken(client: Client) -> None:
    assert client.ask("{ __typename }", {**JSON, "Origin": "http://localhost:5173"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{ echo(text: 1) }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": ECHO}, "BAD_USER_INPUT"),
        ({"query": ECHO, "variables": {"t": 1}}, "BAD_USER_INPUT"),
        ({"query": "query A { __typename }", "operationName": "B"}, "BAD_REQUEST"),
        ({"query": "mutation { echo }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "fragment A on Query { __typename }"}, "BAD_REQUEST"),
    ],
)
def test_what_the_document_gets_wrong_keeps_its_message(client: Client, body: dict[str, Any], expected: str) -> None:
    plain = client.post_body(json.dumps(body))
    precise = client.post_body(json.dumps(body), {**JSON, "Accept": PRECISE})
    assert (code(plain), code(precise)) == (expected, expected)
    assert plain.status_code == (400 if expected == "BAD_REQUEST" else 200)
    assert (precise.status_code, precise.headers["content-type"]) == (400, PRECISE)
    assert plain.json()["errors"][0]["message"]


def test_a_flood_of_errors_stays_small(client: Client) -> None:
    response = client.ask("{" + " ".join(f"x{n}" for n in range(500)) + "}")
    assert len(response.json()["errors"]) == 10
    assert len(client.ask("{" + "x" * 100_000 + "}").content) < 2_000


def test_our_own_errors_say_what_is_wrong_in_the_language_asked_for(client: Client) -> None:
    zh = client.ask("{ refusal }").json()
    en = client.ask("{ refusal }", {**JSON, "Accept-Language": "en-GB,en;q=0.9"}).json()
    assert zh["data"] == {"refusal": None}
    assert (zh["errors"][0]["message"], en["errors"][0]["message"]) == ("没有 case 7。", "There is no case 7.")
    assert (zh["errors"][0]["path"], zh["errors"][0]["extensions"]) == (
        ["refusal"],
        {"code": "NOT_FOUND", "fields": {"what": "case", "value": "7"}},
    )


def test_accidents_are_masked_and_logged_without_values(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    response = client.ask("{ accident }", {**JSON, "Accept": PRECISE})
    error = response.json()["errors"][0]
    assert (response.status_code, error["extensions"]["code"]) == (200, "INTERNAL")
    assert SECRET not in response.text
    record = next(r for r in caplog.records if r.name.startswith("liandong"))
    assert error["extensions"]["id"] in record.getMessage()
    assert "RuntimeError" in record.getMessage()
    assert SECRET not in record.getMessage()


@pytest.mark.parametrize("trouble", [StoreUnavailable(reason="refused"), DeadlineExceeded(seconds=1)])
def test_a_store_that_does_not_answer_is_503(client: Client, trouble: StoreUnavailable) -> None:
    client.store.trouble = trouble
    response = client.ask("{ __typename }")
    assert (response.status_code, code(response), response.headers["retry-after"]) == (503, trouble.code, "5")


def test_an_accident_of_the_store_is_masked(client: Client) -> None:
    client.store.trouble = RuntimeError(SECRET)
    response = client.ask("{ __typename }")
    assert (response.status_code, code(response)) == (503, "INTERNAL")
    assert SECRET not in response.text


def test_the_process_lives_whatever_the_store_does(client: Client) -> None:
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 200)
    client.store.trouble = StoreUnavailable(reason="refused")
    ready = client.get("/readyz")
    assert (client.get("/healthz").status_code, ready.status_code, ready.headers["retry-after"]) == (200, 503, "5")


def test_a_server_that_dies_is_started_again_as_often_as_need_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composition, "_LOOK_AGAIN_SECONDS", 0.001)
    store = EmptyStore(StoreUnavailable(reason="refused"))
    end = time.monotonic() + 10
    with TestClient(app(store), base_url=HOST):
        while store.ensured < 3 and time.monotonic() < end:
            time.sleep(0.001)
    assert store.ensured >= 3


@pytest.mark.parametrize("path", ["/", "/pages/page.js", "/pages/page.css", "/healthz", "/nothing"])
def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    found = client.get(path).headers
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert client.ask("{ __typename }").headers["x-content-type-options"] == "nosniff"
