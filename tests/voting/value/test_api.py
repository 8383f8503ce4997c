"""Customers and orders pushed by the brand's systems."""

from __future__ import annotations

from typing import Any

import pytest

from community.people import keys
from kernel import db
from tests import cast
from tests.browsing import Browser


async def bearer(who: str = "sol", *, scopes: tuple[str, ...] = ("read", "customers")) -> dict[str, str]:
    word = await keys.issue(await cast.person(who), name="test", scopes=list(scopes))
    return {"Authorization": f"Bearer {word}"}


def order(number: int, **other: Any) -> dict[str, Any]:
    known = {
        "reference": f"O{number}",
        "customer": "C1",
        "placed_at": "2026-01-05",
        "amount": "12.50",
        "currency": "EUR",
    }
    return {**known, **other}


async def test_a_customer_is_made_then_changed_then_left_as_it_is(browser: Browser) -> None:
    head, url = await bearer(), "/api/v1/customers/C1"
    made = await browser.client.put(url, json={"name": "Ada", "segment": "gold"}, headers=head)
    assert (made.status_code, made.json()["created"]) == (201, True)
    again = await browser.client.put(url, json={"country": "FR"}, headers=head)
    assert (again.status_code, again.json()["updated"]) == (200, True)
    same = await browser.client.put(url, json={"country": "FR", "name": "Ada"}, headers=head)
    assert (same.json()["created"], same.json()["updated"]) == (False, False)
    bad = await browser.client.put(url, json={"country": "France"}, headers=head)
    assert bad.status_code == 422
    assert "two letters" in bad.json()["errors"]["customer"]


async def test_orders_come_in_bulk_and_once(browser: Browser) -> None:
    head = await bearer()
    await browser.client.put("/api/v1/customers/C1", json={}, headers=head)
    body = {"orders": [order(1), order(2), order(3, customer="nobody")]}
    first = await browser.client.post("/api/v1/orders", json=body, headers=head)
    assert first.status_code == 200
    assert first.json()["created"] == 2
    assert first.json()["bad"][0]["place"] == 2
    second = await browser.client.post("/api/v1/orders", json=body, headers=head)
    assert (second.json()["created"], second.json()["unchanged"]) == (0, 2)
    key = {**head, "Idempotency-Key": "k1"}
    kept = [await browser.client.post("/api/v1/orders", json={"orders": [order(9)]}, headers=key) for _ in range(2)]
    assert [reply.json()["created"] for reply in kept] == [1, 1]
    assert await db.value("SELECT COUNT(*) AS n FROM customer_order") == 3


@pytest.mark.parametrize(
    "body", [{}, {"orders": []}, {"orders": [{}]}, {"orders": [order(n) for n in range(1001)]}, []]
)
async def test_what_is_no_list_of_orders_is_a_problem(browser: Browser, body: Any) -> None:
    reply = await browser.client.post("/api/v1/orders", json=body, headers=await bearer())
    assert reply.status_code == 422
    assert reply.headers["content-type"].startswith("application/problem+json")


async def test_only_the_team_with_the_right_scope_may(browser: Browser) -> None:
    for head in ({}, await bearer(scopes=("read",)), await bearer("ada", scopes=("read", "write"))):
        reply = await browser.client.put("/api/v1/customers/C1", json={}, headers=head)
        assert reply.status_code in (401, 403)
    assert await db.value("SELECT COUNT(*) AS n FROM customer") == 0
