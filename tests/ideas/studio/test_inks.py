"""Fewer colours for a print: the inks of a drawing stay as they are, the less missed ones go, and clear stays clear."""

import io
import re

import pytest
from PIL import Image, ImageDraw

from ideas.studio import artworks, cleaning, inks, recipe
from ideas.studio.models import Artwork, Design
from kernel.errors import Missing
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.studio import drawn
from tests.ideas.studio.test_artworks import sent
from tests.ideas.studio.test_cleaning import encoded, svg

BARS = ("#f06a2e", "#204a6b", "#e8c65a", "#f2f0e7", "#b03a2e", "#6f9a5a", "#9b6aa8", "#111111")


def bars(side: int = 1600) -> Image.Image:
    """Eight bars, each narrower than the one before, on a clear ground."""
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen, left = ImageDraw.Draw(picture), 0
    for place, colour in enumerate(BARS):
        wide = side * (12 - place) // 100
        pen.rectangle((left, side // 10, left + wide, side * 9 // 10), fill=colour)
        left += wide
    return picture


@pytest.mark.parametrize("most", [1, 2, 4, 6, 7])
def test_a_drawing_keeps_its_own_inks_and_no_more_than_may_be_printed(most: int) -> None:
    reduced = inks.reduced(bars(), most)
    found = inks.palette(reduced)
    assert len(found) == inks.count(reduced) == most
    assert set(found) <= set(BARS), "no ink is mixed that nobody drew"
    clear, drawn_over = reduced.getpixel((1500, 800)), reduced.getpixel((10, 800))
    assert clear[3] == 0  # type: ignore[index]
    assert drawn_over[3] == 255  # type: ignore[index]


def test_edges_become_hard() -> None:
    soft = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(soft).ellipse((20, 20, 180, 180), fill="#f06a2e")
    shrunk = soft.resize((90, 90), Image.Resampling.LANCZOS)
    assert len(shrunk.getchannel("A").getcolors() or []) > 2
    assert {level for _n, level in inks.reduced(shrunk, 1).getchannel("A").getcolors() or []} == {0, 255}


@pytest.mark.parametrize("most", [2, 6, 24])
def test_a_photograph_becomes_a_print_of_few_inks(most: int) -> None:
    ground = Image.radial_gradient("L").resize((600, 600))
    photograph = Image.merge("RGB", (ground, ground.rotate(90), ground.point(lambda level: 255 - level)))
    noise = Image.effect_noise((600, 600), 60)
    many = Image.merge("RGB", (noise, photograph.getchannel(1), photograph.getchannel(2)))
    assert inks.count(many) > most
    assert 1 <= inks.count(inks.reduced(many, most)) <= most


def test_a_picture_that_is_all_clear_needs_no_ink() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert (inks.count(clear), inks.palette(clear)) == (0, [])
    assert inks.count(inks.reduced(clear, 3)) == 0


def test_what_is_printed_has_the_size_of_what_was_sent() -> None:
    whole = cleaning.clean(encoded(bars(900)))
    fewer = cleaning.fewer(whole.print, 3)
    assert (whole.colours, fewer.colours) == (8, 3)
    assert (fewer.width, fewer.height, fewer.print_kind) == (900, 900, "png")


async def _offered(page: str) -> str:
    found = re.search(r'name="reduce" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "body",
    [
        encoded(bars()),
        svg("".join(f'<rect x="{n * 12}" width="12" height="100" fill="{dye}"/>' for n, dye in enumerate(BARS))),
    ],
    ids=["png", "svg"],
)
async def test_a_picture_of_too_many_colours_is_shown_in_fewer_and_printed_so(browser: Browser, body: bytes) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    page = await sent(ada, body)
    assert "more colours than this print can do" in page
    assert "as sent, 8 colours" in page
    assert "Print it in 6 colours" in page
    whole, design = await Artwork.get(), await Design.get()
    assert recipe.parse(design.recipe).artworks == {}
    before, after = [await ada.get(f"/studio/artworks/{whole.id}{asked}") for asked in ("", "?colours=6")]
    assert [reply.headers["content-type"] for reply in (before, after)] == ["image/png"] * 2
    assert inks.count(Image.open(io.BytesIO(after.content))) == 6
    there = f"/studio/bief?draft={design.id}"
    fields = hidden_fields((await ada.get(there)).text, "/studio/bief")
    chosen = {"reduce": await _offered(page), "dye-toe": "moss", "art-flank": whole.digest}
    reply = await ada.post("/studio/bief/artworks/reduction", {**fields, **chosen})
    assert reply.headers["location"] == f"{there}&open=art-flank#part-art-flank"
    await design.refresh_from_db()
    wanted = recipe.parse(design.recipe)
    fewer = await Artwork.get(digest=wanted.artworks["flank"].artwork)
    assert (fewer.colours, fewer.rights, fewer.name, wanted.dyes["toe"]) == (6, whole.rights, whole.name, "moss")
    shown = await ada.get(f"/studio/artworks/{fewer.id}")
    assert shown.content == after.content, "what was shown before is what is printed"


async def test_choosing_a_picture_of_too_many_colours_offers_the_same_without_a_page(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    await sent(ada, encoded(bars()))
    design, whole = await Design.get(), await Artwork.get()
    fields = hidden_fields((await ada.get(f"/studio/bief?draft={design.id}")).text, "/studio/bief")
    swapped = await ada.post("/studio/bief/preview", {**fields, "art-flank": whole.digest}, **{"HX-Request": "true"})
    assert "<html" not in swapped.text
    assert await _offered(swapped.text) == f"flank:{whole.digest}"


async def test_a_picture_is_reduced_by_its_owner_only(browser: Browser) -> None:
    await drawn.template("bief")
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    offered = await _offered(await sent(ada, encoded(bars())))
    art = await Artwork.get()
    fields = hidden_fields((await ben.get("/studio/bief")).text, "/studio/bief")
    assert (await ben.post("/studio/bief/artworks/reduction", {**fields, "reduce": offered})).status_code == 404
    for who in ("ben", "manager", "admin"):
        other = await cast.browser_as(browser, who)
        assert (await other.get(f"/studio/artworks/{art.id}?colours=3")).status_code == 404
    for asked in ("0", "65", "99"):
        assert (await ada.get(f"/studio/artworks/{art.id}?colours={asked}")).status_code == 404
    with pytest.raises(Missing):
        await artworks.own(await cast.member("ben"), art.digest)
    for wrong in ("", ":", "flank:", "nowhere:" + art.digest, f"flank:{'0' * 64}"):
        mine = hidden_fields((await ada.get("/studio/bief")).text, "/studio/bief")
        assert (await ada.post("/studio/bief/artworks/reduction", {**mine, "reduce": wrong})).status_code == 404
    assert await Artwork.all().count() == 1
