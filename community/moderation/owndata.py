"""What moderation knows of a person, for their own-data file."""

from __future__ import annotations

from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


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


parts = [
    OwnData(
        "reports", _reports, GIVEN, mark("What you reported"), mark("So that it is looked at and you are answered.")
    ),
    OwnData(
        "rulings",
        _rulings,
        OBSERVED,
        mark("Rulings on what you wrote"),
        mark("To tell you why, and to let you appeal."),
    ),
    OwnData(
        "rulings_given", _given, OBSERVED, mark("Rulings you gave"), mark("Each ruling stands with whoever gave it.")
    ),
]
