"""All reads of the roadmap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ideas.board import columns as held
from ideas.board import queries as ideas
from kernel import db, lists, text
from kernel.features import the_house
from kernel.viewer import Viewer
from voting.ballots import recorded
from voting.demand import carriers, clubs
from voting.roadmap.models import Horizon

RESPONSE = 300
OBJECTS = ("sneaker", "tee", "tote")
"""What stands beside an idea that has no drawing of its own yet: one of the house's objects for each board in turn."""


@dataclass(frozen=True)
class Told:
    """What a file says of an idea beside its figures."""

    title: str
    url: str
    board: str
    tags: str
    status: str
    horizon: str
    target: str
    owner: str
    created: str
    merged_from: int
    effort: float | None
    response: str
    clubs: str = ""
    ambassadors: int | None = None
    on_behalf: int = 0
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """An idea on the public roadmap, with how it came to where it is."""

    id: int
    title: str
    url: str
    board: str
    status: str
    supporters: int
    horizon: str
    target: str
    said: str
    said_at: datetime | None
    promised_on: Any
    object: str
    moves: list[db.Row] = field(default_factory=list)


ANSWER = "LEFT JOIN answer a ON a.id = (SELECT max(id) FROM answer WHERE idea_id = i.id)"


async def told() -> dict[int, Told]:
    """Every idea that a roadmap file has a row for: in sight and not merged away."""
    tags = "group_concat(t.name, ',')" if db.on_sqlite() else "string_agg(t.name, ',' ORDER BY t.name)"
    tagged = {
        row["idea_id"]: row["tags"]
        for row in await db.rows(
            f"SELECT idea_id, {tags} AS tags FROM (SELECT it.idea_id, t.name FROM idea_tag it JOIN tag t ON t.id = it.tag_id "
            "ORDER BY it.idea_id, t.name) t GROUP BY idea_id"
        )
    }
    base = str(the_house().settings.base_url).rstrip("/")
    rows = await db.rows(
        "SELECT i.id, i.title, i.slug, i.board_id, b.slug AS board, i.status, i.created_at, i.merged_from, m.horizon, m.target, "
        "m.effort, o.handle AS owner, a.body AS response FROM idea i JOIN board b ON b.id = i.board_id "
        f"LEFT JOIN roadmap_item m ON m.idea_id = i.id LEFT JOIN person o ON o.id = m.owner_id {ANSWER} "
        "WHERE i.is_listed = ? AND b.club_id IS NULL ORDER BY i.id",
        True,
    )
    wanted, among, written = await clubs.wanting(), await carriers.ambassadors(), await recorded.counts()
    asked = await held.of_ideas({row["id"]: row["board_id"] for row in rows})
    return {
        row["id"]: replace(
            _told(row, tagged.get(row["id"], ""), base, wanted.get(row["id"], clubs.NOTHING).written),
            ambassadors=None if among is None else among.get(row["id"], 0),
            on_behalf=written.get(row["id"], 0),
            asked=asked.get(row["id"], {}),
        )
        for row in rows
    }


def _told(row: db.Row, tags: str, base: str, named: str) -> Told:
    return Told(
        clubs=named,
        title=row["title"],
        url=base + ideas.address(row["id"], row["slug"]),
        board=row["board"],
        tags=tags or "",
        status=row["status"],
        horizon=row["horizon"] or "",
        target=row["target"] or "",
        owner=row["owner"] or "",
        created=row["created_at"].date().isoformat(),
        merged_from=row["merged_from"],
        effort=row["effort"],
        response=text.plain(row["response"], RESPONSE) if row["response"] else "",
    )


