"""How long somebody whom thousands listen to waits to read why, and how many statements that takes."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from ambassadors.influence.models import Run
from benchmarks.figures import Figure
from kernel import clock, db, migrate, site
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast
from tests.ambassadors.influence import told
from tests.browsing import site_on
from tests.ideas.board import things

PEOPLE, LINES, DAYS, TOPICS, IDEAS, ROUNDS = 3_000, 5_000, 365, 40, 60, 25
KINDS = ("support", "comment", "remix", "help", "meeting")


def page() -> Iterator[Figure]:
    """5,000 lines through 3,000 people, a year of daily scores, 40 topics, on SQLite; nothing of the page is kept."""
    with tempfile.TemporaryDirectory() as place:
        taken, asked, size = asyncio.run(_read(Path(place)))
    yield Figure("why page, its owner's", statistics.median(taken) * 1000, "ms", at_most=50)
    yield Figure("why page, slowest of 25", max(taken) * 1000, "ms")
    yield Figure("why page, statements", asked, "statements", at_most=10)
    yield Figure("why page, sent", size / 1000, "kB")


async def _read(folder: Path) -> tuple[list[float], int, int]:
    settings = Settings(data_dir=folder, rate_limits="off")
    built = house(settings)
    open_house(built)
    await migrate.migrate(built)
    async with db.opened(settings, built.features):
        await site.change(ready=True)
        await _heard()
    taken: list[float] = []
    async with site_on(built) as stranger:
        browser = await cast.browser_as(stranger, "ben")
        await browser.get("/people/ben/influence")
        for _round in range(ROUNDS):
            start = time.perf_counter()
            reply = await browser.get("/people/ben/influence")
            taken.append(time.perf_counter() - start)
        with _statements() as asked:
            await browser.get("/people/ben/influence")
    assert b"walked__total" in reply.content
    return taken, len(asked), len(reply.content)


@contextmanager
def _statements() -> Iterator[list[str]]:
    client: Any = type(db.client())
    asked: list[str] = []
    held = {name: getattr(client, name) for name in ("execute_query_dict", "execute_query")}
    for name, original in held.items():

        async def counted(self: Any, query: str, *values: Any, original: Any = original, **more: Any) -> Any:
            asked.append(query)
            return await original(self, query, *values, **more)

        setattr(client, name, counted)
    yield asked
    for name, original in held.items():
        setattr(client, name, original)


async def _heard() -> None:
    """Somebody whom many listen to, in many places, since a year."""
    ben, now = await cast.person("ben"), clock.now()
    ideas = [
        await things.idea(f"Idea {n}", by=await cast.member("ben"), tag_names=[f"t{n % 20}"]) for n in range(IDEAS)
    ]
    await db.execute_many(
        "INSERT INTO person (id, handle, name, email, password, role, language, zone, bio, is_claimed, is_ambassador, "
        "created_at) VALUES (?, ?, ?, ?, '', 'member', 'en', '', '', ?, ?, ?)",
        [(100 + n, f"p{n}", f"Person {n}", f"p{n}@example.org", True, False, now) for n in range(PEOPLE)],
    )
    for days in range(DAYS, 0, -1):
        await told.score(await told.run(days=days), ben.id, 900 + days, percentile=90 + days % 7)
    for topic in range(TOPICS):
        await told.score(await told.run(f"tag:t{topic % 20}", days=0), ben.id, 90 + topic)
    for days in (1, 0):
        await _lines(await told.run(days=days), ben.id, [idea.id for idea in ideas], now - timedelta(days=40))


async def _lines(run: Run, person: int, ideas: list[int], at: Any) -> None:
    rows = [
        (
            run.id,
            person,
            100 + n % PEOPLE,
            KINDS[n % 5],
            f"tag:t{n % 20}",
            1 + (n * 7919) % 37,
            1 + n % 3,
            ideas[n % IDEAS],
        )
        for n in range(LINES)
    ]
    await db.execute_many(
        "INSERT INTO influence_line (run_id, person_id, through_id, kind, place, walks, events, subject_id, subject_kind, "
        "first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'idea', ?, ?)",
        [(*row, at, at + timedelta(days=n % 30)) for n, row in enumerate(rows)],
    )
    parts = {kind: sum(row[5] for row in rows if row[3] == kind) for kind in KINDS}
    await told.score(run, person, sum(parts.values()), parts=parts)
