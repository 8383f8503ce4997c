"""Transactions that nothing can leak, savepoints, and one dialect of raw SQL for both databases."""

import asyncio
import contextlib
from datetime import UTC, date, datetime

import pytest
from tortoise.exceptions import IntegrityError

from kernel import cache, clock, db
from kernel.features import House


async def write(key: str) -> None:
    await db.execute("INSERT INTO site_setting (key, value) VALUES (?, ?)", key, '"v"')


async def settings_kept() -> int:
    return int(await db.value("SELECT count(*) FROM site_setting WHERE key <> 'ready'"))


async def test_three_hundred_cancelled_transactions_leak_nothing(home: House) -> None:
    async def act(n: int) -> None:
        async with db.transaction():
            await write(f"k{n}")
            await asyncio.sleep(0.001)

    for n in range(300):
        task = asyncio.create_task(act(n))
        for _ in range(n % 7):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    async with asyncio.timeout(5):
        kept = await settings_kept()
        async with db.transaction():
            await write("after")
        assert await settings_kept() == kept + 1


async def test_a_transaction_is_all_or_nothing(home: House) -> None:
    async def fail() -> None:
        async with db.transaction():
            await write("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await settings_kept() == 0


async def test_an_inner_failure_leaves_the_outer_transaction_usable(home: House) -> None:
    async def repeat() -> None:
        async with db.transaction():
            await write("b")
            await write("a")

    async with db.transaction():
        await write("a")
        with pytest.raises(IntegrityError):
            await repeat()
        await write("c")
    assert [r["key"] for r in await db.rows("SELECT key FROM site_setting WHERE length(key) = 1 ORDER BY key")] == [
        "a",
        "c",
    ]


async def test_writers_wait_for_each_other(home: House) -> None:
    await db.execute("INSERT INTO site_setting (key, value) VALUES ('n', '0')")

    async def add() -> None:
        async with db.transaction():
            lock = "" if db.on_sqlite() else " FOR UPDATE"
            found = await db.value(f"SELECT value FROM site_setting WHERE key = 'n'{lock}")
            await db.execute("UPDATE site_setting SET value = ? WHERE key = 'n'", str(int(found) + 1))

    await asyncio.gather(*(add() for _ in range(40)))
    assert int(await db.value("SELECT value FROM site_setting WHERE key = 'n'")) == 40


async def test_values_are_bound_in_order_and_moments_come_back_as_moments(home: House) -> None:
    moment = datetime(2026, 3, 1, 12, 30, 15, 250, tzinfo=UTC)
    await db.execute(
        "INSERT INTO event (kind, at, actor_id, subject_kind, subject_id, data) VALUES (?, ?, ?, ?, ?, ?)",
        "a'b",
        moment,
        None,
        "x",
        7,
        "{}",
    )
    found = await db.row("SELECT * FROM event WHERE at <= ? AND subject_id = ?", moment, 7)
    assert found is not None
    assert (found["kind"], found["at"], found["actor_id"]) == ("a'b", moment, None)


async def test_days_and_truths_are_converted_by_the_name_of_their_column(home: House) -> None:
    sql = "SELECT '2026-02-03' AS due_on, 1 AS is_open, 5 AS n, '2026-02-03 04:05:06+00:00' AS made_at"
    assert await db.row(sql) == {
        "due_on": date(2026, 2, 3),
        "is_open": True,
        "n": 5,
        "made_at": datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
    }


async def test_an_empty_list_of_marks_matches_nothing(home: House) -> None:
    await write("a")
    assert await db.rows(f"SELECT key FROM site_setting WHERE key IN ({db.marks([])})") == []
    assert len(await db.rows(f"SELECT key FROM site_setting WHERE key IN ({db.marks(['a', 'b'])})", "a", "b")) == 1


async def test_many_rows_are_written_at_once(home: House) -> None:
    await db.execute_many("INSERT INTO site_setting (key, value) VALUES (?, ?)", [(f"k{n}", '"v"') for n in range(250)])
    assert await settings_kept() == 250
    await db.execute_many("INSERT INTO site_setting (key, value) VALUES (?, ?)", [])


async def test_a_change_moves_the_generation_and_a_quiet_one_does_not(home: House) -> None:
    before = cache.generation()
    async with db.transaction(quiet=True):
        await write("quiet")
    assert cache.generation() == before
    async with db.transaction():
        await write("loud")
        assert cache.generation() == before
    assert cache.generation() == before + 1


async def test_a_failed_action_leaves_the_generation_alone(home: House) -> None:
    before = cache.generation()
    with pytest.raises(ValueError):
        async with db.transaction():
            raise ValueError
    assert cache.generation() == before


async def test_the_clock_can_be_set(home: House) -> None:
    with clock.at(datetime(2020, 1, 2, tzinfo=UTC)):
        assert clock.today() == date(2020, 1, 2)
    assert clock.now().year > 2020
