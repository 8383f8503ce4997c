"""The end of a club: put away and readable, taken up again, or become a part of another."""

from __future__ import annotations

from typing import Any

from community.clubs import handover, membership, queries, rules
from community.clubs.models import Club, Invitation, JoinRequest, Role, Topic
from community.clubs.queries import ClubCard
from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def archive(viewer: Viewer, club: ClubCard, reason: str) -> None:
    """Put a club away: it stays readable for whoever could read it, and nothing more happens in it."""
    require(may_end(viewer, club), _("A club is put away by its hosts."))
    async with db.transaction():
        await _shut(club)
        await handover.closed(club.id, None)
        await _noted(viewer, club, "club.archived", reason)
        told: dict[str, Any] = {"title": club.name, "url": club.url, "reason": reason}
        await record("club.archived", actor=viewer.id, subject=("club", club.id), **told)


async def take_up(viewer: Viewer, club: ClubCard) -> None:
    """A club that was put away goes on."""
    require(club.role == Role.HOST or viewer.is_manager, _("A club is taken up again by its hosts."))
    async with db.transaction():
        if not await Club.filter(id=club.id, archived_at__isnull=False, merged_into_id=None).update(archived_at=None):
            raise Conflict(_("This club goes on already, or has become a part of another."))
        await _noted(viewer, club, "club.taken-up", "")
        told: dict[str, Any] = {"title": club.name, "url": club.url, "what": ["taken-up"]}
        await record("club.changed", actor=viewer.id, subject=("club", club.id), **told)


async def merge(viewer: Viewer, club: ClubCard, into: ClubCard) -> None:
    """A club becomes a part of another: its members, its talk and what hangs on it go along.

    Both have to be the viewer's to host, or staff's to settle. Whoever is shut out of the other club stays outside.
    """
    require(may_end(viewer, club) and may_end(viewer, into), _("Two clubs become one when you host both of them."))
    if club.id == into.id or into.is_archived:
        raise Conflict(_("Choose another club, one that goes on."))
    if club.is_private and not into.is_private:
        raise Conflict(_("A private club cannot become a part of one that everybody sees: its members would be shown."))
    async with db.transaction():
        for club_id in sorted((club.id, into.id)):
            await membership.hold(club_id)
        await _shut(club)
        moved = await membership.carry(club.id, into.id)
        await Club.filter(id=club.id).update(merged_into_id=into.id, handover_at=None)
        await Topic.filter(club_id=club.id).update(club_id=into.id)
        await handover.closed(club.id, into.id)
        for person_id in moved:
            for participant in the_house().registered("member.leaving"):
                await participant(club.id, person_id)
        await _noted(viewer, club, "club.merged", "", into=into.id)
        told: dict[str, Any] = {
            "title": club.name,
            "url": into.url,
            "into": into.id,
            "name": into.name,
            "people": len(moved),
        }
        await record("club.merged", actor=viewer.id, subject=("club", club.id), **told)


def may_end(viewer: Viewer, club: ClubCard) -> bool:
    """Its hosts, or staff."""
    return rules.may_host(viewer, club) or (rules.may_moderate(viewer) and not club.is_archived)


async def _shut(club: ClubCard) -> None:
    """Nobody comes in any more; Conflict where it had ended."""
    now = clock.now()
    if not await Club.filter(id=club.id, archived_at=None).update(archived_at=now):
        raise Conflict(_("This club has ended already."))
    await Invitation.filter(club_id=club.id, revoked_at=None).update(revoked_at=now)
    await JoinRequest.filter(club_id=club.id, waits=True).update(waits=None, is_accepted=False, decided_at=now)


async def _noted(viewer: Viewer, club: ClubCard, act: str, reason: str, **detail: object) -> None:
    """What staff do in a club that is not theirs is written into the chain of their acts."""
    if club.role != Role.HOST:
        await audit.note(viewer, act, subject=("club", club.id), reason=reason, title=club.name, **detail)


async def suggestions(viewer: Viewer, club: ClubCard) -> list[ClubCard]:
    """Clubs that this one can become a part of: those that the viewer hosts too."""
    found = await queries.cards(viewer, viewer.clubs)
    return [one for one in found.values() if one.role == Role.HOST and one.id != club.id and not one.is_archived]
