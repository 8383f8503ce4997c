"""Reading accounts at other sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.providers import discovery
from community.providers.models import OutsideAccount
from kernel import db


@dataclass(frozen=True)
class Linked:
    """An account at a provider, as its owner sees it."""

    id: int
    provider: str
    label: str
    shown: str
    since: datetime
    used_at: datetime


async def of(person_id: int) -> list[Linked]:
    """Somebody's accounts at other sites, the last used first; those of providers that are no longer set stay named."""
    rows = await db.rows(
        "SELECT id, provider, shown, created_at, used_at FROM outside_account WHERE person_id = ? ORDER BY used_at DESC, id",
        person_id,
    )
    labels = {provider.name: provider.label for provider in discovery.every()}
    return [
        Linked(
            row["id"],
            row["provider"],
            labels.get(row["provider"], row["provider"].upper()),
            row["shown"],
            row["created_at"],
            row["used_at"],
        )
        for row in rows
    ]


async def by_subject(issuer: str, subject: str) -> OutsideAccount | None:
    """Whose account here goes with an account there."""
    return await OutsideAccount.get_or_none(issuer=issuer, subject=subject)


async def sessions_by(person_id: int, method: str) -> Sequence[str]:
    """The sessions that one provider began for somebody."""
    rows = await db.rows("SELECT id FROM session WHERE person_id = ? AND method = ?", person_id, method)
    return [row["id"] for row in rows]
