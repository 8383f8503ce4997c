"""Whose scores count: once a member turns out to count for the customer of a design's author, theirs do not."""

from __future__ import annotations

from kernel import db
from voting.ballots import tallies
from voting.ballots.ledger import NOTHING, Given
from voting.ballots.tallies import Change

EVERY = 3600
_OUTDATED = (
    "SELECT s.id, s.design_id, s.value, s.wishes, s.is_valid FROM score s JOIN design d ON d.id = s.design_id "
    "LEFT JOIN customer_link mine ON mine.person_id = s.person_id "
    "LEFT JOIN customer_link theirs ON theirs.person_id = d.author_id "
    "WHERE s.is_valid = ((mine.customer_id IS NOT NULL AND theirs.customer_id IS NOT NULL "
    "AND mine.customer_id = theirs.customer_id) OR EXISTS (SELECT 1 FROM doubt q WHERE q.kind = 'score' "
    "AND q.subject_id = s.design_id AND q.person_id = s.person_id AND q.state = 'quarantined'))"
)


async def review() -> None:
    """Follow the links between members and customers, which may be made or undone after a score was given.

    What a person set aside stays so.
    """
    async with db.transaction(light=True):
        lock = "" if db.on_sqlite() else " FOR UPDATE OF s"
        rows = await db.rows(f"{_OUTDATED} ORDER BY s.design_id, s.person_id{lock}")
        changes: dict[int, Change] = {}
        for row in rows:
            given, change = Given(row["value"], bool(row["wishes"])), changes.setdefault(row["design_id"], Change())
            before, after = (given, NOTHING) if row["is_valid"] else (NOTHING, given)
            change.judge(before, after)
        await db.execute_many(
            "UPDATE score SET is_valid = ? WHERE id = ?", [(not row["is_valid"], row["id"]) for row in rows]
        )
        await tallies.count(changes)
