from __future__ import annotations

from typing import Any

import pytest

from ideas.studio import actions, products, recipe, renewal
from ideas.studio.product import Product
from ideas.studio.workshop_forms import FORMS, FactsForm
from kernel import db
from tests import cast
from tests.browsing import Browser, Page
from tests.ideas.studio import drawn
from tests.ideas.studio.test_vectors import CUP

HOME = "/team/templates"
MUG = {"name_en": "Mug", "name_fr": "Tasse", "price": "14,90", "currency": "EUR"}


async def sol(browser: Browser) -> Browser:
    return await cast.browser_as(browser, "sol")


async def send(who: Browser, page: str, action: str, *, files: Any = None, **fields: Any) -> Page:
    return await who.submit(f"{HOME}{page}", f"{HOME}{action}", files=files, **fields)


def test_every_field_of_a_product_may_be_changed_in_the_workshop() -> None:
    """What a thing has is a field of its form, under the same name or as those that stand for it."""
    stand_for = {"id": {"key"}, "name": {"name_en", "name_fr"}, "method": {"method_en", "method_fr"}}
    stand_for["drawn"] = {"left", "top", "scale"}
    product = drawn.product("bief")
    for kind, form in FORMS.items():
        fields = set(type(getattr(product, kind)[0]).model_fields)
        wanted = set().union(*(stand_for.get(name, {name}) for name in fields))
        assert wanted <= set(form.model_fields), kind
    own = set(Product.model_fields) - set(FORMS) - {"currency"}  # a design's price is in it: it stays
    assert set().union(*(stand_for.get(name, {name}) for name in own)) <= set(FactsForm.model_fields)


async def test_only_editors_and_administrators_enter_the_workshop(browser: Browser) -> None:
    made = await drawn.template()
    pages = ("", "/new", "/bief", "/bief/parts/toe", "/bief/dyes/new", f"/bief/drawing/{made.view}.svg")
    for handle, status in (("ada", 404), ("mo", 404), ("sol", 200), ("root", 200)):
        who = await cast.browser_as(browser, handle)
        assert [(await who.get(HOME + page)).status_code for page in pages] == [status] * len(pages)
    assert (await browser.peek(HOME)).status_code == 303
    who = await sol(browser)
    for lost in ("/boat", "/bief/parts/mast", "/bief/sails/toe", "/bief/drawing/mast.svg"):
        assert (await who.get(HOME + lost)).status_code == 404


async def test_a_product_is_made_from_a_drawing_and_then_opened(browser: Browser) -> None:
    who = await sol(browser)
    page = await send(who, "/new", "", files={"file": ("mug.svg", CUP.encode(), "image/svg+xml")}, **MUG)
    assert page.status_code == 200
    made = await products.current("mug")
    assert (made.is_open, made.product.price, [part.id for part in made.product.parts]) == (
        False,
        1490,
        ["cup", "handle"],
    )
    assert [dye.hex for dye in made.product.dyes][:2] == ["#ff8800", "#ff0000"]
    assert recipe.plain("mug", 1, made.product).dyes == {"cup": "dye-1", "handle": "dye-2"}
    area, text = made.product.area("front"), made.product.text("name")
    assert (area.x, area.y, area.width, round(area.width_mm), round(area.height_mm)) == (80, 80, 120, 120, 100)
    assert (text.x, text.width, text.height) == (80, 120, 20)
    picture = await who.get(f"{HOME}/mug/drawing/front.svg")
    assert 'fill="#ff8800"' in picture.text
    assert "sandbox" in ";".join(picture.headers.get_list("content-security-policy"))
    await send(who, "/mug", "/mug/opening")
    assert (await products.current("mug")).is_open
    await send(who, "/mug", "/mug/closure")
    assert not (await products.current("mug")).is_open
    acts = [row["act"] for row in await db.rows("SELECT act FROM staff_act ORDER BY id")]
    assert acts == ["template.made", "template.opened", "template.closed"]


