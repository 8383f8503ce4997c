"""The terms of the programme: what counts today, what will count, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassadors.programme import first
from kernel import clock, db, i18n


@dataclass(frozen=True)
class Terms:
    """A numbered version; the first of all stands in the house's code and has no date."""

    number: int
    body_en: str
    body_fr: str
    from_at: datetime | None = None

    @property
    def body(self) -> str:
        return self.body_fr if i18n.language.get() == "fr" else self.body_en


FIRST = Terms(1, first.TERMS_EN, first.TERMS_FR)
_COLUMNS = "SELECT number, body_en, body_fr, from_at FROM programme_terms"


async def now() -> Terms:
    """Those in force."""
    row = await db.row(f"{_COLUMNS} WHERE from_at <= ? ORDER BY number DESC LIMIT 1", clock.now())
    return Terms(**row) if row else FIRST


async def next_ones() -> Terms | None:
    """Those that will be in force from a later day."""
    row = await db.row(f"{_COLUMNS} WHERE from_at > ? ORDER BY number LIMIT 1", clock.now())
    return Terms(**row) if row else None


async def version(number: int) -> Terms | None:
    """One of them, in force or not."""
    row = await db.row(f"{_COLUMNS} WHERE number = ?", number)
    return Terms(**row) if row else FIRST if number == FIRST.number else None


async def every() -> list[Terms]:
    """All of them, newest first."""
    return [*(Terms(**row) for row in await db.rows(f"{_COLUMNS} ORDER BY number DESC")), FIRST]
