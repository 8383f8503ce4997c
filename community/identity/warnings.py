"""Letters to the owner of an account about what opens it: always sent, for whoever reads them may be the one robbed."""

from __future__ import annotations

from community.people.models import Person
from kernel import clock, i18n, mail
from kernel.i18n import gettext as _
from kernel.i18n import mark

ADDED = mark("A passkey was added to your account: “%(name)s”.")
REMOVED = mark("A passkey was taken off your account: “%(name)s”.")
COPIED = mark(
    "Your passkey “%(name)s” was refused: it counted fewer uses than we had seen, as a copy of it would. Take it off your "
    "account and add a new one."
)
STEP_ON = mark("A second step is asked for from now on when you sign in: the code of an app.")
STEP_OFF = mark("The second step was taken off your account.")
CODES = mark("You have new recovery codes. The earlier ones open nothing any more.")
CODE_USED = mark("A recovery code was used to sign in. You have %(left)s left.")
GUESSED = mark(
    "Somebody knows your password and gave five wrong codes at the second step. If it was not you, choose another password."
)
TOKEN = mark("A key for programs was made in your name: “%(name)s”.")
PASSWORD = mark("Your password was changed.")
ADDRESS_ASKED = mark(
    "Somebody signed in as you asked to change the address of your account. Until the new address is confirmed, this one "
    "stays."
)
ADDRESS_CHANGED = mark("The address of your account was changed. We write to the new one from now on.")
ADDRESS_TAKEN = mark(
    "Somebody wished to use this address for another account of theirs. There is an account with it already, so nothing "
    "was changed. If it was you, sign in with this address."
)
STOPPED = mark(
    "A way back into your account was stopped from a browser that is signed in. If it was you who asked for it, sign out "
    "everywhere, change what opens your account, and write to us."
)
RESTORED = mark(
    "You are let in again: second step and passkeys are off, the password is new, every browser is signed out."
)


async def tell(
    person_id: int, sentence: str, *, address: str = "", url: str = "/account/security", **values: str
) -> None:
    """Write to the owner in their language, inside the action's transaction; `address` where it is not the account's."""
    person = await Person.get_or_none(id=person_id)
    to = address or (person.email if person else "")
    if person is None or not to:
        return
    with i18n.speaking(person.language or i18n.language.get(), person.zone or i18n.zone.get()):
        await mail.write(
            to,
            "warning",
            subject=_("About the safety of your account"),
            person=person.id,
            name=person.name,
            told=_(sentence) % values,
            at=clock.now(),
            url=url,
            why=_("You get this because it concerns the safety of your account; it cannot be switched off."),
        )
