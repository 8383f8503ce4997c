import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from ideas.challenges import actions, queries, turning
from ideas.challenges.models import Phase
from kernel import clock, db, jobs
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import cast
from tests.ideas.challenges import called

ROOT = Path(__file__).parents[3]
DIES = """
import asyncio, os
from kernel import db
from kernel.features import Feature, House, Wing, open_house
from kernel.settings import Settings
from run import FEATURES
from ideas.challenges import turning

async def die(challenge, phase):
    os._exit(9)

async def main():
    built = House([*FEATURES, Feature("kernel", [Wing("death", registers={"challenge.turned": [die]})])], Settings())
    open_house(built)
    async with db.opened(built.settings, FEATURES):
        await turning.turn(int(os.environ["CHALLENGE"]))

asyncio.run(main())
"""


def environment(settings: Settings, **more: str) -> dict[str, str]:
    told = {"DATA_DIR": str(settings.data_dir), "SECRET": settings.secret, "DATABASE_URL": settings.database_url}
    return {**os.environ, **{f"TANDEM_{name}": value for name, value in told.items()}, **more, "PYTHONPATH": str(ROOT)}


def _worker(settings: Settings) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    words = [sys.executable, "run.py", "work"]
    return subprocess.Popen(words, cwd=ROOT, env=environment(settings), stdout=quiet, stderr=quiet)


async def turns(challenge: int) -> list[str]:
    rows = await db.rows("SELECT phase FROM phase_turn WHERE challenge_id = ? ORDER BY id", challenge)
    return [row["phase"] for row in rows]


async def told(kind: str) -> int:
    return int(await db.value("SELECT count(*) AS n FROM event WHERE kind = ?", kind))


async def test_the_worker_turns_each_phase_at_its_moment(home: House) -> None:
    challenge = await called.announced()
    for phase in ("submissions", "scoring", "jury", "result", "production"):
        name = dict(zip(("submissions", "scoring", "jury", "result", "production"), called.DATES, strict=True))[phase]
        with clock.at(called.DATES[name] - timedelta(seconds=1)):
            await jobs.work(home, until_idle=True, like="challenge.turn")
            assert (await queries.by_id(challenge.id)).phase != phase
        with clock.at(called.DATES[name]):
            await jobs.work(home, until_idle=True, like="challenge.turn")
            assert (await queries.by_id(challenge.id)).phase == phase
    assert await turns(challenge.id) == ["announced", "submissions", "scoring", "jury", "result", "production"]
    assert await told("challenge.opened") == 1


@pytest.mark.usefixtures("home")
async def test_reminders_are_given_once() -> None:
    challenge = await called.at(await called.announced(), "submissions")
    with clock.at(called.DATES["scoring_at"] - timedelta(hours=3)):
        await turning.turn_all()
        await turning.turn(challenge.id)
    assert (await told("challenge.ending"), await told("challenge.closing")) == (1, 0)
    await called.at(challenge, "jury")
    with clock.at(called.DATES["result_at"] - timedelta(hours=3)):
        await turning.turn_all()
        await turning.turn_all()
    assert (await told("challenge.ending"), await told("challenge.closing")) == (1, 1)


@pytest.mark.usefixtures("home")
async def test_a_moment_that_is_moved_is_kept_and_one_that_passed_is_not_moved() -> None:
    challenge, later = await called.announced(), called.DATES["opens_at"] + timedelta(days=2)
    with clock.at(called.IN["announced"]):
        await actions.change(await cast.manager(), challenge, opens_at=later)
    assert (await called.at(challenge, "submissions")).phase == Phase.ANNOUNCED
    with clock.at(later):
        assert await turning.turn(challenge.id) == [Phase.SUBMISSIONS]
        now = await queries.by_id(challenge.id)
        await actions.change(await cast.manager(), now, opens_at=later + timedelta(days=1))
    assert (await queries.by_id(challenge.id)).opens_at == later


@pytest.mark.usefixtures("home")
async def test_turned_by_many_at_once_each_phase_begins_once() -> None:
    challenge = await called.announced()
    with clock.at(called.IN["jury"]):
        begun = await asyncio.gather(*(turning.turn(challenge.id) for _ in range(6)))
    assert sorted(len(one) for one in begun) == [0, 0, 0, 0, 0, 3]
    assert await turns(challenge.id) == ["announced", "submissions", "scoring", "jury"]
    assert await told("challenge.turned") == 3


async def test_two_workers_at_once_begin_each_phase_once(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        made = [(await called.announced(f"autumn-{n}")).id for n in range(6)]
        await db.execute("DELETE FROM job WHERE kind NOT LIKE 'challenge%'")
        await db.execute("UPDATE job SET run_at = ?", clock.now())
    workers = [_worker(settings) for _ in range(2)]
    try:
        async with db.opened(built.settings, built.features), asyncio.timeout(60):
            while await db.value("SELECT count(*) AS n FROM job WHERE kind = 'challenge.turn'"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            order = [phase.value for phase in Phase if phase not in (Phase.DRAFT, Phase.CANCELLED)]
            assert [await turns(one) for one in made] == [order] * 6
            assert await told("challenge.turned") == 6 * 5
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


async def test_killed_in_the_middle_of_a_turn_nothing_began_and_the_next_worker_begins_it(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        challenge = await called.announced()
    words = [sys.executable, "-c", DIES]
    done = await asyncio.to_thread(
        subprocess.run, words, cwd=ROOT, env=environment(settings, CHALLENGE=str(challenge.id)), check=False
    )
    assert done.returncode == 9
    async with db.opened(built.settings, built.features):
        assert (await queries.by_id(challenge.id)).phase == Phase.ANNOUNCED
        assert (await turns(challenge.id), await told("challenge.turned")) == (["announced"], 0)
        await called.at(challenge, "submissions")
        assert (await turns(challenge.id), await told("challenge.turned")) == (["announced", "submissions"], 1)
