"""Placing ideas on the roadmap, and saying how much work they are; every change of place keeps its reason."""

from __future__ import annotations

from kernel import audit, clock, db
from kernel.errors import Missing, require
from kernel.events import record
from kernel.viewer import Viewer
from voting.roadmap import rules
from voting.roadmap.models import Horizon, Item, Move, SavedView

OFF = "off"


async def place(
    viewer: Viewer,
    idea_id: int,
    *,
    horizon: str,
    target: str | None = None,
    reason: str = "",
    before: int | None = None,
) -> Item:
    """Put an idea on a horizon, move it, or take it off (`off`); a target that is None stays as it is.

    It stands `before` another idea of that horizon, at its end for 0; without a word where it is, or at a new one's end.
    """
    require(rules.may_plan(viewer))
    where = None if horizon == OFF else Horizon(horizon)
    async with db.transaction():
        item = await _item(idea_id)
        came = item.horizon != where
        item = await _move(viewer, item, where, target, reason)
        if where and (came or before is not None):
            await _line_up(viewer, item, before or 0)
    return item


async def _move(viewer: Viewer, item: Item, where: Horizon | None, target: str | None, reason: str) -> Item:
    """Another horizon or target, with its reason; nothing where both stay."""
    kept = item.target if target is None else target
    if (item.horizon, item.target) == (where, kept):
        return item
    idea_id, to = item.idea_id, where or OFF
    await _note_move(viewer, item, where, kept, reason)
    item.horizon, item.target = where, kept  # type: ignore[assignment]
    await item.save(update_fields=["horizon", "target"])
    await audit.note(viewer, "roadmap.moved", subject=("idea", idea_id), reason=reason, to=to, target=kept)
    await record("roadmap.moved", actor=viewer.id, subject=("idea", idea_id), to=to, target=kept)
    return item


async def _line_up(viewer: Viewer, item: Item, before: int) -> None:
    """Number the horizon's ideas anew with the item in its place; the chain of acts lets one do so at a time."""
    await audit.note(viewer, "roadmap.ordered", subject=("idea", item.idea_id), before=before)
    rows = await db.rows(
        "SELECT id, idea_id, position FROM roadmap_item WHERE horizon = ? ORDER BY position, idea_id", item.horizon
    )
    line = [row for row in rows if row["id"] != item.id]
    at = next((place for place, row in enumerate(line) if row["idea_id"] == before), len(line))
    line.insert(at, {"id": item.id, "position": 0})
    moved = [(place, row["id"]) for place, row in enumerate(line, start=1) if row["position"] != place]
    await db.execute_many("UPDATE roadmap_item SET position = ? WHERE id = ?", moved)


async def _note_move(viewer: Viewer, item: Item, where: Horizon | None, target: str, reason: str) -> None:
    await Move.create(
        item_id=item.id,
        before=item.horizon or "",
        after=where or "",
        target_before=item.target,
        target_after=target,
        reason=reason,
        by_id=viewer.id,
        created_at=clock.now(),
    )


async def estimate(viewer: Viewer, idea_id: int, *, effort: float | None, owner_id: int | None) -> Item:
    """Say how much work an idea is, in the team's own unit, and who looks after it."""
    require(rules.may_plan(viewer))
    async with db.transaction():
        item = await _item(idea_id)
        item.effort = effort
        item.owner_id = owner_id
        await item.save(update_fields=["effort", "owner_id"])
        await audit.note(viewer, "roadmap.estimated", subject=("idea", idea_id), effort=effort, owner=owner_id)
    return item


async def _item(idea_id: int) -> Item:
    """The idea's row, made on first need; Missing when there is no such idea in sight, or a club keeps it to itself."""
    on_a_board = "SELECT i.id FROM idea i JOIN board b ON b.id = i.board_id WHERE i.id = ? AND b.club_id IS NULL"
    if await db.value(f"{on_a_board} AND i.is_listed = ?", idea_id, True) is None:
        raise Missing()
    found, _ = await Item.get_or_create(idea_id=idea_id, defaults={"created_at": clock.now()})
    return found


async def save_view(viewer: Viewer, *, name: str, query: str) -> None:
    """Keep a way of looking at the console under a name; the same name again replaces it."""
    require(rules.may_plan(viewer))
    async with db.transaction(quiet=True):
        await SavedView.update_or_create(
            person_id=viewer.id, name=name, defaults={"query": query, "created_at": clock.now()}
        )


async def forget_view(viewer: Viewer, view_id: int) -> None:
    """Remove a saved view of one's own."""
    await SavedView.filter(id=view_id, person_id=viewer.id).delete()
