"""Questions among what the site's search finds."""

from __future__ import annotations

from ambassadors.helpdesk import queries
from kernel.finds import MOST, Find, Findable
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _found(viewer: Viewer, words: str) -> list[Find]:
    return [
        Find(one.title, one.url, _("It is answered") if one.accepted else _("Still open"))
        for one in await queries.search(words, MOST)
    ]


findable = Findable(mark("Questions"), _found)
