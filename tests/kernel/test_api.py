"""The open door: tokens with scopes, problem documents, and a write that may be repeated."""

import asyncio
from typing import Any

import pytest

from kernel import db
from tests.browsing import Browser
from tests.kernel.conftest import calls, csrf, entered

GOOD = {"Authorization": "Bearer good-write"}
THINGS = "/api/v1/things"


async def make(browser: Browser, body: Any, **headers: str) -> Any:
    return await browser.client.post(THINGS, content=body, headers={**GOOD, **headers})


async def test_a_write_takes_a_token_with_its_scope(surfer: Browser) -> None:
    for header in ("", "Bearer", "Bearer bad", "Bearer good-read", "Basic eA=="):
        reply = await surfer.client.post(THINGS, content=b'{"name": "a"}', headers={"Authorization": header})
        assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")
        assert reply.headers["content-type"] == "application/problem+json"
    assert (await make(surfer, b'{"name": "a"}')).status_code == 201


async def test_a_cookie_writes_nothing_by_the_api(surfer: Browser) -> None:
    await entered(surfer)
    reply = await surfer.client.post(THINGS, json={"name": "a"}, headers={"X-CSRF-Token": csrf(surfer)})
    assert reply.status_code == 401
    assert calls.get("act", 0) == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"name": 5}', b'{"name": "12345678901"}', b"\xff\xfe", b'{"name": "\\ud800"}']
)
async def test_what_cannot_be_used_is_named_field_by_field(surfer: Browser, body: bytes) -> None:
    reply = await make(surfer, body)
    assert reply.status_code == 422
    assert reply.json()["errors"]


async def test_too_much_is_refused(surfer: Browser) -> None:
    assert (await make(surfer, b"x" * 10_000_001)).status_code == 413


async def test_a_repeated_write_gets_the_first_answer(surfer: Browser) -> None:
    first = await make(surfer, b'{"name": "a"}', **{"Idempotency-Key": "k1"})
    again = await make(surfer, b'{"name": "a"}', **{"Idempotency-Key": "k1"})
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, {"name": "a", "number": 1})
    assert (await make(surfer, b'{"name": "b"}', **{"Idempotency-Key": "k1"})).status_code == 409
    assert (await make(surfer, b'{"name": "a"}', **{"Idempotency-Key": "k2"})).json()["number"] == 2
    assert (await make(surfer, b'{"name": "a"}', **{"Idempotency-Key": "k" * 200})).status_code == 422


async def test_ten_repeats_at_once_write_once(surfer: Browser) -> None:
    replies = await asyncio.gather(*(make(surfer, b'{"name": "a"}', **{"Idempotency-Key": "k"}) for _ in range(10)))
    assert {reply.status_code for reply in replies} == {201}
    assert await db.value("SELECT count(*) FROM event") == 1


async def test_answers_say_how_much_is_left(surfer: Browser) -> None:
    reply = await make(surfer, b'{"name": "a"}')
    assert reply.headers["ratelimit"].startswith('"api";r=')


async def test_the_description_names_scope_body_and_answer(surfer: Browser) -> None:
    document = (await surfer.get("/api/v1/openapi.json")).json()
    made = document["paths"][THINGS]["post"]
    assert made["security"] == [{"token": []}]
    assert made["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Thing"}
    assert document["components"]["schemas"]["Thing"]["properties"]["name"]["maxLength"] == 10
