"""Ballots open, remind and close at their minute: a durable job waits for each, and the ballot's row makes each happen once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from kernel import clock, db
from kernel.events import enqueue, record
from kernel.features import Job
from voting.ballots import closing, results
from voting.ballots.models import BallotState

BEFORE = timedelta(days=1)
"""How long before the end those who have not voted are reminded; halfway where a ballot lasts less than twice that."""
PATIENCE = timedelta(seconds=3)
_DATES = "id, state, opens_at, closes_at, reminded_at, result <> '' AS is_counted"


def reminder_at(opens_at: datetime, closes_at: datetime) -> datetime:
    """When those who have not voted are reminded."""
    return closes_at - min(BEFORE, (closes_at - opens_at) / 2)


async def look_again(ballot_id: int) -> None:
    """Wait for each moment of a ballot."""
    told = await db.row(f"SELECT {_DATES} FROM ballot WHERE id = ?", ballot_id)
    if told is None:
        return
    now = clock.now()
    for moment in (told["opens_at"], reminder_at(told["opens_at"], told["closes_at"]), told["closes_at"]):
        key = f"ballot.turn:{ballot_id}:{moment.isoformat()}"
        await enqueue("ballot.turn", key=key, after=max(moment - now, timedelta(0)), ballot=ballot_id)


async def turn(ballot: int) -> None:
    """Do what is due with a ballot: open it, remind, close it, count it."""
    await closing.open_at_its_minute(ballot)
    await _remind(ballot)
    await closing.close(ballot)


async def turn_on_time(ballot: int) -> None:
    """The same for a job that may have come early by this machine's clock: the database's decides."""
    told, now = await db.row(f"SELECT {_DATES} FROM ballot WHERE id = ?", ballot), await db.now()
    if told is None:
        return
    moments = (told["opens_at"], reminder_at(told["opens_at"], told["closes_at"]), told["closes_at"])
    soon = [moment - now for moment in moments if timedelta(0) < moment - now < PATIENCE]
    if soon:
        await asyncio.sleep(min(soon).total_seconds())
    await turn(ballot)


async def turn_all() -> None:
    """Look at every ballot that something is still to happen to: nothing is missed for a job that was lost."""
    now = await db.now()
    for row in await db.rows(
        f"SELECT {_DATES} FROM ballot WHERE state IN ('announced', 'open') OR (state = 'closed' AND result = '') ORDER BY id"
    ):
        if row["state"] == BallotState.CLOSED:
            await results.count(row["id"])
        elif now >= (row["opens_at"] if row["state"] == BallotState.ANNOUNCED else _next(row)):
            await turn(row["id"])


def _next(row: db.Row) -> datetime:
    """What happens next to an open ballot."""
    closes: datetime = row["closes_at"]
    return closes if row["reminded_at"] else min(reminder_at(row["opens_at"], closes), closes)


async def _remind(ballot_id: int) -> None:
    """Once, those who have not voted."""
    async with db.transaction():
        ballot, now = await closing.held(ballot_id), await db.now()
        if ballot is None or ballot["state"] != BallotState.OPEN or ballot["reminded_at"]:
            return
        if not reminder_at(ballot["opens_at"], ballot["closes_at"]) <= now < ballot["closes_at"]:
            return
        await db.execute("UPDATE ballot SET reminded_at = ? WHERE id = ?", now, ballot_id)
        data = {**closing.told(ballot), "until": ballot["closes_at"].isoformat()}
        await record("ballot.reminder", actor=None, subject=("ballot", ballot_id), **data)


jobs = [
    Job("ballot.turn", turn_on_time, tries=20),
    Job("ballot.count", results.count, tries=20),
    Job("ballots.turn", turn_all, every=60),
]
