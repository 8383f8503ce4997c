"""Links in letters: a random word for the reader, its digest for us; each works once and for a time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from community.people.models import Proof
from kernel import clock, db
from kernel.errors import Missing
from kernel.i18n import gettext as _

CONFIRM, RESET = "confirm", "reset"
LIFE = {CONFIRM: timedelta(days=3), RESET: timedelta(hours=2)}


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


async def make(
    purpose: str,
    email: str,
    *,
    person: int | None = None,
    name: str = "",
    password: str = "",
    life: timedelta | None = None,
) -> str:
    """A new link's word; `password` is a hash."""
    word = secrets.token_urlsafe(24)
    await Proof.create(
        id=digest(word),
        person_id=person,
        purpose=purpose,
        email=email,
        name=name,
        password=password,
        expires_at=clock.now() + (life or LIFE[purpose]),
    )
    return word


async def find(purpose: str, word: str) -> Proof:
    """What a link stands for, while it is good."""
    found = await Proof.get_or_none(id=digest(word), purpose=purpose, used_at=None)
    if found is None or found.expires_at < clock.now():
        raise Missing(_("This link has been used, or its time is over. Ask for a new one."))
    return found


async def used(purpose: str, word: str) -> Proof | None:
    """What a link stood for that has done its work: whose work it was may press its button twice."""
    return await Proof.get_or_none(id=digest(word), purpose=purpose, used_at__isnull=False)


async def use(proof: Proof) -> None:
    """Take a link out of the world; of two at once, one is refused. Inside a transaction."""
    taken = await db.rows(
        "UPDATE proof SET used_at = ? WHERE id = ? AND used_at IS NULL RETURNING id", clock.now(), proof.id
    )
    if not taken:
        raise Missing(_("This link has been used, or its time is over. Ask for a new one."))


async def sweep() -> None:
    """Forget links whose time is over, and with them what was typed at a sign-up that nobody confirmed."""
    await db.execute("DELETE FROM proof WHERE expires_at < ?", clock.now() - timedelta(days=1))
