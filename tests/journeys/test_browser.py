"""Chromium on the demo world: keys alone, no scripts, and axe-core on every page in both widths, themes and languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
DRESSES = [("fr", "light"), ("en", "dark"), ("fr", "dark"), ("en", "light")]
NARROW, WIDE = 360, 1280
MOST_KEYS = 120


class Site:
    """The demo world on a port, a browser, and who may see which page."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.address, self.browser = address, browser
        self.cookies = {person: look.sign_in(address, person) for person in look.PEOPLE}
        self.pages = look.found(address, self.cookies, only=[])

    def dressed(self, person: str, lang: str = "en", theme: str = "light", *, scripts: bool = True) -> BrowserContext:
        """A window in which somebody is signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            color_scheme="dark" if theme == "dark" else "light",
            locale=lang,
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        cookies: list[Any] = [{"name": n, "value": v, "url": self.address} for n, v in self.cookies[person].items()]
        context.add_cookies([*cookies, {"name": "lang", "value": lang, "url": self.address}])
        page = context.new_page()
        page.goto(f"/language/{lang}?next=/healthz")
        page.close()
        return context


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of all tests here: made once, taken down after them."""
    look.LOOK.mkdir(exist_ok=True)
    with look.site(tmp_path_factory.mktemp("demo")) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Site(address, browser)
        browser.close()


def why(node: dict[str, Any]) -> str:
    return str(node["any"][0]["message"])[:200] if node["any"] else ""


