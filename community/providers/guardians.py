"""Under the minimum age: a guardian is asked by letter, and the account is there only after their yes.

No birthday is asked or kept; only that somebody said they are younger, and to whom we wrote with which words.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import administrators, opening, proofs
from community.people.arrivals import Brought
from community.people.models import Person
from community.people.opening import Opening
from community.providers import accounts
from community.providers.claims import Visitor
from community.providers.models import GuardianConsent
from community.providers.settings import sign_up
from kernel import clock, db, forms, i18n, mail, pages, sessions, site
from kernel.errors import Conflict, Missing
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.i18n import mark

AGE, GUARDIAN = "age", "guardian"
OLDER, YOUNGER = "older", "younger"
TIME_TO_ANSWER = timedelta(days=14)
WAITING = "/sign-up/guardian"
WORDING = mark(
    "I look after %(name)s, who is younger than %(age)s years. I agree that %(name)s has an account at %(brand)s: with it one "
    "proposes ideas, supports those of others and writes messages that everybody can read under the name one chose. "
    "%(brand)s keeps the name and the e-mail address, and no birthday. I can take this back at any time by the same letter."
)


async def hold(asked: Opening) -> str | None:
    """At the gate: who is old enough goes on; for who is not a guardian is written to, and everything typed waits."""
    age = sign_up().minimum_age
    said, _space, guardian = asked.brought.get(AGE, "").partition(" ")
    if not age or said == OLDER:
        return None
    if said != YOUNGER or not _is_address(guardian, asked.email):
        raise Conflict(_("Say first whether you are %(age)s or older: open the account once more.") % {"age": age})
    word, now = secrets.token_urlsafe(24), clock.now()
    wording = _(WORDING) % {"name": asked.name, "age": age, "brand": (await site.current()).name}
    await GuardianConsent.filter(email=asked.email, answered_at=None).delete()
    await GuardianConsent.create(
        digest=proofs.digest(word),
        name=asked.name,
        email=asked.email,
        password=asked.hashed,
        waiting={"way": asked.way, "brought": dict(asked.brought), "outside": dict(asked.outside)},
        guardian_email=guardian,
        wording=wording,
        language=i18n.language.get(),
        asked_at=now,
        expires_at=now + TIME_TO_ANSWER,
    )
    await _write(guardian, word, asked.name, wording)
    return WAITING


async def _write(guardian: str, word: str, name: str, wording: str) -> None:
    await mail.write(
        guardian,
        "guardian",
        subject=_("May %(name)s have an account?") % {"name": name},
        name=name,
        wording=wording,
        url=f"/guardian/{word}",
        why=_("You get this because %(name)s says that you look after them.") % {"name": name},
    )


async def find(word: str) -> GuardianConsent:
    """What a guardian's letter is about: open to an answer, answered, or taken back."""
    found = await GuardianConsent.get_or_none(digest=proofs.digest(word))
    if found is None or (found.answered_at is None and found.expires_at < clock.now()):
        raise Missing(_("This link has been used, or its time is over. Ask for a new one."))
    return found


async def stands(consent: GuardianConsent, *, given: bool) -> bool:
    """Was this very answer given, and not taken back?"""
    return await GuardianConsent.exists(
        id=consent.id, answered_at__not_isnull=True, is_given=given, revoked_at__isnull=True
    )


async def is_taken_back(consent: GuardianConsent) -> bool:
    return await GuardianConsent.exists(id=consent.id, revoked_at__not_isnull=True)


async def waits(email: str) -> str | None:
    """Where somebody waits whose guardian has not answered yet."""
    waiting = await GuardianConsent.exists(email=email, answered_at__isnull=True, expires_at__gt=clock.now())
    return WAITING if waiting else None


async def agree(consent: GuardianConsent) -> None:
    """Yes: the account is opened, and its owner told."""
    async with db.transaction():
        await _answer(consent, given=True)
        waiting: Any = consent.waiting
        asked = Opening(
            name=consent.name,
            email=consent.email,
            hashed=consent.password,
            way=waiting["way"],
            brought=waiting["brought"],
            outside=waiting["outside"],
        )
        with i18n.speaking(consent.language):
            person = await opening.at_once(asked)
        if asked.outside:
            await accounts.link(person.id, Visitor(**asked.outside))
        await GuardianConsent.filter(id=consent.id).update(person_id=person.id)
        await record("guardian.agreed", actor=None, subject=("person", person.id))
        await _tell(consent, "agreed", mark("Your account is open"))


