"""axe-core in Chromium on every page of the demo world, in both widths, themes and languages."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import chromium, look
from tests.journeys.visit import NARROW, WIDE, Site, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
DRESSES = [("fr", "light"), ("en", "dark"), ("fr", "dark"), ("en", "light")]


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
