"""Names in messages: whoever is named hears of it once, however often the message is changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from community.discussion.models import Comment
from community.people import queries as people
from kernel import db, text
from kernel.events import record
from kernel.viewer import Viewer

MOST = 20
"""How many people one message can call."""


async def call(viewer: Viewer, comment: Comment, *, body: str, about: Mapping[str, Any]) -> None:
    """Tell those whom a message names and who have not heard of it yet, by name or as an answer."""
    named = await people.mentioned(text.mentions(body)[:MOST])
    if not named:
        return
    heard, called = await _told(comment)
    fresh = [person for person in named.values() if person not in heard | called][: MOST - len(called)]
    if fresh:
        await record("comment.mentioned", actor=viewer.id, subject=("comment", comment.id), named=fresh, **about)


async def _told(comment: Comment) -> tuple[set[int], set[int]]:
    """Who heard of a message as an answer to them, and whom it has called by name."""
    rows = await db.rows(
        "SELECT kind, data FROM event WHERE subject_kind = 'comment' AND subject_id = ? "
        "AND kind IN ('comment.posted', 'comment.mentioned')",
        comment.id,
    )
    heard, called = set(), set()
    for row in rows:
        data = json.loads(row["data"])
        if row["kind"] == "comment.posted":
            heard.add(data["parent_author"] or data["subject_author"])
        called |= set(data.get("named", ()))
    return heard, called
