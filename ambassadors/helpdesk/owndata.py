"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from typing import Any

from ambassadors.influence import places
from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _questions(person_id: int) -> list[dict[str, Any]]:
    rows = await db.rows(
        "SELECT title, body, place, created_at, edited_at FROM question WHERE author_id = ? ORDER BY id", person_id
    )
    return await places.spelt(person_id, rows, "place")


async def _accepted(person_id: int) -> list[db.Row]:
    """Answers of theirs that were accepted, those that they accepted, and those that staff accepted for them."""
    return await db.rows(
        "SELECT CASE WHEN q.hidden_at IS NULL THEN q.title ELSE '' END AS question, a.comment_id AS message, "
        "CASE WHEN a.answerer_id = ? THEN 'mine' WHEN a.by_id = ? THEN 'accepted by me' ELSE 'accepted for me' END "
        "AS whose, a.at, a.ended_at FROM question_acceptance a JOIN question q ON q.id = a.question_id "
        "WHERE a.answerer_id = ? OR a.by_id = ? OR a.asker_id = ? ORDER BY a.id",
        *[person_id] * 5,
    )


parts = [
    OwnData(
        "questions",
        _questions,
        GIVEN,
        mark("Questions you asked"),
        mark("So that others answer, and later readers find it."),
    ),
    OwnData(
        "accepted_answers",
        _accepted,
        OBSERVED,
        mark("Answers of yours that were accepted"),
        mark("To show which answer helped."),
    ),
]
