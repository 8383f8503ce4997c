"""An idea as others know it: the subject of a thread, and a thing that may be reported."""

from __future__ import annotations

from community.discussion.registry import Discussed, Subject
from community.moderation.registry import Reportable, ReportedThing
from ideas.board import actions, queries, rules
from ideas.board.models import Status
from ideas.board.sheets import Doors
from kernel import db, text
from kernel.i18n import mark
from kernel.viewer import SYSTEM, Viewer


async def _found(viewer: Viewer, idea_id: int) -> tuple[db.Row, Doors] | None:
    """The few columns that others need, of an idea the viewer may see."""
    if not 0 < idea_id <= queries.LARGEST_ID:
        return None
    row = await db.row(
        "SELECT i.title, i.slug, i.body, i.status, i.author_id, i.hidden_at, b.id, b.slug AS board_slug, b.name, "
        "b.colour, b.see, b.propose, b.comment, b.support, b.is_open "
        "FROM idea i JOIN board b ON b.id = i.board_id WHERE i.id = ?",
        idea_id,
    )
    if row is None:
        return None
    named = {name: row[name] for name in Doors.__dataclass_fields__ if name != "slug"}
    board = Doors(slug=row["board_slug"], **named)
    hidden = row["hidden_at"] and not (viewer.is_manager or viewer.id == row["author_id"])
    return None if hidden or not rules.may_see(viewer, board) else (row, board)


async def subject(viewer: Viewer, idea_id: int) -> Subject | None:
    """What a thread needs to know of its idea."""
    found = await _found(viewer, idea_id)
    if found is None:
        return None
    row, board = found
    return Subject(
        kind="idea",
        id=idea_id,
        title=row["title"],
        url=queries.address(idea_id, row["slug"]),
        may_comment=rules.may_comment(viewer, board) and row["status"] != Status.MERGED and row["hidden_at"] is None,
        author_id=row["author_id"],
    )


async def counted(idea_id: int, change: int) -> None:
    """A comment came or went; inside its transaction."""
    await actions.adjust(idea_id, comments=change)


async def thing(idea_id: int) -> ReportedThing | None:
    """The idea as moderation shows it, hidden or not."""
    found = await _found(SYSTEM, idea_id)
    if found is None:
        return None
    row, _board = found
    return ReportedThing(
        kind="idea",
        id=idea_id,
        title=row["title"],
        excerpt=text.plain(row["body"], 400),
        author_id=row["author_id"],
        url=queries.address(idea_id, row["slug"]),
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, idea_id: int) -> bool:
    return await _found(viewer, idea_id) is not None


discussed = Discussed("idea", subject, counted)
reportable = Reportable("idea", mark("Idea"), thing, seen, actions.hide, actions.restore)
