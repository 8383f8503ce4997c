"""Going out of a club: by one's own choice, or with the account."""

from __future__ import annotations

from community.clubs import handover, membership
from community.clubs.models import End, Invitation, JoinRequest, Role
from community.clubs.queries import ClubCard
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def leave(viewer: Viewer, club: ClubCard, *, to: int | None = None) -> None:
    """Belong no longer. The last host may hand the club over with it; otherwise the others are asked to take it on."""
    require(club.is_member, _("You do not belong to this club."))
    person = int(viewer.id or 0)
    async with db.transaction():
        await membership.hold(club.id)
        if to is not None and to != viewer.id and club.role == Role.HOST:
            await handover.change(viewer, club, to, Role.HOST)
        if not await membership.end(club.id, person, End.LEFT):
            raise Conflict(_("You do not belong to this club."))
        await record("club.left", actor=viewer.id, subject=("club", club.id), title=club.name, url=club.url)


async def erased(person_id: int) -> None:
    """An account is being erased: its memberships end, its requests and open invitations go. Inside that transaction.

    A club that loses its last host by it asks the others for one, as it does when a host leaves.
    """
    rows = await db.rows(
        "SELECT club_id FROM membership WHERE person_id = ? AND stands IS TRUE ORDER BY club_id", person_id
    )
    for row in rows:  # each club is taken alone, in the order in which every other writer takes them
        if await membership.end(row["club_id"], person_id, End.ERASED):
            await record("club.left", actor=None, subject=("club", row["club_id"]), how="erased")
    await JoinRequest.filter(person_id=person_id).delete()
    await Invitation.filter(by_id=person_id, revoked_at=None).update(revoked_at=clock.now())
    await Invitation.filter(by_id=person_id).update(email="")  # whom they wrote to was told to them alone
    await db.execute(
        "UPDATE invitation SET email = '', revoked_at = coalesce(revoked_at, ?) "
        "WHERE email = (SELECT p.email FROM person p WHERE p.id = ?)",
        clock.now(),
        person_id,
    )
