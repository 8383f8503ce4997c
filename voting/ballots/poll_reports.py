"""A timed ballot as a thing that may be reported, and taken out of sight by a ruling."""

from __future__ import annotations

from collections.abc import Sequence

from community.moderation.registry import Reportable, ReportedThing
from kernel import clock, db, text
from kernel.errors import require
from kernel.events import record
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.ballots import poll_queries


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Ballots as moderation shows them, hidden or not."""
    rows = await db.rows(
        f"SELECT id, title, body, by_id, hidden_at FROM ballot WHERE id IN ({db.marks(numbers)})", *numbers
    )
    return {row["id"]: _thing(row) for row in rows}


def _thing(row: db.Row) -> ReportedThing:
    return ReportedThing(
        kind="ballot",
        id=row["id"],
        title=row["title"],
        excerpt=text.plain(row["body"], 400) or row["title"],
        author_id=row["by_id"],
        url=f"/ballots/{row['id']}",
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, ballot_id: int) -> bool:
    return ballot_id in await poll_queries.cards(viewer, [ballot_id])


async def hide(viewer: Viewer, ballot_id: int) -> None:
    """Take a ballot out of every list; it goes on, unseen. The ruling that says why belongs to moderation."""
    await _turn(viewer, ballot_id, is_hidden=True)


async def restore(viewer: Viewer, ballot_id: int) -> None:
    """Put a hidden ballot back where it was."""
    await _turn(viewer, ballot_id, is_hidden=False)


async def _turn(viewer: Viewer, ballot_id: int, *, is_hidden: bool) -> None:
    require(viewer.is_manager and not viewer.suspended)
    async with db.transaction():
        changed = await db.execute(
            f"UPDATE ballot SET hidden_at = ? WHERE id = ? AND hidden_at IS {'' if is_hidden else 'NOT '}NULL",
            clock.now() if is_hidden else None,
            ballot_id,
        )
        if changed and is_hidden:
            await record("ballot.hidden", actor=viewer.id, subject=("ballot", ballot_id))
        elif changed:
            await record("ballot.restored", actor=viewer.id, subject=("ballot", ballot_id))


reportable = Reportable("ballot", mark("Ballot"), things, seen, hide, restore)
