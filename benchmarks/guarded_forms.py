"""What all guards cost a form that a member sends: a support, each by another voter so that each is written.

Beside what is taken out of a page (`guards`) stand here the token and where the form comes from, the limit of writes, and the
trace that a vote is looked at with: its salt, its hashes and its row. A support has no brake of new accounts. Each voter has
looked at the page a moment before, as whoever presses its button has, so their session is known.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from starlette.requests import Request
from starlette.types import ASGIApp

from benchmarks import guards
from benchmarks.figures import Figure
from benchmarks.guards import AT_ONCE, FIRST, SERVED, TURNS
from benchmarks.load import Served, served
from benchmarks.pages import site
from benchmarks.votes import EMPTIED, IDEA, SESSION, sessions_of_voters
from benchmarks.world import world
from kernel import db, security, sessions
from kernel.app import create
from kernel.features import open_house
from kernel.sessions import csrf_of
from kernel.settings import Settings
from kernel.viewer import Viewer
from run import house
from voting.ballots import traces

PATH = f"/ideas/{IDEA}/support"
VOTERS = FIRST * AT_ONCE + SERVED
"""Of the server; those of the turns come behind them."""


def both() -> Iterator[Figure]:
    """Of pages, and of a form."""
    yield from guards.guards()
    yield from support()


def support() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as place:
        folder, known = Path(place), world(1_000, 100_000)
        shutil.copytree(known.data_dir, folder, dirs_exist_ok=True)
        settings = known.model_copy(update={"data_dir": folder, "rate_limits": "on"})
        with sqlite3.connect(settings.sqlite_path) as base:
            for statement in EMPTIED:
                base.execute(statement)
            base.executemany(SESSION, list(sessions_of_voters()))
            base.execute("ANALYZE session")
        open_house(house(settings))
        with served("run:app", {**site(settings), "TANDEM_RATE_LIMITS": "on"}) as server:
            whole = _as_served(server)
        yield from asyncio.run(_measured(settings, whole))


def _sent(voter: int, method: str = "POST") -> tuple[dict[str, str], bytes]:
    """What one sends: headers and, with a POST, the form."""
    body = f"csrf={csrf_of(f'voter-{voter}')}".encode() if method == "POST" else b""
    told = {**guards.HEADERS, "cookie": f"language=en; session=voter-{voter}", "content-length": str(len(body))}
    return {**told, "content-type": "application/x-www-form-urlencoded"}, body


def _as_served(server: Served) -> float:
    """Seconds of the server's processor for one support."""
    line = HTTPConnection(server.base.removeprefix("http://"))
    begun = 0.0
    for method, path in (("GET", f"/ideas/{IDEA}"), ("POST", PATH)):
        for n in range(VOTERS):
            if n == FIRST * AT_ONCE:
                begun = sum(server.process.cpu_times()[:2])
            headers, body = _sent(n + 1, method)
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            if answer.read() and answer.status >= 400:
                raise RuntimeError(f"{path} was answered with {answer.status}")
    return float(sum(server.process.cpu_times()[:2]) - begun) / SERVED


async def _measured(settings: Settings, whole: float) -> list[Figure]:
    built = house(settings)
    open_house(built)
    app = create(built)
    async with db.opened(settings, built.features):
        with_them, without = await _by_turns(app)
        many = await db.value("SELECT count(*) AS n FROM support WHERE idea_id = ?", IDEA)
        if many != VOTERS + 2 * (TURNS + FIRST) * AT_ONCE:
            raise RuntimeError(f"{many} votes are in, not each of them")
    spent = with_them - without
    return [
        Figure(f"guards of POST {PATH}", 100 * spent / whole, "% of the request", at_most=10),
        Figure(f"guards of POST {PATH}, without the server around it", 100 * spent / with_them, "%"),
        Figure(f"guards of POST {PATH}, by themselves", 1000 * spent, "ms"),
        Figure(f"POST {PATH}, the whole request", 1000 * whole, "ms"),
    ]


async def _by_turns(app: ASGIApp) -> tuple[float, float]:
    """Seconds of a support with the guards and without, the middle of many turns."""
    spent: tuple[list[float], list[float]] = ([], [])
    voter = VOTERS
    for turn in range(TURNS + FIRST):
        for place in (0, 1) if turn % 2 else (1, 0):
            voters = range(voter + 1, voter + AT_ONCE + 1)
            voter += AT_ONCE
            for one in voters:
                await sessions.load(Request(guards.scope(PATH, "POST", _sent(one)[0])))
            async with _dressed(voters, without=bool(place)):
                security.forget_limits()
                begun = time.process_time()
                for one in voters:
                    headers, body = _sent(one)
                    await guards.asked(app, guards.scope(PATH, "POST", headers), body)
                if turn >= FIRST:
                    spent[place].append((time.process_time() - begun) / AT_ONCE)
    return median(spent[0]), median(spent[1])


@asynccontextmanager
async def _dressed(voters: range, *, without: bool) -> AsyncIterator[None]:
    """Some voters in turn, whom nobody asks who they are where the guards are out."""
    with ExitStack() as out:
        if without:
            known = iter([await sessions.viewer_of(one) for one in voters])
            guards.without(out, Viewer())

            async def next_one(_connection: Any) -> tuple[Viewer, dict[str, Any]]:
                return next(known), {}

            async def nothing(*_asked: Any) -> None:
                return None

            out.enter_context(patch.object(sessions, "load", next_one))
            out.enter_context(patch.object(traces, "of", nothing))
        yield
