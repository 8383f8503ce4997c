"""Invitations: a link into a club for whoever has it, or for one address, so often and until then."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.clubs import joining, membership, queries, rules
from community.clubs.models import Invitation
from community.clubs.queries import ClubCard
from kernel import clock, db, i18n, mail, security, site
from kernel.errors import Conflict, Forbidden, Missing, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

LETTER_LIFE = timedelta(days=30)
SILENCE = timedelta(days=7)
"""How long an address that was written to for a club is not written to again for it."""
OVER = mark("This invitation has been used, is over, or was taken back. Ask whoever gave it to you for another.")


@dataclass(frozen=True)
class Link:
    """An invitation as the hosts of its club see it."""

    id: int
    url: str
    email: str
    most: int
    used: int
    until_at: datetime | None
    by: str


async def make(viewer: Viewer, club: ClubCard, *, most: int = 0, days: int = 0) -> Invitation:
    """A link for whoever gets it: for `most` people and so many days, 0 for without end."""
    require(rules.may_host(viewer, club), _("Invitations are given by the club’s hosts."))
    async with db.transaction():
        until = clock.now() + timedelta(days=days) if days else None
        return await _write(viewer, club, most=most, until=until)


async def _write(viewer: Viewer, club: ClubCard, *, most: int, until: datetime | None, email: str = "") -> Invitation:
    return await Invitation.create(
        club_id=club.id,
        token=secrets.token_hex(24),
        email=email,
        most=most,
        until_at=until,
        by_id=viewer.id,
        at=clock.now(),
    )


async def send(viewer: Viewer, club: ClubCard, addresses: Sequence[str]) -> None:
    """Letters with a link each, but to whoever belongs already, is shut out or was written to lately; nobody is told who."""
    require(rules.may_host(viewer, club), _("Invitations are given by the club’s hosts."))
    wanted = list(dict.fromkeys(addresses))
    for _address in wanted:
        await security.limit_everywhere("club.letter", str(viewer.id), burst=60, per_minute=0.1)
    known = await _known(club.id, wanted)
    brand = await site.current()
    async with db.transaction():
        for address in wanted:
            person = known.get(address)
            if person is None or not person["is_settled"]:
                await _letter(viewer, club, address, person, brand.language)


async def _known(club_id: int, addresses: Sequence[str]) -> dict[str, db.Row]:
    """What is known of some addresses: whose they are, and whether nothing is to be written to them."""
    marks, recently = db.marks(addresses), clock.now() - SILENCE
    rows = await db.rows(
        "SELECT p.id, p.email, p.language, p.is_claimed, (EXISTS (SELECT 1 FROM membership m WHERE m.club_id = ? "
        "AND m.person_id = p.id AND m.stands IS TRUE) OR EXISTS (SELECT 1 FROM club_ban b WHERE b.club_id = ? AND "
        f"b.person_id = p.id AND b.stands IS TRUE)) AS is_settled FROM person p WHERE p.email IN ({marks})",
        club_id,
        club_id,
        *addresses,
    )
    found = {row["email"]: row for row in rows}
    written = await db.rows(
        f"SELECT DISTINCT email FROM invitation WHERE club_id = ? AND at > ? AND email IN ({marks})",
        club_id,
        recently,
        *addresses,
    )
    unknown = {"id": None, "language": "", "is_claimed": False}
    return found | {row["email"]: {**found.get(row["email"], unknown), "is_settled": True} for row in written}


async def _letter(viewer: Viewer, club: ClubCard, address: str, person: db.Row | None, otherwise: str) -> None:
    made = await _write(viewer, club, most=1, until=clock.now() + LETTER_LIFE, email=address)
    spoken = (person or {}).get("language") or club.language or otherwise
    with i18n.speaking(spoken if spoken in i18n.LANGUAGES else otherwise):
        await mail.write(
            address,
            "invitation",
            subject=_("%(name)s invites you to “%(club)s”") % {"name": viewer.name, "club": club.name},
            person=person["id"] if person else None,
            name=viewer.name,
            club=club,
            url=link(made.id, made.token),
            until=made.until_at,
            why=_("You get this because %(name)s gave us your address to invite you, and for nothing else.")
            % {"name": viewer.name},
        )
    if person and person["is_claimed"]:
        about = {"title": club.name, "url": link(made.id, made.token), "person": person["id"]}
        await record("club.invited", actor=viewer.id, subject=("club", club.id), **about)


async def revoke(viewer: Viewer, club: ClubCard, number: int) -> None:
    """A link opens nothing any more."""
    require(rules.may_host(viewer, club), _("Invitations are given by the club’s hosts."))
    async with db.transaction():
        found = Invitation.filter(id=number, club_id=club.id)
        if not await found.exists():
            raise Missing()
        await found.filter(revoked_at=None).update(revoked_at=clock.now())


async def find(viewer: Viewer, word: str) -> tuple[Invitation, ClubCard]:
    """What a link stands for; Missing where we did not write it, or where it opens nothing any more."""
    number, _dash, mac = word.partition("-")
    whole = number.isascii() and number.isdecimal() and len(number) < 10
    found = await Invitation.get_or_none(id=int(number)) if whole else None
    if found is None or not hmac.compare_digest(mac.encode(), _sign(found.token).encode()):
        raise Missing(_("This link is not one of ours, or a part of it was lost."))
    club = await queries.behind(viewer, found.club_id)
    if (not _opens(found) and not club.is_member) or club.hidden_at is not None:
        raise Missing(_(OVER))
    return found, club


def _opens(one: Invitation) -> bool:
    spent = bool(one.most) and one.used >= one.most
    return one.revoked_at is None and not spent and (one.until_at is None or one.until_at > clock.now())


async def is_for(viewer: Viewer, invitation: Invitation) -> bool:
    """May this viewer use it? One for an address is for whoever has proven that it is theirs."""
    if not invitation.email:
        return True
    sql = "SELECT id FROM person WHERE id = ? AND email = ? AND email_confirmed_at IS NOT NULL"
    return await db.value(sql, viewer.id or 0, invitation.email) is not None


async def use(viewer: Viewer, word: str, *, charter: int) -> ClubCard:
    """Come in by an invitation. Of two people who use its last place at once, one is told that it is over."""
    invitation, club = await find(viewer, word)
    require(rules.may_come_in(viewer, club) or club.is_member, _("This club lets nobody in like that."))
    if not await is_for(viewer, invitation):
        raise Forbidden(_("This invitation is for another address. Ask for one to yours."))
    person = int(viewer.id or 0)
    async with db.transaction():
        await membership.hold(club.id)
        if await joining.let_in(club, person, charter=charter, how="invitation", by=invitation.by_id):
            taken = await db.execute(
                "UPDATE invitation SET used = used + 1 WHERE id = ? AND revoked_at IS NULL AND (most = 0 OR used < most) "
                "AND (until_at IS NULL OR until_at > ?)",
                invitation.id,
                clock.now(),
            )
            if not taken:
                raise Conflict(_(OVER))
    return club


async def standing(club_id: int) -> list[Link]:
    """Links that open something still, the newest first."""
    rows = await db.rows(
        "SELECT i.id, i.token, i.email, i.most, i.used, i.until_at, p.name FROM invitation i JOIN person p ON p.id = i.by_id "
        "WHERE i.club_id = ? AND i.revoked_at IS NULL AND (i.most = 0 OR i.used < i.most) "
        "AND (i.until_at IS NULL OR i.until_at > ?) ORDER BY i.id DESC LIMIT 200",
        club_id,
        clock.now(),
    )
    return [
        Link(
            row["id"],
            link(row["id"], row["token"]),
            row["email"],
            row["most"],
            row["used"],
            row["until_at"],
            row["name"],
        )
        for row in rows
    ]


def link(number: int, token: str) -> str:
    """The address of an invitation; what is in the database alone does not open it."""
    return f"/invitations/{number}-{_sign(token)}"


def _sign(token: str) -> str:
    return hmac.new(the_house().settings.key, f"invitation:{token}".encode(), "sha256").hexdigest()[:32]
