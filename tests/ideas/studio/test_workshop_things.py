from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from ideas.studio import actions, making, products, workshop_values
from kernel import db, jobs
from kernel.errors import Conflict
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.studio import drawn
from tests.ideas.studio.test_vectors import CUP
from tests.ideas.studio.test_workshop import HOME, MUG, send, sol


async def test_two_people_who_change_different_fields_both_keep_theirs(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    begun = await opened(who, "/bief/dyes/lake")
    await send(who, "/bief/dyes/lake", "/bief/dyes/lake", **{**begun, "hex": "#112233"})
    page = await who.post(f"{HOME}/bief/dyes/lake", {**begun, "reference": "HL 99"})
    assert page.status_code == 303
    lake = (await products.current("bief")).product.dye("lake")
    assert (lake.hex, lake.reference, lake.surcharge) == ("#112233", "HL 99", 300)
    facts = await opened(who, "/bief")
    await send(who, "/bief", "/bief", **{**facts, "royalty": "9.00", "hangs": "true"})
    assert (await who.post(f"{HOME}/bief", {**facts, "price": "140.00"})).status_code == 303
    made = await products.current("bief")
    assert (made.version, made.royalty, made.product.price, made.product.hangs) == (5, 900, 14000, True)


async def test_who_comes_second_keeps_what_was_typed_and_is_told_what_stands_there(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    begun = await opened(who, "/bief/dyes/lake")
    await send(who, "/bief/dyes/lake", "/bief/dyes/lake", **{**begun, "name_en": "Weir", "reference": "HL 70"})
    page = await who.post(f"{HOME}/bief/dyes/lake", {**begun, "name_en": "Lock"})
    assert page.status_code == 409
    for said in ("kept version 2 meanwhile", "Now it says: Weir", 'value="Lock"', 'value="HL 70"'):
        assert said in page.text
    assert (await products.current("bief")).version == 2
    again = {**begun, **fields_of(page.text), "name_en": "Lock", "reference": "HL 70"}
    assert (await who.post(f"{HOME}/bief/dyes/lake", again)).status_code == 303
    lake = (await products.current("bief")).product.dye("lake")
    assert (lake.name.en, lake.reference) == ("Lock", "HL 70")


async def test_what_another_took_out_meanwhile_may_be_had_back(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    begun = await opened(who, "/bief/dyes/lake")
    await send(who, "/bief/dyes/lake", "/bief/dyes/lake/removal")
    page = await who.post(f"{HOME}/bief/dyes/lake", {**begun, "name_en": "Lock"})
    assert (page.status_code, "took this out in version 2" in page.text) == (409, True)
    again = {**begun, **fields_of(page.text), "name_en": "Lock"}
    assert (await who.post(f"{HOME}/bief/dyes/lake", again)).status_code == 303
    assert (await products.current("bief")).product.dye("lake").name.en == "Lock"


async def test_of_two_versions_kept_in_the_same_moment_one_is_refused(browser: Browser) -> None:
    made, root = await drawn.template(), await cast.admin()
    newer = making.changed(made.product, price=1)
    assert await actions.change_template(root, made, newer) == 2
    with pytest.raises(Conflict):
        await actions.change_template(root, made, newer)
    assert (await products.current("bief")).version == 2


@pytest.mark.parametrize("version", ["", "0", "7", "99999999999999999999", "-1", "x"])
async def test_a_form_of_no_known_version_is_taken_as_it_comes(browser: Browser, version: str) -> None:
    await drawn.template()
    who = await sol(browser)
    begun = await opened(who, "/bief/dyes/lake")
    page = await who.post(f"{HOME}/bief/dyes/lake", {**begun, "version": version, "name_en": "Lock"})
    assert page.status_code == 303


async def test_things_are_put_in_order_by_buttons_and_kept_once(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    before = [part.id for part in (await products.current("bief")).product.parts]
    page = await send(who, "/bief/parts/order", "/bief/parts/order", do="first-toe", order=before)
    assert "Toe cap is now number 1 of 13." in page.text
    page = await send(who, "/bief/parts/order", "/bief/parts/order", do="down-toe", order=order_of(page.text))
    page = await send(who, "/bief/parts/order", "/bief/parts/order", do="up-stitch", order=order_of(page.text))
    assert (await products.current("bief")).version == 1
    wanted = order_of(page.text)
    assert wanted[:3] == ["upper", "toe", "panel"]
    assert wanted.index("stitch") == before.index("stitch") - 1
    await send(who, "/bief/parts/order", "/bief/parts/order", do="keep", order=wanted)
    made = await products.current("bief")
    assert (made.version, [part.id for part in made.product.parts]) == (2, wanted)
    await send(who, "/bief/parts/order", "/bief/parts/order", do="keep", order=wanted)
    assert (await products.current("bief")).version == 2


async def test_an_order_leaves_nothing_out_and_ignores_what_is_not_there(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    await send(who, "/bief/dyes/order", "/bief/dyes/order", do="keep", order=["rose", "mast", "rose", "brick"])
    product = (await products.current("bief")).product
    assert [dye.id for dye in product.dyes][:3] == ["rose", "brick", "chalk"]
    assert len(product.dyes) == 13
    assert product.part("panel").dyes[:3] == ("mulberry", "rose", "brick")  # made plain as before
    assert product.texts[0].dyes[0] == "night"
    for kind in ("patterns", "materials", "views", "texts", "areas"):
        assert (await who.get(f"{HOME}/bief/{kind}/order")).status_code == 200
    assert (await who.get(f"{HOME}/bief/sails/order")).status_code == 404


async def test_htmx_is_given_the_rows_alone(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    token = fields_of((await who.get(f"{HOME}/bief/parts/order")).text)["csrf"]
    sent = {"csrf": token, "do": "down-upper", "order": ["upper", "panel"]}
    page = await who.post(f"{HOME}/bief/parts/order", sent, **{"HX-Request": "true"})
    assert page.text.lstrip().startswith('<div class="stack stack--fill" id="rows">')
    assert order_of(page.text)[:2] == ["panel", "upper"]


async def test_a_place_is_looked_at_before_it_is_kept(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    begun = await opened(who, "/bief/texts/sole")
    page = await who.post(f"{HOME}/bief/texts/sole", {**begun, "x": "123", "do": "look"})
    assert (page.status_code, "Nothing is kept yet." in page.text) == (200, True)
    assert '<rect x="123" y="381"' in seen(page.text)
    page = await who.post(f"{HOME}/bief/texts/sole", {**begun, "x": "?", "do": "look"}, **{"HX-Request": "true"})
    assert (page.status_code, "A number is needed." in page.text) == (200, True)
    assert page.text.lstrip().startswith('<div class="stack stack--fill" id="seen">')
    assert (await products.current("bief")).version == 1


@pytest.mark.parametrize("address", ["areas/flank", "parts/panel", "dyes/lake", "patterns/sun", "materials/suede"])
async def test_each_thing_is_shown_on_the_product(browser: Browser, address: str) -> None:
    await drawn.template()
    shown = seen((await (await sol(browser)).get(f"{HOME}/bief/{address}")).text)
    assert {
        "areas/flank": 'stroke-dasharray="9.6 9.6"' in shown,
        "parts/panel": 'class="motif--panel"' in shown and '<rect x="275" y="232" width="152"' in shown,
        "dyes/lake": shown.count("#347ca9") > 10,
        "patterns/sun": 'class="motif--panel"' in shown,
        "materials/suede": "<svg" in shown,
    }[address]


async def test_a_part_carries_patterns_only_where_the_drawing_has_a_place_for_them(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    begun = await opened(who, "/bief/parts/toe")
    page = await who.post(f"{HOME}/bief/parts/toe", {**begun, "dyes": ["night"], "patterns": ["sun"]})
    assert (page.status_code, "no side has a place for them" in page.text) == (422, True)


async def test_a_pattern_of_an_imported_drawing_covers_its_part(browser: Browser) -> None:
    await drawn.template()
    await send(await sol(browser), "/new", "", svg=CUP, palette="bief", **MUG)
    assert (await products.current("mug")).product.part("cup").drawn == (50, 50, 1)


async def test_who_designed_with_what_is_no_longer_made_hears_of_it_once(browser: Browser) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await drawn.published(ada, panel="lake")
    await drawn.published(ben, title="Other", panel="moss")
    who = await sol(browser)
    await send(who, "/bief/dyes/lake", "/bief/dyes/lake/removal")
    await send(who, "/bief/materials/suede", "/bief/materials/suede/removal")
    await jobs.work(the_house(), until_idle=True)
    rows = await db.rows("SELECT person_id, kind FROM notice WHERE kind = 'design.outdated'")
    assert [row["person_id"] for row in rows] == [ada.id]
    page = (await (await cast.browser_as(browser, "ada")).get("/inbox")).text
    assert "Bief, low shoe: something that a design of yours is made of is no longer made." in page


def order_of(page: str) -> list[str]:
    return re.findall(r'name="order" value="([^"]+)"', page)


def seen(page: str) -> str:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert found
    return base64.b64decode(found[1]).decode()


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


async def opened(who: Browser, page: str) -> dict[str, Any]:
    """What the form of a page would send untouched, as far as text fields go."""
    text = (await who.get(HOME + page)).text
    inside = text.split('id="meanwhile"')[1].split("</form>")[0]
    fields = dict(re.findall(r'<input[^>]*name="(\w+)" type="(?:text|color)" value="([^"]*)"', inside))
    made = await products.current("bief")
    parts = page.split("/")
    if len(parts) == 4:
        held = workshop_values.of(made, parts[2], parts[3])
        fields |= {name: list(map(str, value)) for name, value in held.items() if isinstance(value, (list, tuple))}
        fields |= {name: str(held[name]) for name in ("plain", "made_of", "view", "on") if held.get(name)}
        fields.pop("drawn", None)
    return {**fields, **fields_of(inside)}
