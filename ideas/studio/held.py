"""A design as others know it: the subject of a thread, and a thing that may be reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from community.discussion.registry import Discussed, Named, Subject
from community.moderation.registry import Reportable, ReportedThing, Words
from ideas.studio import actions, queries, rules
from kernel import db, text
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import Viewer


async def subject(viewer: Viewer, design_id: int) -> Subject | None:
    """What a thread needs to know of its design; a draft has none."""
    try:
        design = await queries.find(viewer, design_id)
    except Missing:
        return None
    if design.published_at is None:
        return None
    return Subject(
        kind="design",
        id=design.id,
        title=design.title,
        url=queries.address(design.id, design.slug),
        may_comment=rules.may_comment(viewer, design),
        author_id=design.author_id,
    )


async def counted(design_id: int, change: int) -> None:
    """A comment came or went; inside its transaction."""
    await actions.adjust(design_id, comments=change)


async def named(viewer: Viewer, numbers: Sequence[int]) -> dict[int, Named]:
    """Titles and addresses of designs, of those that everybody of the viewer's kind sees."""
    found = await queries.cards(replace(viewer, id=0), numbers)
    return {card.id: Named(card.title, card.url) for card in found.values()}


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Designs as moderation shows them, hidden or not."""
    return {row["id"]: _thing(row) for row in await _rows(numbers)}


async def _rows(numbers: Sequence[int]) -> list[db.Row]:
    sql = f"SELECT id, title, slug, story, author_id, hidden_at FROM design WHERE id IN ({db.marks(numbers)})"
    return await db.rows(sql, *numbers)


def _thing(row: db.Row) -> ReportedThing:
    return ReportedThing(
        kind="design",
        id=row["id"],
        title=row["title"],
        excerpt=text.plain(row["story"], 400) or row["title"],
        author_id=row["author_id"],
        url=queries.address(row["id"], row["slug"]),
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, design_id: int) -> bool:
    return await subject(viewer, design_id) is not None


discussed = Discussed("design", subject, counted, named)


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    """Scores, messages and remixes."""
    sql = f"SELECT id, scores + comments + remixes AS n FROM design WHERE id IN ({db.marks(numbers)})"
    return {row["id"]: row["n"] for row in await db.rows(sql, *numbers)}


async def pictures(design_id: int) -> list[str]:
    return [f"/designs/{design_id}.svg"]


reportable = Reportable(
    "design",
    mark("Design"),
    things,
    seen,
    actions.hide,
    actions.restore,
    words=Words("design", {"title": mark("Title"), "story": mark("Story")}, {"title": 120, "story": 10_000}),
    reach=reach,
    pictures=pictures,
)
