"""What this wing keeps about a person, for the file they may take away; of others it tells what they agreed to."""

from __future__ import annotations

from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _codes(person_id: int) -> list[db.Row]:
    """Their links with how many letters were written; addresses are not kept and so not told."""
    return await db.rows(
        "SELECT c.name AS campaign, k.code, k.created_at, k.closed_at, (SELECT COUNT(*) FROM referral_letter l "
        "WHERE l.code_id = k.id) AS letters, (SELECT COUNT(*) FROM referral r WHERE r.code_id = k.id) AS came "
        "FROM referral_code k JOIN referral_campaign c ON c.id = k.campaign_id WHERE k.person_id = ? ORDER BY k.id",
        person_id,
    )


async def _came(person_id: int) -> db.Row | None:
    """How they came themselves."""
    return await db.row(
        "SELECT c.name AS campaign, i.name AS invited_by, r.touched_at, r.joined_at, r.shows_name AS is_name_shown, "
        "r.state, r.ordered_at, r.due_at, r.decided_at, r.invited_given AS points FROM referral r "
        "JOIN referral_campaign c ON c.id = r.campaign_id JOIN person i ON i.id = r.inviter_id WHERE r.person_id = ?",
        person_id,
    )


async def _named(person_id: int) -> list[db.Row]:
    """Whom they brought, as far as those agreed."""
    return await db.rows(
        "SELECT p.name, r.joined_at FROM referral r JOIN person p ON p.id = r.person_id "
        "WHERE r.inviter_id = ? AND r.shows_name = ? ORDER BY r.id",
        person_id,
        True,
    )


parts = [
    OwnData("referral_links", _codes, GIVEN, mark("Links by which you invite"), mark("To know who came by whom.")),
    OwnData(
        "referred",
        _came,
        OBSERVED,
        mark("Who invited you"),
        mark("To thank who brought you, and to see invented accounts."),
    ),
    OwnData(
        "referrals", _named, OBSERVED, mark("Who came by you"), mark("To thank you, and to see invented accounts.")
    ),
]
