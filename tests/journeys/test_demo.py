"""The demo world, made through the actions: lived in, bilingual, and right in every count."""

from __future__ import annotations

from pathlib import Path

import pytest

from community.inbox import registry
from kernel import audit, db, demo, jobs, sessions
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, databases
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
    "influence_run": 20,
    "influence_score": 1000,
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


async def test_every_notice_of_the_demo_world_leads_somewhere_for_who_is_told(told: Settings) -> None:
    built = house(told)
    async with site_on(built) as stranger:
        rows = await db.rows(
            "SELECT url, kind, min(person_id) AS person_id FROM notice GROUP BY url, kind ORDER BY person_id, url"
        )
        assert {row["kind"].partition(".")[0] for row in rows} >= {"ballot", "proxy", "meeting", "wishes", "idea"}
        lost = [line for row in rows if (line := await _lost(stranger, row))]
    assert lost == []


async def _lost(stranger: Browser, notice: db.Row) -> str:
    """What is wrong with where a notice leads, nothing where it is not shown to who was told."""
    viewer = await sessions.viewer_of(notice["person_id"])
    if notice["url"] in await registry.out_of_sight(viewer, [notice["url"]]):
        return ""
    theirs = await cast.browser_of(stranger, notice["person_id"])
    path, _hash, fragment = notice["url"].partition("#")
    page = await theirs.get(path)
    if page.status_code != 200:
        return f"{notice['kind']} {notice['url']}: {page.status_code}"
    if not fragment or f'id="{fragment}"' in page.text or await _is_hidden(fragment):
        return ""
    return f"{notice['kind']} {notice['url']}: no such place"


async def _is_hidden(fragment: str) -> bool:
    kind, _dash, number = fragment.rpartition("-")
    return kind == "comment" and bool(
        await db.value("SELECT id FROM comment WHERE id = ? AND hidden_at IS NOT NULL", int(number))
    )
