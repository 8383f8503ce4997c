"""Five ideas with 50,000 supports become one and come apart again, while others vote: on both databases."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from tortoise.backends.base.executor import EXECUTOR_CACHE

from benchmarks.figures import Figure
from benchmarks.world import PEOPLE, START, world
from ideas.board import merging
from kernel import db, sessions
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from voting.ballots import actions, queries

T = TypeVar("T")
SUPPORTS = 2_000_000
IDEAS, EACH = (11, 22, 33, 44, 55), 10_000
ELSEWHERE = 990
ROUNDS, AT_ONCE, PAUSE = 5, 4, 0.003
"""A merge and its undo several times over, under so many voters who pause a little after each vote."""
MANAGER, FIRST_VOTER = 1, 200


def merge() -> Iterator[Figure]:
    """In one process with the votes, so that whatever holds the interpreter or the database makes them wait."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = world(20_000, SUPPORTS)
        shutil.copytree(made.data_dir, folder / "world")
        settings = made.model_copy(update={"data_dir": folder / "world"})
        _prepare(settings)
        yield from _figures("SQLite", *asyncio.run(_measured(settings)))
        (folder / "other").mkdir()
        with copied(settings, folder / "other") as other:
            yield from _figures("PostgreSQL", *asyncio.run(_measured(other)))


def _figures(
    name: str, merged: list[float], parted: list[float], waits: list[float], calm: list[float], off: int
) -> Iterator[Figure]:
    yield Figure(f"merge of 5 ideas, 50,000 supports, {name}, the slowest of {ROUNDS}", max(merged), "s", at_most=2)
    yield Figure(f"undo of it, {name}, the slowest of {ROUNDS}", max(parted), "s", at_most=2)
    yield Figure(f"longest wait of a vote meanwhile, {name}", 1000 * max(waits), "ms", at_most=100)
    yield Figure(f"longest wait of as many votes without a merge, {name}", 1000 * max(calm), "ms")
    yield Figure(f"counts less distinct people, {name}", off, "votes", at_most=0)


def _prepare(settings: Settings) -> None:
    """Ten thousand different people behind each of the five; a manager among the people."""
    lot, at = np.random.default_rng(5), START.isoformat(" ")
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute("UPDATE person SET role = 'manager' WHERE id = ?", (MANAGER,))
        for idea in IDEAS:
            people = lot.choice(np.arange(FIRST_VOTER + 40_000, PEOPLE), EACH, replace=False).tolist()
            base.execute("DELETE FROM support WHERE idea_id = ?", (idea,))
            base.execute("DELETE FROM support_event WHERE idea_id = ?", (idea,))
            rows = [(idea, person, at) for person in people]
            base.executemany("INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)", rows)
            base.execute(
                "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) "
                "SELECT idea_id, person_id, 'cast', person_id, at, at FROM support WHERE idea_id = ?",
                (idea,),
            )
        here = f"IN {(*IDEAS, ELSEWHERE)}"
        base.execute(f"UPDATE idea SET status = 'open' WHERE id {here}")
        counted = "(SELECT count(*) FROM support s WHERE s.idea_id = idea.id)"
        base.execute(f"UPDATE idea SET supporters = {counted}, raw_votes = {counted} WHERE id {here}")
        base.execute("ANALYZE")


async def _measured(settings: Settings) -> tuple[list[float], list[float], list[float], list[float], int]:
    EXECUTOR_CACHE.clear()  # statements are kept by table alone, and each kind of database writes them otherwise
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        gc.collect()
        gc.freeze()  # as a process that serves does once it is ready
        manager, numbers = await sessions.viewer_of(MANAGER), iter(range(FIRST_VOTER, FIRST_VOTER + 40_000))
        merged, parted, waits, calm = list[float](), list[float](), list[float](), list[float]()
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            act = merging.merge(manager, sources=list(IDEAS[1:]), target=IDEAS[0])
            made = await _beside(act, numbers, waits, merged)
            await _beside(merging.undo(manager, made.id), numbers, waits, parted)
            await _beside(asyncio.sleep(time.perf_counter() - begun), numbers, calm, [])
        return merged, parted, waits, calm, await _off()


async def _beside(act: Coroutine[Any, Any, T], numbers: Iterator[int], waits: list[float], lengths: list[float]) -> T:
    """An act while others vote, with how long it took and how long each of them waited."""
    over = asyncio.Event()
    voters = [asyncio.create_task(_votes(numbers, waits, over, start)) for start in range(AT_ONCE)]
    await asyncio.sleep(0.1)
    begun = time.perf_counter()
    found = await act
    lengths.append(time.perf_counter() - begun)
    await asyncio.sleep(0.1)
    over.set()
    await asyncio.gather(*voters)
    return found


async def _votes(numbers: Iterator[int], waits: list[float], over: asyncio.Event, start: int) -> None:
    """One vote after the other, in turn for the target, a source and an idea that has nothing to do with it."""
    turn = start
    while not over.is_set():
        viewer, idea = await sessions.viewer_of(next(numbers)), (IDEAS[0], IDEAS[3], ELSEWHERE)[turn % 3]
        begun = time.perf_counter()
        await actions.cast(viewer, await queries.find(viewer, idea))
        waits.append(time.perf_counter() - begun)
        turn += 1
        await asyncio.sleep(PAUSE)


async def _off() -> int:
    """After the last undo each of the ideas counts for itself again."""
    rows = await db.rows(
        "SELECT i.supporters - (SELECT count(*) FROM support s WHERE s.idea_id = i.id) AS off FROM idea i "
        f"WHERE i.id IN ({db.marks(IDEAS)}) OR i.id = ?",
        *IDEAS,
        ELSEWHERE,
    )
    return sum(abs(row["off"]) for row in rows)
