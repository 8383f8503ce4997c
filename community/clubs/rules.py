"""Who may do what in a club."""

from __future__ import annotations

from typing import Protocol

from community.clubs.models import Entry, Role
from kernel.viewer import Viewer


class Standing(Protocol):
    """What a rule asks of a club: how the viewer stands in it, and whether it goes on."""

    @property
    def role(self) -> Role | None: ...

    @property
    def is_archived(self) -> bool: ...


class Doored(Standing, Protocol):
    """The same with its door."""

    @property
    def entry(self) -> Entry: ...

    @property
    def is_private(self) -> bool: ...


class Shut(Protocol):
    """Who was shut out, and by whom."""

    @property
    def person_id(self) -> int: ...

    @property
    def by_id(self) -> int: ...


def may_found(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_host(viewer: Viewer, club: Standing) -> bool:
    """Change what the club says of itself, its people and its doors."""
    return club.role == Role.HOST and not club.is_archived and not viewer.suspended


def may_open_ballots(viewer: Viewer, club: Standing) -> bool:
    return club.role in (Role.HOST, Role.TREASURER) and not club.is_archived and not viewer.suspended


def may_take_part(viewer: Viewer, club: Standing) -> bool:
    """Write topics, propose ideas in the club, sign, answer meetings of it."""
    return club.role is not None and not club.is_archived and not viewer.suspended


def may_moderate(viewer: Viewer) -> bool:
    """Answer appeals, hide a club, name a host where none is left."""
    return viewer.is_manager


def may_come_in(viewer: Viewer, club: Standing) -> bool:
    """By whatever door is open to them."""
    return viewer.is_member and not viewer.suspended and club.role is None and not club.is_archived


def may_join(viewer: Viewer, club: Doored) -> bool:
    """Nobody is asked at an open door."""
    return may_come_in(viewer, club) and club.entry == Entry.OPEN and not club.is_private


def may_ask(viewer: Viewer, club: Doored) -> bool:
    return may_come_in(viewer, club) and club.entry == Entry.REQUEST and not club.is_private


def may_set_rule(viewer: Viewer, club: Standing) -> bool:
    """Say which group is let in by itself: what groups there are, and who is in them, is for the team alone."""
    return viewer.is_staff and not viewer.suspended and not club.is_archived


def may_ban(viewer: Viewer, club: Standing, theirs: Role | None) -> bool:
    """Hosts shut out whoever is no host; themselves neither."""
    return may_host(viewer, club) and theirs != Role.HOST


def may_answer(viewer: Viewer, ban: Shut) -> bool:
    """Staff answer appeals, but for whoever is part of the matter."""
    return may_moderate(viewer) and not viewer.suspended and viewer.id not in (ban.person_id, ban.by_id)
