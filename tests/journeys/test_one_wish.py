"""Two ideas become one and one becomes two in Chromium: a manager reads what will be, supporters answer from their letters."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ideas.discovery import registry
from kernel import db, site
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.ideas.board import things
from tests.journeys.hand import Hand
from tests.journeys.visit import NARROW, WIDE, said

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
STAYS, GOES, BROAD = "Ressemeler mes bottines usées", "Une seconde vie pour mes semelles", "Des lacets et des zips"
DEE, EVA = "dee@example.org", "eva@example.org"
MOVED, ASKED = r"/support/moved/\d+/\d+-[0-9a-f]+", r"/splits/\d+/\S+"


@dataclass
class Street:
    """A site with three wishes, the letters it wrote, and whoever looks at it."""

    address: str
    browser: Browser
    settings: Settings

    def hand(self, person: str, lang: str, width: int, theme: str = "light") -> Hand:
        """Somebody with the keyboard alone; nobody is signed in where there is no name."""
        context = self.browser.new_context(
            base_url=self.address,
            color_scheme="dark" if theme == "dark" else "light",
            locale=lang,
            reduced_motion="reduce",
            viewport={"width": width, "height": 900},
        )
        known: list[Any] = [
            {"name": n, "value": v, "url": self.address} for n, v in look.sign_in(self.address, person).items()
        ]
        context.add_cookies(known)
        return Hand(context.new_page(), keys=True)

    def letter(self, address: str, way: str) -> tuple[str, str]:
        """The letter to somebody that opens a way, once the worker has written it: its words, and the way."""
        command, told = [sys.executable, "run.py", "work", "--until-idle"], databases.told(self.settings)
        env = {**os.environ, **told, "TANDEM_BASE_URL": self.address}
        subprocess.run(command, cwd=look.ROOT, env=env, check=True, timeout=90)
        query = "SELECT subject, text FROM letter WHERE address = ? ORDER BY id DESC"
        letters = ["\n".join(row) for row in databases.asked(self.settings, query, address)]
        return next((text, found[0]) for text in letters if (found := re.search(way, text)))

    def supporters(self, title: str) -> int:
        return self._of(title, "supporters")

    def number(self, title: str) -> int:
        return self._of(title, "id")

    def _of(self, title: str, column: str) -> int:
        [(found,)] = databases.asked(self.settings, f"SELECT {column} FROM idea WHERE title = ?", title)
        return int(found)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def street(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    look.LOOK.mkdir(exist_ok=True)
    with databases.of(request.param, tmp_path_factory.mktemp("street")) as settings:
        asyncio.run(_prepare(settings))
        data, told = settings.data_dir, databases.told(settings)
        with look.serving(data, **told) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
            yield Street(address, browser, settings)
            browser.close()


async def _prepare(settings: Settings) -> None:
    """Cid supports both of two ideas, Bea and Dee one each; Dee and Eva a third, which asks for two things."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await site.change(name="Halage", ready=True)
        for handle in ("ada", "ben", "bea", "cid", "dee", "eva"):
            await cast.person(handle, language="fr")
        await cast.manager()
        stays = await things.idea(STAYS, body="La tige est bonne, seule la semelle est morte.")
        goes = await things.idea(GOES, by=await cast.member("ben"), body="Posez-en une neuve.")
        broad = await things.idea(BROAD, body="Les lacets sont courts. Des zips pour les enfants.")
        door = registry.helping()
        assert door
        for idea, who in ((stays, "bea cid"), (goes, "cid dee"), (broad, "dee eva")):
            for handle in who.split():
                await door.give(await cast.member(handle), idea.id)


