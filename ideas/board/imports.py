"""Ideas from a file: boards that it names are made, authors without an account get an unclaimed one, nobody is written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from community.people import actions as people
from ideas.board import boards, file_rows, file_values, queries, spoken, tags, trending
from ideas.board.file_rows import COLUMNS, Row
from ideas.board.models import Status
from kernel import clock, db, text
from kernel.events import record
from kernel.i18n import mark
from kernel.imports import Batch, Importer, Made, Report


async def run(batch: Batch) -> None:
    """Write the ideas of one batch; what is already so stays as it is."""
    await bring(file_rows.read(batch), batch)


async def bring(rows: Sequence[Row], batch: Batch, *, brought: Mapping[int, int] | None = None) -> dict[int, str]:
    """Write ideas and say of each line whether it was created, updated, or unchanged.

    Where no number of an author is given, their address is; `brought` are the steps of an idea that came with files.
    """
    if not rows:
        return {}
    known = await _existing([row.reference for row in rows])
    board_ids = await _boards([row.board for row in rows], batch)
    authors = await _authors(rows, batch)
    changes: Counter[tuple[int, str]] = Counter()
    fates: dict[int, str] = {row.line.number: "created" for row in rows if row.reference not in known}
    await _create([row for row in rows if row.reference not in known], board_ids, authors, changes, batch)
    for row in rows:
        if held := known.get(row.reference):
            held["steps"] -= (brought or {}).get(held["id"], 0)
            before = await _update(row, held, board_ids[_slug(row.board)], changes)
            fates[row.line.number] = "updated" if before else "unchanged"
            batch.made += [Made("was", held["id"], before=before)] if before else []
    await _asked(rows, known, board_ids, fates, batch)
    await boards.counted(changes)
    await told([made.id for made in batch.made if made.kind in ("idea", "was")])
    for fate in fates.values():
        setattr(batch, fate, getattr(batch, fate) + 1)
    return fates


async def _asked(
    rows: Sequence[Row], known: Mapping[str, db.Row], board_ids: Mapping[str, int], fates: dict[int, str], batch: Batch
) -> None:
    """What the file says of the fields of boards, but for ideas that were edited here since."""
    ids = {made.reference: made.id for made in batch.made if made.kind == "idea"}
    ids |= {reference: held["id"] for reference, held in known.items() if held["edited_at"] is None}
    lines = [(row.line, ids[row.reference], board_ids[_slug(row.board)]) for row in rows if row.reference in ids]
    await file_values.keep(lines, fates, batch)


async def told(ids: Sequence[int]) -> None:
    """Which ideas came, changed or went, for whoever reads their words."""
    if ids:
        await record("ideas.written", actor=None, subject=("site", 0), ideas=sorted(ids))


async def _authors(rows: Sequence[Row], batch: Batch) -> dict[str, int]:
    made: list[int] = []
    found = await people.unclaimed(sorted({(row.email, "") for row in rows if not row.author_id}), made=made)
    batch.made += [Made("person", person) for person in made]
    return found


async def finish(report: Report) -> None:
    """One line in the log for the whole file."""
    if report.changed:
        async with db.transaction():
            await record(
                "ideas.imported", actor=None, subject=("site", 0), created=report.created, updated=report.updated
            )


def _slug(board: str) -> str:
    return tags.slug_of(board)


async def _boards(names: Sequence[str], batch: Batch) -> dict[str, int]:
    """Board numbers by slug, those that do not exist being made; `names` may hold names or slugs."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(_slug(name), name)
    found = await db.rows("SELECT id, slug, name FROM board WHERE club_id IS NULL")
    known = {_slug(row["name"]): row["id"] for row in found} | {row["slug"]: row["id"] for row in found}
    last = max([0, *known.values()])
    for slug, name in wanted.items():
        if slug not in known:
            last += 1
            known[slug] = await db.value(
                "INSERT INTO board (slug, name, description, colour, see, propose, comment, support, is_open, position, "
                "ideas, created_at) VALUES (?, ?, '', ?, 'everyone', 'members', 'members', 'members', ?, ?, 0, ?) "
                "RETURNING id",
                *(slug, name, boards.WALLS[last % len(boards.WALLS)], True, last, clock.now()),
            )
            batch.made.append(Made("board", known[slug]))
    return known


