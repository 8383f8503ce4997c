"""Giving one's vote to another member of a club, taking it back, laying it down: rows from then till then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from community.clubs import membership
from community.clubs.queries import ClubCard
from community.people.queries import PersonCard
from kernel import clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots import carrying, proxy_queries, rules
from voting.ballots.proxy_queries import Carried, Taking

ADDRESS = "/clubs/{slug}/proxies"
standing_for = proxy_queries.standing_for
"""Giver to holder of a ballot at its closing minute, whoever voted."""


async def give(viewer: Viewer, club: ClubCard, holder: PersonCard, *, ballot: Taking | None = None) -> None:
    """Give one's vote to a member, for one ballot or for each that takes proxies; what was given before for it ends."""
    require(rules.may_give_proxy(viewer, club), _("Only members of the club give their vote, and to members."))
    require(
        ballot is None or (ballot.club_id == club.id and ballot.takes_proxies_at(clock.now())),
        _("This ballot takes none."),
    )
    require(holder.id != viewer.id, _("Your own vote is yours already."))
    only = ballot.id if ballot else 0
    async with db.transaction():
        await membership.hold(club.id)
        if await membership.standing(club.id, holder.id) is None:
            raise Missing()
        before = await _standing(club.id, int(viewer.id or 0), only)
        if before and before["holder_id"] == holder.id:
            return
        await _require_room(viewer, club, holder)
        if before:
            await _end([before["id"]])
            await _tell_ended(viewer.id, club, [before["holder_id"]], "back")
        await _write(club.id, int(viewer.id or 0), holder.id, only)
        told: dict[str, Any] = {"title": ballot.title if ballot else "", "only": only, "holder": holder.id}
        await record("proxy.given", actor=viewer.id, subject=("club", club.id), **told, **_place(club))


async def take_back(viewer: Viewer, club: ClubCard, carried: Carried) -> bool:
    """One's vote is one's own again; untrue when it was already. At any time: what a ballot that closed did, it did."""
    require(carried.giver.id == viewer.id)
    return await _undo(viewer, club, carried, tell=carried.holder.id, why="back")


async def lay_down(viewer: Viewer, club: ClubCard, carried: Carried) -> bool:
    """Carry somebody's vote no longer; untrue when one did not."""
    require(carried.holder.id == viewer.id)
    return await _undo(viewer, club, carried, tell=carried.giver.id, why="down")


async def leaving(club_id: int, person_id: int) -> None:
    """What somebody gave and carried in a club ends with their membership; whose votes they carried are told."""
    rows = await db.rows(
        "SELECT p.id, p.giver_id, p.holder_id, c.name, c.slug, h.name AS holder FROM proxy p "
        "JOIN club c ON c.id = p.club_id JOIN person h ON h.id = p.holder_id "
        "WHERE p.club_id = ? AND p.stands IS TRUE AND (p.giver_id = ? OR p.holder_id = ?)",
        club_id,
        person_id,
        person_id,
    )
    await _end([row["id"] for row in rows])
    givers = sorted({row["giver_id"] for row in rows} - {person_id})
    if givers:
        about: dict[str, Any] = {"tell": givers, "why": "left", "holder": rows[0]["holder"]}
        place: dict[str, Any] = {"club": rows[0]["name"], "url": ADDRESS.format(slug=rows[0]["slug"])}
        await record("proxy.ended", actor=None, subject=("club", club_id), **about, **place)


async def closing(club_id: int, into: int | None = None) -> None:
    """With a club that ends, in whatever way, all that was given in it ends."""
    rows = await db.rows("SELECT id FROM proxy WHERE club_id = ? AND stands IS TRUE", club_id)
    await _end([row["id"] for row in rows])


async def closed(ballot_id: int, used: Mapping[int, int], *, unused: Mapping[int, int]) -> None:
    """After a ballot closed, in its transaction: givers hear what was done, and what was for it alone ends.

    `used` and `unused` say giver to holder: for whom a vote was cast, and who neither voted nor was voted for.
    """
    told = await db.row("SELECT title FROM ballot WHERE id = ?", ballot_id)
    about = ("ballot", ballot_id)
    place: dict[str, Any] = {"title": told["title"] if told else "", "url": f"/ballots/{ballot_id}"}
    for giver, holder in sorted(used.items()):
        await record("proxy.used", actor=holder, subject=about, giver=giver, **place)
    names = await proxy_queries.names(unused.values())
    for giver, holder in sorted(unused.items()):
        await record("proxy.unused", actor=None, subject=about, giver=giver, holder=names.get(holder, ""), **place)
    rows = await db.rows('SELECT id FROM proxy WHERE "only" = ? AND stands IS TRUE', ballot_id)
    await _end([row["id"] for row in rows])


async def _require_room(viewer: Viewer, club: ClubCard, holder: PersonCard) -> None:
    givers = await proxy_queries.givers_to(club.id, holder.id)
    most = carrying.limit(await proxy_queries.members_of(club.id))
    if len(givers - {viewer.id}) >= most:
        said = _("%(name)s carries %(count)s votes of others already, and nobody in this club carries more.")
        raise Conflict(said % {"name": holder.name, "count": len(givers - {viewer.id})})


async def _undo(viewer: Viewer, club: ClubCard, carried: Carried, *, tell: int, why: str) -> bool:
    async with db.transaction():
        if not await _end([carried.id]):
            return False
        await _tell_ended(viewer.id, club, [tell], why)
        return True


async def _tell_ended(actor: int | None, club: ClubCard, tell: list[int], why: str) -> None:
    await record("proxy.ended", actor=actor, subject=("club", club.id), tell=tell, why=why, **_place(club))


async def _standing(club_id: int, giver: int, only: int) -> db.Row | None:
    return await db.row(
        'SELECT id, holder_id FROM proxy WHERE club_id = ? AND giver_id = ? AND "only" = ? AND stands IS TRUE',
        club_id,
        giver,
        only,
    )


async def _write(club_id: int, giver: int, holder: int, only: int) -> None:
    await db.execute(
        'INSERT INTO proxy (club_id, giver_id, holder_id, "only", from_at, stands) VALUES (?, ?, ?, ?, ?, ?)',
        club_id,
        giver,
        holder,
        only,
        clock.now(),
        True,
    )


async def _end(ids: list[int]) -> int:
    if not ids:
        return 0
    return await db.execute(
        f"UPDATE proxy SET stands = NULL, until_at = ? WHERE stands IS TRUE AND id IN ({db.marks(ids)})",
        clock.now(),
        *ids,
    )


def _place(club: ClubCard) -> dict[str, Any]:
    return {"club": club.name, "url": ADDRESS.format(slug=club.slug)}
