"""An administrator has everything made, fetches it, and is on record; for everybody else there is nothing there."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta

import pytest

from kernel import clock, db, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from voting.movers import everything


async def test_an_administrator_makes_it_fetches_it_and_is_on_record(browser: Browser) -> None:
    root = await cast.browser_as(browser, "admin")
    page = "/team/everything"
    assert "Make the archive" in (await root.get(page)).text
    assert (await root.peek("/team/everything.zip")).status_code == 404
    assert "is being made" in (await root.submit(page, page)).text
    await everything.begin(await cast.admin())
    assert await db.value("SELECT COUNT(*) AS n FROM job WHERE kind = ?", everything.KIND) == 1
    await jobs.work(the_house(), until_idle=True)
    assert "Download the archive" in (await root.get(page)).text
    fetched = await root.get("/team/everything.zip")
    assert fetched.headers["content-type"] == "application/zip"
    assert "no-store" in fetched.headers["cache-control"]
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as archive:
        assert "root@example.org" in archive.read("tables/person.csv").decode()
    acts = [row["act"] for row in await db.rows("SELECT act FROM staff_act ORDER BY id")]
    assert acts == ["everything.asked", "everything.asked", "everything.fetched"]


@pytest.mark.parametrize("who", ["member", "manager", "editor"])
async def test_for_others_it_is_not_there(browser: Browser, who: str) -> None:
    theirs = await cast.browser_as(browser, who)
    for address in ("/team/everything", "/team/everything.zip"):
        assert (await theirs.peek(address)).status_code == 404
        assert (await browser.peek(address)).headers["location"].startswith("/sign-in")
    assert "/team/everything" not in (await theirs.get("/ideas")).text


async def test_after_a_week_it_is_gone(browser: Browser) -> None:
    await cast.browser_as(browser, "admin")
    await everything.make()
    await everything.sweep()
    assert everything.place().is_file()
    old = (clock.now() - everything.KEPT - timedelta(minutes=1)).timestamp()
    os.utime(everything.place(), (old, old))
    await everything.sweep()
    assert not everything.place().exists()
    await everything.sweep()