async def decline(consent: GuardianConsent) -> None:
    """No: nothing of what was typed is kept but that it was asked, and the answer."""
    async with db.transaction():
        await _answer(consent, given=False)
        await _tell(consent, "declined", mark("Your guardian said no"))


async def _answer(consent: GuardianConsent, *, given: bool) -> None:
    """One answer counts, and what waited for it is gone from here."""
    taken = await db.rows(
        "UPDATE guardian_consent SET is_given = ?, answered_at = ?, password = '', email = '', waiting = '{}' "
        "WHERE id = ? AND answered_at IS NULL RETURNING id",
        given,
        clock.now(),
        consent.id,
    )
    if not taken:
        raise Conflict(_("This has been answered already."))


async def _tell(consent: GuardianConsent, letter: str, subject: str) -> None:
    with i18n.speaking(consent.language):
        await mail.write(
            consent.email,
            letter,
            subject=_(subject),
            name=consent.name,
            url="/sign-in",
            why=_("You get this because you asked for an account with this address."),
        )


async def take_back(consent: GuardianConsent) -> None:
    """The guardian no longer agrees: nobody comes in by the account from now on. What was written with it stays until erased."""
    async with db.transaction():
        gone = await db.rows(
            "UPDATE guardian_consent SET revoked_at = ? WHERE id = ? AND is_given = ? AND revoked_at IS NULL "
            "RETURNING person_id",
            clock.now(),
            consent.id,
            True,
        )
        if not gone:
            raise Conflict(_("This has been answered already."))
        person = await Person.get_or_none(id=gone[0]["person_id"])
        if person is None:
            return
        await administrators.let_go(person)
        await Person.filter(id=person.id).update(is_claimed=False, password=None)
        await accounts.erased(person.id)
        await sessions.end_all(person.id)
        await db.execute(
            "UPDATE token SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL", clock.now(), person.id
        )
        await record("guardian.revoked", actor=None, subject=("person", person.id))


async def sweep() -> None:
    """Forget questions that nobody answered in time, with what was typed."""
    await db.execute("DELETE FROM guardian_consent WHERE answered_at IS NULL AND expires_at < ?", clock.now())


async def erased(person_id: int) -> None:
    """An account is being erased: with it the address of its guardian; that somebody agreed stays, about nobody."""
    await db.execute(
        "UPDATE guardian_consent SET person_id = NULL, name = '', guardian_email = '', wording = '', "
        "digest = CAST(? AS TEXT) || id WHERE person_id = ?",
        "erased ",
        person_id,
    )


def _is_address(guardian: str, own: str) -> bool:
    try:
        return bool(guardian) and forms.an_email(guardian) != own
    except ValueError:
        return False


async def _drawn(request: Request, values: Mapping[str, object]) -> str:
    age = sign_up().minimum_age
    if not age:
        return ""
    form = forms.blank(**{name: str(values.get(name) or "") for name in (AGE, GUARDIAN)})
    form.errors |= await _wrong(values) if values.get("name") or values.get("email") else {}
    return pages.fragment("community/providers/_age.html", form=form, age=age)


async def _wrong(values: Mapping[str, object]) -> dict[str, str]:
    if not sign_up().minimum_age or values.get(AGE) == OLDER:
        return {}
    if values.get(AGE) != YOUNGER:
        return {AGE: _("Choose one of the two.")}
    guardian = str(values.get(GUARDIAN) or "").strip().lower()
    if not _is_address(guardian, str(values.get("email") or "").strip().lower()):
        return {GUARDIAN: _("Write the address of a parent or whoever looks after you; it cannot be your own.")}
    return {}


async def _taken(request: Request, values: Mapping[str, object]) -> str:
    said = str(values.get(AGE) or "")
    if not sign_up().minimum_age or said not in (OLDER, YOUNGER):
        return ""
    return OLDER if said == OLDER else f"{YOUNGER} {str(values.get(GUARDIAN) or '').strip().lower()}"


async def _arrived(person_id: int, text: str) -> None:
    """Nothing of it is kept with the account."""


def _left(request: Request, response: Response) -> None:
    """Nothing of it is kept in the browser."""


brought = Brought(AGE, _drawn, _wrong, _taken, _arrived, _left)
