"""What stands at the head of each page of a club: its wall, who is in it, and the doors to its rooms."""

from __future__ import annotations

from typing import Any

from community.clubs import registry, roster, slots, welcome, wording
from community.clubs.models import Role
from community.clubs.queries import ClubCard
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

FACES, MOST = 5, 12


def band(viewer: Viewer, club: ClubCard, present: str = "") -> dict[str, Any]:
    """For a template that extends community/clubs/inside.html: the club, and its tabs with the `present` one marked."""
    return {
        "club": club,
        "tabs": [
            (tab.url.format(slug=club.slug), _(tab.label), tab.key == present) for tab in registry.tabs(viewer, club)
        ],
        "tools": slots.key_of(club),
        "wide_head": False,
        "office": [],
        "door": wording.door(club),
        "faces": [],
    }


async def wall(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
    """The same for its home: with its words, its things, some faces and its hosts."""
    people = await roster.first(club.id, MOST)
    return {
        **band(viewer, club, "home"),
        "wide_head": True,
        "mine": welcome.key_of(club),
        "faces": [one.person for one in people[:FACES]],
        "hosts": [one for one in people if one.role == Role.HOST],
    }


def desk(viewer: Viewer, club: ClubCard, present: str) -> dict[str, Any]:
    """For a template that extends community/clubs/desk.html: the same, and the pages on which hosts keep their club."""
    pages = [
        (tab.url.format(slug=club.slug), _(tab.label), tab.key == present) for tab in registry.office(viewer, club)
    ]
    return {**band(viewer, club, "office"), "office": pages}
