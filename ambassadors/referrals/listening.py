"""What referrals tell of who listens to whom: a friend who became a customer, a club joined by somebody's invitation.

A friend who did not agree to be named is left out: the lines of a score name people.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime

from ambassadors.influence.reading import batches
from ambassadors.influence.registry import Heard, Listening
from ambassadors.referrals.models import State, Why
from kernel import db
from kernel.i18n import mark

_REWARDED = (
    "SELECT r.id AS number, r.person_id, r.inviter_id, r.decided_at FROM referral r "
    "WHERE r.decided_at >= ? AND r.state = ? AND r.shows_name = ?"
)


async def referrals(since: datetime) -> AsyncIterator[list[Heard]]:
    """Somebody came by a member's code, bought and kept it."""
    async for rows in batches(_REWARDED, "r.id", since, State.REWARDED.value, True):
        yield [
            Heard(
                row["person_id"],
                row["inviter_id"],
                row["decided_at"],
                subject_kind="referral",
                subject_id=row["number"],
            )
            for row in rows
        ]


_JOINED = (
    "SELECT e.id AS number, e.at, e.actor_id, e.subject_id, e.data FROM event e JOIN club g ON g.id = e.subject_id "
    "WHERE e.kind = 'club.joined' AND e.at >= ? AND g.hidden_at IS NULL AND CAST(e.data AS TEXT) LIKE '%invitation%' "
    "AND EXISTS (SELECT 1 FROM membership m WHERE m.club_id = g.id AND m.person_id = e.actor_id AND m.stands IS TRUE)"
)


async def invitations(since: datetime) -> AsyncIterator[list[Heard]]:
    """Somebody came into a club by an invitation, and belongs still."""
    async for rows in batches(_JOINED, "e.id", since):
        told = [(row, json.loads(row["data"])) for row in rows]
        yield [
            Heard(
                row["actor_id"],
                int(data["by"]),
                row["at"],
                place=f"club:{row['subject_id']}",
                subject_kind="club",
                subject_id=row["subject_id"],
            )
            for row, data in told
            if data.get("how") == "invitation" and data.get("by")
        ]


async def brought() -> list[tuple[int, int]]:
    """Who was brought, by whom: those among themselves are no proof of being heard."""
    rows = await db.rows("SELECT person_id, inviter_id FROM referral")
    return [(row["person_id"], row["inviter_id"]) for row in rows]


async def households() -> list[tuple[int, int]]:
    """Pairs that were refused as one person or one household, and that nobody of staff cleared."""
    rows = await db.rows(
        "SELECT person_id, inviter_id FROM referral WHERE state = ? AND why IN (?, ?)",
        State.REFUSED.value,
        Why.SELF.value,
        Why.HOUSEHOLD.value,
    )
    return [(row["person_id"], row["inviter_id"]) for row in rows]


kinds = [
    Listening("referral", mark("Friends who became customers"), 3.0, 365.0, 3.0, 5, referrals),
    Listening("invitation", mark("Invitations to clubs accepted"), 1.0, 180.0, 2.0, 5, invitations),
]
