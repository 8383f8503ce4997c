"""What moderation knows of a person, for their own-data file."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _reports(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT subject_kind, subject_id, rule, text, created_at FROM report WHERE reporter_id = ? ORDER BY id",
        person_id,
    )


async def _rulings(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT subject_kind, subject_id, act, rule, reason, created_at FROM ruling WHERE author_id = ? ORDER BY id",
        person_id,
    )


async def _given(person_id: int) -> list[db.Row]:
    """Rulings that somebody made as a moderator."""
    return await db.rows(
        "SELECT subject_kind, subject_id, act, rule, reason, public, created_at FROM ruling WHERE by_id = ? ORDER BY id",
        person_id,
    )


parts = [OwnData("reports", _reports), OwnData("rulings", _rulings), OwnData("rulings_given", _given)]
