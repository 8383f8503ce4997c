"""Items of the public roadmap as options of a ballot; each is named by its idea."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ideas.board import joined
from ideas.board import queries as ideas
from ideas.board.queries import IdeaCard
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.search import looking
from kernel.viewer import Viewer
from voting.ballots.subjects import MOST_OFFERED, Choosable, Subject
from voting.roadmap.lanes import LANES
from voting.roadmap.models import Horizon

_ITEM = (
    "SELECT i.id, i.title, i.slug, i.is_listed, m.horizon, m.target FROM idea i "
    "JOIN roadmap_item m ON m.idea_id = i.id WHERE"
)


async def _offered(viewer: Viewer, words: str) -> list[Subject]:
    """What stands on the roadmap and is not there yet, in its order; with words, those that they find."""
    seen = await ideas.visible_to(viewer)
    found = await looking.numbers(viewer, "idea", words) if words.strip() else None
    among = "" if found is None else f" AND i.id IN ({db.marks(found)})"
    rows = await db.rows(
        f"{_ITEM} {seen.sql} AND m.horizon IS NOT NULL AND i.status NOT IN ('shipped', 'declined'){among} "
        f"ORDER BY m.position, i.id LIMIT {MOST_OFFERED}",
        *seen.values,
        *(found or ()),
    )
    return [_subject(row) for row in rows]


async def _found(viewer: Viewer, ids: Sequence[int]) -> Mapping[int, Subject]:
    unseen = await ideas.unseen(ideas.impersonal(viewer), ids)
    rows = await db.rows(f"{_ITEM} i.id IN ({db.marks(ids)})", *ids)
    roots = await joined.roots(ideas.impersonal(viewer), [row["id"] for row in rows if row["id"] not in unseen])
    return {row["id"]: _subject(row, roots.get(row["id"])) for row in rows if row["id"] not in unseen}


async def _hidden(ids: Sequence[int]) -> set[int]:
    rows = await db.rows(
        f"SELECT id FROM idea WHERE (hidden_at IS NOT NULL OR waits_since IS NOT NULL) AND id IN ({db.marks(ids)})",
        *ids,
    )
    return {row["id"] for row in rows}


def _subject(row: db.Row, root: IdeaCard | None = None) -> Subject:
    """An item that was taken off the roadmap stands for nothing any more; of a merged idea it leads to where that went."""
    lane = _(LANES[Horizon(row["horizon"])]) if row["horizon"] else ""
    told = ", ".join(part for part in (lane, row["target"]) if part)
    url, title = (root.url, root.title) if root else (ideas.address(row["id"], row["slug"]), "")
    return Subject(row["id"], row["title"], told, url, is_gone=not row["horizon"], joined=title)


choosable = [Choosable("item", mark("Roadmap"), _offered, _found, _hidden)]
