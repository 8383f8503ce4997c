"""Scores follow what happens: every night all of them, by day those of everything, some minutes after something changed."""

from __future__ import annotations

import time

from ambassadors.influence import changes, queries
from kernel import clock
from kernel.features import Job
from kernel.i18n import mark

EVERY = 300
_not_before = 0.0


async def follow() -> None:
    """Reckon all topics once a day, everything alone when something happened since; never longer than a tenth of the time."""
    global _not_before
    newest, begun = await queries.newest(), time.monotonic()
    if newest is not None and newest.as_of.date() == clock.now().date():
        if begun < _not_before or newest.notes.get("mark") == await changes.last():
            return
        is_night = False
    else:
        is_night = True
    from ambassadors.influence import runs  # brings scipy, which the site does without

    await runs.reckon(topics=is_night)
    ended = time.monotonic()
    _not_before = ended + 10 * (ended - begun)


jobs = [Job("influence.follow", follow, every=EVERY, label=mark("Reckoning influence"))]
