"""What ideas say in the fields of their boards, as columns of files: one for each key, whichever boards ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ideas.board import fields, values
from ideas.board.values import Value
from kernel import db

STEM = "field_"


async def of_ideas(board_of: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """By idea and column: the cell, and None in what its board asks for and it does not say. `board_of` is by idea."""
    every = await fields.every()
    asked = {board: {name(one.key): None for one in held} for board, held in every.by_board.items()}
    found: dict[int, dict[str, Any]] = {idea: dict(asked[board]) for idea, board in board_of.items() if board in asked}
    rows = await db.rows(f"SELECT v.idea_id, {values.SELECTED} FROM idea_field v") if found else []
    for row in rows:
        one = every.by_id.get(row["field_id"])
        value = values.of_row(row, one.kind) if one else None
        if one and value is not None and row["idea_id"] in found:
            found[row["idea_id"]][name(one.key)] = cell(value)
    return found


def name(key: str) -> str:
    """What the column of a field is called."""
    return STEM + key.replace("-", "_")


def cell(value: Value) -> Any:
    """A number stays one; a choice is its key, a yes or no a word."""
    return values.told(value) if isinstance(value, Decimal) else values.written(value)
