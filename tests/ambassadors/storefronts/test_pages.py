"""Shops, the box of pre-orders, statements and the team's desk, as stranger, member and staff see them."""

from __future__ import annotations

import csv
import io

import pytest

from ambassadors.storefronts import actions, counter, offers, orders, queries, reversals
from ambassadors.storefronts.models import PreOrder, Shop
from ideas.studio.models import Design
from kernel import clock, db
from kernel.viewer import STRANGER
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.ambassadors.storefronts.test_royalties import MOMENT, sale
from tests.browsing import Browser
from tests.ideas.studio import drawn


async def test_a_member_opens_a_shop_and_arranges_its_shelf(browser: Browser) -> None:
    first, second = await drawn.published(title="Dune"), await drawn.published(title="Night", panel="lake")
    ada = await cast.browser_as(browser, "ada")
    for nobody in ("ada", "nobody", "a%00b", "%E2%80%AE"):
        assert (await browser.get(f"/people/{nobody}/shop")).status_code == 404
    page = await ada.submit("/account/shop", "/account/shop", name="", story="", wall="moss")
    assert page.status_code == 422
    page = await ada.submit(
        "/account/shop",
        "/account/shop",
        name="Dry feet",
        story="For *rain*.",
        wall="straw",
    )
    assert "Your shop is open." in page.text
    for one in (first, second):
        page = await ada.submit("/account/shop", f"/account/shop/{one.id}/shelving")
        assert "stands on your shelf" in page.text
    await ada.submit("/account/shop", f"/account/shop/{second.id}/earlier")
    shop = await browser.get("/people/ada/shop")
    assert shop.status_code == 200
    assert shop.text.index("Night") < shop.text.index("Dune")
    assert all(
        word in shop.text
        for word in ("Dry feet", "<em>rain</em>", "wall--straw", "0 of 30 wanted", 'property="og:image"')
    )
    assert 'method="post"' not in shop.text
    assert "Arrange my shop" not in shop.text
    assert "Arrange my shop" in (await ada.get("/people/ada/shop")).text
    await ada.submit("/account/shop", f"/account/shop/{second.id}/removal")
    assert "Night" not in (await browser.get("/people/ada/shop")).text
    assert "Shop: Dry feet" in (await browser.get("/people/ada")).text
    assert "Shop:" not in (await browser.get("/people/ben")).text
    assert "/account/royalties" in (await ada.get("/account")).text


async def test_only_ones_own_listed_designs_stand_on_ones_shelf(browser: Browser) -> None:
    design, draft = await drawn.published(), await drawn.draft()
    await stalls.shop(await cast.member("ben"))
    ben = await cast.browser_as(browser, "ben")
    sent = {"csrf": (await cast.viewer("ben")).csrf}
    for number, status in ((design.id, 403), (draft.id, 404), (999, 404)):
        page = await ben.submit(
            "/account/shop", f"/account/shop/{number}/shelving", **{k: v for k, v in sent.items() if v}
        )
        assert page.status_code == status
    assert await db.value("SELECT count(*) FROM shelved") == 0


async def test_a_hidden_shop_is_there_for_staff_alone(browser: Browser) -> None:
    shop = await stalls.shop()
    mo = await cast.manager()
    await actions.hide(mo, shop.id)
    statuses = [
        (await (await cast.browser_as(browser, who)).get("/people/ada/shop")).status_code
        for who in ("ada", "ben", "mo")
    ]
    assert [*statuses, (await browser.get("/people/ada/shop")).status_code] == [404, 404, 200, 404]
    assert (
        "Moderation has hidden your shop" in (await (await cast.browser_as(browser, "ada")).get("/account/shop")).text
    )
    await actions.restore(mo, shop.id)
    assert (await browser.get("/people/ada/shop")).status_code == 200
    reported = await (await cast.browser_as(browser, "ben")).get(f"/reports/new?kind=shop&id={shop.id}")
    assert reported.status_code == 200


