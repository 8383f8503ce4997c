"""Which design is put before a member next: the least shown, and of those about as little shown the least certain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ideas.challenges import queries as challenges
from ideas.challenges.queries import ChallengeCard
from kernel import clock, db
from kernel.viewer import Viewer
from voting.ballots import means
from voting.ballots.models import Showing
from voting.ballots.score_queries import LEVELS, SAME_ACCOUNT

BAND = 0.1
"""Designs shown at most so much oftener than the least shown are alike; how sure their mean is decides."""
MOST = 60
_FROM = (
    "FROM design d LEFT JOIN showing w ON w.design_id = d.id AND w.person_id = ? "
    "LEFT JOIN score s ON s.design_id = d.id AND s.person_id = ? "
    f"WHERE d.is_listed = ? AND d.author_id <> ? AND NOT {SAME_ACCOUNT}"
)
_ENTERED = (
    " AND d.id IN (SELECT e.design_id FROM challenge_entry e WHERE e.challenge_id = ? AND e.withdrawn_at IS NULL)"
)


@dataclass(frozen=True)
class Candidate:
    """A design that a member has not seen here: how often it was shown, and its scores."""

    id: int
    shown: int
    levels: tuple[int, ...]


@dataclass(frozen=True)
class Progress:
    """Of all designs that a member may score: how many are done, and how many of those were passed over."""

    done: int
    total: int
    passed: int


def chosen(candidates: Sequence[Candidate], person: int) -> int | None:
    """The fair next one; where two are alike, chance decides for each person anew."""
    least = min((one.shown for one in candidates), default=0)
    alike = [one for one in candidates if one.shown <= least * (1 + BAND)]
    best = max(alike, key=lambda one: (means.standing(one.levels).spread, _lot(person, one.id)), default=None)
    return best.id if best else None


def _lot(person: int, design: int) -> bytes:
    return hashlib.blake2b(f"{person}:{design}".encode(), digest_size=8).digest()


async def progress(viewer: Viewer, among: ChallengeCard | None = None) -> Progress:
    """How far a member has come."""
    sql, values = _eligible(viewer, among)
    row = await db.row(
        "SELECT COUNT(*) AS total, COUNT(CASE WHEN s.value IS NOT NULL THEN 1 END) AS scored, "
        f"COUNT(CASE WHEN s.value IS NULL AND w.is_skipped = ? THEN 1 END) AS passed {sql}",
        True,
        *values,
    )
    scored, passed, total = (int(row[name]) for name in ("scored", "passed", "total")) if row else (0, 0, 0)
    return Progress(scored + passed, total, passed)


async def next_for(viewer: Viewer, among: ChallengeCard | None = None) -> int | None:
    """The design that a member was last shown and has not answered, else the fair next one, which is then shown."""
    sql, values = _eligible(viewer, among)
    open_one = f"SELECT d.id {sql} AND w.is_skipped = ? AND s.value IS NULL ORDER BY w.id LIMIT 1"
    waiting: int | None = await db.value(open_one, *values, False)
    if waiting is not None:
        return waiting
    rows = await db.rows(
        f"SELECT d.id, d.shown, {LEVELS} {sql} AND w.id IS NULL AND s.value IS NULL "
        f"ORDER BY d.shown, d.scores, d.id LIMIT {MOST}",
        *values,
    )
    found = chosen([Candidate(row["id"], row["shown"], tuple(row.values())[2:]) for row in rows], int(viewer.id or 0))
    if found is not None:
        await _show(int(viewer.id or 0), found)
    return found


async def _show(person: int, design: int) -> None:
    """Keep that a design was put before a member; nobody sees the count, so that no page changes by it."""
    async with db.transaction(quiet=True):
        new = await db.rows(
            "INSERT INTO showing (design_id, person_id, is_skipped, at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person_id, design_id) DO NOTHING RETURNING id",
            design,
            person,
            False,
            clock.now(),
        )
        if new:
            await db.execute("UPDATE design SET shown = shown + 1 WHERE id = ?", design)


async def skip(viewer: Viewer, design_id: int) -> None:
    """Go on without scoring a design that was shown."""
    await Showing.filter(person_id=viewer.id, design_id=design_id).update(is_skipped=True)


async def look_again(viewer: Viewer, among: ChallengeCard | None = None) -> None:
    """Put before a member once more what they passed over."""
    sql, values = _eligible(viewer, among)
    passed = f"SELECT w.id {sql} AND w.is_skipped = ? AND s.value IS NULL"
    await db.execute(f"UPDATE showing SET is_skipped = ? WHERE id IN ({passed})", False, *values, True)


def _eligible(viewer: Viewer, among: ChallengeCard | None) -> tuple[str, list[object]]:
    """What a member may score: FROM and WHERE, with the values of its marks."""
    taking, told = challenges.takes_scores(clock.now())
    sql, values = f"{_FROM} AND {taking}", [viewer.id, viewer.id, True, viewer.id, viewer.id, *told]
    return (sql, values) if among is None else (sql + _ENTERED, [*values, among.id])
