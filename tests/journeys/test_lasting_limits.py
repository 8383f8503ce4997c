"""Limits of what guards passwords and letter boxes: another process, or the same after a restart, counts on from where it was."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest
from fakeredis import TcpFakeServer

from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests.voting.ballots.test_killed import ready

ROOT = Path(__file__).parents[2]
LETTERS = 5
"""So many letters are sent to one address at once."""


@contextmanager
def serving(settings: Settings, redis: str = "") -> Iterator[str]:
    """The site as a process of its own, with its limits on; it is killed, never asked to stop."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = {"DATA_DIR": str(settings.data_dir), "SECRET": settings.secret, "DATABASE_URL": settings.database_url}
    told |= {"REDIS_URL": redis, "RATE_LIMITS": "on"}
    process = subprocess.Popen(
        [sys.executable, "run.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **{f"TANDEM_{name}": value for name, value in told.items()}},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def redis() -> Iterator[str]:
    """What speaks Redis on a port of this machine."""
    server = TcpFakeServer(("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"redis://127.0.0.1:{server.server_address[1]}/0"
    server.shutdown()
    server.server_close()


async def asked(base: str, times: int, email: str = "ada@example.org") -> list[int]:
    """Ask so often for a letter with a new password; the statuses."""
    async with httpx2.AsyncClient(base_url=base, timeout=60) as client:
        return [(await client.post("/reset", data={"email": email})).status_code for _ in range(times)]


async def rows(settings: Settings) -> int:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        return int(await db.value("SELECT count(*) FROM allowance"))


async def test_who_was_too_fast_before_a_restart_is_so_after_it(settings: Settings) -> None:
    with serving(settings) as base:
        await ready(base)
        told = await asked(base, LETTERS + 1)
        assert 429 not in told[:LETTERS]
        assert told[LETTERS] == 429
    with serving(settings) as base:
        await ready(base)
        assert await asked(base, 1) == [429]
        assert 429 not in await asked(base, 1, "ben@example.org")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_two_hosts_that_share_redis_count_together_and_a_third_after_them(settings: Settings, redis: str) -> None:
    with ExitStack() as stack:
        one, other = [stack.enter_context(serving(settings, redis)) for _ in range(2)]
        await ready(one)
        await ready(other)
        assert 429 not in [*await asked(one, 3), *await asked(other, LETTERS - 3)]
        assert await asked(one, 1) == await asked(other, 1) == [429]
    with serving(settings, redis) as third:
        await ready(third)
        assert await asked(third, 1) == [429]
    assert await rows(settings) == 0
