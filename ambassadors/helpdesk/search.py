"""Questions as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ambassadors.helpdesk import queries
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, Viewer


async def _documents(tail: str, *values: object) -> list[Document]:
    """Questions that nobody took out of sight."""
    found = await db.rows(f"SELECT q.id, q.title, q.body FROM question q WHERE q.hidden_at IS NULL AND {tail}", *values)
    return [Document("question", row["id"], row["title"], row["body"], facets={"sight": (EVERYONE,)}) for row in found]


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may read, with whether something helped."""
    return {
        one.id: Shown(one.title, one.url, one.body, _("It is answered") if one.accepted else _("Still open"))
        for one in (await queries.cards(viewer, numbers)).values()
    }


EVENTS = ("question.asked", "question.changed", "question.hidden", "question.restored")
searchable = Searchable("question", mark("Questions"), *numbered("q.id", _documents), show, EVENTS)
