"""An idea as others know it: the subject of a thread, and a thing that may be reported."""

from __future__ import annotations

from community.discussion.registry import Discussed, Subject
from community.moderation.registry import Reportable, ReportedThing
from ideas.board import actions, rules, sheets
from ideas.board.models import Status
from kernel import text
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import SYSTEM, Viewer


async def subject(viewer: Viewer, idea_id: int) -> Subject | None:
    """What a thread needs to know of its idea."""
    try:
        idea = await sheets.sheet(viewer, idea_id)
    except Missing:
        return None
    open_to_talk = idea.status != Status.MERGED and idea.hidden_at is None
    return Subject(
        kind="idea",
        id=idea.id,
        title=idea.title,
        url=idea.url,
        may_comment=open_to_talk and rules.may_comment(viewer, idea.board),
        author_id=idea.author.id,
    )


async def counted(idea_id: int, change: int) -> None:
    """A comment came or went; inside its transaction."""
    await actions.adjust(idea_id, comments=change)


async def thing(idea_id: int) -> ReportedThing | None:
    """The idea as moderation shows it, hidden or not."""
    try:
        idea = await sheets.sheet(SYSTEM, idea_id)
    except Missing:
        return None
    return ReportedThing(
        kind="idea",
        id=idea.id,
        title=idea.title,
        excerpt=text.plain(idea.body, 400),
        author_id=idea.author.id,
        url=idea.url,
        is_hidden=idea.hidden_at is not None,
    )


async def seen(viewer: Viewer, idea_id: int) -> bool:
    return await subject(viewer, idea_id) is not None


discussed = Discussed("idea", subject, counted)
reportable = Reportable("idea", mark("Idea"), thing, seen, actions.hide, actions.restore)
