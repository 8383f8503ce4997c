"""Early access as a group: `perk:first-lasts` are those who took it, while it lasts. Boards and pages may be opened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ambassadors.perks.models import Gives
from kernel import clock, db
from kernel.features import Audience

PERK = "perk:"
_HELD = (
    "FROM perk_claim c JOIN perk k ON k.id = c.perk_id WHERE k.gives = 'early' AND c.standing <> 'back' "
    "AND c.from_at <= ? AND (c.until_at IS NULL OR c.until_at > ?)"
)


def column() -> str:
    """The early accesses of a person `p`, read along with them: few have any."""
    ids = db.joined("ac.id")
    return (
        f"(SELECT {ids} FROM perk_claim ac JOIN perk ak ON ak.id = ac.perk_id WHERE ac.person_id = p.id "
        f"AND ak.gives = '{Gives.EARLY.value}' AND ac.standing <> 'back') AS early_ids"
    )


async def names_for(row: Mapping[str, Any]) -> set[str]:
    """The accesses that somebody has now; they end by the clock."""
    numbers = [int(one) for one in (row["early_ids"] or "").split(",") if one]
    if not numbers:
        return set()
    now = clock.now()
    found = await db.rows(f"SELECT k.slug {_HELD} AND c.id IN ({db.marks(numbers)})", now, now, *numbers)
    return {f"{PERK}{one['slug']}" for one in found}


async def choices() -> list[tuple[str, str]]:
    found = await db.rows(
        "SELECT slug, name FROM perk WHERE gives = ? AND published_at IS NOT NULL ORDER BY id DESC LIMIT 60",
        Gives.EARLY.value,
    )
    return [(f"{PERK}{row['slug']}", row["name"]) for row in found]


async def people_of(name: str) -> list[int] | None:
    """Those whom `perk:first-lasts` names now."""
    if not name.startswith(PERK):
        return None
    now = clock.now()
    sql = f"SELECT DISTINCT c.person_id AS id {_HELD} AND k.slug = ? ORDER BY id"
    return [row["id"] for row in await db.rows(sql, now, now, name.removeprefix(PERK))]


audience = Audience("perk", names_for, choices, columns=column)
