"""Reckoning again after whatever changes a figure."""

from __future__ import annotations

import time
from datetime import timedelta

from kernel import db, events
from kernel.features import Job, Reaction
from kernel.i18n import mark

KIND = "demand.reckon"
SHORTEST = 5.0
"""Seconds that a reckoning waits for others to join it; at least ten times what the last one took."""
CHANGES = (
    "support.cast",
    "support.withdrawn",
    "supports.imported",
    "ideas.imported",
    "idea.proposed",
    "idea.hidden",
    "idea.restored",
    "worth.reckoned",
)
_took = 0.0


async def soon(event: db.Row) -> None:
    """Ask for a reckoning; asked for already, it comes once."""
    await events.enqueue(KIND, key=KIND, after=timedelta(seconds=max(SHORTEST, 10 * _took)))


async def run() -> None:
    """Reckon and keep. The key is given back first: whatever happens from now on asks for another reckoning."""
    from voting.demand import reckon  # brings scipy, which the site does without

    global _took
    begun = time.monotonic()
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", KIND)
    await reckon.store(await reckon.reckon())
    _took = time.monotonic() - begun


jobs = [Job(KIND, run, label=mark("Reckoning demand"))]
reactions = [Reaction("demand.reckon", CHANGES, soon)]
