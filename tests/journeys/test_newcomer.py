"""From a stranger to a published shoe: by mouse, by keys alone, on a narrow screen in French, and without scripts.

Each step is counted, and how long a hand takes for it is reckoned by the keystroke-level model (Card, Moran and Newell,
Communications of the ACM 23, 1980): it stays under two minutes, the letter that opens the account included.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import chromium, databases, look
from tests.ideas.studio import drawn
from tests.journeys.eyes import RULES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
THINK, POINT, PRESS, KEY = 1.35, 1.1, 0.2, 0.28
"""Seconds to make up one's mind, to point at something, to press and release, to strike a key (average typist)."""
ALLOWED = 120
PASSWORD = "plum and thyme 7"
MOST_TABS = 90


@dataclass
class Site:
    """A site with one shoe, and the letters it wrote."""

    address: str
    browser: Browser
    data: Path

    def clear(self) -> None:
        """Nobody has designed anything yet, so that nothing looks like what is designed next."""
        with closing(sqlite3.connect(self.data / "tandem.db")) as database, database:
            database.execute("UPDATE design SET state = 'withdrawn', is_listed = 0")

    def letter(self, address: str) -> str:
        """The way that the last letter to somebody opens."""
        with closing(sqlite3.connect(self.data / "tandem.db")) as database:
            query = "SELECT text FROM letter WHERE address = ? ORDER BY id DESC LIMIT 1"
            [text] = database.execute(query, [address]).fetchone()
        found = re.search(r"/confirm/\S+", text)
        assert found, text
        return found[0]


@dataclass
class Hand:
    """Somebody at a page, counting what they do: by pointing, or by keys alone."""

    page: Page
    keys_only: bool = False
    steps: int = 0
    seconds: float = 0.0
    told: list[str] = field(default_factory=list)

    def press(self, selector: str) -> None:
        """Choose something: point and press, or walk to it by Tab and strike it."""
        self._count(selector)
        if self.keys_only:
            self._walk(selector)
            checks = self.page.locator(selector).first.evaluate("it => it.matches('[type=radio], [type=checkbox]')")
            self.page.keyboard.press("Space" if checks else "Enter")
            self.seconds += KEY
        else:
            self.page.locator(selector).first.click()
            self.seconds += POINT + PRESS

    def write(self, selector: str, words: str) -> None:
        self._count(f"{selector} = {words}")
        if self.keys_only:
            self._walk(selector)
        else:
            self.page.locator(selector).click()
            self.seconds += POINT + PRESS
        self.page.keyboard.type(words)
        self.seconds += KEY * len(words)

    def choose(self, name: str, value: str) -> None:
        """One of several: its label is pressed, or the arrows go to it from the one that is checked."""
        wanted = f'[name="{name}"][value="{value}"]'
        if not self.keys_only:
            self.press(f"label:has({wanted})")
            return
        self._count(wanted)
        self._walk(f'[name="{name}"]:checked')
        for _ in range(20):
            if self.page.locator(wanted).is_checked():
                return
            self.page.keyboard.press("ArrowRight")
            self.seconds += KEY
        raise AssertionError(f"{wanted} cannot be reached by the arrows")

    def _count(self, what: str) -> None:
        self.steps += 1
        self.seconds += THINK
        self.told.append(what)

    def _walk(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            self.page.keyboard.press("Tab")
            self.seconds += KEY
        raise AssertionError(f"{selector} cannot be reached by keys on {self.page.url}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("newcomer")
    asyncio.run(_prepare(databases.sqlite_copy(data)))
    with look.serving(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Site(address, browser, data)
        browser.close()


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await drawn.template("bief")


unscripted = set[Page]()


def sound(page: Page) -> None:
    """A page without a fault that axe knows, and no wider than its window; asked by scripts, so only where they run."""
    if page in unscripted:
        return
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.mark.parametrize(
    ("way", "lang", "width"),
    [("mouse", "en", 1280), ("keys", "en", 1280), ("narrow", "fr", 360), ("plain", "en", 1280)],
)
def test_a_stranger_publishes_a_shoe_within_two_minutes(site: Site, way: str, lang: str, width: int) -> None:
    site.clear()
    context = site.browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": 740},
        locale=lang,
        reduced_motion="reduce",
        java_script_enabled=way != "plain",
        has_touch=way == "narrow",
    )
    context.set_default_timeout(30_000)
    page, broken = context.new_page(), list[str]()
    unscripted.update([page] if way == "plain" else [])
    page.on("pageerror", lambda error: broken.append(str(error)))
    hand = Hand(page, keys_only=way == "keys")
    page.goto("/designs")
    _designed(hand, scripts=way != "plain")
    _come_in(hand, site, f"{way}@example.org")
    assert page.locator("#dye-upper-lake").is_checked(), "what a stranger chose comes along"
    hand.press("button[value=publish]")
    page.wait_for_url(re.compile(r"/designs/\d+/publication$"))
    sound(page)
    hand.write("#title", "Canal")
    hand.press("button.button--main")
    page.wait_for_url(re.compile(r"/designs/\d+-canal$"))
    sound(page)
    assert page.locator("h1").inner_text() == "Canal"
    assert "Canal" in page.title()
    assert broken == []
    print(f"{way}: {hand.steps} steps, {hand.seconds:.0f} s by the keystroke-level model")
    assert hand.steps <= 20, hand.told
    assert hand.seconds < ALLOWED, hand.told
    context.close()


def _designed(hand: Hand, *, scripts: bool) -> None:
    """From the gallery to a shoe in two other dyes with a pattern, still a stranger."""
    page = hand.page
    hand.press('main a[href="/studio"]')
    page.wait_for_url(re.compile("/studio$"))
    sound(page)
    hand.press('a.exhibit__title[href="/studio/bief"]')
    page.wait_for_url(re.compile("/studio/bief$"))
    hand.choose("dye-upper", "lake")
    if scripts:
        page.locator(".price__total output", has_text="132").wait_for()
    hand.press("#part-panel summary")
    hand.choose("motif-panel", "sun")
    if scripts:
        page.locator(".price__total output", has_text="141").wait_for()
    sound(page)


def _come_in(hand: Hand, site: Site, address: str) -> None:
    """Open an account where it is first needed, and come back by the letter to what was being done."""
    page = hand.page
    hand.press("button[value=sign-in]")
    page.wait_for_url(re.compile("/sign-in"))
    hand.press('a[href^="/sign-up"]')
    page.wait_for_url(re.compile("/sign-up"))
    sound(page)
    hand.write("#name", "Zoé")
    hand.write("#email", address)
    hand.write("#password", PASSWORD)
    hand.press("form[action='/sign-up'] button.button--main")
    page.wait_for_url(re.compile("/sign-up/sent"))
    hand.steps, hand.seconds = hand.steps + 2, hand.seconds + 2 * (THINK + POINT + PRESS)  # the letter, and its link
    page.goto(site.letter(address))
    sound(page)
    hand.press("form[action^='/confirm/'] button.button--main")
    page.wait_for_url(re.compile("/studio/bief"))
