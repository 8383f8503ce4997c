"""The worker: takes ready jobs under a lease, runs them, tries again later, and keeps what is dead for staff to see.

A job may run twice (a worker dies after the work and before the note of it), so handlers are written to be repeated.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from kernel import clock, db, events
from kernel.features import House, Job

LEASE = timedelta(minutes=10)
BATCH = 10
log = logging.getLogger("tandem.jobs")


def kinds(house: House) -> dict[str, Job]:
    """Every kind of job, those made of reactions included."""
    found = {job.kind: job for job in house.all("jobs")}
    for reaction in house.all("reactions"):
        if reaction.run is not None:
            found[f"react.{reaction.name}"] = Job(f"react.{reaction.name}", _reader(reaction.run))
    return found


def _reader(run: Callable[[db.Row], Awaitable[Any]]) -> Callable[[int], Awaitable[None]]:
    async def react(event: int) -> None:
        await run(await events.read(event))

    return react


async def work(house: House, *, until_idle: bool = False, pause: float = 0.5, like: str = "%") -> int:
    """Run jobs for ever, or until none is ready; says how many were run. `like` is a pattern of kinds to run."""
    owner, known, done = secrets.token_hex(8), kinds(house), 0
    if not until_idle:
        await _begin(known)
    while True:
        try:
            ran = await _turn(known, owner, like)
        except db.AWAY:
            if until_idle:
                raise
            log.exception("the database is away")
            ran = 0
        done += ran
        if not ran:
            if until_idle:
                return done
            await asyncio.sleep(pause)


async def _begin(known: dict[str, Job]) -> None:
    """Ask for what comes first; a database that is away is asked again by the next worker."""
    try:
        for job in known.values():
            if job.first:
                await events.enqueue(job.kind, key=job.kind)
    except db.AWAY:
        log.exception("the database is away")


async def _turn(known: dict[str, Job], owner: str, like: str) -> int:
    """Take what is ready and run it; says how many that were."""
    if like == "%":
        await _schedule(known)
    taken = await _claim(owner, like)
    for job in taken:
        await _run(job, known, owner)
    return len(taken)


async def _schedule(known: dict[str, Job]) -> None:
    """Jobs that come round by themselves wait once each, under their own key."""
    recurring = [job for job in known.values() if job.every]
    if not recurring:
        return
    waiting = await db.rows(
        f"SELECT key FROM job WHERE key IN ({db.marks(recurring)})", *[f"every:{job.kind}" for job in recurring]
    )
    held = {row["key"] for row in waiting}
    for job in recurring:
        if f"every:{job.kind}" not in held:
            await events.enqueue(job.kind, key=f"every:{job.kind}", after=timedelta(seconds=job.every))


async def _claim(owner: str, like: str) -> list[db.Row]:
    """Take up to ten ready jobs; a lease that has run out is ready again."""
    now = clock.now()
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE SKIP LOCKED"
    ready = f"SELECT id FROM job WHERE state = 'ready' AND run_at <= ? AND kind LIKE ? ORDER BY run_at, id LIMIT {BATCH}{lock}"
    if db.on_sqlite() and await db.row(ready, now, like) is None:
        return []  # looking first keeps an idle worker from taking the write lock
    async with db.transaction(quiet=True):
        return await db.rows(
            f"UPDATE job SET owner = ?, run_at = ?, tries = tries + 1 WHERE id IN ({ready}) RETURNING *",
            owner,
            now + LEASE,
            now,
            like,
        )


async def _run(job: db.Row, known: dict[str, Job], owner: str) -> None:
    kind = known.get(job["kind"])
    try:
        if kind is None:
            raise LookupError(f"no job is called {job['kind']}")
        await kind.run(**json.loads(job["args"]))
    except Exception as error:
        log.exception("job failed", extra={"job": job["kind"], "job_id": job["id"], "tries": job["tries"]})
        await _put_back(job, owner, error, dead=kind is None or job["tries"] >= kind.tries)
    else:
        await db.execute("DELETE FROM job WHERE id = ? AND owner = ?", job["id"], owner)


async def _put_back(job: db.Row, owner: str, error: Exception, *, dead: bool) -> None:
    """Wait twice as long after each failure; after the last, wait for a person."""
    delay = timedelta(seconds=min(5 * 2 ** job["tries"], 3600))
    await db.execute(
        "UPDATE job SET state = ?, run_at = ?, owner = NULL, error = ? WHERE id = ? AND owner = ?",
        "dead" if dead else "ready",
        clock.now() + delay,
        f"{type(error).__name__}: {error}"[:2000],
        job["id"],
        owner,
    )


async def retry(job_id: int) -> None:
    """Give a dead job another life."""
    await db.execute(
        "UPDATE job SET state = 'ready', tries = 0, run_at = ? WHERE id = ? AND state = 'dead'", clock.now(), job_id
    )


async def dead() -> list[db.Row]:
    """Jobs that gave up, newest first."""
    return await db.rows("SELECT * FROM job WHERE state = 'dead' ORDER BY id DESC LIMIT 200")
