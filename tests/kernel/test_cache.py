"""What is steady is remembered through light changes and no others; sentences travel in a sealed cookie."""

import asyncio

import pytest

from kernel import cache, db, events
from kernel.doorway import said_by, saying
from kernel.features import House
from kernel.viewer import Viewer
from tests.browsing import Browser
from tests.kernel.conftest import entered


async def generations() -> tuple[int, int]:
    return cache.generation(), cache.generation(steady=True)


async def test_a_light_change_leaves_what_is_steady(home: House) -> None:
    every, steady = await generations()
    async with db.transaction(light=True):
        pass
    assert await generations() == (every + 1, steady)


async def test_a_change_inside_a_light_one_that_is_not_light_moves_both(home: House) -> None:
    every, steady = await generations()
    async with db.transaction(light=True), db.transaction():
        pass
    assert await generations() == (every + 1, steady + 1)


async def test_a_short_file_of_an_older_version_is_lengthened(home: House) -> None:
    path = home.settings.data_dir / "generation"
    path.write_bytes(bytes(8))
    cache.open_generation(home.settings.data_dir)
    cache.bump(light=True)
    assert path.stat().st_size == 16


async def test_signing_out_is_in_force_at_once_after_a_light_change(surfer: Browser) -> None:
    await entered(surfer)
    assert (await surfer.peek("/t/page")).status_code == 200
    async with db.transaction(light=True):
        pass
    assert (await surfer.peek("/t/page")).status_code == 200
    async with db.transaction():
        await db.execute("DELETE FROM session")
    assert (await surfer.peek("/t/page")).status_code == 303


async def test_a_sealed_sentence_is_for_one_session(home: House) -> None:
    mine, other = Viewer(id=1, csrf="a"), Viewer(id=2, csrf="b")
    cookie = saying("Déjà dit.", mine).decode().partition(";")[0].removeprefix("said=")

    class Asked:
        scope = {"headers": [(b"cookie", f"session=x; said={cookie}".encode())]}  # noqa: RUF012

    assert said_by(Asked(), mine) == "Déjà dit."  # type: ignore[arg-type]
    assert said_by(Asked(), other) == ""  # type: ignore[arg-type]


async def test_one_job_waits_for_many_events(home: House) -> None:
    async with db.transaction():
        for number in range(3):
            await events.record("support.cast", actor=None, subject=("idea", number))
    assert await db.value("SELECT count(*) FROM job WHERE kind = 'demand.reckon'") == 1
    assert await db.value("SELECT count(*) FROM job WHERE kind LIKE 'react.%'") == 0


async def test_whoever_comes_meanwhile_waits_for_the_first(home: House) -> None:
    store: cache.Store[str] = cache.Store(5)
    made: list[int] = []
    go = asyncio.Event()

    async def make() -> str:
        made.append(cache.generation())
        await go.wait()
        return f"of {cache.generation()}"

    first = [asyncio.create_task(store.once("page", make)) for _ in range(5)]
    await asyncio.sleep(0)
    assert len(made) == 1
    cache.bump()
    later = [asyncio.create_task(store.once("page", make)) for _ in range(5)]
    await asyncio.sleep(0)
    assert len(made) == 2, "one after the change does not wait for what was begun before it"
    go.set()
    assert set(await asyncio.gather(*first, *later)) == {f"of {cache.generation()}"}
    assert await store.once("page", make) == f"of {cache.generation()}"
    assert len(made) == 2


@pytest.mark.parametrize("how", ["fails", "goes away"])
async def test_where_the_first_fails_the_others_try_for_themselves(home: House, how: str) -> None:
    store: cache.Store[str] = cache.Store(5)
    asked: list[str] = []

    async def make() -> str:
        asked.append("")
        await asyncio.sleep(0.01)
        if len(asked) == 1:
            raise ValueError("once")
        return "made"

    tasks = [asyncio.create_task(store.once("page", make)) for _ in range(3)]
    await asyncio.sleep(0)
    if how == "goes away":
        tasks[0].cancel()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert type(found[0]) is (ValueError if how == "fails" else asyncio.CancelledError)
    assert found[1:] == ["made", "made"]
