"""Nobody learns of a design, a shop, a pre-order or a royalty that is not for them: each secret is a word looked for anywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ambassadors.storefronts import actions, offers, orders, queries, royalties
from ambassadors.storefronts.models import PreOrder, Shop
from ideas.studio import actions as studio
from ideas.studio.models import Design
from kernel import clock
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.ambassadors.storefronts.test_royalties import sale
from tests.browsing import ORIGIN, Browser
from tests.ideas.studio import drawn
from tests.journeys.rounds import addresses, entered, read, words_of

MOMENT = datetime(2026, 5, 20, 12, tzinfo=UTC)
EVERYBODY = ("", "ada", "ben", "dan", "eve", "mo", "sol", "root")
STAFF = {"mo", "sol", "root"}
SIGHT: dict[str, set[str]] = {
    "ottersmudge": STAFF | {"ben"},
    "otterretired": STAFF | {"dan"},
    "otterdraft": {"dan"},
    "otterclosed": STAFF | {"eve"},
    "otterveiled": STAFF | {"ben"},
    "otterwants@example.net": set(),
    "otterorder": {"ada", "sol", "root"},
    "otterpaid": {"ada"},
}
"""Who may come across each word; nobody else may, and each of these does."""


async def told() -> dict[str, Design]:
    """Three designs that are not for all, two shops that are shut, a stranger's wish, a sale and a payment."""
    for handle in EVERYBODY[1:]:
        await cast.person(handle)
    ada, ben, dan, eve = [await cast.viewer(handle) for handle in ("ada", "ben", "dan", "eve")]
    mo, sol = await cast.manager(), await cast.editor()
    shown, _offer = await stalls.offered(ada, title="First snow")
    made = {
        "hidden": (await stalls.offered(ben, title="Ottersmudge", panel="lake"))[0],
        "withdrawn": await drawn.published(dan, title="Otterretired", panel="moss"),
        "draft": await drawn.draft(dan, panel="rowan"),
    }
    await Design.filter(id=made["draft"].id).update(title="Otterdraft")
    for design in (shown, made["hidden"]):
        await stalls.confirmed(design, "otterwants@example.net")
    await studio.hide(mo, made["hidden"].id)
    await studio.withdraw(dan, made["withdrawn"])
    await actions.keep(eve, name="Otterclosed", story="Otterclosed story.", wall="moss")
    await actions.close(eve, await Shop.get(person_id=eve.id), release=False)
    await actions.keep(ben, name="Otterveiled", story="Otterveiled story.", wall="moss")
    await actions.hide(mo, (await Shop.get(person_id=ben.id)).id)
    await orders.report(sale(shown, "otterorder"))
    await royalties.pay(sol, shown.author_id, currency="EUR", amount=645, reference="otterpaid")
    await orders.report(sale(shown, "otterorder-2"))
    await stalls.worked()
    return {**made, "shown": shown}


async def test_each_word_is_read_by_those_it_is_for_and_by_nobody_else(browser: Browser) -> None:
    with clock.at(MOMENT):
        await told()
        seen: dict[str, set[str]] = {word: set() for word in SIGHT}
        where: list[str] = []
        for handle in EVERYBODY:
            theirs = await entered(browser, handle)
            for path in [*addresses(), "/designs?q=otter", "/people/eve/shop.png", "/people/ben/shop.png"]:
                page = await read(theirs, path)
                assert page.status_code < 500, (handle, path)
                said = words_of(page).replace(path.lower(), "")
                for word in (word for word in SIGHT if word in said):
                    seen[word].add(handle)
                    if handle not in SIGHT[word]:
                        where.append(f"{handle or 'a stranger'} reads {word} at {path}")
    assert not where, "\n".join(where)
    assert seen == SIGHT


async def test_what_is_shut_is_answered_as_what_never_was(browser: Browser) -> None:
    with clock.at(MOMENT):
        made = await told()
        ada = await entered(browser, "ada")
        for who in (browser.another(), ada):
            for name in ("hidden", "withdrawn", "draft"):
                for path in (
                    "/designs/{}",
                    "/designs/{}.svg",
                    "/designs/{}.png",
                    "/designs/{}/preorder",
                    "/designs/{}/pack.zip",
                ):
                    one, never = [await read(who, path.format(number)) for number in (made[name].id, 4711)]
                    assert one.status_code == never.status_code, (name, path)
                    assert one.status_code in (404, 303), (name, path)
            for handle in ("eve", "ben"):
                for path in ("/people/{}/shop", "/people/{}/shop.png"):
                    one, never = await read(who, path.format(handle)), await read(who, path.format("dan"))
                    assert one.status_code == never.status_code == 404, path


@pytest.mark.parametrize("word", ["1", "1-", "1-0", "{id}", "{id}-{token}", "{id}-0123456789abcdef0123456789abcdef"])
async def test_a_pre_order_opens_for_nobody_but_the_link_of_its_letter(browser: Browser, word: str) -> None:
    """Not even for whoever has read the database: the link is signed with a key that is not in it."""
    design, _offer = await stalls.offered()
    kept = await stalls.confirmed(design)
    place = f"/preorders/{word.format(id=kept.id, token=kept.token)}"
    for who in (browser, await cast.browser_as(browser, "mo"), await cast.browser_as(browser, "root")):
        assert (await who.get(place)).status_code == 404
        for path in (place, f"{place}/withdrawal"):
            refused = (404,) if who is browser else (403, 404)
            assert (await who.post(path, {}, Origin=ORIGIN)).status_code in refused, path
    assert (await PreOrder.get()).state == "confirmed"


async def test_the_accounts_of_others_are_nobodys(browser: Browser) -> None:
    with clock.at(MOMENT):
        design, offer = await stalls.offered()
        await orders.report(sale(design))
        ben, mo = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "mo")
        for who in (ben, mo):
            for path in ("/account/royalties", "/account/royalties.csv", "/account/royalties.csv?month=2026-05"):
                page = await who.get(path)
                assert "A-1" not in page.text
                assert "6.45" not in page.text
        assert (await browser.get("/account/royalties")).status_code in (200, 303)
        await offers.release(await cast.editor(), await queries.offer(offer.id))
        assert (await browser.get(f"/designs/{design.id}/preorder")).status_code == 404