def pressed(page: Page, words: str) -> None:
    """A button by its words, by keys, once it has been reached."""
    button = page.get_by_role("button", name=said("fr", words), exact=True)
    for _ in range(60):
        if button.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_two_ideas_are_merged_with_a_preview_a_vote_is_taken_back_from_the_letter_and_all_is_undone(
    street: Street,
) -> None:
    mo = street.hand("mo", "en", WIDE, "dark")
    mo.go(f"/ideas/{street.number(GOES)}")
    mo.press("a[href^='/moderation/merges/new']")
    mo.write("#q", "bottines")
    mo.press("#choose button")
    mo.page.get_by_label(STAYS).first.focus()
    mo.page.keyboard.press("Space")
    mo.press("#choose button")
    mo.page.locator(f"input[type=radio][value='{street.number(STAYS)}']").focus()
    mo.page.keyboard.press("Space")
    mo.press("#choose button")
    together = mo.page.locator("#after ~ table tbody tr").last
    expect(together).to_contain_text("Together, from now on")
    assert "3" in together.locator("td").first.inner_text(), "Cid supports both and is counted once"
    mo.write("#reason", "La même envie")
    mo.press("#form button")
    assert street.supporters(STAYS) == 3

    text, way = street.letter(DEE, MOVED)
    for words in (GOES, STAYS, said("fr", "See, or take my vote back")):
        assert words in text, text
    windows = [street.hand("", "fr", NARROW) for _ in range(2)]
    for dee in windows:
        dee.go(way)
        assert dee.page.locator("html").get_attribute("lang") == "fr"
        assert said("fr", "Your support moved") in dee.page.inner_text("h1")
    for dee in windows:
        pressed(dee.page, "Take my vote back")
        dee.look()
        assert dee.page.inner_text("h1") == said("fr", "Your vote is taken back")
        assert street.supporters(STAYS) == 2, "the second press takes nothing more"

    mo.go("/moderation/merges")
    mo.press("main a[href^='/moderation/merges/']:not([href$=new])")
    mo.press("form[action$='/parting'] button")
    assert "These ideas stand for themselves again." in mo.page.inner_text("main")
    assert (street.supporters(STAYS), street.supporters(GOES)) == (2, 1), "Dee’s stays taken back"
    dee = windows[0]
    dee.go(way)
    assert dee.page.inner_text("h1") == said("fr", "Merged no more")
    for one in (mo, *windows):
        one.leave()


def test_an_idea_is_divided_and_supporters_say_from_the_letter_which_they_meant(street: Street) -> None:
    mo = street.hand("mo", "fr", NARROW)
    mo.go(f"/ideas/{street.number(BROAD)}")
    mo.press("a[href$='/split']")
    mo.write("#first_title", "Des lacets plus longs")
    mo.write("#first_body", "Ils sont courts.")
    mo.write("#second_title", "Des zips à côté des lacets")
    mo.write("#second_body", "Pour les enfants.")
    mo.write("#reason", "Deux envies")
    mo.press("form[action$='/split'] button[type=submit]")
    assert (street.supporters("Des lacets plus longs"), street.supporters("Des zips à côté des lacets")) == (2, 0)

    text, way = street.letter(EVA, ASKED)
    assert BROAD in text
    eva = street.hand("", "fr", NARROW)
    eva.go(way)
    assert eva.page.inner_text("h1") == said("fr", "Which did you mean?")
    for words, counts in (("I meant the second", (1, 1)), ("I meant both", (2, 1)), ("I meant both", (2, 1))):
        pressed(eva.page, words)
        eva.look()
        assert said("fr", "Thank you. It is as you say; you may change it here at any time.") in eva.page.inner_text(
            "main"
        )
        chosen = eva.page.locator("button[aria-pressed=true]")
        assert chosen.inner_text() == said("fr", words)
        assert (street.supporters("Des lacets plus longs"), street.supporters("Des zips à côté des lacets")) == counts

    dee = street.hand("dee", "fr", WIDE, "dark")
    dee.go(re.sub(r"/[^/]*$", "", way))
    assert said("fr", "I meant the first") in dee.page.inner_text("main"), "signed in, the same is asked on the site"
    for one in (dee, eva, mo):
        one.leave()
