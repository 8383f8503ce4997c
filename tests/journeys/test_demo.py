"""The demo world, made through the actions: lived in, bilingual, and right in every count."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel import audit, db, demo, jobs
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import databases
from tests.browsing import Browser, site_on

AT_LEAST = {
    "person": 150,
    "idea": 60,
    "comment": 150,
    "support": 2_000,
    "answer": 20,
    "ruling": 2,
    "customer_order": 1_000,
    "snapshot": 2,
    "worth_run": 1,
    "figure": 300,
    "notice": 500,
}


@pytest.fixture
def told(tmp_path: Path) -> Settings:
    """Settings of what `run.py demo` makes of an empty folder."""
    return databases.demo_copy(tmp_path)


async def test_the_demo_world_is_lived_in_and_every_count_is_right(told: Settings) -> None:
    built = house(told)
    open_house(built)
    async with db.opened(built.settings, built.features):
        counts = {table: await db.value(f"SELECT count(*) FROM {table}") for table in AT_LEAST}
        assert {table: n for table, n in counts.items() if n < AT_LEAST[table]} == {}
        differences = [line for proof in built.all("proofs") for line in await proof.check(fix=False)]
        assert differences == []
        assert await audit.broken() is None
        assert await jobs.dead() == []
        newest = await db.row("SELECT max(created_at) AS newest_at, min(created_at) AS oldest_at FROM idea")
        assert newest is not None
        assert 90 < (newest["newest_at"] - newest["oldest_at"]).days < 130
    async with site_on(built) as stranger:
        await _the_five_come_in(stranger)


async def _the_five_come_in(stranger: Browser) -> None:
    assert "demonstration" in (await stranger.get("/")).text
    for handle in demo.PEOPLE:
        browser = await stranger.another().sign_in(f"{handle}@example.org", demo.PASSWORD)
        assert (await browser.get("/account")).status_code == 200
