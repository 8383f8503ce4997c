"""What feeds tell of a thread: what everybody may read, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.discussion import registry
from community.people import queries as people
from kernel import db
from kernel.viewer import Viewer

MOST = 50


@dataclass(frozen=True)
class Message:
    """A public message that stands."""

    id: int
    author: str
    body: str
    created_at: datetime
    edited_at: datetime | None

    @property
    def url(self) -> str:
        """Where it is, for as long as it stands; leads on to its place in the thread."""
        return f"/comments/{self.id}"


async def newest(viewer: Viewer, kind: str, number: int) -> list[Message]:
    """The newest messages of a thread; no note of the team, nothing hidden, nothing taken away."""
    numbers = (await registry.gathering(viewer, kind, number)).numbers
    rows = await db.rows(
        "SELECT c.id, c.author_id, c.body, c.created_at, c.edited_at FROM comment c JOIN thread t ON t.id = c.thread_id "
        f"WHERE t.subject_kind = ? AND t.subject_id IN ({db.marks(numbers)}) AND c.is_internal = ? AND c.hidden_at IS NULL "
        "AND c.deleted_at IS NULL ORDER BY c.id DESC LIMIT ?",
        kind,
        *numbers,
        False,
        MOST,
    )
    cards = await people.names([row["author_id"] for row in rows])
    return [
        Message(row["id"], cards[row["author_id"]].signature, row["body"], row["created_at"], row["edited_at"])
        for row in rows
    ]
