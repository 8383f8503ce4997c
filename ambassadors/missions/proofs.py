"""The counts that are kept beside missions, counted again."""

from __future__ import annotations

from kernel import db

_TAKEN = "(SELECT count(*) FROM mission_part t WHERE t.mission_id = m.id AND t.state NOT IN ('left', 'refused'))"
_DONE = "(SELECT count(*) FROM mission_part t WHERE t.mission_id = m.id AND t.state = 'done')"


async def taken(*, fix: bool = False) -> list[str]:
    """How many places of each mission are taken."""
    return await _counted("taken", _TAKEN, fix=fix)


async def done(*, fix: bool = False) -> list[str]:
    """How many did each mission."""
    return await _counted("done", _DONE, fix=fix)


async def _counted(column: str, true: str, *, fix: bool) -> list[str]:
    found = await db.rows(
        f"SELECT m.id, m.{column} AS kept, {true} AS n FROM mission m WHERE m.{column} <> {true} ORDER BY m.id"
    )
    if fix and found:
        async with db.transaction():
            values = [(row["n"], row["id"]) for row in found]
            await db.execute_many(f"UPDATE mission SET {column} = ? WHERE id = ?", values)
    return [f"mission {row['id']}: {row['kept']} {column} kept, {row['n']} counted" for row in found]
