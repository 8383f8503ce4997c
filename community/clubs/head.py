"""What stands at the head of each page of a club: its wall, who is in it, and the doors to its rooms."""

from __future__ import annotations

from typing import Any

from community.clubs import registry, roster, slots, wording
from community.clubs.queries import ClubCard
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

FACES = 5


def band(viewer: Viewer, club: ClubCard, present: str = "", *, charter: int = 0) -> dict[str, Any]:
    """For a template that extends community/clubs/inside.html: the club, and its tabs with the `present` one marked.

    Where the number of its `charter` is given, members who have not agreed to it are told.
    """
    return {
        "club": club,
        "tabs": [
            (tab.url.format(slug=club.slug), _(tab.label), tab.key == present) for tab in registry.tabs(viewer, club)
        ],
        "tools": slots.key_of(club, charter),
        "wide_head": False,
        "door": wording.door(club),
        "faces": [],
    }


async def wall(viewer: Viewer, club: ClubCard, *, charter: int) -> dict[str, Any]:
    """The same for its home: with its words, its things and some faces."""
    faces = [one.person for one in await roster.first(club.id, FACES)]
    return {**band(viewer, club, "home", charter=charter), "wide_head": True, "faces": faces}


def desk(viewer: Viewer, club: ClubCard, present: str) -> dict[str, Any]:
    """For a template that extends community/clubs/desk.html: the same, and the pages on which hosts keep their club."""
    pages = [
        (tab.url.format(slug=club.slug), _(tab.label), tab.key == present) for tab in registry.office(viewer, club)
    ]
    return {**band(viewer, club, "office"), "office": pages}
