"""A shoe designed in Chromium: by mouse, by keys alone, on a narrow screen, and without scripts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.ideas.studio import drawn
from tests.journeys.eyes import RULES
from tests.journeys.visit import by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
SECONDS = 120_000


class Bench:
    """A site with one shoe, and a browser in which ada is signed in."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.address, self.browser = address, browser
        self.cookies = look.sign_in(address, "ada")

    def page(self, *, width: int = 1280, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            locale="en",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(SECONDS / 4)
        cookies: list[Any] = [{"name": n, "value": v, "url": self.address} for n, v in self.cookies.items()]
        context.add_cookies(cookies)
        return context.new_page()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("bench")
    asyncio.run(_prepare(databases.sqlite_copy(data)))
    with look.serving(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Bench(address, browser)
        browser.close()


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await cast.person("ada")
        await drawn.template("bief")
        await drawn.template("margelle")


def faults(page: Page) -> list[str]:
    found = [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page, options=RULES).response["violations"]
    ]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{over} px too wide"] if over > 0 else [])]


def total(page: Page) -> str:
    return page.locator(".price__total output").inner_text()


def published(page: Page, title: str) -> None:
    """From the studio to a published design."""
    page.locator("#title").wait_for()
    assert page.url.endswith("/publication")
    assert faults(page) == []
    page.fill("#title", title)
    page.click("button.button--main")
    page.wait_for_url(re.compile(r"/designs/\d+-"))
    assert page.locator("h1").inner_text() == title


def of_kept(page: Page, label: str) -> None:
    """Choose, and wait until what was chosen is drawn and kept."""
    with page.expect_response(re.compile("/preview$")):
        page.locator(f"label:has(#{label})").click()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_shoe_is_designed_by_mouse(bench: Bench, width: int) -> None:
    page = bench.page(width=width)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/studio/bief")
    assert total(page) == "€129"
    of_kept(page, "dye-upper-lake")
    page.locator(".price__total output", has_text="€132").wait_for()
    page.locator("[data-stage] .dye--toe").first.click()
    assert page.locator("#part-toe").get_attribute("open") is not None
    of_kept(page, "dye-toe-straw")
    page.locator("#part-panel summary").click()
    of_kept(page, "motif-panel-sun")
    page.locator(".price__total output", has_text="€141").wait_for()
    assert faults(page) == []
    assert "draft=" in page.url
    stage = page.locator("[data-stage]").bounding_box()
    page.locator("#part-art-flank summary").scroll_into_view_if_needed()
    assert stage
    assert page.locator("[data-stage]").evaluate("it => it.getBoundingClientRect().bottom") > 100, (
        "the shoe stays in view"
    )
    page.locator("#part-text-sole summary").click()
    page.fill("#text-sole", "Ondine")
    page.fill("#title", f"By mouse at {width}")
    page.click("button[value=publish]")
    published(page, f"By mouse at {width}")
    assert wrong == []
    page.context.close()


def test_a_dye_shows_at_once_and_before_anything_was_sent(bench: Bench) -> None:
    page = bench.page(scripts=False)
    page.goto("/studio/bief")
    page.locator("label:has(#dye-upper-lake)").click()
    page.wait_for_timeout(500)
    shape = page.locator("[data-stage] .dye--upper").first
    assert shape.evaluate("it => getComputedStyle(it).fill") == "rgb(52, 124, 169)"
    assert shape.get_attribute("fill") == "#f2f0e7"
    page.context.close()


def test_a_shoe_is_designed_by_keys_alone(bench: Bench) -> None:
    page = bench.page()
    page.goto("/studio/bief")
    by_keys(page, "#dye-upper-chalk")
    with page.expect_response(re.compile("/preview$")):
        page.keyboard.press("ArrowRight")
    by_keys(page, "#part-panel summary")
    page.keyboard.press("Enter")
    by_keys(page, "#motif-panel-none")
    with page.expect_response(re.compile("/preview$")):
        page.keyboard.press("ArrowRight")
    page.locator(".price__total output", has_text="€138").wait_for()
    by_keys(page, "#part-text-sole summary")
    page.keyboard.press("Enter")
    by_keys(page, "#text-sole")
    page.keyboard.type("Ondine")
    by_keys(page, "#title")
    page.keyboard.type("By keys")
    by_keys(page, "button.button--main[value=publish]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    published(page, "By keys")
    page.context.close()


def test_a_shoe_is_designed_without_scripts_and_drawn_the_same(bench: Bench) -> None:
    drawings = []
    for scripts in (True, False):
        page = bench.page(scripts=scripts)
        page.goto("/studio/bief")
        page.locator("label:has(#dye-upper-lake)").click()
        page.locator("#part-panel summary").click()
        page.locator("label:has(#motif-panel-sun)").click()
        if scripts:
            page.locator(".price__total output", has_text="€141").wait_for()
        else:
            page.locator("button[value=redraw]").last.click()
        assert total(page) == "€141"
        shown = page.context.request.get(page.url).text()
        drawings.append(re.findall(r"<svg xmlns.*?</svg>", shown, re.S))
        if not scripts:
            page.click("button[value=undo]")
            assert total(page) == "€129"
            page.click("button[value=redo]")
            page.click("button[value=publish]")
            page.fill("#title", "Without scripts")
            page.click("button.button--main")
            assert page.locator("h1").inner_text() == "Without scripts"
        page.context.close()
    assert drawings[0] == drawings[1]
    assert drawings[0]


def test_quick_fingers_are_not_taken_for_two_windows(bench: Bench) -> None:
    page = bench.page()
    page.goto("/studio/bief")
    for dye in ("lake", "moss", "straw", "brick", "rose"):
        page.locator(f"label:has(#dye-upper-{dye})").click()
    page.fill("#title", "Quick")
    page.click("button[value=save]")
    page.locator(".said", has_text="kept").wait_for()
    assert page.locator("#aside").count() == 0
    assert page.locator("#dye-upper-rose").is_checked()
    assert page.input_value("#title") == "Quick"
    page.context.close()


def test_what_is_chosen_while_an_answer_is_awaited_is_drawn_too(bench: Bench) -> None:
    page = bench.page()
    page.goto("/studio/bief")
    awaited: list[Route] = []
    page.route("**/preview", lambda route: route.continue_() if awaited else awaited.append(route))
    with page.expect_request("**/preview"):
        page.locator("label:has(#dye-upper-lake)").click()
    page.locator("#part-panel summary").click()
    page.locator("label:has(#motif-panel-sun)").click()
    awaited[0].continue_()
    page.locator(".price__total output", has_text="€141").wait_for()
    page.context.close()


def test_a_print_is_dragged_and_moved_by_the_arrow_keys(bench: Bench, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#f06a2e"/></svg>'
    )
    page = bench.page()
    page.goto("/studio/bief")
    page.locator("#part-art-flank summary").click()
    page.set_input_files("#picture-flank", logo)
    page.check("[name=rights-flank]")
    page.click("button[name=area]")
    page.locator("[data-stage] image").wait_for()
    box = page.locator("[data-stage] image").bounding_box()
    assert box
    assert page.input_value("#left-flank") == "3"
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2, steps=4)
    with page.expect_response(re.compile("/preview$")):
        page.mouse.up()
    dragged = float(page.input_value("#left-flank"))
    assert dragged > 10
    page.focus("[data-nudge]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    assert float(page.input_value("#left-flank")) == dragged - 1
    assert float(page.input_value("#top-flank")) == 13
    assert faults(page) == []
    page.context.close()
