"""The roadmap as the team lines it up: three lanes, moved by buttons, and by drag as a comfort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries as ideas
from kernel import db, pages
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import editors
from kernel.web import get
from voting.roadmap.models import Horizon

LANES = {Horizon.NOW: mark("Now"), Horizon.NEXT: mark("Next"), Horizon.LATER: mark("Later")}


@dataclass(frozen=True)
class Step:
    """An idea in its lane; `up` and `down` are the ideas it would stand before, None at an end of the lane."""

    id: int
    title: str
    url: str
    board: str
    status: str
    supporters: int
    target: str
    up: int | None
    down: int | None


async def index(request: Request) -> Response:
    """Now, next, later, each in the order of the public page."""
    lined = await _lanes()
    context = {
        "lanes": [(name.value, _(label), lined[name]) for name, label in LANES.items()],
        "any_placed": any(lined.values()),
    }
    return await pages.page(request, "voting/roadmap/lanes.html", context)


async def _lanes() -> dict[str, list[Step]]:
    rows = await db.rows(
        "SELECT i.id, i.title, i.slug, i.status, i.supporters, b.name AS board, m.horizon, m.target FROM roadmap_item m "
        "JOIN idea i ON i.id = m.idea_id JOIN board b ON b.id = i.board_id WHERE m.horizon IS NOT NULL "
        "AND i.is_listed = ? AND i.status NOT IN ('shipped', 'declined') ORDER BY m.position, i.id",
        True,
    )
    lanes: dict[str, list[db.Row]] = {name: [] for name in LANES}
    for row in rows:
        lanes[row["horizon"]].append(row)
    return {name: _steps(lane) for name, lane in lanes.items()}


def _steps(lane: list[db.Row]) -> list[Step]:
    ids = [row["id"] for row in lane] + [0, None]
    names: tuple[Any, ...] = ("id", "title", "board", "status", "supporters")
    return [
        Step(
            **{name: row[name] for name in names},
            url=ideas.address(row["id"], row["slug"]),
            target=row["target"] or "",
            up=ids[at - 1] if at else None,
            down=ids[at + 2],
        )
        for at, row in enumerate(lane)
    ]


routes = [get("/team/roadmap/lanes", index, allow=editors)]
