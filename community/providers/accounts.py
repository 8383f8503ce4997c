"""Accounts at other sites: linked after proof of both, used, unlinked, and what their groups give."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from community.identity import queries as identity
from community.people import actions, opening
from community.people import queries as people
from community.people.models import Person, Role
from community.people.opening import Opening
from community.providers import queries, tokens
from community.providers.claims import Visitor
from community.providers.models import OutsideAccount, OutsideSession
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import SYSTEM, Viewer

TIME_TO_JOIN = timedelta(days=1)
"""For so long a browser remembers whom a provider vouched for, until they have proven an account here or opened one."""


async def link(person_id: int, visitor: Visitor) -> OutsideAccount:
    """Tie an account there to an account here; whoever calls has seen both proven. Done already is done."""
    now = clock.now()
    try:
        async with db.transaction():
            known = await queries.by_subject(visitor.issuer, visitor.subject)
            if known is None:
                known = await OutsideAccount.create(
                    person_id=person_id,
                    provider=visitor.provider,
                    issuer=visitor.issuer,
                    subject=visitor.subject,
                    shown=visitor.shown[:254],
                    created_at=now,
                    used_at=now,
                )
                await record("person.linked", actor=person_id, subject=("person", person_id), provider=visitor.provider)
    except IntegrityError:
        known = await queries.by_subject(visitor.issuer, visitor.subject)
    if known is None or known.person_id != person_id:
        raise Conflict(_("That account there lets somebody else in here already: unlink it there first."))
    await used(known, visitor)
    return known


async def open_for(visitor: Visitor, *, name: str, brought: Mapping[str, str]) -> Person | str:
    """Open an account for somebody whose address the provider proved, and link it; or say where they wait."""
    async with db.transaction():
        found = await opening.ask(
            Opening(
                name=name,
                email=visitor.email,
                hashed="",
                way=f"oidc:{visitor.provider}",
                brought=brought,
                outside=asdict(visitor),
            )
        )
        if isinstance(found, Person):
            await link(found.id, visitor)
        return found


async def used(account: OutsideAccount, visitor: Visitor) -> None:
    """Somebody came by it: when, and what the provider says of them today."""
    async with db.transaction():
        await OutsideAccount.filter(id=account.id).update(used_at=clock.now(), shown=visitor.shown[:254])
        if visitor.reference != account.reference:
            await OutsideAccount.filter(id=account.id).update(reference=visitor.reference)
            await record(
                "person.vouched",
                actor=account.person_id,
                subject=("person", account.person_id),
                reference=visitor.reference,
                before=account.reference,
            )
        await _follow_groups(account, visitor)


async def _follow_groups(account: OutsideAccount, visitor: Visitor) -> None:
    """The role that groups give there, taken back when they no longer do; a role that staff gave here is left alone."""
    person = await people.by_id(account.person_id)
    if person is None or (not visitor.role and not account.role):
        return
    wanted = visitor.role or (Role.MEMBER.value if person.role == account.role else person.role.value)
    reason = _("By groups at %(provider)s.") % {"provider": visitor.provider.upper()}
    try:
        async with db.transaction():
            await actions.set_role(SYSTEM, person, role=wanted, reason=reason)
    except Conflict as refused:  # the last administrator stays one, and the record says why
        await audit.note(SYSTEM, "person.role_kept", subject=("person", person.id), reason=refused.message)
        return
    await OutsideAccount.filter(id=account.id).update(role=visitor.role)


async def begin_session(account: OutsideAccount, visitor: Visitor, token: str) -> str:
    """What our session is known by when the provider says that its own has ended."""
    key = session_key(visitor.issuer, visitor.session) if visitor.session else secrets.token_hex(32)
    async with db.transaction(quiet=True):
        await db.execute(
            "INSERT INTO outside_session (id, account_id, hint, created_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, hint = excluded.hint",
            key,
            account.id,
            token,
            clock.now(),
        )
    return key


def session_key(issuer: str, session: str) -> str:
    return tokens.digest(issuer, session)


async def unlink(viewer: Viewer, account_id: int) -> None:
    """Take a way in away, and the sessions that it began; never the last one."""
    person = await people.by_id(int(viewer.id or 0))
    account = await OutsideAccount.get_or_none(id=account_id, person_id=viewer.id)
    if person is None or account is None:
        raise Missing()
    async with db.transaction():
        if not await other_ways(person, but=account.id):
            raise Conflict(
                _(
                    "This is your only way in but for letters. Choose a password or add a passkey first, then come again."
                )
            )
        await OutsideSession.filter(account_id=account.id).delete()
        await db.execute(
            "DELETE FROM session WHERE person_id = ? AND method = ?", person.id, f"oidc:{account.provider}"
        )
        await account.delete()
        await record("person.unlinked", actor=viewer.id, subject=("person", person.id), provider=account.provider)


async def other_ways(person: Person, *, but: int = 0) -> bool:
    """Can somebody come in without one of their accounts elsewhere, and without a letter?"""
    ways = await identity.ways_of(person.id)
    others = OutsideAccount.filter(person_id=person.id).exclude(id=but)
    return ways.has_password or ways.passkeys > 0 or await others.exists()


async def erased(person_id: int) -> None:
    """An account is being erased: what let its owner in goes with it. Inside that transaction."""
    await db.execute(
        "DELETE FROM outside_session WHERE account_id IN (SELECT id FROM outside_account WHERE person_id = ?)",
        person_id,
    )
    await db.execute("DELETE FROM outside_account WHERE person_id = ?", person_id)
