"""The ballot that decided a list: which may be named, and what its winners fill the form with."""

from __future__ import annotations

from typing import Any

from community.clubs.queries import ClubCard
from kernel import db
from kernel.viewer import Viewer
from voting.ballots import poll_queries, results


async def choices(viewer: Viewer, club: ClubCard) -> list[tuple[int, str]]:
    """The club's ballots that are closed and counted, the newest first."""
    rows = await db.rows(
        "SELECT id, title FROM ballot WHERE club_id = ? AND state = 'closed' AND result <> '' AND hidden_at IS NULL "
        "ORDER BY id DESC LIMIT 50",
        club.id,
    )
    return [(row["id"], row["title"]) for row in rows]


async def prefilled(viewer: Viewer, club: ClubCard, chosen: str) -> dict[str, Any]:
    """What a form begins with that comes from a ballot's result: its winners, the first one first."""
    if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > 9:
        return {}
    titles = dict(await choices(viewer, club))
    found = await results.result(int(chosen)) if int(chosen) in titles else None
    if found is None:
        return {}
    options = {one.id: one for one in await poll_queries.options(int(chosen))}
    won = [options[one] for one in (*found.plain.winners,) if one in options]
    lines = [f"{one.title} #{one.subject}" if one.kind == "idea" else one.title for one in won]
    return {"title": titles[int(chosen)], "items": "\n".join(lines), "ballot": int(chosen)}


async def named(viewer: Viewer, number: int | None) -> tuple[str, str] | None:
    """Title and address of the ballot behind a list, for a viewer who sees the list."""
    if number is None:
        return None
    card = (await poll_queries.cards(viewer, [number])).get(number)
    return (card.title, card.url) if card else None
