"""What is known of a person's standing, for their own-data file."""

from __future__ import annotations

from community.people.owndata import GIVEN, INFERRED, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _measures(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT kind, since AS since_at, until AS until_at, ended_at, is_lifted, rule, why FROM measure "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _standing(person_id: int) -> list[db.Row]:
    return await db.rows("SELECT step, since AS since_at, why FROM standing WHERE person_id = ?", person_id)


async def _pace(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT kind, hour_at, hour_n, day_at, day_n FROM pace WHERE person_id = ? ORDER BY kind", person_id
    )


async def _held(person_id: int) -> list[db.Row]:
    """What waited to be read, without the words that were looked for."""
    return await db.rows(
        "SELECT subject_kind, subject_id, state, since AS since_at, decided_at FROM held WHERE author_id = ? ORDER BY id",
        person_id,
    )


async def _changes(person_id: int) -> list[db.Row]:
    """Their words that wait, were refused or were given back, as long as they are kept."""
    return await db.rows(
        "SELECT e.subject_kind, e.subject_id, e.words, e.created_at, h.state FROM held_edit e JOIN held h "
        "ON h.subject_kind = 'change' AND h.subject_id = e.id WHERE e.author_id = ? ORDER BY e.id",
        person_id,
    )


parts = [
    OwnData(
        "measures",
        _measures,
        OBSERVED,
        mark("Measures about your account"),
        mark("To keep to a ruling, and to end it on its day."),
    ),
    OwnData(
        "trust_step",
        _standing,
        INFERRED,
        mark("Your trust step"),
        mark("Which step you stand on, concluded from how long and how you take part; each step says what it asks."),
    ),
    OwnData(
        "posting_pace",
        _pace,
        OBSERVED,
        mark("How often you post"),
        mark("To slow down who floods a place; counted for a day or two."),
    ),
    OwnData(
        "waited_to_be_read",
        _held,
        OBSERVED,
        mark("What waited to be read first"),
        mark("To show it, or to tell you why not."),
    ),
    OwnData(
        "changes_to_be_read",
        _changes,
        GIVEN,
        mark("Changes of yours that were read first"),
        mark("To put them in place, or to tell you why not; until then what stood there before is shown."),
    ),
]
