"""What administrators set about the ladder, in the browser, within bounds."""

from __future__ import annotations

import json
from dataclasses import asdict

from community.trust import ladder
from community.trust.ladder import STEPS, Ladder, Rung
from community.trust.models import Step
from kernel import audit, cache, db
from kernel.events import record
from kernel.viewer import Viewer

KEY = "trust.ladder"
_kept: cache.Store[Ladder] = cache.Store(1, steady=True)


async def current() -> Ladder:
    """The ladder in force."""
    return await _kept.through(KEY, _read)


async def _read() -> Ladder:
    stored = await db.value("SELECT value FROM site_setting WHERE key = ?", KEY)
    told = json.loads(stored) if stored else {}
    return {step: Rung(**{**asdict(ladder.USUAL[step]), **told.get(step, {})}) for step in STEPS[1:]}


async def change(viewer: Viewer, wanted: Ladder) -> None:
    """Set the ladder; everybody's step is reckoned anew by the worker."""
    async with db.transaction():
        await db.execute(
            "INSERT INTO site_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            KEY,
            json.dumps({str(step): asdict(rung) for step, rung in wanted.items()}),
        )
        told = {str(step): asdict(rung) for step, rung in wanted.items()}
        await audit.note(viewer, "trust.ladder", subject=("site", None), ladder=told)
        await record("ladder.changed", actor=viewer.id, subject=("site", 0))
    _kept.forget(KEY)


def usual(step: Step) -> Rung:
    return ladder.USUAL[step]
