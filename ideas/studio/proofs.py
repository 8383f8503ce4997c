"""Counts that are kept beside designs, refolded from the rows they count."""

from __future__ import annotations

from ideas.studio import places as ranking
from ideas.studio import queries
from kernel import db

BATCH = 5000
REMIXES = "(SELECT count(*) FROM design r WHERE r.original_id = d.id AND r.is_listed = ?)"
COMMENTS = (
    "(SELECT count(*) FROM comment c JOIN thread t ON t.id = c.thread_id WHERE t.subject_kind = 'design' "
    "AND t.subject_id = d.id AND c.is_internal = ? AND c.deleted_at IS NULL AND c.hidden_at IS NULL)"
)


async def remixes(*, fix: bool = False) -> list[str]:
    """How many designs that everybody sees began from each."""
    return await _counts("remixes", REMIXES, counts=True, fix=fix)


async def comments(*, fix: bool = False) -> list[str]:
    """How many comments everybody may read each design holds."""
    return await _counts("comments", COMMENTS, counts=False, fix=fix)


async def _counts(column: str, counted: str, *, counts: bool, fix: bool) -> list[str]:
    """`counts` is what the mark in `counted` stands for."""
    found = await db.rows(
        f"SELECT d.id, d.{column} AS kept, {counted} AS n FROM design d WHERE d.{column} <> {counted} ORDER BY d.id",
        counts,
        counts,
    )
    if fix and found:
        async with db.transaction():
            mended = [(row["n"], row["id"]) for row in found]
            await db.execute_many(f"UPDATE design SET {column} = ? WHERE id = ?", mended)
        await places(fix=True)
    return [f"design {row['id']}: {row['kept']} {column} kept, {row['n']} counted" for row in found]


async def places(*, fix: bool = False) -> list[str]:
    """Each published design's place in the trending order, from its counts."""
    wrong, last = list[str](), 0
    secret, values = queries.secret()
    while found := await db.rows(
        f"SELECT d.id, d.scores, d.wishes, d.comments, d.remixes, d.published_at, d.trending, {secret} AS is_secret "
        f"FROM design d WHERE d.id > ? AND d.published_at IS NOT NULL ORDER BY d.id LIMIT {BATCH}",
        *values,
        last,
    ):
        last, mended = found[-1]["id"], []
        for row in found:
            place = ranking.place(row)
            if abs(place - row["trending"]) > 1e-9:
                wrong.append(f"design {row['id']}: trending {row['trending']:.6f} kept, {place:.6f} counted")
                mended.append((place, row["id"]))
        if fix and mended:
            async with db.transaction():
                await db.execute_many("UPDATE design SET trending = ? WHERE id = ?", mended)
    return wrong
