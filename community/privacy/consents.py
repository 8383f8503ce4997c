"""What somebody agreed to and took back: a dated row each time, with the sentence that was shown."""

from __future__ import annotations

import hashlib

from kernel import clock, db, i18n
from kernel.i18n import gettext as _


async def note(person_id: int, what: str, *, wording: str, given: bool, how: str = "page") -> None:
    """Write that somebody agreed, or agrees no more; `wording` is the message id of the sentence beside the button.

    Inside the transaction of what they agreed to.
    """
    await db.execute(
        "INSERT INTO consent_event (person_id, what, version, wording, language, is_given, how, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        person_id,
        what[:40],
        version(wording),
        _(wording),
        i18n.language.get()[:5],
        given,
        how[:20],
        clock.now(),
    )


def version(wording: str) -> str:
    """A sentence's edition: another wording has another, in every language the same."""
    return hashlib.sha256(wording.encode()).hexdigest()[:12]


async def standing(person_id: int, what: str) -> bool:
    """Does somebody agree today?"""
    given = await db.row(
        "SELECT is_given FROM consent_event WHERE person_id = ? AND what = ? ORDER BY id DESC LIMIT 1", person_id, what
    )
    return bool(given and given["is_given"])


async def of(person_id: int) -> list[db.Row]:
    """Every time, newest first."""
    return await db.rows(
        "SELECT what, wording, version, language, is_given, how, at FROM consent_event WHERE person_id = ? "
        "ORDER BY id DESC LIMIT 500",
        person_id,
    )
