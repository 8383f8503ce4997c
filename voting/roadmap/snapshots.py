"""Snapshots: the roadmap's figures frozen, numbered and sealed by a checksum; none is ever changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel import audit, clock, db
from kernel.errors import Missing, require
from kernel.events import record
from kernel.features import the_house
from kernel.viewer import Viewer
from voting.demand import policies, reckon
from voting.demand.reckon import IdeaFigures, Interval, Reckoned
from voting.roadmap import columns, queries, rules
from voting.value.weights import Policy

BATCH = 1000
Cells = list[Any]


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
    """Freeze the roadmap as it is; one that equals the newest of its policy is that one."""
    require(rules.may_plan(viewer))
    reckoned = await reckon.reckon([policy])
    names = _segment_names(reckoned)
    header = _header(reckoned, policy)
    rows = [row async for row in _rows(reckoned, policy)]
    columned = [column.name for column in columns.layout(names)]
    checksum = _checksum(header, columned, rows)
    newest = await _newest(policy)
    if newest and newest.checksum == checksum:
        return newest
    async with db.transaction():
        number = await _keep(viewer, header, columned, rows, checksum)
        await audit.note(viewer, "snapshot.frozen", subject=("snapshot", number), policy=policy)
        await record("snapshot.frozen", actor=viewer.id, subject=("snapshot", number), policy=policy)
    return await find(number)


def _header(reckoned: Reckoned, policy: str) -> dict[str, Any]:
    return {
        "policy": policy,
        "currency": reckoned.currency,
        "date": reckoned.as_of.isoformat(),
        "window": f"{reckoned.window_days} days",
        "worth_as_of": reckoned.worth_as_of.isoformat() if reckoned.worth_as_of else "",
        "default_worth": reckoned.default_worth / policies.minor(reckoned.currency),
    }


def _segment_names(reckoned: Reckoned) -> list[str]:
    """A column for each segment, by its short name; one that is called like a column of ours gets a prefix."""
    slugs = [slug.replace("-", "_") for slug, _name in reckoned.segments]
    return [f"segment_{slug}" if slug in columns.RESERVED else slug for slug in slugs]


async def _rows(reckoned: Reckoned, policy: Policy) -> AsyncIterator[Cells]:
    """Cells of every idea, by rank."""
    told = await queries.told()
    kept = [found for found in reckoned.ideas if found.idea in told]
    kept.sort(key=lambda found: (-found.demand[policy].point, -found.people, found.idea))
    minor, scale = policies.minor(reckoned.currency), policies.unit(policy, reckoned.currency)
    for rank, found in enumerate(kept, start=1):
        yield _cells(rank, found, told[found.idea], found.demand[policy], minor, scale)


def _cells(rank: int, found: IdeaFigures, told: queries.Told, demand: Interval, minor: float, scale: float) -> Cells:
    weight = demand.point / scale
    share = found.share.point if found.share else None
    low, high = found.band or (None, None)
    return [
        rank, found.idea, told.title, told.url, told.board, told.tags, told.status, told.horizon, told.target, told.owner,
        told.created, told.merged_from, found.people, found.accounts, found.raw_votes, found.valid_votes,
        found.doubtful_votes, _round(weight), _round(demand.low / scale), _round(demand.high / scale),
        _round(found.value.point / minor), _round(found.value.low / minor), _round(found.value.high / minor),
        _round(share, 4), _round(low, 4), _round(high, 4), *(_round(part / minor) for part in found.by_segment),
        found.trend_30d, None, None, told.effort, _round(weight / told.effort) if told.effort else None, told.response,
    ]  # fmt: skip


def _round(number: float | None, places: int = 2) -> float | None:
    return None if number is None else round(float(number), places)


def _checksum(header: dict[str, Any], names: Sequence[str], rows: Sequence[Cells]) -> str:
    """SHA-256 over the head, the columns and each row as canonical JSON lines; the day it was made is left out."""
    made = {name: value for name, value in header.items() if name != "date"}
    digest = hashlib.sha256()
    for line in (made, list(names), *rows):
        digest.update(_canonical(line).encode() + b"\n")
    return digest.hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


async def _keep(viewer: Viewer, header: dict[str, Any], names: list[str], rows: list[Cells], checksum: str) -> int:
    number = await db.value(
        "INSERT INTO snapshot (policy, as_of, header, columns, rows, checksum, by_id, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        header["policy"],
        date.fromisoformat(header["date"]),
        json.dumps(header),
        json.dumps(names),
        len(rows),
        checksum,
        viewer.id,
        clock.now(),
    )
    for start in range(0, len(rows), BATCH):
        await db.execute_many(
            "INSERT INTO snapshot_row (snapshot_id, rank, idea_id, cells) VALUES (?, ?, ?, ?)",
            [(number, row[0], row[1], _canonical(row)) for row in rows[start : start + BATCH]],
        )
    return int(number)


async def find(number: int) -> Frozen:
    """A snapshot by its number; Missing when there is none."""
    row = await db.row("SELECT * FROM snapshot WHERE id = ?", number)
    if row is None:
        raise Missing()
    return _frozen(row)


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
    last = 0
    while lines := await db.rows(
        "SELECT rank, cells FROM snapshot_row WHERE snapshot_id = ? AND rank > ? ORDER BY rank LIMIT ?",
        frozen.id,
        last,
        BATCH,
    ):
        yield [json.loads(line["cells"]) for line in lines]
        last = lines[-1]["rank"]


async def verify(frozen: Frozen) -> bool:
    """Does the checksum still hold?"""
    rows = [row async for batch in batches(frozen) for row in batch]
    return _checksum(frozen.header, frozen.columns, rows) == frozen.checksum


def file_name(frozen: Frozen, form: str) -> str:
    return f"roadmap-{frozen.id:04}-{frozen.as_of.isoformat()}.{form}"


def base_url() -> str:
    return str(the_house().settings.base_url).rstrip("/")
