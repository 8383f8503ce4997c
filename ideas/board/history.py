"""What an idea said before it was edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ideas.board import values
from kernel import db


@dataclass(frozen=True)
class Version:
    """Words that were replaced, by whom and when."""

    id: int
    title: str
    body: str
    replaced_at: datetime
    handle: str
    name: str
    told: tuple[tuple[str, str], ...] = ()


async def versions(idea_id: int) -> list[Version]:
    """Former versions of an idea, the last replaced first."""
    found = await db.rows(
        "SELECT v.id, v.title, v.body, v.asked, v.replaced_at, p.handle, p.name FROM idea_version v "
        "JOIN person p ON p.id = v.editor_id WHERE v.idea_id = ? ORDER BY v.id DESC LIMIT 200",
        idea_id,
    )
    asked = [await values.lines(await values.unkept(row.pop("asked"))) for row in found]
    return [Version(**row, told=tuple(told)) for row, told in zip(found, asked, strict=True)]
