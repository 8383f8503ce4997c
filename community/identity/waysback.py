"""A way back for who lost all that proves them: some days in which the owner may stop it, and two of the team who say yes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from community.identity import settings, steps, warnings
from community.identity.models import Passkey, WayBack, WayBackVoice
from community.people import passwords, queries
from community.people.models import Person
from kernel import audit, clock, db, i18n, lists, mail, sessions
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer

LINK_LIFE, LAPSES, SAID_LIFE = timedelta(days=3), timedelta(days=30), timedelta(days=90)
PRESSED_AGAIN = timedelta(minutes=15)
"""For so long the last letter's button may be pressed again, by whom its answer never reached."""
VOICES, PER_PAGE = 2, 30
_OPEN = "w.active IS NOT NULL AND w.linked_at IS NULL"
_ENOUGH = (
    "(SELECT count(*) FROM way_back_voice v WHERE v.way_id = w.id) >= ? AND EXISTS (SELECT 1 FROM way_back_voice v "
    "JOIN person p ON p.id = v.staff_id WHERE v.way_id = w.id AND p.role = 'admin')"
)


async def begin(email: str, said: str, language: str) -> None:
    """What somebody asked for on the page: begun for an account there is, told to its owner; one at a time."""
    person = await queries.by_email(email)
    if person is None or not person.is_claimed or await WayBack.exists(active=person.id):
        return
    word, now = secrets.token_urlsafe(24), clock.now()
    opens = now + timedelta(days=settings.current().recovery_days)
    with i18n.speaking(person.language or language, person.zone or i18n.zone.get()):
        async with db.transaction():
            way = await WayBack.create(
                person_id=person.id, active=person.id, said=said, stop=_digest(word), asked_at=now, opens_at=opens
            )
            await record("recovery.asked", actor=person.id, subject=("way_back", way.id))
            await record("recovery.told", actor=None, subject=("way_back", way.id))
            await mail.write(
                email,
                "recovery",
                subject=_("Somebody asks for a way back into your account"),
                person=person.id,
                name=person.name,
                opens=opens,
                url=f"/recovery/stop/{word}",
                why=_("You get this because it concerns the safety of your account; it cannot be switched off."),
            )


async def to_stop(word: str) -> WayBack:
    """The way back that the first letter's link can stop, or has stopped: its button may be pressed twice."""
    found = await WayBack.get_or_none(stop=_digest(word))
    if found is None or not (found.active or found.stopped_at):
        raise Missing(_("This way back is over already: it was stopped, refused or used."))
    return found


async def stop(way: WayBack) -> None:
    """The owner never asked for this; of two presses at once the second finds it stopped."""
    try:
        await _end(way, "stopped_at")
    except Conflict:
        if not await WayBack.exists(id=way.id, stopped_at__not_isnull=True):
            raise


async def voice(viewer: Viewer, way: WayBack, *, reason: str) -> None:
    """One of the team has made sure who asks; a second must too, and one of them is an administrator."""
    require(may_speak(viewer, way), _("You cannot decide about your own account."))
    async with db.transaction():
        await _hold(way)
        if await WayBackVoice.exists(way_id=way.id, staff_id=viewer.id):
            raise Conflict(_("You have said yes already; another of the team must too."))
        await WayBackVoice.create(way_id=way.id, staff_id=viewer.id, reason=reason, at=clock.now())
        await audit.note(viewer, "recovery.confirmed", subject=("person", way.person_id), reason=reason, way=way.id)
    await open_ripe()


async def refuse(viewer: Viewer, way: WayBack, *, reason: str) -> None:
    """One of the team knows that it is not the owner who asks, or cannot tell."""
    require(may_speak(viewer, way), _("You cannot decide about your own account."))
    async with db.transaction():
        await _end(way, "refused_at")
        await audit.note(viewer, "recovery.refused", subject=("person", way.person_id), reason=reason, way=way.id)


def may_speak(viewer: Viewer, way: WayBack) -> bool:
    """Managers and administrators, about others."""
    return viewer.is_manager and viewer.id != way.person_id


async def open_ripe() -> None:
    """Write the letter with the link wherever the days are over and two have said yes."""
    ripe = await db.rows(
        f"SELECT w.id FROM way_back w WHERE {_OPEN} AND w.opens_at <= ? AND {_ENOUGH}", clock.now(), VOICES
    )
    for row in ripe:  # each in a transaction of its own: a letter that fails keeps no other from its owner
        await _open(int(row["id"]))


