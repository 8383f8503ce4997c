"""Erased while something else is under way: an import, a merge, a ballot that is open or being counted, a file of everything."""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from community.people.models import Person
from community.privacy import erasing, leaving, storage
from community.privacy.models import Ending, Erasure
from kernel import clock, db, jobs
from kernel.features import House
from kernel.takeout import writing
from tests import cast, polls
from tests.community.privacy.test_erasing import EMAIL, HANDLE, KEEP, NAME, REMOVE, erased, left_of, somebody
from tests.voting.ballots.test_merged_support import folded, given, joined, kept, parted, stand
from tests.voting.movers.moving import bring
from voting.ballots import closing, results
from voting.ballots import polls as voting
from voting.ballots.poll_queries import PollCard
from voting.movers import actions as movers
from voting.movers import everything, runs, shelf
from voting.movers import queries as movers_queries

FILE = f"title,description,email\nWider soles,They pinch.,{EMAIL}\n"


async def wrong(home: House) -> dict[str, list[str]]:
    return {proof.name: found for proof in home.all("proofs") if (found := await proof.check())}


async def due(person: Person, chosen: dict[str, str] = REMOVE) -> None:
    """Their account is closed and fourteen days are over."""
    await leaving.close(await cast.viewer(HANDLE), choices=chosen)
    await Erasure.filter(person_id=person.id).update(due_at=clock.now() - timedelta(minutes=1))


async def test_an_import_that_runs_is_waited_for_and_its_file_goes(home: House, tmp_path: Path) -> None:
    await cast.admin()
    person = await somebody()
    brought = await bring(tmp_path, FILE, name="wishes.csv")
    shelf.place(brought["batch"], "file").write_text(FILE)
    (tmp_path / "wishes.csv").unlink()
    await db.execute("UPDATE import_batch SET state = 'running' WHERE id = ?", brought["batch"])
    await due(person)
    await erasing.run()
    assert (await Erasure.get(person_id=person.id)).state == Ending.CLOSED
    await db.execute("UPDATE import_batch SET state = 'done' WHERE id = ?", brought["batch"])
    await erasing.run()
    told = await Erasure.get(person_id=person.id)
    assert (told.state, told.found) == (Ending.ERASED, [])
    assert not shelf.place(brought["batch"], "file").exists()
    assert await wrong(home) == {}


async def test_an_import_that_hangs_is_waited_for_a_day_at_most(home: House, tmp_path: Path) -> None:
    await cast.admin()
    person = await somebody()
    brought = await bring(tmp_path, FILE, name="wishes.csv")
    await db.execute("UPDATE import_batch SET state = 'running' WHERE id = ?", brought["batch"])
    await due(person)
    with clock.at(clock.now() + erasing.LONGEST_WAIT):
        await erasing.run()
    assert (await Erasure.get(person_id=person.id)).state == Ending.ERASED


WISHES = (
    "Idea Id,Idea Title,Idea Description,Public Status Name,Created Timestamp,Idea Creator Email Address,"
    "User Email Address\n"
)


def exported(wishes: int) -> str:
    """UserVoice's export: of each two wishes one is theirs, and they support every one."""
    return WISHES + "".join(
        f"{n},Zanzibarwish {n},Kalamazoowords {n},planned,2024-01-01 00:00:00,"
        f"{EMAIL if n % 2 else 'other@example.org'},{EMAIL}\n"
        for n in range(1, wishes + 1)
    )


async def handed_in(text: str) -> int:
    """A file that waits for somebody's word, as the page of imports keeps it."""
    return await movers.hand_in(await cast.admin(), io.BytesIO(text.encode()), "wishes.csv")


