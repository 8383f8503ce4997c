"""What somebody said, for the page of what they gave: public messages under what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.discussion import registry
from community.discussion.registry import Named
from kernel import db, pages
from kernel.features import Slot
from kernel.viewer import Viewer

SHOWN, READ = 10, 40


@dataclass(frozen=True)
class Given:
    """A message, what it stands under, and how many thanked for it."""

    id: int
    body: str
    under: Named
    thanks: int
    created_at: datetime


async def newest(viewer: Viewer, person_id: int) -> list[Given]:
    """The newest public messages of a person."""
    rows = await db.rows(
        "SELECT c.id, c.body, c.reactions, c.created_at, t.subject_kind, t.subject_id FROM comment c "
        "JOIN thread t ON t.id = c.thread_id WHERE c.author_id = ? AND c.is_internal = ? AND c.hidden_at IS NULL "
        "AND c.deleted_at IS NULL ORDER BY c.id DESC LIMIT ?",
        person_id,
        False,
        READ,
    )
    named = await registry.named(viewer, [(row["subject_kind"], row["subject_id"]) for row in rows])
    found = [(row, named.get((row["subject_kind"], row["subject_id"]))) for row in rows]
    return [Given(row["id"], row["body"], under, row["reactions"], row["created_at"]) for row, under in found if under][
        :SHOWN
    ]


async def said(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: what they said."""
    filled: dict[str, str] = {}
    for key in keys:  # a page has one
        messages = await newest(viewer, int(key))
        filled[key] = pages.fragment("community/discussion/_given.html", messages=messages) if messages else ""
    return filled


slots = [Slot("profile.said", said)]
