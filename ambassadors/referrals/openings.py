"""How often the page behind a code was opened on a day, and how many browsers were allowed to remember it."""

from __future__ import annotations

from kernel import clock, db


async def add(code_id: int, *, opened: int = 0, remembered: int = 0) -> None:
    """So many more today; nothing is kept of whose browser it was."""
    async with db.transaction(quiet=True):
        await db.execute(
            "INSERT INTO referral_opening (code_id, day, opened, remembered) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (code_id, day) DO UPDATE SET opened = referral_opening.opened + excluded.opened, "
            "remembered = referral_opening.remembered + excluded.remembered",
            code_id,
            clock.today(),
            opened,
            remembered,
        )
