"""Who of those who took part in a ballot is in doubt, by the signals that votes are looked at with. Answers are not read.

Somebody whose votes were found in step with a group is in doubt here too. A burst is looked for among all that was given in
those days: the ballot is one thing more that people gave their vote to.
"""

from __future__ import annotations

import asyncio

from kernel import db
from kernel.viewer import CLUB
from voting.ballots.plans import PRESENT
from voting.ballots.states import State
from voting.honesty import ground
from voting.honesty.ground import People

_IN_STEP = (
    "SELECT DISTINCT e.person_id FROM elector e JOIN doubt d ON d.person_id = e.person_id "
    "LEFT JOIN quarantine q ON q.id = d.quarantine_id WHERE e.ballot_id = ? AND e.cast_at IS NOT NULL AND d.state <> ? "
    "AND (d.reasons LIKE ? OR q.reasons LIKE ?)"
)
_GIVEN = (
    "SELECT coalesce(i.merged_into_id, i.id) AS subject_id, coalesce(i.merged_into_id, i.id) AS root, s.person_id, s.at "
    "FROM support s JOIN idea i ON i.id = s.idea_id WHERE s.at BETWEEN ? AND ? UNION ALL "
    "SELECT -e.ballot_id, -e.ballot_id, e.person_id, e.cast_at FROM elector e WHERE e.cast_at BETWEEN ? AND ? "
    "AND e.through_id IS NULL"
)


async def doubted(ballot_id: int) -> set[int]:
    """Of those whose ballot is in."""
    together = "%together%"
    rows = await db.rows(_IN_STEP, ballot_id, State.VALID.value, together, together)
    return {row["person_id"] for row in rows} | await _in_bursts(ballot_id)


async def _in_bursts(ballot_id: int) -> set[int]:
    """Those who came to a meeting were seen there, and the members of a club may well sit in one place."""
    ballot = await db.row("SELECT audience, opened_at, closed_at FROM ballot WHERE id = ?", ballot_id)
    if ballot is None or ballot["audience"] == PRESENT or not ballot["opened_at"]:
        return set()
    span = ballot["opened_at"], ballot["closed_at"] or await db.now()
    rows = await db.rows(_GIVEN, *span, *span)
    in_one_place = str(ballot["audience"]).startswith(CLUB)
    return await asyncio.to_thread(_found, ballot_id, rows, await ground.people(), in_one_place)


def _found(ballot_id: int, rows: list[db.Row], who: People, in_one_place: bool) -> set[int]:
    from voting.honesty import bursts, signals, traits

    votes, pairs = ground.arranged(rows, who)
    if not pairs:
        return set()
    limits = traits.Limits()
    loud = [] if in_one_place else bursts.many(votes, limits)
    marked = signals.marked(votes, [*loud, *bursts.few(votes, limits, loud)])
    place = zip(votes.idea.tolist(), votes.person.tolist(), strict=True)
    return {pair[1] for pair, at in zip(pairs, place, strict=True) if pair[0] == -ballot_id and at in marked}
