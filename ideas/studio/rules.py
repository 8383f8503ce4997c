"""Who may do what with product templates and designs."""

from __future__ import annotations

from typing import Protocol

from ideas.studio.models import Remixing, State
from kernel.viewer import Viewer


class Drawn(Protocol):
    """A design as far as rights go."""

    @property
    def author_id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def remixing(self) -> str: ...
    @property
    def is_listed(self) -> bool: ...


def may_design(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_edit(viewer: Viewer, design: Drawn) -> bool:
    """A draft, by its author: what is published stays as it was scored."""
    return may_design(viewer) and viewer.id == design.author_id and design.state == State.DRAFT


def may_publish(viewer: Viewer, design: Drawn) -> bool:
    return may_edit(viewer, design)


def may_retell(viewer: Viewer, design: Drawn) -> bool:
    """The words about a design that everybody sees, by its author; never its drawing."""
    return may_design(viewer) and viewer.id == design.author_id and design.is_listed


def may_withdraw(viewer: Viewer, design: Drawn) -> bool:
    return viewer.is_member and viewer.id == design.author_id and design.state == State.PUBLISHED


def may_remix(viewer: Viewer, design: Drawn) -> bool:
    """A listed design whose author allows it; one's own at any time."""
    if not may_design(viewer) or design.state == State.DRAFT:
        return False
    return viewer.id == design.author_id or (design.is_listed and design.remixing != Remixing.NONE)


def may_comment(viewer: Viewer, design: Drawn) -> bool:
    return may_design(viewer) and design.is_listed


def may_moderate(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended


def may_keep_templates(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended
