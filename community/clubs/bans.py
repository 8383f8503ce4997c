"""Shutting somebody out of a club with a reason, their appeal to staff, and what staff answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.clubs import membership, queries, rules
from community.clubs.models import Ban, End, JoinRequest
from community.clubs.queries import ClubCard
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


@dataclass(frozen=True)
class BanCard:
    """That somebody was shut out of a club, and where the matter stands."""

    id: int
    club_id: int
    person_id: int
    by_id: int
    person: PersonCard
    by: PersonCard
    reason: str
    at: datetime
    is_standing: bool
    appeal: str
    appealed_at: datetime | None
    answer: str
    answered_at: datetime | None
    lifted_at: datetime | None

    @property
    def url(self) -> str:
        return f"/bans/{self.id}"

    @property
    def waits(self) -> bool:
        """Does an appeal wait for its answer?"""
        return self.is_standing and self.appealed_at is not None and self.answered_at is None


async def ban(viewer: Viewer, club: ClubCard, person_id: int, *, reason: str) -> int:
    """Shut somebody out with a reason that they are told; what hung on their membership ends with it."""
    async with db.transaction():
        await membership.hold(club.id)
        theirs = await queries.role_at(person_id, club.id)
        require(rules.may_ban(viewer, club, theirs), _("Hosts shut members out, but no other host."))
        if await membership.is_banned(club.id, person_id):
            raise Conflict(_("They are shut out already."))
        made = await Ban.create(
            club_id=club.id, person_id=person_id, reason=reason, by_id=viewer.id, at=clock.now(), stands=True
        )
        await membership.end(club.id, person_id, End.BANNED)
        await JoinRequest.filter(club_id=club.id, person_id=person_id, waits=True).update(
            waits=None, is_accepted=False, decided_at=clock.now()
        )
        about: dict[str, Any] = {"title": club.name, "url": f"/bans/{made.id}", "person": person_id, "excerpt": reason}
        await record("club.banned", actor=viewer.id, subject=("club", club.id), **about)
    return made.id


async def lift(viewer: Viewer, club: ClubCard, number: int) -> None:
    """A host takes a ban back: the doors are open to them as to anybody else."""
    require(rules.may_host(viewer, club), _("A ban is taken back by the club’s hosts."))
    async with db.transaction():
        await membership.hold(club.id)
        if not await Ban.exists(id=number, club_id=club.id):
            raise Missing()
        found = await _end(number)
        await _told_lifted(viewer, club, found)


async def appeal(viewer: Viewer, number: int, *, words: str) -> None:
    """Ask staff to look at one's ban, once."""
    await own(viewer, number)
    async with db.transaction():
        taken = await db.rows(
            "UPDATE club_ban SET appeal = ?, appealed_at = ? WHERE id = ? AND appealed_at IS NULL AND stands IS TRUE "
            "RETURNING club_id",
            words,
            clock.now(),
            number,
        )
        if not taken:
            raise Conflict(_("You have appealed already, or the ban was taken back."))
        await record("club.appealed", actor=viewer.id, subject=("club", taken[0]["club_id"]), ban=number)


async def answer(viewer: Viewer, ban_card: BanCard, *, lifts: bool, words: str) -> None:
    """Staff answer an appeal with reasons; a ban that is lifted so puts back who had been a member."""
    require(rules.may_answer(viewer, ban_card), _("Nobody answers an appeal in a matter of their own."))
    club = await queries.behind(viewer, ban_card.club_id)
    async with db.transaction():
        await membership.hold(club.id)
        taken = await db.execute(
            "UPDATE club_ban SET answer = ?, answered_at = ?, answered_by_id = ? "
            "WHERE id = ? AND answered_at IS NULL AND appealed_at IS NOT NULL AND stands IS TRUE",
            words,
            clock.now(),
            viewer.id,
            ban_card.id,
        )
        if not taken:
            raise Conflict(_("This appeal was answered already, or the ban was taken back."))
        if lifts:
            await _end(ban_card.id)
            await _put_back(club, ban_card)
        act = "club.ban-lifted" if lifts else "club.ban-upheld"
        await audit.note(viewer, act, subject=("club", club.id), reason=words, person=ban_card.person_id)
        about: dict[str, Any] = {"title": club.name, "url": ban_card.url, "is_lifted": lifts, "excerpt": words}
        told: dict[str, Any] = {"person": ban_card.person_id, "by": ban_card.by_id}
        await record("club.answered", actor=viewer.id, subject=("club", club.id), **about, **told)


async def _end(number: int) -> db.Row:
    found = await db.rows(
        "UPDATE club_ban SET stands = NULL, lifted_at = ? WHERE id = ? AND stands IS TRUE RETURNING id, person_id",
        clock.now(),
        number,
    )
    if not found:
        raise Conflict(_("This ban was taken back already."))
    return found[0]


async def _put_back(club: ClubCard, ban_card: BanCard) -> None:
    """Whoever lost their place by the ban has it again, as a plain member."""
    last = await db.row(
        'SELECT charter, "end" AS why FROM membership WHERE club_id = ? AND person_id = ? ORDER BY id DESC LIMIT 1',
        club.id,
        ban_card.person_id,
    )
    if last and last["why"] == End.BANNED and not club.is_archived:
        await membership.begin(club.id, ban_card.person_id, charter=last["charter"])


async def _told_lifted(viewer: Viewer, club: ClubCard, found: db.Row) -> None:
    about = {"title": club.name, "url": f"/bans/{found['id']}", "person": found["person_id"]}
    await record("club.unbanned", actor=viewer.id, subject=("club", club.id), **about)


_SELECT = (
    "SELECT b.id, b.club_id, b.person_id, b.by_id, b.reason, b.at, b.stands IS TRUE AS is_standing, b.appeal, "
    "b.appealed_at, b.answer, b.answered_at, b.lifted_at FROM club_ban b "
)


async def own(viewer: Viewer, number: int) -> BanCard:
    """One's own ban; nobody else's."""
    return (await _read("WHERE b.id = ? AND b.person_id = ?", number, viewer.id or 0, one=True))[0]


async def of_viewer(viewer: Viewer, club_id: int) -> BanCard | None:
    """What keeps the viewer out of a club."""
    found = await _read("WHERE b.club_id = ? AND b.person_id = ? AND b.stands IS TRUE", club_id, viewer.id or 0)
    return found[0] if found else None


async def of_club(club_id: int) -> list[BanCard]:
    """Who is shut out of a club, the latest first."""
    return await _read("WHERE b.club_id = ? AND b.stands IS TRUE ORDER BY b.id DESC LIMIT 200", club_id)


async def appealed(number: int) -> BanCard:
    """An appeal, for staff."""
    return (await _read("WHERE b.id = ? AND b.appealed_at IS NOT NULL", number, one=True))[0]


async def awaiting() -> list[BanCard]:
    """Appeals that nobody has answered, the oldest first."""
    return await _read(f"{_WAITS} ORDER BY b.appealed_at, b.id LIMIT 100")


async def awaiting_count() -> int:
    return int(await db.value(f"SELECT count(*) FROM club_ban b {_WAITS}") or 0)


_WAITS = "WHERE b.appealed_at IS NOT NULL AND b.answered_at IS NULL AND b.stands IS TRUE"


async def _read(where: str, *values: object, one: bool = False) -> list[BanCard]:
    rows = await db.rows(f"{_SELECT}{where}", *values)
    if one and not rows:
        raise Missing()
    cards = await people.names([row[who] for row in rows for who in ("person_id", "by_id")])
    return [BanCard(**row, person=cards[row["person_id"]], by=cards[row["by_id"]]) for row in rows]
