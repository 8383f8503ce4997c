"""Who is let in where, found by trying: every route of the table, on somebody's own things and on another's.

The demo world is walked by everybody first: whatever a page offers (links, forms) is noted with whom it was offered to.
Then every route is asked by everybody, with what was offered; a write is let as far as its commit and then undone, so
that nothing that is tried changes what is tried next. `python -m tests.journeys.access` prints the table.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit

from starlette.routing import Match, Route

from community.people import keys, queries, rules
from kernel import clock, db, demo, jobs
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import databases, once
from tests.browsing import ORIGIN, Browser, Page, site_on
from tests.journeys.papers import Paper, papers_of

MOMENT = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""When the world is told and walked: on another day other meetings are near."""
MEMBERS = ("ada", "ben")
WALKERS = ("", *demo.PEOPLE)
EACH = 3
"""So many addresses of one route are tried."""
STEPS = 900
"""So many pages everybody looks at; the demo world has fewer kinds of them."""
SKIPPED = (
    "/static/",
    "/brand.",
    "/metrics",
    "/healthz",
    "/readyz",
    "/language/",
    "/mark.",
    "/pictures/",
    "/components",
)
"""What is the same for everybody and knows nobody."""
ENDS = ("/sign-out",)
"""What would end the walk: its write is undone, but the browser forgets who it was."""
HEADER = "method,route,things,stranger,another member,owner,manager,editor,administrator"
Sent = dict[str, Any]


