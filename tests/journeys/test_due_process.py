"""Report, be ruled on, appeal and win, in Chromium; whoever moderates works by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.journeys.test_studio import faults
from tests.journeys.visit import WIDE, Site, by_keys, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]


def window(site: Site, person: str, *, lang: str = "en", scripts: bool = True) -> Page:
    page = site.dressed(person, lang, scripts=scripts).new_page()
    page.set_viewport_size({"width": WIDE, "height": 900})
    return page


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_one_is_reported_ruled_on_appeals_and_wins(site: Site) -> None:
    ben = window(site, "ben")
    ben.goto("/people/ben")
    idea = str(ben.locator("main a[href^='/ideas/']").first.get_attribute("href")).split("#")[0]
    number = re.findall(r"/ideas/(\d+)", idea)[0]
    _report(window(site, "ada", scripts=False), number)
    statement = _rule(window(site, "mo"), number)
    assert window(site, "ada").goto(idea).status == 404  # type: ignore[union-attr]

    ben.goto(statement)
    expect(ben.locator("main")).to_contain_text("A person of the team; nothing was decided automatically.")
    assert faults(ben) == []
    by_keys(ben, "textarea[name=text]")
    ben.keyboard.type("It is about a shoe and sells nothing.")
    by_keys(ben, "main .button--main")
    enter(ben)
    expect(ben.locator("main")).to_contain_text("Somebody else than who ruled will decide it")

    _reverse(window(site, "root"))
    ben.reload()
    expect(ben.locator("main")).to_contain_text("This ruling was reversed on")
    assert faults(ben) == []
    assert window(site, "ada").goto(idea).status == 200  # type: ignore[union-attr]


def _report(ada: Page, number: str) -> None:
    """Without scripts, and without a name."""
    ada.goto(f"/reports/new?kind=idea&id={number}")
    ada.locator("input[name=rule][value=selling]").check()
    ada.locator("textarea[name=text]").fill("It sells laces.")
    ada.locator("input[name=anonymous]").check()
    ada.locator("main .button--main").click()
    ada.goto("/reports")
    expect(ada.locator("main")).to_contain_text("Waits to be read")


def _rule(mo: Page, number: str) -> str:
    """By keys: down the list, into the case, the act, the measure, the words; says where the statement is."""
    mo.goto("/moderation")
    assert faults(mo) == []
    mo.keyboard.press("?")
    expect(mo.locator("#keys")).to_be_visible()
    mo.keyboard.press("Escape")
    for _row in range(30):
        mo.keyboard.press("j")
        if str(mo.evaluate("document.activeElement.getAttribute('href')")).endswith(f"/idea/{number}"):
            break
    enter(mo)
    expect(mo.locator("main")).to_contain_text("A member")
    expect(mo.locator("main")).not_to_contain_text("Ada")
    assert faults(mo) == []
    mo.keyboard.press("2")
    expect(mo.locator("input[name=act][value=hide]")).to_be_checked()
    mo.keyboard.press("7")
    expect(mo.locator("input[name=measure][value=warn]")).to_be_checked()
    mo.keyboard.press("w")
    mo.keyboard.type("It offers something for sale.")
    by_keys(mo, "#public")
    mo.keyboard.type("An idea hidden: it sold something.")
    enter(mo)
    expect(mo.locator("body")).to_contain_text("Ruled.")
    mo.goto(f"/moderation/cases/idea/{number}")
    return str(mo.locator("main a[href^='/moderation/statements/']").first.get_attribute("href"))


def _reverse(root: Page) -> None:
    root.goto("/moderation/appeals")
    assert faults(root) == []
    root.locator("main a[href^='/moderation/appealed/']").last.focus()
    enter(root)
    assert faults(root) == []
    root.locator("input[name=outcome][value=reversed]").check()
    root.locator("textarea[name=answer]").fill("You are right: it sells nothing.")
    root.locator("#public").fill("An idea shown again: it sold nothing.")
    root.locator("main .button--main").click()
    expect(root.locator("body")).to_contain_text("Answered.")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_its_pages_are_open_to_everybody_at_every_width(site: Site, lang: str) -> None:
    root = window(site, "root", lang=lang)
    for width in (360, 768, 1280):
        root.set_viewport_size({"width": width, "height": 900})
        for path in ("/rules", "/moderation/rules", "/moderation", "/moderation/appeals", "/moderation/statements/1"):
            root.goto(path)
            assert faults(root) == [], (path, width)