async def test_a_stranger_pre_orders_by_letter_and_takes_it_back(browser: Browser) -> None:
    design, offer = await stalls.offered(threshold=2)
    place = f"/designs/{design.id}/preorder"
    box = await counter.box(STRANGER, [str(design.id)])
    assert "<form" not in box[str(design.id)]
    assert f'href="{place}"' in box[str(design.id)]
    assert (await browser.submit(place, place, size="12", quantity=1, email="eve@example.net")).status_code == 422
    assert (await browser.submit(place, place, size="42", quantity=11, email="no address")).status_code == 422
    page = await browser.submit(f"{place}?via=ada", place, size="42", quantity=2, email="Eve@example.net")
    assert "Look into your letter box" in page.text
    kept = await PreOrder.get(email="eve@example.net")
    assert (kept.via_id, (await queries.offer(offer.id)).gathered) == ((await Shop.get()).id, 0)
    link = await stalls.link("eve@example.net")
    assert "eve@example" not in (await browser.get(link)).text
    page = await browser.submit(link, link)
    assert "It counts." in page.text
    assert (await queries.offer(offer.id)).fate == "reached"
    page = await browser.submit(link, f"{link}/withdrawal")
    assert "Taken back" in page.text
    assert (await queries.offer(offer.id)).gathered == 0
    assert (await browser.get(link[:-1] + ("0" if link[-1] != "0" else "1"))).status_code == 404
    assert (await browser.get(f"/preorders/{kept.id}-")).status_code == 404


async def test_a_member_pre_orders_on_the_page_and_takes_it_back_there(browser: Browser) -> None:
    design, offer = await stalls.offered(threshold=9)
    ben = await cast.browser_as(browser, "ben")
    place = f"/designs/{design.id}/preorder"
    box = (await counter.box(await cast.viewer("ben"), [str(design.id)]))[str(design.id)]
    assert 'value="ben@example.org"' in box
    assert box.count('type="radio"') == 12
    assert "Nothing is paid now." in box
    refused = await ben.post(place, {"size": "42", "quantity": 1, "email": "ben@example.org"})
    assert refused.status_code == 403
    await ben.submit(place, place, size="42", quantity=3, email="ben@example.org")
    assert (await queries.offer(offer.id)).gathered == 3
    (mine,) = await queries.wanted_by(await cast.viewer("ben"))
    box = (await counter.box(await cast.viewer("ben"), [str(design.id)]))[str(design.id)]
    assert "You want 3 in size 42." in box
    ada = await cast.browser_as(browser, "ada")
    page = await ben.get("/account/preorders")
    assert "First snow" in page.text
    stolen = await ada.submit("/account/shop", f"/account/preorders/{mine.id}/withdrawal")
    assert stolen.status_code == 404
    page = await ben.submit("/account/preorders", f"/account/preorders/{mine.id}/withdrawal")
    assert "taken back" in page.text
    assert (await queries.offer(offer.id)).gathered == 0


