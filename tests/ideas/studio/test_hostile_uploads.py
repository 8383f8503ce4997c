"""What issue 3 calls bad input, sent through the page of the studio: each is refused in words, and nothing of it is kept."""

import io
import struct
import zlib

import pytest
from PIL import Image

from ideas.studio import artworks, recipe
from ideas.studio.models import Artwork, Design
from kernel.features import House
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.studio import drawn
from tests.ideas.studio.test_artworks import LOGO, sent
from tests.ideas.studio.test_cleaning import REFUSED, encoded, svg

FONT = '<style>@font-face{font-family:x;src:url(https://example.org/x.woff)}</style><text font-family="x">Hello</text>'
ACTIVE = svg(
    "<style>@import url(https://example.org/x.css);.a{fill:url(https://example.org/y.svg#a)}</style>"
    '<a href="javascript:alert(1)"><rect onload="alert(1)" width="60" height="60" fill="#f06a2e"/></a>'
    '<rect class="a" x="60" width="40" height="100" fill="#204a6b"/>'
)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is very large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


HOSTILE = {
    **REFUSED,
    "a font by its address": (svg(FONT), "outlines"),
    "a decompression bomb": (bomb(60_000, 60_000), "too many points"),
    "nothing": (b"", "can be printed"),
    "thirteen megabytes": (b"\x89PNG" + bytes(13_000_000), "over 12 MB"),
    "a page that says what it is": (b"<!doctype html><script>alert(1)</script>", "cannot be drawn"),
}


async def test_each_hostile_file_is_refused_on_the_page_in_words_and_none_is_kept(
    browser: Browser, home: House
) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    for what, (body, words) in HOSTILE.items():
        page = await sent(ada, body)
        assert words in page, what
        assert 'id="picture-flank-wrong"' in page, f"{what}: said beside the field"
        assert "alert(1)" not in page, what
    assert await Artwork.all().count() == 0
    assert not list((home.settings.data_dir / "uploads").rglob("*.png"))
    assert all(recipe.parse(one.recipe).artworks == {} for one in await Design.all())


async def test_what_is_active_in_a_drawing_is_gone_and_the_rest_is_a_plain_picture(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    await sent(ada, ACTIVE)
    art = await Artwork.get()
    for use in ("print", "screen"):
        kept = artworks.path(art.digest, use, "png").read_bytes()
        assert Image.open(io.BytesIO(kept)).format == "PNG"
        assert b"alert" not in kept
        assert b"example.org" not in kept
    reply = await ada.get(f"/studio/artworks/{art.id}")
    assert reply.headers["content-type"] == "image/png"
    assert "sandbox" in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["logo.html", "logo.exe", "../../logo", "logo.jpg\r\nX: y", "x" * 300, "<b>.png"])
async def test_the_name_of_a_file_says_nothing(browser: Browser, name: str) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    seen = await ada.get("/studio/bief")
    fields = {**hidden_fields(seen.text, "/studio/bief"), "area": "flank", "rights-flank": "true"}
    files = {"picture-flank": (name, encoded(Image.new("RGB", (300, 300), "#f06a2e")), "text/html")}
    reply = await ada.post("/studio/bief/artworks", fields, files=files)
    assert reply.status_code == 303
    page = await ada.get(reply.headers["location"])
    assert "<b>.png" not in page.text
    assert (await ada.get(f"/studio/artworks/{(await Artwork.get()).id}")).headers["content-type"] == "image/png"


FORGED = {
    "another product's part": ({"dye-sleeves": "lake", "dye-toe": "moss"}, 303, ""),
    "a withdrawn colour": ({"dye-toe": "gold"}, 422, "not among the choices"),
    "another product's pattern": ({"motif-panel": "nowhere"}, 422, "not among the choices"),
    "10,000 emoji": ({"text-sole": "😀" * 10_000}, 422, "not so much room"),
    "directions": ({"text-sole": "\u202egnirts"}, 303, ""),
    "an unknown typeface": ({"text-sole": "Onde", "font-sole": "Comic"}, 422, "not among the choices"),
    "somebody's picture": ({"art-flank": "0" * 64}, 422, "This is missing."),
}


@pytest.mark.parametrize("what", FORGED)
async def test_a_forged_choice_is_refused_beside_its_field_and_the_rest_is_kept(browser: Browser, what: str) -> None:
    fields, status, words = FORGED[what]
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    hidden = hidden_fields((await ada.get("/studio/bief")).text, "/studio/bief")
    reply = await ada.post("/studio/bief", {**hidden, "dye-heel": "lake", **fields, "do": "save"})
    assert reply.status_code == status
    assert words in reply.text
    wanted = recipe.parse((await Design.get()).recipe)
    assert wanted.dyes["heel"] == "lake"
    assert "sleeves" not in wanted.dyes


async def test_a_print_cannot_lie_at_negative_infinity(browser: Browser) -> None:
    await drawn.template("bief")
    ada = await cast.browser_as(browser, "ada")
    await sent(ada, LOGO)
    there = f"/studio/bief?draft={(await Design.get()).id}"
    for place, typed, words in (
        ("left", "-900", "beside the product"),
        ("top", "-1e309", "A number is needed."),
        ("width", "-5", "At least 1 mm"),
        ("width", "nan", "A number is needed."),
        ("turn", "181", "180 degrees at most"),
    ):
        page = await ada.submit(there, "/studio/bief", do="save", **{f"{place}-flank": typed})
        assert (page.status_code, words in page.text, f'value="{typed}"' in page.text) == (422, True, True), place
