"""The chain of staff acts: each row holds a digest of itself and of the row before, so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kernel import clock, db
from kernel.viewer import Viewer


async def note(viewer: Viewer, act: str, *, subject: tuple[str, int | None], reason: str = "", **detail: Any) -> None:
    """Write an act of staff; to be called inside the act's transaction."""
    if not db.on_sqlite():
        await db.value("SELECT pg_advisory_xact_lock(8101)")  # one chain: one writer at a time
    before = await db.value("SELECT digest FROM staff_act ORDER BY id DESC LIMIT 1") or ""
    moment, text = clock.now(), json.dumps(detail, sort_keys=True, ensure_ascii=False, default=str)
    digest = _digest(before, moment.isoformat(), viewer.id, act, *subject, reason, text)
    await db.execute(
        "INSERT INTO staff_act (at, actor_id, act, subject_kind, subject_id, reason, detail, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        moment,
        viewer.id,
        act,
        *subject,
        reason,
        text,
        digest,
    )


async def broken() -> int | None:
    """The number of the first act whose digest does not follow from the one before, or None."""
    before, last = "", 0
    while lines := await db.rows("SELECT * FROM staff_act WHERE id > ? ORDER BY id LIMIT 1000", last):
        for line in lines:
            moment = db.moment(line["at"])
            subject = (line["subject_kind"], line["subject_id"])
            kept = (line["actor_id"], line["act"], *subject, line["reason"], line["detail"])
            if _digest(before, moment.isoformat(), *kept) != line["digest"]:
                return int(line["id"])
            before, last = line["digest"], line["id"]
    return None


def _digest(before: str, *parts: Any) -> str:
    return hashlib.sha256(json.dumps([before, *parts], ensure_ascii=False).encode()).hexdigest()
