"""Each idea is looked at once, and again when its words change: what is very like it waits for the team as a pair."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

from ideas.discovery import likeness, rarity, sameness
from kernel import clock, db, events
from kernel.features import Job, Reaction
from kernel.search import backends
from kernel.search.errors import Away
from kernel.viewer import SYSTEM

KIND, NIGHT = "likeness.look", "likeness.night"
CERTAIN = 0.7
"""The chance of being the same from which a pair is put before the team."""
MOST = 8
"""Pairs that one idea brings."""
BATCH = 10
TURN = 2.0
"""Seconds after which other work of the worker has its turn."""
AFTER = timedelta(seconds=20)
"""By then the index holds what was proposed."""
AGAIN = timedelta(days=90)
"""After so long an idea is looked at once more: others have come, and words have become rarer or less rare."""


async def run() -> None:
    """Look for a while. The key is given back first: whatever happens from now on asks for another run."""
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", KIND)
    if not await _is_ready():
        return
    if await rarity.is_due():
        await rarity.count()
    if await look(seconds=TURN):
        await events.wake(KIND, after=timedelta(0))


async def night() -> None:
    """Words are counted anew, and what was looked at long ago is looked at again."""
    await rarity.count()
    await db.execute("DELETE FROM likeness_looked WHERE at < ?", clock.now() - AGAIN)
    await events.wake(KIND, after=timedelta(0))


async def look(*, seconds: float) -> bool:
    """Look at what waits, the newest first; says whether something is left after so many seconds."""
    end = time.monotonic() + seconds
    while found := await _waiting():
        for idea in found:
            await _look_at(idea)
            if time.monotonic() > end:
                return True
    return False


async def _is_ready() -> bool:
    """Is there an index to look in? Whoever makes it does not wake this; the night does."""
    try:
        await backends.chosen().position()
    except Away:
        return False
    return True


async def _waiting() -> list[db.Row]:
    return await db.rows(
        "SELECT i.id, i.title, i.body, i.language FROM idea i LEFT JOIN likeness_looked k ON k.idea_id = i.id "
        f"WHERE i.is_listed = ? AND (k.id IS NULL OR k.at < i.edited_at) ORDER BY i.id DESC LIMIT {BATCH}",
        True,
    )


async def _look_at(idea: db.Row) -> None:
    """Compare an idea with those that share its rare words, and with those it was found to be like before."""
    number, now = idea["id"], clock.now()
    before = await db.rows("SELECT id, a_id, b_id FROM likeness WHERE a_id = ? OR b_id = ?", number, number)
    pairs = {row["a_id"] + row["b_id"] - number: row["id"] for row in before}
    found = await likeness.weighed(
        SYSTEM, idea["title"], idea["body"], language=idea["language"], but=[number], also=list(pairs)
    )
    certain = {one.idea_id: one.score for one in found if one.score >= CERTAIN}
    best = dict(list(certain.items())[:MOST]) | {other: certain.get(other, 0.0) for other in pairs}
    async with db.transaction(quiet=True):
        await _keep(number, best)
        await db.execute(
            "INSERT INTO likeness_looked (idea_id, at) VALUES (?, ?) ON CONFLICT (idea_id) DO UPDATE SET at = excluded.at",
            number,
            now,
        )


async def _keep(idea: int, scores: Mapping[int, float]) -> None:
    """What the idea's words are like others'; who ruled or said something of a pair is not contradicted."""
    now = clock.now()
    pairs = [(min(idea, other), max(idea, other), score, now) for other, score in scores.items()]
    await db.execute_many(
        "INSERT INTO likeness (a_id, b_id, score, said, certainty, found_at) VALUES (?, ?, ?, 0, 0, ?) "
        "ON CONFLICT (a_id, b_id) DO UPDATE SET score = excluded.score",
        pairs,
    )
    rows = await db.rows("SELECT id FROM likeness WHERE a_id = ? OR b_id = ?", idea, idea)
    await sameness.recount([row["id"] for row in rows])
    await db.execute(
        "DELETE FROM likeness WHERE (a_id = ? OR b_id = ?) AND score = 0 AND said = 0 AND ruling IS NULL", idea, idea
    )


async def certainties(*, fix: bool = False) -> list[str]:
    """Pairs whose certainty is not what their words and members make it."""
    rows = await db.rows("SELECT id, a_id, b_id, score, said, certainty FROM likeness ORDER BY id")
    wrong = [row for row in rows if abs(row["certainty"] - sameness.certainty(row["score"], row["said"])) > 1e-9]
    if fix and wrong:
        async with db.transaction():
            await sameness.recount([row["id"] for row in wrong])
    return [f"ideas {row['a_id']} and {row['b_id']}: certainty {row['certainty']:.3f} kept" for row in wrong]


EVENTS: Sequence[str] = ("idea.proposed", "idea.edited", "idea.restored", "idea.parted", "ideas.written")
jobs = [Job(KIND, run), Job(NIGHT, night, every=86_400)]
reactions = [Reaction(KIND, tuple(EVENTS), wakes=KIND, after=AFTER)]
