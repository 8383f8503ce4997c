"""The index follows what happens: each text as it is now, none lost, in whatever order changes come to be seen."""

from __future__ import annotations

import asyncio
import time

import pytest

from kernel import cache, clock, db, events, jobs
from kernel.features import the_house
from kernel.search import backends, engine, feed, finding, state
from kernel.search.engine import Query
from kernel.search.errors import Away
from kernel.search.state import State
from kernel.viewer import STRANGER
from tests.kernel.search.conftest import TEXTS, Shelf


async def found(words: str) -> list[int]:
    return [hit.id for hit in (await engine.find(Query(words))).hits]


async def worked() -> int:
    return await jobs.work(the_house(), until_idle=True)


async def test_what_is_written_is_found_once_the_worker_has_had_its_turn(filled: Shelf) -> None:
    number = await filled.write("Une sangle amovible")
    assert await db.value("SELECT count(*) FROM job WHERE kind = ?", feed.KIND) == 1
    await worked()
    assert await found("sangles") == [number]


async def test_what_is_changed_is_found_by_its_new_words_alone(filled: Shelf) -> None:
    number = await filled.write("Une sangle amovible")
    await worked()
    await filled.write("Un cordon", number=number)
    await worked()
    assert await found("cordon") == [number]
    assert await found("sangle") == []


async def test_what_is_gone_is_not_found(filled: Shelf) -> None:
    number = await filled.write("Une sangle amovible")
    await worked()
    await filled.take_away(number)
    await worked()
    assert await found("sangle") == []


async def test_many_changes_wake_the_worker_once_and_are_read_once(filled: Shelf) -> None:
    for n in range(30):
        await filled.write(f"Sangle numéro {n}", number=100 + n % 3)
    assert await db.value("SELECT count(*) FROM job WHERE kind = ?", feed.KIND) == 1
    await worked()
    assert sorted(await found("sangle")) == [100, 101, 102]


async def test_no_index_is_made_where_nobody_looks_for_anything(shelf: Shelf) -> None:
    await shelf.write("Une sangle amovible")
    await worked()
    with pytest.raises(Away):
        await backends.chosen().position()


async def test_whoever_looks_before_there_is_an_index_is_answered_and_one_is_made(shelf: Shelf) -> None:
    number = await shelf.write("Une sangle amovible", "Et réparable.")
    first = await finding.for_viewer(STRANGER, Query("réparer sangles"))
    assert (first.is_partial, [hit.id for hit, _ in first.items]) == (True, [number])
    assert [hit.id for hit in await engine.complete("san")] == [number]
    await worked()
    again = await finding.for_viewer(STRANGER, Query("réparer sangles"))
    assert (again.is_partial, [hit.id for hit, _ in again.items]) == (False, [number])


async def test_a_file_of_many_texts_is_read_in_turns_and_lets_single_texts_go_first(
    filled: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "TURN", 0.0)
    filled.many = [filled.put(f"Sangle {n}") for n in range(250)]
    async with db.transaction():
        await events.record("texts.imported", actor=None, subject=("site", 0))
    await feed.run()
    assert await db.value("SELECT count(*) FROM job WHERE kind = ? AND key IS NOT NULL", feed.KIND) == 1
    late = await filled.write("Un cordon")
    await feed.run()
    assert await found("cordon") == [late]
    assert (await backends.chosen().position()).waiting != ()
    await worked()
    assert (await backends.chosen().position()).waiting == ()
    hits = await engine.find(Query("sangle", limit=1_000))
    assert len(hits.hits) == 250


async def test_the_position_is_that_of_what_the_index_holds(filled: Shelf) -> None:
    """Whoever dies between the two reads again what was read; nothing is skipped."""
    backend = backends.chosen()
    before = await backend.position()
    number = await filled.write("Une sangle amovible")
    await worked()
    await backend.write([], [f"text:{number}"], before)
    assert await found("sangle") == []
    await feed.run()
    assert await found("sangle") == [number]


async def test_an_index_of_another_database_is_made_anew(filled: Shelf) -> None:
    backend = backends.chosen()
    await backend.write([], [], State(low=10**6))
    number = await filled.write("Une sangle amovible")
    await worked()
    assert await found("sangle") == [number]
    assert (await backend.position()).low < 10**6


async def test_a_new_document_is_found_within_two_seconds_of_a_worker_that_runs(filled: Shelf) -> None:
    async with asyncio.timeout(20):
        worker = asyncio.create_task(jobs.work(the_house()))
        await asyncio.sleep(0.7)
        number, begun = await filled.write("Une sangle amovible"), time.monotonic()
        while await found("sangle") != [number]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        worker.cancel()
    assert time.monotonic() - begun < 2


async def test_pages_of_what_was_found_are_forgotten_when_the_index_changes(filled: Shelf) -> None:
    await filled.write("Une sangle amovible")
    before = cache.generation(), cache.generation(steady=True)
    await feed.run()
    assert cache.generation() != before[0]
    assert cache.generation(steady=True) == before[1]


def test_an_event_that_is_seen_late_is_not_lost() -> None:
    """Numbers 5 and 8 are seen while 6, of a transaction that is still open, is not."""
    now = State(low=4).read([5, 8]).settled(100, 103)
    assert (now.low, now.seen) == (4, (5, 8))
    now = now.settled(102, 110)
    assert now.low == 4
    now = now.read([6]).settled(103, 110)
    assert (now.low, now.seen) == (8, ())


def test_waiting_texts_are_kept_as_stretches() -> None:
    waiting = tuple(state.runs("text", [9, 1, 2, 3, 5, 6, 2]))
    assert waiting == (("text", 1, 3), ("text", 5, 6), ("text", 9, 9))
    kind, numbers, left = state.taken((*waiting, ("other", 1, 2)), 4)
    assert (kind, numbers, left) == ("text", [1, 2, 3, 5], (("text", 6, 6), ("text", 9, 9), ("other", 1, 2)))
    kept = State(3, (5,), 5, 9, waiting, ("text", 7))
    assert state.from_text(kept.text()) == kept


async def test_an_open_transaction_holds_the_position_back(filled: Shelf) -> None:
    """On PostgreSQL an event of a lower number may be seen after one of a higher."""
    if db.on_sqlite():
        return
    base = await db.alone(the_house().settings)
    try:
        slow = base.transaction()
        await slow.start()
        insert = (
            "INSERT INTO event (kind, at, subject_kind, subject_id, data) VALUES ('text.written', $1, 'text', $2, '{}')"
        )
        number = filled.put("Une sangle lente")
        await base.execute(insert, clock.now(), number)
        quick = [await filled.write(f"Un cordon {n}") for n in range(3)]
        await worked()
        assert sorted(await found("cordon")) == quick
        await slow.commit()
    finally:
        await base.close()
    assert await found("sangle") == []
    await feed.run()
    assert await found("sangle") == [number]
    await feed.run()
    await filled.write("Un rivet")
    await filled.write("Un oeillet")
    await feed.run()
    assert (await backends.chosen().position()).low >= number - len(TEXTS)
