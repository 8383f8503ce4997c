"""How rare each word is on this site, counted every night out of all its ideas and remembered for a while."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from ideas.discovery import models, similarity
from ideas.discovery.similarity import Rarity, Said
from kernel import cache, clock, db
from kernel.search import languages

REMEMBERED = timedelta(minutes=10)
BATCH = 200
MOST = 50_000
"""Words that are kept, the most frequent; the others count as rare as can be."""
GROWN = 1.2
"""So many times as many ideas as were counted ask for another count."""
_kept: tuple[int, datetime, Rarity] | None = None


async def known() -> Rarity:
    """The newest count, at most ten minutes late; every word is as rare as any before the first."""
    global _kept
    era, now = cache.generation() >> 80, clock.now()
    if _kept is None or _kept[0] != era or not now - REMEMBERED < _kept[1] <= now:
        row = await models.Rarity.get_or_none(id=1)
        _kept = era, now, Rarity(row.ideas, row.words) if row else Rarity()
    return _kept[2]


async def is_due() -> bool:
    """Are there many more ideas than when words were last counted?"""
    counted = await db.value("SELECT ideas FROM rarity WHERE id = 1") or 0
    listed = await db.value("SELECT count(*) FROM idea WHERE is_listed = ?", True)
    return bool(listed > GROWN * counted)


async def count() -> None:
    """Count the words of all listed ideas anew."""
    global _kept
    held: dict[str, int] = {}
    last = number = 0
    while rows := await db.rows(
        "SELECT id, title, substr(body, 1, ?) AS body, language FROM idea WHERE is_listed = ? AND id > ? "
        f"ORDER BY id LIMIT {BATCH}",
        similarity.LONGEST,
        True,
        last,
    ):
        last, number = rows[-1]["id"], number + len(rows)
        for one in await asyncio.to_thread(_read, rows):
            for token in one.tokens():
                held[token] = held.get(token, 0) + 1
    often = sorted((token for token, ideas in held.items() if ideas > 1), key=lambda token: -held[token])[:MOST]
    words = {token: held[token] for token in often}
    await models.Rarity.update_or_create(id=1, defaults={"ideas": number, "words": words, "counted_at": clock.now()})
    _kept = None


def _read(rows: list[db.Row]) -> list[Said]:
    texts = [(f"{row['title']}\n{row['body']}", row["language"]) for row in rows]
    return [similarity.said(text, language or languages.of(text)) for text, language in texts]
