"""An idea as others know it: the subject of a thread, and a thing that may be reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from community.discussion.registry import Discussed, Gathering, Named, Subject
from community.moderation.registry import Reportable, ReportedThing, Words
from ideas.board import actions, boards, lineage, queries, rules, sheets, trending
from ideas.board.sheets import IdeaSheet
from kernel import db, files, text
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import Viewer


async def subject(viewer: Viewer, idea_id: int) -> Subject | None:
    """What a thread needs to know of its idea."""
    try:
        idea = await sheets.sheet(viewer, idea_id)
    except Missing:
        return None
    home = await _home(viewer, idea)
    may_comment = all(_takes_words(viewer, one) for one in (idea, home))
    return Subject(
        kind="idea",
        id=idea.id,
        title=idea.title,
        url=home.url,
        may_comment=may_comment and not home.merged_into,
        author_id=idea.author.id,
    )


def _takes_words(viewer: Viewer, idea: IdeaSheet) -> bool:
    in_sight = idea.hidden_at is None and idea.waits_since is None
    return in_sight and rules.may_comment(viewer, idea.board)


async def _home(viewer: Viewer, idea: IdeaSheet) -> IdeaSheet:
    """Where an idea leads, for those who may read it there; the idea itself for others."""
    if not idea.merged_into:
        return idea
    try:
        return await sheets.sheet(viewer, idea.merged_into[0])
    except Missing:
        return idea


async def gathered(viewer: Viewer, idea_id: int) -> Gathering:
    """The threads of all ideas that lead to one, of those that everybody of the viewer's scope may read."""
    try:
        home = await _home(viewer, await sheets.sheet(viewer, idea_id))
    except Missing:
        return Gathering(idea_id)
    seen = await lineage.in_sight(viewer, [one.id for one in home.taken])
    return Gathering(home.id, {one.id: Named(one.title, one.url) for one in home.taken if one.id in seen})


async def counted(idea_id: int, change: int) -> None:
    """A comment came or went; inside its transaction."""
    await actions.commented(idea_id, change)


async def brought(changes: Counter[int]) -> None:
    """Messages came to many ideas, or went, by the number of the idea; inside their transaction."""
    numbers = list(changes)
    roots = await db.rows(
        "SELECT id, merged_into_id AS root FROM idea WHERE merged_into_id IS NOT NULL AND hidden_at IS NULL "
        f"AND id IN ({db.marks(numbers)})",
        *numbers,
    )
    for row in roots:
        changes[row["root"]] += changes[row["id"]]
    await db.execute_many("UPDATE idea SET comments = comments + ? WHERE id = ?", [(n, i) for i, n in changes.items()])
    rows = await db.rows(
        f"SELECT id, supporters, comments, created_at FROM idea WHERE id IN ({db.marks(list(changes))})", *changes
    )
    places = [(trending.score(row["supporters"], row["comments"], row["created_at"]), row["id"]) for row in rows]
    await db.execute_many("UPDATE idea SET trending = ? WHERE id = ?", places)


async def named(viewer: Viewer, numbers: Sequence[int]) -> dict[int, Named]:
    """Titles and addresses of ideas on boards that the viewer may see; hidden ones for moderators alone."""
    seen = {board.id for board in await boards.visible_to(viewer)}
    return {
        row["id"]: Named(row["title"], queries.address(row["id"], row["slug"]))
        for row in await _rows(numbers)
        if row["board_id"] in seen and ((row["hidden_at"] is None and row["waits_since"] is None) or viewer.is_manager)
    }


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Ideas as moderation shows them, hidden or not."""
    return {row["id"]: _thing(row) for row in await _rows(numbers)}


async def _rows(numbers: Sequence[int]) -> list[db.Row]:
    sql = f"SELECT id, board_id, title, slug, body, author_id, hidden_at, waits_since FROM idea WHERE id IN ({db.marks(numbers)})"
    return await db.rows(sql, *numbers)


def _thing(row: db.Row) -> ReportedThing:
    return ReportedThing(
        kind="idea",
        id=row["id"],
        title=row["title"],
        excerpt=text.plain(row["body"], 400),
        author_id=row["author_id"],
        url=queries.address(row["id"], row["slug"]),
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, idea_id: int) -> bool:
    return await subject(viewer, idea_id) is not None


discussed = Discussed("idea", subject, counted, named, gathered)


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    """Supporters and messages."""
    sql = f"SELECT id, supporters + comments AS n FROM idea WHERE id IN ({db.marks(numbers)})"
    return {row["id"]: row["n"] for row in await db.rows(sql, *numbers)}


async def pictures(idea_id: int) -> list[str]:
    rows = await db.rows(
        "SELECT f.digest FROM idea_picture p JOIN file f ON f.id = p.file_id WHERE p.idea_id = ? ORDER BY p.id", idea_id
    )
    return [files.url(row["digest"]) for row in rows]


WORDS = Words(
    "idea",
    {"title": mark("Title"), "body": mark("Text")},
    {"title": 200, "body": 40_000},
    folded="folded",
    earlier=(("idea_version", "idea_id", "title"), ("idea_version", "idea_id", "body")),
)
reportable = Reportable(
    "idea",
    mark("Idea"),
    things,
    seen,
    actions.hide,
    actions.restore,
    words=WORDS,
    reach=reach,
    pictures=pictures,
)
