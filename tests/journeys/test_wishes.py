"""A club's wish list in Chromium: signed by keys in French, answered without scripts, read, and found in the export."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from ideas.board import queries as board
from kernel import db
from kernel.features import open_house, the_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, clubs, databases, look
from tests.ideas.board import things
from tests.journeys.test_booth import Town, beside
from tests.voting.wishes import lists
from voting.ballots import actions
from voting.roadmap import commands as roadmap

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
WISH = "Ten millimetres more at the toes"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    look.LOOK.mkdir(exist_ok=True)
    settings = databases.sqlite_copy(tmp_path)
    number, idea = beside(_frozen(settings))
    with look.serving(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Town(address, browser, settings, {"wishes": (number, [idea])})
        browser.close()


async def _frozen(settings: Settings) -> tuple[int, int]:
    """A list that members may sign, whose one wish asks for an idea of the board."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        idea = await things.idea(title="A wider last")
        club = await clubs.found("wide", members=["ben"], name="The wide feet")
        await cast.editor()
        ben = await cast.viewer("ben")
        await actions.cast(ben, await board.find(ben, idea.id))
        return (await lists.frozen(club, items=((WISH, idea.id),))).id, idea.id


async def _exported(settings: Settings, file: Path) -> list[dict[str, str]]:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        ordered = argparse.Namespace(what="roadmap", format="csv", policy="linear", file=file)
        assert await roadmap.export(the_house(), ordered) == 0
        rows = (line for line in file.read_text("utf-8-sig").splitlines() if not line.startswith("#"))
        return list(csv.DictReader(rows))


def test_a_wish_list_is_signed_answered_and_found_in_the_export(town: Town, tmp_path: Path) -> None:
    number, (idea,) = town.ballots["wishes"]
    there = f"/clubs/wide/wishes/{number}"
    ben = town.hand("ben", "fr", keys=True)
    ben.go(there)
    ben.press(f"form[action='{there}/signature'] button")
    assert "dont vous" in ben.page.locator(".signed").inner_text()
    ada = town.hand("ada", "en", keys=False)
    ada.go(there)
    ada.press(f"form[action='{there}/delivery'] button")
    ada.leave()
    sol = town.hand("sol", "en", keys=False)
    sol.go("/team/wishes")
    sol.press(f"a[href='/team/wishes/{number}']")
    sol.page.locator("label:has(input[name=reply][value=accepted])").click()
    sol.page.locator("label:has(input[name=horizon][value=next])").click()
    sol.write("textarea[name=body]", "Yes, on the next last.")
    sol.press("main form[action$='/answer'] button")
    sol.leave()
    ben.go(there)
    told = ben.page.locator(".wishes").inner_text()
    assert "Acceptée" in told
    assert "Yes, on the next last." in told
    ben.go("/wishes")
    assert "The wide feet" in ben.page.locator("main").inner_text()
    ben.leave()
    rows = beside(_exported(town.settings, tmp_path / "roadmap.csv"))
    assert [row["clubs"] for row in rows if row["idea"] == str(idea)] == ["The wide feet (1)"]
