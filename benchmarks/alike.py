"""What is proposed already among 20,000 ideas, as a page asks for it: how long it takes, and what the index lets through."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from tortoise.backends.base.executor import EXECUTOR_CACHE

from benchmarks.figures import Figure
from benchmarks.labelled import HELD, Text, proposals, texts
from benchmarks.similar import recall
from benchmarks.world import _insert
from ideas.discovery import likeness, rarity
from kernel import db, search
from kernel.features import open_house
from kernel.migrate import migrate
from kernel.settings import Settings
from kernel.viewer import STRANGER
from run import house

IDEAS, ASKED, WARM = 20_000, 300, 30
START = datetime(2026, 1, 1, tzinfo=UTC)
SLOWEST = 80.0
"""Milliseconds that 95 of 100 answers may take."""


def found() -> Iterator[Figure]:
    """With the index of words in a folder beside SQLite, and with PostgreSQL's own."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = _made(folder / "world")
        yield from _figures("Whoosh", *asyncio.run(_measured(made)))
        with copied(made, folder) as other:
            chosen = other.model_copy(update={"search": "postgresql"})
            yield from _figures("PostgreSQL", *asyncio.run(_measured(chosen)))


def _figures(
    engine: str, titles: Sequence[float], whole: Sequence[float], places: Sequence[list[int]]
) -> Iterator[Figure]:
    for name, taken in (("a title", titles), ("a title and a text", whole)):
        yield Figure(f"alike to {name}, median, {engine}", float(np.percentile(taken, 50)), "ms")
        yield Figure(f"alike to {name}, 95 of 100, {engine}", float(np.percentile(taken, 95)), "ms", at_most=SLOWEST)
    yield Figure(f"recall at 5 among {IDEAS:,}, whichever language, held out, {engine}", recall(places), "")


async def _measured(settings: Settings) -> tuple[list[float], list[float], list[list[int]]]:
    """Milliseconds for titles, for titles with their texts, and the places of what is the same."""
    EXECUTOR_CACHE.clear()  # statements are kept by table alone, and each kind of database writes them otherwise
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        begun = time.perf_counter()
        await search.caught_up()
        sys.stderr.write(f"index of {IDEAS:,} ideas: {time.perf_counter() - begun:.0f} s\n")
        await rarity.count()
        known = texts()
        asked = [number for number, text in enumerate(known, 1) if text.part == HELD][:ASKED]
        for number in asked[:WARM]:
            await _ask(known, number, whole=True)
        titles = [(await _ask(known, number, whole=False))[0] for number in asked]
        whole = [await _ask(known, number, whole=True) for number in asked]
        return titles, [taken for taken, _ in whole], [places for _, places in whole if places]


async def _ask(known: Sequence[Text], number: int, *, whole: bool) -> tuple[float, list[int]]:
    """One question of a stranger; ideas of the set have its numbers, from 1."""
    text = known[number - 1]
    begun = time.perf_counter()
    alike = await likeness.to(STRANGER, text.title, text.body if whole else "", but=[number])
    taken = 1000 * (time.perf_counter() - begun)
    order = [one.idea_id for one in alike]
    goals = [n for n, other in enumerate(known, 1) if n != number and text.same(other)]
    return taken, [order.index(goal) if goal in order else len(order) + 100 for goal in goals]


def _made(folder: Path) -> Settings:
    """A site with the labelled set, the public proposals, and texts drawn from real words up to their number."""
    settings = Settings(
        data_dir=folder, secret="of-the-benchmarks", rate_limits="off", base_url="http://localhost:8000"
    )
    asyncio.run(migrate(house(settings)))
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute("PRAGMA foreign_keys = OFF")
        _insert(base, "person", iter([_person()]))
        _insert(base, "board", iter([_board()]))
        _insert(base, "idea", (_idea(n, *told) for n, told in enumerate(_told(), 1)))
        base.commit()
    return settings


def _told() -> Iterator[tuple[str, str, str]]:
    from benchmarks.texts import texts as drawn

    told = [(text.title, text.body, text.language) for text in texts()]
    told += [(title, body, "fr") for title, body in proposals()]
    yield from told
    yield from ((text.title, text.body, text.language) for text in drawn(IDEAS - len(told)))


def _person() -> dict[str, Any]:
    return {
        "id": 1, "handle": "p1", "name": "Person", "email": "p1@example.org", "role": "member", "is_claimed": True,
        "email_confirmed_at": _text(0), "is_ambassador": False, "bio": "", "language": "en", "zone": "", "created_at": _text(0),
    }  # fmt: skip


def _board() -> dict[str, Any]:
    return {
        "id": 1, "slug": "all", "name": "All", "description": "", "colour": "moss", "see": "everyone", "propose": "members",
        "comment": "members", "support": "members", "is_open": True, "position": 1, "ideas": IDEAS, "created_at": _text(0),
    }  # fmt: skip


def _idea(number: int, title: str, body: str, language: str) -> dict[str, Any]:
    return {
        "id": number, "board_id": 1, "author_id": 1, "title": title[:200], "slug": str(number), "body": body, "folded": "",
        "status": "open", "merged_from": 0, "supporters": 1, "raw_votes": 1, "comments": 0, "trending": 0.0,
        "created_at": _text(number), "status_at": _text(number), "is_listed": True, "language": language,
    }  # fmt: skip


def _text(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat(" ")
