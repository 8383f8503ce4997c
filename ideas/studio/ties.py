"""The idea that a design answers: named by its number or its address, or chosen among those that come to mind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ideas.board import queries as ideas
from ideas.board.queries import IdeaFilter
from kernel.errors import Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

OFFERED = 20
_IDEA = re.compile(r"(?=\S*+\Z)(?:\S*/ideas/)?(\d{1,9})(?:-\S*)?")


@dataclass(frozen=True)
class Offered:
    """An idea as a field offers it."""

    url: str
    title: str


async def named(viewer: Viewer, filled: Filled[Any], typed: str, held: int | None = None) -> int | None:
    """The number of the idea that was typed; None where none was, or none is there. What is `held` already stays."""
    if not typed:
        return None
    found = _IDEA.fullmatch(typed)
    try:
        if found is None:
            raise Missing()
        number = int(found[1])
        return number if number == held else (await ideas.find(viewer, number)).id
    except Missing:
        filled.refuse("idea", _("There is no such idea. Copy its address from its page."))
        return None


async def offered(viewer: Viewer) -> list[Offered]:
    """One's own ideas, then those much wanted now."""
    mine = await ideas.listing(viewer, IdeaFilter(author_id=viewer.id, sort="new"), size=OFFERED)
    wanted = await ideas.listing(viewer, IdeaFilter(), size=OFFERED)
    found = {card.id: Offered(ideas.address(card.id, card.slug), card.title) for card in [*mine.items, *wanted.items]}
    return list(found.values())


async def address(idea_id: int | None) -> str:
    """What a field holds that names an idea."""
    if idea_id is None:
        return ""
    card = (await ideas.card([idea_id])).get(idea_id)
    return ideas.address(idea_id, card.slug) if card else str(idea_id)
