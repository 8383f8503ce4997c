"""The step that makes ideas, brings those made before up to date, and joins those that stand here already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from community.discussion import imports as talk
from ideas.board import held, imports, tags
from ideas.board.file_rows import Row
from kernel import db, sentences, text
from kernel.delimited import Line
from kernel.i18n import gettext as _
from kernel.imports import Batch, Made
from voting.movers.records import COMMENT_BODY, cut
from voting.movers.staging import CREATED, JOINED, UNCHANGED
from voting.movers.writing import Writing, moment

_NOT_WORD = re.compile(r"[\W_]+")


async def write(writing: Writing, batch: Batch) -> None:
    """The ideas of one batch of lines."""
    references = [line.cells["key"] for line in batch.lines]
    before = await _joined_before(references)
    known = await _existing(references)
    fresh = [line for line in batch.lines if line.cells["key"] not in known | before.keys()]
    twins = await _twins(writing, fresh) if writing.plan.joins else {}
    await _join(writing, batch, [(line, twins[line.number]) for line in fresh if line.number in twins])
    for line in batch.lines:
        if line.cells["key"] in before:
            writing.say(line, UNCHANGED, _joined_note(before[line.cells["key"]]))
            batch.unchanged += 1
    rest = [line for line in batch.lines if line.cells["key"] not in before and line.number not in twins]
    fates = await imports.bring(await _rows(writing, batch, rest), batch, brought=await _steps(references))
    for line in rest:
        writing.say(line, fates.get(line.number, CREATED))


async def _rows(writing: Writing, batch: Batch, lines: Sequence[Line]) -> list[Row]:
    authors = await writing.accounts([line.cells for line in lines], batch)
    extra = writing.staging.tags_of([line.cells["key"] for line in lines]) if writing.staging.has_tags else {}
    return [
        _row(writing, line, author, extra.get(line.cells["key"], []))
        for line, author in zip(lines, authors, strict=True)
    ]


def _row(writing: Writing, line: Line, author: int, extra: Sequence[str]) -> Row:
    cells = line.cells
    names = tags.parse("|".join([cells["tags"], *extra]))
    kept = [name for name in names if len(name) <= tags.LONGEST][: tags.MOST]
    return Row(
        line,
        cells["key"],
        cells["board"] or writing.plan.board,
        cells["title"],
        cells["body"],
        "",
        datetime.fromisoformat(cells["at"]) if cells["at"] else None,
        cells["status"],
        tuple(sorted(kept)),
        author_id=author,
        status_at=datetime.fromisoformat(cells["status_at"]) if cells["status_at"] else None,
    )


async def _existing(references: Sequence[str]) -> set[str]:
    rows = await db.rows(f"SELECT reference FROM idea WHERE reference IN ({db.marks(references)})", *references)
    return {row["reference"] for row in rows}


async def _joined_before(references: Sequence[str]) -> dict[str, int]:
    rows = await db.rows(
        f"SELECT reference, thing_id FROM import_row WHERE kind = 'joined' AND reference IN ({db.marks(references)})",
        *references,
    )
    return {row["reference"]: row["thing_id"] for row in rows}


async def _steps(references: Sequence[str]) -> dict[int, int]:
    """How many steps on the trails of these ideas came with files: they keep no later file from changing the state."""
    rows = await db.rows(
        "SELECT r.other_id AS idea, count(*) AS n FROM import_row r JOIN idea i ON i.id = r.other_id "
        f"WHERE r.kind = 'step' AND i.reference IN ({db.marks(references)}) GROUP BY r.other_id",
        *references,
    )
    return {row["idea"]: int(row["n"]) for row in rows}


async def _twins(writing: Writing, lines: Sequence[Line]) -> dict[int, db.Row]:
    """Ideas that stood here before this batch, on the same board and under the same title but for case, accents and marks."""
    if not lines or not writing.below:
        return {}
    slugs = list({text.slug(line.cells["title"]) for line in lines})
    rows = await db.rows(
        "SELECT i.id, i.title, i.body, b.slug AS board, b.name FROM idea i JOIN board b ON b.id = i.board_id "
        f"WHERE i.id <= ? AND i.is_listed = ? AND b.club_id IS NULL AND i.slug IN ({db.marks(slugs)}) ORDER BY i.id DESC",
        writing.below,
        True,
        *slugs,
    )
    known = {(place, _bare(row["title"])): row for row in rows for place in (row["board"], tags.slug_of(row["name"]))}
    found = {}
    for line in lines:
        board = tags.slug_of(line.cells["board"] or writing.plan.board)
        if twin := known.get((board, _bare(line.cells["title"]))):
            found[line.number] = twin
    return found


def _bare(title: str) -> str:
    return _NOT_WORD.sub(" ", text.fold(title)).strip()


async def _join(writing: Writing, batch: Batch, pairs: Sequence[tuple[Line, db.Row]]) -> None:
    """What stands here already takes in what is said of it; words of its own become a message."""
    for line, twin in pairs:
        batch.made.append(Made("joined", twin["id"], reference=line.cells["key"]))
        batch.unchanged += 1
    worded = [(line, twin) for line, twin in pairs if line.cells["body"] not in ("", twin["body"])]
    authors = await writing.accounts([line.cells for line, _twin in worded], batch)
    notes: dict[int, list[str]] = {line.number: [_joined_note(twin["id"])] for line, twin in pairs}
    said = [
        talk.Said("idea", twin["id"], author, cut(line.cells["body"], COMMENT_BODY, notes[line.number]), moment(line))
        for (line, twin), author in zip(worded, authors, strict=True)
    ]
    for line, _twin in pairs:
        writing.say(line, JOINED, sentences.together(notes[line.number]))
    made = await talk.bring(said)
    batch.made += [
        Made("comment", number, twin["id"], reference=f"{line.cells['key']}#body")
        for number, (line, twin) in zip(made, worded, strict=True)
    ]
    await held.brought(Counter(twin["id"] for _line, twin in worded))


def _joined_note(idea: int) -> str:
    return _("Idea %(number)s has this title on the same board.") % {"number": str(idea)}
