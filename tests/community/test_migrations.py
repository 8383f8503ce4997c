"""Migrations of community, over rows that were there before."""

from __future__ import annotations

from kernel import db, migrate
from kernel.settings import Settings
from run import house
from tests.house.test_tables import empty  # noqa: F401

OLD = ["kernel.0001_initial", "community.0001_initial"]
NOW = "2026-01-01 10:00:00+00:00"


async def test_reports_made_before_stay_and_one_more_follows_a_ruling(empty: Settings) -> None:  # noqa: F811
    built = house(empty)
    await migrate.reach(built, OLD)
    async with db.opened(built.settings, built.features):
        await _report()
    await migrate.migrate(built)
    async with db.opened(built.settings, built.features):
        assert await db.rows("SELECT id, text, follows FROM report") == [{"id": 1, "text": "Unkind", "follows": 0}]
        await db.execute(f"{_INSERT}, follows) VALUES ('idea', 1, 1, 'other', 'Again', '{NOW}', 7)")
        assert await db.value("SELECT max(id) FROM report") == 2


_INSERT = "INSERT INTO report (subject_kind, subject_id, reporter_id, rule, text, created_at"


async def _report() -> None:
    await db.execute(
        "INSERT INTO person (handle, name, role, is_claimed, is_ambassador, bio, language, zone, created_at) "
        f"VALUES ('ada', 'Ada', 'member', ?, ?, '', '', '', '{NOW}')",
        True,
        False,
    )
    await db.execute(f"{_INSERT}) VALUES ('idea', 1, 1, 'respect', 'Unkind', '{NOW}')")
