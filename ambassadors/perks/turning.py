"""What comes round by itself: perks that are over, claims that begin or run out, meetings that move or are called off."""

from __future__ import annotations

from ambassadors.perks import actions, claims, queries
from ambassadors.perks.models import Gives, Standing, Why
from kernel import clock, db
from kernel.features import Job, Reaction
from kernel.i18n import mark

MINUTES = 10


async def turn() -> None:
    """All that is due, a few at a time; what fails for one is tried again with the next turn."""
    now = clock.now()
    over = await db.rows(
        "SELECT id FROM perk WHERE ended_at IS NULL AND published_at IS NOT NULL AND (closes_at <= ? OR until_at <= ?) "
        "ORDER BY id LIMIT 200",
        now,
        now,
    )
    for row in over:
        await actions.close(row["id"])
    due = "c.standing = ? AND (c.from_at <= ? OR c.until_at <= ?)"
    for claim_id in await queries.ids(due, Standing.HELD.value, now, now):
        await claims.settle(claim_id)


async def meeting_moved(event: db.Row) -> None:
    """Seats are used when their meeting begins: at its new hour."""
    async with db.transaction():
        await db.execute(
            "UPDATE perk_claim SET from_at = (SELECT m.begins_at FROM perk k JOIN meeting m ON m.id = k.meeting_id "
            "WHERE k.id = perk_claim.perk_id) WHERE standing = ? AND perk_id IN "
            f"(SELECT id FROM perk WHERE gives = ? AND meeting_id IN ({db.marks(event['data']['meetings'])}))",
            Standing.HELD.value,
            Gives.SEAT.value,
            *event["data"]["meetings"],
        )


async def meeting_called_off(event: db.Row) -> None:
    """Nobody is left with a seat at a meeting that does not take place: points come back, each once."""
    numbers = event["data"]["meetings"]
    where = f"k.gives = ? AND c.standing = ? AND k.meeting_id IN ({db.marks(numbers)})"
    while found := await queries.ids(where, Gives.SEAT.value, Standing.HELD.value, *numbers):
        for claim_id in found:
            async with db.transaction():
                await claims.send_back(claim_id, Why.MEETING)
    ended = f"UPDATE perk SET ended_at = ? WHERE gives = ? AND ended_at IS NULL AND meeting_id IN ({db.marks(numbers)})"
    async with db.transaction():
        await db.execute(ended, clock.now(), Gives.SEAT.value, *numbers)


jobs = [Job("perks.turn", turn, every=60 * MINUTES, label=mark("Perks that begin and end"))]
reactions = [
    Reaction("perks.moved", ("meeting.changed",), meeting_moved),
    Reaction("perks.called_off", ("meeting.cancelled",), meeting_called_off),
]
