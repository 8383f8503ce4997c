"""Who may do what with boards and ideas."""

from __future__ import annotations

from datetime import datetime
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
    @property
    def is_one_way(self) -> bool: ...
    @property
    def owner_id(self) -> int | None: ...


class Place(Doors, Protocol):
    """A board as a place to propose on; `club_id` is set on a club's own."""

    @property
    def club_id(self) -> int | None: ...
    @property
    def approval(self) -> str: ...


class Held(Protocol):
    """An idea as far as it is kept from some who see its board."""

    @property
    def author_id(self) -> int: ...
    @property
    def hidden_at(self) -> datetime | None: ...
    @property
    def waits_since(self) -> datetime | None: ...


def may_see(viewer: Viewer, board: Doors) -> bool:
    """May they come to the board at all? Which of its ideas they read there, `may_read` says."""
    return viewer.within(board.see)


def may_read_all(viewer: Viewer, board: Doors) -> bool:
    """Whatever stands on the board; on a one-way board the team alone."""
    return may_see(viewer, board) and (viewer.is_staff or not board.is_one_way)


def may_read(viewer: Viewer, board: Doors, idea: Held) -> bool:
    """One idea: what is hidden, waits, or stands on a one-way board is its author's and that of those who look after it."""
    if viewer.is_member and viewer.id == idea.author_id:
        return may_see(viewer, board)
    hidden = idea.hidden_at is not None and not viewer.is_manager
    waiting = idea.waits_since is not None and not may_review(viewer, board)
    return may_read_all(viewer, board) and not hidden and not waiting


def may_review(viewer: Viewer, board: Doors) -> bool:
    """Approve what waits: community managers, and whoever of the team looks after the board."""
    return viewer.is_staff and not viewer.suspended and (viewer.is_manager or viewer.id == board.owner_id)


def may_propose(viewer: Viewer, board: Doors) -> bool:
    return _active(viewer) and board.is_open and may_see(viewer, board) and viewer.within(board.propose)


def may_comment(viewer: Viewer, board: Doors) -> bool:
    return _active(viewer) and board.is_open and may_see(viewer, board) and viewer.within(board.comment)


def may_support(viewer: Viewer, board: Doors, status: str) -> bool:
    """What shipped or was merged takes no further support; a refusal may still be outweighed."""
    settled = status in (Status.SHIPPED, Status.MERGED)
    return _active(viewer) and board.is_open and not settled and may_see(viewer, board) and viewer.within(board.support)


def may_edit(viewer: Viewer, author_id: int, status: str) -> bool:
    """The author until the idea is settled, community managers at any time; nobody once it is a part of another."""
    if not _active(viewer) or status == Status.MERGED:
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
    """What is kept in a club, or on a one-way board, is merged within its board alone."""
    return source.id == target.id or not (source.see.startswith(CLUB) or source.is_one_way or target.is_one_way)


def may_keep_boards(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended


def _active(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended
