"""Chromium on what an ambassador has: pages for everybody, and the main path by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests import chromium
from tests.journeys.eyes import faults
from tests.journeys.visit import NARROW, WIDE, Site, by_keys, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]
MINE = ("/people/ben/influence", "/people/ben/influence/objections", "/ambassadors/mine")
DRESSES = (("fr", "light", NARROW), ("en", "dark", WIDE), ("fr", "dark", NARROW), ("en", "light", WIDE))
WHY = "People ask me about soles every Thursday, at the running club and on the way home."


@pytest.mark.parametrize("dress", DRESSES, ids=["-".join(map(str, dress)) for dress in DRESSES])
def test_what_only_an_ambassador_has_is_for_everybody(site: Site, dress: tuple[str, str, int]) -> None:
    """The other pages are among those that `eyes` finds by their links."""
    lang, theme, width = dress
    context = site.dressed("ben", lang, theme)
    wrong: list[str] = []
    for path in MINE:
        page = context.new_page()
        wrong += [f"{path}: {said}" for said in faults(page, path, width)]
        page.close()
    context.close()
    assert not wrong, "\n".join(wrong)


def press(page: Page, selector: str) -> None:
    by_keys(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_why_is_disputed_a_mission_taken_and_a_perk_redeemed_by_keys_without_scripts(site: Site) -> None:
    context = site.dressed("ben", "fr", scripts=False)
    page = context.new_page()
    page.goto("/people/ben/influence")
    press(page, "a.button[href*='/influence/objections']")
    by_keys(page, "[name=body]")
    page.keyboard.type("Une ligne me paraît fausse.")
    press(page, "form[action$='/influence/objections'] button")
    assert "Une ligne me paraît fausse." in page.inner_text("main")
    page.goto("/missions")
    for address in page.eval_on_selector_all(
        "main a[href^='/missions/']", "all => all.map(one => one.getAttribute('href'))"
    ):
        page.goto(address)
        if page.locator("form[action$='/part'] button").count():
            press(page, "form[action$='/part'] button")
            assert page.locator("form[action$='/part']").count() == 0
            break
    else:
        raise AssertionError("no mission is open to an ambassador of the demo")
    page.goto("/perks")
    for address in page.eval_on_selector_all(
        "main a[href^='/perks/']", "all => all.map(one => one.getAttribute('href'))"
    ):
        page.goto(address)
        if (
            page.locator("form[action$='/claim'] button").count()
            and not page.locator("[name=words], [name=idea]").count()
        ):
            press(page, "form[action$='/claim'] button")
            assert re.search(r"/account/perks/\d+$", page.url), page.url
            break
    else:
        raise AssertionError("no perk is open to an ambassador of the demo")
    context.close()


def test_somebody_applies_by_keys(site: Site) -> None:
    context = site.dressed("ada")
    page = context.new_page()
    page.goto("/ambassadors")
    press(page, "main a[href='/ambassadors/apply']")
    by_keys(page, "[name=motivation]")
    page.keyboard.type(WHY)
    by_keys(page, "[name=agreed]")
    page.keyboard.press("Space")
    press(page, "form[action='/ambassadors/apply'] button")
    assert page.url.endswith("/ambassadors/mine"), page.inner_text("main")[:400]
    context.close()
