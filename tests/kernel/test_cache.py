"""What is steady is remembered through light changes and no others; sentences travel in a sealed cookie."""

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
        cookies = {"said": cookie}  # noqa: RUF012

    assert said_by(Asked(), mine) == "Déjà dit."  # type: ignore[arg-type]
    assert said_by(Asked(), other) == ""  # type: ignore[arg-type]


async def test_one_job_waits_for_many_events(home: House) -> None:
    async with db.transaction():
        for number in range(3):
            await events.record("support.cast", actor=None, subject=("idea", number))
    assert await db.value("SELECT count(*) FROM job WHERE kind = 'demand.reckon'") == 1
    assert await db.value("SELECT count(*) FROM job WHERE kind LIKE 'react.%'") == 0
