"""Threads and messages for the tests of discussion and moderation."""

from __future__ import annotations

from typing import Any

from community.discussion import actions, proofs, queries, registry
from community.discussion.models import Comment
from community.discussion.queries import Talk
from community.discussion.registry import Subject
from ideas.board import proofs as board
from ideas.board.models import Idea
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.ideas.board import things


async def subject(viewer: Viewer, idea: Idea) -> Subject:
    return await registry.subject(viewer, "idea", idea.id)


async def message(idea: Idea, body: str = "Mine leak too.", *, by: Viewer | None = None, **values: Any) -> Comment:
    """A message under an idea, Ben's when nobody else is named."""
    author = by or await cast.member("ben")
    return await actions.post(author, await subject(author, idea), body=body, **values)


async def edit(viewer: Viewer, comment: Comment, body: str) -> None:
    """Change a message, as its page does."""
    under = await subject(viewer, await Idea.all().order_by("id").first() or await things.idea())
    await actions.edit(viewer, comment, subject=under, body=body)


async def idea() -> Idea:
    return await things.idea()


async def talk(idea: Idea, viewer: Viewer = STRANGER, **how: Any) -> Talk:
    return await queries.thread("idea", idea.id, viewer, **how)


def bodies(found: Talk) -> list[tuple[str, list[str]]]:
    """What a thread says: each message with its replies."""
    return [(said.body, [reply.body for reply in said.replies]) for said in found.comments]


async def counts_hold() -> bool:
    return [*await proofs.comments(), *await proofs.thanks(), *await board.comments_of_ideas()] == []
