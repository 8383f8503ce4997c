"""Designs scored in Chromium one after another: by keys, by mouse, without scripts, and looked over afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.ideas.studio import drawn
from tests.journeys.test_studio import faults
from tests.journeys.visit import by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
DESIGNS = 6
PAUSE = 400
"""A little longer than the page takes no second press."""


class Round:
    """A site with designs by ada, and a browser in which others are signed in."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.address, self.browser = address, browser

    def page(self, person: str, *, width: int = 1280, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            locale="en",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        held = look.sign_in(self.address, person)
        cookies: list[Any] = [{"name": n, "value": v, "url": self.address} for n, v in held.items()]
        context.add_cookies(cookies)
        context.set_default_timeout(30_000)
        return context.new_page()


@pytest.fixture(scope="module")
def among(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("round")
    asyncio.run(_prepare(databases.sqlite_copy(data)))
    with look.serving(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Round(address, browser)
        browser.close()


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        for name in ("ben", "mia"):
            await cast.person(name)
        for n in range(DESIGNS):
            await drawn.published(title=f"Number {n}")


def heard(page: Page) -> str:
    """What a screen reader was told last."""
    return page.locator("#announcer").inner_text()


def is_at(page: Page, place: int) -> str:
    """Wait for a design's turn; says its name, which was spoken unless the page has just been opened."""
    expect(page.locator("#judging")).to_contain_text(f"Design {place} of {DESIGNS}")
    title = page.locator("#design").inner_text()
    if place > 1:
        assert heard(page) == f"Next: {title}, {place} of {DESIGNS}"
        assert page.evaluate("document.activeElement.closest('#judging') !== null"), "the keyboard is lost"
    page.wait_for_timeout(PAUSE)
    return title


def test_designs_are_scored_by_keys_and_two_presses_are_one(among: Round) -> None:
    page = among.page("ben")
    page.goto("/designs/score")
    assert faults(page) == []
    names = [is_at(page, 1)]
    page.keyboard.press("Control+3")
    page.keyboard.press("7")
    page.keyboard.press("3")
    names.append(is_at(page, 2))
    assert faults(page) == []
    page.keyboard.press("4")
    page.keyboard.press("4")
    names.append(is_at(page, 3))
    page.keyboard.press("s")
    page.keyboard.press("s")
    names.append(is_at(page, 4))
    page.locator('.scale__score[value="5"]').dblclick()
    names.append(is_at(page, 5))
    by_keys(page, "input[name=wish]")
    page.keyboard.press("Space")
    page.keyboard.press("2")
    names.append(is_at(page, 6))
    page.keyboard.press("0")
    expect(page.locator("#judging")).to_contain_text("You have seen all of them.")
    assert heard(page) == "That was the last one."
    assert faults(page) == []
    assert len(set(names)) == DESIGNS
    _looked_over(among, names)


def _looked_over(among: Round, names: list[str]) -> None:
    page = among.page("ben", width=360)
    page.goto("/designs/score/given")
    assert faults(page) == []
    given = {
        line.locator("h2").inner_text(): line.locator('.scale__score[aria-pressed="true"]').inner_text()
        for line in page.locator(".given").all()
    }
    assert given == {names[0]: "3", names[1]: "4", names[3]: "5", names[4]: "2", names[5]: "0"}
    assert page.locator('button[aria-pressed="true"]:has-text("would buy")').count() == 1
    first = page.locator(".given").first
    place = first.get_attribute("id")
    by_keys(page, f'#{place} button[value="1"]')
    page.keyboard.press("Enter")
    expect(page.locator(f'#{place} button[value="1"]')).to_have_attribute("aria-pressed", "true")
    assert heard(page) == "You give it 1 of 5."
    assert page.evaluate("wanted => document.activeElement.closest('.given')?.id === wanted", place)
    page.locator(f"#{place}").get_by_text("Take my score back").click()
    expect(page.locator(f"#{place} .scale__score[aria-pressed=true]")).to_have_count(0)
    assert heard(page) == "You have not scored it."
    assert faults(page) == []


def test_designs_are_scored_without_scripts_on_a_narrow_screen(among: Round) -> None:
    page = among.page("mia", width=360, scripts=False)
    page.goto("/designs/score")
    title = page.locator("#design").inner_text()
    page.locator('.scale__score[value="4"]').click()
    expect(page.locator("body")).to_contain_text(f"You gave “{title}” 4 of 5.")
    page.get_by_text("Pass over it").click()
    expect(page.locator("#judging")).to_contain_text(f"Design 3 of {DESIGNS}")
    page.goto("/designs/score/given")
    page.locator('.given button[value="2"]').click()
    expect(page.locator("body")).to_contain_text(f"You gave “{title}” 2 of 5.")
    expect(page.locator('.given button[value="2"]')).to_have_attribute("aria-pressed", "true")
