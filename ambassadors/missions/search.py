"""Missions among what the site's search finds."""

from __future__ import annotations

from ambassadors.missions import queries, wording
from kernel import clock
from kernel.finds import MOST, Find, Findable
from kernel.i18n import mark
from kernel.viewer import STRANGER, Viewer


async def _found(viewer: Viewer, words: str) -> list[Find]:
    """Open missions that everybody may read of, by words of their title."""
    asked = [f"%{word.lower()}%" for word in words.replace("%", "").replace("_", "").split()[:6]]
    if not asked:
        return []
    like = " AND ".join(["lower(m.title) LIKE ?"] * len(asked))
    where = f"m.state = 'open' AND m.ends_at > ? AND {like} ORDER BY m.ends_at, m.id LIMIT {MOST}"
    return [
        Find(one.title, one.url, wording.asked(one)) for one in await queries.some(STRANGER, where, clock.now(), *asked)
    ]


findable = Findable(mark("Missions"), _found)
