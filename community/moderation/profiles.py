"""A profile as a thing that may be reported: name, words about oneself and picture, which a ruling takes out of sight."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from community.moderation.models import SetAside
from community.moderation.registry import Reportable, ReportedThing
from kernel import clock, db, files, text
from kernel.errors import require
from kernel.events import record
from kernel.i18n import mark
from kernel.viewer import Viewer

KIND = "person"
HIDDEN = "profile"
"""The kind under which a hidden profile's words are set aside: `person` is what a removal takes."""


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Profiles as moderation shows them, hidden or not."""
    rows = await db.rows(
        "SELECT p.id, p.name, p.handle, p.bio, s.words FROM person p LEFT JOIN set_aside s ON s.subject_kind = ? "
        f"AND s.subject_id = p.id WHERE p.is_claimed = ? AND p.id IN ({db.marks(numbers)})",
        *(HIDDEN, True, *numbers),
    )
    return {row["id"]: _thing(row) for row in rows}


def _thing(row: db.Row) -> ReportedThing:
    kept = _kept(row["words"])
    said = kept or row
    return ReportedThing(
        kind=KIND,
        id=row["id"],
        title=said["name"],
        excerpt=text.plain(said["bio"], 1000) or said["name"],
        author_id=row["id"],
        url=f"/people/{row['handle']}",
        is_hidden=kept is not None,
    )


def _kept(words: Any) -> dict[str, Any] | None:
    found: dict[str, Any] | None = json.loads(words) if isinstance(words, str) else words
    return found


async def seen(viewer: Viewer, person_id: int) -> bool:
    """Everybody has a page that everybody may read."""
    return await db.value("SELECT id FROM person WHERE id = ? AND is_claimed = ?", person_id, True) is not None


async def hide(viewer: Viewer, person_id: int) -> None:
    """Name, words and picture make way for the handle; what they wrote elsewhere stays, signed so."""
    require(viewer.is_manager)
    async with db.transaction():
        row = await db.row("SELECT name, handle, bio, picture_id FROM person WHERE id = ?", person_id)
        if row is None or await SetAside.exists(subject_kind=HIDDEN, subject_id=person_id):
            return
        kept = {"name": row["name"], "bio": row["bio"], "picture": row["picture_id"]}
        await SetAside.create(
            subject_kind=HIDDEN, subject_id=person_id, author_id=person_id, words=kept, at=clock.now()
        )
        sql = "UPDATE person SET name = ?, bio = '', picture_id = NULL WHERE id = ?"
        await db.execute(sql, row["handle"], person_id)
        await record("person.changed", actor=viewer.id, subject=(KIND, person_id))


async def restore(viewer: Viewer, person_id: int) -> None:
    """What was taken is back, but for what its owner has written anew."""
    require(viewer.is_manager)
    async with db.transaction():
        found = await SetAside.get_or_none(subject_kind=HIDDEN, subject_id=person_id)
        row = await db.row("SELECT name, handle, bio, picture_id FROM person WHERE id = ?", person_id)
        if found is None or row is None:
            return
        kept: dict[str, Any] = found.words
        await db.execute(
            "UPDATE person SET name = ?, bio = ?, picture_id = ? WHERE id = ?",
            kept["name"] if row["name"] == row["handle"] else row["name"],
            row["bio"] or kept["bio"],
            row["picture_id"] or kept["picture"],
            person_id,
        )
        await found.delete()
        await record("person.changed", actor=viewer.id, subject=(KIND, person_id))


async def pictures(person_id: int) -> list[str]:
    row = await db.row("SELECT f.digest FROM person p JOIN file f ON f.id = p.picture_id WHERE p.id = ?", person_id)
    return [files.url(row["digest"])] if row else []


reportable = Reportable(KIND, mark("Profile"), things, seen, hide, restore, pictures=pictures)
