"""Choosing another idea: by its number or address, by words, or among those that read like this one."""

from __future__ import annotations

import re

from ideas.board import merging, queries
from ideas.board.models import Idea
from ideas.board.queries import IdeaCard
from ideas.discovery import likeness
from kernel.viewer import Viewer

MOST = 8
_NAMED = re.compile(r"(?=\S*+\Z)(?:\S*/ideas/|#)?([0-9]{1,10})(?:-[^/\s]*)?/?(?:[?#]\S*)?")


def number_in(typed: str) -> int:
    """The number of an idea that somebody pasted or typed, alone or in its address; 0 for words."""
    found = _NAMED.fullmatch(typed.strip())
    return int(found[1]) if found and int(found[1]) <= queries.LARGEST_ID else 0


async def root_of(viewer: Viewer, number: int) -> int:
    """What an idea that the viewer may see leads to now; Missing where they may not."""
    found = await queries.find(viewer, number)
    if found.merged_into_id:
        await queries.find(viewer, found.merged_into_id)
    return found.merged_into_id or found.id


async def offered(viewer: Viewer, idea: Idea, typed: str) -> list[IdeaCard]:
    """Other ideas that the viewer may see, for what was typed in a box of search; for nothing those that read alike."""
    own = {*await merging.group(idea.merged_into_id or idea.id)}
    if number := number_in(typed):
        wanted = [number] if not await queries.unseen(viewer, [number]) else []
    elif typed.strip():
        found = await queries.search(viewer, typed, size=MOST)
        wanted = [card.id for card in found.items]
    else:
        wanted = [one.idea_id for one in await likeness.to(viewer, idea.title, idea.body, limit=MOST, but=[*own])]
    cards = await queries.card(wanted)
    return [cards[number] for number in wanted if number in cards and number not in own]
