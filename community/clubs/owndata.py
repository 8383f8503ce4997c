"""What clubs keep about a person, for the file they may take away; what they can no longer see is not named in it."""

from __future__ import annotations

from community.clubs import queries
from community.people.owndata import OwnData
from kernel import db, sessions


async def _of(person_id: int, columns: str, table: str, whose: str) -> list[db.Row]:
    seen, values = queries.visible_to(await sessions.viewer_of(person_id))
    return await db.rows(
        f"SELECT CASE WHEN {seen} THEN c.name ELSE '' END AS club, {columns} FROM {table} t "
        f"JOIN club c ON c.id = t.club_id WHERE t.{whose} = ? ORDER BY t.id",
        *values,
        person_id,
    )


async def _memberships(person_id: int) -> list[db.Row]:
    columns = 't.role, t.charter AS charter_agreed_to, t.is_by_rule, t.from_at, t.until_at, t."end" AS ended_by'
    return await _of(person_id, columns, "membership", "person_id")


async def _requests(person_id: int) -> list[db.Row]:
    return await _of(person_id, "t.answer, t.at, t.is_accepted, t.reason, t.decided_at", "join_request", "person_id")


async def _invitations(person_id: int) -> list[db.Row]:
    """Those that somebody gave, and those that were written to their proven address."""
    given = await _of(person_id, "t.email, t.most, t.used, t.until_at, t.revoked_at, t.at", "invitation", "by_id")
    got = await db.rows(
        "SELECT i.at, i.until_at, i.used FROM invitation i JOIN person p ON p.email = i.email "
        "WHERE p.id = ? AND p.email_confirmed_at IS NOT NULL ORDER BY i.id",
        person_id,
    )
    return [*({"given": True, **row} for row in given), *({"given": False, **row} for row in got)]


async def _bans(person_id: int) -> list[db.Row]:
    columns = "t.reason, t.at, t.appeal, t.appealed_at, t.answer, t.answered_at, t.lifted_at"
    return await _of(person_id, columns, "club_ban", "person_id")


async def _given(person_id: int) -> list[db.Row]:
    """Bans that somebody spoke out as a host."""
    return await _of(person_id, "t.reason, t.at, t.lifted_at", "club_ban", "by_id")


async def _topics(person_id: int) -> list[db.Row]:
    return await _of(person_id, "t.title, t.body, t.created_at, t.hidden_at", "topic", "author_id")


async def _charters(person_id: int) -> list[db.Row]:
    """Versions of charters that somebody wrote as a host."""
    return await _of(person_id, "t.number, t.body, t.at", "charter", "by_id")


parts = [
    OwnData("clubs", _memberships),
    OwnData("club_requests", _requests),
    OwnData("club_invitations", _invitations),
    OwnData("club_bans", _bans),
    OwnData("club_bans_given", _given),
    OwnData("topics", _topics),
    OwnData("charters_written", _charters),
]
