"""What the browser draws of a design lies where its print has it: within one dot of 300 to the inch."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page, sync_playwright

from ideas.studio import drawing, prints, recipe, renderer
from ideas.studio.recipe import Artwork, Lettering, Placement
from tests import chromium
from tests.ideas.studio import drawn
from tests.ideas.studio.test_cleaning import encoded

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
WORDS = {"familjen": "Écluse 8 h 10", "serif": "Quai gW", "hand": "Ondine"}
ONLY = (
    "<style>*{margin:0}svg{display:block}svg *{visibility:hidden}clipPath *{visibility:visible}"
    ".SHOWN{visibility:visible;fill:#000}</style>"
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield browser.new_page(viewport={"width": 1200, "height": 1200})
        browser.close()


def seen(page: Page, svg: str, box: str, size: tuple[int, int], shown: str) -> Image.Image:
    """A box of the page's own drawing at the size of its print, everything else left out."""
    told = f'width="{size[0]}" height="{size[1]}" viewBox="{box}" preserveAspectRatio="none"'
    alone = re.sub(r"<svg\b[^>]*>", f'<svg xmlns="http://www.w3.org/2000/svg" {told}>', svg, count=1)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_content(ONLY.replace("SHOWN", shown) + alone)
    return Image.open(io.BytesIO(page.screenshot()))


def covered(picture: Image.Image) -> Image.Image:
    """Where at least half a dot of a print is covered."""
    return picture.convert("RGBA").getchannel("A").point(lambda level: 255 if level >= 128 else 0)


def ink(picture: Image.Image) -> Image.Image:
    """Where at least half a dot of a page is black."""
    return picture.convert("L").point(lambda level: 255 if level < 128 else 0)


def apart(one: Image.Image, other: Image.Image) -> int:
    """By how many dots the edges of two masks lie apart at most: dots of one that have none of the other so near."""
    for dots in range(6):
        near = 2 * dots + 1
        grown = [mask.filter(ImageFilter.MaxFilter(near)) if dots else mask for mask in (one, other)]
        beyond = [ImageChops.subtract(one, grown[1]), ImageChops.subtract(other, grown[0])]
        if not any(mask.getbbox() for mask in beyond):
            return dots
    return 6


@pytest.mark.parametrize("slug", ["bief", "margelle", "musette"])
@pytest.mark.parametrize("font", recipe.FONTS)
def test_words_on_the_page_and_in_print_differ_by_one_dot_at_most(page: Page, slug: str, font: str) -> None:
    product = drawn.product(slug)
    for area in product.texts:
        said = Lettering(WORDS[font][: area.most], font, area.dyes[0])
        wanted = replace(recipe.plain(slug, 1, product), texts={area.id: said})
        files = dict(prints.letters(wanted, product, renderer.png))
        printed = Image.open(io.BytesIO(files[f"print/text-{area.id}.png"]))
        [box] = re.findall(r'viewBox="([^"]+)"', files[f"print/text-{area.id}.svg"].decode())
        found = seen(page, drawing.draw(wanted, product, area.view), box, printed.size, f"words--{area.id}")
        assert ink(found).getbbox(), "there is something to compare"
        assert apart(ink(found), covered(printed)) <= 1


@pytest.mark.parametrize("slug", ["bief", "margelle", "musette"])
def test_artwork_on_the_page_and_in_print_differs_by_one_dot_at_most(page: Page, slug: str) -> None:
    product = drawn.product(slug)
    body = encoded(Image.new("RGB", (300, 200), "black"))
    address = f"data:image/png;base64,{base64.b64encode(body).decode()}"
    art = {"a" * 64: Artwork(300, 200, 1)}
    for area in product.areas:
        middle = (round(area.width_mm * 4), round(area.height_mm * 4.5))
        put = Placement("a" * 64, *middle, round(area.width_mm * 2), 12)
        wanted = replace(recipe.plain(slug, 1, product), artworks={area.id: put})
        pictures = {"a" * 64: address}
        files = dict(prints.artworks(wanted, product, art, pictures, renderer.png))
        printed = Image.open(io.BytesIO(files[f"print/art-{area.id}.png"]))
        bleed = prints.pixels(area.bleed_mm)
        size = (prints.pixels(area.width_mm), prints.pixels(area.height_mm))
        inside = printed.crop((bleed, bleed, bleed + size[0], bleed + size[1]))
        svg = drawing.draw(wanted, product, area.view, pictures=pictures, artworks=art)
        box = f"{area.x} {area.y} {area.width_mm * area.scale} {area.height_mm * area.scale}"
        found = seen(page, svg, box, size, f"art--{area.id}")
        assert ink(found).getbbox(), "there is something to compare"
        assert apart(ink(found), covered(inside)) <= 1
