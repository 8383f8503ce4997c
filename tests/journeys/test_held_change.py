"""An edit that waits, in Chromium: refused with reasons, appealed, reversed, and then the new words stand; staff work by keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.journeys.test_studio import faults
from tests.journeys.visit import NARROW, WIDE, Site, by_keys, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]


@dataclass(frozen=True)
class Dress:
    """In which language and at which width somebody goes the way, and what is said to them there."""

    lang: str
    width: int
    author: str
    listed: str
    waits: str
    old: str
    new: str
    refused: str
    appealed: str
    reversed: str
    in_place: str


ENGLISH = Dress(
    lang="en",
    width=WIDE,
    author="ben",
    listed="promo code",
    waits="It waits to be looked at.",
    old="As it stands",
    new="As its author wants it",
    refused="The change is not put in place",
    appealed="Somebody else than who ruled will decide it",
    reversed="This ruling was reversed on",
    in_place="It is in place",
)
FRENCH = Dress(
    lang="fr",
    width=NARROW,
    author="ada",
    listed="acheter des abonnés",
    waits="Elle attend d’être lue.",
    old="Tel qu’il est affiché",
    new="Tel que son auteur le veut",
    refused="La modification n’est pas mise en place",
    appealed="Une autre personne que celle qui a décidé",
    reversed="Cette décision a été annulée",
    in_place="Elle est en place",
)


@pytest.mark.parametrize("dress", [ENGLISH, FRENCH], ids=["en-1280", "fr-360"])
def test_a_refused_change_is_appealed_and_its_words_show(site: Site, dress: Dress) -> None:
    author, stranger = _window(site, dress, dress.author), _window(site, dress, "")
    idea, old, words = _edit(author, dress)
    change = _waits(author, dress, idea)
    stranger.goto(idea)
    expect(stranger.locator("h1")).to_have_text(old)

    statement = _refuse(_window(site, dress, "mo"), dress, change)
    author.goto(change)
    _seen(author)
    _appeal(author, dress, statement)

    _reverse(_window(site, dress, "root"), words)
    author.goto(statement)
    expect(author.locator("main")).to_contain_text(dress.reversed)
    _seen(author)
    author.goto(change)
    expect(author.locator("main")).to_contain_text(dress.in_place)
    _seen(author)
    stranger.goto(idea)
    expect(stranger.locator("h1")).to_have_text(words)


def _window(site: Site, dress: Dress, person: str) -> Page:
    page = site.dressed(person, dress.lang).new_page()
    page.set_viewport_size({"width": dress.width, "height": 900})
    return page


def _seen(page: Page) -> None:
    assert faults(page) == [], page.url


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _edit(author: Page, dress: Dress) -> tuple[str, str, str]:
    """An idea that its author may still edit is said with a word of the list: where it is, its old words and the new ones."""
    author.goto(f"/people/{dress.author}")
    hrefs = author.locator("main a[href^='/ideas/']").evaluate_all("all => all.map(it => it.getAttribute('href'))")
    for idea in dict.fromkeys(href.split("#")[0] for href in hrefs):
        number = re.findall(r"/ideas/(\d+)", idea)[0]
        answer = author.goto(f"/ideas/{number}/edit")
        if answer and answer.ok:
            break
    old = author.input_value("#title")
    words = f"{old} ({dress.listed})"
    by_keys(author, "#title")
    author.keyboard.press("Control+End")
    author.keyboard.type(f" ({dress.listed})")
    by_keys(author, "main .button--main")
    _enter(author)
    return idea, old, words


def _waits(author: Page, dress: Dress, idea: str) -> str:
    """Its author comes from the idea to their change, and reads that it waits."""
    author.goto(idea)
    _seen(author)
    by_keys(author, "a[href^='/account/changes/']")
    _enter(author)
    for said in (dress.waits, dress.old, dress.new):
        expect(author.locator("main")).to_contain_text(said)
    expect(author.locator("ins")).to_contain_text(dress.listed)
    _seen(author)
    return re.sub(r"^https?://[^/]+", "", author.url)


def _refuse(mo: Page, dress: Dress, change: str) -> str:
    """By keys alone: down the queue, both texts, the second choice, the words; says where the statement is."""
    case = f"/moderation/cases/change/{change.rpartition('/')[2]}"
    mo.goto("/moderation")
    _seen(mo)
    for _row in range(30):
        mo.keyboard.press("j")
        if mo.evaluate("document.activeElement.getAttribute('href')") == case:
            break
    _enter(mo)
    assert mo.url.endswith(case)
    expect(mo.locator(".texts").first).to_contain_text(dress.old)
    expect(mo.locator(".texts").first).to_contain_text(dress.new)
    _seen(mo)
    mo.keyboard.press("2")
    expect(mo.locator("input[name=act][value=hide]")).to_be_checked()
    mo.keyboard.press("w")
    mo.keyboard.type("It leads to a sale.")
    by_keys(mo, "#public")
    mo.keyboard.type("A change of an idea refused: it led to a sale.")
    _enter(mo)
    mo.goto(case)
    _seen(mo)
    return str(mo.locator("main a[href^='/moderation/statements/']").first.get_attribute("href"))


def _appeal(author: Page, dress: Dress, statement: str) -> None:
    author.goto(statement)
    expect(author.locator("main")).to_contain_text(dress.refused)
    _seen(author)
    by_keys(author, "textarea[name=text]")
    author.keyboard.type("It asks for none: it says that there should be none.")
    by_keys(author, "main .button--main")
    _enter(author)
    expect(author.locator("main")).to_contain_text(dress.appealed)
    _seen(author)


def _reverse(root: Page, words: str) -> None:
    """Somebody else than who refused it reads both texts again and puts the new one in place."""
    root.goto("/moderation/appeals")
    _seen(root)
    root.locator("main a[href^='/moderation/appealed/']").last.focus()
    _enter(root)
    expect(root.locator(".texts").first).to_contain_text(words)
    _seen(root)
    by_keys(root, "input[name=outcome]")
    root.keyboard.press("ArrowDown")
    if not root.locator("input[name=outcome][value=reversed]").is_checked():
        root.keyboard.press("ArrowUp")
    expect(root.locator("input[name=outcome][value=reversed]")).to_be_checked()
    by_keys(root, "textarea[name=answer]")
    root.keyboard.type("You are right: it asks for none.")
    by_keys(root, "#public")
    root.keyboard.type("A change of an idea put in place after an appeal.")
    _enter(root)
    _seen(root)
