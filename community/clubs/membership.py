"""Who belongs to a club, as rows from then till then: the one place where they begin and end, with the count beside."""

from __future__ import annotations

from collections.abc import Sequence

from community.clubs.models import End, Role
from kernel import clock, db
from kernel.features import the_house


async def begin(
    club_id: int, person_id: int, *, role: Role = Role.MEMBER, charter: int = 0, by_rule: bool = False
) -> bool:
    """Somebody belongs from now on; untrue when they did already or are shut out. To be called inside a transaction.

    The club's row is taken first, so that two beginnings of one person wait for one another.
    """
    await hold(club_id)
    if await standing(club_id, person_id) is not None or await is_banned(club_id, person_id):
        return False
    await _write(club_id, person_id, role, charter, by_rule=by_rule)
    await db.execute("UPDATE club SET members = members + 1 WHERE id = ?", club_id)
    return True


async def begin_all(club_id: int, people: Sequence[int]) -> list[int]:
    """A rule lets some people in at once; says those who were neither there nor shut out. Inside a transaction."""
    await hold(club_id)
    fresh = await db.rows(
        "INSERT INTO membership (club_id, person_id, role, charter, is_by_rule, from_at, stands) "
        f"SELECT {int(club_id)}, p.id, 'member', 0, ?, ?, ? FROM person p WHERE p.id IN ({db.marks(people)}) AND NOT EXISTS "
        "(SELECT 1 FROM club_ban b WHERE b.club_id = ? AND b.person_id = p.id AND b.stands IS TRUE) "
        "ON CONFLICT (person_id, club_id, stands) DO NOTHING RETURNING person_id",
        True,
        clock.now(),
        True,
        *people,
        club_id,
    )
    await db.execute("UPDATE club SET members = members + ? WHERE id = ?", len(fresh), club_id)
    return [row["person_id"] for row in fresh]


async def end(club_id: int, person_id: int, why: End) -> bool:
    """Somebody does not belong any more; untrue when they did not. What hung on it is ended by whoever owns it."""
    await hold(club_id)
    if not await _close(club_id, person_id, why):
        return False
    await db.execute("UPDATE club SET members = members - 1 WHERE id = ?", club_id)
    for participant in the_house().registered("member.leaving"):
        await participant(club_id, person_id)
    return True


async def change(club_id: int, person_id: int, role: Role) -> bool:
    """Somebody has another role from now on; untrue when they do not belong or have it already.

    Who was given a role by hand stays, whatever rule had let them in.
    """
    await hold(club_id)
    now = await standing(club_id, person_id)
    if now is None or now["role"] == role:
        return False
    await _close(club_id, person_id, End.ROLE)
    await _write(club_id, person_id, role, now["charter"], by_rule=role == Role.MEMBER and now["is_by_rule"])
    return True


async def carry(club_id: int, into_id: int) -> list[int]:
    """All who belong to a club belong to another from now on, but those who did already or are shut out of it.

    Inside a transaction that holds both. Says who belonged to the first.
    """
    now = clock.now()
    left = await db.rows(
        'UPDATE membership SET stands = NULL, until_at = ?, "end" = ? WHERE club_id = ? AND stands IS TRUE RETURNING person_id',
        now,
        End.MERGED.value,
        club_id,
    )
    out = await db.rows(
        "SELECT m.person_id FROM membership m WHERE m.club_id = ? AND m.stands IS TRUE UNION "
        "SELECT b.person_id FROM club_ban b WHERE b.club_id = ? AND b.stands IS TRUE",
        into_id,
        into_id,
    )
    people = [row["person_id"] for row in left]
    stays = {row["person_id"] for row in out}
    await db.execute_many(
        "INSERT INTO membership (club_id, person_id, role, charter, is_by_rule, from_at, stands) VALUES (?, ?, ?, 0, ?, ?, ?)",
        [(into_id, person, Role.MEMBER.value, False, now, True) for person in people if person not in stays],
    )
    for one in (club_id, into_id):
        counted = "(SELECT count(*) FROM membership m WHERE m.club_id = club.id AND m.stands IS TRUE)"
        await db.execute(f"UPDATE club SET members = {counted} WHERE id = ?", one)
    return people


async def standing(club_id: int, person_id: int) -> db.Row | None:
    """The row that stands: `id`, `role`, `charter`, `is_by_rule`, `from_at`."""
    return await db.row(
        "SELECT id, role, charter, is_by_rule, from_at FROM membership WHERE club_id = ? AND person_id = ? AND stands IS TRUE",
        club_id,
        person_id,
    )


async def is_banned(club_id: int, person_id: int) -> bool:
    """Is somebody shut out of a club?"""
    sql = "SELECT id FROM club_ban WHERE club_id = ? AND person_id = ? AND stands IS TRUE"
    return await db.value(sql, club_id, person_id) is not None


async def hold(club_id: int) -> None:
    """Nobody else changes who belongs to the club until this transaction has ended."""
    if not db.on_sqlite():
        await db.rows("SELECT id FROM club WHERE id = ? FOR UPDATE", club_id)


async def _write(club_id: int, person_id: int, role: Role, charter: int, *, by_rule: bool) -> None:
    await db.execute(
        "INSERT INTO membership (club_id, person_id, role, charter, is_by_rule, from_at, stands) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        club_id,
        person_id,
        role.value,
        charter,
        by_rule,
        clock.now(),
        True,
    )


async def _close(club_id: int, person_id: int, why: End) -> bool:
    changed = await db.execute(
        'UPDATE membership SET stands = NULL, until_at = ?, "end" = ? '
        "WHERE club_id = ? AND person_id = ? AND stands IS TRUE",
        clock.now(),
        why.value,
        club_id,
        person_id,
    )
    return changed > 0
