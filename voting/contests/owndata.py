"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _juries(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.title AS challenge, j.invited_at, j.done_at FROM juror j "
        "JOIN challenge c ON c.id = j.challenge_id WHERE j.person_id = ? ORDER BY j.id",
        person_id,
    )


async def _marks(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.title AS challenge, e.design_id AS design, k.name AS criterion, m.value AS mark, m.at "
        "FROM jury_mark m JOIN juror j ON j.id = m.juror_id JOIN challenge c ON c.id = j.challenge_id "
        "JOIN criterion k ON k.id = m.criterion_id JOIN challenge_entry e ON e.id = m.entry_id "
        "WHERE j.person_id = ? ORDER BY m.id",
        person_id,
    )


async def _feedback(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.title AS challenge, e.design_id AS design, f.words, f.at FROM feedback f "
        "JOIN challenge_entry e ON e.id = f.entry_id JOIN challenge c ON c.id = e.challenge_id "
        "WHERE e.person_id = ? ORDER BY f.id",
        person_id,
    )


parts = [
    OwnData("juries", _juries, GIVEN, mark("Juries you sit in"), mark("To show you what waits to be scored.")),
    OwnData("jury_marks", _marks, GIVEN, mark("Marks you gave as a juror"), mark("Counted into the result.")),
    OwnData(
        "challenge_feedback", _feedback, OBSERVED, mark("What the jury said of your entry"), mark("To tell you why.")
    ),
]
