"""A server killed while votes come in: whatever it acknowledged is there, once, and the counts are those of the ledger."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from kernel import clock, db, sessions
from kernel.features import open_house
from kernel.models import Session
from kernel.settings import Settings
from run import house
from tests import cast
from tests.voting.ballots.test_support import idea
from voting.ballots import proofs

PEOPLE, IDEAS, ENOUGH = 25, 20, 60
Given = set[tuple[int, int]]
"""Idea and person of every support that was acknowledged."""


@contextmanager
def served(settings: Settings) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The site as a process of its own; it is killed, never asked to stop."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = {"DATA_DIR": str(settings.data_dir), "SECRET": settings.secret, "DATABASE_URL": settings.database_url}
    words = [sys.executable, "run.py", "serve", "--port", str(port)]
    environment = {**os.environ, **{f"TANDEM_{name}": value for name, value in told.items()}}
    root = Path(__file__).parents[3]
    process = subprocess.Popen(words, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


async def members() -> list[str]:
    """Tokens of the sessions of some people."""
    now = clock.now()
    tokens = [f"token-{n}" for n in range(PEOPLE)]
    for n, token in enumerate(tokens):
        who = await cast.person(f"member{n}")
        key, ends = sessions.digest(token), now + sessions.LIFE
        await Session.create(id=key, person_id=who.id, created_at=now, seen_at=now, expires_at=ends)
    return tokens


async def ready(base: str) -> None:
    async with httpx2.AsyncClient() as client, asyncio.timeout(30):
        while True:
            try:
                if (await client.get(f"{base}/readyz")).status_code == 200:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)


async def votes(base: str, token: str, person: int, ideas: list[int], given: Given) -> None:
    """One support after the other until the server is gone, with a double click at each."""
    form = {"csrf": sessions.csrf_of(token)}
    async with httpx2.AsyncClient(base_url=base, cookies={"session": token}) as client:
        for number in ideas:
            clicks = (client.post(f"/ideas/{number}/support", data=form) for _ in range(2))
            try:
                answers = await asyncio.gather(*clicks)
            except httpx2.TransportError:
                return
            assert [answer.status_code for answer in answers] == [303, 303]
            given.add((number, person))


async def killed(process: subprocess.Popen[bytes], given: Given) -> None:
    async with asyncio.timeout(30):
        while len(given) < ENOUGH:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    process.kill()


async def test_no_acknowledged_vote_is_lost_when_the_server_is_killed(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        tokens = await members()
        ideas = [(await idea()).id for _ in range(IDEAS)]
        people = [(await cast.person(f"member{n}")).id for n in range(PEOPLE)]
    given: Given = set()
    with served(settings) as (base, process):
        await ready(base)
        voters = [votes(base, token, person, ideas, given) for token, person in zip(tokens, people, strict=True)]
        await asyncio.gather(*voters, killed(process, given))
    assert ENOUGH <= len(given) < PEOPLE * IDEAS
    async with db.opened(built.settings, built.features):
        standing = {(row["idea_id"], row["person_id"]) for row in await db.rows("SELECT * FROM support")}
        assert given <= standing
        assert await db.value("SELECT COUNT(*) AS n FROM support_event") == len(standing)
        assert await db.value("SELECT COUNT(*) AS n FROM event WHERE kind = 'support.cast'") == len(standing)
        assert await proofs.supports() == []
