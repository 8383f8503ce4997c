"""Things that no member may see, one of each kind, all of one number: whatever a field names, that number is closed to them."""

from __future__ import annotations

from typing import Any

from tortoise import Tortoise

from community.clubs.models import Charter, Topic
from kernel import clock, db
from tests import cast, clubs, polls
from tests.ambassadors.missions import errands
from tests.ambassadors.perks import shelf
from tests.community.discussion import things as talk
from tests.community.meetings import gatherings
from tests.ideas.board import things
from tests.ideas.challenges import called
from tests.ideas.studio import drawn
from voting.ballots import traces

CLOSED, ABSENT = 4_000_001, 4_999_999
"""What nobody may see who is a member, and what is not there at all."""
SLUGS = ("closed-room", "absent-room")
"""The same in addresses that are words."""


async def made() -> None:
    """One closed thing of each kind."""
    await _high()
    mo, root = await cast.manager(), await cast.admin()
    await things.board(SLUGS[0], see="staff", propose="staff", comment="staff", support="staff")
    idea = await things.idea("Closed resoling", by=root, on=SLUGS[0])
    await talk.message(idea, "Closed words", by=mo)
    club = await clubs.found(SLUGS[0], host="root", is_private=True, entry="invitation")
    now, by = clock.now(), int(root.id or 0)
    await Charter.create(club_id=club.id, number=1, body="Closed rules", by_id=by, at=now)
    await Topic.create(club_id=club.id, author_id=by, title="Closed topic", created_at=now, last_at=now)
    await polls.drafted(by=mo)
    await called.draft(SLUGS[0])
    await drawn.draft(root)
    await errands.draft()
    await shelf.perk(publish=False)
    await gatherings.plan(club, host="root")
    await cast.person("closed-person")
    await traces._salt(clock.now().date())  # else the first vote of the day writes it, refused or not


async def tables() -> set[str]:
    """The tables that hold a row of the closed number."""
    held = {model._meta.db_table for model in _models()}
    sql = " UNION ALL ".join(f"SELECT '{table}' AS name FROM {table} WHERE id = {CLOSED}" for table in sorted(held))
    return {row["name"] for row in await db.rows(sql)}


async def _high() -> None:
    """Whatever is written from now on is numbered from the closed number on."""
    for table in sorted(model._meta.db_table for model in _models()):
        if db.on_sqlite():
            await db.execute("DELETE FROM sqlite_sequence WHERE name = ?", table)
            await db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, CLOSED - 1)
        else:
            await db.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {CLOSED - 1})")


def _models() -> list[Any]:
    """Every table whose rows are numbered."""
    every = [model for app in (Tortoise.apps or {}).values() for model in app.values()]
    numbered = [model for model in every if model._meta.pk.generated and model._meta.db_pk_column == "id"]
    return list({model._meta.db_table: model for model in numbered}.values())
