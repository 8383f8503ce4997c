"""Edits of messages that waited to be read, put in place."""

from __future__ import annotations

from collections.abc import Mapping

from community.discussion import actions, changing, registry, rules
from community.discussion.models import Comment
from community.trust.registry import Changeable
from kernel import db
from kernel.errors import Missing, require
from kernel.i18n import mark
from kernel.viewer import Viewer


async def put_in_place(author: Viewer, number: int, words: Mapping[str, str]) -> None:
    """The edit as if its author had sent it just now."""
    comment = await Comment.get_or_none(id=number)
    if comment is None:
        raise Missing()
    require(rules.may_edit(author, comment))
    under = await db.row("SELECT subject_kind, subject_id FROM thread WHERE id = ?", comment.thread_id)
    subject = await registry.subject(author, under["subject_kind"], under["subject_id"]) if under else None
    if subject is None:
        raise Missing()
    await actions.reword(author, comment, subject=subject, body=words["body"])


changeable = Changeable("comment", {"body": mark("Message")}, changing.present, put_in_place)
