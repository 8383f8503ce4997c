"""One stylesheet, which ends with the brand's colour and changes its address with it."""

from __future__ import annotations

import re

from kernel import assets, site
from kernel.features import House
from tests.browsing import Browser

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


async def test_a_page_asks_for_one_stylesheet_with_the_brand_in_it(browser: Browser) -> None:
    links = SHEET.findall((await browser.get("/")).text)
    assert len(links) == 1
    sheet = await browser.get(links[0])
    assert sheet.text.endswith((await site.current()).css)
    assert "immutable" in sheet.headers["cache-control"]
    assert sheet.headers["content-encoding"] == "gzip"


async def test_another_colour_has_another_address(browser: Browser) -> None:
    before = assets.sheet_url(await site.current())
    await site.change(accent="#1f6f54")
    after = assets.sheet_url(await site.current())
    assert before != after
    assert after in (await browser.get("/")).text
    assert (await browser.get(before)).status_code == 404


async def test_the_sheet_carries_every_part_once(home: House) -> None:
    body = assets.sheet((await site.current()).css).body.decode()
    for part in (assets.FOLDER / "css/parts").glob("*.css"):
        assert body.count(assets._rebase(part.read_bytes()).decode()) == 1
