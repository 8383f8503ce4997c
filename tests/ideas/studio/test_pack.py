import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from ideas.studio import actions, artworks, pack, prints, recipe, renderer
from ideas.studio.models import Design
from ideas.studio.recipe import Lettering, Motif, Placement
from kernel import clock, db, i18n, jobs
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.studio import drawn


def picture(side: int = 1200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "#a04130").save(out, "PNG")
    return out.getvalue()


async def tee() -> Design:
    """A published T-shirt with artwork, words and a pattern."""
    ada, made = await cast.member("ada"), await drawn.template("margelle")
    art = await artworks.add(ada, picture(), name="square.png", rights="I drew it.")
    wanted = replace(
        drawn.dyed(made, body="night"),
        motifs={"body": Motif("sun", "rose")},
        texts={"chest": Lettering("À quai", "hand", "chalk")},
        artworks={"back": Placement(art.digest, -20, 0, 2000)},
    )
    design = await actions.start(ada, made, wanted, title="À quai")
    await actions.publish(ada, design, title="À quai")
    return design


async def opened(browser: Browser, design: Design) -> zipfile.ZipFile:
    page = await browser.get(f"/designs/{design.id}/pack.zip")
    assert (page.status_code, page.headers["content-type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(page.content))


async def test_the_pack_has_what_a_workshop_needs_at_300_dpi(browser: Browser) -> None:
    design = await tee()
    held = await opened(await cast.browser_as(browser, "sol"), design)
    assert held.testzip() is None
    assert set(held.namelist()) == {
        *("colours.csv", "parts.csv", "prices.csv", "prints.csv", "wanted.csv", "recipe.json", "sheet.html"),
        *("drawing/front.svg", "drawing/back.svg", "print/art-back.png", "print/pattern-body.svg"),
        *("print/text-chest.svg", "print/text-chest.png"),
    }
    made = drawn.product("margelle")
    back, words = made.area("back"), made.text("chest")
    print_file = Image.open(io.BytesIO(held.read("print/art-back.png")))
    sides = [round((mm + 2 * back.bleed_mm) / 25.4 * 300) for mm in (back.width_mm, back.height_mm)]
    assert list(print_file.size) == sides == [3709, 4795]
    assert round(print_file.info["dpi"][0]) == 300
    edge = prints.pixels(back.bleed_mm)
    ink, clear = (160, 65, 48, 255), (0, 0, 0, 0)
    assert print_file.convert("RGBA").getpixel((edge - 20, edge + 10)) == ink  # 2 mm into the bleed
    assert print_file.convert("RGBA").getpixel((edge - 30, edge + 10)) == clear
    assert print_file.convert("RGBA").getpixel((edge + 10, edge + prints.pixels(200) + 10)) == clear
    letters = Image.open(io.BytesIO(held.read("print/text-chest.png")))
    tall = words.height * 240 / words.width
    assert letters.size == (prints.pixels(240 + 1.2 * tall), prints.pixels(2.2 * tall))
    left, top, right, bottom = letters.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert min(left, top, letters.width - right, letters.height - bottom) > 10  # accents and tails are whole
    assert top < prints.pixels(0.6 * tall)  # and stand above the place itself
    assert b"<text" not in held.read("print/text-chest.svg") + held.read("drawing/front.svg")


async def test_the_lists_of_the_pack_name_dyes_with_their_references_and_add_up(browser: Browser) -> None:
    design = await tee()
    held = await opened(await cast.browser_as(browser, "root"), design)

    def rows(name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(held.read(f"{name}.csv").decode("utf-8-sig"))))

    assert ["Body", "Night water", "HL 04", "", "Sunset on the canal", "Dawn"] in rows("parts")
    assert ["Dawn", "HL 13", "#eeb3b0", "Body (pattern)"] in rows("colours")
    *lines, total = rows("prices")[1:]
    assert sum(round(float(line[2]) * 100) for line in lines) == round(float(total[2]) * 100) == design.price
    assert held.read("recipe.json").decode() == design.recipe
    assert recipe.digest(recipe.parse(json.dumps(json.loads(held.read("recipe.json"))))) == design.digest
    sheet = held.read("sheet.html").decode()
    assert "À quai" in sheet
    assert not [word for word in ('src="http', 'href="', "<script") if word in sheet]


async def test_a_pack_has_the_same_bytes_on_another_day(browser: Browser) -> None:
    design = await drawn.published(slug="musette")
    sol = await cast.browser_as(browser, "sol")
    first = (await sol.get(f"/designs/{design.id}/pack.zip")).content
    with clock.at(clock.now() + timedelta(days=3)):
        assert pack.build(await pack.order(design)) == first
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'design.packed'") == 1


async def test_the_pack_says_who_wants_which_size(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """People, the accounts that demand counts, and pieces; whoever wants two sizes is one of all."""
    wants = [
        pack.Want("XL", "ada@example.org", "customer:1", 1),
        pack.Want("S", "ada@example.org", "customer:1", 2),
        pack.Want("S", "ben@example.org", "customer:1", 1),
        pack.Want("3XL", "mo@example.org", "person:4", 1),
    ]

    async def told(design_id: int) -> list[pack.Want]:
        return wants

    design = await drawn.published(slug="margelle")
    monkeypatch.setattr(House, "registered", lambda self, name: [told] if name == "design.wanted" else [])
    with i18n.speaking("en"):
        asked = await pack.order(design)
        rows = pack.tables(asked)["wanted"]
        assert rows == [
            ["Size", "People", "Accounts", "Pieces"],
            *(["S", 2, 1, 3], ["XL", 1, 1, 1], ["3XL", 1, 1, 1], ["All sizes", 3, 2, 5]),
        ]
        said = pack.sheet(asked, {view.id: "<svg/>" for view in asked.product.views}, pack.tables(asked))
    assert "5 pieces are wanted, by 3 people." in said
    assert "the people of one customer are one" in said


async def test_a_pack_is_made_by_the_worker_and_waited_for_on_a_page(browser: Browser) -> None:
    design = await drawn.published(slug="musette")
    sol = await cast.browser_as(browser, "sol")
    address = f"/designs/{design.id}/pack"
    assert "Make the pack" in (await sol.get(address)).text
    page = await sol.submit(address, address)
    assert "being made" in page.text
    assert 'hx-trigger="every 2s"' in page.text
    await sol.submit(address, address)
    assert await db.value("SELECT count(*) FROM job WHERE kind = 'studio.pack'") == 1
    await jobs.work(the_house(), until_idle=True, like="studio.%")
    part = await sol.get(address, **{"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div class="stack" id="progress">')
    assert "Download the pack" in part.text
    (kept,) = (the_house().settings.data_dir / "packs").iterdir()
    assert (await sol.get(f"{address}.zip")).content == kept.read_bytes()


async def test_a_pack_that_cannot_be_drawn_says_so_and_may_be_asked_for_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(asked: pack.Order) -> bytes:
        raise renderer.NotDrawn

    design = await drawn.published(slug="musette")
    sol = await cast.browser_as(browser, "sol")
    address = f"/designs/{design.id}/pack"
    with monkeypatch.context() as late:
        late.setattr(pack, "build", never)
        await sol.submit(address, address)
        await jobs.work(the_house(), until_idle=True, like="studio.%")
        assert "took too long to draw" in (await sol.get(address)).text
        assert (await sol.get(f"{address}.zip")).status_code == 503
    page = await sol.submit(address, address)
    assert "being made" in page.text
    await jobs.work(the_house(), until_idle=True, like="studio.%")
    assert "Download the pack" in (await sol.get(address)).text


async def test_a_pack_is_another_once_more_people_want_the_design(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[pack.Want] = []

    async def told(design_id: int) -> list[pack.Want]:
        return held

    design = await drawn.published(slug="musette")
    monkeypatch.setattr(House, "registered", lambda self, name: [told] if name == "design.wanted" else [])
    before = (await pack.order(design)).digest
    assert (await pack.order(design)).digest == before
    held.append(pack.Want("", "ada@example.org", "person:1", 1))
    assert (await pack.order(design)).digest != before


async def test_only_those_who_make_products_take_a_pack(browser: Browser) -> None:
    design, draft = await drawn.published(), await drawn.draft()
    for handle in ("ada", "mo"):
        who = await cast.browser_as(browser, handle)
        for address in (f"/designs/{design.id}/pack.zip", f"/designs/{design.id}/pack"):
            assert (await who.get(address)).status_code == 404
    assert (await browser.peek(f"/designs/{design.id}/pack.zip")).status_code == 303
    sol = await cast.browser_as(browser, "sol")
    for number in (draft.id, 999):
        assert (await sol.get(f"/designs/{number}/pack.zip")).status_code == 404
