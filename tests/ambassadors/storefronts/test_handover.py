"""The way on to the brand's shop: set by staff, refused with a clear word where it leads nowhere."""

from __future__ import annotations

import pytest

from ambassadors.storefronts import addresses, orders, shopping
from ambassadors.storefronts.addresses import IN_HOST, NO_ADDRESS, NO_DESIGN, UNKNOWN
from ambassadors.storefronts.settings import ShopSettings
from kernel import db
from kernel.features import House
from tests import cast
from tests.ambassadors.storefronts.test_royalties import sale
from tests.browsing import Browser
from tests.ideas.studio import drawn

GOOD = "https://shop.example.org/p/{design}?size={size}&via={via}"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (GOOD, ""),
        ("http://localhost:9000/{design}", ""),
        ("https://shop.example.org/#/{design}", ""),
        ("shop.example.org/{design}", NO_ADDRESS),
        ("javascript:alert({design})", NO_ADDRESS),
        ("https:///{design}", NO_ADDRESS),
        ("https://shop.example.org:port/{design}", NO_ADDRESS),
        ("https://shop.example.org/{design} x", NO_ADDRESS),
        ("https://[::1/{design}", NO_ADDRESS),
        ("https://{design}.example.org/", IN_HOST),
        ("https://shop.example.org/{sku}/{design}", UNKNOWN),
        ("https://shop.example.org/{design}/{", UNKNOWN),
        ("https://shop.example.org/{{design}}", UNKNOWN),
        ("https://shop.example.org/", NO_DESIGN),
    ],
)
def test_an_address_is_good_or_says_what_is_wrong(address: str, said: str) -> None:
    assert addresses.fault(address) == said
    if said:
        with pytest.raises(ValueError, match=said[:20].replace("{", "\\{")):
            ShopSettings(shop_link=address)


def test_what_is_filled_in_changes_nothing_else_of_the_address() -> None:
    assert addresses.filled(GOOD, 7, "4/2&x", "é") == "https://shop.example.org/p/7?size=4%2F2%26x&via=%C3%A9"
    assert addresses.filled(GOOD, 7, "{via}", "ben") == "https://shop.example.org/p/7?size=%7Bvia%7D&via=ben"


async def test_staff_set_the_address_in_the_browser(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_SHOP_LINK", "https://old.example.org/{design}")
    people = [await cast.browser_as(browser, who) for who in ("sol", "mo", "ada")]
    assert [(await one.get("/team/shop")).status_code for one in people] == [200, 404, 404]
    sol = people[0]
    assert "https://old.example.org/12" in (await sol.get("/team/shop")).text
    page = await sol.submit("/team/shop", "/team/shop", link="https://shop.example.org/{sku}")
    assert page.status_code == 422
    assert "Only {design}, {size} and {via}" in page.text
    assert 'value="https://shop.example.org/{sku}"' in page.text
    page = await sol.submit("/team/shop", "/team/shop", link=GOOD)
    assert "https://shop.example.org/p/12?size=42&amp;via=ben" in page.text
    assert await shopping.link(3, "40", "ada") == "https://shop.example.org/p/3?size=40&via=ada"
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'shop.link'") == 1
    await sol.submit("/team/shop", "/team/shop", link="")
    assert await shopping.link(3) == "https://old.example.org/3"


async def test_without_an_address_nobody_is_led_on(home: House) -> None:
    assert await shopping.link(3) == ""


async def test_the_team_sees_what_was_reported_last(browser: Browser) -> None:
    design = await drawn.published(title="Dune")
    await orders.report(sale(design))
    page = (await (await cast.browser_as(browser, "sol")).get("/team/shop")).text
    assert all(word in page for word in ("A-1", "Dune", "€129.00", "TANDEM_SHOP_SECRET is not set"))
