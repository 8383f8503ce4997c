"""Reckoning again after whatever changes a figure."""

from __future__ import annotations

import time
from datetime import timedelta

from kernel import db, events
from kernel.features import Job, Reaction
from kernel.i18n import mark

KIND = "demand.reckon"
SHORTEST = timedelta(seconds=5)
"""How long a reckoning waits for other changes to join it; from the last one it keeps ten times what that took."""
CHANGES = (
    "support.cast",
    "support.withdrawn",
    "supports.imported",
    "ideas.imported",
    "idea.proposed",
    "idea.hidden",
    "idea.restored",
    "idea.regrouped",
    "worth.reckoned",
    "design.published",
    "design.retold",
    "design.withdrawn",
    "design.hidden",
    "design.restored",
    "entry.entered",
    "entry.withdrawn",
    "challenge.turned",
    "score.cast",
    "score.withdrawn",
    "scores.gathered",
    "wish.given",
    "wish.withdrawn",
)
_not_before = 0.0


async def run() -> None:
    """Reckon and keep. The key is given back first: whatever happens from now on asks for another reckoning."""
    from voting.demand import reckon  # brings scipy, which the site does without

    global _not_before
    begun = time.monotonic()
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", KIND)
    if begun < _not_before:
        await events.wake(KIND, after=timedelta(seconds=_not_before - begun))
        return
    stored = await reckon.latest()
    if stored and await reckon.stands(stored):
        return
    await reckon.store(await reckon.reckon())
    ended = time.monotonic()
    _not_before = ended + 10 * (ended - begun)


jobs = [Job(KIND, run, label=mark("Reckoning demand"))]
reactions = [Reaction("demand.reckon", CHANGES, wakes=KIND, after=SHORTEST)]
