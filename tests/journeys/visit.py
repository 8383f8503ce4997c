"""A visit of the demo world in Chromium: the site on a port, who is signed in, and a walk by keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kernel import i18n
from tests import chromium, look, once

NARROW, WIDE = 360, 1280
PAGES = "pages.json"
MOST_KEYS = 120


class Site:
    """The demo world on a port, a browser, and who may see which page."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.address, self.browser = address, browser
        self.cookies = {person: look.sign_in(address, person) for person in look.PEOPLE}

    @cached_property
    def pages(self) -> list[tuple[str, str]]:
        """Which pages there are, and as whom to see each: found once for all files of tests, whose worlds are copies."""
        found = json.loads(once.made("pages", self._find).joinpath(PAGES).read_text("utf-8"))
        return [(path, person) for path, person in found]

    def _find(self, folder: Path) -> None:
        found = look.found(self.address, self.cookies, only=[])
        folder.joinpath(PAGES).write_text(json.dumps(found), "utf-8")

    def dressed(self, person: str, lang: str = "en", theme: str = "light", *, scripts: bool = True) -> BrowserContext:
        """A window in which somebody is signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            color_scheme="dark" if theme == "dark" else "light",
            locale=lang,
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        cookies: list[Any] = [{"name": n, "value": v, "url": self.address} for n, v in self.cookies[person].items()]
        context.add_cookies([*cookies, {"name": "lang", "value": lang, "url": self.address}])
        page = context.new_page()
        page.goto(f"/language/{lang}?next=/healthz")
        page.close()
        return context


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for the tests of a file, taken down after them."""
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("demo")
    once.demo_world(data)
    with look.site(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Site(address, browser)
        browser.close()


def by_keys(page: Page, selector: str) -> None:
    """Press Tab until the focus, which must be seen (on it or on its label), is on what is wanted."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            drawn = page.evaluate(
                "[document.activeElement, document.activeElement.closest('label')].some(place => { if (!place) return false;"
                " const s = getComputedStyle(place); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })"
            )
            assert drawn, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} cannot be reached by keys on {page.url}")


def said(lang: str, words: str, **values: object) -> str:
    """A sentence of the site, as a browser shows it."""
    with i18n.speaking(lang):
        told = i18n.gettext(words)
    return told % values if values else told
