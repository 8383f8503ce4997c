"""The index kept up with the log: what changed is read again, a hundred texts at a time, a moment after it changed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from kernel import db, events
from kernel.features import Job, Reaction
from kernel.search import asking, backends, entries, registry, state
from kernel.search.errors import Away, Busy
from kernel.search.registry import Searchable
from kernel.search.state import State

KIND = "search.feed"
BATCH = 100
"""Texts in one commit, and single texts that are not made to wait."""
READ = 500
"""Events that are read at once."""
TURN = 2.0
"""Seconds after which other work of the worker has its turn."""
REMEMBERED = 4_000


class Heard(tuple[str, ...]):
    """The kinds of event after which a text has to be read again; known only when the house stands."""

    def __contains__(self, event: object) -> bool:
        return any(event in searchable.events for searchable in registry.kinds())


async def run() -> None:
    """Catch up for a while. The key is given back first: whatever happens from now on asks for another run."""
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", KIND)
    try:
        if await catch_up(seconds=TURN):
            await events.wake(KIND, after=timedelta(0))
        elif await backends.chosen().is_worn():
            await asking.ask(anew=True)
    except Busy:
        await events.wake(KIND, after=timedelta(seconds=1))
    except Away:
        return


async def catch_up(*, seconds: float, into: str = "", at: State | None = None) -> bool:
    """Read what the index has not read yet; says whether something is left after so many seconds."""
    now = at or await backends.chosen().position()
    if not into and await _of_the_future(now):
        await asking.ask(anew=True)
        return False
    end = time.monotonic() + seconds
    while True:
        found, now = await _unread(now)
        changed = await _changed(found)
        few = {kind: numbers for kind, numbers in changed.items() if len(numbers) <= BATCH}
        many = [run for kind, numbers in changed.items() if kind not in few for run in state.runs(kind, numbers)]
        now = replace(now, waiting=(*now.waiting, *many))
        for kind, numbers in few.items():
            await _keep(kind, numbers, now, into)
        if now.waiting:
            kind, numbers, left = state.taken(now.waiting, BATCH)
            now = replace(now, waiting=left)
            await _keep(kind, numbers, now, into)
        elif not found:
            return False
        elif many or not few:
            await backends.chosen().write([], [], now, into=into)
        if time.monotonic() > end:
            return True


async def _of_the_future(now: State) -> bool:
    """Has the index read what never happened here? Then it was made of another database."""
    newest = await db.value("SELECT max(id) FROM event") or 0
    return now.low > int(newest)


async def _unread(now: State) -> tuple[list[db.Row], State]:
    """The next events of interest, and the state after them."""
    kinds = sorted({event for searchable in registry.kinds() for event in searchable.events})
    oldest, _ = await horizon()
    found = await db.rows(
        "SELECT id, kind, actor_id, subject_kind, subject_id, data FROM event "
        f"WHERE id > ? AND kind IN ({db.marks(kinds)}) AND id NOT IN (0{', ?' * len(now.seen)}) ORDER BY id LIMIT {READ}",
        now.low,
        *kinds,
        *now.seen,
    )
    _, next_ = await horizon()
    for event in found:
        event["data"] = json.loads(event["data"]) if isinstance(event["data"], str) else event["data"]
    read = now.read(event["id"] for event in found).settled(oldest, next_)
    if len(read.seen) > REMEMBERED:
        read = replace(read, low=read.seen[REMEMBERED // 2], seen=read.seen[REMEMBERED // 2 + 1 :], mark=0)
    return found, read


async def horizon() -> tuple[int, int]:
    """The oldest transaction that is open, and the next there will be; on SQLite there is one at a time."""
    if db.on_sqlite():
        return 1, 1
    now = "pg_current_snapshot()"
    found = await db.tuples(
        f"SELECT CAST(CAST(pg_snapshot_xmin({now}) AS text) AS bigint), CAST(CAST(pg_snapshot_xmax({now}) AS text) AS bigint)"
    )
    return int(found[0][0]), int(found[0][1])


async def _changed(found: Sequence[db.Row]) -> dict[str, list[int]]:
    """The numbers of texts that these events concern, by kind."""
    changed: dict[str, list[int]] = {}
    for searchable in registry.kinds():
        heard = [event for event in found if event["kind"] in searchable.events]
        if heard:
            changed[searchable.kind] = sorted(set(await _whose(searchable, heard)))
    return changed


async def _whose(searchable: Searchable, heard: Sequence[db.Row]) -> Sequence[int]:
    if searchable.whose is not None:
        return await searchable.whose(heard)
    return [event["subject_id"] for event in heard if event["subject_kind"] == searchable.kind]


async def _keep(kind: str, numbers: Sequence[int], now: State, into: str) -> None:
    """Read texts again and put them into the index, those that are no more out of it."""
    searchable = next(one for one in registry.kinds() if one.kind == kind)
    documents = await searchable.some(numbers) if numbers else []
    made = await asyncio.to_thread(lambda: [entries.of(document) for document in documents])
    gone = {f"{kind}:{number}" for number in numbers} - {entry.key for entry in made}
    await backends.chosen().write(made, gone, now, into=into)
    if not into:
        async with db.transaction(light=True):
            """Pages of what was found are forgotten, on every host."""


jobs = [Job(KIND, run)]
reactions = [Reaction(KIND, Heard(), wakes=KIND)]
