"""The first run's part: the first board."""

from __future__ import annotations

from typing import Any

from ideas.board import actions
from ideas.board.tags import slug_of
from kernel.viewer import Viewer


async def first_board(viewer: Viewer, form: Any) -> None:
    """Make the board that was named on the page of the first run; inside its transaction."""
    await actions.open_board(viewer, name=form.board, slug=slug_of(form.board), colour="moss")
