"""What privacy itself keeps of a person, for their own-data page and file."""

from __future__ import annotations

from typing import Any

from community.people.owndata import GIVEN, OBSERVED, OwnData
from community.privacy import choices, consents, contests, looks
from kernel import db
from kernel.i18n import mark


async def _looks(person_id: int) -> list[db.Row]:
    """Who looked, by what they do here."""
    rows = await db.rows(
        "SELECT at, role, what, reason FROM look WHERE person_id = ? ORDER BY id DESC LIMIT 5000", person_id
    )
    return [{**row, "what": looks.thing(row["what"])} for row in rows]


async def _looked(person_id: int) -> list[db.Row]:
    """What somebody of the team looked at, without at whom."""
    return await db.rows("SELECT at, what, reason FROM look WHERE by_id = ? ORDER BY id DESC LIMIT 5000", person_id)


async def _contests(person_id: int) -> list[dict[str, Any]]:
    rows = await db.rows(
        "SELECT part, body, state, answer, at, due_at, answered_at FROM data_contest WHERE person_id = ? ORDER BY id",
        person_id,
    )
    return [{**row, "part": contests.label(row["part"])} for row in rows]


async def _consents(person_id: int) -> list[dict[str, Any]]:
    return [choices.told(row) for row in await consents.of(person_id)]


async def _choices(person_id: int) -> list[dict[str, Any]]:
    rows = await db.rows("SELECT what, at FROM privacy_choice WHERE person_id = ? ORDER BY id", person_id)
    return [choices.told(row) for row in rows]


async def _downloads(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT state, size, asked_at, made_at, until_at, fetched_at FROM own_download WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _erasure(person_id: int) -> list[dict[str, Any]]:
    return await db.rows("SELECT state, choices, asked_at, due_at FROM erasure WHERE person_id = ?", person_id)


parts = [
    OwnData(
        "looks",
        _looks,
        OBSERVED,
        mark("Who of the team looked at what is yours"),
        mark("So that you know who saw what is personal about you, and why."),
        mark("By setting: looks."),
    ),
    OwnData(
        "looks_of_yours",
        _looked,
        OBSERVED,
        mark("What you looked at as one of the team"),
        mark("So that whoever was looked at can be told."),
        mark("By setting: looks."),
    ),
    OwnData(
        "contested",
        _contests,
        GIVEN,
        mark("What you said is wrong about you"),
        mark("So that the team answers, and you can see that it did."),
    ),
    OwnData(
        "consents",
        _consents,
        GIVEN,
        mark("What you agreed to and took back"),
        mark("To prove what you agreed to, in the words that you saw."),
    ),
    OwnData(
        "choices",
        _choices,
        GIVEN,
        mark("What you chose to be left out of"),
        mark("So that your choice is kept to."),
        mend="/account/data#choices",
    ),
    OwnData(
        "downloads",
        _downloads,
        GIVEN,
        mark("Files of your data that you asked for"),
        mark("To make them, and to forget them when their time is over."),
        mark("By setting: downloads."),
    ),
    OwnData(
        "erasure",
        _erasure,
        GIVEN,
        mark("That you asked to be erased"),
        mark("To do as you asked, on the day you were told."),
    ),
]
