"""The one log of what happened, and the work that follows it, both written in the action's own transaction."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from kernel import clock, db
from kernel.features import the_house


async def record(
    kind: str, *, actor: int | None, subject: tuple[str, int], at: datetime | None = None, **data: Any
) -> int | None:
    """Write that `kind` happened to `subject`, and enqueue each reaction to it; to be called inside a transaction.

    Says the event's number where a reaction will read it.
    """
    moment = at or clock.now()
    heard = [reaction for reaction in the_house().all("reactions") if kind in reaction.kinds]
    sql = "INSERT INTO event (kind, at, actor_id, subject_kind, subject_id, data) VALUES (?, ?, ?, ?, ?, ?)"
    values = (kind, moment, actor, *subject, json.dumps(data))
    for reaction in heard:
        if reaction.wakes:
            await wake(reaction.wakes, after=reaction.after)
    if all(reaction.wakes for reaction in heard):
        await db.execute(sql, *values)
        return None
    event_id = await db.value(f"{sql} RETURNING id", *values)
    for reaction in heard:
        if not reaction.wakes:
            await enqueue(f"react.{reaction.name}", event=event_id)
    return int(event_id)


async def wake(kind: str, *, after: timedelta) -> None:
    """Ask for a job that many events ask for and that waits once; it gives its key back before it reads anything.

    The lock keeps it from doing so until this transaction has ended, and hinders no other that asks.
    """
    lock = "" if db.on_sqlite() else " FOR KEY SHARE"
    if not await db.rows(f"SELECT id FROM job WHERE key = ?{lock}", kind):
        await enqueue(kind, key=kind, after=after)


async def enqueue(kind: str, *, key: str | None = None, after: timedelta = timedelta(0), **args: Any) -> None:
    """Write work to be done by the worker; one `key` waits only once."""
    moment = clock.now()
    await db.execute(
        "INSERT INTO job (kind, key, args, state, run_at, tries, error, created_at) "
        "VALUES (?, ?, ?, 'ready', ?, 0, '', ?) ON CONFLICT (key) DO NOTHING",
        kind,
        key,
        json.dumps(args),
        moment + after,
        moment,
    )


async def read(event_id: int) -> db.Row:
    """An event with its data decoded."""
    found = await db.row("SELECT * FROM event WHERE id = ?", event_id)
    if found is None:
        raise LookupError(f"no event {event_id}")
    found["data"] = json.loads(found["data"])
    return found
