"""Work that follows a change: written with it, done at least once, tried again, kept when it is dead."""

import asyncio
from datetime import timedelta

from kernel import clock, db, events, jobs
from kernel.features import House
from tests.kernel.conftest import seen


async def states() -> list[tuple[str, int]]:
    return [(r["state"], r["tries"]) for r in await db.rows("SELECT state, tries FROM job WHERE kind LIKE 't.%'")]


async def test_a_job_is_run_and_gone(small: House) -> None:
    await events.enqueue("t.count", n=5)
    assert await jobs.work(small, until_idle=True) == 1
    assert seen == [5]
    assert await states() == []


async def test_three_workers_do_each_job_once(small: House) -> None:
    for n in range(120):
        await events.enqueue("t.count", n=n)
    done = await asyncio.gather(*(jobs.work(small, until_idle=True) for _ in range(3)))
    assert sum(done) == 120
    assert sorted(seen) == list(range(120))


async def test_a_key_waits_only_once(small: House) -> None:
    for n in range(3):
        await events.enqueue("t.count", key="same", n=n)
    await jobs.work(small, until_idle=True)
    assert seen == [0]


async def test_a_job_belongs_to_the_transaction_that_enqueued_it(small: House) -> None:
    try:
        async with db.transaction():
            await events.enqueue("t.count", n=1)
            raise RuntimeError
    except RuntimeError:
        pass
    assert await jobs.work(small, until_idle=True) == 0


async def test_a_reaction_hears_of_its_event(small: House) -> None:
    async with db.transaction():
        number = await events.record("t.happened", actor=1, subject=("t", 9), colour="blue")
        await events.record("t.else", actor=1, subject=("t", 9))
    await jobs.work(small, until_idle=True)
    assert number is not None
    assert seen == [number]
    assert (await events.read(number))["data"] == {"colour": "blue"}


async def test_a_failing_job_is_tried_again_later_then_kept_as_dead(small: House) -> None:
    await events.enqueue("t.fail")
    await jobs.work(small, until_idle=True)
    assert await states() == [("ready", 1)]
    with clock.at(clock.now() + timedelta(hours=1)):
        await jobs.work(small, until_idle=True)
    assert await states() == [("dead", 2)]
    dead = await jobs.dead()
    assert "ValueError: always" in dead[0]["error"]


async def test_a_dead_job_can_be_given_another_life(small: House) -> None:
    await events.enqueue("t.unknown")
    await jobs.work(small, until_idle=True)
    dead = await jobs.dead()
    assert [job["kind"] for job in dead] == ["t.unknown"]
    await jobs.retry(dead[0]["id"])
    assert await states() == [("ready", 0)]


async def test_a_dead_workers_job_comes_back_when_its_lease_has_run_out(small: House) -> None:
    await events.enqueue("t.count", n=1)
    taken = await jobs._claim("a worker that dies", "%")
    assert [job["kind"] for job in taken if job["kind"] == "t.count"] == ["t.count"]
    assert await jobs.work(small, until_idle=True, like="t.%") == 0
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert await jobs.work(small, until_idle=True, like="t.%") == 1
    assert seen == [1]


async def test_what_comes_round_by_itself_waits_once(small: House) -> None:
    for _ in range(2):
        await jobs.work(small, until_idle=True)
    assert await db.value("SELECT count(*) FROM job WHERE key = 'every:kernel.sweep'") == 1
