"""Who may do what with boards and ideas."""

from __future__ import annotations

from typing import Protocol

from ideas.board.models import Status
from kernel.viewer import CLUB, Viewer


class Doors(Protocol):
    """A board as far as its audiences go."""

    @property
    def id(self) -> int: ...
    @property
    def see(self) -> str: ...
    @property
    def propose(self) -> str: ...
    @property
    def comment(self) -> str: ...
    @property
    def support(self) -> str: ...
    @property
    def is_open(self) -> bool: ...


class Place(Doors, Protocol):
    """A board as a place to propose on; `club_id` is set on a club's own."""

    @property
    def club_id(self) -> int | None: ...


def may_see(viewer: Viewer, board: Doors) -> bool:
    return viewer.within(board.see)


def may_propose(viewer: Viewer, board: Doors) -> bool:
    return _active(viewer) and board.is_open and may_see(viewer, board) and viewer.within(board.propose)


def may_comment(viewer: Viewer, board: Doors) -> bool:
    return _active(viewer) and board.is_open and may_see(viewer, board) and viewer.within(board.comment)


def may_support(viewer: Viewer, board: Doors, status: str) -> bool:
    """What shipped or was merged takes no further support; a refusal may still be outweighed."""
    settled = status in (Status.SHIPPED, Status.MERGED)
    return _active(viewer) and board.is_open and not settled and may_see(viewer, board) and viewer.within(board.support)


def may_edit(viewer: Viewer, author_id: int, status: str) -> bool:
    """The author until the idea is settled, and community managers at any time."""
    if not _active(viewer):
        return False
    return viewer.is_manager or (viewer.id == author_id and status in (Status.OPEN, Status.UNDER_REVIEW))


def may_follow(viewer: Viewer) -> bool:
    return viewer.is_member


def may_answer(viewer: Viewer) -> bool:
    return viewer.is_staff and not viewer.suspended


def may_moderate(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended


def may_merge(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended


def may_join(source: Doors, target: Doors) -> bool:
    """What is kept in a club is merged within its board alone."""
    return source.see == target.see or not source.see.startswith(CLUB)


def may_keep_boards(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended


def _active(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended
