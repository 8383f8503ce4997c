"""“The same as”: what members say of two ideas, once each; when enough do, the pair reaches the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.board import merging, queries
from ideas.board.models import Idea
from ideas.discovery import choosing
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import Proof
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

ENOUGH = 3
"""Members who have to say so before a pair that only they saw reaches the team."""


def certainty(score: float, said: int) -> float:
    """How sure one may be that two ideas are one wish, from 0 to 1, by their words and by `said` members.

    Words and people are taken for two witnesses who err apart; fewer than three people are not heard yet.
    """
    heard = 1 - 0.5 ** (said - 1) if said >= ENOUGH else 0.0
    return 1 - (1 - score) * (1 - heard)


@dataclass(frozen=True)
class Said:
    """Another idea that the viewer called the same as `own`."""

    own: int
    id: int
    title: str


async def say(viewer: Viewer, idea: Idea, other: int) -> bool:
    """Say that two ideas are the same wish; False where the viewer had said so already."""
    require(_may_say(viewer), _("Only members say that two ideas are the same."))
    low, high = await _pair(viewer, idea, other)
    async with db.transaction(light=True):
        fresh = await db.rows(
            "INSERT INTO same_as (idea_id, other_id, person_id, created_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (idea_id, other_id, person_id) DO NOTHING RETURNING id",
            low,
            high,
            viewer.id,
            clock.now(),
        )
        if fresh:
            await db.execute(
                "INSERT INTO likeness (a_id, b_id, score, said, certainty, found_at) VALUES (?, ?, 0, 0, 0, ?) "
                "ON CONFLICT (a_id, b_id) DO UPDATE SET found_at = likeness.found_at",
                low,
                high,
                clock.now(),
            )
            said = await recount(await _numbers(low, high))
            await record("idea.same", actor=viewer.id, subject=("idea", low), other=high)
            if ENOUGH in said:
                await record("ideas.alike", actor=None, subject=("idea", low), other=high)
    return bool(fresh)


async def take_back(viewer: Viewer, one: int, other: int) -> bool:
    """Say it no longer; False where it was not said. One may take back what one no longer sees."""
    low, high = sorted((one, other))
    async with db.transaction(light=True):
        gone = await db.rows(
            "DELETE FROM same_as WHERE person_id = ? AND idea_id = ? AND other_id = ? RETURNING id",
            viewer.id,
            low,
            high,
        )
        if gone:
            await recount(await _numbers(low, high))
    return bool(gone)


async def said_by(viewer: Viewer, idea: Idea) -> list[Said]:
    """What the viewer called the same as an idea, or as one that it stands for; what they may not see has no title."""
    group = await merging.group(idea.id)
    marks = db.marks(group)
    rows = await db.rows(
        f"SELECT idea_id, other_id FROM same_as WHERE person_id = ? AND (idea_id IN ({marks}) OR other_id IN ({marks})) "
        "ORDER BY id",
        viewer.id,
        *group,
        *group,
    )
    pairs = [(row["idea_id"], row["other_id"]) for row in rows]
    others = [(high, low) if low in group else (low, high) for low, high in pairs]
    numbers = [other for other, _own in others]
    unseen, cards = await queries.unseen(viewer, numbers), await queries.card(numbers)
    return [Said(own, other, cards[other].title if other not in unseen else "") for other, own in others]


async def erased(person_id: int) -> None:
    """An account is being erased: what it called the same is counted no longer."""
    rows = await db.rows(
        "SELECT l.id FROM likeness l JOIN same_as s ON s.idea_id = l.a_id AND s.other_id = l.b_id WHERE s.person_id = ?",
        person_id,
    )
    await db.execute("DELETE FROM same_as WHERE person_id = ?", person_id)
    await recount([row["id"] for row in rows])


async def counts(*, fix: bool = False) -> list[str]:
    """How many members call each pair the same."""
    rows = await db.rows(
        "SELECT l.id, l.a_id, l.b_id, l.said, (SELECT count(*) FROM same_as s WHERE s.idea_id = l.a_id "
        "AND s.other_id = l.b_id) AS counted FROM likeness l ORDER BY l.id"
    )
    wrong = [row for row in rows if row["said"] != row["counted"]]
    if fix and wrong:
        async with db.transaction():
            await recount([row["id"] for row in wrong])
    return [f"ideas {row['a_id']} and {row['b_id']}: {row['said']} kept, {row['counted']} counted" for row in wrong]


async def _pair(viewer: Viewer, idea: Idea, other: int) -> tuple[int, int]:
    """Both as what they lead to now, the lower number first; Conflict where that is one."""
    one, two = await choosing.root_of(viewer, idea.id), await choosing.root_of(viewer, other)
    if one == two:
        raise Conflict(_("These two are one idea already."))
    return min(one, two), max(one, two)


def _may_say(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


async def _numbers(low: int, high: int) -> list[int]:
    return [row["id"] for row in await db.rows("SELECT id FROM likeness WHERE a_id = ? AND b_id = ?", low, high)]


async def recount(numbers: Sequence[int]) -> list[int]:
    """Count again what members say of some pairs, held while that is done; inside a transaction. Says how many do."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    marks = db.marks(numbers)
    await db.rows(f"SELECT id FROM likeness WHERE id IN ({marks}) ORDER BY id{lock}", *numbers)
    counted = "SELECT count(*) FROM same_as s WHERE s.idea_id = likeness.a_id AND s.other_id = likeness.b_id"
    sql = f"UPDATE likeness SET said = ({counted}) WHERE id IN ({marks}) RETURNING id, score, said"
    held = await db.rows(sql, *numbers)
    lines = [(certainty(row["score"], row["said"]), row["id"]) for row in held]
    await db.execute_many("UPDATE likeness SET certainty = ? WHERE id = ?", lines)
    return [row["said"] for row in held]


proofs = [Proof("likeness.said", counts)]