@dataclass
class Offer:
    """An address of a route, who was offered it or what lies above it, and the form that goes with it."""

    path: str
    to: set[str] = field(default_factory=set)
    sent: Sent = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What a route answers to each: `w` would write, `y` lets in, `x` refuses, `s` shows the way in, `-` knows no such thing.

    A capital says that a member is let in only after showing anew that it is them.
    """

    method: str
    route: str
    things: str
    cells: tuple[str, ...]

    @property
    def line(self) -> str:
        return ",".join((self.method, self.route, self.things, *self.cells))


class Walk:
    """Everybody goes round, and notes what they are offered."""

    def __init__(self, built: House, stranger: Browser) -> None:
        self.routes = [route for route in built.all("routes") if not route.path.startswith(SKIPPED)]
        self.stranger = stranger
        self.theirs: dict[str, Browser] = {}
        self.tokens: dict[str, str] = {}
        self.csrf: dict[str, str] = {}
        self.offers: dict[tuple[str, str], dict[str, Offer]] = defaultdict(dict)
        self.above: dict[str, dict[str, set[str]]] = defaultdict(dict)

    async def go(self, walkers: Sequence[str] = WALKERS) -> None:
        for handle in walkers:
            browser = self.stranger.another()
            if handle:
                await browser.sign_in(f"{handle}@example.org", demo.PASSWORD)
                await self._papers(handle, browser)
            self.theirs[handle] = browser
            await self._round(handle, browser)

    async def _papers(self, handle: str, browser: Browser) -> None:
        person = await queries.by_handle(handle)
        assert person is not None
        scopes = [scope for scope in rules.SCOPES if rules.may_hold(person.role, scope)]
        self.tokens[handle] = await keys.issue(person, name="walk", scopes=scopes)
        found = re.search(r'name="csrf" value="([^"]+)"', (await browser.get("/account")).text)
        self.csrf[handle] = found[1] if found else ""

    async def _round(self, handle: str, browser: Browser) -> None:
        """Step by step, each in the order of addresses: lists may tell what is equal in another order on another database."""
        found = {route.path for route in self.routes if "{" not in route.path and "GET" in route.methods}
        seen: set[str] = set()
        looked: dict[str, int] = defaultdict(int)
        while found and len(seen) < STEPS:
            waiting, found = sorted(found - seen), set()
            for path in waiting:
                route = self.route_of("GET", path)
                if route is None or looked[route.path] >= EACH:
                    continue
                seen.add(path)
                looked[route.path] += 1
                page = await browser.get(path)
                if page.status_code == 200 and page.headers["content-type"].startswith("text/html"):
                    found |= set(self._read(handle, page))

    def _read(self, handle: str, page: Page) -> list[str]:
        """Note what a page offers; says which addresses can be walked on to."""
        here, found = str(page.url), []
        for link in re.findall(r'href="([^"#]+)', page.text):
            path = _local(urljoin(here, link.replace("&amp;", "&")))
            if path and self._note("GET", path, handle):
                found.append(path)
        for paper in papers_of(page.text):
            action = _local(urljoin(here, paper.action or here))
            if action:
                self._note("POST", action, handle, paper)
        return found

    def _note(self, method: str, path: str, handle: str, paper: Paper | None = None) -> bool:
        route = self.route_of(method, path)
        if route is None:
            return False
        offer = self.offers[method, route.path].setdefault(path, Offer(path))
        offer.to.add(handle)
        if paper:
            offer.sent = dict(paper.filled())
        for pattern, place in _places(route.path, path):
            self.above[pattern].setdefault(place, set()).add(handle)
        return True

    def route_of(self, method: str, path: str) -> Route | None:
        scope = {"type": "http", "path": path, "method": method, "root_path": "", "headers": []}
        return next((route for route in self.routes if route.matches(scope)[0] == Match.FULL), None)

    def offered(self, route: Route, method: str) -> list[Offer]:
        """What was offered of a route; where nobody was, its address under what was offered above it."""
        offers = self.offers[method, route.path]
        known = [offers[path] for path in sorted(offers)]
        if known or "{" not in route.path:
            return known or [Offer(route.path, set(WALKERS))]
        parts = route.path.split("/")
        for depth in range(len(parts), 0, -1):
            found = self.above.get("/".join(map(_plain, parts[:depth])), {}) if "{" in parts[depth - 1] else {}
            if found:
                rest = [_HOLE.sub("1", part) for part in parts[depth:]]
                return [Offer("/".join([_ending(top, parts[depth - 1]), *rest]), set(to)) for top, to in found.items()]
        return [Offer(_HOLE.sub("1", route.path), set(WALKERS))]


_HOLE = re.compile(r"\{[^}]*\}")


def _plain(part: str) -> str:
    """A part of a pattern, its hole without a name; what stands behind the hole, such as `.svg`, does not tell it apart."""
    return "{}" if part.startswith("{") else part


def _ending(top: str, part: str) -> str:
    """The address of a thing as a pattern such as `{id}.svg` writes it."""
    behind = _HOLE.sub("", part)
    return f"{top[: top.rindex('/')]}/{re.split(r'[-.]', top[top.rindex('/') + 1 :])[0]}{behind}" if behind else top


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path if f"{parts.scheme}://{parts.netloc}" == ORIGIN else ""


def _places(pattern: str, path: str) -> Iterator[tuple[str, str]]:
    """The parts of an address that end in something named, such as `/clubs/{}` and `/clubs/{}/topics/{}`."""
    wanted, found = pattern.split("/"), path.split("/")
    for depth, part in enumerate(wanted):
        if part.startswith("{") and part.endswith("}") and len(found) > depth:
            yield "/".join(map(_plain, wanted[: depth + 1])), "/".join(found[: depth + 1])


def tried(walk: Walk, route: Route, method: str) -> tuple[str, str, str, list[Offer]]:
    """Whose things a route is tried on: those that one member alone was offered, else those that others were too."""
    offers = walk.offered(route, method)
    for owner, other in (MEMBERS, MEMBERS[::-1]):
        own = [one for one in offers if owner in one.to and other not in one.to and "" not in one.to]
        if own and "{" in route.path:
            return "own", owner, other, own[:EACH]
    return ("shared" if "{" in route.path else ""), MEMBERS[0], MEMBERS[1], offers[:EACH]


def is_fresh(route: Route) -> bool:
    """Does it ask a member to show anew that it is them?"""
    return bool(getattr(route.endpoint, "about", {}).get("fresh"))


class Undone(Exception):
    """A write that was let in, undone before it was kept."""


@asynccontextmanager
async def unkept() -> AsyncIterator[list[int]]:
    """Whatever is written meanwhile is undone; the list says how often something would have been kept."""
    real, kept = getattr(db, "in_transaction"), list[int]()  # noqa: B009  not db's to give away, and what all writes go by

    @asynccontextmanager
    async def undone(name: str) -> AsyncIterator[Any]:
        async with real(name) as connection:
            yield connection
            if len(db._inside.get() or ()) == 1:
                kept.append(1)
                raise Undone

    with mock.patch.object(db, "in_transaction", undone):
        yield kept


async def table(walk: Walk) -> AsyncIterator[Row]:
    """The whole table, route by route."""
    async with unkept() as kept:
        for route in walk.routes:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                things, owner, other, offers = tried(walk, route, method)
                cells = []
                for who in ("", other, owner, "mo", "sol", "root"):
                    answers = {await _asked(walk, who, method, one, kept) for one in offers}
                    found = next(mark for mark in "wyxs-" if mark in answers)
                    cells.append(found.upper() if who and found in "wy" and is_fresh(route) else found)
                yield Row(method, route.path, things, tuple(cells))


async def _asked(walk: Walk, who: str, method: str, offer: Offer, kept: list[int]) -> str:
    browser, headers = walk.theirs[who], {"Origin": ORIGIN}
    kept.clear()
    if offer.path.startswith("/api/"):
        headers |= {"Authorization": f"Bearer {walk.tokens[who]}"} if who else {}
        asked = browser.client.request(method, offer.path, json=None if method == "GET" else {}, headers=headers)
        reply = await asked
    elif method == "GET":
        reply = await browser.peek(offer.path)
    else:
        reply = await browser.post(offer.path, {**offer.sent, "csrf": walk.csrf.get(who, "")}, Origin=ORIGIN)
    if kept:
        return "w"
    if reply.status_code in (301, 302, 303) and reply.headers["location"].startswith("/sign-in"):
        return "s"
    return {401: "s", 403: "x", 404: "-"}.get(reply.status_code, "y")


async def asleep(*told: object, **more: object) -> None:
    """In place of the worker: nothing moves while the table is made."""
    await asyncio.Event().wait()


def world(folder: Path) -> Settings:
    """A demo world in SQLite, told at the moment of the table."""
    once.tell_the_demo(MOMENT, TANDEM_DATA_DIR=str(folder))
    return databases.settings_for(folder)


async def made(settings: Settings) -> list[str]:
    """The lines of the table for a demo world."""
    built = house(settings)
    open_house(built)
    with clock.at(MOMENT), mock.patch.object(jobs, "work", asleep):
        async with site_on(built) as stranger:
            walk = Walk(built, stranger)
            await walk.go()
            rows: Sequence[Row] = [row async for row in table(walk)]
    return [HEADER, *(row.line for row in sorted(rows, key=lambda row: (row.route, row.method)))]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write("\n".join([*asyncio.run(made(world(Path(place)))), ""]))
