"""The brand's page: for administrators, and seen at once by everybody, in pages, letters and feeds."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image

from kernel import db, files, mail, site
from tests import cast
from tests.browsing import Browser
from tests.pictures import png

TYPED = {
    "name": "Péniche",
    "accent": "#1f6f54",
    "site_language": "fr",
    "welcome_fr": "Ici on pousse la même barque.",
    "welcome_en": "Here we push the same boat.",
}


FEEDS = ("/ideas.atom", "/ideas.atom?sort=new", "/designs.atom", "/roadmap.atom")


async def save(browser: Browser, mark: bytes = b"", **fields: str) -> Any:
    sent = {"mark": ("mark.png", mark, "image/png")} if mark else None
    return await browser.submit("/team/brand", "/team/brand", files=sent, **{**TYPED, **fields})


@pytest.mark.parametrize("role", ["member", "manager", "editor"])
async def test_the_brand_is_not_for(browser: Browser, role: str) -> None:
    browser = await cast.browser_as(browser, role)
    assert (await browser.get("/team/brand")).status_code == 404


async def test_name_colour_and_welcome_are_on_every_page_at_once(browser: Browser) -> None:
    stranger = browser.another()
    before = (await stranger.get("/")).text
    browser = await cast.browser_as(browser, "admin")
    assert "Saved" in (await save(browser)).text
    after = (await stranger.get("/")).text
    assert "Péniche" in after
    assert "Here we push the same boat." in after
    assert "Péniche" not in before
    act = await db.row("SELECT act, detail FROM staff_act ORDER BY id DESC LIMIT 1")
    assert act is not None
    assert act["act"] == "site.brand"


async def test_a_colour_that_is_none_and_a_mark_that_is_none_keep_what_was_typed(browser: Browser) -> None:
    browser = await cast.browser_as(browser, "admin")
    for wrong in ({"accent": "red;}"}, {"name": ""}, {"welcome_fr": "x" * 241}, {"mark": b"<svg onload='alert(1)'/>"}):
        page = await save(browser, **wrong)
        assert page.status_code == 422
        assert "Here we push the same boat." in page.text
    assert (await site.current()).name != "Péniche"


async def test_the_mark_is_in_the_header_the_corner_letters_and_feeds_until_it_is_taken_away(browser: Browser) -> None:
    browser = await cast.browser_as(browser, "admin")
    page = await save(browser, png(900, 300))
    address = (await site.current()).mark_url
    assert f'<link rel="icon" href="{address}" type="image/png">' in page.text
    assert f'<img class="mark" src="{address}"' in page.text
    drawn = await browser.get(address)
    assert drawn.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(drawn.content)).size == (512, 171)
    await mail.write("zoe@example.org", "confirm", subject="x", name="", url="/x", why="")
    assert address in await db.value("SELECT html FROM letter ORDER BY id DESC LIMIT 1")
    for feed in FEEDS:
        assert f"{address}</icon><logo>" in (await browser.get(feed)).text
    await save(browser)
    assert (await site.current()).mark_url == address
    await save(browser, unmark="true")
    assert (await site.current()).mark_url == ""
    assert (await browser.get(address)).status_code == 404
    for feed in FEEDS:
        assert re.search(r"/static/img/mark\.\w+\.svg</icon>", (await browser.get(feed)).text)


async def test_a_mark_loses_nothing(browser: Browser) -> None:
    picture = Image.effect_noise((64, 64), 90).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG")
    number = await files.keep_picture(out.getvalue(), owner=None, exact=True)
    kept = Image.open(files.path_of(await files.digest_of(number))).convert("RGB")
    assert kept.tobytes() == picture.tobytes()
