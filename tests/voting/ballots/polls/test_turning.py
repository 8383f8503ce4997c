"""Ballots open, remind and close once, whoever works and however many do."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from community.clubs import membership
from community.clubs.models import End
from kernel import clock, db
from kernel.events import read
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, clubs
from tests import polls as made
from voting.ballots import closing, poll_notices, poll_queries, poll_turning, polls, results
from voting.ballots.models import BallotState

ROOT = Path(__file__).resolve().parents[4]


async def happened(kind: str) -> list[db.Row]:
    return [await read(row["id"]) for row in await db.rows("SELECT id FROM event WHERE kind = ? ORDER BY id", kind)]


@pytest.mark.usefixtures("home")
async def test_many_turns_at_once_open_close_and_count_once() -> None:
    mo, ada = await cast.manager(), await cast.member("ada")
    ballot = await made.drafted()
    one, *_ = await made.numbers(ballot)
    with made.before():
        await polls.announce(mo, ballot.id)
    with made.while_open():
        await asyncio.gather(*(poll_turning.turn(ballot.id) for _n in range(8)))
        await polls.cast(ada, ballot.id, {one: 1})
    with made.after():
        await asyncio.gather(*(poll_turning.turn(ballot.id) for _n in range(8)))
        await asyncio.gather(*(results.count(ballot.id) for _n in range(4)))
    assert [len(await happened(f"ballot.{what}")) for what in ("announced", "opened", "closed")] == [1, 1, 1]
    assert await db.value("SELECT count(*) AS n FROM elector WHERE ballot_id = ?", ballot.id) == 2


@pytest.mark.usefixtures("home")
async def test_ballots_cast_while_it_closes_are_in_the_count_or_told_that_they_are_not() -> None:
    people = [await cast.member(f"voter{n}") for n in range(12)]
    ballot = await made.opened()
    one, *_ = await made.numbers(ballot)
    await db.execute("UPDATE ballot SET closes_at = ? WHERE id = ?", clock.now() + timedelta(seconds=0.4), ballot.id)

    async def hand_in(n: int) -> bool:
        await asyncio.sleep(n * 0.06)
        return (await polls.cast(people[n], ballot.id, {one: 1})).is_in_time

    async def work() -> None:
        while not await closing.close(ballot.id):  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    told, _done = await asyncio.gather(asyncio.gather(*map(hand_in, range(12))), work())
    await results.count(ballot.id)
    result = await results.result(ballot.id)
    assert result is not None
    assert (result.cast, True, False) == (sum(told), told[0], told[-1])


@pytest.mark.usefixtures("home")
async def test_who_has_not_voted_is_reminded_once_a_day_before_the_end() -> None:
    ada, ben, mo = await cast.member("ada"), await cast.member("ben"), await cast.manager()
    ballot = await made.opened()
    one, *_ = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(ada, ballot.id, {one: 1})
        await poll_turning.turn(ballot.id)
    assert await happened("ballot.reminder") == []
    with clock.at(made.CLOSES - timedelta(days=1)):
        await asyncio.gather(*(poll_turning.turn(ballot.id) for _n in range(4)))
        await poll_turning.turn_all()
    (event,) = await happened("ballot.reminder")
    reminder = next(kind for kind in poll_notices.notices if kind.kind == "ballot.reminder")
    assert await reminder.recipients(event) == sorted([ben.id or 0, mo.id or 0])


def test_a_short_ballot_is_reminded_of_halfway() -> None:
    assert poll_turning.reminder_at(made.OPENS, made.OPENS + timedelta(hours=2)) == made.OPENS + timedelta(hours=1)


@pytest.mark.usefixtures("home")
async def test_who_left_a_private_club_hears_nothing_of_its_ballots() -> None:
    club = await clubs.found(members=["ben"], is_private=True)
    ada, ben = await cast.member("ada"), await cast.member("ben")
    for frozen in ("opening", "casting"):
        ballot = await made.opened(by=ada, club_id=club.id, audience=club.named, frozen=frozen)
        (event,) = await db.rows(
            "SELECT id FROM event WHERE kind = 'ballot.opened' AND subject_id = ? ORDER BY id", ballot.id
        )
        told = [kind for kind in poll_notices.notices if kind.kind in ("ballot.opened", "ballot.reminder")]
        assert [await kind.recipients(await read(event["id"])) for kind in told] == [[ada.id, ben.id]] * 2
        async with db.transaction():
            await membership.end(club.id, ben.id or 0, End.LEFT)
        gone = await cast.member("ben")
        assert [await kind.recipients(await read(event["id"])) for kind in told] == [[ada.id]] * 2
        assert await poll_notices.out_of_sight(gone, [ballot.url, f"{ballot.url}/result"]) == {
            ballot.url,
            f"{ballot.url}/result",
        }
        async with db.transaction():
            await membership.begin(club.id, ben.id or 0)


@pytest.mark.usefixtures("home")
async def test_with_an_archived_club_its_ballots_end_and_with_a_merged_one_they_go_along() -> None:
    one, other = await clubs.found("runners"), await clubs.found("walkers", host="ben")
    ada = await cast.member("ada")
    kept = await made.opened(by=ada, club_id=one.id, audience=one.named)
    async with db.transaction():
        await closing.with_club(one.id, other.id)
    moved = await poll_queries.find(await cast.member("ben"), kept.id)
    assert (moved.club_id, moved.state, moved.audience) == (other.id, BallotState.OPEN, other.named)
    option, *_ = await made.numbers(kept)
    with made.while_open():
        assert (await polls.cast(ada, kept.id, {option: 1})).is_in_time
    async with db.transaction():
        await closing.with_club(other.id)
    ended = await poll_queries.find(ada, kept.id)
    assert (ended.state, closing.reason_of(ended.reason)) == (BallotState.CANCELLED, "The club is archived.")


async def test_three_workers_close_each_ballot_once(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        ballots = [(await made.opened()).id for _n in range(6)]
        await db.execute("DELETE FROM job WHERE kind NOT LIKE 'ballot.%'")
        await db.execute("UPDATE job SET run_at = ?", clock.now())
    workers = [_worker(settings) for _n in range(3)]
    try:
        async with db.opened(built.settings, built.features), asyncio.timeout(60):
            while await db.value("SELECT count(*) AS n FROM ballot WHERE result = ''"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            assert sorted(event["subject_id"] for event in await happened("ballot.closed")) == sorted(ballots)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def _worker(settings: Settings) -> subprocess.Popen[bytes]:
    told = {"DATA_DIR": str(settings.data_dir), "SECRET": settings.secret, "DATABASE_URL": settings.database_url}
    env = {**os.environ, **{f"TANDEM_{name}": value for name, value in told.items()}}
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "run.py", "work"], cwd=ROOT, env=env, stdout=quiet, stderr=quiet)
