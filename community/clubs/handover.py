"""A club without a host is asked for one: those who belong to it may take it on, and staff may name one."""

from __future__ import annotations

from community.clubs import membership, queries, rules
from community.clubs.models import Club, Role
from community.clubs.queries import ClubCard
from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def left(club_id: int, person_id: int) -> None:
    """Somebody does not belong any more: where no host is left the others are asked, where nobody is the club ends.

    Inside that transaction. Says nothing of a club that ends or has ended.
    """
    club = await Club.get(id=club_id)
    if club.archived_at is not None or await is_hosted(club_id):
        return
    if club.members > 0:
        await _ask(club)
        return
    await Club.filter(id=club_id).update(archived_at=clock.now())
    await closed(club_id, None)
    await record("club.archived", actor=None, subject=("club", club_id), title=club.name, url=f"/clubs/{club.slug}")


async def closed(club_id: int, into: int | None) -> None:
    """Whatever hangs on a club that ends is ended, or goes along to the club that it becomes a part of."""
    for participant in the_house().registered("club.closing"):
        await participant(club_id, into)


async def is_hosted(club_id: int) -> bool:
    sql = "SELECT id FROM membership WHERE club_id = ? AND stands IS TRUE AND role = ? LIMIT 1"
    return bool(await db.rows(sql, club_id, Role.HOST.value))


async def is_last_host(club: ClubCard) -> bool:
    """Would the club be without a host if this viewer, a host of it, were none any more?"""
    return club.role == Role.HOST and len(await queries.member_ids(club.id, role=Role.HOST)) == 1


async def _ask(club: Club) -> None:
    if club.handover_at is None:
        await Club.filter(id=club.id).update(handover_at=clock.now())
        url = f"/clubs/{club.slug}"
        await record("club.handover", actor=None, subject=("club", club.id), title=club.name, url=url)


async def hand_over(viewer: Viewer, club: ClubCard, to: int, *, stays_host: bool) -> None:
    """A host makes somebody of the club a host in their place, or beside them."""
    require(rules.may_host(viewer, club), _("A club is handed over by its hosts."))
    require(to != viewer.id, _("You are a host already."))
    async with db.transaction():
        await change(viewer, club, to, Role.HOST)
        if not stays_host and viewer.id is not None:
            await change(viewer, club, viewer.id, Role.MEMBER)


async def take_on(viewer: Viewer, club: ClubCard) -> None:
    """A member becomes host of a club that has none."""
    require(rules.may_take_part(viewer, club), _("A club is hosted by one of its members."))
    async with db.transaction():
        await membership.hold(club.id)
        if await is_hosted(club.id):
            raise Conflict(_("Somebody else has taken it on already."))
        await change(viewer, club, viewer.id or 0, Role.HOST)


async def name(viewer: Viewer, club: ClubCard, to: int) -> None:
    """Staff name a host where none is left."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        await membership.hold(club.id)
        if await is_hosted(club.id):
            raise Conflict(_("This club has a host."))
        await audit.note(viewer, "club.host-named", subject=("club", club.id), person=to)
        await change(viewer, club, to, Role.HOST)


async def give(viewer: Viewer, club: ClubCard, person_id: int, role: Role) -> None:
    """A host gives somebody of the club another role; the last host stays one until somebody else is."""
    require(rules.may_host(viewer, club), _("Roles are given by the club’s hosts."))
    async with db.transaction():
        await membership.hold(club.id)
        hosts = await queries.member_ids(club.id, role=Role.HOST)
        if role != Role.HOST and hosts == [person_id]:
            raise Conflict(_("Make somebody else a host first: a club is not left without one."))
        await change(viewer, club, person_id, role)


async def change(viewer: Viewer, club: ClubCard, person_id: int, role: Role) -> None:
    """Write another role, and that the club has a host again where it has; inside a transaction."""
    before = await membership.standing(club.id, person_id)
    if before is None:
        raise Conflict(_("They do not belong to this club."))
    if not await membership.change(club.id, person_id, role):
        return
    if role == Role.HOST:
        await Club.filter(id=club.id).update(handover_at=None)
    said = {"title": club.name, "url": club.url, "role": role.value, "before": before["role"]}
    await record("club.role", actor=viewer.id, subject=("club", club.id), person=person_id, **said)
