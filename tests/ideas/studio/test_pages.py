import re
from html import unescape

import pytest

from ideas.studio import actions, drawing, queries, recipe
from ideas.studio.models import Design, State
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.studio import drawn

SVG = re.compile(r"<svg xmlns.*?</svg>", re.S)


async def test_the_shelf_and_the_bench_are_open_to_strangers_without_a_form_that_writes(browser: Browser) -> None:
    await drawn.template("bief")
    shelf, bench = await browser.get("/studio"), await browser.get("/studio/bief")
    assert (shelf.status_code, bench.status_code) == (200, 200)
    for page in (shelf, bench):
        assert 'method="post"' not in page.text
        assert "csrf" not in page.text
    assert (await browser.get("/studio/unknown")).status_code == 404


async def test_a_stranger_tries_colours_by_the_address(browser: Browser) -> None:
    made = await drawn.template("bief")
    page = await browser.get("/studio/bief?dye-panel=lake&text-sole=Ondine&do=redraw")
    wanted = drawn.dyed(made, panel="lake")
    assert "Side panel: Reach" in page.text
    assert 'class="words--sole"' in page.text
    assert drawing.draw(wanted, made.product, "side").count("#347ca9") == page.text.count("#347ca9")
    refused = await browser.get("/studio/bief?dye-panel=gold")
    assert refused.status_code == 422
    assert "not among the choices" in refused.text


async def test_a_stranger_signs_in_with_the_choices_made(browser: Browser) -> None:
    await drawn.template("bief")
    await cast.person("ada")
    reply = await browser.peek("/studio/bief?dye-panel=lake&do=sign-in")
    assert reply.headers["location"] == "/sign-in?next=/studio/bief%3Fdye-panel%3Dlake"
    shuffled = await browser.peek("/studio/bief?do=shuffle")
    assert shuffled.headers["location"].startswith("/studio/bief?")
    assert (await browser.get(shuffled.headers["location"])).status_code == 200


