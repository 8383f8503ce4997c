"""A file of one's own data: made by the worker, read without a network, one's own alone, for a week."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

from community.inbox.models import Notice
from community.privacy import retention, takeaway
from community.privacy.models import Download
from kernel import clock, db, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
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


async def test_everyone_reads_what_is_kept_and_how_long(browser: Browser) -> None:
    page = await browser.get("/privacy")
    assert page.status_code == 200
    assert "Letters that were sent" in page.text
    assert "Ideas you proposed" in page.text
