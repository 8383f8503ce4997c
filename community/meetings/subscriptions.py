"""A member's own calendar at a secret address: made, exchanged for another, and taken away."""

from __future__ import annotations

import hmac
import secrets

from community.meetings.models import Feed
from kernel import clock, db
from kernel.errors import Missing, require
from kernel.features import the_house
from kernel.viewer import Viewer


async def renew(viewer: Viewer) -> str:
    """A new address; the one before, if there was one, opens nothing any more."""
    require(viewer.is_member)
    async with db.transaction():
        await db.execute(
            "INSERT INTO calendar_feed (person_id, token, at) VALUES (?, ?, ?) "
            "ON CONFLICT (person_id) DO UPDATE SET token = excluded.token, at = excluded.at",
            viewer.id,
            secrets.token_hex(24),
            clock.now(),
        )
    return await address(viewer)


async def revoke(viewer: Viewer) -> None:
    """No address any more."""
    require(viewer.is_member)
    async with db.transaction():
        await Feed.filter(person_id=viewer.id).delete()


async def address(viewer: Viewer) -> str:
    """Where the viewer's calendar is; empty if it has no address."""
    found = await db.row("SELECT id, token FROM calendar_feed WHERE person_id = ?", viewer.id)
    return f"/feeds/{found['id']}-{_sign(found['token'])}.ics" if found else ""


async def reader(word: str) -> int:
    """Whose calendar an address is; Missing for one that we did not give, or took back."""
    number, _dash, mac = word.partition("-")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        found = await db.row("SELECT person_id, token FROM calendar_feed WHERE id = ?", int(number))
        if found and hmac.compare_digest(mac.encode(), _sign(found["token"]).encode()):
            return int(found["person_id"])
    raise Missing()


def _sign(token: str) -> str:
    """What is in the database alone opens nothing."""
    return hmac.new(the_house().settings.key, f"calendar:{token}".encode(), "sha256").hexdigest()[:40]
