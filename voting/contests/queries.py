"""Reading juries, marks, results and feedback."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ideas.challenges import phases
from ideas.challenges import queries as challenges
from ideas.challenges.queries import ChallengeCard
from kernel import db
from kernel.errors import Missing
from kernel.viewer import Viewer
from voting.contests.result import Document


@dataclass(frozen=True)
class Judge:
    """A juror of a challenge."""

    id: int
    person_id: int
    done_at: datetime | None


@dataclass(frozen=True)
class Look:
    """What the jury looks at, and how much it weighs beside the others."""

    id: int
    name: str
    weight: int


async def jury(challenge_id: int) -> list[Judge]:
    found = await db.rows("SELECT id, person_id, done_at FROM juror WHERE challenge_id = ? ORDER BY id", challenge_id)
    return [Judge(**row) for row in found]


async def judge(viewer: Viewer, challenge_id: int) -> Judge:
    """The viewer as a juror; Missing for anybody else."""
    for found in await jury(challenge_id):
        if viewer.is_member and found.person_id == viewer.id:
            return found
    raise Missing()


async def criteria(challenge_id: int) -> list[Look]:
    found = await db.rows(
        "SELECT id, name, weight FROM criterion WHERE challenge_id = ? ORDER BY position, id", challenge_id
    )
    return [Look(**row) for row in found]


async def marks(juror_id: int) -> dict[int, dict[int, int]]:
    """What a juror gave: entry to criterion to mark."""
    found: dict[int, dict[int, int]] = {}
    for row in await db.rows("SELECT entry_id, criterion_id, value FROM jury_mark WHERE juror_id = ?", juror_id):
        found.setdefault(row["entry_id"], {})[row["criterion_id"]] = row["value"]
    return found


async def handed_in(challenge_id: int) -> dict[int, list[dict[int, int]]]:
    """For each entry the marks of the jurors who handed in, always in one order of jurors."""
    done = [one.id for one in await jury(challenge_id) if one.done_at]
    found: dict[int, list[dict[int, int]]] = {}
    for juror in done:
        for entry, given in (await marks(juror)).items():
            found.setdefault(entry, []).append(given)
    return found


async def scores(design_ids: Sequence[int], before: datetime) -> dict[int, list[int]]:
    """How many valid scores of 0 to 5 each design had when scoring closed."""
    found = {design: [0] * 6 for design in design_ids}
    for row in await db.rows(
        "SELECT design_id, value, count(*) AS n FROM score WHERE value IS NOT NULL AND is_valid = ? AND at < ? "
        f"AND design_id IN ({db.marks(design_ids)}) GROUP BY design_id, value",
        True,
        before,
        *design_ids,
    ):
        found[row["design_id"]][row["value"]] = int(row["n"])
    return found


async def held(design_ids: Sequence[int], before: datetime) -> dict[int, dict[str, int]]:
    """How many scores each design was `given` by then, and how many of those that count are marked as `doubtful`."""
    rows = await db.rows(
        "SELECT s.design_id, count(*) AS given, SUM(CASE WHEN s.is_valid = ? AND d.state = 'doubtful' THEN 1 ELSE 0 END) AS n "
        "FROM score s LEFT JOIN doubt d ON d.kind = 'score' AND d.subject_id = s.design_id AND d.person_id = s.person_id "
        f"WHERE s.value IS NOT NULL AND s.at < ? AND s.design_id IN ({db.marks(design_ids)}) GROUP BY s.design_id",
        True,
        before,
        *design_ids,
    )
    found = {row["design_id"]: {"given": int(row["given"]), "doubtful": int(row["n"])} for row in rows}
    return {design: found.get(design, {"given": 0, "doubtful": 0}) for design in design_ids}


async def accounts(design_ids: Sequence[int], before: datetime) -> dict[int, int]:
    """How many accounts would buy each design, said before scoring closed: people who count for one customer are one."""
    rows = await db.rows(
        "SELECT s.design_id, count(DISTINCT CASE WHEN l.customer_id IS NULL THEN -s.person_id ELSE l.customer_id END) AS n "
        "FROM score s LEFT JOIN customer_link l ON l.person_id = s.person_id WHERE s.wishes = ? AND s.is_valid = ? AND s.at < ? "
        f"AND s.design_id IN ({db.marks(design_ids)}) GROUP BY s.design_id",
        True,
        True,
        before,
        *design_ids,
    )
    return {row["design_id"]: int(row["n"]) for row in rows}


async def result(challenge_id: int) -> Document:
    """The result as it was published; Missing while there is none."""
    text = await db.value("SELECT document FROM contest_result WHERE challenge_id = ?", challenge_id)
    if text is None:
        raise Missing()
    found: Document = json.loads(text)
    return found


async def leaders(challenge_ids: Sequence[int]) -> dict[int, list[int]]:
    """For decided challenges: their designs from the first place on."""
    found: dict[int, list[int]] = {}
    for row in await db.rows(
        f"SELECT challenge_id, document FROM contest_result WHERE challenge_id IN ({db.marks(challenge_ids)})",
        *challenge_ids,
    ):
        found[row["challenge_id"]] = [placed["design"] for placed in json.loads(row["document"])["result"]]
    return found


async def feedback(challenge_id: int, *, person_id: int | None = None) -> dict[int, dict[str, Any]]:
    """What was said to those who entered, by entry: words, by whom, when."""
    own = " AND e.person_id = ?" if person_id is not None else ""
    rows = await db.rows(
        "SELECT f.entry_id, f.words, f.by_id, f.at FROM feedback f JOIN challenge_entry e ON e.id = f.entry_id "
        f"WHERE e.challenge_id = ?{own}",
        challenge_id,
        *([person_id] if own else []),
    )
    return {row["entry_id"]: row for row in rows}


async def judged(viewer: Viewer, slug: str) -> tuple[ChallengeCard, Judge]:
    """A challenge and the viewer as its juror; Missing for others, and before it is announced."""
    challenge = await challenges.by_slug(viewer, slug)
    if challenge.phase not in (*phases.LIVE, *phases.DECIDED):
        raise Missing()
    return challenge, await judge(viewer, challenge.id)
