"""What is looked at on every page of the demo world: its answer, its console, its width, and what axe-core finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests import look
from tests.journeys.visit import NARROW, WIDE, Site

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
DRESSES = [("fr", "light"), ("en", "dark"), ("fr", "dark"), ("en", "light")]
"""Each file of the walk takes one, so that several processes share the way."""
ASKED = [
    ("/search?q=chaussure", ""),
    ("/search?q=shoe&kind=idea", ""),
    ("/search?q=zzzqqq", ""),
    ("/contested?show=answered", "mo"),
]
BEHIND = [("/split", "mo"), ("/same", "ada"), ("/links", "mo"), ("/history", "mo"), ("/on-behalf", "sol")]
"""What a stranger’s page of an idea has no link to, and who has."""
WRONG = [
    ("/sign-in", "form[action='/sign-in']", ""),
    ("/sign-up", "form[action='/sign-up']", ""),
    ("/recovery", "form[action='/recovery']", ""),
    ("/account/password", "form[action='/account/password']", "ada"),
    ("/account/tokens/new", "form[action='/account/tokens']", "ada"),
    ("/account/data/parts/comments", "form[action$='/contest']", "ada"),
    ("/account/erasure", "form[action='/account/erasure']", "ada"),
    ("/moderation/words", "form[action='/moderation/words']", "root"),
]
"""Forms that are sent as they are, empty, which they are not taken in."""


def walked(site: Site, dress: int) -> list[str]:
    """What is wrong: each page comes narrow in one dress, and wide in the dress that differs in both language and theme."""
    lang, theme = DRESSES[dress]
    wrong: list[str] = []
    for person in look.PEOPLE:
        context = site.dressed(person, lang, theme)
        for path, width, form in _ways(site, dress, person):
            said = faults_in(context, path, width, form=form)
            wrong += [f"{path} {form} as {person or 'stranger'} at {width}: {one}" for one in said]
        context.close()
    return wrong


def _ways(site: Site, dress: int, person: str) -> Iterator[tuple[str, int, str]]:
    """Where somebody goes in a dress: the page, its width, and the form that is sent there."""
    for width, turn in ((NARROW, dress), (WIDE, dress ^ 1)):
        for at, (path, form, reader) in enumerate(places(site)):
            if at % len(DRESSES) == turn and reader == person:
                yield path, width, form


def places(site: Site) -> list[tuple[str, str, str]]:
    """Every page, the form that is sent there if any, and as whom."""
    idea = next(f"/ideas/{found[1]}" for path, _ in site.pages if (found := re.match(r"/ideas/(\d+)-", path)))
    behind = [(idea + path, person) for path, person in BEHIND]
    known = dict.fromkeys([*site.pages, *ASKED, *behind, (f"/reports/new?kind=idea&id={idea[7:]}", "ada")])
    return [*((path, "", person) for path, person in known), *WRONG]


def faults_in(context: BrowserContext, path: str, width: int, *, form: str = "") -> list[str]:
    """What is wrong with a page of its own window."""
    page = context.new_page()
    said = faults(page, path, width, form=form)
    page.close()
    return said


def faults(page: Page, path: str, width: int, *, form: str = "") -> list[str]:
    """What is wrong with a page, or with its form once that was sent as it is."""
    said: list[str] = []
    page.set_viewport_size({"width": width, "height": 900})
    if not form:  # of a form that is not taken in, a browser says so itself
        page.on("console", lambda m: said.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    reply = page.goto(path)
    if reply is None or reply.status != 200:
        said.append(f"answered {reply and reply.status}")
    if form:
        with page.expect_navigation():
            page.eval_on_selector(form, "form => { form.noValidate = true; form.submit() }")
        if not page.locator("[aria-invalid=true], [role=alert]").count():
            said.append("nothing is said of what is wrong")
    return [*said, *_seen(page)]


def _seen(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    said = [f"{over} px wider than the window"] if over > 0 else []
    for found in Axe().run(page, options=RULES).response["violations"]:
        said += [f"{found['id']}: {node['html'][:160]} {why(node)}" for node in found["nodes"][:3]]
    return said


def why(node: dict[str, Any]) -> str:
    return str(node["any"][0]["message"])[:200] if node["any"] else ""
