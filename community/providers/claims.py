"""From what a provider says of somebody to what we keep of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from community.providers.settings import ProviderSettings
from kernel import text

LONGEST_EMAIL = 254


@dataclass(frozen=True)
class Visitor:
    """Somebody whom a provider vouches for. `email` is empty where it gave none; `is_email_theirs` says whether to believe it."""

    provider: str
    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    is_email_theirs: bool = False
    reference: str = ""
    role: str = ""
    session: str = ""
    is_strong: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        """As an attempt remembers them."""
        return asdict(self)

    @property
    def shown(self) -> str:
        """What they know their account there by."""
        return self.email or self.name


def visitor(provider: str, settings: ProviderSettings, said: Mapping[str, Any]) -> Visitor:
    """Somebody as the checked claims describe them."""
    email = _word(said.get(settings.email_claim), LONGEST_EMAIL).lower()
    name, at, host = email.rpartition("@")
    email = email if at and name and "." in host and not any(char.isspace() for char in email) else ""
    return Visitor(
        provider=provider,
        issuer=str(said["iss"]),
        subject=str(said["sub"]),
        name=_word(said.get(settings.name_claim), 80),
        email=email,
        is_email_theirs=bool(email) and _is_believed(settings, said),
        reference=_word(said.get(settings.customer_claim), 100) if settings.customer_claim else "",
        role=role_of(settings, said),
        session=_word(said.get("sid"), 255),
        is_strong=_is_strong(settings, said),
    )


def role_of(settings: ProviderSettings, said: Mapping[str, Any]) -> str:
    """The role that somebody's groups give: of the first group in the setting that they are in; "" for none."""
    groups = said.get(settings.groups_claim)
    theirs = {groups} if isinstance(groups, str) else {one for one in _list(groups) if isinstance(one, str)}
    return next((str(role) for group, role in settings.roles.items() if group in theirs), "")


def is_strict_enough(settings: ProviderSettings, said: Mapping[str, Any]) -> bool:
    """Did the provider check as strictly as we ask?"""
    accepted = settings.acr.split()
    return not accepted or said.get("acr") in accepted


def _is_believed(settings: ProviderSettings, said: Mapping[str, Any]) -> bool:
    if settings.trust_email == "always":
        return True
    return settings.trust_email == "verified" and said.get("email_verified") in (True, "true")


def _is_strong(settings: ProviderSettings, said: Mapping[str, Any]) -> bool:
    return "mfa" in _list(said.get("amr")) or (bool(said.get("acr")) and said.get("acr") in settings.strong_acr.split())


def _word(value: Any, longest: int) -> str:
    plain = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text.one_line(plain.replace("\0", ""))[:longest]


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