async def test_the_worker_brings_a_file_over_in_steps_and_the_erasure_waits_for_the_last(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PIECE", 2)
    person, root, writes, found = await somebody(), await cast.admin(), runs._piece, []

    async def a_piece(*args: Any, **named: Any) -> None:
        await writes(*args, **named)
        await erasing.run()
        found.append((await Erasure.get(person_id=person.id)).state)

    monkeypatch.setattr(runs, "_piece", a_piece)
    batch = await handed_in(exported(9))
    await movers.start(root, await movers_queries.find(root, batch), dry_run=False)
    await due(person)
    await jobs.work(home, until_idle=True, like="movers.%")
    assert len(found) > 3
    assert set(found) == {Ending.CLOSED}
    assert (await movers.row(batch))["state"] == "done"
    assert await db.value("SELECT count(*) FROM idea WHERE author_id = ?", person.id) == 5
    await erasing.run()
    assert (await Erasure.get(person_id=person.id)).state == Ending.ERASED
    await jobs.work(home, until_idle=True)
    await db.execute("UPDATE job SET run_at = ? WHERE kind = 'privacy.old-index'", clock.now())
    await jobs.work(home, until_idle=True)
    assert await left_of([NAME, EMAIL, *(f"Zanzibarwish {n}" for n in (1, 3, 5, 7, 9))]) == []
    assert await wrong(home) == {}


@pytest.mark.parametrize("state", ["waiting", "running"])
async def test_a_file_that_waits_or_hangs_and_names_them_goes_and_says_why(home: House, state: str) -> None:
    person = await somebody()
    theirs, others = (
        await handed_in(exported(2)),
        await handed_in(WISHES + "1,A,B,planned,2024-01-01 00:00:00,a@b.org,\n"),
    )
    await db.execute("UPDATE import_batch SET state = ?", state)
    await due(person)
    with clock.at(clock.now() + erasing.LONGEST_WAIT):
        await erasing.run()
    assert (await Erasure.get(person_id=person.id)).is_clean
    row = await movers.row(theirs)
    assert row["state"] == "failed"
    assert "erased their account" in row["report"]
    assert shelf.files(theirs) == []
    assert (await movers.row(others))["state"] == state
    assert shelf.files(others) != []


async def two_of_whom_one_is_wanted() -> tuple[int, int]:
    """Two ideas; whoever goes and ben support the first."""
    a, b = await stand("Resole", "New soles")
    for voter in (await cast.viewer(HANDLE), await cast.member("ben")):
        await given(voter, a)
    return a, b


@pytest.mark.parametrize(("chosen", "counted"), [(KEEP, 2), (REMOVE, 1)])
async def test_a_merge_that_stands_and_is_taken_back_counts_who_stayed(
    home: House, chosen: dict[str, str], counted: int
) -> None:
    person = await somebody()
    a, b = await two_of_whom_one_is_wanted()
    merge = await joined(b, a)
    assert (await erased(home, person, chosen=chosen)).is_clean
    assert await kept() == {b: counted} == await folded()
    await parted(merge)
    assert await kept() == {a: counted} == await folded()
    assert await wrong(home) == {}


@pytest.mark.parametrize(("chosen", "counted"), [(KEEP, 2), (REMOVE, 1)])
async def test_a_merge_whose_letters_still_wait_writes_to_nobody_who_is_gone(
    home: House, chosen: dict[str, str], counted: int
) -> None:
    person = await somebody()
    a, b = await two_of_whom_one_is_wanted()
    await jobs.work(home, until_idle=True)
    await joined(b, a)
    await due(person, chosen)
    await erasing.run()
    await jobs.work(home, until_idle=True)
    assert (await Erasure.get(person_id=person.id)).is_clean
    assert await db.value("SELECT count(*) FROM notice WHERE person_id = ?", person.id) == 0
    assert await db.value("SELECT count(*) FROM notice WHERE person_id = ?", (await cast.member("ben")).id) > 0
    assert await left_of([NAME, EMAIL, f"@{HANDLE}"]) == []
    assert await kept() == {b: counted} == await folded()
    assert await wrong(home) == {}


@pytest.mark.parametrize("chosen", [KEEP, REMOVE])
@pytest.mark.parametrize("parting", [False, True])
async def test_a_merge_or_its_end_at_the_same_moment_counts_nobody_twice_and_leaves_nothing(
    home: House, chosen: dict[str, str], parting: bool
) -> None:
    """Where the two meet, one waits for the other, or the erasure comes again with its next turn."""
    person = await somebody()
    a, b = await two_of_whom_one_is_wanted()
    merge = await joined(b, a) if parting else None
    await jobs.work(home, until_idle=True)
    await due(person, chosen)
    meanwhile = parted(merge) if merge else joined(b, a)
    said = await asyncio.gather(meanwhile, erasing.run(), return_exceptions=True)
    assert not isinstance(said[0], BaseException), said
    await erasing.run()
    await jobs.work(home, until_idle=True)
    assert (await Erasure.get(person_id=person.id)).is_clean
    assert await left_of([NAME, EMAIL, f"@{HANDLE}"]) == []
    assert await kept() == {a if parting else b: 2 if chosen == KEEP else 1} == await folded()
    assert await wrong(home) == {}


async def voted(*, is_secret: bool = False) -> tuple[Person, PollCard]:
    """An open ballot with two answers, one of somebody who will go; a third has not voted."""
    person = await somebody()
    ben, _eve = await cast.member("ben"), await cast.member("eve")
    ballot = await polls.opened("approval", is_secret=is_secret)
    one, two, _three = (row["id"] for row in await options(ballot))
    with polls.while_open():
        await voting.cast(await cast.viewer(HANDLE), ballot.id, {one: 1})
        await voting.cast(ben, ballot.id, {two: 1})
    return person, ballot


async def gone(person: Person, chosen: dict[str, str]) -> None:
    """Erased while the ballot is open."""
    with polls.while_open():
        await due(person, chosen)
        await erasing.run()
    assert (await Erasure.get(person_id=person.id)).is_clean


async def options(ballot: PollCard) -> list[db.Row]:
    return await db.rows("SELECT id FROM ballot_option WHERE ballot_id = ? ORDER BY position", ballot.id)


@pytest.mark.parametrize("is_secret", [True, False])
async def test_what_was_answered_in_an_open_ballot_is_counted_without_a_name(home: House, is_secret: bool) -> None:
    person, ballot = await voted(is_secret=is_secret)
    await gone(person, REMOVE)
    told = await polls.closed(ballot)
    assert (told.cast, told.blank) == (2, 0)
    assert await wrong(home) == {}
    assert await db.value("SELECT count(*) FROM ballot_answer WHERE holder = ?", str(person.id)) == 0


async def test_whoever_goes_before_they_voted_is_no_elector_any_more(home: House) -> None:
    person = await somebody()
    await cast.member("ben")
    ballot = await polls.opened("approval")
    before = await db.value("SELECT electors FROM ballot WHERE id = ?", ballot.id)
    await gone(person, KEEP)
    assert await db.value("SELECT electors FROM ballot WHERE id = ?", ballot.id) == before - 1
    assert (await polls.closed(ballot)).electors == before - 1


async def test_a_ballot_that_is_closed_and_not_counted_yet_counts_them(home: House) -> None:
    person, ballot = await voted()
    with polls.after():
        await closing.close(ballot.id)
    assert (await erased(home, person, chosen=REMOVE)).is_clean
    await results.count(ballot.id)
    told = await results.result(ballot.id)
    assert told
    assert told.cast == 2
    assert await wrong(home) == {}


async def test_a_file_of_everything_that_was_being_written_is_written_anew(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, writes, turns = await somebody(), writing.write, []
    await due(person)

    async def meanwhile(*args: Any, **named: Any) -> dict[str, int]:
        made = await writes(*args, **named)
        turns.append(_holds(everything.place(), EMAIL))
        if len(turns) == 1:
            await erasing.run()
        return made

    monkeypatch.setattr(writing, "write", meanwhile)
    await everything.make()
    assert turns == [True, True]
    await db.execute("DELETE FROM letter")
    await everything.make()
    assert not _holds(everything.place(), EMAIL)
    assert not _holds(everything.place(), NAME)
    assert await storage.found([NAME]) == []


def _holds(path: Path, word: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(word.encode() in archive.read(name) for name in archive.namelist())
