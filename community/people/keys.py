"""Passwords changed and set anew, and tokens of the API."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from community.people import actions, passwords, proofs, queries, rules
from community.people.models import Person, Proof, Token
from kernel import cache, clock, db, events, i18n, mail, sessions
from kernel.errors import Forbidden, Missing, SignInNeeded, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

USED = timedelta(minutes=10)
PREFIX = "tandem_"
_bearers: cache.Store[tuple[Viewer, frozenset[str], datetime]] = cache.Store(1000)


async def ask_reset(email: str) -> None:
    """Send a link for a new password, where there is an account to open with it. Whether there is one is looked up by the
    worker, so that the answer and its time are the same for every address."""
    async with db.transaction(quiet=True):
        await events.enqueue("people.reset", email=email, language=i18n.language.get())


async def write_reset(email: str, language: str) -> None:
    """The letter that was asked for, to the owner of an account."""
    person = await queries.by_email(email)
    if person is None or not person.is_claimed:
        return
    with i18n.speaking(person.language or language):
        async with db.transaction(quiet=True):
            word = await proofs.make(proofs.RESET, email, person=person.id)
            await mail.write(
                email,
                "reset",
                subject=_("A new password"),
                person=person.id,
                name=person.name,
                url=f"/reset/{word}",
                why=_("You get this because somebody asked for a new password for this address."),
            )


async def reset(proof: Proof, *, password: str) -> Person:
    """Set the password a link allows; whoever was signed in with the old one no longer is."""
    hashed = await passwords.digest(password)
    async with db.transaction():
        await proofs.use(proof)
        person = await Person.get(id=proof.person_id)
        person.password = hashed
        if person.email_confirmed_at is None:
            person.email_confirmed_at = clock.now()
            await actions.confirmed_address(person)
        await person.save()
        await record("person.password_changed", actor=person.id, subject=("person", person.id))
        await sessions.end_all(person.id)
    return person


async def change_password(viewer: Viewer, person: Person, *, password: str, session: str) -> None:
    """Change one's own password; every other browser is signed out."""
    require(rules.may_edit(viewer, person))
    hashed = await passwords.digest(password)
    async with db.transaction():
        await Person.filter(id=person.id).update(password=hashed)
        await record("person.password_changed", actor=person.id, subject=("person", person.id))
        await sessions.end_all(person.id, but=session)


async def end_elsewhere(viewer: Viewer, *, session: str) -> None:
    """Sign out of every browser but this one."""
    async with db.transaction():
        await sessions.end_all(int(viewer.id or 0), but=session)


async def end_session(viewer: Viewer, *, known_as: str) -> None:
    """Sign out of one of one's own browsers; `known_as` is the digest that the list of them shows."""
    async with db.transaction():
        gone = await db.rows("DELETE FROM session WHERE id = ? AND person_id = ? RETURNING id", known_as, viewer.id)
        if not gone:
            raise Missing(_("This browser is signed out already."))


async def issue(person: Person, *, name: str, scopes: Sequence[str], days: int | None = None) -> str:
    """A new token, told once; we keep its digest. Good for some `days`, or until it is revoked."""
    for scope in scopes:
        require(rules.may_hold(person.role, scope), _("Your role cannot give that scope to a token."))
    word = PREFIX + secrets.token_urlsafe(30)
    async with db.transaction(quiet=True):
        await Token.create(
            digest=proofs.digest(word),
            person=person,
            name=name,
            scopes=" ".join(dict.fromkeys(scopes)),
            created_at=(now := clock.now()),
            expires_at=now + timedelta(days=days) if days else None,
        )
    return word


async def revoke(viewer: Viewer, token_id: int) -> None:
    """Make a token useless, for good."""
    async with db.transaction():
        if not await Token.filter(id=token_id, person_id=viewer.id, revoked_at=None).update(revoked_at=clock.now()):
            raise Missing()


async def authenticate(word: str, scope: str) -> Viewer:
    """Who a bearer token speaks for, when it carries `scope` and its owner's role still allows that."""
    viewer, scopes = await _known(word)
    if not viewer.is_member:
        raise SignInNeeded(_("This token is not known, or it was revoked."))
    if scope and (scope not in scopes or not rules.may_hold(viewer.role, scope)):
        raise Forbidden(_("This token does not carry the scope %(scope)s.") % {"scope": scope})
    return viewer


async def _known(word: str) -> tuple[Viewer, frozenset[str]]:
    """What was read of a token, until it may be otherwise by the clock alone: tokens and suspensions end unwritten."""
    key = proofs.digest(word)
    held = _bearers.get(key)
    if held is None or held[2] <= clock.now():
        _bearers.forget(key)
        held = await _bearers.through(key, lambda: _bearer(word))
    return held[:2]


async def _bearer(word: str) -> tuple[Viewer, frozenset[str], datetime]:
    now = clock.now()
    until = now + sessions.REMEMBERED
    found = await db.row(
        "SELECT id, person_id, scopes, used_at, expires_at FROM token WHERE digest = ? AND revoked_at IS NULL",
        proofs.digest(word),
    )
    if found is None or (found["expires_at"] and found["expires_at"] <= now):
        return Viewer(), frozenset(), until
    if found["used_at"] is None or now - found["used_at"] > USED:
        await db.execute("UPDATE token SET used_at = ? WHERE id = ?", now, found["id"])
    viewer = await sessions.viewer_of(found["person_id"])
    until = min(until, found["expires_at"] or until)
    return replace(viewer, csrf=""), frozenset(found["scopes"].split()), until
