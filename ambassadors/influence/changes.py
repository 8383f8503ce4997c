"""Which events may change a score: after the last of them nothing has to be reckoned again."""

from __future__ import annotations

from ambassadors.influence.registry import listenings
from kernel import db

EVENTS = (
    *("support.cast", "support.withdrawn", "supports.imported", "ideas.imported", "idea.hidden", "idea.restored"),
    *(
        "comment.posted",
        "comment.deleted",
        "report.ruled",
        "ruling.reversed",
        "design.published",
        "design.withdrawn",
        "design.hidden",
    ),
    *("design.restored", "meeting.cancelled", "worth.reckoned", "club.archived", "ruling.reversed"),
    *("influence.weighed", "influence.left", "influence.returned"),
)


async def last() -> int:
    """The number of the last event that may change a score, 0 before there was any."""
    kinds = [*EVENTS, *(event for one in listenings() for event in one.events)]
    return int(await db.value(f"SELECT MAX(id) AS id FROM event WHERE kind IN ({db.marks(kinds)})", *kinds) or 0)