async def test_another_products_dyes_are_taken_over_the_nearest_first(browser: Browser) -> None:
    await drawn.template()
    await send(await sol(browser), "/new", "", svg=CUP, palette="bief", **MUG)
    made = await products.current("mug")
    assert [part.dyes[0] for part in made.product.parts] == ["rowan", "rowan"]
    assert len(made.product.patterns) == 5


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        (CUP.replace('<g id="pattern', '<script/><g id="pattern'), "Line 7, script: Scripts"),
        (CUP.replace('<g id="pattern', "<g>" * 10_000 + '<g id="pattern'), "Too many groups"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "A document type or entities"),
        ("\x89PNG", "cannot be read"),
        ("", "This is missing."),
        (CUP.replace('id="art-front"', 'id="art-FRONT"'), "small letters"),
    ],
)
async def test_a_drawing_that_cannot_be_used_is_said_beside_it_and_nothing_is_lost(
    browser: Browser, svg: str, said: str
) -> None:
    who = await sol(browser)
    page = await send(who, "/new", "", files={"file": ("mug.svg", svg.encode("latin-1"), "image/svg+xml")}, **MUG)
    assert page.status_code == 422
    assert said in page.text
    assert 'value="Tasse"' in page.text
    assert "<script/>" not in page.text
    assert await products.newest() == {}


