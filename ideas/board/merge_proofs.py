"""Where merged ideas lead and what they bring, refolded from the merges in force."""

from __future__ import annotations

from ideas.board import groups, joined, tags
from ideas.board.models import Status
from kernel import db


async def leads(*, fix: bool = False) -> list[str]:
    """Where each idea leads, how many lead to it, and that those alone are merged which a merge in force took."""
    rows = await db.rows("SELECT id, merged_into_id, merged_from, status FROM idea ORDER BY id")
    steps = await _steps()
    root = {idea: end for end, members in groups.folded([r["id"] for r in rows], steps).items() for idea in members}
    held: dict[int, int] = {}
    for idea, end in root.items():
        held[end] = held.get(end, 0) + (idea != end)
    wrong: dict[int, str] = {}
    for row in rows:
        idea, into = row["id"], root[row["id"]] if root[row["id"]] != row["id"] else None
        if row["merged_into_id"] != into:
            wrong[idea] = f"idea {idea}: leads to {row['merged_into_id']}, by its merges to {into}"
        elif row["merged_from"] != held.get(idea, 0):
            wrong[idea] = f"idea {idea}: {row['merged_from']} lead to it kept, {held.get(idea, 0)} counted"
        elif (row["status"] == Status.MERGED) != (into is not None):
            wrong[idea] = f"idea {idea}: is {row['status']}, and leads to {into}"
    if fix and wrong:
        await _refold(sorted(wrong))
    return list(wrong.values())


async def _steps() -> dict[int, int]:
    found = await db.rows(
        "SELECT s.idea_id, m.target_id FROM merge_source s JOIN merge m ON m.id = s.merge_id WHERE m.undone_at IS NULL"
    )
    return {row["idea_id"]: row["target_id"] for row in found}


async def _refold(ids: list[int]) -> None:
    async with db.transaction():
        await groups.refold([row["id"] for row in await db.rows("SELECT id FROM idea ORDER BY id")])
        for start in range(0, len(ids), 500):
            await joined.recount(ids[start : start + 500])


async def brought_tags(*, fix: bool = False) -> list[str]:
    """The tags that merged ideas bring to the one they lead to, beside its own."""
    kept = "SELECT idea_id, tag_id FROM idea_tag WHERE is_joined = ?"
    own = "SELECT idea_id, tag_id FROM idea_tag WHERE is_joined = ?"
    true = (
        "SELECT g.merged_into_id AS idea_id, x.tag_id FROM idea g JOIN idea_tag x ON x.idea_id = g.id AND x.is_joined = ? "
        f"WHERE g.merged_into_id IS NOT NULL EXCEPT {own}"
    )
    missing = await db.rows(f"{true} EXCEPT {kept}", False, False, True)
    more = await db.rows(f"{kept} EXCEPT SELECT * FROM ({true}) t", True, False, False)
    wrong = sorted({row["idea_id"] for row in [*missing, *more]})
    if fix and wrong:
        async with db.transaction():
            for start in range(0, len(wrong), 500):
                await tags.join(wrong[start : start + 500])
    return [f"idea {idea}: its joined tags are not those of the ideas that lead to it" for idea in wrong]
