"""The moderators' desk in Chromium by keys alone: from the queue to a ruling and on to the next case, the focus always seen."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from community.moderation import actions
from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.community.discussion import things as talk
from tests.ideas.board import things
from tests.journeys.test_studio import faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
SEEN = """() => {
  const at = document.activeElement, around = [at, at.closest("label, .option")].filter(Boolean).map(getComputedStyle);
  return around.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
}"""


def beside(work: Coroutine[Any, Any, Any]) -> Any:
    """Playwright keeps this thread's loop busy: what touches the database runs in another."""
    with ThreadPoolExecutor(1) as hands:
        return hands.submit(asyncio.run, work).result()


async def _reported(settings: Settings) -> None:
    """Three messages of ben's that ada reported, and a manager."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        ada, _mo = await cast.member("ada"), await cast.manager()
        idea = await things.idea("Resole them", by=await cast.member("ben"))
        for number in range(3):
            comment = await talk.message(idea, f"Buy my shoes, number {number}")
            await actions.report(ada, "comment", comment.id, rule="selling")


async def _ruled(settings: Settings) -> list[tuple[str, str, str]]:
    built = house(settings)
    async with db.opened(built.settings, built.features):
        rows = await db.rows("SELECT act, measure, reason FROM ruling ORDER BY id")
        return [(row["act"], row["measure"], row["reason"]) for row in rows]


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[tuple[Page, Settings]]:
    look.LOOK.mkdir(exist_ok=True)
    settings = databases.sqlite_copy(tmp_path)
    beside(_reported(settings))
    with look.serving(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="en")
        context.set_default_timeout(30_000)
        cookies = look.sign_in(address, "mo")
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])
        yield context.new_page(), settings
        browser.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        assert page.evaluate(SEEN), f"{key}: nothing shows where one is"


def test_the_queue_is_worked_by_keys_alone(desk: tuple[Page, Settings]) -> None:
    page, settings = desk
    page.goto("/moderation")
    assert page.locator("[data-row]").count() == 3
    press(page, "j", "j", "k", "x")
    assert page.locator("input[name=case]:checked").count() == 1
    press(page, "x", "?")
    assert not faults(page)
    box = page.locator("#keys").bounding_box()
    assert box is not None
    assert box["x"] > 200, "the list of keys stands in the middle"
    press(page, "Escape")

    page.keyboard.press("n")
    page.wait_for_url("**/moderation/cases/**")
    first = page.url
    assert not faults(page)
    press(page, "2", "7", "w")
    page.keyboard.type("It sells from bed to bed; j, n and 1 are letters here.")
    press(page, "Tab")
    page.keyboard.type("A message that sold things is hidden.")
    press(page, "Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[data-row]").count() == 2
    assert beside(_ruled(settings)) == [("hide", "warn", "It sells from bed to bed; j, n and 1 are letters here.")]

    page.keyboard.press("n")
    page.wait_for_url("**/moderation/cases/**")
    assert page.url != first
    page.keyboard.press("l")
    page.wait_for_url("**/moderation")