async def plans(viewer: Viewer) -> dict[str, list[Plan]]:
    """The public roadmap: what this viewer may see of each horizon, then what shipped and what was declined lately."""
    seen = await ideas.visible_to(viewer)
    columns = (
        "SELECT i.id, i.title, i.slug, i.status, i.supporters, b.name AS board, b.position, m.id AS item_id, m.horizon, "
        "m.target, a.body AS said, a.created_at AS said_at, a.promised_on FROM idea i JOIN board b ON b.id = i.board_id "
        f"LEFT JOIN roadmap_item m ON m.idea_id = i.id {ANSWER} WHERE {seen.sql} AND "
    )
    placed = await db.rows(
        f"{columns} m.horizon IS NOT NULL AND i.status NOT IN ('shipped', 'declined') "
        "ORDER BY m.position, i.id LIMIT 300",
        *seen.values,
    )
    ended = await db.rows(
        f"{columns} i.status IN ('shipped', 'declined') ORDER BY i.status_at DESC, i.id DESC LIMIT 16", *seen.values
    )
    moves = await _moves([row["item_id"] for row in placed if row["item_id"]])
    found: dict[str, list[Plan]] = {name: [] for name in (*Horizon, "shipped", "declined")}
    for row in placed:
        found[row["horizon"]].append(_plan(row, moves.get(row["item_id"], [])))
    for row in ended:
        found[row["status"]].append(_plan(row, []))
    return found


def _plan(row: db.Row, moves: list[db.Row]) -> Plan:
    return Plan(
        id=row["id"],
        title=row["title"],
        url=ideas.address(row["id"], row["slug"]),
        board=row["board"],
        status=row["status"],
        supporters=row["supporters"],
        horizon=row["horizon"] or "",
        target=row["target"] or "",
        said=text.plain(row["said"], 220) if row["said"] else "",
        said_at=row["said_at"],
        promised_on=row["promised_on"],
        object=OBJECTS[max(0, row["position"] - 1) % len(OBJECTS)],
        moves=moves,
    )


NEAREST = "CASE m.horizon WHEN 'now' THEN 1 WHEN 'next' THEN 2 ELSE 3 END"


async def placed(viewer: Viewer, after: str | None = None, *, size: int = 100) -> lists.Listing[db.Row]:
    """Ideas on the roadmap that a viewer may see, the nearest horizon first, in the team's order; by cursor."""
    seen = await ideas.visible_to(viewer)
    place = lists.place(after, int, int, int)
    rows = await db.rows(
        f"SELECT i.id, i.title, i.slug, i.status, i.supporters, b.name AS board, m.horizon, m.target, m.position, "
        f"{NEAREST} AS nearness FROM idea i JOIN board b ON b.id = i.board_id JOIN roadmap_item m ON m.idea_id = i.id "
        f"WHERE {seen.sql} AND m.horizon IS NOT NULL AND i.status NOT IN ('shipped', 'declined') "
        f"AND ({NEAREST}, m.position, i.id) > (?, ?, ?) ORDER BY {NEAREST}, m.position, i.id LIMIT ?",
        *seen.values,
        *(place or (0, 0, 0)),
        size + 1,
    )
    found = [{**row, "url": ideas.address(row["id"], row["slug"])} for row in rows]
    return lists.page_of(found, size, lambda row: (row["nearness"], row["position"], row["id"]))


async def _moves(items: Sequence[int]) -> dict[int, list[db.Row]]:
    """The history of items, the first placing left out: it was no move."""
    rows = await db.rows(
        "SELECT item_id, before, after, target_before, target_after, reason, created_at FROM roadmap_move "
        f"WHERE item_id IN ({db.marks(items)}) "
        "AND id > (SELECT min(f.id) FROM roadmap_move f WHERE f.item_id = roadmap_move.item_id) ORDER BY id",
        *items,
    )
    found: dict[int, list[db.Row]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(row)
    return found


async def latest_moves(viewer: Viewer, *, size: int = 30) -> list[db.Row]:
    """The newest moves of ideas in the viewer's sight."""
    seen = await ideas.visible_to(viewer)
    rows = await db.rows(
        "SELECT v.id, i.id AS idea_id, i.title, i.slug, v.before, v.after, v.target_before, v.target_after, v.reason, "
        "v.created_at FROM roadmap_move v JOIN roadmap_item m ON m.id = v.item_id JOIN idea i ON i.id = m.idea_id "
        f"WHERE {seen.sql} ORDER BY v.id DESC LIMIT {size}",
        *seen.values,
    )
    return [{**row, "url": ideas.address(row["idea_id"], row["slug"])} for row in rows]
