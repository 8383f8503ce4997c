"""Addresses of letters: told again only by a keyed digest, and taken out of the house as soon as nothing is to be sent."""

from __future__ import annotations

import hmac
from datetime import timedelta

from ambassadors.referrals import aliases
from ambassadors.referrals.models import Unwanted
from kernel import clock, db
from kernel.features import the_house

UNSENT = timedelta(days=3)
"""After this long a letter that no server takes is given up, and its address with it."""


def digest(address: str) -> str:
    """What an address is known by without being kept; whoever has not the house's key cannot try addresses against it."""
    return hmac.new(the_house().settings.key, f"letter:{aliases.root(address)}".encode(), "sha256").hexdigest()


async def is_unwanted(told: str) -> bool:
    """Did whoever reads at this digest's address say that no member's letter is to come?"""
    return await db.value("SELECT digest FROM referral_unwanted WHERE digest = ?", told) is not None


async def stop(told: str) -> None:
    """No letter to this address any more, from whomever; what waits for it is gone at once."""
    async with db.transaction():
        await db.execute(
            "INSERT INTO referral_unwanted (digest, at) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
            told,
            clock.now(),
        )
        await _drop("digest = ?", told)


async def again(told: str) -> None:
    """Whoever stopped them by mistake takes letters again."""
    async with db.transaction():
        await Unwanted.filter(digest=told).delete()


async def came(person_id: int) -> None:
    """Somebody has an account now: what waits for their address goes. Inside the transaction that opens it."""
    email = await db.value("SELECT email FROM person WHERE id = ?", person_id)
    if email:
        await _drop("digest = ?", digest(str(email)))


async def gone(person_id: int) -> None:
    """A member who invited is being erased: their letters that wait go with them. Inside that transaction."""
    await _drop("code_id IN (SELECT id FROM referral_code WHERE person_id = ?)", person_id)


async def _drop(where: str, value: object) -> None:
    await db.execute(
        f"UPDATE referral_letter SET address = '', remind_at = NULL WHERE address <> '' AND {where}", value
    )


async def sweep() -> None:
    """Letters that are sent leave the house; what is over is no longer told again."""
    now = clock.now()
    async with db.transaction(quiet=True):
        await db.execute(
            "DELETE FROM letter WHERE id IN (SELECT letter_id FROM referral_letter WHERE letter_id IS NOT NULL) "
            "AND (sent_at IS NOT NULL OR created_at < ?)",
            now - UNSENT,
        )
        await db.execute(
            "UPDATE referral_letter SET letter_id = NULL WHERE letter_id IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.id = referral_letter.letter_id)"
        )
        await db.execute(
            "UPDATE referral_letter SET digest = NULL, address = '', remind_at = NULL WHERE until_at < ? AND digest IS NOT NULL",
            now,
        )
