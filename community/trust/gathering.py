"""The facts that a person's step follows from, read in bulk: what they gave, what was ruled, what is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from community.trust.ladder import Facts
from community.trust.registry import Contribution, Fault
from kernel import clock, db
from kernel.features import the_house

DAY = timedelta(days=1)


def contributions() -> list[Contribution]:
    return the_house().registered("contribution")


async def facts(person_ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of some people, those who are no members left out: staff stand on no step."""
    now = clock.now()
    people = await db.rows(
        "SELECT p.id, p.created_at, p.email_confirmed_at, (SELECT count(*) FROM measure m WHERE m.person_id = p.id "
        "AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > ?)) AS measures FROM person p "
        f"WHERE p.role = 'member' AND p.is_claimed = ? AND p.id IN ({db.marks(person_ids)})",
        *(now, True, *person_ids),
    )
    given = await given_by(person_ids)
    ruled = await _ruled(person_ids)
    return {row["id"]: _facts(row, given.get(row["id"], {}), ruled.get(row["id"]), now) for row in people}


def _facts(row: db.Row, given: dict[str, int], ruled: datetime | None, now: datetime) -> Facts:
    return Facts(
        days=max(0, (now - row["created_at"]) // DAY),
        confirmed=row["email_confirmed_at"] is not None,
        contributions=sum(given.values()),
        clean=None if ruled is None else max(0, (now - ruled) // DAY),
        measures=row["measures"],
    )


async def given_by(person_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """By person and by kind how much of theirs stands in sight; one statement for all kinds."""
    parts = [
        f"SELECT '{entry.name}' AS kind, g.person_id, g.n FROM ({entry.sql.format(whose=db.marks(person_ids))}) g"
        for entry in contributions()
    ]
    if not parts or not person_ids:
        return {}
    found: dict[int, dict[str, int]] = {}
    for row in await db.rows(" UNION ALL ".join(parts), *(list(person_ids) * len(parts))):
        found.setdefault(row["person_id"], {})[row["kind"]] = row["n"]
    return found


async def _ruled(person_ids: Sequence[int]) -> dict[int, datetime]:
    """When the last ruling against each was made that stands."""
    entries: list[Fault] = the_house().registered("fault")
    found: dict[int, datetime] = {}
    for entry in entries:
        for row in await db.rows(entry.sql.format(whose=db.marks(person_ids)), *person_ids):
            found[row["person_id"]] = max(row["at"], found.get(row["person_id"], row["at"]))
    return found
