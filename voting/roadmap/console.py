"""The team's console: stored figures by rank or column, narrowed by what the team plans with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ideas.board import queries as ideas
from kernel import db, lists
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import Viewer
from voting.demand import policies

ORDERS = {
    "rank": ("f.rank", ">", "ASC"),
    "value": ("f.value", "<", "DESC"),
    "share": ("f.share", "<", "DESC"),
    "score": ("f.demand / m.effort", "<", "DESC"),
    "trend": ("f.trend", "<", "DESC"),
}
PAGE = 40


@dataclass(frozen=True)
class Filter:
    """What the console is narrowed to."""

    policy: str
    sort: str = "rank"
    board: str = ""
    status: str = ""
    tag: str = ""
    horizon: str = ""
    share: str = ""
    q: str = ""

    @property
    def by(self) -> str:
        return self.share or "heads"


@dataclass(frozen=True)
class Line:
    """An idea as a row of the console; `data` holds the figures beside those sorted by."""

    id: int
    title: str
    url: str
    board: str
    status: str
    supporters: int
    rank: int
    demand: float
    value: float
    share: float | None
    band: tuple[float, float] | None
    trend: int
    data: dict[str, Any]
    horizon: str
    target: str
    effort: float | None
    owner: str
    place: float

    @property
    def score(self) -> float | None:
        return self.demand / self.effort if self.effort else None


async def reckoning() -> db.Row | None:
    """The newest making of all figures."""
    found = await db.row("SELECT * FROM reckoning ORDER BY id DESC LIMIT 1")
    if found:
        found["segments"], found["notes"] = json.loads(found["segments"]), json.loads(found["notes"])
    return found


async def lines(viewer: Viewer, reckoning_id: int, wanted: Filter, after: str | None = None) -> Listing[Line]:
    """One page of the console."""
    column, beyond, direction = ORDERS.get(wanted.sort, ORDERS["rank"])
    if wanted.sort == "share" and wanted.by == "worth":
        column = _by_worth()
    where, values = _where(wanted)
    if wanted.q:
        facets = {"board": wanted.board, "status": wanted.status, "tag": wanted.tag}
        found = await looking.numbers(viewer, "idea", wanted.q, **facets)
        where += f" AND i.id IN ({db.marks(found)})"
        values += found
    place = lists.place(after, float, int)
    if place:
        where += f" AND ({column} {beyond} ? OR ({column} = ? AND i.id {beyond} ?))"
        values += [place[0], place[0], place[1]]
    if wanted.sort == "share":
        where += f" AND {column} IS NOT NULL"
    elif wanted.sort == "score":
        where += " AND m.effort > 0"
    rows = await db.rows(
        "SELECT i.id, i.title, i.slug, i.status, i.supporters, b.name AS board, f.rank, f.demand, f.value, f.share, f.trend, "
        f"f.data, m.horizon, m.target, m.effort, o.handle AS owner, {column} AS place FROM figure f "
        "JOIN idea i ON i.id = f.idea_id JOIN board b ON b.id = i.board_id LEFT JOIN roadmap_item m ON m.idea_id = i.id "
        f"LEFT JOIN person o ON o.id = m.owner_id WHERE f.reckoning_id = ? AND f.policy = ? AND i.is_listed = ?{where} "
        f"ORDER BY {column} {direction}, i.id {direction} LIMIT {PAGE + 1}",
        reckoning_id,
        wanted.policy,
        True,
        *values,
    )
    return lists.page_of([_line(row, wanted.by) for row in rows], PAGE, lambda line: (float(line.place), line.id))


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    where, values = "", []
    for column, value in (("b.slug", wanted.board), ("i.status", wanted.status)):
        if value:
            where += f" AND {column} = ?"
            values.append(value)
    if wanted.tag:
        where += " AND EXISTS (SELECT 1 FROM idea_tag it JOIN tag t ON t.id = it.tag_id WHERE it.idea_id = i.id AND t.slug = ?)"
        values.append(wanted.tag)
    if wanted.horizon == "off":
        where += " AND m.horizon IS NULL"
    elif wanted.horizon:
        where += " AND m.horizon = ?"
        values.append(wanted.horizon)
    return where, values


def _by_worth() -> str:
    """The share by worth, which stands among what is shown of a figure."""
    if db.on_sqlite():
        return "json_extract(f.data, '$.share_worth[0]')"
    return "CAST(CAST(f.data AS jsonb) -> 'share_worth' ->> 0 AS DOUBLE PRECISION)"


def _line(row: db.Row, by: str) -> Line:
    data = json.loads(row["data"])
    share, band = policies.share_of(data, by)
    return Line(
        id=row["id"],
        title=row["title"],
        url=ideas.address(row["id"], row["slug"]),
        board=row["board"],
        status=row["status"],
        supporters=row["supporters"],
        rank=row["rank"],
        demand=row["demand"],
        value=row["value"],
        share=share[0] if share else None,
        band=(band[0], band[1]) if band else None,
        trend=row["trend"],
        data=data,
        horizon=row["horizon"] or "",
        target=row["target"] or "",
        effort=row["effort"],
        owner=row["owner"] or "",
        place=row["place"],
    )


async def views(person_id: int) -> list[db.Row]:
    """A person's saved views."""
    return await db.rows("SELECT id, name, query FROM saved_view WHERE person_id = ? ORDER BY name", person_id)


async def placed(idea_ids: list[int]) -> dict[int, db.Row]:
    """Where ideas stand on the roadmap."""
    rows = await db.rows(
        f"SELECT idea_id, horizon, target, effort FROM roadmap_item WHERE idea_id IN ({db.marks(idea_ids)})", *idea_ids
    )
    return {row["idea_id"]: row for row in rows}
