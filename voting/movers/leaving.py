"""What batches note of somebody, when they erase their account."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from community.people.models import Person
from community.privacy import leaving, storage, words
from kernel import clock, db, sentences
from kernel.i18n import gettext as _
from voting.movers import everything, shelf

BUSY = ("checking", "running", "undoing")


async def waits() -> bool:
    """Is a file being brought over? It may name whoever is to be erased."""
    return bool(await db.value(f"SELECT id FROM import_batch WHERE state IN ({db.marks(BUSY)}) LIMIT 1", *BUSY))


async def erased(person: int) -> None:
    """Nothing is to be taken back of what is theirs no more; inside the transaction of the erasure.

    Files of batches that are over, and the file of everything, may name them and go; either can be made again.
    """
    await db.execute("DELETE FROM import_row WHERE kind = 'person' AND thing_id = ?", person)
    await db.execute("DELETE FROM import_row WHERE kind = 'support' AND other_id = ?", person)
    await db.execute("UPDATE import_batch SET by_id = NULL WHERE by_id = ?", person)
    await _set_down(await _named_in(person))
    for row in await db.rows("SELECT id FROM import_batch WHERE state IN ('done', 'failed', 'undone') ORDER BY id"):
        await asyncio.to_thread(shelf.clear, row["id"], rows_too=True)
    everything.place().unlink(missing_ok=True)
    await db.execute("UPDATE import_mapping SET by_id = NULL WHERE by_id = ?", person)


async def _named_in(person: int) -> list[int]:
    """Batches with a file that names them, and that waits for somebody's word or has hung for longer than is waited."""
    gone = await leaving.of(person)
    told = await words.of(await Person.get(id=person), gone.kept) if gone else None
    rows = await db.rows("SELECT id FROM import_batch WHERE state NOT IN ('done', 'failed', 'undone') ORDER BY id")
    sought = told.sought if told else []
    return [row["id"] for row in rows if await asyncio.to_thread(_holds, row["id"], sought)]


def _holds(batch: int, sought: Sequence[str]) -> bool:
    forms = [form.encode() for word in sought for form in storage.spelt(word)]
    return bool(forms) and any(storage.holds(path, forms) for path in shelf.files(batch))


async def _set_down(batches: Sequence[int]) -> None:
    """Such a file would bring them back: it goes with theirs, and the batch says why."""
    with sentences.remembering():
        said = _("Somebody whom this file names has erased their account. Hand it in again without them.")
    report = json.dumps(sentences.kept({"problem": said}))
    await db.execute_many(
        "UPDATE import_batch SET state = 'failed', report = ?, position = 0, finished_at = ? WHERE id = ?",
        [(report, clock.now(), batch) for batch in batches],
    )
