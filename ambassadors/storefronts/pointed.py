"""Royalties as a kind of doing that earns points: so many for each sale that somebody has a part of."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.points.registry import Cause, Earning, Named, Paid
from kernel import db
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _sold(event: db.Row) -> Paid:
    return [(event["subject_id"], ("sale", event["data"]["order"]))]


async def _taken_back(event: db.Row) -> list[Cause]:
    """A sale of which nothing is left; a part that came back takes no points."""
    rows = await db.rows(
        "SELECT s.id FROM shop_order o JOIN shop_order s ON s.id = coalesce(o.reverses_id, o.id) "
        "WHERE o.id = ? AND s.reversed_at IS NOT NULL",
        event["data"]["order"],
    )
    return [("sale", row["id"]) for row in rows]


async def _designs(viewer: Viewer, numbers: Sequence[int]) -> Named:
    """Sales by the design that was sold."""
    rows = await db.rows(
        "SELECT o.id, d.id AS design, d.title FROM shop_order o JOIN design d ON d.id = o.design_id "
        f"WHERE o.id IN ({db.marks(numbers)})",
        *numbers,
    )
    return {row["id"]: (row["title"], f"/designs/{row['design']}") for row in rows}


earnings = [
    Earning(
        "royalty",
        mark("A design is sold"),
        "royalty.earned",
        _sold,
        ("royalty.reversed",),
        _taken_back,
        names=_designs,
    )
]
