"""Edits of ideas that waited to be read, put in place."""

from __future__ import annotations

from collections.abc import Mapping

from community.trust.registry import Changeable
from ideas.board import actions, changing, tags
from ideas.board.models import Idea
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import Viewer


async def put_in_place(author: Viewer, number: int, words: Mapping[str, str]) -> None:
    """The edit as if its author had sent it just now: tags, pictures and what the board asks for stay as they are."""
    idea = await Idea.get_or_none(id=number)
    if idea is None:
        raise Missing()
    names, language = await tags.own(number), words.get("language")
    await actions.put(author, idea, actions.Edition(words["title"], words["body"], names, language=language))


changeable = Changeable("idea", {"title": mark("Title"), "body": mark("Text")}, changing.present, put_in_place)
