"""A friend is brought: from an empty browser through to the reward after an order came in by the API, and back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.people import keys
from kernel import clock
from kernel.demo import PASSWORD
from tests import cast
from tests.ambassadors.referrals import friends
from tests.browsing import Browser

MINE = "/account/referrals"


class Shop:
    """The brand's own system, which reports what it sells."""

    def __init__(self, browser: Browser, word: str) -> None:
        self.client, self.headers = browser.another().client, {"Authorization": f"Bearer {word}"}

    async def sells(self, reference: str, email: str, amount: str) -> None:
        told: dict[str, Any] = {"email": email, "name": "Kim"}
        reply = await self.client.put("/api/v1/customers/K-1", json=told, headers=self.headers)
        assert reply.status_code in (200, 201), reply.text
        order = {"reference": reference, "customer": "K-1", "placed_at": clock.now().isoformat()}
        order |= {"amount": amount, "currency": "EUR"}
        reply = await self.client.post("/api/v1/orders", json={"orders": [order]}, headers=self.headers)
        assert (reply.status_code, reply.json()["bad"]) == (200, [])


async def later(minutes: int = 2) -> None:
    """The worker comes by a little later."""
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        await friends.worked()


async def test_a_friend_is_brought_buys_and_both_are_rewarded(browser: Browser) -> None:
    await friends.funded(months=3)
    held = await friends.campaign()
    shop = Shop(browser, await keys.issue(await cast.person("sol"), name="Till", scopes=["customers"]))
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit(MINE, f"{MINE}/{held.id}/link")
    own = await friends.code(held)
    assert own.code in page.text

    kim = browser.another()
    page = await kim.get(f"/sign-up/invited?via={own.code}")
    assert "Ada Morel invites you" in page.text
    assert dict(kim.client.cookies) == {}
    await kim.submit(f"/sign-up/invited?via={own.code}", "/sign-up/invited")
    fields = {"name": "Kim", "email": "kim@example.net", "password": PASSWORD}
    await kim.submit("/sign-up", "/sign-up", **fields)
    link = await friends.link("kim@example.net")
    await kim.submit(link, link.partition("?")[0])
    page = await kim.get(MINE)
    assert "Ada Morel invited you" in page.text
    assert "50 points come to you once a first order is kept." in page.text

    await shop.sells("A-1", "kim@example.net", "89.00")
    await later()
    assert "Your first order has been noted" in (await kim.get(MINE)).text
    assert "0</b> kept it: rewarded" in (await ada.get(MINE)).text

    with clock.at(clock.now() + timedelta(days=31)):
        await later(24 * 60 + 5)
        assert "What was promised has come to you." in (await kim.get(MINE)).text
        page = await ada.get(MINE)
        assert "1</b> kept it: rewarded" in page.text
        assert "100 points given to you for it." in page.text
        assert "An invitation that led to a first order" in (await ada.get("/account/points")).text

        await shop.sells("A-1-R", "kim@example.net", "-89.00")
        await later()
        assert "What was given went back with the order." in (await kim.get(MINE)).text
        assert "1 was taken back with its order." in (await ada.get(MINE)).text
