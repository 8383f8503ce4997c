"""Who may: what is open to whoever is suspended, and who looks after trust."""

from __future__ import annotations

import re

from kernel.viewer import Viewer

_OWN = re.compile(
    r"/account(?!/(?:shop|referrals|perks)(?:/|$))(?:/.*)?"
    r"|/(?:sign-in|sign-out|sign-up|inbox|appeals|unsubscribe|no-letters|confirm|reset|preorders|replies)(?:/.*)?"
)
_BACK = re.compile(
    r"(?!/team/|/moderation/).*/(?:withdrawal|removal|revocation|deletion|retirement|forgetting|leave|leaving|hiding|appeal)"
)


def may_still(path: str) -> bool:
    """May somebody who is suspended write here? Their own account, appeals, and whatever only takes back."""
    return bool(_OWN.fullmatch(path) or _BACK.fullmatch(path))


def may_see_standing(viewer: Viewer) -> bool:
    return viewer.is_member


def may_set(viewer: Viewer) -> bool:
    """The ladder and the list of words are set by administrators."""
    return viewer.is_admin and not viewer.suspended
