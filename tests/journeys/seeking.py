"""A world in which a wish is looked for before it is proposed: plain forms, the worker's turns, and words in one's language."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

from kernel import clock, db, i18n, site
from kernel.features import the_house
from kernel.search import caught_up
from tests import cast
from tests.browsing import ORIGIN, Browser, Page
from tests.ideas.board import things
from tests.journeys.carrying import path_of, worked
from tests.journeys.untouched import forms_of, go, main_of, sent

OTHERS = ("Larger pockets", "A quieter zip", "Longer laces", "A bag of thirty litres", "Half sizes")


async def people(browser: Browser, lang: str, *handles: str) -> dict[str, Browser]:
    """Browsers without scripts: somebody who is not signed in, members in one language, and the team."""
    await site.change(name="Halage", ready=True)
    stranger = browser.another()
    await stranger.get(f"/language/{lang}")
    found = {"": stranger}
    for handle in handles:
        await cast.person(handle, language=lang)
        found[handle] = await cast.browser_as(browser, handle)
    await things.board("shoes")
    return found


def said(lang: str, words: str, **values: Any) -> str:
    """A sentence of the site as its pages hold it."""
    with i18n.speaking(lang):
        told = i18n.gettext(words)
    return " ".join(html.escape(told % values if values else told, quote=False).split())


def tells(page: Page, lang: str, words: str, **values: Any) -> bool:
    """Does a page say so, in its main part or in what it tells of the last act?"""
    return said(lang, words, **values) in " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


async def press(browser: Browser, seen: Page, form: str, to: str, **typed: Any) -> Page:
    """A second button of a form, which sends what is typed to an address of its own."""
    assert f'formaction="{to}"' in seen.text, f"no button to {to} on {seen.url}"
    filled = {**forms_of(seen.text)[form], **typed}
    reply = await browser.post(to, filled, Origin=ORIGIN)
    return await go(browser, reply.headers["location"]) if reply.status_code == 303 else reply


async def turn(minutes: float = 1) -> None:
    """The worker takes its turn, and all that it wrote is in the index."""
    await caught_up()
    await worked(clock.now() + timedelta(minutes=minutes))
    await caught_up()


async def proposed(who: Browser, title: str, body: str = "", **typed: Any) -> str:
    """Write an idea and publish it; gives its address."""
    page = await sent(who, await go(who, "/ideas/new?draft=new"), "/ideas/new", title=title, body=body, **typed)
    assert page.status_code == 200, main_of(page)[:600]
    assert title in main_of(page), main_of(page)[:600]
    return path_of(page)


async def supported(who: Browser, there: str) -> Page:
    page = await go(who, there)
    return await sent(who, page, next(to for to in forms_of(page.text) if "/support?" in to))


async def told(who: Browser, there: str, words: str, **typed: Any) -> Page:
    return await sent(who, await go(who, there), "/comments", body=words, **typed)


async def counted(stranger: Browser, idea: int) -> int:
    """How many support an idea, as everybody reads it."""
    return int((await stranger.get(f"/api/v1/ideas/{idea}")).json()["supporters"])


async def letter(address: str, pattern: str) -> tuple[str, str]:
    """The last letter to an address that holds what is looked for: its text, and what was found."""
    rows = await db.rows("SELECT text FROM letter WHERE address = ? ORDER BY id DESC", address)
    for row in rows:
        if found := re.search(pattern, row["text"]):
            return row["text"], found[0]
    raise AssertionError(f"no letter to {address} holds {pattern}: {len(rows)} read")


async def differences() -> list[str]:
    """What `recount` would print."""
    return [line for proof in the_house().all("proofs") for line in await proof.check()]
