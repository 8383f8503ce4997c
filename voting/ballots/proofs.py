"""The standing supports and the counts on ideas, refolded from the ledger."""

from __future__ import annotations

from datetime import datetime

from ideas.board import trending
from kernel import db
from voting.ballots import merges
from voting.ballots.ledger import Entry, counts, fold, joined, roots

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
    rows = await db.rows("SELECT idea_id, person_id FROM support WHERE idea_id > ? AND idea_id <= ?", first, last)
    kept = {(row["idea_id"], row["person_id"]) for row in rows}
    truth = {pair: at for pair, at in whole.items() if first < pair[0] <= last}
    missing, surplus = sorted(truth.keys() - kept), sorted(kept - truth.keys())
    wrong = [f"idea {idea}: the support of person {person} is missing" for idea, person in missing]
    wrong += [f"idea {idea}: the support of person {person} is not in the ledger" for idea, person in surplus]
    if fix:
        await _mend(missing, surplus, truth)
    return wrong + await _counts(first, last, counts(joined(whole, leads)), fix=fix)


async def _mend(missing: list[tuple[int, int]], surplus: list[tuple[int, int]], truth: Standing) -> None:
    await db.execute_many("DELETE FROM support WHERE idea_id = ? AND person_id = ?", surplus)
    await db.execute_many(
        "INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)", [(*pair, truth[pair]) for pair in missing]
    )


async def _counts(first: int, last: int, true: dict[int, int], *, fix: bool) -> list[str]:
    wrong: list[str] = []
    mended = []
    for row in await db.rows(
        "SELECT id, supporters, raw_votes, comments, created_at FROM idea WHERE id > ? AND id <= ? ORDER BY id",
        first,
        last,
    ):
        folded = true.get(row["id"], 0)
        off = [name for name in ("supporters", "raw_votes") if row[name] != folded]
        wrong += [f"idea {row['id']}: {row[name]} {name} kept, {folded} by the ledger" for name in off]
        if off:
            place = trending.score(folded, row["comments"], row["created_at"])
            mended.append((folded, folded, place, row["id"]))
    if fix:
        await db.execute_many("UPDATE idea SET supporters = ?, raw_votes = ?, trending = ? WHERE id = ?", mended)
    return wrong
