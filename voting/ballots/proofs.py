"""The standing supports and the counts on ideas, refolded from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ideas.board import trending
from kernel import db
from voting.ballots import merges, states
from voting.ballots.doubt_models import Voted
from voting.ballots.ledger import Entry, fold, roots
from voting.ballots.states import NOBODY, Counts, Pair, State, Turn

CHUNK = 200
Standing = dict[tuple[int, int], datetime]


async def supports(*, fix: bool = False) -> list[str]:
    """Each difference between the ledger and what is kept of it; with `fix`, the ledger's word stands."""
    found: list[str] = []
    last = 0
    while True:
        ends = await db.value(
            "SELECT MAX(id) AS id FROM (SELECT id FROM idea WHERE id > ? ORDER BY id LIMIT ?) i", last, CHUNK
        )
        if ends is None:
            return found
        async with db.transaction(quiet=not fix):
            if not (fix or db.on_sqlite()):
                await db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found += await _of_some(last, int(ends), fix=fix)
        last = int(ends)


async def _of_some(first: int, last: int, *, fix: bool) -> list[str]:
    """The differences of the ideas numbered above `first` up to `last`, and of what leads to them from elsewhere."""
    leads = roots(await merges.in_force())
    far = sorted(idea for idea, root in leads.items() if first < root <= last and not first < idea <= last)
    within = f"(idea_id > ? AND idea_id <= ? OR idea_id IN ({db.marks(far)}))"
    whole = fold(
        Entry(row["id"], row["idea_id"], row["person_id"], row["kind"], row["at"])
        for row in await db.rows(
            f"SELECT id, idea_id, person_id, kind, at FROM support_event WHERE {within}", first, last, *far
        )
    )
    rows = await db.rows(
        "SELECT idea_id, person_id, state FROM support WHERE idea_id > ? AND idea_id <= ?", first, last
    )
    kept = {(row["idea_id"], row["person_id"]): State(row["state"]) for row in rows}
    doubted = await held(Voted.SUPPORT, first, last, far)
    truth = {pair: at for pair, at in whole.items() if first < pair[0] <= last}
    missing, surplus = sorted(truth.keys() - kept.keys()), sorted(kept.keys() - truth.keys())
    wrong = [f"idea {idea}: the support of person {person} is missing" for idea, person in missing]
    wrong += [f"idea {idea}: the support of person {person} is not in the ledger" for idea, person in surplus]
    if fix:
        await _mend(missing, surplus, truth)
    wrong += await _states({pair: kept.get(pair, State.VALID) for pair in truth}, doubted, fix=fix)
    return wrong + await _counts(first, last, states.people(whole, doubted, leads), fix=fix)


async def held(kind: Voted, first: int, last: int, far: Sequence[int] = ()) -> dict[Pair, State]:
    """What the ledger of doubts says of the votes for some subjects."""
    rows = await db.rows(
        "SELECT id, subject_id, person_id, state, at FROM doubt_event WHERE kind = ? "
        f"AND (subject_id > ? AND subject_id <= ? OR subject_id IN ({db.marks(far)}))",
        kind.value,
        first,
        last,
        *far,
    )
    return states.fold(
        Turn(row["id"], (row["subject_id"], row["person_id"]), State(row["state"]), row["at"]) for row in rows
    )


async def _states(kept: dict[Pair, State], true_states: dict[Pair, State], *, fix: bool) -> list[str]:
    true = {pair: true_states.get(pair, State.VALID) for pair in kept}
    off = sorted(pair for pair in kept if kept[pair] != true[pair])
    if fix:
        await db.execute_many(
            "UPDATE support SET state = ? WHERE idea_id = ? AND person_id = ?",
            [(true[pair].value, *pair) for pair in off],
        )
    return [
        f"idea {idea}: the support of person {person} is kept as {kept[idea, person]}, {true[idea, person]} by the ledger"
        for idea, person in off
    ]


async def _mend(missing: list[tuple[int, int]], surplus: list[tuple[int, int]], truth: Standing) -> None:
    await db.execute_many("DELETE FROM support WHERE idea_id = ? AND person_id = ?", surplus)
    await db.execute_many(
        "INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)", [(*pair, truth[pair]) for pair in missing]
    )


async def _counts(first: int, last: int, true: dict[int, Counts], *, fix: bool) -> list[str]:
    wrong: list[str] = []
    mended = []
    for row in await db.rows(
        "SELECT id, supporters, raw_votes, doubtful_votes, comments, created_at FROM idea WHERE id > ? AND id <= ? ORDER BY id",
        first,
        last,
    ):
        folded = true.get(row["id"], NOBODY)
        kept = {"raw_votes": folded.raw, "supporters": folded.valid, "doubtful_votes": folded.doubtful}
        off = [name for name, number in kept.items() if row[name] != number]
        wrong += [f"idea {row['id']}: {row[name]} {name} kept, {kept[name]} by the ledger" for name in off]
        if off:
            place = trending.score(folded.valid, row["comments"], row["created_at"])
            mended.append((*folded, place, row["id"]))
    if fix:
        sets = "raw_votes = ?, supporters = ?, doubtful_votes = ?, trending = ?"
        await db.execute_many(f"UPDATE idea SET {sets} WHERE id = ?", mended)
    return wrong
