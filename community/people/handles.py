"""Handles: the short names by which members are mentioned and found."""

from __future__ import annotations

import hmac
import re
from collections.abc import Set

from kernel import text
from kernel.features import the_house

LONGEST = 30
UNCLAIMED = "m-"
LEFT = "left-"
"""How handles of those begin who left."""
_SHAPE = re.compile(r"[a-z0-9][a-z0-9_-]{1,29}")
RESERVED = frozenset(
    """
    abuse account admin administrator ambassador anonymous api brand community contact editor everyone help info inbox
    legal mail manager me member members moderation moderator new nobody null official people postmaster privacy
    security settings setup sign-in sign-out sign-up staff support system tandem team undefined webmaster
    """.split()  # noqa: SIM905  a list of words, not of marks
)


def is_handle(text: str) -> bool:
    """Two to thirty lower-case ascii letters, digits, - or _."""
    return bool(_SHAPE.fullmatch(text))


def is_reserved(handle: str) -> bool:
    """Words that would pass for the house itself, and those of accounts nobody has claimed or whose owner left."""
    return handle in RESERVED or handle.startswith((UNCLAIMED, LEFT))


def base_of(name: str) -> str:
    """What a name suggests, before anybody else has it."""
    found = text.slug(name, 24)
    return found if is_handle(found) and not is_reserved(found) else f"{found[:20].strip('-') or 'member'}-1"


def free(base: str, taken: Set[str]) -> str:
    """The first of base, base-2, base-3 ... that nobody has."""
    candidates = (base if n == 1 else f"{base[: LONGEST - 5]}-{n}" for n in range(1, 10_000))
    return next(handle for handle in candidates if handle not in taken)


def of_unclaimed(email: str) -> str:
    """A handle that tells nothing of the address and is the same each time."""
    return UNCLAIMED + hmac.new(the_house().settings.key, b"handle:" + email.encode(), "sha256").hexdigest()[:12]
