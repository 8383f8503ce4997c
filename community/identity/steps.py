"""The second step: codes of an app (RFC 6238), each good once, and codes on paper for when the app is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from community.identity import sealing, warnings
from community.identity.models import RecoveryCode, SecondStep
from kernel import clock, db, site
from kernel.errors import Conflict
from kernel.i18n import gettext as _

SECONDS, DIGITS, CODES = 30, 6, 10
ASIDE = (-1, 0, 1)
"""Steps of clock that a telephone may be wrong by."""
ASTRAY = 120
"""Steps on either side, an hour, in which we find out how wrong a telephone's clock is, to say so."""


async def begin(person_id: int) -> None:
    """Draw a secret, which counts for nothing until a code has shown that the app holds it."""
    import pyotp

    if await SecondStep.exists(person_id=person_id, confirmed_at__not_isnull=True):
        raise Conflict(_("You have a second step already."))
    async with db.transaction(quiet=True):
        await SecondStep.filter(person_id=person_id, confirmed_at=None).delete()
        sealed = sealing.seal(pyotp.random_base32())
        await SecondStep.create(person_id=person_id, secret=sealed, created_at=clock.now())


async def pending(person_id: int) -> str | None:
    """The secret that waits to be confirmed."""
    found = await SecondStep.get_or_none(person_id=person_id, confirmed_at=None)
    return sealing.unseal(found.secret) if found else None


async def drawn(secret: str, *, email: str) -> tuple[str, str]:
    """What an app reads: an address, and the same as a drawing."""
    import pyotp
    import segno

    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=(await site.current()).name)
    svg = segno.make(uri, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", svgclass="qr", omitsize=True
    )
    return uri, svg


async def confirm(person_id: int, code: str) -> list[str] | None:
    """Switch the second step on with a first code; gives the recovery codes, which are told this once."""
    found = await SecondStep.get_or_none(person_id=person_id, confirmed_at=None)
    step = _step_of(found, code) if found else None
    if found is None or step is None:
        return None
    async with db.transaction():
        done = await db.rows(
            "UPDATE second_step SET confirmed_at = ?, last_step = ? WHERE id = ? AND confirmed_at IS NULL RETURNING id",
            clock.now(),
            step,
            found.id,
        )
        if not done:
            raise Conflict(_("You have a second step already."))
        codes = await _new_codes(person_id)
        await warnings.tell(person_id, warnings.STEP_ON)
    return codes


async def renew(person_id: int) -> list[str]:
    """Ten new recovery codes; the earlier ones open nothing any more."""
    async with db.transaction():
        codes = await _new_codes(person_id)
        await warnings.tell(person_id, warnings.CODES)
    return codes


async def remove(person_id: int) -> None:
    """Sign in without a second step again."""
    async with db.transaction():
        await forget(person_id)
        await warnings.tell(person_id, warnings.STEP_OFF)


async def forget(person_id: int) -> None:
    """Secret and codes are gone. Inside a transaction."""
    await SecondStep.filter(person_id=person_id).delete()
    await RecoveryCode.filter(person_id=person_id).delete()


async def opens(person_id: int, code: str) -> bool:
    """Is this the code of now? Of two who give the same one, and of one who gives it twice, the first is let in."""
    found = await SecondStep.get_or_none(person_id=person_id, confirmed_at__not_isnull=True)
    step = _step_of(found, code) if found else None
    if found is None or step is None:
        return False
    async with db.transaction(quiet=True):
        used = await db.rows(
            "UPDATE second_step SET last_step = ? WHERE id = ? AND last_step < ? RETURNING id", step, found.id, step
        )
    return bool(used)


async def opens_by_paper(person_id: int, code: str) -> bool:
    """Is this a recovery code that was not used yet? It is now, and its owner is told."""
    async with db.transaction():
        used = await db.rows(
            "UPDATE recovery_code SET used_at = ? WHERE digest = ? AND person_id = ? AND used_at IS NULL RETURNING id",
            clock.now(),
            _digest(code),
            person_id,
        )
        if used:
            left = await RecoveryCode.filter(person_id=person_id, used_at=None).count()
            await warnings.tell(person_id, warnings.CODE_USED, left=str(left))
    return bool(used)


async def minutes_astray(person_id: int, code: str) -> int:
    """By how many minutes the clock of a telephone is fast (or slow, below 0) that showed a code; 0 where it tells nothing.

    Asked only of a secret that waits to be confirmed, whose owner has it before them: told at the door, it would say to
    who guesses which code is good in a minute.
    """
    import pyotp

    found = await SecondStep.get_or_none(person_id=person_id, confirmed_at=None)
    secret, digits = sealing.unseal(found.secret) if found else None, "".join(code.split())
    if secret is None or not (digits.isascii() and digits.isdecimal() and len(digits) == DIGITS):
        return 0
    otp, now = pyotp.TOTP(secret), int(clock.now().timestamp()) // SECONDS
    steps = range(-ASTRAY, ASTRAY + 1)
    off = next((step for step in steps if hmac.compare_digest(otp.generate_otp(now + step), digits)), 0)
    return round(off * SECONDS / 60)


def _step_of(found: SecondStep, code: str) -> int | None:
    """Which step a code belongs to, among those around now."""
    import pyotp

    secret, digits = sealing.unseal(found.secret), "".join(code.split())
    if secret is None or not (digits.isascii() and digits.isdecimal() and len(digits) == DIGITS):
        return None
    otp, now = pyotp.TOTP(secret), int(clock.now().timestamp()) // SECONDS
    good = [now + aside for aside in ASIDE if hmac.compare_digest(otp.generate_otp(now + aside), digits)]
    return good[0] if good else None


async def _new_codes(person_id: int) -> list[str]:
    codes = [_paper_code() for _ in range(CODES)]
    await RecoveryCode.filter(person_id=person_id).delete()
    now = clock.now()
    await RecoveryCode.bulk_create(
        [RecoveryCode(person_id=person_id, digest=_digest(code), created_at=now) for code in codes]
    )
    return codes


def _paper_code() -> str:
    """A hundred and twenty bits, in six groups of letters and digits that are not mistaken for each other."""
    plain = base64.b32encode(secrets.token_bytes(15)).decode().lower()
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _digest(code: str) -> str:
    plain = code.lower().replace("-", "").replace(" ", "").replace("0", "o").replace("1", "l").replace("8", "b")
    return hashlib.sha256(plain.encode()).hexdigest()
