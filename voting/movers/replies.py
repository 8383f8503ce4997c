"""The step that puts official answers under ideas, with the step on the trail that went with them."""

from __future__ import annotations

from collections.abc import Sequence

from ideas.board.models import Status
from kernel import db
from kernel.delimited import Line
from kernel.i18n import gettext as _
from kernel.imports import Batch, Made
from voting.movers.staging import BAD, CREATED, UNCHANGED, UPDATED
from voting.movers.writing import Writing, moment

_PLACES = "(?, ?, ?, '', '', ?)"


async def write(writing: Writing, batch: Batch) -> None:
    """The answers of one batch of lines; one that reads otherwise there now is another answer."""
    ideas = await writing.ideas(line.cells["idea"] for line in batch.lines)
    awaited = writing.awaited(line.cells["idea"] for line in batch.lines) if writing.is_dry else set[str]()
    before = await _before([line.cells["key"] for line in batch.lines])
    fresh: list[tuple[Line, int]] = []
    for line in batch.lines:
        reference, said = line.cells["idea"], before.get(line.cells["key"])
        if said == line.cells["body"]:
            writing.say(line, UNCHANGED)
            batch.unchanged += 1
        elif reference in ideas:
            writing.say(line, CREATED if said is None else UPDATED)
            fresh.append((line, ideas[reference]))
        elif reference in awaited:
            writing.say(line, CREATED)
        else:
            writing.say(line, BAD, _("No idea has the number %(reference)s.") % {"reference": reference})
    await _answer(writing, batch, fresh)
    batch.created += len(fresh)


async def _before(references: Sequence[str]) -> dict[str, str]:
    """The newest words that files brought, by reference."""
    rows = await db.rows(
        "SELECT r.reference, a.body FROM import_row r JOIN answer a ON a.id = r.thing_id "
        f"WHERE r.kind = 'answer' AND r.reference IN ({db.marks(references)}) ORDER BY r.id",
        *references,
    )
    return {row["reference"]: row["body"] for row in rows}


async def _answer(writing: Writing, batch: Batch, fresh: Sequence[tuple[Line, int]]) -> None:
    authors = await writing.accounts([line.cells for line, _idea in fresh], batch)
    if not fresh:
        return
    values: list[object] = []
    for (line, idea), author in zip(fresh, authors, strict=True):
        values += [idea, author, line.cells["body"], moment(line)]
    rows = await db.rows(
        "INSERT INTO answer (idea_id, author_id, body, cost_band, would_change, created_at) "
        f"VALUES {', '.join([_PLACES] * len(fresh))} RETURNING id, idea_id",
        *values,
    )
    numbers = sorted(row["id"] for row in rows)
    for (line, idea), number in zip(fresh, numbers, strict=True):
        batch.made.append(Made("answer", number, idea, reference=line.cells["key"]))
    steps = [
        (idea, author, number, line)
        for (line, idea), author, number in zip(fresh, authors, numbers, strict=True)
        if line.cells["status"] != Status.OPEN
    ]
    await _steps(batch, steps)


async def _steps(batch: Batch, steps: Sequence[tuple[int, int, int, Line]]) -> None:
    if not steps:
        return
    values: list[object] = []
    for idea, author, number, line in steps:
        values += [idea, Status.OPEN.value, line.cells["status"], author, number, moment(line)]
    rows = await db.rows(
        "INSERT INTO status_change (idea_id, before, after, by_id, answer_id, created_at) "
        f"VALUES {', '.join(['(?, ?, ?, ?, ?, ?)'] * len(steps))} RETURNING id, idea_id",
        *values,
    )
    batch.made += [Made("step", row["id"], row["idea_id"]) for row in rows]
