"""A form that comes back says so at the very beginning of the page's title, whichever form it is."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things

FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("", "/sign-in", {"email": "nobody@example.org", "password": "wrong"}),
    ("", "/sign-up", {"email": "no address", "name": ""}),
    ("", "/reset", {"email": ""}),
    ("member", "/ideas/new", {"title": "", "board": "nowhere"}),
    ("member", "/account", {"name": "", "handle": "a b"}),
    ("manager", "/ideas/{id}/answer", {"status": "declined", "body": ""}),
    ("editor", "/team/boards/new", {"name": "", "slug": "A B"}),
    ("editor", "/team/segments", {"name": ""}),
    ("editor", "/team/imports", {"kind": "gods"}),
]


def title(page: str) -> str:
    return html.unescape(re.findall(r"<title>([^<]*)</title>", page)[0])


@pytest.mark.parametrize(("who", "path", "typed"), FORMS, ids=[path for _, path, _ in FORMS])
async def test_a_form_that_comes_back_says_so_in_the_title(
    browser: Browser, who: str, path: str, typed: dict[str, Any]
) -> None:
    path = path.format(id=(await things.idea()).id)
    theirs = await cast.browser_as(browser, who) if who else browser
    before = title((await theirs.get(path)).text)
    reply = await theirs.submit(path, path, **typed)
    assert reply.status_code == 422
    assert re.fullmatch(rf"(One thing|[2-9] things) to mend: {re.escape(before)}", title(reply.text))


async def test_the_title_is_mended_in_french(browser: Browser) -> None:
    browser.client.headers["Accept-Language"] = "fr"
    reply = await browser.submit("/sign-in", "/sign-in", email="nobody@example.org", password="wrong")
    assert title(reply.text).startswith("Une chose à reprendre\u00a0: ")


async def test_a_page_without_a_mistake_begins_with_its_own_name(browser: Browser) -> None:
    assert title((await browser.get("/sign-in")).text).startswith("Sign in")
