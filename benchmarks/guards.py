"""What all guards together cost a member's request: the same application, the same requests, with the guards and without.

What they cost is taken inside one process and by turns; the request that they are a part of is one as the server answers it,
on a line that stays open, in processor time of its process. Taken out are: whose session it is (the cookie read, hashed and
looked up; the viewer is handed over instead), the sealed sentence of the last page, gates, the look whether somebody may come
in, who is suspended or must prove themselves, where a form comes from, its token and its size, the limits, and every header.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection
from statistics import median
from typing import Any
from unittest.mock import patch

from starlette.requests import Request
from starlette.types import ASGIApp, Message

from benchmarks.figures import Figure
from benchmarks.load import Served, served
from benchmarks.pages import site
from benchmarks.world import TOKEN, world
from kernel import db, doorway, security, sessions, web
from kernel.app import create
from kernel.features import open_house
from kernel.settings import Settings
from kernel.viewer import Viewer
from run import house

TURNS, AT_ONCE, FIRST, SERVED = 60, 20, 3, 1_000
"""So many turns of so many requests, after a few that do not count; and so many of the server."""
PAGES = ("/ideas", "/account", "/inbox")
HEADERS = {
    "host": "localhost:8000",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "accept": "text/html",
    "accept-language": "en",
    "sec-fetch-site": "same-origin",
    "sec-fetch-mode": "navigate",
}


def guards() -> Iterator[Figure]:
    settings = world(1_000, 100_000)
    with served("run:app", {**site(settings), "TANDEM_RATE_LIMITS": "on"}) as server:
        served_in = {path: _as_served(server, path) for path in PAGES}
    yield from asyncio.run(_measured(settings.model_copy(update={"rate_limits": "on"}), served_in))


def _as_served(server: Served, path: str) -> float:
    """Seconds of the server's processor for one request of a member."""
    line = HTTPConnection(server.base.removeprefix("http://"))
    headers = {name.decode(): value.decode() for name, value in scope(path)["headers"]}
    begun = 0.0
    for number in range(FIRST * AT_ONCE + SERVED):
        if number == FIRST * AT_ONCE:
            begun = sum(server.process.cpu_times()[:2])
        line.request("GET", path, headers=headers)
        if line.getresponse().read() and line.sock is None:
            raise RuntimeError("the server closed the line")
    return float(sum(server.process.cpu_times()[:2]) - begun) / SERVED


async def _measured(settings: Settings, served_in: Mapping[str, float]) -> list[Figure]:
    built = house(settings)
    open_house(built)
    app = create(built)
    async with db.opened(settings, built.features):
        viewer, _data = await sessions.load(Request(scope("/")))
        found = []
        for name in PAGES:
            with_them, bare = await _by_turns(app, viewer, name)
            spent, whole = with_them - bare, served_in[name]
            found.append(Figure(f"guards of {name}", 100 * spent / whole, "% of the request", at_most=10))
            found.append(Figure(f"guards of {name}, without the server around it", 100 * spent / with_them, "%"))
            found.append(Figure(f"{name}, the whole request", 1000 * whole, "ms"))
        return found


async def _by_turns(app: ASGIApp, viewer: Viewer, path: str) -> tuple[float, float]:
    """Seconds of a request with the guards and without, the middle of many turns."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS + FIRST):
        for place in (0, 1) if turn % 2 else (1, 0):
            with ExitStack() as out:
                if place:
                    without(out, viewer)
                security.forget_limits()
                begun = time.process_time()
                for _ in range(AT_ONCE):
                    await asked(app, scope(path))
                if turn >= FIRST:
                    spent[place].append((time.process_time() - begun) / AT_ONCE)
    return median(spent[0]), median(spent[1])


def without(out: ExitStack, viewer: Viewer) -> None:
    """Take every guard out, until the stack is closed."""

    async def known(_connection: Any) -> tuple[Viewer, dict[str, Any]]:
        return viewer, {}

    async def nobody(*_asked: Any, **_more: Any) -> None:
        return None

    for module, name, instead in (
        (sessions, "load", known),
        (doorway, "said_by", lambda *_asked: ""),
        (doorway, "_turned_away", nobody),
        (web, "_let_in", nobody),
        (web, "_noted", lambda _request, response: response),
        (security, "admit", nobody),
        (security, "HEADERS", []),
        (security, "has_session", lambda _headers: True),
    ):
        out.enter_context(patch.object(module, name, instead))


def scope(path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A request of a member's browser."""
    sent = {**HEADERS, "cookie": f"language=en; session={TOKEN}"} if headers is None else headers
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("localhost", 8000),
    }


async def asked(app: ASGIApp, scope: dict[str, Any], body: bytes = b"") -> int:
    """The status of the answer."""
    status = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(scope, receive, send)
    if status >= 400:
        raise RuntimeError(f"{scope['path']} was answered with {status}")
    return status