async def _existing(references: Sequence[str]) -> dict[str, db.Row]:
    joined = "group_concat" if db.on_sqlite() else "string_agg"
    found = await db.rows(
        "SELECT i.id, i.reference, i.board_id, i.title, i.body, i.status, i.created_at, i.edited_at, i.is_listed, "
        "i.supporters, i.comments, (SELECT count(*) FROM status_change s WHERE s.idea_id = i.id) AS steps, "
        f"(SELECT {joined}(t.name, ',') FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = i.id "
        "AND x.is_joined = ?) AS tags "
        f"FROM idea i WHERE i.reference IN ({db.marks(references)})",
        False,
        *references,
    )
    return {row["reference"]: row for row in found}


async def _create(
    rows: Sequence[Row],
    board_ids: dict[str, int],
    authors: dict[str, int],
    changes: Counter[tuple[int, str]],
    batch: Batch,
) -> None:
    if not rows:
        return
    now = clock.now()
    await db.execute_many(
        "INSERT INTO idea (reference, board_id, author_id, title, slug, body, folded, status, merged_from, supporters, "
        "raw_votes, comments, trending, created_at, status_at, is_listed, language) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?, ?)",
        [_values(row, board_ids[_slug(row.board)], row.author_id or authors[row.email], now) for row in rows],
    )
    references = [row.reference for row in rows]
    made = await db.rows(f"SELECT id, reference FROM idea WHERE reference IN ({db.marks(references)})", *references)
    ids = {row["reference"]: row["id"] for row in made}
    await tags.put([(ids[row.reference], row.tags) for row in rows])
    batch.made += [Made("idea", number, reference=reference) for reference, number in ids.items()]
    changes.update((board_ids[_slug(row.board)], row.status) for row in rows)


def _values(row: Row, board: int, author: int, now: datetime) -> list[Any]:
    at = row.created_at or now
    return [
        *(row.reference, board, author, row.title, text.slug(row.title), row.body),
        *(queries.folded(row.title, row.body), row.status, trending.score(0, 0, at), at, row.status_at or at, True),
        spoken.found(row.title, row.body),
    ]


async def _update(row: Row, held: db.Row, board_id: int, changes: Counter[tuple[int, str]]) -> dict[str, Any] | None:
    """Bring an idea up to the file, but for what was edited or answered here since; says what it was where that changes."""
    words_stand = held["edited_at"] is not None
    state_stands = held["steps"] > 0 or held["status"] == Status.MERGED
    title, body = (held["title"], held["body"]) if words_stand else (row.title, row.body)
    at, status = row.created_at or held["created_at"], held["status"] if state_stands else row.status
    board_id = held["board_id"] if words_stand else board_id
    before = (held["title"], held["body"], held["created_at"], held["status"], held["board_id"])
    same_tags = words_stand or {tags.slug_of(t) for t in row.tags} == {
        tags.slug_of(t) for t in tags.parse(held["tags"] or "")
    }
    if before == (title, body, at, status, board_id) and same_tags:
        return None
    place = trending.score(held["supporters"], held["comments"], at)
    await db.execute(
        "UPDATE idea SET title = ?, slug = ?, body = ?, folded = ?, created_at = ?, status = ?, board_id = ?, "
        "trending = ?, language = CASE WHEN edited_at IS NULL THEN ? ELSE language END WHERE id = ?",
        *(title, text.slug(title), body, queries.folded(title, body), at, status, board_id, place),
        *(spoken.found(title, body), held["id"]),
    )
    if not same_tags:
        await tags.replace(held["id"], row.tags)
    if held["is_listed"]:
        changes[(held["board_id"], held["status"])] -= 1
        changes[(board_id, status)] += 1
    was = dict(zip(("title", "body", "created_at", "status", "board_id"), before, strict=True))
    return {**was, "created_at": held["created_at"].isoformat(), "tags": held["tags"] or ""}


importer = Importer(
    "ideas",
    COLUMNS,
    run,
    key=("reference",),
    needed=("reference", "board", "title"),
    finish=finish,
    label=mark("Ideas"),
)
