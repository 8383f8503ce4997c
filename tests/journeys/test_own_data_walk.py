"""A newcomer reads what is known of them in Chromium, mends it, takes it away and goes: by keys, and without scripts."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kernel import db
from kernel.demo import PASSWORD
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import chromium, databases
from tests.journeys.hand import Hand
from tests.journeys.street import LONG_AGO, Street, opened
from tests.journeys.test_own_data import EMAIL, HANDLE, NAME, WORD, lived
from tests.journeys.visit import NARROW, WIDE, by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]


@dataclass(frozen=True)
class Way:
    """How somebody goes: in which language, how wide, with or without scripts, on what; what becomes of their ideas."""

    language: str
    width: int
    scripts: bool
    kind: str
    ideas: str

    def said(self, english: str, french: str) -> str:
        return french if self.language == "fr" else english


WAYS = [
    Way("fr", NARROW, True, "sqlite", "keep"),
    Way("en", WIDE, True, "postgresql", "remove"),
    Way("fr", WIDE, False, "sqlite", "remove"),
]


@pytest.fixture(scope="module", params=WAYS, ids=["french-narrow", "english-wide", "without-scripts"])
def way(request: pytest.FixtureRequest) -> Way:
    asked: Way = request.param
    return asked


@pytest.fixture(scope="module")
def street(way: Way, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with databases.of(way.kind, tmp_path_factory.mktemp("known")) as settings:
        asyncio.run(_prepare(settings, way.language))
        with opened(settings, scripts=way.scripts) as found:
            yield found


async def _prepare(settings: Settings, language: str) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await lived(language=language)


def entered(street: Street, way: Way) -> Hand:
    """Whoever it is about opens a browser and signs in."""
    context = street.browser.new_context(
        base_url=street.address,
        viewport={"width": way.width, "height": 800},
        locale=way.language,
        reduced_motion="reduce",
        java_script_enabled=way.scripts,
        accept_downloads=True,
    )
    hand = Hand(context.new_page(), keys=way.scripts)
    signs_in(hand)
    return hand


def signs_in(hand: Hand) -> None:
    hand.go("/sign-in")
    hand.write("#email", EMAIL)
    hand.write("#password", PASSWORD)
    hand.press("form[action='/sign-in'] button")


def sees(hand: Hand, words: str) -> None:
    expect(hand.page.get_by_text(words).locator("visible=true").first).to_be_visible()


def tick(hand: Hand, name: str, value: str) -> None:
    """One of a few ways by the arrow keys, or a box by the space bar."""
    wanted = hand.page.locator(f"input[name={name}][value={value}]")
    if not hand.keys:
        hand.page.locator(f"label:has(input[name={name}][value={value}])").click()
    elif not wanted.is_checked():
        by_keys(hand.page, f"input[name={name}]")
        hand.page.keyboard.press("Space" if name == "sure" else "ArrowDown")
        if not wanted.is_checked():
            hand.page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def test_somebody_reads_mends_chooses_takes_away_and_goes(street: Street, way: Way, tmp_path: Path) -> None:
    hand = entered(street, way)
    reads(hand, way)
    corrects(hand, way)
    contests(hand, way)
    chooses(hand, way)
    takes_away(street, hand, way, tmp_path)
    goes_and_comes_back(hand, way)
    is_gone_for_good(street, hand, way)
    hand.leave()


def reads(hand: Hand, way: Way) -> None:
    """What was given, observed, brought in and concluded, and who looked; one part line by line."""
    hand.go("/account/data")
    sources = (
        ("Donné", "Constaté", "Importé", "Déduit")
        if way.language == "fr"
        else ("Given", "Observed", "Imported", "Inferred")
    )
    for source in sources:
        expect(hand.page.get_by_role("heading", name=source, exact=True)).to_be_visible()
    sees(hand, "Case 7")
    hand.press("a[href='/account/data/parts/ideas']")
    sees(hand, "Laces that last")
    hand.press("a[href='/account/data']")


def corrects(hand: Hand, way: Way) -> None:
    hand.press(".known__facts a[href='/account']")
    hand.write("#bio", "I lace, therefore I walk.")
    hand.press("form[action='/account'] button[type=submit]")
    hand.go("/account/data")
    sees(hand, "I lace, therefore I walk.")


def contests(hand: Hand, way: Way) -> None:
    hand.press("a[href='/account/data/parts/customer']")
    hand.press("form[action$='/contest'] button")
    sees(hand, way.said("One thing to mend", "Une chose à reprendre"))
    hand.write("#body", "I bought none of this.")
    hand.press("form[action$='/contest'] button")
    sees(hand, way.said("A person answers within ten days.", "Une personne répond dans les dix jours."))
    sees(hand, "I bought none of this.")


def chooses(hand: Hand, way: Way) -> None:
    """Counted without their worth, not scored, then no profile at all."""
    for count, key in enumerate(("worth", "influence", "profiling"), 1):
        hand.press(f"form[action='/account/data/choices/{key}'] button")
        expect(hand.page.locator("#choices .badge")).to_have_count(count)
    hand.press("form[action='/account/data/choices/worth/withdrawal'] button")
    expect(hand.page.locator("#choices .badge")).to_have_count(1)
    hand.press("form[action='/account/data/choices/profiling'] button")
    expect(hand.page.locator("#choices .badge")).to_have_count(3)
    sees(hand, way.said("No profiling at all: chosen", "Aucun profilage : choisi"))


def takes_away(street: Street, hand: Hand, way: Way, folder: Path) -> None:
    """The file is asked for, made by the worker, fetched, and read without a network."""
    hand.press("a[href='/account/data/download']")
    hand.press("form[action='/account/data/download'] button")
    street.run("work", "--until-idle")
    hand.go("/account/data/download")
    with hand.page.expect_download() as fetched:
        hand.page.locator("a[download]").click()
    with zipfile.ZipFile(fetched.value.path()) as archive:
        archive.extractall(folder)
    reads_offline(street, way, folder)


def reads_offline(street: Street, way: Way, folder: Path) -> None:
    context = street.browser.new_context(viewport={"width": way.width, "height": 800}, offline=True)
    hand = Hand(context.new_page(), keys=True)
    hand.go((folder / "index.html").as_uri())
    assert "Familjen" in hand.page.evaluate("getComputedStyle(document.body).fontFamily")
    assert hand.page.evaluate("document.fonts.ready.then(() => document.fonts.check('1em Familjen Grotesk'))")
    hand.press("a[href='pages/ideas.html']")
    sees(hand, "Laces that last")
    hand.press("a[href='../index.html']")
    hand.press("a[href='pages/contested.html']")
    sees(hand, "I bought none of this.")
    hand.leave()


def closes(hand: Hand, way: Way) -> None:
    hand.go("/account/data")
    hand.press("a[href='/account/erasure']")
    for kind, value in (("votes", "keep"), ("ideas", way.ideas), ("talk", "remove"), ("designs", "keep")):
        tick(hand, kind, value)
    tick(hand, "sure", "true")
    hand.press("form[action='/account/erasure'] button")
    sees(hand, way.said("Your account is closed", "Votre compte est fermé"))
    expect(hand.page.locator("header a[href='/inbox']")).to_have_count(0)


def goes_and_comes_back(hand: Hand, way: Way) -> None:
    """Not before it is said that it is meant; then back as long as the fourteen days are not over."""
    hand.go("/account/erasure")
    hand.press("form[action='/account/erasure'] button")
    sees(hand, way.said("Say that you mean it.", "Dites que vous le voulez vraiment."))
    if hand.keys:
        by_keys(hand.page, "a[href='#sure']")
        hand.page.keyboard.press("Enter")
        hand.page.keyboard.press("Space")
        expect(hand.page.locator("#sure")).to_be_checked()
    closes(hand, way)
    signs_in(hand)
    hand.go("/ideas")
    sees(hand, way.said(f"{NAME}, your account is closed", f"{NAME}, votre compte est fermé"))
    hand.press("form[action='/account/leaving/undo'] button")
    sees(hand, way.said("Everything is as it was.", "Tout est comme avant."))
    hand.go(f"/people/{HANDLE}")
    sees(hand, NAME)


def is_gone_for_good(street: Street, hand: Hand, way: Way) -> None:
    closes(hand, way)
    fourteen_days_pass(street)
    signs_in_vain(hand)
    street.run("erasures", "--look-for", NAME, HANDLE, WORD)
    ideas = street.page()
    ideas.goto("/ideas")
    assert ("Laces that last" in words_of(ideas)) == (way.ideas == "keep")
    ideas.goto(f"/people/{HANDLE}")
    assert NAME not in words_of(ideas)
    ideas.context.close()


def signs_in_vain(hand: Hand) -> None:
    signs_in(hand)
    expect(hand.page.locator("form[action='/sign-in']")).to_be_visible()


def words_of(page: Page) -> str:
    return page.locator("body").inner_text()


def fourteen_days_pass(street: Street) -> None:
    """The days are over, and so is the day in which the old index and the receipt go."""
    for _turn in range(3):
        databases.asked(street.settings, f"UPDATE erasure SET due_at = '{LONG_AGO}'")
        databases.asked(
            street.settings, f"UPDATE job SET run_at = '{LONG_AGO}' WHERE kind LIKE 'privacy.%' AND state = 'ready'"
        )
        street.run("work", "--until-idle")
