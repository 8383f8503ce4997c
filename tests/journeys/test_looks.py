"""Whoever of the team reads what is personal leaves a line with whom it is about, on every page that shows it."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from community.privacy import looks
from kernel import clock, db, jobs
from kernel.features import open_house
from run import house
from tests.browsing import site_on
from tests.journeys import access

ASKED_FOR = {"address", "contest"}
"""What is shown when somebody asks for it, with a reason: tests/community/privacy sees to these."""


async def test_each_kind_of_look_is_written_by_a_page_of_the_team(tmp_path: Path) -> None:
    built = house(access.world(tmp_path))
    open_house(built)
    with clock.at(access.MOMENT), mock.patch.object(jobs, "work", access.asleep):
        async with site_on(built) as stranger:
            walk = access.Walk(built, stranger)
            await walk.go(("ada", "mo", "sol", "root"))
            # the round sees a few customers alone, and they need not be those whom a member stands for
            linked = await db.value("SELECT min(customer_id) FROM customer_link")
            assert (await walk.theirs["sol"].get(f"/team/customers/{linked}/on-behalf")).status_code == 200
            written = await db.rows("SELECT DISTINCT what, role FROM look")
            own = await db.value("SELECT count(*) FROM look WHERE by_id = person_id")
    assert {row["what"] for row in written} == set(looks.WHAT) - ASKED_FOR
    assert {row["role"] for row in written} == {"manager", "editor", "admin"}
    assert own == 0