async def test_what_is_made_leads_to_the_brands_shop(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_SHOP_LINK", "https://shop.example.org/{design}?size={size}&via={via}")
    design, offer = await stalls.offered(threshold=1, title="Ça & là")
    place = f"/designs/{design.id}/preorder"
    await browser.submit(f"{place}?via=ada", place, size="42", quantity=1, email="eve@example.net")
    link = await stalls.link("eve@example.net")
    await browser.submit(link, link)
    await offers.make(await cast.editor(), offer)
    page = await browser.get(link)
    assert f"https://shop.example.org/{design.id}?size=42&amp;via=ada" in page.text
    assert (await browser.get(place)).status_code == 404
    box = (await counter.box(STRANGER, [str(design.id)]))[str(design.id)]
    assert f"https://shop.example.org/{design.id}?size=&amp;via=" in box
    await stalls.worked()
    text = await db.value("SELECT text FROM letter WHERE address = 'eve@example.net' ORDER BY id DESC LIMIT 1")
    assert f"https://shop.example.org/{design.id}?size=42&via=ada" in str(text)


async def test_an_author_without_an_offer_is_led_to_the_shelf(browser: Browser) -> None:
    design = await drawn.published()
    key = str(design.id)
    assert "/account/shop" in (await counter.box(await cast.member("ada"), [key]))[key]
    assert await counter.box(await cast.member("ben"), [key, "999"]) == {}


async def test_the_team_sees_pieces_by_size_and_no_address(browser: Browser) -> None:
    design, offer = await stalls.offered(threshold=2)
    await stalls.confirmed(design, "eve@example.net", quantity=2)
    sol, mo = await cast.browser_as(browser, "sol"), await cast.browser_as(browser, "mo")
    assert [
        (await one.get("/team/offers")).status_code for one in (sol, mo, await cast.browser_as(browser, "ada"))
    ] == [
        200,
        404,
        404,
    ]
    page = await sol.get("/team/offers")
    assert "<dt>42</dt>" in page.text
    assert "eve@" not in page.text
    page = await sol.submit("/team/offers", f"/team/offers/{offer.id}/production")
    assert "It goes into production" in page.text
    page = await sol.submit("/team/offers", f"/team/offers/{offer.id}/extension")
    assert "more time already" in page.text
    other, again = await stalls.offered(title="Other", panel="lake")
    assert other.id != design.id
    await sol.submit("/team/offers", f"/team/offers/{again.id}/extension")
    page = await sol.submit("/team/offers", f"/team/offers/{again.id}/release", reason="No leather.")
    assert "Let go" in page.text
    assert [(await queries.offer(one.id)).fate for one in (offer, again)] == ["production", "released"]


async def test_a_statement_is_a_page_and_a_file(browser: Browser) -> None:
    design = await drawn.published(title="=Dune")
    with clock.at(MOMENT):
        await orders.report(sale(design))
        await reversals.reverse("A-1")
        await orders.report(sale(design, "A-2", 10010))
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    page = await ada.get("/account/royalties?month=2026-05")
    assert all(word in page.text for word in ("€6.45", "€5.01", "May 2026", "A-2", "Sale taken back"))
    file = await ada.get("/account/royalties.csv?month=2026-05")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [row["amount"] for row in rows] == ["6.45", "-6.45", "5.01"]
    assert [row["balance"] for row in rows] == ["6.45", "0.00", "5.01"]
    assert rows[0]["design"] == "'=Dune"
    assert "€" not in (await ben.get("/account/royalties?month=2026-05")).text
    assert "Nothing happened" in (await ben.get("/account/royalties")).text
    for wrong in ("2026-13", "x", "0001-01", "9999-12"):
        assert (await ada.get(f"/account/royalties?month={wrong}")).status_code == 404


async def test_the_team_notes_a_payment_with_its_reference(browser: Browser) -> None:
    design = await drawn.published()
    await orders.report(sale(design))
    sol, mo = await cast.browser_as(browser, "sol"), await cast.browser_as(browser, "mo")
    assert (await mo.get("/team/royalties")).status_code == 404
    place = f"/team/royalties/{design.author_id}/payment"
    assert (await sol.submit("/team/royalties", place, reference="")).status_code == 422
    page = await sol.submit("/team/royalties", place, reference="SEPA 7")
    assert "The payment to Ada Morel is noted." in page.text
    assert "€6.45 paid" in page.text
    again = await sol.submit("/team/royalties", place, amount=645, currency="EUR", reference="SEPA 8")
    assert "What is owed has changed meanwhile" in again.text


async def test_own_data_hold_shop_pre_orders_and_royalties(browser: Browser) -> None:
    design, _ = await stalls.offered()
    await stalls.confirmed(design, "ada@example.org")
    await orders.report(sale(await Design.get(id=design.id)))
    file = (await (await cast.browser_as(browser, "ada")).get("/account/data.json")).json()
    assert file["shop"]["name"] == "Ada’s bench"
    assert [row["email"] for row in file["preorders"]] == ["ada@example.org"]
    assert [row["amount"] for row in file["royalties"]] == [645]
