"""How long the event loop waits at worst while twenty people sign in at once, at the cost that the site hashes with."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from community.people import actions, entrance, passwords
from kernel import db
from kernel.features import House, open_house
from kernel.migrate import migrate
from kernel.settings import Settings
from run import house
from tests.cast import COSTLY

AT_ONCE, EVERY = 20, 0.001
SECRET = "a phrase that nobody guesses"


def sign_in() -> Iterator[Figure]:
    passwords.hasher = COSTLY
    with tempfile.TemporaryDirectory() as place:
        built = house(Settings(data_dir=Path(place)))
        open_house(built)
        asyncio.run(migrate(built))
        worst, spent = asyncio.run(_measured(built))
    yield Figure(f"event loop, longest wait while {AT_ONCE} sign in", worst * 1000, "ms", at_most=20)
    yield Figure(f"sign-in, each of {AT_ONCE} at once", spent / AT_ONCE * 1000, "ms")


async def _measured(built: House) -> tuple[float, float]:
    async with db.opened(built.settings, built.features):
        for number in range(AT_ONCE):
            await actions.create(name=f"P{number}", email=f"p{number}@example.org", password=SECRET)
        await _one(0)
        watch = asyncio.create_task(_watch())
        begun = time.perf_counter()
        await asyncio.gather(*(_one(number) for number in range(AT_ONCE)))
        spent = time.perf_counter() - begun
        watch.cancel()
        return max(_waits), spent


_waits: list[float] = []


async def _watch() -> None:
    """Wake every millisecond and note by how much that came late."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(EVERY)
        _waits.append(time.perf_counter() - before - EVERY)


async def _one(number: int) -> None:
    if await entrance.sign_in(email=f"p{number}@example.org", password=SECRET) is None:
        raise RuntimeError("the password did not open the account")
