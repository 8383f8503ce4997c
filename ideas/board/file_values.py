"""What a file says of the fields of boards: a column `fields` with a JSON object by the keys of the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ideas.board import fields, values
from ideas.board.fields import PREFIX, Asked
from kernel.delimited import Line
from kernel.i18n import gettext as _
from kernel.imports import Batch

LONGEST = 100_000


def said(cell: str) -> dict[str, Any] | None:
    """The object of a cell; None where it is none."""
    if not cell.strip():
        return {}
    try:
        found = json.loads(cell) if len(cell) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


async def keep(lines: Sequence[tuple[Line, int, int]], fates: dict[int, str], batch: Batch) -> None:
    """Write what lines (with the idea and its board) say of fields; what cannot be used is told and left aside.

    `fates` say of each line what became of it: one whose idea changes by this is no longer unchanged.
    """
    told = [(line, idea, board) for line, idea, board in lines if line.cells.get("fields", "").strip()]
    if not told:
        return
    every, before = await fields.every(), await values.of([idea for _line, idea, _board in told])
    changed: dict[int, dict[int, values.Value]] = {}
    asked: dict[int, Asked] = {}
    for line, idea, board in told:
        mine = {one.key: one for one in every.by_board.get(board, ())}
        held = _held(line, mine, batch)
        asked |= {one.id: one for one in mine.values()}
        if held and {**before.get(idea, {}), **held} != before.get(idea, {}):
            changed[idea] = {**before.get(idea, {}), **held}
    await values.put([*changed], asked.values(), [*changed.values()])
    fates.update(
        {line.number: "updated" for line, idea, _ in told if idea in changed and fates[line.number] == "unchanged"}
    )


def _held(line: Line, asked: Mapping[str, Asked], batch: Batch) -> dict[int, values.Value]:
    cells = said(line.cells["fields"])
    if cells is None:
        batch.warn(line, _("The column fields is no JSON object: it is left aside."))
        return {}
    if unknown := sorted(cells.keys() - asked.keys()):
        batch.warn(line, _("The board does not ask for %(names)s: left aside.") % {"names": ", ".join(unknown)[:200]})
    found = values.check(
        asked.values(), {f"{PREFIX}{key}": value for key, value in cells.items()}, had=_any(asked, cells)
    )
    for name, message in found.errors.items():
        if name.removeprefix(PREFIX) in cells:
            batch.warn(line, _("%(field)s: %(message)s") % {"field": name.removeprefix(PREFIX), "message": message})
    return found.held


def _any(asked: Mapping[str, Asked], cells: Mapping[str, Any]) -> dict[int, values.Value]:
    """Choices that have ended are read from files too."""
    return {
        one.id: str(cells[key])
        for key, one in asked.items()
        if key in cells and str(cells[key]) in {c.key for c in one.choices}
    }
