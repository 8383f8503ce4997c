"""The whole life of a challenge in Chromium: by keys alone on two widths and in two languages, and by plain forms."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from ideas.challenges import actions, queries, turning
from ideas.challenges.models import Challenge
from ideas.challenges.phases import BEGINS
from ideas.studio.models import Design
from kernel import clock, db, i18n
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.ideas.studio import drawn
from tests.journeys.hand import Hand
from tests.journeys.visit import by_keys
from tests.pictures import png

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
PEOPLE = ("mo", "ada", "ben", "cleo", "dora", "vera")
DATES = {"opens_at": -1, "scoring_at": 9, "jury_at": 16, "result_at": 19}
"""Days from today to each moment of the calendar."""
SAID = {
    "en": ("Your design is entered", "no longer entered", "Thank you for entering."),
    "fr": ("Votre création est présentée", "n’est plus présentée", "Merci d’avoir participé."),
}


@dataclass
class Town:
    """A site with one shoe and those who take part, and a browser for each of them."""

    address: str
    browser: Browser
    settings: Settings

    def hand(self, who: str, width: int, lang: str, *, keys: bool) -> Hand:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            locale=lang,
            reduced_motion="reduce",
            java_script_enabled=keys,
        )
        context.set_default_timeout(30_000)
        cookies = look.sign_in(self.address, who)
        context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
        page = context.new_page()
        page.goto(f"/language/{lang}?next=/healthz")
        return Hand(page, keys)

    def until(self, slug: str, moment: str) -> None:
        """Let time pass until a moment of a challenge's calendar: the calendar is moved, and its phases turn."""
        beside(_pass(self.settings, slug, moment))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("town")
    settings = databases.sqlite_copy(data)
    asyncio.run(_prepare(settings))
    with look.serving(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Town(address, browser, settings)
        browser.close()


def beside(work: Coroutine[Any, Any, None]) -> None:
    """Playwright keeps this thread's loop busy: what touches the database runs in another."""
    with ThreadPoolExecutor(1) as hands:
        hands.submit(asyncio.run, work).result()


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await drawn.template("bief")
        for handle in PEOPLE:
            await cast.person(handle)


async def _drawn(settings: Settings, slug: str) -> None:
    """Ada draws a shoe; Ben draws one and enters it at once."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await drawn.published(await cast.member("ada"), title=f"Slack water {slug}")
        ben = await cast.member("ben")
        design = await drawn.published(ben, title=f"Night boat {slug}")
        challenge = await queries.by_slug(ben, slug)
        await actions.enter(ben, challenge, await Design.get(id=design.id))


async def _pass(settings: Settings, slug: str, moment: str) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        row = await Challenge.get(slug=slug)
        early = getattr(row, moment) - clock.now()
        moved = {name: getattr(row, name) - early for name in BEGINS.values() if getattr(row, name)}
        await Challenge.filter(id=row.id).update(**moved)
        await turning.turn(row.id)


STORIES = [(768, "en", True), (360, "fr", True), (1280, "en", False)]


@pytest.mark.parametrize(("width", "lang", "keys"), STORIES)
def test_a_challenge_from_its_brief_to_the_thanks(
    town: Town, tmp_path: Path, width: int, lang: str, *, keys: bool
) -> None:
    slug = f"rain-{width}"
    there = f"/challenges/{slug}"
    mo = town.hand("mo", width, lang, keys=keys)
    called(mo, slug, tmp_path / "towpath.png")
    empanelled(mo, there)
    beside(_drawn(town.settings, slug))
    entered(town.hand("ada", width, lang, keys=keys), there, SAID[lang])
    town.until(slug, "scoring_at")
    for who, values in (("cleo", (5, 2)), ("dora", (4, 4))):
        scored(town.hand(who, width, lang, keys=keys), there, values)
    town.until(slug, "jury_at")
    judged(town.hand("vera", width, lang, keys=keys), there)
    town.until(slug, "result_at")
    recounted(town.hand("dora", width, lang, keys=keys), there, tmp_path / "result.json")
    answered(mo, there)
    thanked(town.hand("ada", width, lang, keys=keys), there, SAID[lang][2])


def called(mo: Hand, slug: str, picture: Path) -> None:
    """A brief with a picture, refused once for its weights, kept, and announced."""
    picture.write_bytes(png(640, 400))
    now = clock.now().astimezone(i18n.timezone("Europe/Paris"))
    mo.go("/challenges")
    mo.press("a[href='/challenges/new']")
    mo.write("#title", "A shoe for rain")
    mo.write("#slug", slug)
    mo.write("#brief", "It **keeps** the water out.")
    mo.write("#rules", "No logo.")
    mo.write("#prize", "Ten pairs.")
    hung(mo, picture)
    if mo.keys:
        by_keys(mo.page, "#template")
        mo.page.keyboard.type("Bief")
    for name, days in DATES.items():
        mo.date(name, f"{now + timedelta(days=days):%Y-%m-%dT18:00}")
    mo.write("#weight_jury", "40")
    mo.press("form[enctype] button[type=submit]")
    wrong = [link.get_attribute("href") for link in mo.page.locator(".problems a").all()]
    assert wrong == ["#weight_public"]
    assert mo.page.input_value("#brief") == "It **keeps** the water out."
    mo.write("#weight_jury", "30")
    hung(mo, picture)
    mo.press("form[enctype] button[type=submit]")
    assert mo.page.url.endswith(f"/challenges/{slug}"), mo.page.locator("main").inner_text()[:600]
    assert mo.page.locator("img[alt='A towpath in the rain']").count() == 1
    mo.press(f"form[action='/challenges/{slug}/announcement'] button")


def hung(mo: Hand, picture: Path) -> None:
    mo.attach("#picture_1", picture)
    mo.write("#alt_1", "A towpath in the rain")


def empanelled(mo: Hand, there: str) -> None:
    mo.press(f"a[href='{there}/panel']")
    mo.write("#criteria", "Keeps dry: 3\nCan be made: 1")
    mo.write("#jurors", "vera")
    mo.press("main form button[type=submit]")
    assert mo.page.locator("main a[href='/people/vera']").count() == 1


def entered(ada: Hand, there: str, said: tuple[str, ...]) -> None:
    """Ada enters her shoe, takes it back, and enters it again."""
    ada.go(there)
    enter = f"form[action='{there}/entries'] button"
    ada.press(enter)
    assert said[0] in ada.page.locator(".said").inner_text()
    ada.press("form[action$='/withdrawal'] button")
    assert said[1] in ada.page.locator(".said").inner_text()
    ada.press(enter)
    assert ada.page.locator("#entries").inner_text().startswith("2 ")
    ada.leave()


def scored(who: Hand, there: str, values: tuple[int, int]) -> None:
    """Two designs scored one after the other, without a name or anybody's score in sight."""
    who.go(there)
    who.press(f"a[href='/designs/score?challenge={there.rpartition('/')[2]}']")
    for value in values:
        shown = who.page.locator("#judging").inner_text()
        assert not any(name in shown for name in ("Ada Morel", "Ben Okafor"))
        before = who.page.locator("#judging h2").first.inner_text()
        if who.keys:
            who.page.wait_for_timeout(400)  # a key pressed sooner is taken to be meant for the design before
            who.page.keyboard.press(str(value))
        else:
            who.page.locator(f"button[name=value][value='{value}']").click()
        who.page.wait_for_function(
            "before => document.querySelector('#judging h2, #judging .empty')?.innerText !== before", arg=before
        )
    who.leave()


def judged(vera: Hand, there: str) -> None:
    """The juror finds her page, meets letters alone, marks each and hands in."""
    vera.go(there)
    assert "Ada Morel" not in vera.page.locator("main").inner_text()
    vera.press(f"a[href='{there}/jury']")
    vera.press(f"a.button--main[href^='{there}/jury/']")
    for marks in ((5, 4), (2, 3)):
        assert re.search(r"/jury/[AB]$", vera.page.url)
        for place, value in enumerate(marks, 1):
            vera.choose(f"mark_{place}", value)
        vera.press(".judging button.button--main")
    vera.press(f"form[action='{there}/jury'] button")
    shown = vera.page.locator("main").inner_text()
    assert all(name in shown for name in ("Ada Morel", "Ben Okafor"))
    vera.leave()


def recounted(who: Hand, there: str, file: Path) -> None:
    """Somebody takes the file of the result and has the ranking made again from it."""
    who.go(f"{there}/result")
    assert who.page.locator("table tbody tr").count() == 2
    with who.page.expect_download() as download:
        if who.keys:
            by_keys(who.page, "a[download]")
            who.page.keyboard.press("Enter")
        else:
            who.page.click("a[download]")
    download.value.save_as(file)
    words = [sys.executable, "run.py", "recount-contest", str(file)]
    done = subprocess.run(words, cwd=look.ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\n")) == (0, 2), done.stderr
    ranked = [re.split(r"\s{2,}", line.strip())[-1] for line in done.stdout.splitlines()]
    assert ranked == [one.split("\n")[0] for one in who.page.locator("table tbody th a").all_inner_texts()]
    who.leave()


def answered(mo: Hand, there: str) -> None:
    """The brand writes to each who entered."""
    mo.go(there)
    mo.press(f"a[href='{there}/feedback']")
    field = mo.page.locator(".feedback:has-text('Slack water') textarea").get_attribute("id")
    mo.write(f"#{field}", "A fine sole.")
    mo.press(f"form:has(#{field}) button")
    mo.leave()


def thanked(ada: Hand, there: str, thanks: str) -> None:
    ada.go(f"{there}/result")
    shown = ada.page.locator(".thanks").inner_text()
    assert thanks in shown
    assert "A fine sole." in shown
    ada.leave()
