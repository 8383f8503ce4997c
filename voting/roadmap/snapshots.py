"""Snapshots: the roadmap's figures frozen, numbered and sealed by a checksum; none is changed but for a name that is erased."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel import audit, clock, db
from kernel.errors import Missing, require
from kernel.events import record
from kernel.features import the_house
from kernel.viewer import Viewer
from voting.demand import carriers, clubs, marks
from voting.roadmap import queries, rows, rules
from voting.roadmap.rows import Cells, Sheet
from voting.value.methods import Policy

BATCH = 1000
NOTED = ("snapshot.frozen", "snapshot.confirmed")
"""Events that say, as of which mark, that a snapshot is the roadmap."""
TOLD = (
    "(SELECT id FROM event WHERE kind NOT IN ('snapshot.frozen', 'snapshot.confirmed') ORDER BY id DESC LIMIT 1) AS event",
    "(SELECT id FROM staff_act WHERE act <> 'snapshot.frozen' ORDER BY id DESC LIMIT 1) AS act",
    *clubs.HEADS,
)
"""Heads of what a row tells of an idea beside its figures: each change of it is an event or an act of staff."""


@dataclass(frozen=True)
class Frozen:
    """A snapshot's head; its rows are read in batches."""

    id: int
    policy: str
    as_of: date
    header: dict[str, Any]
    columns: list[str]
    rows: int
    checksum: str
    created_at: Any


async def freeze(viewer: Viewer, *, policy: Policy) -> Frozen:
    """Freeze the roadmap as it is; one that equals the newest of its policy is that one, at once where nothing changed."""
    require(rules.may_plan(viewer))
    mark = await _mark()
    newest = await _newest(policy)
    if newest and mark and await _mark_of(newest.id) == mark:
        return newest
    from voting.demand import reckon, why  # brings scipy, which nobody needs while nothing changed

    reckoned, told = await reckon.current(policy), await queries.told()
    carried = await why.carried(policy) if carriers.most() else None
    sheet = await asyncio.to_thread(rows.sheet, reckoned, told, policy, carried=carried)
    return await find(await _keep(viewer, sheet, mark))


async def _mark() -> str | None:
    """A mark of everything that a file says, None where it cannot be told."""
    found = await marks.now(*TOLD, *carriers.heads())
    return f"{found}@{base_url()}" if found else None


async def _mark_of(number: int) -> str | None:
    row = await db.row(
        f"SELECT data FROM event WHERE subject_kind = 'snapshot' AND subject_id = ? AND kind IN ({db.marks(NOTED)}) "
        "ORDER BY id DESC LIMIT 1",
        number,
        *NOTED,
    )
    return json.loads(row["data"]).get("mark") if row else None


async def _keep(viewer: Viewer, sheet: Sheet, mark: str | None) -> int:
    """The number of the snapshot that holds this: the newest where it does, else a new one. One writer at a time."""
    policy = sheet.header["policy"]
    async with db.transaction():
        if not db.on_sqlite():
            await db.execute("LOCK TABLE snapshot IN SHARE ROW EXCLUSIVE MODE")
        newest = await _newest(policy)
        if newest and newest.checksum == sheet.checksum:
            await record("snapshot.confirmed", actor=viewer.id, subject=("snapshot", newest.id), mark=mark)
            return newest.id
        number = await _insert(viewer, sheet)
        await audit.note(viewer, "snapshot.frozen", subject=("snapshot", number), policy=policy)
        await record("snapshot.frozen", actor=viewer.id, subject=("snapshot", number), policy=policy, mark=mark)
    return number


async def _insert(viewer: Viewer, sheet: Sheet) -> int:
    number = await db.value(
        "INSERT INTO snapshot (policy, as_of, header, columns, rows, checksum, by_id, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        sheet.header["policy"],
        date.fromisoformat(sheet.header["date"]),
        json.dumps(sheet.header),
        json.dumps(sheet.columns),
        len(sheet.lines),
        sheet.checksum,
        viewer.id,
        clock.now(),
    )
    ranked = [(number, rank, idea, line) for rank, (idea, line) in enumerate(sheet.lines, start=1)]
    for start in range(0, len(ranked), BATCH):
        await db.execute_many(
            "INSERT INTO snapshot_row (snapshot_id, rank, idea_id, cells) VALUES (?, ?, ?, ?)",
            ranked[start : start + BATCH],
        )
    return int(number)


async def find(number: int) -> Frozen:
    """A snapshot by its number; Missing when there is none."""
    row = await db.row("SELECT * FROM snapshot WHERE id = ?", number)
    if row is None:
        raise Missing()
    return _frozen(row)


async def head(frozen: Frozen) -> dict[str, Any]:
    """What a file says of how it was made, and the worth run that was the newest then."""
    run = await db.value("SELECT max(id) FROM worth_run WHERE created_at <= ?", frozen.created_at)
    return {**frozen.header, "worth_run": run}


async def _newest(policy: str) -> Frozen | None:
    row = await db.row("SELECT * FROM snapshot WHERE policy = ? ORDER BY id DESC LIMIT 1", policy)
    return _frozen(row) if row else None


async def newest_first() -> list[Frozen]:
    return [_frozen(row) for row in await db.rows("SELECT * FROM snapshot ORDER BY id DESC LIMIT 200")]


def _frozen(row: db.Row) -> Frozen:
    return Frozen(
        id=row["id"],
        policy=row["policy"],
        as_of=row["as_of"] if isinstance(row["as_of"], date) else date.fromisoformat(row["as_of"]),
        header=json.loads(row["header"]),
        columns=json.loads(row["columns"]),
        rows=row["rows"],
        checksum=row["checksum"],
        created_at=row["created_at"],
    )


async def batches(frozen: Frozen) -> AsyncIterator[list[Cells]]:
    """The rows of a snapshot, a thousand at a time."""
    async for lines in _lines(frozen):
        yield [json.loads(line) for line in lines]


async def _lines(frozen: Frozen) -> AsyncIterator[list[str]]:
    last = 0
    while found := await db.rows(
        "SELECT rank, cells FROM snapshot_row WHERE snapshot_id = ? AND rank > ? ORDER BY rank LIMIT ?",
        frozen.id,
        last,
        BATCH,
    ):
        yield [row["cells"] for row in found]
        last = found[-1]["rank"]


async def verify(frozen: Frozen) -> bool:
    """Does the checksum still hold?"""
    return await reckoned(frozen) == frozen.checksum


async def reckoned(frozen: Frozen) -> str:
    """The checksum of the rows as they are."""
    lines = [line async for batch in _lines(frozen) for line in batch]
    return await asyncio.to_thread(rows.checksum, frozen.header, frozen.columns, lines)


def file_name(frozen: Frozen, form: str) -> str:
    return f"roadmap-{frozen.id:04}-{frozen.as_of.isoformat()}.{form}"


def base_url() -> str:
    return str(the_house().settings.base_url).rstrip("/")
