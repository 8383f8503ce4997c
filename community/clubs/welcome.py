"""Holes on a club's home: the way in or out for each viewer, and what is talked about."""

from __future__ import annotations

from typing import Any

from community.clubs import queries, topics
from community.clubs.models import Role
from community.clubs.slots import shown
from kernel import db, pages
from kernel.features import Slot
from kernel.viewer import Viewer

SHOWN = 4


async def mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: join, ask, invite or leave, as it stands with the viewer."""
    numbers = [int(key) for key in keys]
    return {str(row["id"]): _way(viewer, row) for row in await _standing(viewer, numbers)}


async def _standing(viewer: Viewer, numbers: list[int]) -> list[db.Row]:
    """How the viewer stands with some clubs, in one query."""
    seen, values = queries.visible_to(viewer)
    person = viewer.id or 0
    return await db.rows(
        "SELECT c.id, c.slug, c.entry, c.is_private, c.archived_at, m.role, r.id AS asked, b.id AS ban, "
        "CASE WHEN m.role = ? THEN (SELECT count(*) FROM join_request w WHERE w.club_id = c.id AND w.waits IS TRUE) "
        "ELSE 0 END AS waiting FROM club c "
        "LEFT JOIN membership m ON m.club_id = c.id AND m.person_id = ? AND m.stands IS TRUE "
        "LEFT JOIN join_request r ON r.club_id = c.id AND r.person_id = ? AND r.waits IS TRUE "
        "LEFT JOIN club_ban b ON b.club_id = c.id AND b.person_id = ? AND b.stands IS TRUE "
        f"WHERE c.id IN ({db.marks(numbers)}) AND {seen}",
        Role.HOST.value,
        person,
        person,
        person,
        *numbers,
        *values,
    )


def _way(viewer: Viewer, row: db.Row) -> str:
    told: dict[str, Any] = {name: row[name] for name in ("entry", "is_private", "role", "ban", "waiting")}
    return pages.fragment(
        "community/clubs/_mine.html",
        **told,
        url=f"/clubs/{row['slug']}",
        is_host=row["role"] == Role.HOST,
        is_archived=row["archived_at"] is not None,
        is_waiting=row["asked"] is not None,
        may_rule=viewer.is_staff and row["archived_at"] is None,
    )


async def talk(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys as community/clubs/slots.py writes them: what was talked about last, the same for all of a scope."""
    filled: dict[str, str] = {}
    for key in keys:  # a page has one
        club = shown(key)
        filled[key] = pages.fragment(
            "community/clubs/_talk.html",
            topics=await topics.latest(club.id, SHOWN),
            url=club.url,
            may_open=club.id in viewer.clubs and club.state != "archived",
        )
    return filled


slots = [Slot("club.mine", mine, personal=True), Slot("club.topics", talk)]