async def _open(number: int) -> None:
    word = secrets.token_urlsafe(24)
    async with db.transaction():
        taken = await db.rows(
            "UPDATE way_back SET linked_at = ?, link = ? WHERE id = ? AND active IS NOT NULL AND linked_at IS NULL "
            "RETURNING person_id",
            *(clock.now(), _digest(word), number),
        )
        person = await Person.get(id=taken[0]["person_id"]) if taken else None
        if person is None or not person.email:
            return
        with i18n.speaking(person.language or i18n.language.get()):
            await mail.write(
                person.email,
                "link",
                subject=_("Your way back in"),
                person=person.id,
                name=person.name,
                told=_(
                    "Two of our team have confirmed it. With this link you choose a new password; passkeys and the second "
                    "step are taken off, and you set them up anew."
                ),
                url=f"/recovery/back/{word}",
                verb=_("Come back in"),
                hint=_("The link works once, for three days. If you did not ask for it, leave it and write to us."),
                why=_("You get this because somebody asked for a way back into your account."),
            )


async def opened(word: str) -> WayBack:
    """The way back that the last letter's link opens."""
    found = await WayBack.get_or_none(link=_digest(word), active__not_isnull=True)
    if found is None or found.linked_at is None or found.linked_at + LINK_LIFE < clock.now():
        raise Missing(_("This link has been used, or its time is over. Ask for a new one."))
    return found


async def used(word: str) -> WayBack | None:
    """The way back that the last letter's link has opened a moment ago."""
    since = clock.now() - PRESSED_AGAIN
    return await WayBack.get_or_none(link=_digest(word), used_at__gt=since)


async def come_back(way: WayBack, *, password: str) -> Person:
    """A new password and nothing else that opens the account; nobody is signed in any more."""
    hashed = await passwords.digest(password)
    async with db.transaction():
        await _end(way, "used_at")
        await steps.forget(way.person_id)
        await Passkey.filter(person_id=way.person_id).delete()
        await Person.filter(id=way.person_id).update(password=hashed, email_confirmed_at=clock.now())
        await record("recovery.used", actor=way.person_id, subject=("way_back", way.id))
        await warnings.tell(way.person_id, warnings.RESTORED)
        await sessions.end_all(way.person_id)
    return await Person.get(id=way.person_id)


async def waiting(after: str | None) -> Listing[db.Row]:
    """Ways back under way, the newest first, with who has said yes."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT w.id, w.person_id, w.asked_at, w.opens_at, w.linked_at, "
        "(SELECT count(*) FROM way_back_voice v WHERE v.way_id = w.id) AS voices "
        "FROM way_back w WHERE w.active IS NOT NULL AND w.id < ? ORDER BY w.id DESC LIMIT ?",
        place[0] if place else 2**31 - 1,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


async def find(number: int) -> WayBack:
    found = await WayBack.get_or_none(id=number, active__not_isnull=True)
    if found is None:
        raise Missing(_("This way back is over already: it was stopped, refused or used."))
    return found


async def voices_of(way: WayBack) -> list[db.Row]:
    return await db.rows("SELECT staff_id, reason, at FROM way_back_voice WHERE way_id = ? ORDER BY id", way.id)


async def sweep() -> None:
    """What nobody confirmed lapses after a month, an unused link after three days; words are kept for three months."""
    now = clock.now()
    async with db.transaction(quiet=True):
        await db.execute(
            "UPDATE way_back SET active = NULL WHERE active IS NOT NULL "
            "AND (linked_at < ? OR (linked_at IS NULL AND asked_at < ?))",
            now - LINK_LIFE,
            now - LAPSES,
        )
        await db.execute(
            "UPDATE way_back SET said = '' WHERE active IS NULL AND said <> '' AND asked_at < ?", now - SAID_LIFE
        )
    await open_ripe()


async def _hold(way: WayBack) -> None:
    """Nobody ends it meanwhile."""
    held = await db.rows("UPDATE way_back SET active = active WHERE id = ? AND active IS NOT NULL RETURNING id", way.id)
    if not held:
        raise Conflict(_("This way back is over already: it was stopped, refused or used."))


async def _end(way: WayBack, column: str) -> None:
    """Over, in one of three ways; of two at once the first."""
    async with db.transaction():
        ended = await db.rows(
            f"UPDATE way_back SET {column} = ?, active = NULL WHERE id = ? AND active IS NOT NULL RETURNING id",
            *(clock.now(), way.id),
        )
        if not ended:
            raise Conflict(_("This way back is over already: it was stopped, refused or used."))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
