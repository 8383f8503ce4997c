"""Questions as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ambassadors.helpdesk import queries
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown
from kernel.viewer import EVERYONE, Viewer


async def after(number: int, most: int) -> list[Document]:
    """Questions that follow a number."""
    return await _documents("q.id > ? ORDER BY q.id LIMIT ?", number, most)


async def some(numbers: Sequence[int]) -> list[Document]:
    """Of some questions those that nobody took out of sight."""
    return await _documents(f"q.id IN ({db.marks(numbers)})", *numbers)


async def _documents(tail: str, *values: object) -> list[Document]:
    found = await db.rows(f"SELECT q.id, q.title, q.body FROM question q WHERE q.hidden_at IS NULL AND {tail}", *values)
    return [Document("question", row["id"], row["title"], row["body"], facets={"sight": (EVERYONE,)}) for row in found]


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may read, with whether something helped."""
    return {
        one.id: Shown(one.title, one.url, one.body, _("It is answered") if one.accepted else _("Still open"))
        for one in (await queries.cards(viewer, numbers)).values()
    }


EVENTS = ("question.asked", "question.changed", "question.hidden", "question.restored")
searchable = Searchable("question", mark("Questions"), after, some, show, EVENTS)
