"""What was said just before and after a message, for whoever rules on it."""

from __future__ import annotations

from community.people import queries as people
from kernel import db, pages, text
from kernel.features import Slot
from kernel.viewer import Viewer

NEAR = 2
"""So many messages on either side."""


async def fill(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys such as comment:5, to moderators."""
    numbers = [int(key.partition(":")[2]) for key in keys if key.startswith("comment:")]
    if not viewer.is_manager or not numbers:
        return {}
    rows = await db.rows(_AROUND.format(marks=db.marks(numbers)), NEAR, NEAR, *numbers)
    cards = await people.names([row["author_id"] for row in rows])
    found: dict[str, str] = {}
    for number in numbers:
        around = [row for row in rows if row["about"] == number]
        said = [(cards[row["author_id"]], text.plain(row["body"], 300), row["id"] == number) for row in around]
        found[f"comment:{number}"] = pages.fragment("community/discussion/_around.html", said=said)
    return found


_AROUND = (
    "SELECT c.id AS about, n.id, n.author_id, n.body FROM comment c JOIN comment n ON n.id = c.id "
    "OR n.id IN (SELECT b.id FROM comment b WHERE b.thread_id = c.thread_id AND b.id < c.id AND b.hidden_at IS NULL "
    "AND b.deleted_at IS NULL ORDER BY b.id DESC LIMIT ?) OR n.id IN (SELECT a.id FROM comment a "
    "WHERE a.thread_id = c.thread_id AND a.id > c.id AND a.hidden_at IS NULL AND a.deleted_at IS NULL "
    "ORDER BY a.id LIMIT ?) WHERE c.id IN ({marks}) ORDER BY n.id"
)
slots = [Slot("case.thread", fill, personal=True)]