async def test_an_address_is_given_once(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    for slug in ("bief", "new"):
        page = await send(who, "/new", "", svg=CUP, slug=slug, **MUG)
        assert (page.status_code, "Another template has this address." in page.text) == (422, True)


async def test_facts_of_a_product_make_a_further_version(browser: Browser) -> None:
    await drawn.template()
    facts = {"name_en": "Bief", "name_fr": "Bief", "price": "135", "lead_days": "45", "sizes": "40, 41,41 ,42"}
    who = await sol(browser)
    page = await send(who, "/bief", "/bief", royalty="7.5", note="Dearer leather", **facts)
    made = await products.current("bief")
    assert (made.version, made.product.price, made.product.sizes, made.royalty) == (2, 13500, ("40", "41", "42"), 750)
    assert "Dearer leather" in page.text
    page = await send(who, "/bief", "/bief", royalty="7", **{**facts, "price": "cheap", "lead_days": "0"})
    assert (page.status_code, 'value="cheap"' in page.text) == (422, True)
    assert "A number is needed." in page.text


async def test_a_dye_that_is_no_longer_made_stays_with_the_designs_that_have_it(browser: Browser) -> None:
    design = await drawn.published(panel="lake")
    await send(await sol(browser), "/bief/dyes/lake", "/bief/dyes/lake/removal")
    new, old = await products.current("bief"), await products.version(design.template_id, design.version)
    assert (new.version, "lake" in {dye.id for dye in new.product.dyes}) == (2, False)
    gone = renewal.gone(recipe.parse(design.recipe), old.product, new.product)
    assert [(one.where.en, one.what.en if one.what else "") for one in gone] == [("Side panel", "Reach")]


async def test_what_other_things_need_is_not_taken_out(browser: Browser) -> None:
    await drawn.template()
    page = await send(await sol(browser), "/bief/parts/toe", "/bief/parts/toe/removal")
    assert (page.status_code, "views.side.toe" in page.text) == (422, True)
    assert (await products.current("bief")).version == 1


async def test_each_kind_of_thing_is_added_and_changed(browser: Browser) -> None:
    await drawn.template("musette")
    who = await sol(browser)
    named = {"name_en": "New", "name_fr": "Neuf"}
    star = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#123456" d="M0 0h9v9z"/></svg>'
    await send(who, "/musette/dyes/new", "/musette/dyes", key="plum", hex="#6633AA", surcharge="2.50", **named)
    await send(who, "/musette/materials/new", "/musette/materials", key="hemp", **named)
    await send(who, "/musette/patterns/new", "/musette/patterns", key="star", svg=star, **named)
    body = {"plain": "plum", "dyes": ["chalk", "plum"], "materials": ["hemp"], "patterns": ["star"], **named}
    await send(who, "/musette/parts/body", "/musette/parts/body", left="1", top="2.5", scale="0.5", **body)
    place = {"view": "front", "x": "200", "y": "500", "width": "90", "width_mm": "80", **named}
    more = {"height": "20", "most": "12", "dyes": ["chalk"], "turn": "0"}
    await send(who, "/musette/texts/base", "/musette/texts/base", **place, **more)
    more = {"height_mm": "70", "method_en": "Foil", "method_fr": "Dorure", "colours": "2", "bleed_mm": "4"}
    page = await send(who, "/musette/areas/front", "/musette/areas/front", **place, **more)
    assert page.status_code == 200
    made = (await products.current("musette")).product
    assert (made.dye("plum").surcharge, made.material("hemp").name.fr) == (250, "Neuf")
    assert 'fill="currentColor"' in made.pattern("star").svg
    part = made.part("body")
    assert (part.dyes, part.materials, part.patterns, part.drawn) == (
        ("plum", "chalk"),
        ("hemp",),
        ("star",),
        (1, 2.5, 0.5),
    )
    assert (made.text("base").most, made.text("base").width_mm, made.area("front").bleed_mm) == (12, 80, 4)
    assert (made.area("front").method.fr, (await products.current("musette")).version) == ("Dorure", 7)


async def test_a_new_drawing_brings_parts_and_lets_go_only_when_told(browser: Browser) -> None:
    await send(await sol(browser), "/new", "", svg=CUP, **MUG)
    who = await sol(browser)
    sole = CUP.replace('id="handle"', 'id="lid"')
    side = {"name_en": "Front", "name_fr": "Devant", "svg": sole}
    page = await send(who, "/mug/views/front", "/mug/views/front", **side)
    assert (page.status_code, "no longer shows handle" in page.text) == (422, True)
    await send(who, "/mug/views/front", "/mug/views/front", drops="true", **side)
    made = await products.current("mug")
    assert [part.id for part in made.product.parts] == ["cup", "lid"]
    assert [area.id for area in made.product.areas] == ["front"]


async def test_a_design_may_be_made_of_what_the_workshop_made(browser: Browser) -> None:
    await send(await sol(browser), "/new", "", svg=CUP, **MUG)
    await send(await sol(browser), "/mug", "/mug/opening")
    design = await actions.start(await cast.member("ada"), await products.current("mug"))
    assert design.price == 1490


async def test_a_design_and_the_studio_say_what_is_no_longer_made(browser: Browser) -> None:
    ada = await cast.member("ada")
    design, draft = await drawn.published(ada, panel="lake"), await drawn.draft(ada, panel="lake")
    seen = await browser.get(f"/designs/{design.id}")
    assert "No longer made" not in seen.text
    await send(await sol(browser), "/bief/dyes/lake", "/bief/dyes/lake/removal")
    who = await cast.browser_as(browser, "ada")
    for address in (f"/designs/{design.id}", f"/studio/bief?draft={draft.id}"):
        page = (await who.get(address)).text
        assert "No longer made" in page
        assert "Reach" in page


async def test_the_material_that_a_part_is_made_of_plainly_is_chosen_and_stays(browser: Browser) -> None:
    await drawn.template()
    who = await sol(browser)
    part = {"name_en": "Upper", "name_fr": "Empeigne", "plain": "chalk", "dyes": ["chalk", "night"]}
    wanted = {"materials": ["leather", "canvas"], "left": "0", "top": "0", "scale": "1", **part}
    await send(who, "/bief/parts/upper", "/bief/parts/upper", made_of="canvas", **wanted)
    assert (await products.current("bief")).product.part("upper").materials == ("canvas", "leather")
    page = await who.get(f"{HOME}/bief/parts/upper")
    assert '<option value="canvas" selected>' in page.text
