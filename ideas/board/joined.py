"""What is kept beside an idea for its whole group: counts of comments and of merged ones, joined tags, its place in the order."""

from __future__ import annotations

from collections.abc import Sequence

from ideas.board import queries, tags, trending
from ideas.board.models import Idea
from ideas.board.queries import IdeaCard
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

IN_GROUP = "(g.id = idea.id OR g.merged_into_id = idea.id)"
COMMENTS = (
    "(SELECT coalesce(sum(t.comments), 0) FROM idea g JOIN thread t ON t.subject_kind = 'idea' AND t.subject_id = g.id "
    "WHERE g.id = idea.id OR (g.merged_into_id = idea.id AND g.hidden_at IS NULL))"
)
"""What everybody may read in the threads of a group; a hidden idea's own thread is out of sight with it."""
FROM = "(SELECT count(*) FROM idea g WHERE g.merged_into_id = idea.id)"


async def recount(ids: Sequence[int]) -> None:
    """Refold what ideas keep of their groups; inside the transaction that changed these."""
    marks = db.marks(ids)
    await db.execute(f"UPDATE idea SET comments = {COMMENTS}, merged_from = {FROM} WHERE id IN ({marks})", *ids)
    await tags.join(ids)


async def recount_merged(idea: Idea, held: Sequence[int]) -> None:
    """A merged idea was hidden or is back: what it brings to the one it leads to went out of sight, or came."""
    if idea.merged_into_id:
        await recount(held)
        await replace(held)


async def replace(ids: Sequence[int]) -> None:
    """Ideas' places in the order of trending, from the counts they have now."""
    found = await db.rows(
        f"SELECT id, supporters, comments, created_at FROM idea WHERE id IN ({db.marks(ids)})",
        *ids,
    )
    places = [(trending.score(r["supporters"], r["comments"], r["created_at"]), r["id"]) for r in found]
    await db.execute_many("UPDATE idea SET trending = ? WHERE id = ?", places)


async def roots(viewer: Viewer, ids: Sequence[int]) -> dict[int, IdeaCard]:
    """What those of some ideas that were merged lead to now, as far as the viewer may read it."""
    sql = f"SELECT id, merged_into_id AS root FROM idea WHERE merged_into_id IS NOT NULL AND id IN ({db.marks(ids)})"
    leads = {row["id"]: row["root"] for row in await db.rows(sql, *ids)}
    if not leads:
        return {}
    unseen = await queries.unseen(viewer, list(leads.values()))
    cards = await queries.card([root for root in set(leads.values()) if root not in unseen])
    return {idea: cards[root] for idea, root in leads.items() if root in cards}


async def happened(viewer: Viewer, idea: Idea) -> str:
    """Where an idea went, who took it there and when: for somebody who was about to."""
    found = await db.row(
        "SELECT m.at, p.name, t.id, t.title FROM merge_source s JOIN merge m ON m.id = s.merge_id "
        "JOIN idea i ON i.id = s.idea_id JOIN idea t ON t.id = i.merged_into_id LEFT JOIN person p ON p.id = m.by_id "
        "WHERE s.idea_id = ? AND m.undone_at IS NULL",
        idea.id,
    )
    if found is None:
        return _("An idea cannot be merged into itself.")
    told = {"title": idea.title, "name": found["name"] or _("Somebody"), "when": i18n.format_datetime(found["at"])}
    if await queries.unseen(viewer, [found["id"]]):
        return _("“%(title)s” was merged into another idea by %(name)s, %(when)s.") % told
    return _("“%(title)s” was merged into “%(into)s” by %(name)s, %(when)s.") % {**told, "into": found["title"]}
