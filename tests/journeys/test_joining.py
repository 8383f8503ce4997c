"""Two wishes become one and two again, as those whose they are live it: by plain forms, letters and the inbox."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass

import pytest

from kernel.features import the_house
from tests.browsing import Browser, Page
from tests.journeys import seeking
from tests.journeys.carrying import number, path_of
from tests.journeys.seeking import proposed, supported, tells, told, turn
from tests.journeys.untouched import go, main_of, sent
from voting.ballots import commands

LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])
STAYS = ("Resole my worn boots", "The uppers are fine, only the sole has gone.")
GOES = ("Resole worn boots", "Only the sole of mine has gone, the uppers are fine.")
BACK = r"/support/moved/\d+/\d+-[0-9a-f]+"
QUEUE = "/moderation/duplicates"


@dataclass(frozen=True)
class World:
    """Ada's idea, supported by Bea, Cid and Eva, stays; Ben's, by Cid, Dee and Fin, goes."""

    lang: str
    them: dict[str, Browser]
    stays: str
    goes: str

    async def counts(self) -> tuple[int, int]:
        """How many support what stays, and what goes or leads there."""
        return (await self.count(self.stays), await self.count(self.goes))

    async def count(self, there: str) -> int:
        return await seeking.counted(self.them[""], number(there))


async def two(browser: Browser, lang: str) -> World:
    them = await seeking.people(browser, lang, "ada", "ben", "bea", "cid", "dee", "eva", "fin", "mo")
    for title in seeking.OTHERS:
        await proposed(them["ada"], title, board="shoes")
    world = World(
        lang,
        them,
        await proposed(them["ada"], *STAYS, board="shoes", tags="boots"),
        await proposed(them["ben"], *GOES, board="shoes", tags="repair"),
    )
    for handle in ("bea", "cid", "eva"):
        await supported(them[handle], world.stays)
    for handle in ("cid", "dee", "fin"):
        await supported(them[handle], world.goes)
    await told(them["dee"], world.goes, "I walk to work in them.")
    return world


async def merged(world: World) -> Page:
    """Mo reads both, sees what becomes of them, and merges Ben's into Ada's."""
    mo, ids = world.them["mo"], [number(world.goes), number(world.stays)]
    asked = f"/moderation/merges/new?idea={ids[0]}&idea={ids[1]}&target={ids[1]}"
    page = await sent(mo, await go(mo, asked), "/moderation/merges", reason="The same wish")
    assert path_of(page) == world.stays
    return page


@LANGUAGES
async def test_likely_duplicates_are_previewed_merged_and_told_and_a_vote_is_taken_back_from_the_letter(
    browser: Browser, lang: str
) -> None:
    world = await two(browser, lang)
    before = await world.counts()
    await turn()
    mo = world.them["mo"]
    assert QUEUE in (await go(mo, "/moderation")).text
    page = await go(mo, QUEUE)
    ways = {number(world.stays), number(world.goes)}
    (merge,) = [one for one in re.findall(r'href="(/moderation/merges/new\?[^"]+)"', page.text) if _ids(one) == ways]
    page = await go(mo, merge.replace("&amp;", "&"))
    people = sum(before) - len({"cid"})
    assert f"<b>{people}</b>" in page.text, "who supports both is counted once"
    page = await merged(world)
    assert await world.count(world.stays) == people
    assert path_of(await world.them[""].get(world.goes)) == world.stays
    page = await go(world.them[""], world.goes)
    assert tells(page, lang, "said on “%(title)s”", title=GOES[0])
    for words in ("I walk to work in them.", "Ben Okafor", "boots", "repair"):
        assert words in main_of(page), words
    assert GOES[0] not in main_of(await go(world.them[""], "/ideas?board=shoes&sort=new"))
    await turn(2)
    for handle in ("ben", "cid", "dee", "fin"):
        assert GOES[0] in main_of(await go(world.them[handle], "/inbox")), handle
    await taken_back(world)
    await followed(world)
    assert await world.count(world.stays) == people - 2, "Dee's and Fin's"
    assert await seeking.differences() == []


def _ids(way: str) -> set[int]:
    return {int(one) for one in re.findall(r"idea=(\d+)", way)}


async def taken_back(world: World) -> None:
    """Dee does not sign in: she follows the link of her letter and presses the one button."""
    text, way = await seeking.letter("dee@example.org", BACK)
    assert GOES[0] in text
    assert STAYS[0] in text
    page = await go(world.them[""], way)
    assert tells(page, world.lang, "Take my vote back")
    page = await sent(world.them[""], page, way)
    assert tells(page, world.lang, "Your vote is taken back"), main_of(page)


async def followed(world: World) -> None:
    """Fin takes his back and follows instead, with one button too."""
    _text, way = await seeking.letter("fin@example.org", BACK)
    page = await sent(world.them[""], await go(world.them[""], way), way, follow="1")
    for words in ("Your vote is taken back", "You follow it: you hear what becomes of it."):
        assert tells(page, world.lang, words), main_of(page)


@LANGUAGES
async def test_undone_each_idea_has_its_own_again_and_what_came_after_stays_where_it_was_given(
    browser: Browser, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world = await two(browser, lang)
    stood, gone = await world.counts()
    await merged(world)
    await turn()
    await taken_back(world)
    await supported(world.them["mo"], world.goes)
    await told(world.them["eva"], world.stays, "Mine too, after the merge.")
    mo = world.them["mo"]
    made = re.findall(r"/moderation/merges/\d+", (await go(mo, "/moderation/merges")).text)[0]
    page = await sent(mo, await go(mo, made), f"{made}/parting")
    assert tells(page, lang, "These ideas stand for themselves again.")
    assert await world.counts() == (stood + 1, gone - 1), "Mo's came after; Dee's stays taken back"
    page = await go(world.them[""], world.goes)
    assert path_of(page) == world.goes
    assert "I walk to work in them." in main_of(page)
    assert "Mine too, after the merge." not in main_of(page)
    page = await go(world.them[""], world.stays)
    assert "Mine too, after the merge." in main_of(page)
    assert "I walk to work in them." not in main_of(page)
    await turn(3)
    inbox = main_of(await go(world.them["ben"], "/inbox"))
    assert GOES[0] in inbox
    capsys.readouterr()
    assert await commands.recount(the_house(), argparse.Namespace(fix=False)) == 0, capsys.readouterr().out
