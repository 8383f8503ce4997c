"""Writing down what votes are held to be: the row, its line in the ledger and the counts that follow, together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kernel import clock, db
from voting.ballots import standing, tallies
from voting.ballots.doubt_models import Voted
from voting.ballots.ledger import NOTHING
from voting.ballots.states import Pair, State
from voting.ballots.tallies import Change

AT_ONCE = 300


@dataclass(frozen=True)
class Held:
    """What a vote is held to be, for which reasons, by which quarantine, and since when a person found it to be right."""

    state: State
    reasons: str = ""
    quarantine: int | None = None
    cleared_at: datetime | None = None


async def held(kind: Voted, pairs: list[Pair]) -> dict[Pair, Held]:
    """What is held of some votes, kept from others until this transaction ends; nothing of those that never were in doubt."""
    if not pairs:
        return {}
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    rows = await db.rows(
        "SELECT subject_id, person_id, state, reasons, quarantine_id, cleared_at FROM doubt WHERE kind = ? AND "
        f"({' OR '.join(['(subject_id = ? AND person_id = ?)'] * len(pairs))}) ORDER BY subject_id, person_id{lock}",
        kind.value,
        *(number for pair in sorted(pairs) for number in pair),
    )
    return {
        (row["subject_id"], row["person_id"]): Held(
            State(row["state"]), row["reasons"], row["quarantine_id"], row["cleared_at"]
        )
        for row in rows
    }


async def write(kind: Voted, turns: Mapping[Pair, Held], *, by: int | None) -> None:
    """Inside a transaction; `by` is the person who decided, None where arithmetic did."""
    pairs = sorted(turns)
    for start in range(0, len(pairs), AT_ONCE):
        await _write(kind, {pair: turns[pair] for pair in pairs[start : start + AT_ONCE]}, by)


async def _write(kind: Voted, turns: Mapping[Pair, Held], by: int | None) -> None:
    now = clock.now()
    await db.execute_many(
        "INSERT INTO doubt (kind, subject_id, person_id, state, reasons, quarantine_id, cleared_at, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, subject_id, person_id) DO UPDATE SET state = excluded.state, "
        "reasons = excluded.reasons, quarantine_id = excluded.quarantine_id, cleared_at = excluded.cleared_at, "
        "changed_at = excluded.changed_at",
        [
            (kind.value, *pair, one.state.value, one.reasons, one.quarantine, one.cleared_at, now)
            for pair, one in turns.items()
        ],
    )
    await db.execute_many(
        "INSERT INTO doubt_event (kind, subject_id, person_id, state, reasons, by_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(kind.value, *pair, one.state.value, one.reasons, by, now) for pair, one in turns.items()],
    )
    states = {pair: one.state for pair, one in turns.items()}
    await (_supports(states) if kind == Voted.SUPPORT else _scores(states))


async def _supports(states: Mapping[Pair, State]) -> None:
    await standing.settled(lambda: standing.turn(states))


async def _scores(states: Mapping[Pair, State]) -> None:
    """A score that is set aside counts no more; one that is not does, unless it is of the author's own account."""
    rows = await tallies.held(states)
    own = await tallies.of_own_account(rows)
    changes: dict[int, Change] = {}
    turned = {}
    for pair, row in rows.items():
        counts = states[pair] != State.QUARANTINED and pair not in own
        if counts != row.is_valid:
            before, after = (NOTHING, row.given) if counts else (row.given, NOTHING)
            changes.setdefault(pair[0], Change()).judge(before, after)
            turned[pair] = counts
    await db.execute_many(
        "UPDATE score SET is_valid = ? WHERE design_id = ? AND person_id = ?",
        [(counts, *pair) for pair, counts in turned.items()],
    )
    await tallies.count(changes)


async def settle() -> None:
    """Bring in line what was cast in the very moment in which something was decided about it."""
    rows = await db.rows(
        "SELECT s.idea_id, s.person_id, d.state FROM doubt d JOIN support s ON s.idea_id = d.subject_id "
        f"AND s.person_id = d.person_id WHERE d.kind = 'support' AND s.state <> d.state LIMIT {AT_ONCE}"
    )
    if rows:
        async with db.transaction():
            await _supports({(row["idea_id"], row["person_id"]): State(row["state"]) for row in rows})
