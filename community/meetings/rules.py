"""Who may do what with meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from community.clubs import rules as clubs
from community.clubs.models import Role
from community.clubs.queries import ClubCard
from kernel import clock
from kernel.viewer import Viewer


class Dated(Protocol):
    """A meeting as far as rights go; `role` is the viewer's in its club."""

    @property
    def club_id(self) -> int | None: ...
    @property
    def host_id(self) -> int: ...
    @property
    def role(self) -> Role | None: ...
    @property
    def audience(self) -> str: ...
    @property
    def begins_at(self) -> datetime: ...
    @property
    def is_cancelled(self) -> bool: ...


def may_make(viewer: Viewer, club: ClubCard | None) -> bool:
    """A club's hosts for the club, staff who keep the community for the brand."""
    if club is None:
        return viewer.is_manager and not viewer.suspended
    return clubs.may_host(viewer, club)


def may_keep(viewer: Viewer, meeting: Dated) -> bool:
    """Change it, call it off, see who comes and what they wrote, check them in."""
    if viewer.suspended or not viewer.is_member:
        return False
    if meeting.club_id is None:
        return viewer.is_manager
    return meeting.role == Role.HOST


def may_change(viewer: Viewer, meeting: Dated) -> bool:
    """Its dates and words, until it is over or called off."""
    return may_keep(viewer, meeting) and not meeting.is_cancelled


def may_reply(viewer: Viewer, meeting: Dated) -> bool:
    """Say whether one comes, until it begins."""
    return viewer.is_member and not viewer.suspended and is_open(meeting)


def is_open(meeting: Dated) -> bool:
    return not meeting.is_cancelled and clock.now() < meeting.begins_at
