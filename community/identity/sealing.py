"""Secrets that we must be able to read again, sealed with a key of the site that stands in no table."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

from kernel.features import the_house

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text again; None when the site's secret is not the one it was sealed with."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet() -> Fernet:
    """AES and HMAC; its key follows from the site's secret for this purpose alone."""
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(hmac.new(the_house().settings.key, b"second step", "sha256").digest()))
