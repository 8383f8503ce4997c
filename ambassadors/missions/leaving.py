"""What becomes of somebody's missions when they leave a club or their account is erased, and of a club's when it ends."""

from __future__ import annotations

from ambassadors.missions import actions, giving
from kernel import db


async def left(club_id: int, person_id: int) -> None:
    """Somebody belongs no more: their places in the club's missions are free."""
    rows = await db.rows(
        "SELECT m.id FROM mission m JOIN mission_part t ON t.mission_id = m.id AND t.person_id = ? "
        "WHERE m.club_id = ? AND t.state IN ('taken', 'sent', 'again') ORDER BY m.id",
        *(person_id, club_id),
    )
    await _free([row["id"] for row in rows], person_id)


async def erased(person_id: int) -> None:
    """An account is erased: its places are free, its proofs and their pictures go, and nobody is named."""
    rows = await db.rows(
        "SELECT mission_id AS id FROM mission_part WHERE person_id = ? AND state IN ('taken', 'sent', 'again') "
        "ORDER BY mission_id",
        person_id,
    )
    await _free([row["id"] for row in rows], person_id)
    theirs = "SELECT x.id FROM mission_proof x JOIN mission_part t ON t.id = x.part_id WHERE t.person_id = ?"
    await db.execute(f"DELETE FROM mission_picture WHERE proof_id IN ({theirs})", person_id)
    await db.execute(f"UPDATE mission_proof SET body = '', answer = '' WHERE id IN ({theirs})", person_id)
    await db.execute("UPDATE mission_part SET is_named = ?, due = 0 WHERE person_id = ?", False, person_id)


async def _free(missions: list[int], person_id: int) -> None:
    for number in missions:  # each mission is held alone, in the order in which every other writer takes them
        await giving.hold(number)
        await actions.let_go(number, person_id)


async def closing(club_id: int, into: int | None) -> None:
    """The missions of a club that becomes a part of another are that one's."""
    if into is not None:
        await db.execute("UPDATE mission SET club_id = ?, place = ? WHERE club_id = ?", into, f"club:{into}", club_id)
        await db.execute("UPDATE mission SET audience = ? WHERE audience = ?", f"club:{into}", f"club:{club_id}")
