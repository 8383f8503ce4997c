"""A shop closes and opens again: what its links, its pre-orders and its keeper find meanwhile."""

from __future__ import annotations

import pytest

from ambassadors.storefronts import actions, offers, preorders, queries
from ambassadors.storefronts.models import Shop
from kernel import db
from kernel.errors import Forbidden
from kernel.viewer import STRANGER
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.browsing import Browser

SHOP, CLOSURE = "/people/ada/shop", "/account/shop/closure"


async def statuses(browser: Browser, path: str) -> list[int]:
    """Of a stranger, the keeper, another member and a manager."""
    people = [browser.another(), *[await cast.browser_as(browser, who) for who in ("ada", "ben", "mo")]]
    return [(await one.get(path)).status_code for one in people]


async def test_a_closed_shop_is_found_by_nobody_and_opens_as_it_was(browser: Browser) -> None:
    design, offer = await stalls.offered()
    await stalls.confirmed(design, quantity=2)
    ada = await cast.browser_as(browser, "ada")
    assert await statuses(browser, SHOP) == [200, 200, 200, 200]
    page = await ada.get(CLOSURE)
    assert all(word in page.text for word in ("2 pieces are wanted", "every link to it finds nothing", "Let them go"))
    assert (await ada.submit(CLOSURE, CLOSURE, gathered="burnt")).status_code == 422
    page = await ada.submit(CLOSURE, CLOSURE, gathered="kept")
    assert "Your shop is closed." in page.text
    assert await statuses(browser, SHOP) == [404, 404, 404, 200]
    assert await statuses(browser, f"{SHOP}.png") == [404, 404, 404, 200]
    assert "Shop:" not in (await browser.get("/people/ada")).text
    assert (await ada.get(CLOSURE)).status_code == 404
    assert await queries.shop_named("ada") is None
    shop = await Shop.get()
    ben = await cast.browser_as(browser, "ben")
    assert (await ben.get(f"/reports/new?kind=shop&id={shop.id}")).status_code == 404
    assert (await queries.offer(offer.id)).gathered == 2
    again = await preorders.ask(STRANGER, design, offer, email="later@example.net", size="42", quantity=1)
    assert again is False
    page = await ada.submit("/account/shop", "/account/shop/reopening")
    assert "Your shop is open again" in page.text
    assert await statuses(browser, SHOP) == [200, 200, 200, 200]
    assert "First snow" in (await browser.get(SHOP)).text


async def test_closing_may_let_everything_go_but_what_is_being_made(browser: Browser) -> None:
    first, one = await stalls.offered(threshold=1, title="Dune")
    made, other = await stalls.offered(threshold=1, title="Night", panel="lake")
    for design in (first, made):
        await stalls.confirmed(design, f"{design.id}@example.net")
    await offers.make(await cast.editor(), await queries.offer(other.id))
    ada = await cast.browser_as(browser, "ada")
    await ada.submit(CLOSURE, CLOSURE, gathered="released")
    assert [(await queries.offer(number)).fate for number in (one.id, other.id)] == ["released", "production"]
    await stalls.worked()
    assert (await stalls.letters(f"{first.id}@example.net"))[-1] == "“Dune” will not be made for now"
    text = await db.value(
        "SELECT text FROM letter WHERE address = ? ORDER BY id DESC LIMIT 1", f"{first.id}@example.net"
    )
    assert "has closed their shop" in str(text)
    assert (await stalls.letters(f"{made.id}@example.net"))[-1] == "“Night” is being made"
    await ada.submit("/account/shop", "/account/shop/reopening")
    page = await ada.submit("/account/shop", f"/account/shop/{first.id}/shelving")
    assert "pre-orders are gathered" in page.text
    assert (await queries.offer(one.id)).fate == "gathering"


async def test_nobody_closes_or_opens_the_shop_of_another(browser: Browser) -> None:
    shop = await stalls.shop()
    ben = await cast.member("ben")
    for act in (actions.close(ben, shop, release=True), actions.reopen(ben, shop)):
        with pytest.raises(Forbidden):
            await act
    for path in (CLOSURE, "/account/shop/reopening", "/account/shop/banner", "/account/shop/banner/removal"):
        page = await (await cast.browser_as(browser, "ben")).submit("/account/shop", path, gathered="kept")
        assert page.status_code == 404, path
    assert (await Shop.get()).closed_at is None


async def test_what_moderation_hid_stays_hidden_when_its_keeper_opens_it(browser: Browser) -> None:
    shop = await stalls.shop()
    ada, mo = await cast.member("ada"), await cast.manager()
    await actions.hide(mo, shop.id)
    await actions.close(ada, shop, release=False)
    await actions.reopen(ada, await Shop.get())
    assert await statuses(browser, SHOP) == [404, 404, 404, 200]
    await actions.close(ada, shop, release=False)
    await actions.restore(mo, shop.id)
    assert await statuses(browser, SHOP) == [404, 404, 404, 200]
