"""Recognition: ideas that somebody may be thanked for, who is thanked on an idea, who is named with a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ambassadors.perks.models import Gives, Standing
from community.people import queries as people
from community.people.queries import PersonCard
from ideas.board import queries as ideas
from ideas.board.models import Status
from kernel import clock, db
from kernel.viewer import Viewer

MOST = 60
_STANDS = "c.standing <> 'back' AND c.from_at <= ? AND (c.until_at IS NULL OR c.until_at > ?)"


@dataclass(frozen=True)
class Release:
    """A release with the names that stand with it."""

    perk_id: int
    name: str
    idea_id: int | None
    people: Sequence[PersonCard]


async def shipped_with(viewer: Viewer) -> list[tuple[int, str]]:
    """Ideas that shipped and that the viewer proposed, supports or commented on, the last first; as choices of a form.

    What one did for an idea that was merged into another, one did for that one.
    """
    person_id = viewer.id or 0
    rows = await db.rows(
        "SELECT i.id, i.title FROM idea i WHERE i.status = ? AND i.is_listed = ? AND EXISTS (SELECT 1 FROM idea g "
        "WHERE (g.id = i.id OR g.merged_into_id = i.id) AND (g.author_id = ? "
        "OR EXISTS (SELECT 1 FROM support s WHERE s.idea_id = g.id AND s.person_id = ?) "
        "OR EXISTS (SELECT 1 FROM thread h JOIN comment t ON t.thread_id = h.id WHERE h.subject_kind = 'idea' "
        "AND h.subject_id = g.id AND t.author_id = ? AND t.deleted_at IS NULL AND t.hidden_at IS NULL))) "
        f"ORDER BY i.status_at DESC, i.id DESC LIMIT {MOST}",
        Status.SHIPPED.value,
        True,
        person_id,
        person_id,
        person_id,
    )
    hidden = await ideas.unseen(viewer, [row["id"] for row in rows])
    return [(row["id"], row["title"]) for row in rows if row["id"] not in hidden]


async def on_ideas(idea_ids: Sequence[int]) -> dict[int, list[PersonCard]]:
    """Who is thanked on some ideas, in the order in which they were."""
    rows = await db.rows(
        "SELECT DISTINCT c.idea_id, c.person_id, min(c.id) AS place FROM perk_claim c JOIN perk k ON k.id = c.perk_id "
        f"WHERE k.gives = ? AND c.idea_id IN ({db.marks(idea_ids)}) AND {_STANDS} "
        "GROUP BY c.idea_id, c.person_id ORDER BY place",
        Gives.THANKS.value,
        *idea_ids,
        *_now(),
    )
    return await _joined(rows, "idea_id")


async def releases() -> list[Release]:
    """Releases with the names of those who stand with them, the last first."""
    rows = await db.rows(
        "SELECT k.id, k.label, k.name, k.idea_id FROM perk k WHERE k.gives = ? AND EXISTS (SELECT 1 FROM perk_claim c "
        f"WHERE c.perk_id = k.id AND {_STANDS}) ORDER BY k.id DESC LIMIT 12",
        Gives.RELEASE.value,
        *_now(),
    )
    names = await named([row["id"] for row in rows])
    return [Release(row["id"], row["label"] or row["name"], row["idea_id"], names.get(row["id"], [])) for row in rows]


async def named(perk_ids: Sequence[int]) -> dict[int, list[PersonCard]]:
    """Who stands with some releases, in the order in which they took it; names are those of their accounts today."""
    rows = await db.rows(
        "SELECT c.perk_id, c.person_id, min(c.id) AS place FROM perk_claim c "
        f"WHERE c.perk_id IN ({db.marks(perk_ids)}) AND {_STANDS} GROUP BY c.perk_id, c.person_id ORDER BY place",
        *perk_ids,
        *_now(),
    )
    return await _joined(rows, "perk_id")


async def accepted(perk_id: int) -> list[tuple[str, PersonCard]]:
    """Names that were given to a product, and by whom."""
    sql = "SELECT words, person_id FROM perk_claim WHERE perk_id = ? AND standing = ? ORDER BY id"
    rows = await db.rows(sql, perk_id, Standing.USED.value)
    cards = await people.names([row["person_id"] for row in rows])
    return [(row["words"], cards[row["person_id"]]) for row in rows]


async def badges() -> dict[int, tuple[str, ...]]:
    """The badges that people took, by the number of the person."""
    rows = await db.rows(
        "SELECT DISTINCT c.person_id, k.label FROM perk_claim c JOIN perk k ON k.id = c.perk_id "
        f"WHERE k.gives = ? AND {_STANDS} ORDER BY c.person_id, k.label",
        Gives.BADGE.value,
        *_now(),
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row["person_id"]] = (*found.get(row["person_id"], ()), row["label"])
    return found


def _now() -> tuple[datetime, datetime]:
    moment = clock.now()
    return moment, moment


async def _joined(rows: Sequence[db.Row], column: str) -> dict[int, list[Any]]:
    cards = await people.names([row["person_id"] for row in rows])
    found: dict[int, list[Any]] = {}
    for row in rows:
        if cards[row["person_id"]].is_claimed:
            found.setdefault(row[column], []).append(cards[row["person_id"]])
    return found
