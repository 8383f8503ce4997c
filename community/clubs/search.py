"""Clubs among what the site's search finds."""

from __future__ import annotations

from community.clubs import directory
from community.clubs.directory import Wanted
from kernel.finds import MOST, Find, Findable
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _found(viewer: Viewer, words: str) -> list[Find]:
    listing = await directory.listing(viewer, Wanted(q=words), size=MOST)
    return [Find(club.name, club.url, club.place or _("Online")) for club in listing.items]


findable = Findable(mark("Clubs"), _found)
