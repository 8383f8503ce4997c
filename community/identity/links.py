"""Links in letters that open something only in the browser that asked for them: to sign in, or to prove oneself again.

The browser holds the cookie of its attempt, the letter a word whose digest the worker writes into the attempt: both are
needed. A mail program that opens links ahead holds no cookie, and opening alone does nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request

from community.identity import attempts
from community.identity.models import Attempt
from community.people import queries
from community.people.models import Person
from kernel import clock, db, i18n, mail
from kernel.errors import Missing
from kernel.i18n import gettext as _

SIGN_IN, PROOF = "link", "proof-link"
PAGES = {SIGN_IN: "/sign-in/link/", PROOF: "/account/proof/letter/"}


async def write(attempt: str, language: str) -> None:
    """The letter that an attempt asked for, if there is an account to open; once."""
    begun = await Attempt.get_or_none(id=attempt)
    if begun is None or begun.expires_at < clock.now() or "word" in begun.data:
        return
    person = await queries.by_email(str(begun.data["email"]))
    if person is None or not person.is_claimed:
        return
    with i18n.speaking(person.language or language):
        async with db.transaction(quiet=True):
            word = secrets.token_urlsafe(24)
            begun.person_id, begun.data = person.id, {**begun.data, "word": _digest(word)}
            await begun.save()
            await _send(person, begun.kind, word)


async def _send(person: Person, kind: str, word: str) -> None:
    proves = kind == PROOF
    await mail.write(
        str(person.email),
        "link",
        subject=_("Show that it is you") if proves else _("Your link to sign in"),
        person=person.id,
        name=person.name,
        told=_("With this link you show that it is you, and go on where you were.")
        if proves
        else _("With this link you sign in, without a password."),
        url=PAGES[kind] + word,
        verb=_("It is me") if proves else _("Sign in"),
        hint=_(
            "It works once, for fifteen minutes, in the browser that asked for it and in no other. If you did not ask for it, "
            "leave it: nobody gets in without this letter."
        ),
        why=_("You get this because somebody, we hope you, gave this address on our site."),
    )


async def opened(request: Request, kind: str, *, used: bool = False) -> Attempt | None:
    """The attempt that a letter's link belongs to, if this browser began it and it is still good, or was `used` just now."""
    try:
        begun = await attempts.find(request, kind, used=used)
    except Missing:
        return None
    word = _digest(request.path_params["word"])
    is_the_one = hmac.compare_digest(str(begun.data.get("word", "")), word)
    return begun if begun.person_id is not None and is_the_one else None


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
