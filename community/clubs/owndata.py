"""What clubs keep about a person, for the file they may take away; what they can no longer see is not named in it."""

from __future__ import annotations

from community.clubs import queries
from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db, sessions
from kernel.i18n import mark


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
    OwnData(
        "clubs", _memberships, GIVEN, mark("Clubs you belong to"), mark("To open their doors to you."), mend="/clubs"
    ),
    OwnData(
        "club_requests",
        _requests,
        GIVEN,
        mark("Clubs you asked to join"),
        mark("So that a host can answer you."),
        mend="/clubs",
    ),
    OwnData(
        "club_invitations",
        _invitations,
        GIVEN,
        mark("Invitations to clubs you gave"),
        mark("So that each can be used or taken back."),
    ),
    OwnData(
        "club_bans", _bans, OBSERVED, mark("Clubs that sent you away"), mark("So that you know why, and can appeal.")
    ),
    OwnData(
        "club_bans_given",
        _given,
        OBSERVED,
        mark("People you sent away from a club"),
        mark("Each stands with whoever did it."),
    ),
    OwnData("topics", _topics, GIVEN, mark("Topics you began"), mark("A part of the talk of their club.")),
    OwnData(
        "charters_written", _charters, GIVEN, mark("Charters you wrote"), mark("What members of that club agreed to.")
    ),
]
