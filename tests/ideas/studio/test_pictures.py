import asyncio
import io

import pytest
from PIL import Image

from ideas.studio import pictures, renderer, sharing
from tests import cast
from tests.browsing import Browser
from tests.ideas.studio import drawn


async def test_a_design_is_served_as_inert_svg_for_good(browser: Browser) -> None:
    design = await drawn.published(title="<Snow & ice>", panel="lake")
    page = await browser.get(f"/designs/{design.id}.svg?v={design.digest[:8]}")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in page.headers["cache-control"]
    assert any(
        "sandbox" in one and "default-src 'none'" in one for one in page.headers.get_list("content-security-policy")
    )
    assert 'aria-label="&lt;Snow &amp; ice&gt;"' in page.text
    assert "immutable" not in (await browser.get(f"/designs/{design.id}.svg")).headers["cache-control"]


async def test_png_has_the_size_asked_for(browser: Browser) -> None:
    design = await drawn.published()
    for size, box in (("card", (480, 276)), ("page", (960, 552)), ("share", (1200, 630))):
        page = await browser.get(f"/designs/{design.id}.png?size={size}")
        assert page.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(page.content)).size == box
    for wrong in (f"/designs/{design.id}.png?size=huge", f"/designs/{design.id}.svg?view=sole", "/designs/999.png"):
        assert (await browser.get(wrong)).status_code == 404


async def test_a_draft_has_a_picture_for_its_author_alone(browser: Browser) -> None:
    draft = await drawn.draft()
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    page = await ada.get(f"/designs/{draft.id}.svg?v={draft.digest[:8]}")
    assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-store")
    assert [(await one.get(f"/designs/{draft.id}.svg")).status_code for one in (browser, ben)] == [404, 404]


async def test_a_picture_is_made_once_however_many_ask(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    design = await drawn.published()
    draw, made = renderer.png, list[int]()

    def counted(svg: str, width: int) -> bytes:
        made.append(width)
        return draw(svg, width)

    monkeypatch.setattr(renderer, "png", counted)
    pages = await asyncio.gather(*[browser.get(f"/designs/{design.id}.png") for _ in range(12)])
    assert {page.content for page in pages} == {pages[0].content}
    assert made == [480]


def test_a_renderer_that_was_ended_is_started_again() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0H10V10Z"/></svg>'
    first = renderer.png(svg, 20)
    renderer._running[0].kill()
    assert renderer.png(svg, 20) == first
    with pytest.raises(renderer.NotDrawn):
        renderer.png("<svg", 20)
    assert renderer.png(svg, 20) == first


def test_a_long_title_and_unwritable_letters_fit_the_share_picture() -> None:
    assert sharing.said("Neige ❄️ 雪 d’été") == "Neige d’été"
    lines = sharing.wrapped("Une longue phrase qui ne tient pas sur une ligne " * 3, 52)
    assert len(lines) == sharing.MOST_LINES
    assert lines[-1].endswith("…")
    assert sharing.card("no drawing", "", "", "").startswith("<svg")


async def test_the_share_picture_names_title_and_author(browser: Browser) -> None:
    design = await drawn.published(title="Première neige")
    one = await pictures.png(design, "share")
    design.title = "Autre"
    other = await pictures.png(design, "share")
    assert one.read_bytes() != other.read_bytes()