async def test_a_draft_is_kept_redrawn_undone_and_done_again(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/studio/bief", "/studio/bief", do="redraw", **{"dye-panel": "lake"})
    assert "Side panel: Reach" in page.text
    there = f"/studio/bief?draft={(await Design.get()).id}"
    page = await ada.submit(there, "/studio/bief", do="save", title="Onde", **{"dye-panel": "rowan"})
    assert "Your draft is kept." in page.text
    assert "Side panel: Buoy" in page.text
    page = await ada.submit(there, "/studio/bief", do="undo", title="Onde", **{"dye-panel": "rowan"})
    assert "Side panel: Reach" in page.text
    page = await ada.submit(there, "/studio/bief", do="redo", **{"dye-panel": "lake", "title": ""})
    assert "Side panel: Buoy" in page.text
    assert await Design.all().count() == 1


async def test_the_preview_is_the_page_byte_for_byte(browser: Browser) -> None:
    made = await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/studio/bief", "/studio/bief", do="redraw", **{"dye-panel": "lake", "text-sole": "Éé"})
    design = await Design.get()
    there = f"/studio/bief?draft={design.id}"
    fields = {"dye-toe": "moss", "motif-panel": "sun", "motif-dye-panel": "straw"}
    seen = await ada.get(there)
    token = re.search(r'name="csrf" value="([^"]+)"', seen.text)
    revision = re.search(r'name="revision" value="(\d+)"', seen.text)
    assert token
    assert revision
    sent = {"csrf": token[1], "draft": str(design.id), "revision": revision[1], **fields}
    swapped = await ada.post("/studio/bief/preview", sent, **{"HX-Request": "true"})
    assert swapped.headers["hx-replace-url"] == there
    page = await ada.get(there)
    mine, theirs = SVG.findall(page.text), SVG.findall(swapped.text)
    assert mine == theirs
    await design.refresh_from_db()
    wanted = recipe.parse(design.recipe)
    assert (wanted.dyes["toe"], wanted.motifs["panel"].pattern, wanted.texts["sole"].words) == ("moss", "sun", "Éé")
    assert mine == [drawing.draw(wanted, made.product, "side", title="Bief, low shoe, Side")]
    shown = (await ada.get(f"/designs/{design.id}.svg")).text
    assert re.sub(' aria-[a-z]+="[^"]*"| role="img"', "", shown) == re.sub(
        ' aria-[a-z]+="[^"]*"| role="img"', "", mine[0]
    )


def opened(page: str) -> list[str]:
    return re.findall(r'<details class="piece"[^>]*id="part-([\w-]+)"[^>]* open>', page)


async def test_one_part_is_open_the_first_the_one_in_hand_or_the_one_to_mend(browser: Browser) -> None:
    await drawn.template("bief")
    assert opened((await browser.get("/studio/bief")).text) == ["upper"]
    assert opened((await browser.get("/studio/bief?dye-panel=lake")).text) == ["panel"]
    ada = await cast.browser_as(browser, "ada")
    for choice, part in (({"dye-heel": "lake"}, "heel"), ({"text-sole": "Onde"}, "text-sole"), ({}, "upper")):
        page = await ada.submit("/studio/bief", "/studio/bief", do="redraw", **choice)
        assert opened(page.text) == [part], choice
    for wrong, part in (
        ({"text-sole": "😀"}, "text-sole"),
        ({"dye-toe": "gold"}, "toe"),
        ({"ink-sole": "x"}, "text-sole"),
    ):
        page = await ada.submit("/studio/bief", "/studio/bief", do="redraw", **{"text-sole": "Onde", **wrong})
        assert (page.status_code, opened(page.text)) == (422, [part]), wrong
    there = f"/studio/bief?draft={(await Design.all().order_by('-id').first()).id}"  # type: ignore[union-attr]
    assert opened((await ada.get(f"{there}&open=art-flank")).text) == ["art-flank"]
    assert opened((await ada.get(f"{there}&open=<script>")).text) == ["upper"]


async def test_what_cannot_be_made_comes_back_as_typed_and_the_rest_is_kept(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    flood = "😀" * 10_000
    page = await ada.submit("/studio/bief", "/studio/bief", do="save", **{"dye-toe": "moss", "text-sole": flood})
    assert page.status_code == 422
    assert flood in unescape(page.text)
    assert "There is not so much room" in page.text
    wanted = recipe.parse((await Design.get()).recipe)
    assert (wanted.dyes["toe"], dict(wanted.texts)) == ("moss", {})


async def test_two_windows_lose_nothing(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    design = await drawn.draft(await cast.member("ada"))
    there = f"/studio/bief?draft={design.id}"
    await ada.submit(there, "/studio/bief", do="save", **{"dye-panel": "lake"})
    page = await ada.submit(there, "/studio/bief", do="save", revision="1", **{"dye-panel": "rowan"})
    assert "Two windows, two states" in page.text
    assert page.text.count("#f06a2e") > 0
    assert len(SVG.findall(page.text)) == 3
    await design.refresh_from_db()
    assert recipe.parse(design.recipe).dyes["panel"] == "lake"
    save = re.search(r'name="save" value="(\d+)"', page.text)
    assert save
    same = {"dye-panel": "lake", "revision": str(design.revision)}
    page = await ada.submit(there, "/studio/bief", do="take", save=save[1], **same)
    assert "Two windows" not in page.text
    await design.refresh_from_db()
    assert recipe.parse(design.recipe).dyes["panel"] == "rowan"
    await ada.submit(there, "/studio/bief", do="undo", revision=str(design.revision), **{"dye-panel": "rowan"})
    await design.refresh_from_db()
    assert recipe.parse(design.recipe).dyes["panel"] == "lake"


async def test_one_window_is_not_in_its_own_way(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    seen = hidden_fields((await ada.get("/studio/bief")).text, "/studio/bief")
    for toe in ("lake", "moss", "rowan"):
        await ada.post("/studio/bief/preview", {**seen, "dye-toe": toe}, **{"HX-Request": "true"})
    design = await Design.get()
    assert (recipe.parse(design.recipe).dyes["toe"], design.revision) == ("rowan", 4)
    other = hidden_fields((await ada.get(f"/studio/bief?draft={design.id}")).text, "/studio/bief")
    assert other["visit"] != seen["visit"]
    await ada.post("/studio/bief", {**other, "dye-toe": "brick", "do": "save"})
    reply = await ada.post("/studio/bief/preview", {**seen, "dye-toe": "straw"}, **{"HX-Request": "true"})
    assert reply.headers["hx-redirect"] == f"/studio/bief?draft={design.id}"
    assert "Two windows" in (await ada.get(f"/studio/bief?draft={design.id}")).text


@pytest.mark.parametrize("who", ["ben", "manager", "admin"])
async def test_somebody_elses_draft_is_not_there(browser: Browser, who: str) -> None:
    design = await drawn.draft(await cast.member("ada"))
    other = await cast.browser_as(browser, who)
    assert (await other.get(f"/studio/bief?draft={design.id}")).status_code == 404
    reply = await other.submit("/studio/bief", "/studio/bief", do="save", draft=str(design.id))
    assert reply.status_code == 404
    assert (await other.get(f"/designs/{design.id}/publication")).status_code == 404


@pytest.mark.parametrize("draft", ["x", "-1", "99999999999", "0", "1e3", "٣"])
async def test_a_draft_that_is_none_is_not_there(browser: Browser, draft: str) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.get(f"/studio/bief?draft={draft}")).status_code == 404


async def test_a_design_is_published_with_its_story_and_taken_back(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    design = await drawn.draft(await cast.member("ada"))
    address = f"/designs/{design.id}/publication"
    page = await ada.submit(address, address, title="", remixing="share")
    assert page.status_code == 422
    assert "This is missing." in page.text
    page = await ada.submit(address, address, title="Onde", remixing="share", share="", idea="17")
    assert page.status_code == 422
    assert "no such idea" in page.text
    assert "between 1 and 50" in page.text
    await ada.submit(address, address, title="Onde", story="The *canal*.", remixing="share", share="20", idea="")
    await design.refresh_from_db()
    assert (design.state, design.share, design.slug, design.is_listed) == (State.PUBLISHED, 20, "onde", True)
    there = await ada.peek(f"/studio/bief?draft={design.id}")
    assert there.headers["location"] == queries.address(design.id, "onde")


async def test_the_stylesheet_repaints_every_part(browser: Browser) -> None:
    await drawn.template("margelle")
    page = await browser.get("/studio/margelle")
    address = re.search(r'href="(/studio/margelle\.css\?[^"]+)"', page.text)
    assert address
    sheet = await browser.get(unescape(address[1]))
    assert sheet.headers["content-type"].startswith("text/css")
    assert "immutable" in sheet.headers["cache-control"]
    assert ".studio:has(#dye-sleeves-lake:checked) .dye--sleeves{fill:#347ca9;color:#347ca9}" in sheet.text
    assert ".studio:has(#view-back:checked)" in sheet.text


async def test_a_draft_of_an_older_version_says_what_is_no_longer_made(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    design = await drawn.draft(await cast.member("ada"), panel="lake", toe="moss")
    made = await drawn.template("bief")
    panel = made.product.part("panel")
    fewer = panel.model_copy(update={"dyes": tuple(dye for dye in panel.dyes if dye != "lake")})
    parts = tuple(fewer if part.id == "panel" else part for part in made.product.parts)
    newer = made.product.model_copy(update={"parts": parts})
    await actions.change_template(await cast.admin(), made, newer)
    there = f"/studio/bief?draft={design.id}"
    page = await ada.get(there)
    assert "No longer made: Side panel: Reach" in page.text
    assert 'fill="#347ca9" class="dye--panel"' in page.text
    address = f"/designs/{design.id}/publication"
    refused = await ada.submit(address, address, title="Onde", remixing="credit")
    assert (refused.status_code, "no longer made" in refused.text) == (422, True)
    page = await ada.submit(there, "/studio/bief", do="renew")
    assert "No longer made" not in page.text
    await design.refresh_from_db()
    wanted = recipe.parse(design.recipe)
    assert (design.version, wanted.dyes["panel"], wanted.dyes["toe"]) == (2, "mulberry", "moss")


async def test_a_closed_product_is_shown_and_takes_no_design(browser: Browser) -> None:
    made = await drawn.template("bief")
    await actions.change_template(await cast.admin(), made, made.product, is_open=False)
    ada = await cast.browser_as(browser, "ada")
    assert "cannot be designed at the moment" in (await browser.get("/studio/bief")).text
    reply = await ada.submit("/studio/bief", "/studio/bief", do="save")
    assert reply.status_code == 403
    assert "/studio/bief" not in (await browser.get("/studio")).text
