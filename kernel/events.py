"""The one log of what happened, and the work that follows it, both written in the action's own transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kernel import clock, db
from kernel.features import Reaction, the_house


async def record(
    kind: str, *, actor: int | None, subject: tuple[str, int], at: datetime | None = None, **data: Any
) -> int | None:
    """Write that `kind` happened to `subject`, and enqueue each reaction to it; to be called inside a transaction.

    Says the event's number where a reaction will read it.
    """
    values = (kind, at or clock.now(), actor, *subject, json.dumps(data))
    read = await _woken(kind)
    if not read:
        await db.execute(_EVENT, *values)
        return None
    event_id = await db.value(f"{_EVENT} RETURNING id", *values)
    for reaction in read:
        await enqueue(f"react.{reaction.name}", event=event_id)
    return int(event_id)


async def record_all(kind: str, happened: Sequence[tuple[int | None, tuple[str, int]]]) -> None:
    """The same for pairs of actor and subject, at once where no reaction reads the single event."""
    if await _woken(kind):
        for actor, subject in happened:
            await record(kind, actor=actor, subject=subject)
        return
    moment = clock.now()
    await db.execute_many(_EVENT, [(kind, moment, actor, *subject, "{}") for actor, subject in happened])


_EVENT = "INSERT INTO event (kind, at, actor_id, subject_kind, subject_id, data) VALUES (?, ?, ?, ?, ?, ?)"


async def _woken(kind: str) -> list[Reaction]:
    """Wake the jobs that hear of `kind`; gives back the reactions that will read the event itself."""
    heard = [reaction for reaction in the_house().all("reactions") if kind in reaction.kinds]
    for reaction in heard:
        if reaction.wakes:
            await wake(reaction.wakes, after=reaction.after)
    return [reaction for reaction in heard if not reaction.wakes]


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
