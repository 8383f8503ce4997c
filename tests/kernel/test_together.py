"""Writes that wait together share a transaction, and only that: each is answered for itself, after the commit."""

import asyncio
from collections.abc import Sequence

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from kernel import cache, db
from kernel.features import House
from kernel.together import MOST, Together

sizes: list[int] = []


async def write(keys: Sequence[str]) -> list[str]:
    sizes.append(len(keys))
    await db.execute_many("INSERT INTO site_setting (key, value) VALUES (?, '1')", [(key,) for key in keys])
    return [f"{key} is written" for key in keys]


@pytest.fixture
def together() -> Together[str, str]:
    sizes.clear()
    return Together(write)


async def kept() -> set[str]:
    return {row["key"] for row in await db.rows("SELECT key FROM site_setting WHERE key <> 'ready'")}


async def test_those_who_wait_share_a_transaction(home: House, together: Together[str, str]) -> None:
    before = cache.generation()
    keys = [f"k{n}" for n in range(MOST + 50)]
    assert await asyncio.gather(*(together(key) for key in keys)) == [f"{key} is written" for key in keys]
    assert await kept() == set(keys)
    assert sizes == [MOST, 50]
    assert cache.generation() == before + 2


async def test_whoever_comes_meanwhile_is_in_the_next(home: House, together: Together[str, str]) -> None:
    async def late(n: int) -> str:
        for _ in range(n):
            await asyncio.sleep(0)
        return await together(f"k{n}")

    await asyncio.gather(*(late(n) for n in range(100)))
    assert len(await kept()) == sum(sizes) == 100


async def test_one_that_fails_leaves_the_others(home: House, together: Together[str, str]) -> None:
    await together("taken")
    asked = [together(key) for key in ("a", "b", "taken", "c")]
    answers = await asyncio.gather(*asked, together("d"), return_exceptions=True)
    assert [isinstance(answer, IntegrityError) for answer in answers] == [False, False, True, False, False]
    assert await kept() == {"taken", "a", "b", "c", "d"}
    assert sizes == [1, 5, 1, 1, 1, 1, 1]


async def test_one_that_goes_away_leaves_the_others(home: House, together: Together[str, str]) -> None:
    tasks = [asyncio.create_task(together(f"k{n}")) for n in range(30)]
    for n in range(8):
        await asyncio.sleep(0)
        tasks[n].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(answer, str) for answer in answers] == [n >= 8 for n in range(30)]
    assert await kept() >= {f"k{n}" for n in range(8, 30)}
    assert await together("after") == "after is written"


async def test_within_a_transaction_it_is_part_of_it(home: House, together: Together[str, str]) -> None:
    async def act() -> None:
        async with db.transaction():
            assert await together("a") == "a is written"
            raise LookupError

    with pytest.raises(LookupError):
        await act()
    assert await kept() == set()


async def test_all_are_told_when_no_transaction_can_begin(
    home: House, together: Together[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> object:
        raise OperationalError("away")

    with monkeypatch.context() as patched:
        patched.setattr(db, "in_transaction", away)
        answers = await asyncio.gather(*(together(f"k{n}") for n in range(5)), return_exceptions=True)
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert sizes == []
    assert await together("after") == "after is written"
