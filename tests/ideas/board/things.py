"""Boards and ideas for the tests of this wing."""

from __future__ import annotations

from typing import Any

from ideas.board import actions, asking, boards, fields
from ideas.board.boards import BoardCard
from ideas.board.fields import Asked
from ideas.board.models import Board, Idea
from ideas.board.states import FieldKind
from kernel import clock
from kernel.viewer import Viewer
from tests import cast


async def board(slug: str = "shoes", **values: Any) -> BoardCard:
    """A board of that address, made once."""
    found = await Board.get_or_none(slug=slug)
    if found is None:
        root = await cast.viewer("root")
        made = {"name": slug.title(), "slug": slug, "see": "everyone", **values}
        found = await actions.open_board(root, **made)
    return await boards.by_id(found.id)


async def idea(title: str = "Resole my shoes", *, by: Viewer | None = None, on: str = "shoes", **values: Any) -> Idea:
    """An idea by Ada, on the board of shoes."""
    author = by or await cast.member("ada")
    return await actions.propose(author, await board(on), title=title, **values)


async def late_idea(title: str, *, days: int, **values: Any) -> Idea:
    """An idea as if proposed some days ago."""
    from datetime import timedelta

    with clock.at(clock.now() - timedelta(days=days)):
        return await idea(title, **values)


async def field(on: BoardCard, kind: str, label: str, *choices: str, **words: Any) -> Asked:
    """One more thing that a board asks for."""
    given = {"label_en": label, "label_fr": "", "help_en": "", "help_fr": "", "is_required": False, **words}
    made = asking.with_keys([("", choice, "", False) for choice in choices])
    number = await asking.ask(await cast.admin(), on.id, kind=FieldKind(kind), choices=made, **given)
    return (await fields.every()).by_id[number]
