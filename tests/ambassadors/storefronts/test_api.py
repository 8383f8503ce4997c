"""What the brand's shop reports: signed, in time, as often as it likes."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ambassadors.storefronts import signing
from kernel import clock, db
from tests.browsing import Browser, Page
from tests.ideas.studio import drawn

SECRET = "a shop's secret"
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_SHOP_SECRET", SECRET)


def told(design: int, **more: Any) -> dict[str, Any]:
    placed = "2026-05-20T10:00:00Z"
    sale = {"reference": "A-1", "design": design, "amount": "129.00", "currency": "EUR", "placed_at": placed}
    return {**sale, **more}


async def report(browser: Browser, body: dict[str, Any], *, key: str = SECRET, at: datetime | None = None) -> Page:
    raw = json.dumps(body).encode()
    header = signing.sign(raw, key, at or clock.now())
    return await browser.client.post("/api/v1/shop-orders", content=raw, headers={signing.HEADER: header})


def test_a_signature_is_of_these_bytes_and_this_moment() -> None:
    header = signing.sign(b"{}", SECRET, NOW)
    assert header.startswith(f"t={int(NOW.timestamp())},v1=")
    assert signing.is_signed(header, b"{}", SECRET, NOW + timedelta(minutes=5))
    assert signing.is_signed(header, b"{}", SECRET, NOW - timedelta(minutes=5))
    later = header.replace(f"t={int(NOW.timestamp())}", f"t={int(NOW.timestamp()) + 60}")
    for wrong, body, key, moment in (
        (header, b"{} ", SECRET, NOW),
        (header, b"{}", "another", NOW),
        (header, b"{}", "", NOW),
        (header, b"{}", SECRET, NOW + timedelta(minutes=5, seconds=1)),
        (later, b"{}", SECRET, NOW),
        ("", b"{}", SECRET, NOW),
        ("t=1,v1=é", b"{}", SECRET, NOW),
    ):
        assert not signing.is_signed(wrong, body, key, moment)


async def test_the_same_order_gets_the_same_answer(browser: Browser, secret: None) -> None:
    design = await drawn.published()
    first, again = [await report(browser, told(design.id)) for _ in range(2)]
    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json() == {
        "reference": "A-1",
        "design": design.id,
        "quantity": 1,
        "amount": 12900,
        "currency": "EUR",
        "reversed": False,
        "reversals": [],
        "royalties": [{"person": "ada", "design": design.id, "amount": 645}],
        "standing": [{"person": "ada", "design": design.id, "amount": 645}],
    }
    taken = [await report(browser, {"kind": "reversal", "reference": "A-1"}) for _ in range(2)]
    assert [page.json()["reversed"] for page in taken] == [True, True]
    assert [part["amount"] for part in taken[1].json()["standing"]] == [0]
    assert await db.value("SELECT sum(amount) FROM royalty") == 0


async def test_what_cannot_be_taken_is_refused_and_nothing_is_written(browser: Browser, secret: None) -> None:
    design = await drawn.published()
    good = told(design.id)
    old = clock.now() - timedelta(minutes=6)
    assert (await report(browser, good, key="another")).status_code == 401
    assert (await report(browser, good, at=old)).status_code == 401
    assert (await browser.client.post("/api/v1/shop-orders", json=good)).status_code == 401
    for wrong in (
        {"amount": "-1"},
        {"amount": "1,50"},
        {"amount": "1.505"},
        {"amount": "9999999999999"},
        {"currency": "USD"},
        {"currency": "???"},
        {"design": 999},
        {"design": None},
        {"quantity": 0},
        {"placed_at": ""},
        {"placed_at": "2999-01-01"},
        {"reference": ""},
        {"kind": "gift"},
        {"reference": "\0"},
    ):
        page = await report(browser, {**good, **wrong})
        assert page.status_code == 422, (wrong, page.text)
        assert page.json()["errors"]
    assert (await report(browser, {"kind": "reversal", "reference": "B"})).status_code == 404
    assert (await report(browser, {**good, "via": "a\0b", "size": "4\0002"})).status_code == 200
    assert (await report(browser, {**good, "amount": "1"})).status_code == 409
    assert await db.value("SELECT count(*) FROM royalty") == 1


async def test_without_a_secret_nothing_is_taken(browser: Browser) -> None:
    design = await drawn.published()
    assert (await report(browser, told(design.id))).status_code == 404


async def test_the_same_order_twice_in_the_same_second_is_one(browser: Browser, secret: None) -> None:
    design = await drawn.published()
    pages = await asyncio.gather(*(report(browser, told(design.id)) for _ in range(8)))
    assert {(page.status_code, page.text) for page in pages} == {(200, pages[0].text)}
    part = {"kind": "reversal", "reference": "R-1", "order": "A-1", "amount": "29.00"}
    pages = await asyncio.gather(*(report(browser, part) for _ in range(8)))
    assert {(page.status_code, page.text) for page in pages} == {(200, pages[0].text)}
    assert [row["amount"] for row in await db.rows("SELECT amount FROM royalty ORDER BY id")] == [645, -145]


async def test_a_part_of_an_order_is_taken_back_by_pieces_or_by_money(browser: Browser, secret: None) -> None:
    design = await drawn.published()
    assert (await report(browser, told(design.id, quantity=3, amount="100.00"))).status_code == 200
    back = {"kind": "reversal", "order": "A-1"}
    first = [await report(browser, {**back, "reference": "R-1", "quantity": 1}) for _ in range(2)]
    assert (first[0].status_code, first[0].json()) == (200, first[1].json())
    assert first[0].json()["reversals"] == [{"reference": "R-1", "quantity": 1, "amount": 3333}]
    assert [part["amount"] for part in first[0].json()["standing"]] == [500 - 167]
    second = await report(browser, {**back, "reference": "R-2", "amount": "10.00", "currency": "EUR"})
    assert [part["amount"] for part in second.json()["standing"]] == [283]
    for wrong, status in (
        ({"reference": "R-3", "quantity": 3}, 422),
        ({"reference": "R-3", "amount": "56.68"}, 422),
        ({"reference": "R-3", "amount": "1.00", "currency": "USD"}, 422),
        ({"reference": "R-3", "amount": "1.005"}, 422),
        ({"reference": "R-3", "amount": "-1.00"}, 422),
        ({"reference": "A-1", "quantity": 1}, 422),
        ({"reference": "R-1", "quantity": 2}, 409),
        ({"reference": "R-3", "order": "R-1", "quantity": 1}, 404),
        ({"reference": "R-3", "order": "B-9", "amount": "1.00"}, 404),
    ):
        page = await report(browser, {**back, **wrong})
        assert page.status_code == status, (wrong, page.text)
    rest = await report(browser, {**back, "reference": "R-4", "quantity": 2})
    assert (rest.json()["reversed"], rest.json()["standing"][0]["amount"]) == (True, 0)
    assert [part["amount"] for part in rest.json()["reversals"]] == [3333, 1000, 5667]
    assert (await report(browser, {**back, "reference": "R-5", "amount": "0.01"})).status_code == 409
    assert (await report(browser, {**back, "reference": "R-4", "quantity": 2})).status_code == 200
    assert (await report(browser, told(design.id, reference="R-4"))).status_code == 409


async def test_all_that_is_left_is_taken_back_after_a_part(browser: Browser, secret: None) -> None:
    design = await drawn.published()
    await report(browser, told(design.id))
    await report(browser, {"kind": "reversal", "order": "A-1", "reference": "R-1", "amount": "64.51"})
    page = await report(browser, {"kind": "reversal", "reference": "A-1"})
    assert (page.json()["reversed"], page.json()["standing"][0]["amount"]) == (True, 0)
    assert [row["amount"] for row in await db.rows("SELECT amount FROM royalty ORDER BY id")] == [645, -323, -322]
