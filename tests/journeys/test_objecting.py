"""A vote that was set aside, from its voter's side in Chromium: heard of, seen, objected to, answered, and counted again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ideas.board import queries as ideas
from kernel import clock, db, sessions
from kernel.features import open_house
from run import house
from tests import chromium, databases, look, once
from tests.journeys.hand import Hand
from tests.journeys.visit import NARROW, Site, by_keys
from voting.ballots import actions, doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import State
from voting.honesty import gathering

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
VOTERS = ("ada", "ben")
TRIES, PAUSE = 40, 500
"""So often, and so many milliseconds apart, one looks whether the worker has done its part."""
Group = tuple[int, int]
"""The number of an idea and that of a group of votes for it."""


class Objecting(Site):
    """The demo world, where ada's and ben's votes for two ideas were found to come from one place."""

    groups: dict[bool, Group]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Objecting]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("demo")
    once.demo_world(data)
    groups = asyncio.run(_found(data))
    with look.site(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        made = Objecting(address, browser)
        made.groups = groups
        yield made
        browser.close()


async def _found(data: Path) -> dict[bool, Group]:
    built = house(databases.settings_for(data))
    open_house(built)
    async with db.opened(built.settings, built.features):
        named = await db.rows(f"SELECT id, handle FROM person WHERE handle IN ({db.marks(VOTERS)})", *VOTERS)
        voters = [await sessions.viewer_of(row["id"]) for row in named]
        free = await db.rows(
            "SELECT i.id FROM idea i JOIN board b ON b.id = i.board_id WHERE i.status = 'open' "
            "AND b.support IN ('everyone', 'members') AND i.hidden_at IS NULL AND i.merged_into_id IS NULL "
            "AND i.merged_from = 0 AND i.supporters > 3 AND NOT EXISTS ("
            f"SELECT 1 FROM support s WHERE s.idea_id = i.id AND s.person_id IN ({db.marks(named)})) ORDER BY i.id LIMIT 2",
            *(row["id"] for row in named),
        )
        groups = {}
        for keys, row in zip((True, False), free, strict=True):
            for voter in voters:
                await actions.cast(voter, await ideas.find(voter, row["id"]))
            pairs = [(row["id"], int(voter.id or 0)) for voter in voters]
            async with db.transaction():
                await doubts.write(Voted.SUPPORT, {pair: Held(State.DOUBTFUL, "burst") for pair in pairs}, by=None)
                groups[keys] = row["id"], await gathering.write("burst", {}, pairs, clock.now())
    return groups


def at_a_telephone(site: Site, person: str, *, keys: bool) -> Hand:
    page = site.dressed(person, "fr", scripts=keys).new_page()
    page.set_viewport_size({"width": NARROW, "height": 780})
    return Hand(page, keys)


def main_of(page: Page) -> str:
    return (
        page.locator("main").inner_text().replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    )


def heard(page: Page, path: str, words: str) -> None:
    """Look at a page until the worker has written something there."""
    for _again in range(TRIES):
        page.goto(path)
        if re.search(words, main_of(page)):
            return
        page.wait_for_timeout(PAUSE)
    raise AssertionError(f"{path} does not say: {words}")


def supporters(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("main .support .num").first.inner_text()))


@pytest.mark.parametrize("keys", [True, False], ids=["by keys", "without scripts"])
def test_a_vote_is_objected_to_answered_by_a_person_and_counts_again(site: Objecting, keys: bool) -> None:
    idea, group = site.groups[keys]
    ada = at_a_telephone(site, "ada", keys=keys)
    ada.go(f"/ideas/{idea}")
    assert "Votre vote ici compte" in main_of(ada.page)
    all_votes = supporters(ada.page)
    _set_aside(at_a_telephone(site, "mo", keys=keys), group)

    heard(ada.page, "/inbox", "Un de vos votes a été mis de côté")
    ada.go(f"/ideas/{idea}")
    assert supporters(ada.page) == all_votes - 2
    ada.press("main a[href='/account/votes']")
    assert "sont venus d’un seul endroit en un jour" in main_of(ada.page)
    ada.press(f"main a[href='/account/votes/support/{idea}']")
    ada.press("main .button--main")
    assert ada.page.locator("[aria-invalid=true]").count() == 1
    ada.look()
    ada.write("textarea[name=body]", "Nous travaillons dans le même bureau.")
    ada.press("main .button--main")
    assert "Une réponse est attendue." in main_of(ada.page)

    _answer(at_a_telephone(site, "mo", keys=keys), at_a_telephone(site, "root", keys=keys))

    heard(ada.page, "/inbox", "Vous aviez raison au sujet de votre vote")
    heard(ada.page, "/letters", "(Vous aviez raison au sujet de votre vote|You were right about your vote)")
    ada.look()
    ada.go("/account/votes")
    assert "Un même bureau, en effet." in main_of(ada.page)
    ada.go(f"/ideas/{idea}")
    assert supporters(ada.page) == all_votes - 1
    expect(ada.page.locator("main")).not_to_contain_text("Votre vote ici")


def _set_aside(mo: Hand, group: int) -> None:
    mo.go("/moderation/votes")
    mo.press(f"main a[href='/moderation/votes/{group}']")
    mo.write(f"form[action$='/{group}/quarantine'] [name=why]", "Un seul lieu, dix minutes")
    mo.press(f"form[action$='/{group}/quarantine'] button")
    assert "Un seul lieu, dix minutes" in main_of(mo.page)


def _answer(mo: Hand, root: Hand) -> None:
    """Whoever set it aside may not; somebody else does."""
    heard(root.page, "/inbox", "s’oppose|objecte|conteste")
    root.go("/moderation/votes/objections")
    last = "main a[href^='/moderation/votes/objections/']"
    place = str(root.page.locator(last).last.get_attribute("href"))
    mo.go(place)
    assert mo.page.locator("main form").count() == 0
    root.press(f"main a[href='{place}']")
    if root.keys:
        by_keys(root.page, "input[name=verdict]")
        root.page.keyboard.press("Space")
    else:
        root.page.locator("input[name=verdict][value=upheld]").check()
    root.write("textarea[name=words]", "Un même bureau, en effet.")
    root.press("main .button--main")
