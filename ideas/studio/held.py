"""A design as others know it: the subject of a thread."""

from __future__ import annotations

from collections.abc import Sequence

from community.discussion.registry import Discussed, Named, Subject
from ideas.studio import actions, queries, rules
from kernel import db
from kernel.errors import Missing
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


async def named(numbers: Sequence[int]) -> dict[int, Named]:
    """Titles and addresses of designs, hidden or not."""
    sql = f"SELECT id, title, slug FROM design WHERE id IN ({db.marks(numbers)})"
    found = await db.rows(sql, *numbers)
    return {row["id"]: Named(row["title"], queries.address(row["id"], row["slug"])) for row in found}


discussed = Discussed("design", subject, counted, named)
