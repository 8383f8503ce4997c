"""New words for an idea that stands in sight: which of them are read first, and where they wait."""

from __future__ import annotations

from collections.abc import Sequence

from community.trust import changes, reading
from community.trust.reading import Outcome, Verdict
from community.trust.registry import Present, Reason
from ideas.board import boards, queries
from ideas.board.models import Idea
from ideas.board.states import Approval
from kernel import db
from kernel.viewer import Viewer


async def verdict(viewer: Viewer, idea: Idea, title: str, body: str, language: str | None) -> Verdict:
    """What becomes of new words: nothing holds back what is out of sight, or what is not said anew."""
    if (title, body) == (idea.title, idea.body):
        return reading.SHOWN
    found = await reading.judged(viewer, "idea", [title, body], field="title", language=language or "")
    if idea.waits_since is not None:
        return reading.SHOWN
    if viewer.is_staff or (await boards.by_id(idea.board_id)).approval != Approval.EVERYBODY:
        return found
    return Verdict(Outcome.HELD, (*found.reasons, Reason("board")), found.marks)


async def keep(viewer: Viewer, idea: Idea, found: Verdict, title: str, body: str, language: str | None) -> None:
    """The idea stays as it is and its new words wait; inside a transaction that holds it."""
    now = (await present([idea.id]))[idea.id]
    words = {"title": title, "body": body, **({} if language is None else {"language": language})}
    await changes.keep(viewer, "idea", idea.id, found, now=now, words=words)


async def present(numbers: Sequence[int]) -> dict[int, Present]:
    """What ideas say now."""
    rows = await db.rows(f"SELECT id, title, slug, body FROM idea WHERE id IN ({db.marks(numbers)})", *numbers)
    return {
        row["id"]: Present(
            row["title"],
            queries.address(row["id"], row["slug"]),
            f"/ideas/{row['id']}/edit",
            {"title": row["title"], "body": row["body"]},
        )
        for row in rows
    }
