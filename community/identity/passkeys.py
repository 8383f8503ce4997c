"""Passkeys (WebAuthn): a key of one's own device signs a challenge, once, for this site alone, its owner verified."""

from __future__ import annotations

import asyncio
import base64
import importlib
import json
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.identity import attempts, origin, warnings
from community.identity.models import Attempt, Passkey
from community.people.models import Person
from kernel import clock, db, security, site
from kernel.errors import Conflict, Forbidden, Missing, Problem
from kernel.i18n import gettext as _

SIGN_IN, PROOF, NEW = "passkey", "passkey-proof", "passkey-new"
MOST = 20


async def ask(request: Request, kind: str, *, person_id: int | None = None) -> Response:
    """Begin a signature: a challenge for this browser, kept by us and good once."""
    await _can_be_asked(request)
    webauthn = await _library()
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_authentication_options(
        rp_id=origin.site(),
        challenge=challenge,
        user_verification=webauthn.helpers.structs.UserVerificationRequirement.REQUIRED,
    )
    data = {"challenge": _text(challenge)}
    return await attempts.begin(_as_json(webauthn.options_to_json(options)), kind, data, person_id=person_id)


async def ask_new(request: Request, person: Person) -> Response:
    """Begin to add a passkey to one's account."""
    await _can_be_asked(request)
    webauthn = await _library()
    structs = webauthn.helpers.structs
    known = await Passkey.filter(person_id=person.id).limit(MOST)
    if len(known) >= MOST:
        raise Conflict(_("That is enough passkeys; take one off first."))
    mark = known[0].mark if known else _text(secrets.token_bytes(32))
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_registration_options(
        rp_id=origin.site(),
        rp_name=(await site.current()).name,
        user_id=_bytes(mark),
        user_name=person.email or person.handle,
        user_display_name=person.name,
        challenge=challenge,
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(key.credential)) for key in known],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    data = {"challenge": _text(challenge), "mark": mark}
    return await attempts.begin(_as_json(webauthn.options_to_json(options)), NEW, data, person_id=person.id)


async def add(begun: Attempt, credential: str, *, name: str) -> Passkey:
    """Keep the public half of a key that signed the challenge of its owner's attempt."""
    webauthn = await _library()
    try:
        checked = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_bytes(str(begun.data["challenge"])),
            expected_rp_id=origin.site(),
            expected_origin=origin.origin(),
            require_user_verification=True,
        )
    except _errors(webauthn) as error:
        raise Problem(_("This passkey could not be added. Begin again.")) from error
    async with db.transaction():
        if await Passkey.exists(credential=_text(checked.credential_id)):
            raise Conflict(_("This passkey is known already."))
        made = await Passkey.create(
            person_id=begun.person_id,
            credential=_text(checked.credential_id),
            public_key=_text(checked.credential_public_key),
            mark=begun.data["mark"],
            counter=checked.sign_count,
            name=name,
            is_synced=checked.credential_backed_up,
            created_at=clock.now(),
        )
        await warnings.tell(made.person_id, warnings.ADDED, name=name)
    return made


async def check(begun: Attempt, credential: str) -> int:
    """Whose passkey signed the challenge of an attempt; a Problem for whatever else was sent."""
    webauthn = await _library()
    known = await Passkey.get_or_none(credential=_named(credential)).select_related("person")
    if known is None or not known.person.is_claimed:
        raise Problem(_("This passkey is not known here. It may have been taken off its account."))
    try:
        checked = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=_bytes(str(begun.data["challenge"])),
            expected_rp_id=origin.site(),
            expected_origin=origin.origin(),
            credential_public_key=_bytes(known.public_key),
            credential_current_sign_count=0,  # a counter that fell is ours to tell, below
            require_user_verification=True,
        )
    except _errors(webauthn) as error:
        raise Problem(_("This passkey did not sign what we asked it to. Begin again.")) from error
    if _owner_named(credential) not in ("", known.mark):
        raise Problem(_("This passkey belongs to another account."))
    await _count(known, checked.new_sign_count)
    return known.person_id


async def _count(known: Passkey, counter: int) -> None:
    """A counter only rises, where an authenticator counts at all; one that fell is that of a copy."""
    async with db.transaction(quiet=True):
        risen = await db.rows(
            "UPDATE passkey SET counter = ?, used_at = ? WHERE id = ? AND (counter < ? OR (counter = 0 AND ? = 0)) "
            "RETURNING id",
            *(counter, clock.now(), known.id, counter, counter),
        )
        if not risen:
            await Passkey.filter(id=known.id).update(refused_at=clock.now())
            await warnings.tell(known.person_id, warnings.COPIED, name=known.name)
    if not risen:
        raise Problem(_("This passkey was refused: it may have been copied. We have written to its owner."))


async def remove(person_id: int, number: int) -> str:
    """Take one of one's own passkeys off; says its name."""
    async with db.transaction():
        gone = await db.rows("DELETE FROM passkey WHERE id = ? AND person_id = ? RETURNING name", number, person_id)
        if not gone:
            raise Missing()
        await warnings.tell(person_id, warnings.REMOVED, name=gone[0]["name"])
    return str(gone[0]["name"])


async def _can_be_asked(request: Request) -> None:
    if not origin.site():
        raise Forbidden(_("Passkeys need a site with a name; this one has only a number."))
    await security.limit_everywhere("passkey", security.address_of(request), burst=60, per_minute=30)


async def _library() -> Any:
    """Loaded when the first passkey is asked for, in a thread, since it takes a third of a second."""
    return await asyncio.to_thread(importlib.import_module, "webauthn")


def _errors(webauthn: Any) -> tuple[type[Exception], ...]:
    """What a response that is no good may raise; it comes from outside and may be anything."""
    return (webauthn.helpers.exceptions.WebAuthnException, ValueError, KeyError, TypeError)


def _field(credential: str, *path: str) -> str:
    try:
        found: Any = json.loads(credential)
        for name in path:
            found = found.get(name)
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _named(credential: str) -> str:
    return _field(credential, "id").rstrip("=")[:1400].replace("\0", "")


def _owner_named(credential: str) -> str:
    return _field(credential, "response", "userHandle").rstrip("=")


def _as_json(text: str) -> Response:
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
