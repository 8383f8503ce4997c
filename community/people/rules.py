"""Who may do what with accounts."""

from __future__ import annotations

from community.people.models import Person, Role
from kernel.viewer import Viewer

SCOPES = ("read", "write", "customers", "team")


def may_edit(viewer: Viewer, person: Person) -> bool:
    return viewer.is_member and viewer.id == person.id


def may_set_role(viewer: Viewer, person: Person) -> bool:
    """Administrators, of others: nobody takes the last key away by mistake."""
    return viewer.is_admin and viewer.id != person.id and person.is_claimed


def may_set_brand(viewer: Viewer) -> bool:
    return viewer.is_admin


def may_hold(role: str, scope: str) -> bool:
    """May a token of somebody with this role carry `scope`?"""
    if scope == "customers":
        return role in (Role.EDITOR, Role.ADMIN)
    if scope == "team":
        return role in (Role.MANAGER, Role.EDITOR, Role.ADMIN)
    return scope in SCOPES
