"""Coming into a club: by its open door, by a request that its hosts answer, or by what else lets somebody in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.clubs import charters, membership, rules
from community.clubs.models import JoinRequest
from community.clubs.queries import ClubCard
from kernel import clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

AGAIN = timedelta(days=7)
"""How long whoever was declined waits before they may ask again."""


async def join(viewer: Viewer, club: ClubCard, *, charter: int) -> None:
    """Come in by an open door, with the charter that one has read."""
    require(rules.may_join(viewer, club), _("This club lets nobody in like that."))
    person = int(viewer.id or 0)
    async with db.transaction():
        if not await let_in(club, person, charter=charter, how="door"):
            raise Conflict(_("You belong to this club already."))


async def let_in(club: ClubCard, person_id: int, *, charter: int, how: str, by: int | None = None) -> bool:
    """Somebody belongs from now on, and what they had asked for is answered with it; untrue when they did. Inside a transaction.

    `charter` is the version that they agreed to: one that has been replaced since is to be read again. `by` invited them.
    """
    await membership.hold(club.id)
    await _still(club, charter)
    if await membership.is_banned(club.id, person_id):
        raise Conflict(_("You were shut out of this club. Your appeal is read by the team, not by its hosts."))
    if not await membership.begin(club.id, person_id, charter=charter):
        return False
    await _answer(club.id, person_id)
    invited = {"by": by} if by is not None else {}
    about: dict[str, Any] = {"how": how, "title": club.name, "url": club.url, **invited}
    await record("club.joined", actor=person_id, subject=("club", club.id), **about)
    return True


async def _still(club: ClubCard, charter: int) -> None:
    if await db.value("SELECT archived_at FROM club WHERE id = ?", club.id) is not None:
        raise Conflict(_("This club has been closed."))
    newest = await charters.newest(club.id)
    if charter != (newest.number if newest else 0):
        raise Conflict(_("The charter was changed a moment ago. Read it again first."))


async def _answer(club_id: int, person_id: int) -> None:
    """A request that waited has come to its end by another way."""
    await db.execute(
        "UPDATE join_request SET waits = NULL, is_accepted = ?, decided_at = ? "
        "WHERE club_id = ? AND person_id = ? AND waits IS TRUE",
        True,
        clock.now(),
        club_id,
        person_id,
    )


async def ask(viewer: Viewer, club: ClubCard, *, answer: str, charter: int) -> None:
    """Ask to be let in; asked anew, the words of the request that waits are replaced."""
    require(rules.may_ask(viewer, club), _("This club lets nobody in like that."))
    person = int(viewer.id or 0)
    async with db.transaction():
        await membership.hold(club.id)
        await _still(club, charter)
        if await membership.is_banned(club.id, person):
            raise Conflict(_("You were shut out of this club. Your appeal is read by the team, not by its hosts."))
        if await declined_until(viewer, club.id):
            raise Conflict(_("Your request was declined a short while ago. Leave the club some days."))
        waiting = await JoinRequest.get_or_none(club_id=club.id, person_id=person, waits=True)
        if waiting is not None:
            await JoinRequest.filter(id=waiting.id).update(answer=answer, charter=charter)
            return
        await JoinRequest.create(
            club_id=club.id, person_id=person, answer=answer, charter=charter, at=clock.now(), waits=True
        )
        about: dict[str, Any] = {"title": club.name, "url": f"{club.url}/requests", "excerpt": answer}
        await record("club.asked", actor=viewer.id, subject=("club", club.id), **about)


async def declined_until(viewer: Viewer, club_id: int) -> object | None:
    """Till when somebody who was declined is asked to wait; None for whoever may ask."""
    found = await db.row(
        "SELECT max(decided_at) AS decided_at FROM join_request WHERE club_id = ? AND person_id = ? AND is_accepted IS FALSE",
        club_id,
        viewer.id or 0,
    )
    until = found["decided_at"] + AGAIN if found and found["decided_at"] else None
    return until if until and until > clock.now() else None


async def take_back(viewer: Viewer, club: ClubCard) -> None:
    """Take a request back that nobody has answered; its words are gone."""
    async with db.transaction():
        await db.execute(
            "DELETE FROM join_request WHERE club_id = ? AND person_id = ? AND waits IS TRUE", club.id, viewer.id
        )


async def accept(viewer: Viewer, club: ClubCard, number: int) -> None:
    """A host lets somebody in who asked."""
    require(rules.may_host(viewer, club), _("Requests are answered by the club’s hosts."))
    async with db.transaction():
        await membership.hold(club.id)
        asked = await _decide(viewer, club.id, number, accepted=True)
        if await membership.begin(club.id, asked["person_id"], charter=asked["charter"]):
            about = {"title": club.name, "url": club.url, "person": asked["person_id"]}
            await record("club.accepted", actor=viewer.id, subject=("club", club.id), **about)


async def decline(viewer: Viewer, club: ClubCard, number: int, *, reason: str) -> None:
    """A host says no, with words that whoever asked is told."""
    require(rules.may_host(viewer, club), _("Requests are answered by the club’s hosts."))
    async with db.transaction():
        asked = await _decide(viewer, club.id, number, accepted=False, reason=reason)
        about = {"title": club.name, "url": club.url, "person": asked["person_id"], "excerpt": reason}
        await record("club.declined", actor=viewer.id, subject=("club", club.id), **about)


async def _decide(viewer: Viewer, club_id: int, number: int, *, accepted: bool, reason: str = "") -> db.Row:
    """Once: of two hosts who answer, the second is told so."""
    if not await JoinRequest.exists(id=number, club_id=club_id):
        raise Missing()
    found = await db.rows(
        "UPDATE join_request SET waits = NULL, is_accepted = ?, reason = ?, decided_at = ?, by_id = ? "
        "WHERE id = ? AND waits IS TRUE RETURNING person_id, charter",
        accepted,
        reason,
        clock.now(),
        viewer.id,
        number,
    )
    if not found:
        raise Conflict(_("This was answered already, or taken back."))
    return found[0]
