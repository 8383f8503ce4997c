"""Going round the whole house: every address there is, and everybody's browser to go with."""

from __future__ import annotations

import io
import re
import zipfile

from starlette.routing import Route

from community.people import keys, rules
from kernel import api
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser, Page

NUMBERS = range(1, 9)
PLACES = {
    "kind": ("idea", "comment"),
    "handle": ("ada", "ben", "eve", "dan", "mo", "sol", "root", "otter-hush"),
    "form": ("csv", "xlsx", "json", "md", "ics"),
    "slug": ("1",),
}
"""No club, challenge, template, tier or perk of these worlds has a number for its name: one that is not there will do."""
ASKED = (
    *(f"/ideas?{query}" for query in ("q=otter", "board=workshop", "board=guild", "tag=otterstaff", "tag=otterguild")),
    *(f"/ideas?{query}" for query in ("status=planned", "sort=new", "sort=top", "mine=1", "status=merged")),
    *(f"/search?q={word}" for word in ("otter", "example", "body", "comment", "answer")),
    *(f"/ideas.atom?board={board}" for board in ("shoes", "workshop", "guild")),
    *(f"/api/v1/ideas?{query}" for query in ("q=otter", "board=workshop", "sort=top", "status=planned")),
    *(f"/reports/new?kind={kind}&id={number}" for kind in PLACES["kind"] for number in NUMBERS),
    *("/team/people?q=otter", "/team/customers?q=otter", "/sitemap.xml", "/robots.txt"),
)
LEFT_OUT = ("/static/", "/metrics", "/components", "/brand.", "/pictures/", "/language/", "/readyz", "/setup")


def addresses(method: str = "GET") -> list[str]:
    """Every address of the house, its places filled with whatever there is."""
    house = the_house()
    found = [r.path for r in [*house.all("routes"), *api.routes(house)] if isinstance(r, Route) and method in r.methods]  # type: ignore[operator]
    filled = [path for pattern in found if not pattern.startswith(LEFT_OUT) for path in _filled(pattern)]
    return [*dict.fromkeys(filled), *(ASKED if method == "GET" else ())]


def _filled(pattern: str) -> list[str]:
    place = re.search(r"\{(\w+)(:\w+)?\}", pattern)
    if place is None:
        return [pattern]
    values = PLACES.get(place[1], ("1",) if place[1] in ("token", "signed", "reference") else tuple(map(str, NUMBERS)))
    return [path for value in values for path in _filled(pattern.replace(place[0], value, 1))]


def words_of(page: Page) -> str:
    """All that an answer says: its text, where it leads, and what a workbook holds."""
    body = page.text
    if page.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(page.content)) as book:
            body = "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return f"{page.headers.get('location', '')}\n{body}".lower()


async def entered(browser: Browser, handle: str) -> Browser:
    """Somebody's browser, which shows its bearer token at the open door."""
    if not handle:
        return browser.another()
    theirs = await cast.browser_as(browser, handle)
    who = await cast.person(handle)
    scopes = [scope for scope in ("read", "write", "customers", "team") if rules.may_hold(who.role, scope)]
    token = await keys.issue(who, name="t", scopes=scopes)
    theirs.client.headers["X-Token"] = token
    assert (await read(theirs, "/api/v1/people/me")).status_code == 200
    return theirs


async def read(browser: Browser, path: str) -> Page:
    """What an address answers, uncompressed: to press and unpress thousands of pages is work that no round is about."""
    token = browser.client.headers.get("X-Token", "")
    proof = {"Authorization": f"Bearer {token}"} if token and "/api/" in path else {}
    return await browser.peek(path, **{"Accept-Encoding": "identity", **proof})
