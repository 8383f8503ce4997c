"""How right and how kind somebody was, beside how far they carry: never mixed with reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kernel import clock, db

CLEAN = timedelta(days=365)
"""How long a ruling stands against somebody."""


@dataclass(frozen=True)
class Standing:
    """Ideas the brand took up, reports of theirs that were upheld, rulings against them within a year.

    `is_good` is nothing against them: no such ruling, and not suspended.
    """

    accepted: int = 0
    upheld: int = 0
    rulings: int = 0
    is_good: bool = True


async def of(person_ids: Sequence[int]) -> dict[int, Standing]:
    """The standing of some accounts, in one statement."""
    if not person_ids:
        return {}
    now = clock.now()
    rows = await db.rows(
        "SELECT p.id, (p.suspended_until IS NOT NULL AND p.suspended_until > ?) AS is_suspended, "
        "(SELECT COUNT(*) FROM idea i WHERE i.author_id = p.id AND i.hidden_at IS NULL "
        "AND i.status IN ('planned', 'in_progress', 'shipped')) AS accepted, "
        "(SELECT COUNT(DISTINCT r.ruling_id) FROM report r JOIN ruling u ON u.id = r.ruling_id "
        f"WHERE r.reporter_id = p.id AND u.act IN ('hide', 'remove', 'edit') AND u.reversed_at IS NULL AND {_LAST}) AS upheld, "
        "(SELECT COUNT(*) FROM ruling u WHERE u.author_id = p.id AND u.act IN ('hide', 'remove') AND u.created_at > ? "
        "AND u.reversed_at IS NULL "
        f"AND {_LAST}) AS rulings FROM person p WHERE p.id IN ({db.marks(person_ids)})",
        now,
        now - CLEAN,
        *person_ids,
    )
    return {
        row["id"]: Standing(
            row["accepted"], row["upheld"], row["rulings"], not row["rulings"] and not row["is_suspended"]
        )
        for row in rows
    }


_LAST = (
    "NOT EXISTS (SELECT 1 FROM ruling v WHERE v.subject_kind = u.subject_kind AND v.subject_id = u.subject_id "
    "AND v.id > u.id AND v.act = 'restore')"
)
"""A ruling that was not taken back on appeal."""
