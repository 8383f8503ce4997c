"""What the house itself and the wings below keep of somebody, forgotten: sessions, letters, notices, links, work that waits."""

from __future__ import annotations

import html
import json
from datetime import datetime
from typing import Any

from kernel import db

OURS = (
    "DELETE FROM session WHERE person_id = ?",
    "DELETE FROM write_key WHERE person_id = ?",
    "DELETE FROM letter WHERE person_id = ?",
    "DELETE FROM proof WHERE person_id = ?",
    "DELETE FROM token WHERE person_id = ?",
    "DELETE FROM notice WHERE person_id = ?",
    "DELETE FROM preference WHERE person_id = ?",
    "DELETE FROM attempt WHERE person_id = ?",
    "DELETE FROM consent_event WHERE person_id = ?",
    "DELETE FROM privacy_choice WHERE person_id = ?",
    "DELETE FROM own_download WHERE person_id = ?",
    "UPDATE look SET reason = '' WHERE person_id = ?",
)
TOLD = ("email", "name", "handle", "excerpt", "title", "words", "body", "reason", "actor", "old", "new")
"""What events say of somebody in words."""


async def forget(person_id: int, address: str) -> None:
    """Inside the transaction of the erasure."""
    for statement in OURS:
        await db.execute(statement, person_id)
    if address:
        await db.execute("DELETE FROM letter WHERE lower(address) = ?", address)
        await db.execute("DELETE FROM proof WHERE lower(email) = ?", address)
        await db.execute("DELETE FROM job WHERE kind = 'people.reset' AND CAST(args AS TEXT) LIKE ?", f"%{address}%")
    await hush("actor_id = ? OR (subject_kind = 'person' AND subject_id = ?)", person_id, person_id)
    rows = await db.rows("SELECT id, data FROM notice WHERE CAST(data AS TEXT) LIKE ?", f'%"actor_id": {person_id}%')
    theirs = [(row["id"],) for row in rows if _decoded(row["data"]).get("actor_id") == person_id]
    await db.execute_many("DELETE FROM notice WHERE id = ?", theirs)


async def letters_of(name: str, handle: str, *, before: datetime) -> None:
    """Letters to others that tell of somebody by name: they were read long ago, and are kept to see that they went out."""
    for word in (name, html.escape(name), f"/people/{handle}", f"@{handle}"):
        if len(word) > 2:
            like = f"%{word}%"
            await db.execute(
                "DELETE FROM letter WHERE created_at <= ? AND (text LIKE ? OR html LIKE ? OR subject LIKE ?)",
                *(before, like, like, like),
            )


async def hush(where: str, *values: Any) -> None:
    """Events of a condition keep what happened and lose what they say of it in words."""
    rows = await db.rows(f"SELECT id, data FROM event WHERE {where}", *values)
    told = [(json.dumps(after), row["id"]) for row in rows if (after := _wordless(row["data"])) is not None]
    value = "?" if db.on_sqlite() else "CAST(CAST(? AS TEXT) AS JSONB)"
    await db.execute_many(f"UPDATE event SET data = {value} WHERE id = ?", told)


def _wordless(data: Any) -> dict[str, Any] | None:
    """An event's data without what is told in words; None where there is none."""
    held = _decoded(data)
    after = {key: value for key, value in held.items() if key not in TOLD}
    return after if after != held else None


def _decoded(data: Any) -> dict[str, Any]:
    found = json.loads(data) if isinstance(data, str) else data
    return found if isinstance(found, dict) else {}
