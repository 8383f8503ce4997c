"""Links that let somebody open an account, made by the team: for one address or a number of people, until a day."""

from __future__ import annotations

import secrets
from datetime import timedelta

from community.people import proofs
from community.providers.models import SignUpInvitation
from kernel import audit, clock, db, i18n, lists, mail
from kernel.errors import Conflict, Missing, require
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer

PER_PAGE = 40
STANDS = "revoked_at IS NULL AND expires_at > ? AND used < most"


def may_invite(viewer: Viewer) -> bool:
    return viewer.is_manager


async def make(viewer: Viewer, *, label: str = "", email: str = "", most: int = 1, days: int = 14) -> str:
    """A new link's word, told once; one for an address is sent there, and lets in nobody else."""
    require(may_invite(viewer))
    word, now = secrets.token_urlsafe(18), clock.now()
    async with db.transaction():
        made = await SignUpInvitation.create(
            digest=proofs.digest(word),
            by_id=viewer.id,
            label=label,
            email=email,
            most=1 if email else most,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        await audit.note(
            viewer, "invitation.make", subject=("sign_up_invitation", made.id), label=label, most=made.most
        )
        if email:
            await _write(viewer, email, word, days)
    return word


async def _write(viewer: Viewer, email: str, word: str, days: int) -> None:
    await mail.write(
        email,
        "invited",
        subject=_("You are invited"),
        name=viewer.name,
        url=f"/sign-up?invitation={word}",
        until=i18n.format_date(clock.now() + timedelta(days=days)),
        why=_("You get this because %(name)s wrote down this address.") % {"name": viewer.name},
    )


async def revoke(viewer: Viewer, invitation_id: int) -> None:
    """The link opens nothing any more; who came by it stays."""
    require(may_invite(viewer))
    async with db.transaction():
        gone = await db.rows(
            "UPDATE sign_up_invitation SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING id",
            clock.now(),
            invitation_id,
        )
        if not gone:
            raise Missing()
        await audit.note(viewer, "invitation.revoke", subject=("sign_up_invitation", invitation_id))


async def stands(word: str, email: str) -> bool:
    """Would this link open an account for this address now? An empty address asks for any."""
    return (
        bool(word)
        and await db.row(*_asked(f"SELECT id FROM sign_up_invitation WHERE {STANDS}", word, email)) is not None
    )


def _asked(begins: str, word: str, email: str) -> tuple[str, object, str, str, str]:
    address = email.strip().lower()
    return (
        f"{begins} AND digest = ? AND (email = '' OR email = ? OR CAST(? AS TEXT) = '')",
        clock.now(),
        proofs.digest(word),
        address,
        address,
    )


async def take(word: str, email: str) -> None:
    """Use it up by one; Conflict when it lets nobody in any more. Inside the transaction that opens the account."""
    asked, *values = _asked(f"UPDATE sign_up_invitation SET used = used + 1 WHERE {STANDS}", word, email)
    if not word or not await db.rows(f"{asked} RETURNING id", *values):
        raise Conflict(_("This invitation has been used up, taken back or is over. Ask whoever sent it for another."))


async def arrived(person_id: int, word: str) -> None:
    """Who came by it is written down, in the transaction that opened the account."""
    if word:
        await db.execute(
            "INSERT INTO invited_person (invitation_id, person_id, at) SELECT id, ?, ? FROM sign_up_invitation "
            "WHERE digest = ? ON CONFLICT DO NOTHING",
            person_id,
            clock.now(),
            proofs.digest(word),
        )


async def erased(person_id: int) -> None:
    """An account is being erased: by whom and to which address it was invited, and what it made. Inside that transaction."""
    await db.execute("DELETE FROM invited_person WHERE person_id = ?", person_id)
    await db.execute(
        "UPDATE sign_up_invitation SET email = '', revoked_at = coalesce(revoked_at, ?) "
        "WHERE email <> '' AND email = (SELECT email FROM person WHERE id = ?)",
        clock.now(),
        person_id,
    )
    await db.execute("UPDATE sign_up_invitation SET by_id = NULL WHERE by_id = ?", person_id)


async def listing(after: str | None) -> Listing[db.Row]:
    """Every invitation, newest first, with who made it."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT i.id, i.label, i.email, i.most, i.used, i.created_at, i.expires_at, i.revoked_at, p.name, p.handle "
        "FROM sign_up_invitation i LEFT JOIN person p ON p.id = i.by_id WHERE i.id < ? ORDER BY i.id DESC LIMIT ?",
        place[0] if place else 2**31 - 1,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


async def came_by(ids: list[int]) -> dict[int, list[db.Row]]:
    """Who came by each of some invitations, the first twenty."""
    rows = await db.rows(
        "SELECT * FROM (SELECT v.invitation_id, p.name, p.handle, v.at, row_number() OVER "
        "(PARTITION BY v.invitation_id ORDER BY v.id) AS place FROM invited_person v JOIN person p ON p.id = v.person_id "
        f"WHERE v.invitation_id IN ({db.marks(ids)})) AS found WHERE place <= 20 ORDER BY invitation_id, place",
        *ids,
    )
    found: dict[int, list[db.Row]] = {}
    for row in rows:
        found.setdefault(row["invitation_id"], []).append(row)
    return found
