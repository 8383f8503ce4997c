"""What lies on the shelf: how long, and that nothing of it outlives its use."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.voting.movers import files
from tests.voting.movers.moving import bring, take_back
from tests.voting.movers.test_pages import hand_in, worked
from voting.movers import shelf, tidying


def lying() -> list[str]:
    return sorted(path.name for path in shelf.place(0, "").parent.glob("batch-*"))


async def test_what_a_file_said_goes_once_it_is_brought_over_and_the_rest_once_it_is_taken_back(
    browser: Browser,
) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, files.USERVOICE, "uservoice.csv")
    await sol.submit(where, f"{where}/start")
    await worked(sol, where)
    (left,) = lying()
    assert left.endswith(".rows.db")
    assert b"Let me take my data" not in (shelf.place(0, "").parent / left).read_bytes()
    assert "created" in (await sol.get(f"{where}/rows.csv")).text
    await sol.submit(where, f"{where}/undoing")
    await worked(sol, where)
    assert lying() == []
    assert (await sol.peek(f"{where}/rows.csv")).status_code == 404


async def test_a_month_later_nothing_lies_there(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    done = await hand_in(sol, files.USERVOICE, "uservoice.csv")
    await sol.submit(done, f"{done}/start")
    await worked(sol, done)
    await hand_in(sol, files.FIDER, "unbegun.csv")
    await tidying.sweep()
    assert len(lying()) == 2 + len([name for name in lying() if name.endswith(".parts")])
    with clock.at(clock.now() + timedelta(days=31)):
        await tidying.sweep()
    assert lying() == []
    assert [row["name"] for row in await db.rows("SELECT name FROM import_batch")] == ["uservoice.csv"]
    assert await db.value("SELECT count(*) AS n FROM idea") == 2


async def test_at_the_command_line_nothing_of_a_batch_taken_back_lies_there(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.CANNY, name="canny.json")
    await take_back(report["batch"])
    assert lying() == []
