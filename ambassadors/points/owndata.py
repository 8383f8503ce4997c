"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _lines(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT e.at, e.act, e.kind, e.cause_kind, e.cause_id, e.reason, p.account, p.amount FROM point_entry e "
        "JOIN point_posting p ON p.entry_id = e.id WHERE e.person_id = ? AND p.account IN "
        "('free', 'held', 'spent', 'expired', 'owed') ORDER BY e.at, e.id, p.id",
        person_id,
    )


async def _awards(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT at, kind, cause_kind, cause_id, due, amount, short, ends_at, reversed_at FROM point_award "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _lots(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT ends_at, amount, remains FROM point_lot WHERE person_id = ? ORDER BY ends_at", person_id
    )


async def _purse(person_id: int) -> db.Row | None:
    return await db.row("SELECT free, held, spent, expired, owed FROM point_purse WHERE person_id = ?", person_id)


async def _holds(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT at, amount, cause_kind, cause_id, state, ended_at FROM point_hold WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _thanks(person_id: int) -> list[db.Row]:
    """What the team gave by hand, without who."""
    return await db.rows("SELECT at, amount, words FROM point_thanks WHERE person_id = ? ORDER BY id", person_id)


parts = [
    OwnData("points", _lines),
    OwnData("points_awarded", _awards),
    OwnData("points_ending", _lots),
    OwnData("points_in_sum", _purse),
    OwnData("points_put_aside", _holds),
    OwnData("points_thanks", _thanks),
]
