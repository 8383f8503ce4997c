"""Bringing small files over, as the command line does, and looking at what came of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kernel import db
from voting.movers import actions, runs, undoing


async def bring(
    tmp_path: Path, text: str | bytes, *, name: str = "export.csv", tool: str = "", kept: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Write a file; gives the report, with the number of its batch."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    batch = await actions.take(path, by=None, tool=tool, kept=kept)
    if batch["state"] == "waiting":
        await actions.begin(batch["id"], "running", by=None)
    assert await runs.go(await actions.row(batch["id"]), path=path)
    row = await actions.row(batch["id"])
    assert row["state"] == "done"
    return {**json.loads(row["report"]), "batch": batch["id"], "tool": row["tool"]}


async def look(tmp_path: Path, text: str | bytes, *, name: str = "export.csv", tool: str = "") -> dict[str, Any]:
    """Look through a file; nothing stays of it."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    batch = await actions.take(path, by=None, tool=tool, kept=None)
    report = await runs.check(batch, path=path)
    await actions.forget(batch["id"])
    return report


async def take_back(batch: int) -> dict[str, Any]:
    await actions.undo_from_now(batch)
    return await undoing.undo(batch)


async def ideas() -> list[db.Row]:
    """All ideas with their board, author and counts, the oldest first."""
    return await db.rows(
        "SELECT i.id, i.reference, b.name AS board, i.title, i.body, i.status, i.supporters, i.comments, i.created_at, "
        "p.name AS author, p.email, i.merged_into_id AS root FROM idea i JOIN board b ON b.id = i.board_id "
        "JOIN person p ON p.id = i.author_id ORDER BY i.created_at, i.id"
    )


async def differences(home: Any) -> list[str]:
    """What the proofs of the house find wrong."""
    found: list[str] = []
    for proof in home.all("proofs"):
        found += await proof.check()
    return found