def faults(page: Page, path: str, width: int) -> list[str]:
    """What is wrong with a page: its answer, its console, its width, and what axe-core finds."""
    said: list[str] = []
    page.set_viewport_size({"width": width, "height": 900})
    page.on("console", lambda m: said.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    reply = page.goto(path)
    if reply is None or reply.status != 200:
        said.append(f"answered {reply and reply.status}")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        said.append(f"{over} px wider than the window")
    for found in Axe().run(page, options=RULES).response["violations"]:
        said += [f"{found['id']}: {node['html'][:160]} {why(node)}" for node in found["nodes"][:3]]
    return said


@pytest.mark.parametrize("dress", range(4), ids=["-".join(dress) for dress in DRESSES])
def test_every_page_is_for_everybody(site: Site, dress: int) -> None:
    """Each page comes twice: narrow in one dress, and wide in the dress that differs in both language and theme."""
    lang, theme = DRESSES[dress]
    mine = [(page, NARROW) for at, page in enumerate(site.pages) if at % 4 == dress]
    mine += [(page, WIDE) for at, page in enumerate(site.pages) if at % 4 == dress ^ 1]
    wrong: list[str] = []
    for person in look.PEOPLE:
        context = site.dressed(person, lang, theme)
        for (path, reader), width in mine:
            if reader == person:
                page = context.new_page()
                wrong += [f"{path} as {person or 'stranger'} at {width}: {said}" for said in faults(page, path, width)]
                page.close()
        context.close()
    assert not wrong, "\n".join(wrong)


def test_the_walk_sees_the_house(site: Site) -> None:
    seen = {path for path, _person in site.pages}
    expected = {
        "/",
        "/ideas",
        "/ideas/new",
        "/roadmap",
        "/inbox",
        "/account",
        "/team/roadmap",
        "/team/customers",
        "/rules",
    }
    assert expected <= seen
    assert len(seen) > 40


def by_keys(page: Page, selector: str) -> None:
    """Press Tab until the focus, which must be seen, is on what is wanted."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            drawn = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })()"
            )
            assert drawn, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} cannot be reached by keys on {page.url}")


def test_an_idea_is_given_and_supported_by_keys_alone(site: Site) -> None:
    context = site.dressed("ada")
    page = context.new_page()
    page.goto("/ideas/new")
    by_keys(page, "[name=title]")
    page.keyboard.type("A loop at the heel that holds")
    by_keys(page, "[name=body]")
    page.keyboard.type("Mine tore after a week of wet boots.")
    by_keys(page, "[name=board]")
    page.keyboard.press("Space")
    by_keys(page, "form[action='/ideas/new'] button.button--main")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "A loop at the heel that holds"
    address = page.url
    context.close()
    context = site.dressed("ben")
    page = context.new_page()
    page.goto(address)
    by_keys(page, "form[action$='/support?wide=1'] button")
    page.keyboard.press("Enter")
    page.locator("form[action*='/support/withdrawal']").first.wait_for()
    back = "form[action*='/support/withdrawal'] button"
    if not page.evaluate("wanted => document.activeElement.matches(wanted)", back):
        by_keys(page, back)
    page.keyboard.press("Enter")
    page.locator("form[action$='/support?wide=1']").first.wait_for()
    context.close()


def test_without_scripts_everything_still_works(site: Site) -> None:
    context = site.dressed("ada", scripts=False)
    page = context.new_page()
    page.goto("/ideas/new")
    page.fill("[name=title]", "Laces that stay tied in the rain")
    page.locator("[name=board]").first.check()
    page.click("form[action='/ideas/new'] button.button--main")
    assert page.locator("h1").inner_text() == "Laces that stay tied in the rain"
    address = page.url
    page.fill("form[action='/comments'] [name=body]", "Waxed ones do.")
    page.click("form[action='/comments'] button.button--main, form[action='/comments'] button[type=submit]")
    assert "Waxed ones do." in page.content()
    context.close()
    context = site.dressed("ben", scripts=False)
    page = context.new_page()
    page.goto(address)
    page.locator("form[action$='/support?wide=1'] button").first.click()
    assert page.locator("form[action*='/support/withdrawal']").count()
    context.close()
    context = site.dressed("", scripts=False)
    page = context.new_page()
    for path in ("/", "/ideas", "/ideas?sort=top", "/roadmap", "/sign-in", "/sign-up", address):
        reply = page.goto(path)
        assert reply is not None
        assert reply.status == 200
        assert page.locator("h1").count() == 1
    context.close()


def in_lanes(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.eval_on_selector_all(
        "[data-lane]",
        "lanes => Object.fromEntries(lanes.map(l => [l.dataset.lane, [...l.children].map(step => step.dataset.idea)]))",
    )
    return found


def drag(page: Page, idea: str, over: str, *, below: float) -> None:
    grip, place = page.locator(f"#idea-{idea} [data-grip]"), page.locator(over)
    page.mouse.move(*middle(grip.bounding_box()))
    page.mouse.down()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + below * box["height"], steps=6)
    page.mouse.up()


def middle(box: Any) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_idea_is_dragged_into_another_lane_and_goes_back_when_it_cannot_be_saved(site: Site) -> None:
    context = site.dressed("sol")
    page = context.new_page()
    page.set_viewport_size({"width": WIDE, "height": 1400})
    page.goto("/team/roadmap/lanes")
    before = in_lanes(page)
    idea, first = before["next"][0], before["now"][0]
    drag(page, idea, f"#idea-{first}", below=0.1)
    page.locator("#lanes-said", has_text="Saved").wait_for()
    assert in_lanes(page)["now"][:2] == [idea, first]
    page.reload()
    saved = in_lanes(page)
    assert saved["now"] == [idea, *before["now"]]
    assert saved["next"] == before["next"][1:]
    page.route("**/place", lambda route: route.abort())
    drag(page, idea, "[data-lane=later] > li:last-child", below=0.9)
    page.locator("#lanes-said", has_text="back where it was").wait_for()
    assert in_lanes(page) == saved
    page.unroute("**/place")
    page.locator(f"#idea-{idea} .step__order button").last.click()
    page.wait_for_url("**/team/roadmap/lanes#idea-*")
    assert in_lanes(page)["now"][:2] == [first, idea]
    context.close()
