"""A file of one's own data: made by the worker, read without a network, one's own alone, for a week."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from datetime import timedelta

import pytest

from community.inbox.models import Notice
from community.people.models import Person
from community.privacy import erasing, leaving, retention, takeaway
from community.privacy.models import Download, Erasure
from kernel import cache, clock, db, jobs
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.community.privacy.test_erasing import HANDLE, KEEP, somebody
from tests.community.privacy.test_leaving import proven
from tests.ideas.board import things


async def test_the_file_is_made_told_of_fetched_by_its_owner_and_gone_after_a_week(browser: Browser) -> None:
    await things.idea("Laces that last", by=await cast.member("ada"))
    ada, ben = await proven(browser, "ada"), await proven(browser, "ben")
    await ada.submit("/account/data/download", "/account/data/download")
    assert "being made" in (await ada.submit("/account/data/download", "/account/data/download")).text
    await jobs.work(the_house(), until_idle=True)
    assert await Notice.filter(kind="data.ready").count() == 1
    [address] = re.findall(r"/account/data/download/\d+/\w+", (await ada.get("/account/data/download")).text)
    got = await ada.get(address)
    archive = zipfile.ZipFile(io.BytesIO(got.content))
    assert archive.testzip() is None
    assert "Laces that last" in archive.read("pages/ideas.html").decode()
    assert "Laces that last" in archive.read("data/ideas.json").decode()
    assert "<script" not in archive.read("index.html").decode()
    assert (await ben.get(address)).status_code == 404
    assert (await ada.get(address[:-1] + ("0" if address[-1] != "0" else "1"))).status_code == 404
    await db.execute("UPDATE session SET proven_at = ?", clock.now() - timedelta(hours=1))
    assert (await ada.peek(address)).headers["location"].startswith("/account/proof")
    found = await Download.get()
    await Download.filter(id=found.id).update(until_at=clock.now() - timedelta(minutes=1))
    await retention.run()
    assert not takeaway.path_of(found.name).exists()
    assert (await Download.get()).state == "gone"


async def at_rest() -> int:
    """The number of changes, once PostgreSQL's word of those before has come back to this host too."""
    before, now = -1, cache.generation()
    while before != now:
        await asyncio.sleep(0 if db.on_sqlite() else 1)
        before, now = now, cache.generation()
    return now


async def test_pages_that_are_kept_stay_kept_while_a_file_is_made(browser: Browser) -> None:
    ada = await proven(browser, "ada")
    await browser.get("/ideas")
    before = await at_rest()
    await ada.submit("/account/data/download", "/account/data/download")
    await jobs.work(the_house(), until_idle=True)
    assert "Fetch the file" in (await ada.get("/account/data/download")).text
    assert cache.generation() == before


async def test_everyone_reads_what_is_kept_and_how_long(browser: Browser) -> None:
    page = await browser.get("/privacy")
    assert page.status_code == 200
    assert "Letters that were sent" in page.text
    assert "Ideas you proposed" in page.text


async def test_a_file_that_cannot_be_made_is_told_and_asked_for_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await proven(browser, "ada")

    async def full(*_args: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(takeaway, "_write", full)
        await ada.submit("/account/data/download", "/account/data/download")
        for _try in range(takeaway.TRIES):
            await jobs.work(the_house(), until_idle=True)
            await db.execute("UPDATE job SET run_at = ? WHERE kind = ?", clock.now(), takeaway.KIND)
    await jobs.work(the_house(), until_idle=True)
    assert (await Download.get()).state == "failed"
    assert list(takeaway.folder().iterdir()) == []
    [dead] = await jobs.dead()
    assert dead["kind"] == takeaway.KIND
    page = await ada.get("/account/data/download")
    assert "could not be made" in page.text
    assert "Try again" in page.text
    assert "could not be made" in (await ada.get("/inbox")).text
    await ada.submit("/account/data/download", "/account/data/download")
    await jobs.work(the_house(), until_idle=True)
    assert "Fetch the file" in (await ada.get("/account/data/download")).text


async def test_work_that_gave_up_and_is_given_another_life_makes_the_file(home: House) -> None:
    ada = await cast.member("ada")
    await takeaway.ask(ada)
    await Download.all().update(state="failed")
    await jobs.work(home, until_idle=True)
    assert (await Download.get()).state == "ready"


async def test_whoever_is_erased_while_the_file_is_made_leaves_none(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, writes = await somebody(), takeaway._write
    await takeaway.ask(await cast.viewer(HANDLE))

    async def meanwhile(archive: zipfile.ZipFile, about: Person) -> None:
        await writes(archive, about)
        await leaving.close(await cast.viewer(HANDLE), choices=KEEP)
        await Erasure.all().update(due_at=clock.now() - timedelta(minutes=1))
        await erasing.run()

    monkeypatch.setattr(takeaway, "_write", meanwhile)
    await jobs.work(home, until_idle=True)
    assert (await Erasure.get(person_id=person.id)).is_clean
    assert await Download.all().count() == 0
    assert list(takeaway.folder().iterdir()) == []
    assert await Notice.filter(kind="data.ready").count() == 0


async def test_what_a_worker_left_behind_that_died_is_swept(home: House) -> None:
    left = takeaway.folder() / "abc.part"
    left.write_bytes(b"x")
    await retention.run()
    assert left.exists()
    with clock.at(clock.now() + takeaway.ABANDONED * 2):
        await retention.run()
    assert not left.exists()
