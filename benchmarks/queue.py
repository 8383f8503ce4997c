"""The queue of moderation over 50,000 open reports: its first page, a later one, and what comes next."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from community.moderation import queue, registry, rulebook
from kernel import db
from kernel.features import open_house
from kernel.migrate import migrate
from kernel.settings import Settings
from kernel.viewer import MEMBERS, STAFF, Viewer
from run import house

REPORTS, CASES, PEOPLE, TIMES = 50_000, 40_000, 5_000, 40
NOW = "2026-01-01 00:00:00+00:00"
MODERATOR = Viewer(id=1, role="manager", audiences=frozenset({"everyone", MEMBERS, STAFF}))


def waiting() -> Iterator[Figure]:
    """Whole pages as their handlers gather them: the list, the things in it, the count."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(data_dir=Path(place), rate_limits="off")
        yield from asyncio.run(_measured(settings))


async def _measured(settings: Settings) -> list[Figure]:
    found = house(settings)
    open_house(found)
    await migrate(found)
    async with db.opened(settings, found.features):
        await _fill()
        return [figure async for figure in _figures()]


async def _fill() -> None:
    """People, one comment each for the cases, and reports spread over them as such things are: few have many."""
    async with db.transaction(quiet=True):
        await db.execute_many(
            "INSERT INTO person (id, handle, name, email, role, language, zone, bio, is_claimed, is_ambassador, created_at) "
            "VALUES (?, ?, 'Somebody', ?, 'member', 'en', '', '', 1, 0, ?)",
            [(n, f"p{n}", f"p{n}@example.org", NOW) for n in range(1, PEOPLE + 1)],
        )
        await db.execute("INSERT INTO thread (id, subject_kind, subject_id, comments) VALUES (1, 'idea', 1, 0)")
        await db.execute_many(
            "INSERT INTO comment (id, thread_id, author_id, body, is_internal, reactions, created_at) "
            "VALUES (?, 1, ?, 'Buy cheap watches here', 0, 0, ?)",
            [(n, n % PEOPLE + 1, NOW) for n in range(1, CASES + 1)],
        )
        draw = np.random.default_rng(7)
        await db.execute_many(
            "INSERT INTO moderation_case (id, subject_kind, subject_id, author_id, state, source, rule, reports, heard, "
            "reach, place, follows, reasons, band, sketch, opened_at) "
            "VALUES (?, 'comment', ?, ?, 'open', 'reports', 'selling', 1, 0.5, 0, ?, 0, '[]', ?, '', ?)",
            [(n, n, n % PEOPLE + 1, float(p), n % 900, NOW) for n, p in enumerate(draw.normal(size=CASES), start=1)],
        )
        await db.execute_many(
            "INSERT INTO report (subject_kind, subject_id, reporter_id, rule, version, text, is_anonymous, created_at, follows) "
            "VALUES ('comment', ?, ?, 'selling', 1, '', 0, ?, 0)",
            [(n % CASES + 1, (n * 7 + n // CASES) % PEOPLE + 1, NOW) for n in range(REPORTS)],
        )


async def _figures() -> AsyncIterator[Figure]:
    later = (await queue.cases_waiting(MODERATOR)).after
    for name, after in (("first page", None), ("second page", later)):
        times = [await _page(after) for _turn in range(TIMES)]
        yield Figure(
            f"moderation queue over {REPORTS:,} reports, {name}", 1000 * float(np.median(times)), "ms", at_most=100
        )
    begun = time.perf_counter()
    for _turn in range(TIMES):
        await queue.take_next(MODERATOR)
    yield Figure("the next case, taken", 1000 * (time.perf_counter() - begun) / TIMES, "ms", at_most=100)


async def _page(after: str | None) -> float:
    begun = time.perf_counter()
    listing = await queue.cases_waiting(MODERATOR, after)
    await registry.things((one.kind, one.id) for one in listing.items)
    await queue.count()
    await queue.load()
    await rulebook.names()
    return time.perf_counter() - begun
