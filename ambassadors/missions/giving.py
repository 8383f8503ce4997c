"""A mission that somebody did: their part, the count of the mission and their points, in the caller's transaction."""

from __future__ import annotations

from typing import Any

from ambassadors.points import ledger, rulebook
from kernel import clock, db
from kernel.events import record

KIND = "mission"
CAUSE = "mission_part"
MOST = 100


async def hold(mission_id: int) -> db.Row | None:
    """A mission as it is now; nobody else takes, leaves or ends it until this transaction has ended."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    return await db.row(f"SELECT * FROM mission WHERE id = ?{lock}", mission_id)


async def complete(mission: db.Row, part: db.Row, *, progress: int, **data: Any) -> bool:
    """It is done, once: the points that were promised are given, or owed until the budget holds them."""
    changed = await db.execute(
        "UPDATE mission_part SET state = 'done', progress = ?, until_at = NULL, ended_at = ? "
        "WHERE id = ? AND state IN ('taken', 'sent')",
        *(progress, clock.now(), part["id"]),
    )
    if not changed:
        return False
    await db.execute("UPDATE mission SET done = done + 1 WHERE id = ?", mission["id"])
    points = await pay(part["id"], part["person_id"], mission["points"])
    told = {"person": part["person_id"], "points": points, "promised": mission["points"]}
    about = {"title": mission["title"], "url": f"/missions/{mission['id']}"}
    await record("mission.done", actor=None, subject=("mission", mission["id"]), **told, **about, **data)
    return True


async def pay(part_id: int, person_id: int, promised: int) -> int:
    """Give what was promised, all of it: now, or as soon as a month's budget holds it."""
    given = await _give(part_id, person_id, promised) if promised else 0
    due = promised if given is None else 0
    await db.execute("UPDATE mission_part SET points = ?, due = ? WHERE id = ?", given or 0, due, part_id)
    return given or 0


async def _give(part_id: int, person_id: int, promised: int) -> int | None:
    """Points that were given, as far as the rule lets through; None where there is no rule yet or too little left."""
    rule = await rulebook.in_force(KIND)
    if rule is None or not rule.amount or await ledger.left() < promised:
        return None
    return await ledger.award(person_id, KIND, cause=(CAUSE, part_id), amount=promised)


async def pay_owed() -> None:
    """Give what is owed, to those first who wait longest."""
    rows = await db.rows(f"SELECT id, mission_id FROM mission_part WHERE due > 0 ORDER BY ended_at, id LIMIT {MOST}")
    for row in rows:
        async with db.transaction(light=True):
            await hold(row["mission_id"])
            part = await db.row("SELECT person_id, due FROM mission_part WHERE id = ?", row["id"])
            if part is None or (part["due"] and not await pay(row["id"], part["person_id"], part["due"])):
                return


async def take_back(part_id: int, reason: str) -> None:
    """What was given for a part is taken back, and what is owed is not given any more."""
    await ledger.reverse((CAUSE, part_id), reason=reason)
    await db.execute("UPDATE mission_part SET state = 'refused', points = 0, due = 0 WHERE id = ?", part_id)
