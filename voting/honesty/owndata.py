"""What is known of somebody's votes: what they are held to be, the day's marks, and what they objected; and forgetting it."""

from __future__ import annotations

from community.people.owndata import GIVEN, INFERRED, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark
from voting.honesty import words


async def _held(person_id: int) -> list[db.Row]:
    rows = await db.rows(
        "SELECT kind, subject_id AS subject, state, reasons, changed_at FROM doubt WHERE person_id = ? ORDER BY id",
        person_id,
    )
    return [{**row, "state": words.state(row["state"]), "reasons": words.reasons(row["reasons"])} for row in rows]


async def _changes(person_id: int) -> list[db.Row]:
    rows = await db.rows(
        "SELECT kind, subject_id AS subject, state, at FROM doubt_event WHERE person_id = ? ORDER BY id", person_id
    )
    return [{**row, "state": words.state(row["state"])} for row in rows]


async def _marks(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT CAST(day AS TEXT) AS day, block, device FROM trace WHERE person_id = ? ORDER BY id", person_id
    )


async def _objections(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT kind, subject_id AS subject, body, at, is_upheld, answer, answered_at FROM vote_objection "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def erased(person_id: int) -> None:
    """Inside the transaction of an erasure; the ledger keeps the number of an account that names nobody any more."""
    await db.execute("DELETE FROM found_vote WHERE person_id = ?", person_id)
    await db.execute("UPDATE vote_objection SET body = '', answer = '' WHERE person_id = ?", person_id)


parts = [
    OwnData(
        "votes_in_doubt",
        _held,
        INFERRED,
        mark("Votes of yours that are in doubt"),
        mark("So that numbers are honest; a person decides, and you may object."),
        mend="/account/votes",
    ),
    OwnData(
        "votes_in_doubt_before",
        _changes,
        INFERRED,
        mark("What your votes were held to be before"),
        mark("So that every past count can be proved."),
    ),
    OwnData(
        "marks_of_votes",
        _marks,
        OBSERVED,
        mark("Marks of the day for where your votes came from"),
        mark("To find many votes from one place on one day; they lead back to nothing."),
        mark("30 days"),
    ),
    OwnData(
        "objections_about_votes",
        _objections,
        GIVEN,
        mark("What you objected about your votes"),
        mark("To be answered."),
        mend="/account/votes",
    ),
]
