"""The picture above a shelf: cut on the server, said in words; and the picture that other sites show of a shop."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ambassadors.storefronts import banners, posters
from ambassadors.storefronts.banners import Crop
from ambassadors.storefronts.models import Shop
from kernel import files
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.browsing import Browser, Page
from tests.pictures import png

PLACE = "/account/shop/banner"


@pytest.mark.parametrize(
    ("size", "crop", "seen"),
    [
        ((1600, 640), Crop(), (0, 0, 1600, 640)),
        ((1600, 1600), Crop(50, 0, 0), (0, 0, 1600, 640)),
        ((1600, 1600), Crop(50, 100, 0), (0, 960, 1600, 1600)),
        ((3200, 640), Crop(100, 50, 0), (1600, 0, 3200, 640)),
        ((1600, 640), Crop(0, 0, 100), (0, 0, 533, 213)),
        ((1600, 640), Crop(100, 100, 100), (1067, 427, 1600, 640)),
    ],
)
def test_a_part_is_what_it_says(size: tuple[int, int], crop: Crop, seen: tuple[int, int, int, int]) -> None:
    assert banners.window(*size, crop) == seen
    assert Crop.of(str(crop)) == crop


def halves() -> bytes:
    """Red above, blue below."""
    picture = Image.new("RGB", (1000, 1000), "red")
    picture.paste("blue", (0, 500, 1000, 1000))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


async def hung(browser: Browser, body: bytes | None, **told: object) -> Page:
    sent = {"files": {"banner": ("b.png", body, "image/png")}} if body else {}
    return await browser.submit("/account/shop", PLACE, **told, **sent)


async def test_a_banner_is_uploaded_cut_described_and_taken_off(browser: Browser) -> None:
    await stalls.shop()
    ada = await cast.browser_as(browser, "ada")
    for body, alt, said in (
        (None, "x", "Choose a picture first."),
        (halves(), "", "Say what the picture shows"),
        (png(300, 100), "x", "800 by 320"),
        (b"<svg onload=alert(1)>", "x", "not a picture we can read"),
        (halves(), "x" * 201, "200"),
    ):
        page = await hung(ada, body, alt=alt)
        assert page.status_code == 422, said
        assert said in page.text
        assert f'value="{alt}"' in page.text or not alt
    page = await hung(ada, halves(), alt="Red above blue")
    assert "The banner hangs." in page.text
    for down, colour in (("0", (255, 0, 0)), ("100", (0, 0, 255))):
        assert (await hung(ada, None, alt="Red above blue", across="50", down=down, closer="20")).status_code == 200
        shop = await Shop.get()
        with Image.open(files.path_of(await files.digest_of(shop.banner_id or 0))) as cut:
            assert cut.width / cut.height == pytest.approx(2.5, abs=0.01)
            seen = cut.convert("RGB").getpixel((cut.width // 2, cut.height // 2))
        assert all(abs(one - other) < 12 for one, other in zip(seen, colour, strict=True))  # type: ignore[arg-type]
    assert (await hung(ada, None, alt="x", across="101")).status_code == 422
    shown = (await browser.get("/people/ada/shop")).text
    assert 'alt="Red above blue"' in shown
    assert shop.banner_crop == "50,100,20"
    await ada.submit("/account/shop", f"{PLACE}/removal")
    assert "/pictures/" not in (await browser.get("/people/ada/shop")).text


async def test_what_other_sites_show_of_a_shop_is_a_picture_of_its_shelf(browser: Browser) -> None:
    design, _offer = await stalls.offered()
    page = await browser.get("/people/ada/shop")
    address = page.text.partition('property="og:image" content="')[2].partition('"')[0].replace("&amp;", "&")
    reply = await browser.get(address[address.index("/people/") :])
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["cache-control"] == "public, max-age=600"
    with Image.open(io.BytesIO(reply.content)) as picture:
        assert picture.size == (1200, 630)
        assert len(picture.convert("RGB").getcolors(100_000) or []) > 20
    shop = await Shop.get()
    before = posters.address(shop, "ada", [])
    shop.name = "Another"
    assert posters.address(shop, "ada", []) != before
    assert (await browser.get("/people/ben/shop.png")).status_code == 404
    assert design.id


def test_a_name_that_the_letters_do_not_cover_is_left_out_not_broken() -> None:
    svg = posters.poster("雪 Snow & <b>", "Zoë", "Brand", "nowhere", [("data:,", True), ("data:,", False)])
    assert svg.startswith("<svg")
    assert svg.count("<image") == 2
    assert "<b>" not in svg
