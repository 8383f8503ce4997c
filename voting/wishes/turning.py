"""Answers that are owed and late: said once for each day they were due on."""

from __future__ import annotations

from kernel import clock, db
from kernel.events import record
from kernel.features import Job, Reaction
from voting.wishes import replies

_LATE = (
    "SELECT w.id, w.title, w.due_at, c.slug FROM wish_list w JOIN club c ON c.id = w.club_id WHERE w.state = 'delivered' "
    "AND w.due_at < ? AND w.hidden_at IS NULL AND EXISTS (SELECT 1 FROM wish_item i WHERE i.wish_list_id = w.id "
    "AND i.reply IS NULL) AND NOT EXISTS (SELECT 1 FROM event e WHERE e.subject_kind = 'wish_list' "
    "AND e.subject_id = w.id AND e.kind = 'wishes.late' AND e.at >= w.due_at)"
)


async def turn_all() -> None:
    """Tell of every list whose day has passed with an item unanswered, once though several workers look."""
    for row in await db.rows(_LATE, clock.now()):
        async with db.transaction():
            lock = "" if db.on_sqlite() else " FOR UPDATE OF w"
            if not await db.rows(f"{_LATE} AND w.id = ?{lock}", clock.now(), row["id"]):
                continue
            told = {"title": row["title"], "url": f"/clubs/{row['slug']}/wishes/{row['id']}"}
            await record(
                "wishes.late", actor=None, subject=("wish_list", row["id"]), team=f"/team/wishes/{row['id']}", **told
            )


jobs = [Job("wishes.turn", turn_all, every=900)]
reactions = [Reaction("wishes.shipped", ("idea.answered", "idea.status"), replies.shipped)]
