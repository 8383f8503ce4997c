"""What may befall a host: a worker killed at its work, a database that is stopped, a full disk, a second process."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from ideas.board import actions, answers
from ideas.board.models import Idea
from kernel import clock, db, jobs, sessions
from kernel.features import House, open_house, the_house
from kernel.settings import Settings
from run import house
from tests import cast, databases
from tests.browsing import Browser, site_on
from tests.ideas.board import things
from tests.voting.ballots.test_killed import members, ready, served

IDEAS, FOLLOWERS, KILLS = 6, 20, 2
ROOT = Path(__file__).parents[2]


async def followed() -> list[Idea]:
    """Ideas that many follow, each with an answer that all of them are to hear of."""
    people = [await cast.viewer(f"reader{n}") for n in range(FOLLOWERS)]
    ideas = [await things.idea(f"Idea {n}", by=people[0]) for n in range(IDEAS)]
    for idea in ideas:
        for person in people[1:]:
            await actions.follow(person, idea)
    await jobs.work(the_house(), until_idle=True)
    for idea in ideas:
        await answers.answer(await cast.editor(), idea, body="We read this.")
    return ideas


def working(settings: Settings) -> subprocess.Popen[bytes]:
    """A worker as a process of its own."""
    told = {"DATA_DIR": str(settings.data_dir), "SECRET": settings.secret, "DATABASE_URL": settings.database_url}
    environment = {**os.environ, **{f"TANDEM_{name}": value for name, value in told.items()}}
    words = [sys.executable, "run.py", "work"]
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def kill_one_at_work(settings: Settings) -> None:
    """A worker that is killed when it has written some letters and not all."""
    process = await asyncio.to_thread(working, settings)
    before = await letters()
    try:
        async with asyncio.timeout(30):
            while await letters() == before:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
    finally:
        process.kill()
        process.wait()


async def letters() -> int:
    return int(await db.value("SELECT count(*) FROM letter"))


async def test_a_worker_killed_at_its_work_leaves_nothing_undone_and_nothing_twice(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await followed()
        for _ in range(KILLS):
            await kill_one_at_work(settings)
            await db.execute("UPDATE job SET run_at = ? WHERE owner IS NOT NULL", clock.now())  # their lease ran out
        assert 0 < await letters() < IDEAS * FOLLOWERS
        with clock.at(clock.now() + jobs.LEASE + timedelta(minutes=1)):
            await jobs.work(built, until_idle=True, like="react.%")
        sent = Counter((row["address"], row["text"]) for row in await db.rows("SELECT address, text FROM letter"))
        assert len(sent) == IDEAS * FOLLOWERS
        assert set(sent.values()) == {1}
        assert await db.value("SELECT count(*) FROM notice") == IDEAS * FOLLOWERS
        assert await jobs.dead() == []


async def test_a_reader_reads_on_while_the_disk_is_full(browser: Browser) -> None:
    if not db.on_sqlite():
        pytest.skip("SQLite says how large it may grow")
    await things.idea("Resole my shoes")
    ada = await cast.browser_as(browser, "ada")
    await db.execute("UPDATE session SET seen_at = ?", clock.now() - timedelta(days=1))
    full = await db.value("PRAGMA page_count")
    await db.value(f"PRAGMA max_page_count = {full}")
    await db.execute(
        "CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    for reader in (browser, ada):
        for path in ("/", "/ideas", "/ideas/1-resole-my-shoes", "/roadmap"):
            assert (await reader.get(path)).status_code == 200, path
    reply = await ada.submit("/ideas/new", "/ideas/new", board="shoes", title="Another", body="x" * 39_000)
    assert reply.status_code == 503
    assert "Nothing was lost" in reply.text
    assert await Idea.all().count() == 1
    await db.value(f"PRAGMA max_page_count = {full + 10_000}")
    await db.execute("DROP TRIGGER full")
    assert (await ada.submit("/ideas/new", "/ideas/new", board="shoes", title="Another")).status_code == 200
    assert await Idea.all().count() == 2


@pytest.fixture
def own_server() -> databases.Server:
    """A PostgreSQL server for one test, which may stop it."""
    return databases.Server(Path(tempfile.mkdtemp(prefix="pg")))


async def test_a_stopped_database_is_a_clear_page_and_its_return_needs_no_restart(
    own_server: databases.Server, tmp_path: Path
) -> None:
    built = await own_server.migrated(tmp_path)
    async with site_on(built) as browser:
        assert (await browser.get("/ideas")).status_code == 200
        await asyncio.to_thread(own_server.stop)
        try:
            for reply in (
                await browser.peek("/search?q=away"),
                await browser.post("/sign-in", {"email": "a@b.example"}),
            ):
                assert reply.status_code == 503
                assert "Nothing was lost" in reply.text
            assert (await browser.peek("/api/v1/ideas")).status_code == 503
            assert (await browser.peek("/readyz")).status_code == 503
            assert (await browser.peek("/healthz")).status_code == 200
        finally:
            await asyncio.to_thread(own_server.start)
        async with asyncio.timeout(20):
            while (await browser.peek("/readyz")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert (await browser.peek("/search?q=back")).status_code == 200
        assert (await browser.post("/sign-in", {"email": "a@b.example"})).status_code in (403, 422)


async def test_two_processes_on_one_file_see_each_others_votes_at_once(tmp_path: Path) -> None:
    settings = await asyncio.to_thread(databases.sqlite_copy, tmp_path)
    built: House = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        tokens = await members()
        idea = await things.idea("Resole my shoes")
    with served(settings) as (one, _), served(settings) as (two, _):
        await asyncio.gather(ready(one), ready(two))
        async with httpx2.AsyncClient() as client:
            for given, token in enumerate(tokens[:10], start=1):
                here, there = (one, two) if given % 2 else (two, one)
                form, cookies = {"csrf": sessions.csrf_of(token)}, {"Cookie": f"session={token}"}
                reply = await client.post(f"{here}/ideas/{idea.id}/support", data=form, headers=cookies)
                assert reply.status_code == 303
                seen = await client.get(f"{there}/api/v1/ideas/{idea.id}")
                assert seen.json()["supporters"] == given
