"""The step that makes comments and answers to them, with who said them and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from community.discussion import imports as talk
from ideas.board import held
from kernel import db
from kernel.delimited import Line
from kernel.i18n import gettext as _
from kernel.imports import Batch, Made
from voting.movers.records import COMMENT, REPLY
from voting.movers.staging import BAD, CREATED, UNCHANGED, UPDATED
from voting.movers.writing import Writing, moment

DEEPEST = 50


async def write(writing: Writing, batch: Batch) -> None:
    """The messages of one batch of lines; one that was brought before is brought up to date."""
    ideas = await writing.ideas(line.cells["idea"] for line in batch.lines)
    awaited = writing.awaited(line.cells["idea"] for line in batch.lines) if writing.is_dry else set[str]()
    before = await brought([line.cells["key"] for line in batch.lines])
    await _reword(writing, batch, [(line, before[key]) for line in batch.lines if (key := line.cells["key"]) in before])
    fresh = [line for line in batch.lines if line.cells["key"] not in before and line.cells["idea"] in ideas]
    await _say(writing, batch, fresh, ideas)
    for line in batch.lines:
        if line.number not in writing.fates:
            there = line.cells["idea"] in awaited
            why = "" if there else _("No idea has the number %(reference)s.") % {"reference": line.cells["idea"]}
            writing.say(line, CREATED if there else BAD, why)


async def brought(references: Sequence[str]) -> dict[str, int]:
    """Messages that files brought, by reference."""
    rows = await db.rows(
        f"SELECT reference, thing_id FROM import_row WHERE kind = 'comment' AND reference IN ({db.marks(references)})",
        *references,
    )
    return {row["reference"]: row["thing_id"] for row in rows}


async def _say(writing: Writing, batch: Batch, lines: Sequence[Line], ideas: Mapping[str, int]) -> None:
    above = await _above(writing, [line for line in lines if line.cells["parent"]])
    authors = await writing.accounts([line.cells for line in lines], batch)
    said = [
        talk.Said(
            *("idea", ideas[line.cells["idea"]], author, line.cells["body"], moment(line)),
            parent_id=above.get(line.number),
            is_internal=bool(line.cells["internal"]),
        )
        for line, author in zip(lines, authors, strict=True)
    ]
    made = await talk.bring(said)
    for line, one, number in zip(lines, said, made, strict=True):
        batch.made.append(Made("comment", number, one.subject_id, reference=line.cells["key"]))
        lost = bool(line.cells["parent"]) and one.parent_id is None
        writing.say(line, CREATED, _("What it answers is not in the file; it stands by itself.") if lost else "")
    batch.created += len(made)
    await held.brought(Counter(one.subject_id for one in said if not one.is_internal))


async def _above(writing: Writing, lines: Sequence[Line]) -> dict[int, int]:
    """The message that an answer stands under: the first of its line of answers, for two levels are enough."""
    tops = {line.number: _top(writing, line.cells["parent"]) for line in lines}
    there = await brought(list(tops.values()))
    rows = await db.rows(
        f"SELECT id, thread_id, coalesce(parent_id, id) AS top FROM comment WHERE id IN ({db.marks(list(there.values()))})",
        *there.values(),
    )
    top_of = {row["id"]: row["top"] for row in rows}
    return {number: top_of[there[key]] for number, key in tops.items() if there.get(key) in top_of}


def _top(writing: Writing, parent: str) -> str:
    key = writing.plan.prefix + parent
    for _step in range(DEEPEST):
        further = writing.staging.known(REPLY, [key]).get(key)
        if further is None or not further["parent"]:
            break
        key = writing.plan.prefix + further["parent"]
    return key


async def _reword(writing: Writing, batch: Batch, pairs: Sequence[tuple[Line, int]]) -> None:
    """Words that changed there since, unless their author changed them here."""
    numbers = [number for _line, number in pairs]
    rows = await db.rows(
        f"SELECT id, body, edited_at, deleted_at FROM comment WHERE id IN ({db.marks(numbers)})", *numbers
    )
    held_now = {row["id"]: row for row in rows}
    changed = []
    for line, number in pairs:
        row = held_now.get(number)
        stands = row is None or row["edited_at"] or row["deleted_at"] or row["body"] == line.cells["body"]
        writing.say(line, UNCHANGED if stands else UPDATED)
        if row and not stands:
            changed.append((line.cells["body"], number))
            batch.made.append(Made("reworded", number, before={"body": row["body"], "now": line.cells["body"]}))
    await db.execute_many("UPDATE comment SET body = ? WHERE id = ?", changed)
    await talk.told([number for _body, number in changed])
    batch.updated += len(changed)
    batch.unchanged += len(pairs) - len(changed)


KINDS = (COMMENT, REPLY)
