import re

import pytest
from PIL import Image

from ideas.studio import artworks, recipe
from ideas.studio.models import Artwork, Design
from kernel.errors import Invalid, TooLarge
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.ideas.studio import drawn
from tests.ideas.studio.test_cleaning import encoded, svg

LOGO = svg('<circle cx="50" cy="50" r="48" fill="#f06a2e"/>')


async def sent(ada: Browser, body: bytes, *, there: str = "/studio/bief", **fields: str) -> str:
    seen = await ada.get(there)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', seen.text))
    told = {**hidden, "area": "flank", "rights-flank": "true", **fields}
    reply = await ada.post("/studio/bief/artworks", told, files={"picture-flank": ("logo.svg", body, "image/svg+xml")})
    if reply.status_code == 303:
        return (await ada.get(reply.headers["location"])).text
    assert reply.status_code == 422
    return reply.text


async def test_a_picture_is_sent_placed_priced_and_served_as_a_picture_only(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    page = await sent(ada, LOGO)
    assert "Print on the side panel" in page
    art, design = await Artwork.get(), await Design.get()
    put = recipe.parse(design.recipe).artworks["flank"]
    assert (put.artwork, put.width, put.left, design.price) == (art.digest, 540, 30, 14300)
    assert "I made this picture" in art.rights
    shown = await ada.get(f"/designs/{design.id}.svg")
    assert 'href="data:image/png;base64,' in shown.text
    thumbnail = await ada.get(f"/studio/artworks/{art.id}")
    assert thumbnail.headers["content-type"] == "image/png"
    ben = await cast.browser_as(browser, "ben")
    assert (await ben.get(f"/studio/artworks/{art.id}")).status_code == 404
    assert (await (await cast.browser_as(browser, "manager")).get(f"/studio/artworks/{art.id}")).status_code == 200


async def test_a_picture_without_a_word_on_rights_is_not_taken(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    assert "ticking the box" in await sent(ada, LOGO, **{"rights-flank": ""})
    assert "more than shapes" in await sent(ada, svg("<script/>"))
    assert "can be printed" in await sent(ada, b"")
    assert await Artwork.all().count() == 0


async def test_somebody_elses_picture_cannot_be_placed(browser: Browser) -> None:
    await drawn.template("bief")
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    await sent(ada, LOGO)
    digest = (await Artwork.get()).digest
    reply = await ben.submit("/studio/bief", "/studio/bief", do="save", **{"art-flank": digest})
    assert reply.status_code == 422
    mine = await Design.filter(author_id=(await cast.person("ben")).id).get()
    assert "artworks" not in mine.recipe


async def test_a_print_is_refused_below_100_points_and_warned_of_below_200(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    page = await sent(ada, encoded(Image.new("RGB", (300, 300), "#f06a2e")))
    design = await Design.get()
    assert recipe.parse(design.recipe).artworks["flank"].width == 381
    assert "points per inch. From 200" not in page
    there = f"/studio/bief?draft={design.id}"
    page = (await ada.submit(there, "/studio/bief", do="save", **{"width-flank": "60"})).text
    assert "prints at 127 points per inch" in page
    page = (await ada.submit(there, "/studio/bief", do="save", **{"width-flank": "80"})).text
    assert "below 100 points per inch" in page
    page = (await ada.submit(there, "/studio/bief", do="save", **{"left-flank": "-900"})).text
    assert "beside the product" in page
    page = (await ada.submit(there, "/studio/bief", do="save", **{"turn-flank": "x"})).text
    assert "A number is needed." in page
    await design.refresh_from_db()
    assert recipe.parse(design.recipe).artworks["flank"].width == 600


@pytest.mark.usefixtures("home")
async def test_the_same_picture_is_kept_once_and_a_flood_is_not_read() -> None:
    ada = await cast.member("ada")
    one = await artworks.add(ada, LOGO, name="a.svg", rights="mine")
    assert (await artworks.add(ada, LOGO, name="b.svg", rights="mine")).id == one.id
    with pytest.raises(TooLarge):
        await artworks.add(ada, b"x" * (artworks.LARGEST + 1), name="x", rights="mine")
    with pytest.raises(Invalid):
        await artworks.add(ada, LOGO, name="x", rights="")


async def test_a_remix_leaves_the_picture_with_its_owner(home: House) -> None:
    from ideas.studio import actions, forms, products

    ada, made = await cast.member("ada"), await drawn.template("bief")
    art = await artworks.add(ada, LOGO, name="a.svg", rights="mine")
    area = made.product.area("flank")
    design = await drawn.published(ada)
    wanted = recipe.parse(design.recipe)
    with_art = recipe.Recipe(
        wanted.template,
        wanted.version,
        wanted.dyes,
        wanted.materials,
        {},
        {},
        {"flank": forms.fitted(area, art.digest, art)},
    )
    await Design.filter(id=design.id).update(recipe=recipe.canonical(with_art))
    await design.refresh_from_db()
    assert recipe.parse((await actions.remix(await cast.member("ben"), design)).recipe).artworks == {}
    assert recipe.parse((await actions.remix(ada, design)).recipe).artworks
    assert (await products.current("bief")).version == 1
    kept = sorted(path.name[64:] for path in (home.settings.data_dir / "uploads").rglob("*.png"))
    assert kept == ["-print.png", "-screen.png"]
