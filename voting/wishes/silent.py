"""Private clubs that asked the brand for an idea: how many, and how many of their members signed; never which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kernel import db


async def asked(ideas: Sequence[int] | None) -> Mapping[int, tuple[int, int]]:
    """For some ideas, or for all: private clubs with a delivered list that asks for it, and the signatures of these lists."""
    root = "coalesce(g.merged_into_id, g.id)"
    where = "" if ideas is None else f"WHERE {root} IN ({db.marks(ideas)}) "
    rows = await db.rows(
        f"SELECT {root} AS idea_id, count(DISTINCT w.club_id) AS clubs, "
        "count(DISTINCT s.person_id) AS people FROM wish_item i JOIN idea g ON g.id = i.idea_id "
        "JOIN wish_list w ON w.id = i.wish_list_id AND w.state IN ('delivered', 'answered') AND w.hidden_at IS NULL "
        "JOIN club c ON c.id = w.club_id AND c.is_private IS TRUE AND c.hidden_at IS NULL AND c.archived_at IS NULL "
        f"JOIN signature s ON s.wish_list_id = w.id AND s.stands IS TRUE {where}GROUP BY {root}",
        *(ideas or ()),
    )
    return {row["idea_id"]: (row["clubs"], row["people"]) for row in rows}
