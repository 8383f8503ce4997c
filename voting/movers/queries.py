"""Reading batches and what they made."""

from __future__ import annotations

import json
from typing import Any

from kernel import db, sentences
from kernel.errors import Missing
from kernel.viewer import Viewer
from voting.movers import rules

LATEST = 30
LARGEST = 2**31 - 1


async def find(viewer: Viewer, number: int) -> db.Row:
    """A batch that the viewer may see."""
    row = await by_number(number) if rules.may_move(viewer) and 0 < number <= LARGEST else None
    if row is None:
        raise Missing()
    return row


async def by_number(number: int) -> db.Row | None:
    row = await db.row("SELECT * FROM import_batch WHERE id = ?", number)
    return row and shaped(row)


def shaped(row: db.Row) -> db.Row:
    """A batch with its plan, and its report in the words of whoever reads it."""
    return {**row, "facts": sentences.said(json.loads(row["report"])), "chosen": json.loads(row["plan"])}


async def latest(most: int = LATEST) -> list[db.Row]:
    """The newest batches."""
    return [shaped(row) for row in await db.rows("SELECT * FROM import_batch ORDER BY id DESC LIMIT ?", most)]


async def unfinished(digest: str) -> db.Row | None:
    """A batch of the same file that was left in the middle."""
    sql = "SELECT * FROM import_batch WHERE digest = ? AND state = 'running' ORDER BY id DESC LIMIT 1"
    return await db.row(sql, digest)


async def made(batch: int) -> dict[str, int]:
    """How many things of each kind a batch made that are still noted as its own."""
    rows = await db.rows("SELECT kind, count(*) AS n FROM import_row WHERE batch_id = ? GROUP BY kind", batch)
    return {row["kind"]: int(row["n"]) for row in rows}


async def mappings() -> list[str]:
    return [row["name"] for row in await db.rows("SELECT name FROM import_mapping ORDER BY name")]


async def mapping(name: str) -> dict[str, Any] | None:
    """A plan kept under a name."""
    kept = await db.value("SELECT plan FROM import_mapping WHERE name = ?", name)
    return None if kept is None else dict(json.loads(kept))


async def boards() -> list[str]:
    """Names of the brand's boards."""
    return [row["name"] for row in await db.rows("SELECT name FROM board WHERE club_id IS NULL ORDER BY position, id")]


async def default_board() -> str:
    """Where rows go that name no board."""
    return str(await db.value("SELECT name FROM board WHERE club_id IS NULL ORDER BY position, id LIMIT 1") or "Ideas")
