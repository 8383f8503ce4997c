"""A whole reckoning of influence, 100,000 people with 1,000,000 supports and 200,000 comments: read, walk, keep."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

from benchmarks.figures import Figure
from benchmarks.world import PEOPLE, START, world
from kernel.settings import Settings

IDEAS, SUPPORTS, COMMENTS, ANSWERS = 20_000, 1_000_000, 200_000, 4
"""Every fourth comment answers the one before it."""
NOW = datetime(2026, 11, 20, tzinfo=UTC)


class Taken(NamedTuple):
    """Seconds by the clock and of processors, MB at most: all that is resident, and without mapped files."""

    wall: float
    processor: float
    resident: float
    own: float
    links: int
    walks: int


def reckoning() -> Iterator[Figure]:
    """In a process of its own, from a copy of the world in which people also talk."""
    with tempfile.TemporaryDirectory() as place:
        settings = _talking(Path(place))
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            taken = alone.submit(_taken, settings).result()
    said = f"reckoning of {PEOPLE:,} people, {SUPPORTS:,} supports, {COMMENTS:,} comments"
    yield Figure(f"{said}, {taken.links:,} links, {taken.walks:,} walks", taken.wall, "s", at_most=120)
    yield Figure("its processor time", taken.processor, "s", at_most=80)
    yield Figure("its memory, libraries and mapped file included", taken.resident, "MB", at_most=1400)
    yield Figure("its own memory", taken.own, "MB")


def _talking(folder: Path) -> Settings:
    """The world with threads: few ideas are talked of much, as few are wanted by many."""
    settings = world(IDEAS, SUPPORTS).model_copy(update={"data_dir": folder})
    shutil.copyfile(world(IDEAS, SUPPORTS).sqlite_path, settings.sqlite_path)
    lot = np.random.default_rng(3)
    weight = 1 / np.arange(1, IDEAS + 1) ** 0.6
    idea = (np.sort(lot.choice(IDEAS, COMMENTS, p=weight / weight.sum())) + 1).tolist()
    author, second = lot.integers(1, PEOPLE + 1, COMMENTS).tolist(), lot.integers(0, 320 * 86_400, COMMENTS).tolist()
    rows = [
        (n + 1, idea[n], author[n], n if n % ANSWERS == 0 and n and idea[n - 1] == idea[n] else None,
         (START + timedelta(seconds=second[n])).isoformat(" "))
        for n in range(COMMENTS)
    ]  # fmt: skip
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute("PRAGMA synchronous = OFF")
        base.execute(
            "INSERT INTO thread (id, subject_kind, subject_id, comments) SELECT id, 'idea', id, 0 FROM idea ORDER BY id"
        )
        base.executemany(
            "INSERT INTO comment (id, thread_id, author_id, parent_id, body, is_internal, reactions, created_at) "
            "VALUES (?, ?, ?, ?, 'I see.', 0, 0, ?)",
            rows,
        )
        base.commit()
        base.execute("ANALYZE")
    return settings


def _taken(settings: Settings) -> Taken:
    return asyncio.run(_reckoned(settings))


async def _reckoned(settings: Settings) -> Taken:
    from ambassadors.influence import queries, runs
    from kernel import clock, db
    from kernel.features import open_house
    from run import house

    built, own = house(settings), [0.0]
    open_house(built)
    threading.Thread(target=_watch, args=(own,), daemon=True).start()
    async with db.opened(settings, built.features):
        with clock.at(NOW):
            wall, processor = time.perf_counter(), time.process_time()
            await runs.reckon(topics=False)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
        run = await queries.newest()
        assert run is not None
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Taken(wall, processor, resident, own[0], run.links, run.walks)


def _watch(own: list[float]) -> None:
    process = psutil.Process()
    while True:
        info = process.memory_info()
        own[0] = max(own[0], (info.rss - getattr(info, "shared", 0)) / 2**20)
        time.sleep(0.05)
