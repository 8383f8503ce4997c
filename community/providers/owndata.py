"""What is known of a person by way of other sites, invitations and guardians."""

from __future__ import annotations

from community.people.owndata import OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _accounts(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT provider, issuer, subject, shown, role, reference, created_at, used_at FROM outside_account "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _invited_by(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT i.label, v.at FROM invited_person v JOIN sign_up_invitation i ON i.id = v.invitation_id "
        "WHERE v.person_id = ?",
        person_id,
    )


async def _invitations(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT label, email, most, used, created_at, expires_at, revoked_at FROM sign_up_invitation "
        "WHERE by_id = ? ORDER BY id",
        person_id,
    )


async def _guardian(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT guardian_email, wording, asked_at, is_given, answered_at, revoked_at FROM guardian_consent "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


parts = [
    OwnData(
        "accounts_elsewhere",
        _accounts,
        label=mark("Accounts at other sites"),
        explained=mark("By them you sign in; what the site says of you is asked anew each time."),
        mend="/account/providers",
    ),
    OwnData(
        "invited_by",
        _invited_by,
        source=OBSERVED,
        label=mark("The invitation you came by"),
        explained=mark("So that the team sees who came by which invitation."),
    ),
    OwnData(
        "sign_up_invitations",
        _invitations,
        label=mark("Invitations you made as one of the team"),
        explained=mark("Links by which others may open an account."),
    ),
    OwnData(
        "guardian",
        _guardian,
        label=mark("Your guardian’s consent"),
        explained=mark("Whom we asked, with which words, and what they said."),
    ),
]
