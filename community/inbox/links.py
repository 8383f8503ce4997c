"""Links that stop a kind of letter without signing in: signed, for one person and one kind."""

from __future__ import annotations

import hmac

from kernel.errors import Missing
from kernel.features import the_house
from kernel.i18n import gettext as _


def stop(person_id: int, kind: str) -> str:
    """The address in a letter's foot and in its List-Unsubscribe header."""
    return f"/unsubscribe/{person_id}-{kind}-{_sign(person_id, kind)}"


def read(signed: str) -> tuple[int, str]:
    """Whose link, for what kind; Missing for one that we did not write."""
    number, _dash, rest = signed.partition("-")
    kind, _dash, mac = rest.rpartition("-")
    is_number = number.isascii() and number.isdecimal() and len(number) < 12
    if is_number and hmac.compare_digest(mac.encode(), _sign(int(number), kind).encode()):
        return int(number), kind
    raise Missing(_("This link is not one of ours, or a part of it was lost."))


def _sign(person_id: int, kind: str) -> str:
    text = f"unsubscribe:{person_id}:{kind}".encode()
    return hmac.new(the_house().settings.key, text, "sha256").hexdigest()[:32]
