"""Who may say, change and thank."""

from __future__ import annotations

from community.discussion.models import Comment
from community.discussion.registry import Subject
from kernel.viewer import Viewer


def may_comment(viewer: Viewer, subject: Subject) -> bool:
    return viewer.is_member and not viewer.suspended and subject.may_comment


def may_note(viewer: Viewer) -> bool:
    """Internal notes are for staff among themselves."""
    return viewer.is_staff and not viewer.suspended


def may_read(viewer: Viewer, comment: Comment) -> bool:
    """Hidden ones are for staff and their author, internal ones for staff."""
    if comment.is_internal:
        return viewer.is_staff
    return comment.hidden_at is None or viewer.is_staff or viewer.id == comment.author_id


def may_edit(viewer: Viewer, comment: Comment) -> bool:
    """The author, as long as it stands in sight."""
    mine = viewer.id == comment.author_id
    return mine and not viewer.suspended and comment.deleted_at is None and comment.hidden_at is None


def may_delete(viewer: Viewer, comment: Comment, *, waits: bool = False) -> bool:
    """The author, while it stands in sight or waits to be read; what a ruling hid stays for an appeal."""
    mine = viewer.id == comment.author_id and not viewer.suspended and comment.deleted_at is None
    return mine and (waits or comment.hidden_at is None)


def may_thank(viewer: Viewer, comment: Comment) -> bool:
    """Anybody but the author."""
    mine = viewer.id == comment.author_id
    return viewer.is_member and not viewer.suspended and not mine and comment.deleted_at is None
