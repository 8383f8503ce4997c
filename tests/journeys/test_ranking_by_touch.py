"""A question that a manager asks in Chromium, and a ranking that is dragged by touch on a telephone."""

from __future__ import annotations

import pytest

from tests import chromium
from tests.journeys.visit import NARROW, Site, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]
NAMES = ("Wide", "Tall", "Half")


def asked(site: Site, method: str, title: str) -> str:
    """A question of the whole site, open for a year and an hour more; its address."""
    context = site.dressed("mo")
    page = context.new_page()
    page.goto(f"/ballots/new?method={method}")
    page.fill("[name=title]", title)
    hour = page.input_value("[name=opens_at]")
    page.fill("[name=opens_at]", f"{int(hour[:4]) - 1}{hour[4:]}".replace("-02-29", "-02-28"))
    page.fill("[name=closes_at]", hour)
    for place, name in enumerate(NAMES, start=1):
        page.fill(f"[name=option_{place}]", name)
    page.click("form.form .button--main")
    page.click('form[action$="/announcement"] button')
    address = page.url
    context.close()
    return address


def test_a_ranking_is_made_by_touch(site: Site) -> None:
    address = asked(site, "borda", "By touch?")
    context = site.dressed("ada")
    page = context.new_page()
    page.set_viewport_size({"width": NARROW, "height": 780})
    page.goto(address)
    for _ in NAMES:
        page.locator("#left-out button:visible").first.click()
    grip = page.locator("#ranked [data-grip]").nth(2)
    grip.scroll_into_view_if_needed()
    box, top = grip.bounding_box(), page.locator("#ranked li").first.bounding_box()
    assert box is not None
    assert top is not None
    touch = context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        at = y + (top["y"] + 5 - y) * step / 10
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": at}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("document.querySelector('#ranked b').textContent === 'Half'")
    assert page.locator("[data-said]").inner_text().strip() == "Moved: Half is now 1 of 3."
    context.close()
