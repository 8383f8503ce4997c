"""A case with pictures in Chromium: they stay behind their veil until asked for, and a braked author reads what that means."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.journeys.hand import Hand
from tests.journeys.visit import NARROW, WIDE, Site, by_keys, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]


def window(site: Site, person: str, width: int, *, keys: bool, theme: str = "light") -> Hand:
    page = site.dressed(person, "fr", theme, scripts=keys).new_page()
    page.set_viewport_size({"width": width, "height": 900})
    return Hand(page, keys)


def design_of_ben(page: Page) -> int:
    page.goto("/people/ben")
    found = page.locator("main a[href^='/designs/']").first.get_attribute("href")
    return int(re.findall(r"\d+", str(found))[0])


@pytest.mark.parametrize("keys", [True, False], ids=["by keys", "without scripts"])
def test_pictures_are_seen_when_they_are_asked_for(site: Site, keys: bool) -> None:
    ada = window(site, "ada", NARROW, keys=keys)
    number = design_of_ben(ada.page)
    ada.go(f"/reports/new?kind=design&id={number}")
    if keys:
        by_keys(ada.page, "input[name=rule]")
        ada.page.keyboard.press("Space")
    else:
        ada.page.locator("input[name=rule]").first.check()
    ada.press("form[action='/reports/new'] .button--main")
    assert "/designs/" in ada.page.url
    mo = window(site, "mo", WIDE, keys=keys, theme="dark")
    mo.go(f"/moderation/cases/design/{number}")
    picture = mo.page.locator(".veil > img").first
    assert picture.is_hidden()
    if keys:
        mo.page.keyboard.press("b")
        expect(picture).to_be_visible()
        mo.look()
        mo.page.keyboard.press("b")
    else:
        mo.page.locator(".veil > summary").first.click()
        expect(picture).to_be_visible()
        assert picture.evaluate("one => one.naturalWidth") > 0
        mo.page.locator(".veil > summary").first.click()
    assert picture.is_hidden()


def test_who_is_braked_reads_for_how_long_and_why(site: Site) -> None:
    mo = window(site, "mo", WIDE, keys=True)
    number = design_of_ben(mo.page)
    mo.go(f"/moderation/cases/design/{number}")
    for key in ("1", "8", "w"):
        mo.page.keyboard.press(key)
    expect(mo.page.locator("input[name=measure][value=brake]")).to_be_checked()
    mo.page.keyboard.type("The same drawing ten times in an hour.")
    by_keys(mo.page, "#public")
    mo.page.keyboard.type("An author asked to go slower.")
    with mo.page.expect_navigation():
        mo.page.keyboard.press("Enter")
    mo.look()

    ben = window(site, "ben", NARROW, keys=True)
    ben.go("/account/standing")
    expect(ben.page.locator("main")).to_contain_text("The same drawing ten times in an hour.")
    by_keys(ben.page, "main a[href^='/moderation/statements/']")
    with ben.page.expect_navigation():
        ben.page.keyboard.press("Enter")
    ben.look()
    expect(ben.page.locator("main")).to_contain_text("moins souvent")
