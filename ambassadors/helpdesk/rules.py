"""Who may ask, change a question, and accept an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from kernel.viewer import Viewer


class Asked(Protocol):
    """A question as far as rules ask."""

    @property
    def author_id(self) -> int: ...

    @property
    def hidden_at(self) -> datetime | None: ...


def may_ask(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_answer(viewer: Viewer, question: Asked) -> bool:
    """Every member; what is hidden takes no more answers."""
    return may_ask(viewer) and question.hidden_at is None


def may_change(viewer: Viewer, question: Asked) -> bool:
    return may_answer(viewer, question) and viewer.id == question.author_id


def may_accept(viewer: Viewer, question: Asked) -> bool:
    """Who asked says what helped, or somebody of the team where they do not come back."""
    return may_answer(viewer, question) and (viewer.id == question.author_id or viewer.is_staff)


def may_accept_of(viewer: Viewer, question: Asked, answerer_id: int) -> bool:
    """Of somebody else than who asked, and never one's own answer."""
    return may_accept(viewer, question) and answerer_id not in (question.author_id, viewer.id)


def may_moderate(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended
