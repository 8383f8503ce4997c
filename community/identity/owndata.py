"""What identity knows of a person, for their file; and what is left of it when their account is erased: nothing."""

from __future__ import annotations

from typing import Any

from community.identity import queries
from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark

HOME = "/account/security"


async def _passkeys(person_id: int) -> list[db.Row]:
    return [{k: v for k, v in row.items() if k != "id"} for row in await queries.passkeys_of(person_id)]


async def _second_step(person_id: int) -> dict[str, Any]:
    """That there is one, never what it is."""
    step = await db.row("SELECT created_at, confirmed_at FROM second_step WHERE person_id = ?", person_id)
    codes = await db.rows("SELECT created_at, used_at FROM recovery_code WHERE person_id = ? ORDER BY id", person_id)
    return {"app": step, "recovery_codes": codes}


async def _ways_back(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT said, asked_at, opens_at, linked_at, stopped_at, refused_at, used_at FROM way_back "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _confirmed(person_id: int) -> list[db.Row]:
    return await db.rows("SELECT reason, at FROM way_back_voice WHERE staff_id = ? ORDER BY id", person_id)


async def erased(person_id: int) -> None:
    """An account is erased: nothing opens it, and nobody is named in what was asked or confirmed."""
    await db.execute("DELETE FROM way_back_voice WHERE staff_id = ?", person_id)
    await db.execute(
        "DELETE FROM way_back_voice WHERE way_id IN (SELECT id FROM way_back WHERE person_id = ?)", person_id
    )
    for table in ("way_back", "recovery_code", "second_step", "passkey", "attempt"):
        await db.execute(f"DELETE FROM {table} WHERE person_id = ?", person_id)


parts = [
    OwnData(
        "passkeys",
        _passkeys,
        GIVEN,
        mark("Passkeys"),
        mark("So that your telephone or computer opens the account."),
        mend=HOME,
    ),
    OwnData(
        "second_step",
        _second_step,
        GIVEN,
        mark("Your second step"),
        mark("So that a password alone does not open the account; never the secret itself."),
        mend=HOME,
    ),
    OwnData(
        "ways_back_asked_for",
        _ways_back,
        GIVEN,
        mark("Ways back into your account that were asked for"),
        mark("So that you and two of the team can tell whether it was you."),
        mark("The words for three months, the rest as long as the account."),
    ),
    OwnData(
        "ways_back_confirmed",
        _confirmed,
        OBSERVED,
        mark("Ways back of others that you confirmed"),
        mark("Whoever lets somebody in again signs for it."),
    ),
]
